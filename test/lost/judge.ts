import { eventIdOf } from '../../src/modules/visibility/object-ids';
import type { Database } from '../../src/platform/database/database';
import { raw, sql } from '../../src/platform/database/sql';
import type { Claims } from '../support/test-app';
import { type Act, SOLD_OFFER_ID } from './client';
import type { LastingServer } from './lasting-server';
import type { Reader } from './world';

/* What was acknowledged, what the log holds, and what was delivered: three lists that must be one. */

/** An event as the log has it. */
export interface Logged {
  /** Opaque id. */
  readonly id: string;
  readonly key: string;
  readonly isForCustomer: boolean;
  readonly customerKey: string | null;
  readonly recipientKeys: readonly string[];
}

/** The whole log, in its order. */
export async function loggedEvents(database: Database): Promise<readonly Logged[]> {
  const rows = await database.query<Omit<Logged, 'id'>>(sql`
    SELECT id AS key, to_customer AS "isForCustomer",
      customer_id AS "customerKey", recipient_reseller_ids AS "recipientKeys"
    FROM events ORDER BY position`);
  return rows.map((row) => ({ ...row, id: eventIdOf(row.key) }) as Logged);
}

interface Page {
  readonly events: {
    readonly edges: readonly { readonly cursor: string; readonly node: ReadEvent }[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  };
}

export interface ReadEvent {
  readonly id: string;
  readonly name: string;
  readonly resourceId: string;
  readonly customerId: string | null;
  readonly sequence: number | null;
  readonly correlationId: string;
  readonly actor: { readonly kind: string };
}

const PAGE = `query ($after: String) { events(first: 100, after: $after) {
  edges { cursor node { id name resourceId customerId sequence correlationId actor { kind } } } pageInfo { hasNextPage }
} }`;

/** The log as somebody reads it back, page by page from its beginning. */
export async function readBack(
  server: LastingServer,
  who: Claims,
): Promise<readonly { readonly cursor: string; readonly node: ReadEvent }[]> {
  const edges: Page['events']['edges'][number][] = [];
  for (;;) {
    const after = edges.at(-1)?.cursor ?? null;
    const heard = await server.ask<Page>(who, PAGE, { after });
    if (!heard?.data) throw new Error(`the log cannot be read: ${JSON.stringify(heard)}`);
    const { events } = heard.data;
    edges.push(...events.edges);
    if (!events.pageInfo.hasNextPage) return edges;
  }
}

/** Which events of the log somebody is to read (domain section 10). */
export function eventsFor({ partyKey }: Reader, log: readonly Logged[]): readonly Logged[] {
  const isForReader = ({ isForCustomer, customerKey, recipientKeys }: Logged): boolean =>
    partyKey === null ||
    (isForCustomer && customerKey === partyKey) ||
    recipientKeys.includes(partyKey);
  return log.filter(isForReader);
}

/** Where two lists that should be the same begin to differ. */
export function difference(
  what: string,
  found: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  const at = Math.max(found.length, wanted.length);
  const place = Array.from({ length: at }, (_, n) => n).find((n) => found[n] !== wanted[n]);
  if (place === undefined) return [];
  const repeated = found.length - new Set(found).size;
  const missing = wanted.filter((id) => !found.includes(id)).length;
  return [
    `${what}: ${found.length} of ${wanted.length}, ${missing} missing, ${repeated} twice, different from number ${place + 1} on`,
  ];
}

/** Per customer 1, 2, 3 …, in the order of the log. */
export function gapsOf(events: readonly ReadEvent[]): readonly string[] {
  const last = new Map<string, number>();
  return events.flatMap(({ customerId, sequence }) => {
    if (customerId === null) return [`an event without a customer`];
    const before = last.get(customerId) ?? 0;
    last.set(customerId, sequence ?? 0);
    return sequence === before + 1 ? [] : [`${customerId}: ${String(sequence)} after ${before}`];
  });
}

/**
 * An acknowledged act has its events, each once and about its object; one that nobody acknowledged has all
 * of them or none; and no event is there that nobody caused. What the platform does by itself is judged by
 * the tables.
 */
export function unmatched(acts: readonly Act[], log: readonly ReadEvent[]): readonly string[] {
  const events = log.filter(({ actor }) => actor.kind !== 'PLATFORM');
  const told = new Map<string, ReadEvent[]>(acts.map(({ key }) => [key, []]));
  const faults = events
    .filter(({ correlationId }) => !told.has(correlationId))
    .map(({ name, correlationId }) => `${name} of nobody: ${correlationId}`);
  for (const event of events) told.get(event.correlationId)?.push(event);
  for (const { key, mutation, tells, tries, acknowledged } of acts) {
    const found = told.get(key) ?? [];
    const names = found.map(({ name }) => name).join();
    const isWhole = names === tells.join();
    const isAbsent = found.length === 0;
    const what = `${mutation} ${key}, ${tries} tries`;
    if (acknowledged !== null && !isWhole) faults.push(`${what}: acknowledged, events ${names}`);
    if (acknowledged === null && !isWhole && !isAbsent) faults.push(`${what}: events ${names}`);
    if (acknowledged !== null && isWhole && found.at(-1)?.resourceId !== acknowledged) {
      faults.push(
        `${what}: acknowledged ${acknowledged}, events about ${found.at(-1)?.resourceId}`,
      );
    }
  }
  return faults;
}

/** The state of an object that its last event tells of. */
const STATUS_TOLD = `CASE e.name WHEN 'RESELLER_RELATIONSHIP_REQUESTED' THEN 'PENDING'
  WHEN 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER' THEN 'ACCEPTED'
  WHEN 'RESELLER_RELATIONSHIP_REQUEST_DECLINED' THEN 'DECLINED'
  WHEN 'RESELLER_RELATIONSHIP_REQUEST_CANCELED' THEN 'CANCELED' END`;

/** Sentences of what must not be, each with a query that finds it. Whoever acts here has lanes, and no story. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  'a request whose state its events do not tell': `SELECT q.id FROM relationship_requests q
    WHERE q.status IS DISTINCT FROM (SELECT ${STATUS_TOLD} FROM events e WHERE e.data->>'requestId' = q.id::text
      ORDER BY e.position DESC LIMIT 1)`,
  'a relationship whose state its events do not tell': `SELECT r.id FROM relationships r
    JOIN resellers s ON s.id = r.reseller_id AND s.name LIKE 'Reseller %'
    WHERE (SELECT count(*) FROM events e WHERE e.resource_id = r.id AND (e.data->>'relationshipCreated')::boolean) <> 1
      OR (r.status = 'REMOVED')::int <> (SELECT count(*) FROM events e
        WHERE e.resource_id = r.id AND e.name = 'RESELLER_RELATIONSHIP_REMOVED')`,
  'privileges whose state their events do not tell': `SELECT r.id FROM relationships r
    JOIN resellers s ON s.id = r.reseller_id AND s.name LIKE 'Reseller %'
    WHERE EXISTS (SELECT 1 FROM delegated_privileges p WHERE p.relationship_id = r.id AND p.status = 'ACTIVE')
      IS DISTINCT FROM (SELECT e.name = 'DAP_ADMIN_RELATIONSHIP_APPROVED' FROM events e
        WHERE e.resource_id = r.id AND e.name LIKE 'DAP\\_%' ORDER BY e.position DESC LIMIT 1)`,
  'a subscription that was changed more or less often than its events tell': `SELECT s.id FROM subscriptions s
    JOIN resellers r ON r.id = s.transacting_reseller_id AND r.name LIKE 'Reseller %'
    WHERE s.version - 1 <> (SELECT count(*) FROM events e
        WHERE e.resource_id = s.id AND e.name = 'SUBSCRIPTION_UPDATED')
      OR (s.offer_id <> '${SOLD_OFFER_ID}' AND s.quantity - 10 <> s.version - 1)`,
  'a sale that was not made once and provisioned once, or taken back otherwise than its events tell': `SELECT s.id
    FROM subscriptions s JOIN resellers r ON r.id = s.transacting_reseller_id AND r.name LIKE 'Reseller %'
    WHERE s.offer_id = '${SOLD_OFFER_ID}' AND (s.status = 'PENDING'
      OR (ARRAY['SUBSCRIPTION_CREATED', 'PLATFORM', 'PARTNER_USER'])[:2 + (s.status = 'DELETED')::int] <> ARRAY(
        SELECT CASE e.name WHEN 'SUBSCRIPTION_CREATED' THEN e.name ELSE e.actor->>'kind' END
        FROM events e WHERE e.resource_id = s.id ORDER BY e.position))`,
  'an event of an object that is not there': `SELECT e.id FROM events e WHERE NOT EXISTS (
    SELECT 1 FROM relationship_requests q WHERE q.id = e.resource_id
    UNION ALL SELECT 1 FROM relationships r WHERE r.id = e.resource_id
    UNION ALL SELECT 1 FROM subscriptions s WHERE s.id = e.resource_id)`,
  'a counter that is not its last number': `SELECT e.scope_id FROM events e JOIN event_counters c USING (scope_id)
    GROUP BY e.scope_id, c.last_sequence
    HAVING count(*) <> max(e.sequence) OR max(e.sequence) <> c.last_sequence`,
  'a change without its one audit record': `SELECT e.correlation_id FROM events e
    GROUP BY e.correlation_id HAVING 1 <> (SELECT count(*) FROM audit_records a
      WHERE a.correlation_id = e.correlation_id AND a.status = 'SUCCEEDED' AND NOT a.repeated)`,
  'an audit record of a change that has no event': `SELECT a.id FROM audit_records a
    WHERE a.status = 'SUCCEEDED' AND NOT a.repeated AND NOT a.dry_run AND a.client_request_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM events e WHERE e.correlation_id = a.correlation_id)`,
};

/** Whether the platform has provisioned all that was sold. */
export async function isProvisioned(database: Database): Promise<boolean> {
  const waiting = await database.query(sql`SELECT 1 FROM subscriptions WHERE status = 'PENDING'`);
  return waiting.length === 0;
}

/** What the tables hold and the log does not tell, or the other way round. */
export async function contradictions(database: Database): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [what, query] of Object.entries(FORBIDDEN)) {
    const rows = await database.query(sql`${raw(query)}`);
    if (rows.length > 0) faults.push(`${what}: ${rows.length}, ${JSON.stringify(rows[0])}`);
  }
  return faults;
}
