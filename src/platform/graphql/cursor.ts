import { DomainError } from '../../kernel/domain-error';
import { isStorableText } from '../../kernel/text';
import { isInstant } from './scalars';

/** PostgreSQL types that lists are ordered by; the text of a cursor is cast back to one of them. */
export type SortType = 'text' | 'uuid' | 'timestamptz' | 'bigint' | 'integer' | 'boolean';

export interface CursorShape {
  /** The list, `Customer.subscriptions` for instance; a cursor of another list is refused. */
  readonly list: string;
  /** Name of the order; a cursor of another order would point nowhere. */
  readonly order: string;
  readonly keys: readonly { readonly type: SortType; readonly isNullable?: boolean }[];
}

export type CursorKeys = readonly (string | null)[];

/** A place in an ordered list, as the database writes its sort keys: nothing is rounded on the way. */
export function encodeCursor(shape: CursorShape, keys: CursorKeys): string {
  return Buffer.from(JSON.stringify([shape.list, shape.order, ...keys])).toString('base64url');
}

/** INVALID_INPUT naming the argument when the cursor is not of this list in this order. */
export function decodeCursor(
  shape: CursorShape,
  cursor: string,
  field: 'after' | 'before',
): CursorKeys {
  const [list, order, ...keys] = parsed(cursor);
  if (typeof list !== 'string' || typeof order !== 'string') throw refusal(field);
  if (list !== shape.list || order !== shape.order) {
    throw refusal(field, 'It was made for another list or another order.');
  }
  const fits =
    keys.length === shape.keys.length &&
    shape.keys.every(({ type, isNullable = false }, i) => {
      const key = keys[i];
      return key === null ? isNullable : typeof key === 'string' && VALID[type](key);
    });
  if (!fits) throw refusal(field);
  return keys as CursorKeys;
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? (value as unknown[]) : [];
  } catch {
    return [];
  }
}

function refusal(field: string, detail?: string): DomainError {
  return new DomainError('INVALID_INPUT', {
    args: { problem: 'NOT_A_CURSOR' },
    ...(detail !== undefined && { detail }),
    field,
  });
}

const MAX_BIGINT = 2n ** 63n;

// A forged cursor must be refused here, because a failed cast would be an error of the database.
const VALID: Readonly<Record<SortType, (text: string) => boolean>> = {
  text: isStorableText,
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
  // PostgreSQL writes `2026-01-31 08:00:00.123456+00` in our sessions; it has no year 0, and of other
  // offsets it takes fewer than we do.
  timestamptz: (text) =>
    /^(?!0000).{10} .+\+00$/.test(text) && isInstant(`${text.replace(' ', 'T')}:00`),
  bigint: (text) =>
    /^-?\d{1,19}$/.test(text) && BigInt(text) < MAX_BIGINT && BigInt(text) >= -MAX_BIGINT,
  integer: (text) => /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 31,
  boolean: (text) => text === 'true' || text === 'false',
};
