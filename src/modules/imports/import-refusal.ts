import { ERROR_CATALOGUE, type ErrorCode } from '../../kernel/error-code';
import type { Rule } from '../../kernel/rule';
import { type BodyProblem, describeValue } from './import-problem';

/** Why an item of a readable body is left out, and which of its fields asked for what is refused. */
export interface ImportRefusal {
  readonly code: ErrorCode;
  readonly rule: Rule | null;
  /** Name of the field in the body; null = the item as a whole. */
  readonly field: string | null;
  /** What the body would have had to say, or what would have had to be held. */
  readonly expected: string;
}

export function importRefusal(
  code: ErrorCode,
  field: string | null,
  expected: string,
  rule: Rule | null = ERROR_CATALOGUE[code].rule,
): ImportRefusal {
  return { code, rule, field, expected };
}

/** The refusal as it is told: with the place in the file and the value found there. */
export function refusedValue(
  refusal: ImportRefusal,
  item: { readonly path: string; readonly body: Readonly<Record<string, unknown>> },
): BodyProblem {
  const { code, rule, field, expected } = refusal;
  const path = field === null ? item.path : `${item.path}.${field}`;
  const value = field === null ? item.body['id'] : valueAt(item.body, field);
  return { path, value: describeValue(value), expected, code, rule };
}

function valueAt(body: Readonly<Record<string, unknown>>, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? (value as Record<string, unknown>)[name]
          : undefined,
      body,
    );
}
