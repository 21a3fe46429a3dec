import type { Database, Transaction } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import { ENDPOINT_COLUMNS, ENDPOINT_TABLES, type EndpointFacts } from './endpoint-owner';

/** Lanes of one endpoint that are sent at a time, and so requests. */
const PER_ENDPOINT = 4;
/** The same while one of its deliveries fails: a receiver that is away would take the places of others. */
const PER_FAILING_ENDPOINT = 2;
/** Of one lane, sent one after the other: looking for each by itself takes longer than sending it. */
const PER_LANE = 10;
/** Longer than a request may take with everything around it; after a crash somebody else sends it. */
const LEASE_SECONDS = 30;

export interface ClaimedEndpoint extends EndpointFacts {
  readonly url: string;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousSecretEndsAt: Date | null;
}

export interface ClaimedDelivery {
  readonly id: string;
  readonly endpoint: ClaimedEndpoint;
  readonly eventId: string;
  readonly lane: string;
  /** Whose it is until it is recorded or released. */
  readonly lease: string;
  readonly failingSince: Date | null;
  readonly failuresInRow: number;
  /** All that were made before. */
  readonly attemptCount: number;
}

type ClaimedRow = Omit<ClaimedDelivery, 'endpoint' | 'lease'> & {
  readonly endpointId: string;
  readonly position: string;
};

/**
 * Takes deliveries of so many lanes that are due, of each the first and what follows it, and nobody else's
 * until their lease ends. In the order of each lane. The row of an endpoint is held for the length of this transaction, so that two servers do not
 * both count its places; one that is held already is left to its holder.
 */
export async function claimDeliveries(
  db: Database,
  now: Date,
  places: number,
): Promise<readonly ClaimedDelivery[]> {
  // Without a transaction as long as there is nothing to do, which is most of the time.
  const due = await db.query<{ readonly id: string }>(sql`
    SELECT w.id FROM webhook_endpoints w WHERE w.status = 'ACTIVE' AND EXISTS (
      SELECT 1 FROM webhook_deliveries d
      WHERE d.endpoint_id = w.id AND d.status = 'PENDING' AND d.next_attempt_at <= ${now}
        AND (d.lease IS NULL OR d.leased_until < clock_timestamp())
    )`);
  if (due.length === 0 || places <= 0) return [];
  const ids = due.map(({ id }) => id);
  return db.transaction({ actor: 'platform', operation: 'record' }, async (tx) => {
    const endpoints = await holdEndpoints(tx, ids);
    const lease = newId();
    const rows = await takeDeliveries(tx, [...endpoints.keys()], { lease, now, places });
    rows.sort((one, other) => Number(one.position) - Number(other.position));
    return rows.flatMap(({ endpointId, position: _position, ...row }) => {
      const endpoint = endpoints.get(endpointId);
      return endpoint ? [{ ...row, endpoint, lease }] : [];
    });
  });
}

async function holdEndpoints(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ClaimedEndpoint>> {
  const rows = await tx.query<ClaimedEndpoint>(sql`
    SELECT ${ENDPOINT_COLUMNS}, w.url, w.secret, w.previous_secret AS "previousSecret",
      w.previous_secret_ends_at AS "previousSecretEndsAt"
    FROM ${ENDPOINT_TABLES}
    WHERE w.id = ANY(${[...ids]}::uuid[]) AND w.status = 'ACTIVE'
    ORDER BY w.id FOR NO KEY UPDATE OF w SKIP LOCKED`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** A statement of its own, so that it sees what the last holder of an endpoint has taken. */
function takeDeliveries(
  tx: Transaction,
  endpointIds: readonly string[],
  { lease, now, places }: { readonly lease: string; readonly now: Date; readonly places: number },
): Promise<ClaimedRow[]> {
  return tx.query<ClaimedRow>(sql`
    WITH room AS (
      SELECT held.id, CASE WHEN EXISTS (
        SELECT 1 FROM webhook_deliveries f
        WHERE f.endpoint_id = held.id AND f.status = 'PENDING' AND f.failing_since IS NOT NULL
      ) THEN ${PER_FAILING_ENDPOINT}::int ELSE ${PER_ENDPOINT}::int END - (
        SELECT count(DISTINCT sent.lane)::int FROM webhook_deliveries sent
        WHERE sent.endpoint_id = held.id AND sent.status = 'PENDING' AND sent.leased_until >= clock_timestamp()
      ) AS places
      FROM unnest(${[...endpointIds]}::uuid[]) AS held (id)
    ), heads AS (
      SELECT room.id AS endpoint_id, next.lane, next.event_position FROM room CROSS JOIN LATERAL (
        SELECT d.lane, d.event_position, d.next_attempt_at FROM webhook_deliveries d
        WHERE d.endpoint_id = room.id AND d.status = 'PENDING' AND d.next_attempt_at <= ${now}
          AND (d.lease IS NULL OR d.leased_until < clock_timestamp())
          AND NOT EXISTS (
            SELECT 1 FROM webhook_deliveries earlier
            WHERE earlier.endpoint_id = d.endpoint_id AND earlier.lane = d.lane AND earlier.status = 'PENDING'
              AND earlier.event_position < d.event_position
          )
        ORDER BY d.next_attempt_at, d.event_position LIMIT greatest(room.places, 0)
      ) AS next
      ORDER BY next.next_attempt_at LIMIT ${places}
    ), chosen AS (
      SELECT row.id FROM heads CROSS JOIN LATERAL (
        SELECT line.id, bool_and(line.is_free) OVER (ORDER BY line.event_position) AS is_next FROM (
          SELECT d.id, d.event_position,
            d.next_attempt_at <= ${now} AND (d.lease IS NULL OR d.leased_until < clock_timestamp()) AS is_free
          FROM webhook_deliveries d
          WHERE d.endpoint_id = heads.endpoint_id AND d.lane = heads.lane AND d.status = 'PENDING'
            AND d.event_position >= heads.event_position
          ORDER BY d.event_position LIMIT ${PER_LANE}
        ) AS line
      ) AS row
      WHERE row.is_next
    )
    UPDATE webhook_deliveries d
    SET lease = ${lease}::uuid, leased_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'
    FROM chosen WHERE d.id = chosen.id
    RETURNING d.id, d.endpoint_id AS "endpointId", d.event_id AS "eventId", d.lane,
      d.event_position::text AS position, d.failing_since AS "failingSince",
      d.failures_in_row AS "failuresInRow", d.attempt_count AS "attemptCount"`);
}
