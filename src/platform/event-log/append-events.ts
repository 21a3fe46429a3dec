import type { ActorStamp } from '../../kernel/actor';
import { EVENT_RESOURCE_TYPE, type EventDataOf } from '../../kernel/event-data';
import type { EventNameKey } from '../../kernel/event-name';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../ids';

/** An event as a command states it; the log adds id, sequence, actor and time. */
export type EventDraft = {
  [Name in EventNameKey]: {
    readonly name: Name;
    readonly customerId: string | null;
    /** Whose count the sequence belongs to where the event has no customer. */
    readonly resellerId: string;
    readonly recipientResellerIds: readonly string[];
    readonly isForCustomer: boolean;
    /** Row id of the object that `EVENT_RESOURCE_TYPE` names. */
    readonly resourceId: string;
    readonly data: EventDataOf[Name];
    /** Who did it, where that is not the caller: what falls due by itself is the platform's. */
    readonly actor?: ActorStamp;
    /** The audit record of the act, where that is not the caller's. */
    readonly auditRecordId?: string;
    /** Written at most once an hour for the same caller, object and code (domain section 10). */
    readonly isHourly?: Name extends RejectionName ? boolean : never;
  };
}[EventNameKey];

type RejectionName = 'SUBSCRIPTION_CHANGE_REJECTED' | 'PARTNER_OF_RECORD_CHANGE_REJECTED';

/** A written event, as far as those who deliver it need to know. */
export interface WrittenEvent {
  readonly id: string;
  readonly name: EventNameKey;
  readonly resourceId: string;
  readonly data: EventDraft['data'];
}

export interface EventCircumstances {
  readonly actor: ActorStamp;
  readonly correlationId: string;
  readonly occurredAt: Date;
  /** The record of the act that the events tell of, with its old and new value. */
  readonly auditRecordId: string;
}

const EVENT_VERSION = 1;
const HOUR_MS = 3_600_000;

async function nextSequence(tx: Transaction, scopeId: string): Promise<string> {
  const [row] = await tx.query<{ last_sequence: string }>(sql`
    INSERT INTO event_counters AS counter (scope_id, last_sequence) VALUES (${scopeId}, 1)
    ON CONFLICT ON CONSTRAINT event_counters_pkey DO UPDATE SET last_sequence = counter.last_sequence + 1
    RETURNING last_sequence`);
  if (!row) throw new Error('the event counter answered nothing');
  return row.last_sequence;
}

/**
 * Whether the same caller was told of already. Asked with the counter in hand: of two refusals at once
 * the second waits here, and then finds the event of the first.
 */
async function wasWrittenThisHour(
  tx: Transaction,
  scopeId: string,
  draft: EventDraft,
  circumstances: EventCircumstances,
): Promise<boolean> {
  await tx.query(sql`
    INSERT INTO event_counters AS counter (scope_id, last_sequence) VALUES (${scopeId}, 0)
    ON CONFLICT ON CONSTRAINT event_counters_pkey DO UPDATE SET last_sequence = counter.last_sequence`);
  const code = 'code' in draft.data ? draft.data.code : null;
  const since = new Date(circumstances.occurredAt.getTime() - HOUR_MS);
  const { userId, tenantId } = circumstances.actor;
  const rows = await tx.query(sql`
    SELECT 1 FROM events
    WHERE resource_id = ${draft.resourceId} AND name = ${draft.name} AND occurred_at > ${since}
      AND data ->> 'code' = ${code} AND actor ->> 'userId' = ${userId}
      AND actor ->> 'tenantId' IS NOT DISTINCT FROM ${tenantId}::text
    LIMIT 1`);
  return rows.length > 0;
}

/**
 * Writes events in the transaction of the change they tell of. The counters are locked last of all
 * rows and in one order, so that sequences have no gap and writers no circle.
 */
export async function appendEvents(
  tx: Transaction,
  drafts: readonly EventDraft[],
  circumstances: EventCircumstances,
): Promise<WrittenEvent[]> {
  const scopeOf = (draft: EventDraft): string => draft.customerId ?? draft.resellerId;
  const ordered = [...drafts].sort((a, b) => scopeOf(a).localeCompare(scopeOf(b)));
  const written: WrittenEvent[] = [];
  for (const draft of ordered) {
    const scopeId = scopeOf(draft);
    if (draft.isHourly && (await wasWrittenThisHour(tx, scopeId, draft, circumstances))) continue;
    const id = newId();
    const sequence = await nextSequence(tx, scopeId);
    await tx.query(sql`
      INSERT INTO events (id, scope_id, sequence, customer_id, recipient_reseller_ids, to_customer, name, version,
        resource_type, resource_id, actor, correlation_id, occurred_at, data, audit_record_id)
      VALUES (${id}, ${scopeId}, ${sequence}, ${draft.customerId}, ${[...new Set(draft.recipientResellerIds)]},
        ${draft.isForCustomer}, ${draft.name}, ${EVENT_VERSION}, ${EVENT_RESOURCE_TYPE[draft.name]}, ${draft.resourceId},
        ${JSON.stringify(draft.actor ?? circumstances.actor)}, ${circumstances.correlationId}, ${circumstances.occurredAt},
        ${JSON.stringify(draft.data)}, ${draft.auditRecordId ?? circumstances.auditRecordId})`);
    written.push({ id, name: draft.name, resourceId: draft.resourceId, data: draft.data });
  }
  return written;
}
