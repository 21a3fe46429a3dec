import { type GraphQLResolveInfo } from 'graphql';

import type { Queryable } from '../database/database';
import { empty, join, raw, type Sql, sql } from '../database/sql';
import { type CursorKeys, decodeCursor, encodeCursor } from './cursor';
import { beyondCursor, type CursorSide, notBeyondCursor } from './cursor-range';
import type { KeysetOrder, SortKey } from './keyset-order';
import type { Edge, Page, PageRequest } from './page';
import { isSelected } from './selection';

export type { KeysetOrder, SortKey } from './keyset-order';

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
  const orderBy = orderByOf(keys, request.direction);
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

function orderByOf(keys: readonly SortKey[], direction: PageRequest['direction']): Sql {
  const parts = keys.map(({ expression, direction: own = 'ASC' }) => {
    const isAscending = (own === 'ASC') === (direction === 'forward');
    return sql`${expression} ${raw(isAscending ? 'ASC' : 'DESC')}`;
  });
  return join(parts, ', ');
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
  const keysOf = (side: CursorSide): CursorKeys | null => {
    const cursor = request[side];
    return cursor === null ? null : decodeCursor(shape, cursor, side);
  };
  const cursors = { after: keysOf('after'), before: keysOf('before') };
  const within = (['after', 'before'] as const).map((side) => {
    const cursor = cursors[side];
    return cursor ? sql` AND ${beyondCursor(order, cursor, side)}` : empty;
  });
  const [behind, ahead] =
    request.direction === 'forward'
      ? (['after', 'before'] as const)
      : (['before', 'after'] as const);
  const hasBeyond = (side: CursorSide): Sql => {
    const cursor = cursors[side];
    return cursor ? existsOutside(list, cursor, side) : sql`false`;
  };
  // With both cursors the side ahead is cut too; Relay asks whether elements lie beyond it as well.
  const isAsked = wants.otherSide && wants.rows && (cursors.after ?? cursors.before) !== null;
  return {
    within: join(within, ''),
    otherSide: isAsked ? sql`ARRAY[${hasBeyond(behind)}, ${hasBeyond(ahead)}]` : null,
  };
}

/**
 * Whether the list has a row at the cursor or on the side of it that the page is not. In the order of the
 * list and not as EXISTS: its first row is such a one, and an index leads there; EXISTS takes whatever
 * row comes first, which the planner may look for by reading the table.
 */
function existsOutside(list: KeysetList, cursor: CursorKeys, side: CursorSide): Sql {
  const { from, where, order } = list;
  const orderBy = orderByOf(order.keys, side === 'after' ? 'forward' : 'backward');
  return sql`coalesce((
    SELECT true FROM ${from} WHERE (${where}) AND ${notBeyondCursor(order, cursor, side)}
    ORDER BY ${orderBy} LIMIT 1
  ), false)`;
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
