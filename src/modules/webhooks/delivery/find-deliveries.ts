import type { EventNameKey } from '../../../kernel/event-name';
import type { Database } from '../../../platform/database/database';
import { insertRows } from '../../../platform/database/insert-many';
import { sql } from '../../../platform/database/sql';
import { eventHorizon, type Position } from '../../../platform/event-log/event-horizon';
import { newId } from '../../../platform/ids';
import { ENDPOINT_COLUMNS, ENDPOINT_TABLES, type EndpointFacts, eventsFor } from './endpoint-owner';

const ENDPOINTS_AT_ONCE = 100;
const EVENTS_AT_ONCE = 500;
/** An endpoint that has so much before it gets no more: the log keeps it, and the table stays small. */
const MOST_WAITING = 1_000;
/** The same with what waits behind a failing delivery of its customer, which must not keep others waiting. */
const MOST_PENDING = 20_000;

interface EndpointBehind extends EndpointFacts {
  /** A bigint, which the driver hands over as text. */
  readonly position: string;
}

interface FoundEvent {
  readonly id: string;
  readonly name: EventNameKey;
  readonly position: string;
  readonly occurredAt: Date;
  readonly lane: string;
}

/**
 * Makes deliveries of what was written since each endpoint was looked at last, and moves its position.
 * Several servers may do it at once: the position is compared when it is set, and whoever comes second
 * does nothing. Answers whether more is to be found.
 */
export async function findDeliveries(db: Database, now: Date): Promise<boolean> {
  const { readable } = await eventHorizon(db);
  const endpoints = await endpointsBehind(db, readable);
  const quiet: EndpointBehind[] = [];
  let hasMore = endpoints.length === ENDPOINTS_AT_ONCE;
  for (const endpoint of endpoints) {
    const events = await eventsBehind(db, endpoint, readable);
    const isAll = events.length < EVENTS_AT_ONCE;
    if (events.length === 0) quiet.push(endpoint);
    else await writeDeliveries(db, endpoint, events, isAll ? readable : null, now);
    hasMore ||= !isAll;
  }
  await movePositions(db, quiet, readable);
  return hasMore;
}

function endpointsBehind(db: Database, readable: Position): Promise<EndpointBehind[]> {
  return db.query<EndpointBehind>(sql`
    SELECT ${ENDPOINT_COLUMNS}, w.position::text AS position
    FROM ${ENDPOINT_TABLES} CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(f.lane), '{}') AS lanes FROM webhook_deliveries f
      WHERE f.endpoint_id = w.id AND f.status = 'PENDING' AND f.failing_since IS NOT NULL
    ) AS failing CROSS JOIN LATERAL (
      SELECT count(*) AS pending, count(*) FILTER (WHERE d.lane <> ALL(failing.lanes)) AS waiting
      FROM webhook_deliveries d WHERE d.endpoint_id = w.id AND d.status = 'PENDING'
    ) AS load
    WHERE w.status = 'ACTIVE' AND w.position < ${readable}
      AND load.waiting < ${MOST_WAITING} AND load.pending < ${MOST_PENDING}
    ORDER BY w.position, w.id LIMIT ${ENDPOINTS_AT_ONCE}`);
}

function eventsBehind(
  db: Database,
  endpoint: EndpointBehind,
  readable: Position,
): Promise<FoundEvent[]> {
  return db.query<FoundEvent>(sql`
    SELECT e.id, e.name, e.position::text AS position, e.occurred_at AS "occurredAt",
      coalesce(e.customer_id, e.scope_id) AS lane
    FROM events e
    WHERE e.position > ${endpoint.position}::bigint AND e.position <= ${readable} AND ${eventsFor(endpoint)}
    ORDER BY e.position LIMIT ${EVENTS_AT_ONCE}`);
}

/** Together with the move, so that a crash in between neither loses an event nor finds it twice. */
async function writeDeliveries(
  db: Database,
  endpoint: EndpointBehind,
  events: readonly FoundEvent[],
  upTo: Position | null,
  now: Date,
): Promise<void> {
  const position = upTo ?? BigInt(events.at(-1)?.position ?? endpoint.position);
  await db.transaction({ actor: 'platform', operation: 'record' }, async (tx) => {
    const moved = await tx.query(sql`
      UPDATE webhook_endpoints SET position = ${position}
      WHERE id = ${endpoint.id}::uuid AND status = 'ACTIVE' AND position = ${endpoint.position}::bigint
      RETURNING 1`);
    if (moved.length === 0) return;
    await insertRows(
      tx,
      'webhook_deliveries',
      events.map((event) => ({
        id: newId(),
        endpoint_id: endpoint.id,
        event_id: event.id,
        event_name: event.name,
        event_position: event.position,
        event_occurred_at: event.occurredAt,
        lane: event.lane,
        status: 'PENDING',
        attempt_count: 0,
        failures_in_row: 0,
        next_attempt_at: now,
        created_at: now,
      })),
    );
  });
}

async function movePositions(
  db: Database,
  endpoints: readonly EndpointBehind[],
  readable: Position,
): Promise<void> {
  if (endpoints.length === 0) return;
  await db.query(sql`
    UPDATE webhook_endpoints w SET position = ${readable}
    FROM unnest(${endpoints.map(({ id }) => id)}::uuid[], ${endpoints.map(({ position }) => position)}::bigint[])
      AS looked (id, position)
    WHERE w.id = looked.id AND w.position = looked.position AND w.status = 'ACTIVE'`);
}
