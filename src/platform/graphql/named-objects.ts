import DataLoader from 'dataloader';

import type { Caller } from '../../kernel/actor';
import type { Queryable } from '../database/database';
import { columnNames, type Columns, isOneOf, join, type Sql, sql } from '../database/sql';
import { anyOf, type Selection } from './selection';

/** Objects that rows of other tables name by id. */
export interface NamedSource {
  /** The table, under the alias that the columns of the objects are written for. */
  readonly from: Sql;
  readonly id: Sql;
  /** Columns of the objects, the row id as `key`. */
  readonly select: (viewer: Caller | null, selection: Selection) => Columns;
  /** The same as one JSON object. */
  readonly selectJson: (viewer: Caller | null, selection: Selection) => Sql;
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

/** What the rows of one statement name of one source. */
interface Wanted extends NamedObjects {
  readonly ids: ReadonlySet<string>;
}

type ObjectsById = ReadonlyMap<string, object>;

const ONLY_KEY = columnNames(['key']).text;

/**
 * Statements of one request whose rows name objects of other tables: these stand in the columns that name them.
 *
 * A list names the same few partners again and again, and so do the lists beside it. They are read by one statement
 * for all that are under way at the same time, when the last of these has its rows.
 */
export class NamingQueries {
  private underWay = 0;
  private readWanted: (() => void) | null = null;
  private readonly loader = new DataLoader<Wanted, ObjectsById>((wanted) => this.read(wanted), {
    cache: false,
    batchScheduleFn: (callback) => {
      this.readWanted = callback;
    },
  });

  constructor(private readonly db: Queryable) {}

  /**
   * @param rows how many the statement finds; of `one` at most, what it names comes with it as JSON, which takes half
   *   of what a statement more takes
   */
  query<Row extends object>(
    statement: Sql,
    named: readonly NamedObjects[],
    rows: 'one' | 'many' = 'many',
  ): Promise<Row[]> {
    if (named.length === 0) return this.db.query<Row>(statement);
    return rows === 'one' ? this.queryOne(statement, named) : this.queryMany(statement, named);
  }

  private async queryOne<Row extends object>(
    statement: Sql,
    named: readonly NamedObjects[],
  ): Promise<Row[]> {
    const beside = named.flatMap(({ columns, source, viewer, selection }) =>
      columns.map(
        (column) => sql`(
          SELECT ${source.selectJson(viewer, selection)} FROM ${source.from}
          WHERE ${source.id} = "$one".${columnNames([column])}
        ) AS ${columnNames([besideName(column)])}`,
      ),
    );
    const rows = await this.db.query<Row>(
      sql`SELECT "$one".*, ${join(beside, ', ')} FROM (${statement}) AS "$one"`,
    );
    for (const { columns, source, viewer } of named) {
      const found = columns.flatMap((column) =>
        (rows as readonly NamingRow[]).flatMap(
          (row) => (row[besideName(column)] ?? []) as NamedRow,
        ),
      );
      putNamed(rows, columns, new Map(found.map((row) => [row.key, source.toObject(viewer, row)])));
    }
    return rows;
  }

  private async queryMany<Row extends object>(
    statement: Sql,
    named: readonly NamedObjects[],
  ): Promise<Row[]> {
    this.underWay += 1;
    let rows: Row[];
    let found: readonly Promise<ObjectsById>[];
    try {
      rows = await this.db.query<Row>(statement);
      // Also where nothing is named: how many statements an operation takes does not depend on what it finds.
      found = named.map((it) => this.loader.load({ ...it, ids: idsIn(rows, it.columns) }));
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.dispatch();
    }
    const objects = await Promise.all(found);
    named.forEach(({ columns }, n) => {
      putNamed(rows, columns, objects[n] as ObjectsById);
    });
    return rows;
  }

  private dispatch(): void {
    const { readWanted } = this;
    this.readWanted = null;
    readWanted?.();
  }

  /** One statement for each source: all are of one viewer, but for the moment in which a tenant becomes a customer. */
  private async read(wanted: readonly Wanted[]): Promise<ObjectsById[]> {
    const groups: Wanted[][] = [];
    for (const one of wanted) {
      const group = groups.find(([it]) => it?.source === one.source && it.viewer === one.viewer);
      if (group) group.push(one);
      else groups.push([one]);
    }
    const found = await Promise.all(groups.map((group) => this.readGroup(group)));
    return wanted.map((one) => found[groups.findIndex((it) => it.includes(one))] as ObjectsById);
  }

  private async readGroup(group: readonly Wanted[]): Promise<ObjectsById> {
    const { source, viewer } = group[0] as Wanted;
    const selection = anyOf(group.map((it) => it.selection));
    const ids = new Set(group.flatMap((it) => [...it.ids]));
    const columns = source.select(viewer, selection);
    // Of an object whose id is all that is asked for, nothing has to be read.
    const rows =
      columns.names.text === ONLY_KEY
        ? Array.from(ids, (key) => ({ key }))
        : await this.db.query<NamedRow>(
            sql`SELECT ${columns} FROM ${source.from} WHERE ${isOneOf(source.id, [...ids])}`,
          );
    return new Map(rows.map((row) => [row.key, source.toObject(viewer, row)]));
  }
}

type NamingRow = Record<string, unknown>;

const besideName = (column: string): string => `$${column}`;

function idsIn(rows: readonly object[], columns: readonly string[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const row of rows as readonly NamingRow[]) {
    for (const column of columns) {
      const id = row[column];
      if (id !== null) ids.add(id as string);
    }
  }
  return ids;
}

function putNamed(rows: readonly object[], columns: readonly string[], objects: ObjectsById): void {
  for (const row of rows as readonly NamingRow[]) {
    for (const column of columns) {
      const id = row[column];
      if (id === null) continue;
      const object = objects.get(id as string);
      if (!object) throw new Error(`${column} names ${String(id)}, which is not there`);
      row[column] = object;
    }
  }
}
