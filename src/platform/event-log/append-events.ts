import type { ActorStamp } from '../../kernel/actor';
import { EVENT_RESOURCE_TYPE, type EventDataOf } from '../../kernel/event-data';
import type { EventNameKey } from '../../kernel/event-name';
import type { Transaction } from '../database/database';
import { insertRows, type Row } from '../database/insert-many';
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
    /** Written at most once an hour for the same caller, object and code (domain section 10). */
    readonly isHourly?: Name extends RejectionName ? boolean : never;
  };
}[EventNameKey];

/** An event with the audit record of the act that it tells of, which has the old and the new value. */
export type RecordedEvent = EventDraft & { readonly auditRecordId: string };

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
}

const EVENT_VERSION = 1;
const HOUR_MS = 3_600_000;

/**
 * Takes as many numbers as each scope needs and answers with the first of them. The rows of counters are
 * taken in the order of the map, in one statement.
 */
async function takeSequences(
  tx: Transaction,
  counts: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.query<{ scope_id: string; last_sequence: string }>(sql`
    INSERT INTO event_counters AS counter (scope_id, last_sequence)
    SELECT scope_id, taken
    FROM unnest(${[...counts.keys()]}::uuid[], ${[...counts.values()]}::bigint[])
      WITH ORDINALITY AS wanted (scope_id, taken, position)
    ORDER BY position
    ON CONFLICT ON CONSTRAINT event_counters_pkey
      DO UPDATE SET last_sequence = counter.last_sequence + excluded.last_sequence
    RETURNING scope_id, last_sequence`);
  return new Map(
    rows.map(({ scope_id: scopeId, last_sequence: last }) => [
      scopeId,
      BigInt(last) - BigInt(counts.get(scopeId) ?? 0) + 1n,
    ]),
  );
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
 * Writes events in the transaction of the change they tell of, in as many statements for many as for
 * one. The counters are locked last of all rows and in one order, so that sequences have no gap and
 * writers no circle.
 */
export async function appendEvents(
  tx: Transaction,
  drafts: readonly RecordedEvent[],
  circumstances: EventCircumstances,
): Promise<WrittenEvent[]> {
  const scopeOf = (draft: EventDraft): string => draft.customerId ?? draft.resellerId;
  const ordered = [...drafts].sort((a, b) => scopeOf(a).localeCompare(scopeOf(b)));
  const due: RecordedEvent[] = [];
  for (const draft of ordered) {
    if (draft.isHourly && (await wasWrittenThisHour(tx, scopeOf(draft), draft, circumstances)))
      continue;
    due.push(draft);
  }
  if (due.length === 0) return [];
  const counts = new Map<string, number>();
  for (const draft of due) counts.set(scopeOf(draft), (counts.get(scopeOf(draft)) ?? 0) + 1);
  const next = new Map(await takeSequences(tx, counts));
  const entries = due.map((draft) => {
    const sequence = next.get(scopeOf(draft));
    if (sequence === undefined) throw new Error('the event counter answered nothing');
    next.set(scopeOf(draft), sequence + 1n);
    return { id: newId(), scopeId: scopeOf(draft), sequence: String(sequence), draft };
  });
  const rows = entries.map((entry) => eventRow(entry, circumstances));
  await insertRows(tx, 'events', rows);
  return entries.map(({ id, draft: { name, resourceId, data } }) => ({
    id,
    name,
    resourceId,
    data,
  }));
}

interface EventEntry {
  readonly id: string;
  readonly scopeId: string;
  readonly sequence: string;
  readonly draft: RecordedEvent;
}

function eventRow(
  { id, scopeId, sequence, draft }: EventEntry,
  circumstances: EventCircumstances,
): Row {
  return {
    id,
    scope_id: scopeId,
    sequence,
    customer_id: draft.customerId,
    recipient_reseller_ids: [...new Set(draft.recipientResellerIds)],
    to_customer: draft.isForCustomer,
    name: draft.name,
    version: EVENT_VERSION,
    resource_type: EVENT_RESOURCE_TYPE[draft.name],
    resource_id: draft.resourceId,
    actor: draft.actor ?? circumstances.actor,
    correlation_id: circumstances.correlationId,
    occurred_at: circumstances.occurredAt,
    data: draft.data,
    audit_record_id: draft.auditRecordId,
  };
}
