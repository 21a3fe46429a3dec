import type { Queryable } from '../database/database';
import { empty, join, raw, type Sql, sql } from '../database/sql';
import { type CursorKeys, decodeCursor, encodeCursor } from './cursor';
import { beyondCursor, type CursorSide, notBeyondCursor } from './cursor-range';
import type { KeysetOrder, SortKey } from './keyset-order';
import { type NamedObjects, queryNaming } from './named-objects';
import type { Edge, Page, PageInfo, PageRequest } from './page';
import type { Selection } from './selection';

export type { KeysetOrder, SortKey } from './keyset-order';

/** One list as SQL, visibility and filters included, so that counts and cursors are right too. */
export interface KeysetList<Row extends object, Node> {
  /** Unique in the schema, `Customer.subscriptions` for instance; part of every cursor. */
  readonly name: string;
  /** Columns of a row; names that begin with `$` are taken. */
  readonly select: Sql;
  /** Which of these columns name objects of other tables. */
  readonly named?: readonly NamedObjects[];
  /** Tables and joins. */
  readonly from: Sql;
  /** Of a list below a parent, a condition on `PARENT_ID` too. */
  readonly where: Sql;
  readonly order: KeysetOrder;
  /** The object of the graph that a row becomes. */
  readonly toNode: (row: Row) => Node;
}

/** The id of the parent inside `from` and `where` of a list that is read for many parents at once. */
export const PARENT_ID: Sql = sql`"$parent".id`;

/** What the operation selects of a connection; the rest is neither counted nor read. */
export interface PageWants {
  readonly rows: boolean;
  readonly cursors: boolean;
  readonly totalCount: boolean;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export function pageWants(connection: Selection): PageWants {
  const info = connection.below('pageInfo');
  return {
    rows: ['edges', 'nodes', 'pageInfo'].some((field) => connection.has(field)),
    cursors:
      connection.below('edges').has('cursor') || info.has('startCursor') || info.has('endCursor'),
    totalCount: connection.has('totalCount'),
    hasNextPage: info.has('hasNextPage'),
    hasPreviousPage: info.has('hasPreviousPage'),
  };
}

/** One page of a list, in one statement. */
export async function readPage<Row extends object, Node>(
  db: Queryable,
  list: KeysetList<Row, Node>,
  request: PageRequest,
  wants: PageWants,
): Promise<Page<Node>> {
  const parents = sql`(VALUES (1)) AS "$parent" (ordinal)`;
  const [page] = await readFrom(db, parents, 1, { list, request, wants });
  return page as Page<Node>;
}

/**
 * The same page of the same list for many parents, in one statement whatever their number; results in
 * the order of the ids.
 */
export async function readPages<Row extends object, Node>(
  db: Queryable,
  list: KeysetList<Row, Node>,
  request: PageRequest,
  wants: PageWants,
  parentIds: readonly string[],
): Promise<Page<Node>[]> {
  if (parentIds.length === 0) return [];
  const parents = sql`unnest(${[...parentIds]}::uuid[]) WITH ORDINALITY AS "$parent" (id, ordinal)`;
  return readFrom(db, parents, parentIds.length, { list, request, wants });
}

interface PageQuery<Row extends object, Node> {
  readonly list: KeysetList<Row, Node>;
  readonly request: PageRequest;
  readonly wants: PageWants;
}

interface PageRow {
  readonly $ordinal: string | number;
  /** Null for a parent without rows. */
  readonly $position: string | number | null;
  readonly $keys?: CursorKeys;
  readonly $total: string | number | null;
  /** Whether the cursors have cut something off. */
  readonly $outside: readonly [before: boolean, after: boolean] | null;
}

async function readFrom<Row extends object, Node>(
  db: Queryable,
  parents: Sql,
  parentCount: number,
  query: PageQuery<Row, Node>,
): Promise<Page<Node>[]> {
  const statement = statementOf(parents, query);
  const rows = await queryNaming<Row & PageRow>(db, statement, query.list.named ?? []);
  const groups: (Row & PageRow)[][] = Array.from({ length: parentCount }, () => []);
  for (const row of rows) groups[Number(row.$ordinal) - 1]?.push(row);
  return groups.map((group) => pageOf(group, query));
}

/** LEFT JOIN, because a parent without rows still has a count. */
function statementOf<Row extends object, Node>(parents: Sql, query: PageQuery<Row, Node>): Sql {
  const { wants } = query;
  const bounds = boundsOf(query);
  const total = wants.totalCount ? sql`, "$counted".total AS "$total"` : empty;
  const outside = bounds.outside ? sql`, "$cut".has AS "$outside"` : empty;
  return sql`
SELECT "$parent".ordinal AS "$ordinal"${total}${outside}, "$page".*
FROM ${parents}
${wants.totalCount ? countJoin(query.list) : empty}
${bounds.outside ? sql`CROSS JOIN LATERAL (SELECT ${bounds.outside} AS has) AS "$cut"` : empty}
LEFT JOIN LATERAL (${pageSelect(query, bounds.within)}) AS "$page" ON true
ORDER BY "$parent".ordinal, "$page"."$position"`;
}

function countJoin({ from, where }: Pick<KeysetList<object, unknown>, 'from' | 'where'>): Sql {
  return sql`CROSS JOIN LATERAL (SELECT count(*)::int AS total FROM ${from} WHERE ${where}) AS "$counted"`;
}

/** One row more than the page holds, to know whether there is one. */
function pageSelect<Row extends object, Node>(
  { list, request, wants }: PageQuery<Row, Node>,
  within: Sql,
): Sql {
  const { keys } = list.order;
  const orderBy = orderByOf(keys, request.direction);
  return sql`
  SELECT ${list.select}, ${wants.cursors ? sql`${cursorKeys(keys)} AS "$keys",` : empty}
    row_number() OVER (ORDER BY ${orderBy}) AS "$position"
  FROM ${list.from}
  WHERE (${list.where})${within}
  ORDER BY ${orderBy}
  LIMIT ${wants.rows ? request.size + 1 : 0}`;
}

/** As the database writes them, in an array of JSON: the driver takes long over one of SQL. */
function cursorKeys(keys: readonly SortKey[]): Sql {
  const texts = keys.map((key) => sql`(${key.expression})::text`);
  return sql`json_build_array(${join(texts, ', ')})`;
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
  /** Whether something lies at the cursors and beyond, before and after the page; null when neither is asked. */
  readonly outside: Sql | null;
}

function boundsOf<Row extends object, Node>({
  list,
  request,
  wants,
}: PageQuery<Row, Node>): Bounds {
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
  // What is not beyond `after` lies before the page, and the other way round: Relay asks whether it exists.
  const hasOutside = (side: CursorSide, isAsked: boolean): Sql | null => {
    const cursor = cursors[side];
    return isAsked && cursor ? existsOutside(list, cursor, side) : null;
  };
  const before = hasOutside('after', wants.hasPreviousPage);
  const after = hasOutside('before', wants.hasNextPage);
  return {
    within: join(within, ''),
    outside: before || after ? sql`ARRAY[${before ?? sql`false`}, ${after ?? sql`false`}]` : null,
  };
}

/**
 * Whether the list has a row at the cursor or on the side of it that the page is not. In the order of the
 * list and not as EXISTS: its first row is such a one, and an index leads there; EXISTS takes whatever
 * row comes first, which the planner may look for by reading the table.
 */
function existsOutside(
  { from, where, order }: Pick<KeysetList<object, unknown>, 'from' | 'where' | 'order'>,
  cursor: CursorKeys,
  side: CursorSide,
): Sql {
  const orderBy = orderByOf(order.keys, side === 'after' ? 'forward' : 'backward');
  return sql`coalesce((
    SELECT true FROM ${from} WHERE (${where}) AND ${notBeyondCursor(order, cursor, side)}
    ORDER BY ${orderBy} LIMIT 1
  ), false)`;
}

function pageOf<Row extends object, Node>(
  group: readonly (Row & PageRow)[],
  { list, request }: PageQuery<Row, Node>,
): Page<Node> {
  const [head] = group;
  const found = group.filter((row) => row.$position !== null);
  const rows = found.slice(0, request.size);
  if (request.direction === 'backward') rows.reverse();
  const hasMore = found.length > request.size;
  const [isBefore = false, isAfter = false] = head?.$outside ?? [];
  const hasNextPage = isAfter || (hasMore && request.direction === 'forward');
  const hasPreviousPage = isBefore || (hasMore && request.direction === 'backward');
  const total = head?.$total ?? null;
  return new ReadPage(
    rows.map((row) => list.toNode(row)),
    new ReadPageInfo(hasNextPage, hasPreviousPage, list, rows),
    total === null ? null : Number(total),
  );
}

type ListOrder = Pick<KeysetList<object, unknown>, 'name' | 'order'>;

/*
 * Edges and cursors are made when they are read: most operations select no edges, and two cursors. Classes,
 * because of each object that is made with a getter of its own the engine makes a hidden class; it holds the
 * getter, and with it the rows of the page until the next major collection.
 */

class ReadPage<Node> implements Page<Node> {
  constructor(
    readonly nodes: readonly Node[],
    readonly pageInfo: ReadPageInfo,
    readonly totalCount: number | null,
  ) {}

  get edges(): readonly Edge<Node>[] {
    return this.nodes.map((node, index) => new ReadEdge(node, this.pageInfo, index));
  }
}

class ReadPageInfo implements PageInfo {
  constructor(
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
    private readonly list: ListOrder,
    private readonly rows: readonly PageRow[],
  ) {}

  get startCursor(): string | null {
    return this.rows.length === 0 ? null : this.cursorAt(0);
  }

  get endCursor(): string | null {
    return this.rows.length === 0 ? null : this.cursorAt(this.rows.length - 1);
  }

  cursorAt(index: number): string {
    const { name, order } = this.list;
    const keys = this.rows[index]?.$keys;
    if (!keys) throw new Error(`The cursors of ${name} were not selected`);
    return encodeCursor({ list: name, order: order.name, keys: order.keys }, keys);
  }
}

class ReadEdge<Node> implements Edge<Node> {
  constructor(
    readonly node: Node,
    private readonly page: ReadPageInfo,
    private readonly index: number,
  ) {}

  get cursor(): string {
    return this.page.cursorAt(this.index);
  }
}
