import { Client } from 'pg';

import type { DemoIssuer } from '../../src/platform/auth/demo-issuer';
import { newId } from '../../src/platform/ids';
import { type Move, movesOn, SELECTIONS } from './moves';
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
  endsAt: number;
  /** Filled while it runs. */
  readonly answers: Acknowledged[];
  overdue: number;
}

type Heard = { readonly id: string } | null;

interface Payload {
  readonly repeated: boolean;
  readonly relationshipRequest?: Heard;
  readonly relationship?: Heard;
  readonly providerRelationship?: Heard;
  readonly partnerRelationship?: Heard;
  readonly invitation?: { readonly url: string } | null;
  /** Of a bulk mutation, in the order of its items. */
  readonly outcomes?: readonly (Payload & {
    readonly refusal: { readonly code: string } | null;
  })[];
}

interface Body {
  readonly data?: Readonly<Record<string, Payload | null>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** One call in so many is sent to both servers at once under one key, as an impatient client does. */
const TWICE = 0.1;

function pick<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

async function send(
  race: Race,
  address: string,
  lane: Lane,
  move: Move,
  key: string,
): Promise<void> {
  const { mutation, who, input, items } = move;
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { repeated ${SELECTIONS[mutation] ?? ''} } }`;
  const { token } = await race.issuer.issue(who);
  const known = items ? input : { ...input, clientRequestId: key };
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input: known } }),
  });
  const { data, errors } = (await response.json()) as Body;
  const payload = data?.[mutation] ?? null;
  const failure = errors?.[0]?.extensions.code ?? (payload ? null : 'NO_ANSWER');
  // A call about many has an answer for each of its items.
  const parts = items ?? [{ key, lane }];
  parts.forEach((part, index) => {
    const outcome = items ? payload?.outcomes?.[index] : payload;
    const refusal = payload?.outcomes?.[index]?.refusal?.code ?? null;
    race.answers.push({
      key: part.key,
      mutation,
      code: failure ?? refusal,
      isRepeated: outcome?.repeated ?? false,
    });
    if (outcome) remember(part.lane, outcome);
  });
}

/** What was heard is what is tried next. */
function remember(lane: Lane, heard: Payload): void {
  const { tiers, requestId, relationshipId, providerRelationshipId, url } = lane;
  lane.requestId = heard.relationshipRequest?.id ?? requestId;
  lane.relationshipId = heard.relationship?.id ?? relationshipId;
  lane.providerRelationshipId = heard.providerRelationship?.id ?? providerRelationshipId;
  lane.url = heard.invitation?.url ?? url;
  if (tiers) tiers.partnershipId = heard.partnerRelationship?.id ?? tiers.partnershipId;
}

const OPENING = [
  'createPartnerRelationship',
  'createInvitation',
  'requestRelationships',
  'acceptRelationshipRequest',
];

/** Each lane once from request to relationship, so that there is something to fight over from the start. */
export async function openLanes(race: Race): Promise<void> {
  for (const lane of race.lanes) {
    for (const opening of OPENING) {
      const move = movesOn(lane, race.lanes).find(({ mutation }) => mutation === opening);
      if (move) await send(race, pick(race.addresses), lane, move, newId());
    }
  }
}

/** Acts until the end, each time on any lane, by any of the servers. */
export async function runClient(race: Race): Promise<void> {
  while (Date.now() < race.endsAt) {
    const lane = pick(race.lanes);
    const move = pick(movesOn(lane, race.lanes));
    const key = newId();
    const addresses = Math.random() < TWICE ? race.addresses : [pick(race.addresses)];
    await Promise.all(addresses.map((it) => send(race, it, lane, move, key)));
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
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  } finally {
    await client.end();
  }
}
