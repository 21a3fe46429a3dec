import type { EntityTarget, ObjectLiteral } from 'typeorm';

import type { Transaction } from './database';
import { findRows } from './find-rows';
import { join, raw, type Sql, sql } from './sql';

/**
 * Kinds of rows, named in the one order in which transactions lock them; event counters come after all
 * of them. Two transactions that follow it never wait for each other in a circle.
 */
export type LockedTable =
  | 'customers'
  | 'resellers'
  | 'invitations'
  | 'relationship_requests'
  | 'relationships'
  | 'subscriptions'
  | 'webhook_endpoints';

/**
 * `changing`: the row is the subject of the change. `against changes`: others may hold it too, but
 * nobody may change it meanwhile.
 */
export type LockStrength = 'changing' | 'against changes';

const CLAUSES: Readonly<Record<LockStrength, string>> = {
  changing: 'FOR NO KEY UPDATE',
  'against changes': 'FOR SHARE',
};

/** Locks the rows with these ids, in the order of their ids. Rows that are not there are not an error. */
export async function lockRows(
  tx: Transaction,
  table: LockedTable,
  ids: readonly string[],
  strength: LockStrength,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    sql`SELECT id FROM ${raw(table)} WHERE id IN (${join([...ids])}) ORDER BY id ${raw(CLAUSES[strength])}`,
  );
}

/**
 * The same for rows to which a condition applies, which are read in the same statement: as they are once they are locked,
 * also where somebody else had to be waited for.
 */
export function lockAndRead<Entity extends ObjectLiteral & { readonly id: string }>(
  tx: Transaction,
  entity: EntityTarget<Entity>,
  condition: Sql,
  strength: LockStrength,
): Promise<Entity[]> {
  return findRows(tx, entity, condition, sql`ORDER BY id ${raw(CLAUSES[strength])}`);
}

/** What a party is known by before there is a row of it that could be locked. */
export interface PartyIdentity {
  readonly tenantId: string;
  readonly mpnId?: string | null;
}

/**
 * Lets one transaction at a time make a party of these ids, so that no tenant becomes a partner's and a
 * customer's at once (R19). Taken before any row, and held until the transaction ends.
 */
export async function lockIdentity(
  tx: Transaction,
  { tenantId, mpnId = null }: PartyIdentity,
): Promise<void> {
  const names = [['tenant', tenantId], ...(mpnId === null ? [] : [['mpn', mpnId]])];
  for (const name of names) {
    await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${JSON.stringify(name)}, 0))`);
  }
}
