import type { JWTPayload } from 'jose';
import { Client } from 'pg';

import type { DemoIssuer } from '../../src/platform/auth/demo-issuer';
import { newId } from '../../src/platform/ids';
import { asImport, type Lane } from './track';

/** One answer that a client got. */
export interface Acknowledged {
  readonly key: string;
  readonly mutation: string;
  /** `null`: accepted. */
  readonly code: string | null;
  readonly isRepeated: boolean;
}

export interface Race {
  readonly addresses: readonly string[];
  readonly lanes: readonly Lane[];
  readonly issuer: DemoIssuer;
  readonly databaseUrl: string;
  readonly endsAt: number;
  /** Filled while it runs. */
  readonly answers: Acknowledged[];
  overdue: number;
}

interface Move {
  readonly mutation: string;
  readonly who: JWTPayload;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Payload {
  readonly repeated: boolean;
  readonly relationshipRequest?: { readonly id: string } | null;
  readonly relationship?: { readonly id: string } | null;
}

interface Body {
  readonly data?: Readonly<Record<string, Payload | null>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

const REQUEST = 'relationshipRequest { id }';
const RELATIONSHIP = 'relationship { id }';
const SELECTIONS: Readonly<Record<string, string>> = {
  requestRelationship: REQUEST,
  cancelRelationshipRequest: REQUEST,
  declineRelationshipRequest: REQUEST,
  acceptRelationshipRequest: `${REQUEST} ${RELATIONSHIP}`,
  removeRelationship: RELATIONSHIP,
};

/** One call in so many is sent to both servers at once under one key, as an impatient client does. */
const TWICE = 0.1;

function pick<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** What may be tried on a lane now; the ids are those that some client heard of last, so often out of date. */
function movesOn(lane: Lane): readonly Move[] {
  const { seller, chief, buyer, customerTenantId, requestId, relationshipId } = lane;
  const moves: Move[] = [
    { mutation: 'requestRelationship', who: seller, input: { customerTenantId } },
  ];
  if (requestId !== null) {
    const input = { relationshipRequestId: requestId };
    moves.push(
      { mutation: 'acceptRelationshipRequest', who: buyer, input },
      { mutation: 'declineRelationshipRequest', who: buyer, input },
      { mutation: 'cancelRelationshipRequest', who: seller, input },
    );
  }
  if (relationshipId !== null) {
    moves.push({ mutation: 'removeRelationship', who: chief, input: { relationshipId } });
  }
  return moves;
}

async function send(race: Race, address: string, move: Move, key: string): Promise<Payload | null> {
  const { mutation, who, input } = move;
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { repeated ${SELECTIONS[mutation] ?? ''} } }`;
  const { token } = await race.issuer.issue(who);
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input: { ...input, clientRequestId: key } } }),
  });
  const { data, errors } = (await response.json()) as Body;
  const payload = data?.[mutation] ?? null;
  const code = errors?.[0]?.extensions.code ?? (payload ? null : 'NO_ANSWER');
  race.answers.push({ key, mutation, code, isRepeated: payload?.repeated ?? false });
  return payload;
}

/** Acts until the end, each time on any lane, by any of the servers. */
export async function runClient(race: Race): Promise<void> {
  while (Date.now() < race.endsAt) {
    const lane = pick(race.lanes);
    const move = pick(movesOn(lane));
    const key = newId();
    const addresses = Math.random() < TWICE ? race.addresses : [pick(race.addresses)];
    const payloads = await Promise.all(addresses.map((it) => send(race, it, move, key)));
    for (const payload of payloads) {
      lane.requestId = payload?.relationshipRequest?.id ?? lane.requestId;
      lane.relationshipId = payload?.relationship?.id ?? lane.relationshipId;
    }
  }
}

/** Lets requests fall due, so that the timers of both servers and the clients meet on them. */
export async function runTime(race: Race): Promise<void> {
  const client = new Client({ connectionString: race.databaseUrl });
  await client.connect();
  try {
    while (Date.now() < race.endsAt) {
      race.overdue += await asImport(
        client,
        `UPDATE relationship_requests SET requested_at = now() - interval '91 days', expires_at = now() + interval '30 ms'
          WHERE id IN (SELECT id FROM relationship_requests
            WHERE status = 'PENDING' AND expires_at > now() + interval '1 day' AND customer_tenant_id = ANY($1)
            ORDER BY random() LIMIT 1)
            AND status = 'PENDING'`,
        [race.lanes.map(({ customerTenantId }) => customerTenantId)],
      );
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  } finally {
    await client.end();
  }
}
