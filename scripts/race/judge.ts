import { type Client } from 'pg';

import type { Acknowledged } from './clients';

/** Sentences of what must never be, each with a query that finds it. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  'two ACTIVE relationships of one pair': `SELECT 1 FROM relationships WHERE status = 'ACTIVE'
    GROUP BY customer_id, reseller_id HAVING count(*) > 1`,
  'an ACTIVE privilege without an ACTIVE relationship': `SELECT 1 FROM delegated_privileges p
    JOIN relationships r ON r.customer_id = p.customer_id AND r.id = p.relationship_id
    WHERE p.status = 'ACTIVE' AND r.status <> 'ACTIVE'`,
  'two PENDING requests of one pair': `SELECT 1 FROM relationship_requests WHERE status = 'PENDING'
    GROUP BY reseller_id, customer_tenant_id HAVING count(*) > 1`,
  'a request whose relationship does not fit its state': `SELECT 1 FROM relationship_requests
    WHERE (status = 'ACCEPTED') <> (relationship_id IS NOT NULL)`,
  'a request of the race that was not decided once, on record': `SELECT 1 FROM relationship_requests q
    WHERE q.customer_tenant_id = ANY($1) AND (q.status <> 'PENDING')::int <> (
      SELECT count(*) FROM audit_records a WHERE a.resource_id = q.id AND a.status = 'SUCCEEDED'
        AND NOT a.repeated AND NOT a.dry_run AND a.operation <> 'REQUEST_RELATIONSHIP')`,
  'a request of the race that was not made once, on record': `SELECT 1 FROM relationship_requests q
    WHERE q.customer_tenant_id = ANY($1) AND 1 <> (
      SELECT count(*) FROM audit_records a WHERE a.resource_id = q.id AND a.status = 'SUCCEEDED'
        AND NOT a.repeated AND NOT a.dry_run AND a.operation = 'REQUEST_RELATIONSHIP')`,
  'a relationship of the race that was not removed once, on record': `SELECT 1 FROM relationships r
    JOIN customers c ON c.id = r.customer_id
    WHERE c.tenant_id = ANY($1) AND (r.status = 'REMOVED')::int <> (
      SELECT count(*) FROM audit_records a WHERE a.resource_id = r.id AND a.status = 'SUCCEEDED'
        AND NOT a.repeated AND NOT a.dry_run AND a.operation = 'REMOVE_PARTNER_CUSTOMER_RELATIONSHIP')`,
  'a request that was accepted after it fell due': `SELECT 1 FROM relationship_requests
    WHERE status = 'ACCEPTED' AND NOT decided_at < expires_at`,
  'two ACTIVE partnerships of one pair': `SELECT 1 FROM partner_relationships WHERE state = 'ACTIVE'
    GROUP BY provider_id, indirect_reseller_id HAVING count(*) > 1`,
  'a partnership of the race that was not made once and ended once, on record': `SELECT 1 FROM partner_relationships p
    JOIN resellers r ON r.id = p.provider_id
    WHERE r.tenant_id = ANY($1) AND 1 + (p.state = 'ENDED')::int <> (SELECT count(*) FROM audit_records a
      WHERE a.resource_id = p.id AND a.status = 'SUCCEEDED' AND NOT a.repeated AND NOT a.dry_run)`,
  'a joint request that was accepted for one of the two partners only': `SELECT 1 FROM relationship_requests q
    JOIN invitations i ON i.id = q.invitation_id AND i.indirect_provider_id IS NOT NULL
    WHERE q.status = 'ACCEPTED' AND ARRAY[q.reseller_id, i.indirect_provider_id] <> ARRAY(
      SELECT e.recipient_reseller_ids[1] FROM events e WHERE e.name = 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER'
        AND e.data->>'requestId' = q.id::text ORDER BY e.position)`,
  // Both hold rows of the two accounts, so the order in the log is that in which they happened.
  'a joint acceptance after the end of the partnership': `SELECT 1 FROM events e
    JOIN relationship_requests q ON q.id::text = e.data->>'requestId'
    JOIN invitations i ON i.id = q.invitation_id AND i.indirect_provider_id IS NOT NULL
    WHERE e.name = 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER' AND 'PARTNER_RELATIONSHIP_CREATED' IS DISTINCT FROM (
      SELECT p.name FROM events p WHERE p.name LIKE 'PARTNER\\_RELATIONSHIP\\_%' AND p.position < e.position
        AND p.data->>'providerId' = i.indirect_provider_id::text
        AND p.data->>'indirectResellerId' = q.reseller_id::text
      ORDER BY p.position DESC LIMIT 1)`,
  'a gap in the sequence of events': `SELECT 1 FROM events e JOIN event_counters c USING (scope_id)
    GROUP BY e.scope_id, c.last_sequence
    HAVING count(*) <> max(e.sequence) OR max(e.sequence) <> c.last_sequence`,
};

/** Codes that are the server's failure, never an answer to a race. */
const FAILURES = ['INTERNAL', 'UNAVAILABLE', 'NO_ANSWER'];

/** What the database holds of one call: code of each refusal, null for an acceptance. */
interface Recorded {
  readonly key: string;
  readonly codes: readonly (string | null)[];
  readonly effects: number;
}

async function recordedCalls(client: Client): Promise<ReadonlyMap<string, Recorded>> {
  const { rows } = await client.query<Recorded>(
    `SELECT client_request_id AS key, array_agg(code) AS codes,
        (count(*) FILTER (WHERE status = 'SUCCEEDED' AND NOT repeated))::int AS effects
      FROM audit_records WHERE client_request_id IS NOT NULL GROUP BY client_request_id`,
  );
  return new Map(rows.map((row) => [row.key, row]));
}

const sorted = (codes: readonly (string | null)[]): string => codes.map(String).sort().join();

/** Each acknowledged call has its own record with the verdict that the client was told (R42). */
function lostRecords(
  answers: readonly Acknowledged[],
  recorded: ReadonlyMap<string, Recorded>,
): readonly string[] {
  const told = new Map<string, Acknowledged[]>();
  for (const answer of answers) told.set(answer.key, [...(told.get(answer.key) ?? []), answer]);
  return [...told].flatMap(([key, calls]) => {
    const found = recorded.get(key);
    const heard = sorted(calls.map(({ code }) => code));
    if (heard !== sorted(found?.codes ?? [])) {
      return [
        `${calls[0]?.mutation} ${key}: told ${heard}, recorded ${sorted(found?.codes ?? [])}`,
      ];
    }
    return (found?.effects ?? 0) > 1 ? [`${key} had ${found?.effects} effects`] : [];
  });
}

/** Everything that went wrong, one sentence each; empty = the race was clean. */
export async function judge(
  client: Client,
  answers: readonly Acknowledged[],
  tenantIds: readonly string[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [what, query] of Object.entries(FORBIDDEN)) {
    const { rowCount } = await client.query(query, query.includes('$1') ? [tenantIds] : []);
    if (rowCount) faults.push(`${what}: ${rowCount}`);
  }
  const failed = answers.filter(({ code }) => code !== null && FAILURES.includes(code));
  if (failed.length > 0) faults.push(`calls that the server failed to answer: ${failed.length}`);
  return [...faults, ...lostRecords(answers, await recordedCalls(client))];
}
