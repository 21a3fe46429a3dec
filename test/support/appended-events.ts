import { Client } from 'pg';

import type { Database, Transaction } from '../../src/platform/database/database';
import { appendEvents, type RecordedEvent } from '../../src/platform/event-log/append-events';
import { newId } from '../../src/platform/ids';

/** An event of a customer; by default of one that has no other. */
export function eventOf(customerId: string = newId()): RecordedEvent {
  return {
    name: 'CUSTOMER_UPDATED',
    customerId,
    resellerId: customerId,
    recipientResellerIds: [],
    isForCustomer: true,
    resourceId: customerId,
    data: { customerId, changedFields: [] },
    auditRecordId: newId(),
  };
}

/** Writes events as a command does; answers with their row ids. */
export async function append(
  tx: Transaction,
  events: readonly RecordedEvent[],
  occurredAt: Date = new Date(),
): Promise<readonly string[]> {
  const written = await appendEvents(tx, events, {
    actor: { kind: 'PLATFORM', tenantId: null, userId: 'test', displayName: 'test' },
    correlationId: 'test',
    occurredAt,
  });
  return written.map(({ id }) => id);
}

/** The same in a transaction of its own. */
export function appendCommitted(
  database: Database,
  events: readonly RecordedEvent[],
  occurredAt?: Date,
): Promise<readonly string[]> {
  return database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
    append(tx, events, occurredAt),
  );
}

/** An event that one writes who works on the tables themselves; answers with its row id. */
export async function insertEvent(writer: Client): Promise<string> {
  const id = newId();
  await writer.query(
    `INSERT INTO events (id, scope_id, sequence, to_customer, name, version, resource_type, resource_id, actor,
       correlation_id, occurred_at, data)
     VALUES ($1::uuid, $1::uuid, 1, false, 'CUSTOMER_UPDATED', 1, 'CUSTOMER', $1::uuid, '{"kind":"PLATFORM"}',
       'test', now(), jsonb_build_object('customerId', $1::uuid, 'changedFields', '[]'::jsonb))`,
    [id],
  );
  return id;
}

/** A connection beside the server's, as the owner of the tables. */
export async function connectedTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
