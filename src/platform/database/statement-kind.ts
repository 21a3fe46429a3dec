const KINDS = ['select', 'with', 'insert', 'update', 'delete', 'commit'] as const;

export type StatementKind = (typeof KINDS)[number] | 'other';

/** What a statement begins with, as far as it is worth telling apart; nothing else of its text. */
export function statementKind(text: string): StatementKind {
  const [, word = ''] = /^\s*(\w+)/.exec(text) ?? [];
  const lower = word.toLowerCase();
  return KINDS.find((kind) => kind === lower) ?? 'other';
}
