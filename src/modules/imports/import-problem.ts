import type { ErrorCode } from '../../kernel/error-code';
import type { Rule } from '../../kernel/rule';

/** A value that could not be taken over, told so that a person finds it in the file. */
export interface ImportProblem {
  readonly file: string;
  /** JSON path of the value, `$.items[0].companyProfile.tenantId` for instance. */
  readonly path: string;
  /** What was found there, shortened. */
  readonly value: string;
  readonly expected: string;
  /** The refusal that a mutation would have answered with, where a rule stood in the way. */
  readonly code: ErrorCode | null;
  readonly rule: Rule | null;
}

/** A problem before it is known which file it belongs to. */
export type BodyProblem = Omit<ImportProblem, 'file'>;

const MAX_SHOWN_LENGTH = 120;

/** A value that cannot be read: no rule speaks against it. */
export function unreadableValue(path: string, value: unknown, expected: string): BodyProblem {
  return { path, value: describeValue(value), expected, code: null, rule: null };
}

/** A value as a problem shows it. Objects and lists are named, not printed: they may be deep. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  // Control characters of a foreign file must not reach a terminal; JSON escapes most of them.
  const text = JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, '?');
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
}

/** A file that cannot be read as a body at all. The message is one sentence, ready to be shown. */
export class UnreadableFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFileError';
  }
}
