import type { Caller } from '../../kernel/actor';
import type { Queryable } from '../database/database';
import { join, raw, type Sql, sql } from '../database/sql';
import type { Selection } from './selection';

/** Objects that rows of other tables name by id. */
export interface NamedSource {
  /** The table, under the alias that the columns of the objects are written for. */
  readonly from: Sql;
  readonly id: Sql;
  /** All of them as a JSON object that has a list for each column, that of the row ids as `key`. */
  readonly selectLists: (viewer: Caller | null, selection: Selection) => Sql;
  readonly toObject: (viewer: Caller | null, row: NamedRow) => object;
}

export interface NamedRow {
  readonly key: string;
}

/** Columns of a statement that hold ids of objects of one source, or null, and what is asked for of these. */
export interface NamedObjects {
  readonly columns: readonly string[];
  readonly source: NamedSource;
  readonly viewer: Caller | null;
  readonly selection: Selection;
}

/**
 * Answers a statement whose rows name objects of other tables: these stand in the columns that name them. The
 * statement selects each object once, and all of them in its first row: a list names the same few partners
 * again and again, and selecting them for each row was half of what the list cost the database.
 */
export async function queryNaming<Row extends object>(
  db: Queryable,
  statement: Sql,
  named: readonly NamedObjects[],
): Promise<Row[]> {
  if (named.length === 0) return db.query<Row>(statement);
  const rows = await db.query<Row & NamingRow>(sql`
WITH "$found" AS MATERIALIZED (${statement})
SELECT "$found".*, CASE WHEN row_number() OVER () = 1 THEN ${dictionaries(named)} END AS "$named"
FROM "$found"`);
  rows[0]?.$named?.forEach((found, n) => {
    putNamed(rows, named[n] as NamedObjects, found);
  });
  return rows;
}

interface NamingRow {
  /** In the first row: what each source was found to hold. */
  readonly $named: readonly FoundLists[] | null;
}

/** By column, the values of all objects in one order; null where there is none. JSON of each object takes twice as long. */
interface FoundLists {
  readonly [column: string]: readonly unknown[] | null;
  readonly key: readonly string[] | null;
}

/** ANY of an array and not IN: for a set of unknown size the planner would read the whole table. */
function dictionaries(named: readonly NamedObjects[]): Sql {
  const found = named.map(({ columns, source, viewer, selection }) => {
    const ids = columns.map((column) => sql`SELECT ${raw(`"${column}"`)} FROM "$found"`);
    return sql`(
      SELECT ${source.selectLists(viewer, selection)} FROM ${source.from}
      WHERE ${source.id} = ANY(ARRAY(${join(ids, ' UNION ')}))
    )`;
  });
  return sql`json_build_array(${join(found, ', ')})`;
}

function putNamed(
  rows: readonly object[],
  { columns, source, viewer }: NamedObjects,
  found: FoundLists,
): void {
  const objects = new Map(rowsOf(found).map((row) => [row.key, source.toObject(viewer, row)]));
  for (const column of columns) {
    for (const row of rows as readonly Record<string, unknown>[]) {
      const id = row[column];
      if (id === null) continue;
      const object = objects.get(id as string);
      if (!object) throw new Error(`${column} names ${String(id)}, which is not there`);
      row[column] = object;
    }
  }
}

function rowsOf(found: FoundLists): readonly NamedRow[] {
  const lists = Object.entries(found);
  return (found.key ?? []).map((key, n) => {
    const row: Record<string, unknown> & NamedRow = { key };
    for (const [column, values] of lists) row[column] = values?.[n];
    return row;
  });
}
