import type { EntityTarget, ObjectLiteral } from 'typeorm';

import type { Queryable, Transaction } from './database';
import { join, raw, type Sql, sql } from './sql';

/** A value of a column as JSON holds it: instants are texts, everything else is itself. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Inserts rows in one statement with one parameter, in their order. What a row leaves out is null; a
 * column that all leave out has its default. The mapper's own insert writes a parameter for each value
 * and reads defaults back, which costs many times the insert itself once there are a hundred rows.
 */
export async function insertRows(
  db: Queryable,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns: Sql = join([...names].map((name) => raw(name)));
  await db.query(sql`
    INSERT INTO ${raw(table)} (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${raw(table)}, ${JSON.stringify(rows)}::jsonb)`);
}

/** The same for rows of an entity; not for columns of bytes. */
export async function insertMany<Entity extends ObjectLiteral>(
  tx: Transaction,
  entity: EntityTarget<Entity>,
  rows: readonly Partial<Entity>[],
): Promise<void> {
  const { columns, tableName } = tx.manager.connection.getMetadata(entity);
  const toRow = (row: Partial<Entity>): Row =>
    Object.fromEntries(
      columns
        .map(({ databaseName, propertyName }) => [databaseName, row[propertyName]] as const)
        .filter(([, value]) => value !== undefined),
    );
  await insertRows(tx, tableName, rows.map(toRow));
}
