import { type Columns, empty, join, raw, type Sql, sql } from '../database/sql';
import { type CursorKeys, decodeCursor, encodeCursor } from './cursor';
import { beyondCursor, type CursorSide, notBeyondCursor } from './cursor-range';
import type { KeysetOrder, SortKey } from './keyset-order';
import type { NamedObjects, NamingQueries } from './named-objects';
import { type Edge, MAX_PAGE_SIZE, type Page, type PageInfo, type PageRequest } from './page';
import type { Selection } from './selection';

export type { KeysetOrder, SortKey } from './keyset-order';

export interface ListedRow {
  /** Row id. */
  readonly key: string;
}

/** One list as SQL, visibility and filters included, so that counts and cursors are right too. */
export interface KeysetList<Row extends ListedRow, Node> {
  /** Unique in the schema, `Customer.subscriptions` for instance; part of every cursor. */
  readonly name: string;
  /** Columns of a row; names that begin with `$` are taken. */
  readonly select: Columns;
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
export const PARENT_ID: Sql = sql`"$parent"."$id"`;

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

/** One page of a list, in one statement, and one for what its rows name. */
export async function readPage<Row extends ListedRow, Node>(
  naming: NamingQueries,
  list: KeysetList<Row, Node>,
  request: PageRequest,
  wants: PageWants,
): Promise<Page<Node>> {
  const parents = sql`(VALUES (1)) AS "$parent" ("$ordinal")`;
  const [page] = await readFrom(naming, parents, 1, { list, request, wants });
  return page as Page<Node>;
}

/**
 * The same page of the same list for many parents, in as many statements whatever their number; results in
 * the order of the ids.
 */
export async function readPages<Row extends ListedRow, Node>(
  naming: NamingQueries,
  list: KeysetList<Row, Node>,
  request: PageRequest,
  wants: PageWants,
  parentIds: readonly string[],
): Promise<Page<Node>[]> {
  if (parentIds.length === 0) return [];
  const parents = sql`unnest(${[...parentIds]}::uuid[]) WITH ORDINALITY AS "$parent" ("$id", "$ordinal")`;
  return readFrom(naming, parents, parentIds.length, { list, request, wants });
}

interface PageQuery<Row extends ListedRow, Node> {
  readonly list: KeysetList<Row, Node>;
  readonly request: PageRequest;
  readonly wants: PageWants;
}

/** A parent without rows has one, of which all columns of the list are null. */
interface PageRow {
  readonly $ordinal: string | number;
  readonly $total: string | number | null;
  /** Whether the cursors have cut something off. */
  readonly $outside: readonly [before: boolean, after: boolean] | null;
}

async function readFrom<Row extends ListedRow, Node>(
  naming: NamingQueries,
  parents: Sql,
  parentCount: number,
  query: PageQuery<Row, Node>,
): Promise<Page<Node>[]> {
  const statement = statementOf(parents, query);
  const rows = await naming.query<Row & PageRow>(statement, query.list.named ?? []);
  const groups: (Row & PageRow)[][] = Array.from({ length: parentCount }, () => []);
  for (const row of rows) groups[Number(row.$ordinal) - 1]?.push(row);
  return groups.map((group) => pageOf(group, query));
}

/**
 * LEFT JOIN, because a parent without rows still has a count. The page is put in order again outside: a number for
 * each row, which says the same, costs the database a third more where there are many parents.
 */
function statementOf<Row extends ListedRow, Node>(
  parents: Sql,
  { list, request, wants }: PageQuery<Row, Node>,
): Sql {
  const bounds = boundsOf({ list, request, wants });
  const { keys } = list.order;
  return sql`
SELECT "$ordinal", ${list.select.names}${wants.cursors ? cursorKeys(keys) : empty}
  ${wants.totalCount ? sql`, "$total"` : empty}${bounds.outside ? sql`, "$outside"` : empty}
FROM ${parents}
${wants.totalCount ? countJoin(list) : empty}
${bounds.outside ? sql`CROSS JOIN LATERAL (SELECT ${bounds.outside} AS "$outside") AS "$cut"` : empty}
LEFT JOIN LATERAL (${pageSelect({ list, request, wants }, bounds.within)}) AS "$page" ON true
ORDER BY "$ordinal", ${orderByOf(keys.map(sortColumn), request.direction)}`;
}

function countJoin({ from, where }: Pick<KeysetList<ListedRow, unknown>, 'from' | 'where'>): Sql {
  return sql`CROSS JOIN LATERAL (SELECT count(*)::int AS "$total" FROM ${from} WHERE ${where}) AS "$counted"`;
}

/**
 * One row more than the page holds, to know whether there is one. Of a number that it does not know the database
 * expects a tenth of all there is; with a list of thousands it does not keep such a plan, and plans the statement each
 * time. So it is told first that no page is longer than the longest.
 */
function pageSelect<Row extends ListedRow, Node>(
  query: PageQuery<Row, Node>,
  within: readonly Sql[],
): Sql {
  const { list, request, wants } = query;
  const rows = join(
    within.map((range) => rangeSelect(query, range)),
    ' UNION ALL ',
  );
  return sql`
  SELECT * FROM (${rows}) AS "$longest"
  ORDER BY ${orderByOf(list.order.keys.map(sortColumn), request.direction)}
  LIMIT ${wants.rows ? request.size + 1 : 0}`;
}

/** The first rows of one range, enough for any page. */
function rangeSelect<Row extends ListedRow, Node>(
  { list, request }: PageQuery<Row, Node>,
  range: Sql,
): Sql {
  const { keys } = list.order;
  const sorted = keys.map(({ expression }, n) => sql`, ${expression} AS ${raw(sortName(n))}`);
  return sql`(
    SELECT ${list.select}${join(sorted, '')}
    FROM ${list.from}
    WHERE (${list.where}) AND ${range}
    ORDER BY ${orderByOf(keys, request.direction)}
    LIMIT ${LONGEST_PAGE}
  )`;
}

const LONGEST_PAGE = raw(String(MAX_PAGE_SIZE + 1));

function sortName(position: number): string {
  return `"$sort${position}"`;
}

function sortColumn(key: SortKey, position: number): SortKey {
  return { ...key, expression: raw(sortName(position)) };
}

/** As the database writes them. */
function cursorKeys(keys: readonly SortKey[]): Sql {
  return join(
    keys.map((_, n) => raw(`, ${sortName(n)}::text AS "${cursorKeyName(n)}"`)),
    '',
  );
}

type CursorKeyName = `$key${number}`;
type CursorRow = Readonly<Record<CursorKeyName, string | null>>;

function cursorKeyName(position: number): CursorKeyName {
  return `$key${position}`;
}

function orderByOf(keys: readonly SortKey[], direction: PageRequest['direction']): Sql {
  const parts = keys.map(({ expression, direction: own = 'ASC' }) => {
    const isAscending = (own === 'ASC') === (direction === 'forward');
    return sql`${expression} ${raw(isAscending ? 'ASC' : 'DESC')}`;
  });
  return join(parts, ', ');
}

interface Bounds {
  /** What lies between the cursors; no row is in two of the ranges. */
  readonly within: readonly Sql[];
  /** Whether something lies at the cursors and beyond, before and after the page; null when neither is asked. */
  readonly outside: Sql | null;
}

function boundsOf<Row extends ListedRow, Node>({
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
  const rangesOf = (side: CursorSide): readonly Sql[] => {
    const cursor = cursors[side];
    return cursor ? beyondCursor(order, cursor, side) : [sql`TRUE`];
  };
  // What is not beyond `after` lies before the page, and the other way round: Relay asks whether it exists.
  const hasOutside = (side: CursorSide, isAsked: boolean): Sql | null => {
    const cursor = cursors[side];
    return isAsked && cursor ? existsOutside(list, cursor, side) : null;
  };
  const before = hasOutside('after', wants.hasPreviousPage);
  const after = hasOutside('before', wants.hasNextPage);
  return {
    within: rangesOf('after').flatMap((range) =>
      rangesOf('before').map((other) => sql`${range} AND ${other}`),
    ),
    outside: before || after ? sql`ARRAY[${before ?? sql`false`}, ${after ?? sql`false`}]` : null,
  };
}

/**
 * Whether the list has a row at the cursor or on the side of it that the page is not. In the order of the
 * list and not as EXISTS: its first row is such a one, and an index leads there; EXISTS takes whatever
 * row comes first, which the planner may look for by reading the table.
 */
function existsOutside(
  { from, where, order }: Pick<KeysetList<ListedRow, unknown>, 'from' | 'where' | 'order'>,
  cursor: CursorKeys,
  side: CursorSide,
): Sql {
  const orderBy = orderByOf(order.keys, side === 'after' ? 'forward' : 'backward');
  return sql`coalesce((
    SELECT true FROM ${from} WHERE (${where}) AND ${notBeyondCursor(order, cursor, side)}
    ORDER BY ${orderBy} LIMIT 1
  ), false)`;
}

function pageOf<Row extends ListedRow, Node>(
  group: readonly (Row & PageRow)[],
  { list, request }: PageQuery<Row, Node>,
): Page<Node> {
  const [head] = group;
  const found = (head?.key ?? null) === null ? [] : group;
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

type ListOrder = Pick<KeysetList<ListedRow, unknown>, 'name' | 'order'>;

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
    private readonly rows: readonly ListedRow[],
  ) {}

  get startCursor(): string | null {
    return this.rows.length === 0 ? null : this.cursorAt(0);
  }

  get endCursor(): string | null {
    return this.rows.length === 0 ? null : this.cursorAt(this.rows.length - 1);
  }

  cursorAt(index: number): string {
    const { name, order } = this.list;
    const row = this.rows[index] as ListedRow & CursorRow;
    const keys = order.keys.map((_, n) => {
      const key = row[cursorKeyName(n)];
      if (key === undefined) throw new Error(`The cursors of ${name} were not selected`);
      return key;
    });
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
