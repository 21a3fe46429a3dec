import type { ActorStamp } from '../../kernel/actor';
import { EVENT_RESOURCE_TYPE, type EventDataOf } from '../../kernel/event-data';
import type { EventNameKey } from '../../kernel/event-name';
import type { Transaction } from '../database/database';
import type { Row } from '../database/insert-many';
import { raw, sql } from '../database/sql';
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
  const entries = due.map((draft) => ({ id: newId(), scopeId: scopeOf(draft), draft }));
  await insertNumbered(
    tx,
    entries.map((entry) => eventRow(entry, circumstances)),
  );
  return entries.map(({ id, draft: { name, resourceId, data } }) => ({
    id,
    name,
    resourceId,
    data,
  }));
}

/**
 * Inserts rows in their order, each with the next number of its scope. The counters come first, in the
 * order of the scopes, so that whoever waits for one has no place in the log yet.
 */
async function insertNumbered(tx: Transaction, rows: readonly EventRow[]): Promise<void> {
  const taken = new Map<string, number>();
  const numbered = rows.map((row) => {
    const number = (taken.get(row.scope_id) ?? 0) + 1;
    taken.set(row.scope_id, number);
    return { ...row, sequence: number };
  });
  const names = Object.keys(rows[0] ?? {});
  const written = await tx.query(sql`
    WITH wanted AS (
      SELECT * FROM unnest(${[...taken.keys()]}::uuid[], ${[...taken.values()]}::bigint[])
        WITH ORDINALITY AS wanted (scope_id, taken, place)
    ), counted AS (
      INSERT INTO event_counters AS counter (scope_id, last_sequence)
      SELECT scope_id, taken FROM wanted ORDER BY place
      ON CONFLICT ON CONSTRAINT event_counters_pkey
        DO UPDATE SET last_sequence = counter.last_sequence + excluded.last_sequence
      RETURNING scope_id, last_sequence
    )
    INSERT INTO events (${raw(names.join(', '))}, sequence)
    SELECT ${raw(names.map((name) => `event.${name}`).join(', '))},
      counted.last_sequence - wanted.taken + event.sequence
    FROM ROWS FROM (jsonb_populate_recordset(NULL::events, ${JSON.stringify(numbered)}::jsonb))
      WITH ORDINALITY AS event
    JOIN counted USING (scope_id) JOIN wanted USING (scope_id)
    ORDER BY event.ordinality
    RETURNING id`);
  if (written.length !== rows.length) throw new Error('an event was not numbered');
}

interface EventEntry {
  readonly id: string;
  readonly scopeId: string;
  readonly draft: RecordedEvent;
}

/** By the names of the columns, all but the numbers. */
type EventRow = Row & { readonly scope_id: string };

function eventRow({ id, scopeId, draft }: EventEntry, circumstances: EventCircumstances): EventRow {
  return {
    id,
    scope_id: scopeId,
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
