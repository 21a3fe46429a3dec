import { type Actor, actorStamp } from '../../kernel/actor';
import type { Queryable } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../ids';

/** What one operation read of customers. */
export interface CustomerRead {
  readonly actor: Actor;
  /** Each once. */
  readonly customerIds: readonly string[];
  readonly occurredAt: Date;
  readonly correlationId: string;
  readonly customizedData: object;
}

/**
 * One record for each customer that was read of (domain section 6), in one statement: outside a transaction they
 * are committed when the promise resolves. What they share is sent once, and columns that are not named have
 * their defaults; the text is the same for any number of customers, so it is planned once.
 */
export async function recordCustomerReads(db: Queryable, read: CustomerRead): Promise<void> {
  const { actor, customerIds, occurredAt, correlationId, customizedData } = read;
  if (customerIds.length === 0) return;
  await db.query(sql`
    INSERT INTO audit_records (id, occurred_at, customer_id, actor, operation, resource_type, resource_id,
      status, correlation_id, customized_data)
    SELECT read.id, ${occurredAt}::timestamptz, read.customer_id, ${JSON.stringify(actorStamp(actor))}::jsonb,
      'OPERATOR_READ', 'CUSTOMER', read.customer_id, 'SUCCEEDED', ${correlationId},
      ${JSON.stringify(customizedData)}::jsonb
    FROM unnest(${arrayOf(customerIds.map(newId))}::uuid[], ${arrayOf(customerIds)}::uuid[])
      AS read (id, customer_id)`);
}

/** Ids as PostgreSQL writes an array. The driver's own way looks at each for what has to be escaped. */
function arrayOf(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}
