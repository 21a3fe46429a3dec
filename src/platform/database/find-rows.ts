import type { EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';

import type { Transaction } from './database';
import { isOneOf, raw, type Sql, sql } from './sql';

/** What is selected of an entity, and from where; the same text for every statement of it. */
const SELECTS = new WeakMap<EntityMetadata, Sql>();

function selectOf(metadata: EntityMetadata): Sql {
  const known = SELECTS.get(metadata);
  if (known) return known;
  const columns = metadata.columns
    .filter(({ isSelect }) => isSelect)
    .map(({ databaseName, propertyName }) => `${databaseName} AS "${propertyName}"`);
  const select = raw(`SELECT ${columns.join(', ')} FROM ${metadata.tableName}`);
  SELECTS.set(metadata, select);
  return select;
}

/**
 * The rows of an entity to which a condition applies, with the properties of the entity. For commands that come often:
 * the mapper's own find builds the text of the statement and the object column by column, which costs several times
 * what the statement does. `rest` is what stands behind the condition: an order, a lock.
 */
export function findRows<Entity extends ObjectLiteral>(
  tx: Transaction,
  entity: EntityTarget<Entity>,
  condition: Sql,
  rest: Sql = sql``,
): Promise<Entity[]> {
  const select = selectOf(tx.manager.connection.getMetadata(entity));
  return tx.query<Entity>(sql`${select} WHERE ${condition} ${rest}`);
}

/** The rows with these ids, by their ids; without an id, nothing is asked. */
export async function findById<Entity extends { readonly id: string }>(
  tx: Transaction,
  entity: EntityTarget<Entity>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Entity>> {
  if (ids.length === 0) return new Map();
  const rows = await findRows(tx, entity, isOneOf(sql`id`, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
}
