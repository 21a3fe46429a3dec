import { join, raw, type Sql, sql } from '../database/sql';
import type { CursorKeys } from './cursor';
import type { KeysetOrder, SortKey } from './keyset-order';

/*
 * Which rows of an ordered list lie on which side of a cursor, as ranges that PostgreSQL finds in an index: one
 * comparison of rows where that says it all. Of ranges with OR between them it finds none: it walks along the list
 * from its beginning.
 */

/** `after`: the rows that follow the cursor in the list. `before`: those that precede it. */
export type CursorSide = 'after' | 'before';

interface BoundKey extends SortKey {
  readonly value: string | null;
  /** Whether the list runs past the cursor towards larger values of this key. */
  readonly isUpward: boolean;
}

/** Strictly after, or before, the cursor; no row is in two of the ranges. */
export function beyondCursor(
  order: KeysetOrder,
  cursor: CursorKeys,
  side: CursorSide,
): readonly Sql[] {
  const keys = boundKeys(order, cursor, side);
  return isOneWay(keys) ? rangesOf(keys, keys[0].isUpward ? '>' : '<') : alternativesOf(keys);
}

/** All other rows: the one at the cursor and those on its other side. */
export function notBeyondCursor(order: KeysetOrder, cursor: CursorKeys, side: CursorSide): Sql {
  const keys = boundKeys(order, cursor, side);
  if (!isOneWay(keys)) return sql`NOT ${anyOf(alternativesOf(keys))}`;
  return anyOf(rangesOf(keys, keys[0].isUpward ? '<=' : '>='));
}

function anyOf(ranges: readonly Sql[]): Sql {
  return sql`(${join(ranges, ' OR ')})`;
}

type BoundKeys = readonly [BoundKey, ...BoundKey[]];

function boundKeys({ keys }: KeysetOrder, cursor: CursorKeys, side: CursorSide): BoundKeys {
  const bind = (key: SortKey, position: number): BoundKey => ({
    ...key,
    value: cursor[position] ?? null,
    isUpward: ((key.direction ?? 'ASC') === 'ASC') === (side === 'after'),
  });
  const [first, ...rest] = keys;
  return [bind(first, 0), ...rest.map((key, i) => bind(key, i + 1))];
}

/** All keys run one way, and none but the first may be NULL. */
function isOneWay([first, ...rest]: BoundKeys): boolean {
  return rest.every((key) => !key.isNullable && key.isUpward === first.isUpward);
}

type Comparison = '<' | '<=' | '>' | '>=';

/** NULL is larger than every value, so that what is open above ends with it. */
function rangesOf(keys: BoundKeys, comparison: Comparison): readonly Sql[] {
  const [first, ...rest] = keys;
  const isOpenAbove = comparison.startsWith('>');
  if (first.isNullable && first.value === null) {
    const among = sql`(${first.expression} IS NULL AND ${comparisonOf(rest, comparison)})`;
    return isOpenAbove ? [among] : [among, sql`${first.expression} IS NOT NULL`];
  }
  const range = comparisonOf(keys, comparison);
  return first.isNullable && isOpenAbove ? [range, sql`${first.expression} IS NULL`] : [range];
}

function comparisonOf(keys: readonly BoundKey[], comparison: Comparison): Sql {
  const [first] = keys;
  const row = join(
    keys.map(({ expression }) => expression),
    ', ',
  );
  const values = join(keys.map(castValue), ', ');
  const whole = sql`((${row}) ${raw(comparison)} (${values}))`;
  if (!first?.isOfOtherTable) return whole;
  // Says nothing new, but an index of that table can answer it.
  const bound = raw(comparison.startsWith('>') ? '>=' : '<=');
  return sql`(${first.expression} ${bound} ${castValue(first)} AND ${whole})`;
}

/** For orders whose keys run different ways. Two-valued also where a key is NULL, so that they may be negated. */
function alternativesOf(keys: BoundKeys): readonly Sql[] {
  return keys.map(
    (key, i) => sql`(${join([...keys.slice(0, i).map(isEqual), isBeyond(key)], ' AND ')})`,
  );
}

function castValue({ value, type }: Pick<BoundKey, 'value' | 'type'>): Sql {
  return sql`${value}::${raw(type)}`;
}

function isEqual(key: BoundKey): Sql {
  if (key.value === null) return sql`${key.expression} IS NULL`;
  return key.isNullable
    ? sql`(${key.expression} IS NOT NULL AND ${key.expression} = ${castValue(key)})`
    : sql`${key.expression} = ${castValue(key)}`;
}

function isBeyond(key: BoundKey): Sql {
  const { expression, isNullable, isUpward, value } = key;
  if (value === null) return isUpward ? sql`false` : sql`${expression} IS NOT NULL`;
  if (!isNullable) return sql`${expression} ${raw(isUpward ? '>' : '<')} ${castValue(key)}`;
  return isUpward
    ? sql`(${expression} IS NULL OR ${expression} > ${castValue(key)})`
    : sql`(${expression} IS NOT NULL AND ${expression} < ${castValue(key)})`;
}
