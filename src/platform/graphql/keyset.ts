import { type GraphQLResolveInfo } from 'graphql';

import type { Queryable } from '../database/database';
import { empty, join, raw, type Sql, sql } from '../database/sql';
import { type CursorKeys, decodeCursor, encodeCursor, type SortType } from './cursor';
import type { Edge, Page, PageRequest } from './page';
import { isSelected } from './selection';

export interface SortKey {
  /** Over the rows of the list. */
  readonly expression: Sql;
  readonly type: SortType;
  /** ASC unless said otherwise. NULL counts as larger than every value, as in PostgreSQL's indexes. */
  readonly direction?: 'ASC' | 'DESC';
  readonly isNullable?: boolean;
}

export interface KeysetOrder {
  /** Part of every cursor. */
  readonly name: string;
  /** Together unique: the last one is the id. */
  readonly keys: readonly [SortKey, ...SortKey[]];
}

/** One list as SQL, visibility and filters included, so that counts and cursors are right too. */
export interface KeysetList {
  /** Unique in the schema, `Customer.subscriptions` for instance; part of every cursor. */
  readonly name: string;
  /** Columns of a row; names that begin with `$` are taken. */
  readonly select: Sql;
  /** Tables and joins. */
  readonly from: Sql;
  /** Of a list below a parent, a condition on `PARENT_ID` too. */
  readonly where: Sql;
  readonly order: KeysetOrder;
}

/** The id of the parent inside `from` and `where` of a list that is read for many parents at once. */
export const PARENT_ID: Sql = sql`"$parent".id`;

/** What the operation selects of a connection; the rest is neither counted nor read. */
export interface PageWants {
  readonly rows: boolean;
  readonly totalCount: boolean;
  /** Whether more lies on the side that the page was not read towards. */
  readonly otherSide: boolean;
}

export function pageWants(info: GraphQLResolveInfo): PageWants {
  return {
    rows: ['edges', 'nodes', 'pageInfo'].some((field) => isSelected(info, field)),
    totalCount: isSelected(info, 'totalCount'),
    otherSide:
      isSelected(info, 'pageInfo', 'hasNextPage') ||
      isSelected(info, 'pageInfo', 'hasPreviousPage'),
  };
}

/** One page of a list, in one statement. */
export async function readPage<Row extends object>(
  db: Queryable,
  list: KeysetList,
  request: PageRequest,
  wants: PageWants,
): Promise<Page<Row>> {
  const parents = sql`(VALUES (1)) AS "$parent" (ordinal)`;
  const [page] = await readFrom<Row>(db, parents, 1, { list, request, wants });
  return page ?? emptyPage();
}

/**
 * The same page of the same list for many parents, in one statement whatever their number; results in
 * the order of the ids.
 */
export async function readPages<Row extends object>(
  db: Queryable,
  list: KeysetList,
  request: PageRequest,
  wants: PageWants,
  parentIds: readonly string[],
): Promise<Page<Row>[]> {
  if (parentIds.length === 0) return [];
  const parents = sql`unnest(${[...parentIds]}::uuid[]) WITH ORDINALITY AS "$parent" (id, ordinal)`;
  return readFrom<Row>(db, parents, parentIds.length, { list, request, wants });
}

interface PageQuery {
  readonly list: KeysetList;
  readonly request: PageRequest;
  readonly wants: PageWants;
}

interface PageRow {
  readonly $ordinal: string | number;
  readonly $keys: CursorKeys | null;
  readonly $total: string | number | null;
  /** Beyond the cursor behind the page, and beyond the one ahead of it. */
  readonly $otherSide: readonly [behind: boolean, ahead: boolean] | null;
}

async function readFrom<Row extends object>(
  db: Queryable,
  parents: Sql,
  parentCount: number,
  query: PageQuery,
): Promise<Page<Row>[]> {
  const rows = await db.query<Row & PageRow>(statementOf(parents, query));
  const groups: (Row & PageRow)[][] = Array.from({ length: parentCount }, () => []);
  for (const row of rows) groups[Number(row.$ordinal) - 1]?.push(row);
  return groups.map((group) => pageOf<Row>(group, query));
}

/** LEFT JOIN, because a parent without rows still has a count. */
function statementOf(parents: Sql, query: PageQuery): Sql {
  const { wants } = query;
  const bounds = boundsOf(query);
  const total = wants.totalCount ? sql`, "$counted".total AS "$total"` : empty;
  const other = bounds.otherSide ? sql`, "$other".has AS "$otherSide"` : empty;
  return sql`
SELECT "$parent".ordinal AS "$ordinal"${total}${other}, "$page".*
FROM ${parents}
${wants.totalCount ? countJoin(query.list) : empty}
${bounds.otherSide ? sql`CROSS JOIN LATERAL (SELECT ${bounds.otherSide} AS has) AS "$other"` : empty}
LEFT JOIN LATERAL (${pageSelect(query, bounds.within)}) AS "$page" ON true
ORDER BY "$parent".ordinal, "$page"."$position"`;
}

function countJoin({ from, where }: KeysetList): Sql {
  return sql`CROSS JOIN LATERAL (SELECT count(*)::int AS total FROM ${from} WHERE ${where}) AS "$counted"`;
}

/** One row more than the page holds, to know whether there is one. */
function pageSelect({ list, request, wants }: PageQuery, within: Sql): Sql {
  const { keys } = list.order;
  const orderBy = join(
    keys.map((key) => sql`${key.expression} ${raw(directionOf(key, request))}`),
    ', ',
  );
  const cursorKeys = join(
    keys.map((key) => sql`(${key.expression})::text`),
    ', ',
  );
  return sql`
  SELECT ${list.select}, ARRAY[${cursorKeys}] AS "$keys",
    row_number() OVER (ORDER BY ${orderBy}) AS "$position"
  FROM ${list.from}
  WHERE (${list.where})${within}
  ORDER BY ${orderBy}
  LIMIT ${wants.rows ? request.size + 1 : 0}`;
}

function directionOf(key: SortKey, request: PageRequest): 'ASC' | 'DESC' {
  const isAscending = (key.direction ?? 'ASC') === 'ASC';
  return isAscending === (request.direction === 'forward') ? 'ASC' : 'DESC';
}

interface Bounds {
  /** ` AND …` for what lies between the cursors. */
  readonly within: Sql;
  /** Whether something lies beyond the cursor that the page was not read towards; null when not asked. */
  readonly otherSide: Sql | null;
}

function boundsOf({ list, request, wants }: PageQuery): Bounds {
  const { order } = list;
  const shape = { list: list.name, order: order.name, keys: order.keys };
  const after =
    request.after === null
      ? null
      : comparison(order, decodeCursor(shape, request.after, 'after'), 'after');
  const before =
    request.before === null
      ? null
      : comparison(order, decodeCursor(shape, request.before, 'before'), 'before');
  const beyond = { forward: after, backward: before }[request.direction];
  const ahead = { forward: before, backward: after }[request.direction];
  const exists = (outside: Sql): Sql =>
    sql`EXISTS (SELECT 1 FROM ${list.from} WHERE (${list.where}) AND NOT ${outside})`;
  // With both cursors the side ahead is cut too; Relay asks whether elements lie beyond it as well.
  const asked = wants.otherSide && wants.rows;
  return {
    within: sql`${after ? sql` AND ${after}` : empty}${before ? sql` AND ${before}` : empty}`,
    otherSide:
      asked && (beyond ?? ahead)
        ? sql`ARRAY[${beyond ? exists(beyond) : sql`false`}, ${ahead ? exists(ahead) : sql`false`}]`
        : null,
  };
}

/**
 * Whether a row lies strictly after (or before) the keys of a cursor. Two-valued also where a key is
 * NULL, so that it may be negated.
 */
function comparison(order: KeysetOrder, cursor: CursorKeys, side: 'after' | 'before'): Sql {
  const keys = order.keys.map((key, i) => ({
    ...key,
    value: cursor[i] ?? null,
    // Which way the list runs past the cursor at this key.
    isUpward: ((key.direction ?? 'ASC') === 'ASC') === (side === 'after'),
  }));
  const [first] = keys;
  const isPlain = keys.every((key) => !key.isNullable && key.isUpward === first?.isUpward);
  if (isPlain) {
    // The form that PostgreSQL answers from an index in one range.
    const row = join(
      keys.map((key) => key.expression),
      ', ',
    );
    const values = join(
      keys.map((key) => castValue(key)),
      ', ',
    );
    return sql`((${row}) ${raw(first?.isUpward ? '>' : '<')} (${values}))`;
  }
  const alternatives = keys.map((key, i) =>
    join([...keys.slice(0, i).map(isEqual), isBeyond(key)], ' AND '),
  );
  return sql`(${join(
    alternatives.map((alternative) => sql`(${alternative})`),
    ' OR ',
  )})`;
}

type BoundKey = SortKey & { readonly value: string | null; readonly isUpward: boolean };

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

function pageOf<Row extends object>(
  group: readonly (Row & PageRow)[],
  { list, request }: PageQuery,
): Page<Row> {
  const [head] = group;
  const found = group.filter((row) => row.$keys !== null);
  const rows = found.slice(0, request.size);
  if (request.direction === 'backward') rows.reverse();
  const hasMoreAhead = found.length > request.size;
  const [isBeyond = false, isAhead = false] = head?.$otherSide ?? [];
  const ahead = hasMoreAhead || isAhead;
  const edges = rows.map((row) => edgeOf(list, row));
  return {
    edges,
    nodes: rows,
    totalCount: head?.$total === null || head?.$total === undefined ? null : Number(head.$total),
    pageInfo: {
      hasNextPage: request.direction === 'forward' ? ahead : isBeyond,
      hasPreviousPage: request.direction === 'forward' ? isBeyond : ahead,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}

/** The cursor is made when it is read: most operations select none of a page's cursors, or two. */
function edgeOf<Row extends object>(list: KeysetList, node: Row & PageRow): Edge<Row> {
  const shape = { list: list.name, order: list.order.name, keys: list.order.keys };
  return {
    node,
    get cursor() {
      return encodeCursor(shape, node.$keys ?? []);
    },
  };
}

export function emptyPage<Row>(): Page<Row> {
  return {
    edges: [],
    nodes: [],
    totalCount: 0,
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  };
}
