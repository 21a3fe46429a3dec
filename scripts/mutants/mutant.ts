/** What a mutant takes away: a rule, a clause of what is seen, a refusal of the database, a step of a command. */
export type MutantKind = 'rule' | 'visibility' | 'database' | 'command';

/** A piece of a file and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One change by which the server would refuse less, show more, or write less than it says. */
export interface Mutant {
  readonly kind: MutantKind;
  /** Name of the operator that made it. */
  readonly operator: string;
  /** Relative to the checkout; for a mutant of the database the migration that names the object. */
  readonly file: string;
  readonly line: number;
  /** Name of the function around it, where there is one. */
  readonly within?: string;
  /** What stood there, on one line. */
  readonly original: string;
  /** What stands there now. */
  readonly replacement: string;
  readonly change:
    | { readonly of: 'source'; readonly edit: Edit }
    /** Statements by the owner of the tables, after all migrations. */
    | { readonly of: 'database'; readonly object: string; readonly statements: readonly string[] };
}

/** Text on one line, cut where nobody reads on. */
export function short(text: string, length = 100): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** How a mutant is called in a list. `--only` looks for its pattern in here. */
export function titleOf({ kind, operator, file, line, original, replacement }: Mutant): string {
  return `${kind} ${file}:${line} ${operator}: ${original} => ${replacement}`;
}
