import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createClient } from 'graphql-ws';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Client } from 'pg';
import { WebSocket } from 'ws';

import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { newId } from '../../src/platform/ids';
import { buildServer, ServerProcess } from '../support/server-process';
import { cloneDatabase, type TestDatabase } from '../support/test-database';
import { untilTrue } from '../support/until-true';

/* Two processes as `npm start` runs them in production, on one PostgreSQL. */

const ISSUER = 'https://login.example.com';
const AUDIENCE = 'multipartner';
const PAIRS = 12;
/** Points of the budget for looks at invitations, of one address without a token in a minute. */
const GUESSES = 30;

const REQUEST = `mutation ($input: RequestRelationshipInput!) {
  requestRelationship(input: $input) { repeated relationshipRequest { id } }
}`;

interface Answer {
  readonly data: {
    readonly requestRelationship: {
      readonly repeated: boolean;
      readonly relationshipRequest: { readonly id: string };
    } | null;
  } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

let copy: TestDatabase;
let owner: Client;
let issuer: Server;
let token: string;
let servers: readonly ServerProcess[] = [];
let addresses: readonly string[] = [];

beforeAll(async () => {
  buildServer();
  copy = await cloneDatabase('story');
  owner = new Client({ connectionString: copy.url });
  await owner.connect();
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }];
  issuer = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
  const { port } = issuer.address() as AddressInfo;
  token = await new SignJWT({
    tid: DEMO_TENANTS.resellerB.tenantId,
    oid: newId(),
    name: 'Zhao Lei',
    roles: ['ADMIN_AGENT'],
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  const environment = {
    DATABASE_URL: copy.url,
    SECRET_KEY: 'a key that both servers of this test have',
    AUTH_ISSUERS: JSON.stringify([
      { issuer: ISSUER, audience: AUDIENCE, jwksUri: `http://127.0.0.1:${port}/keys` },
    ]),
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    PORT: '0',
  };
  servers = [ServerProcess.start(environment), ServerProcess.start(environment)];
  addresses = await Promise.all(servers.map((server) => server.address()));
}, 120_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  issuer.close();
  await owner.end();
  await copy.drop();
});

async function ask(address: string, body: object, bearer: string | null): Promise<Answer> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

/** The same call to both servers at the same moment. */
function askBoth(body: object, bearer: string | null): Promise<readonly Answer[]> {
  return Promise.all(addresses.map((address) => ask(address, body, bearer)));
}

async function count(statement: string, values: readonly unknown[] = []): Promise<number> {
  const { rows } = await owner.query<{ count: string }>(statement, [...values]);
  return Number(rows[0]?.count);
}

function requestWith(clientRequestId: string, customerTenantId: string): object {
  return { query: REQUEST, variables: { input: { clientRequestId, customerTenantId } } };
}

test('a call that reaches both at the same moment under one id is done once, and both know it from then on', async () => {
  const calls = Array.from({ length: PAIRS }, () => requestWith(newId(), newId()));

  const pairs = await Promise.all(calls.map((call) => askBoth(call, token)));
  const again = await Promise.all(calls.map((call) => askBoth(call, token)));

  const done = pairs.flat().filter(({ data }) => data?.requestRelationship?.repeated === false);
  const refusals = pairs.flat().flatMap(({ errors = [] }) => errors);
  expect(done).toHaveLength(PAIRS);
  expect(
    refusals.filter(({ extensions }) => extensions.code !== 'IDEMPOTENCY_IN_PROGRESS'),
  ).toEqual([]);
  pairs.forEach((pair, n) => {
    const ids = [...pair, ...(again[n] ?? [])].flatMap(
      ({ data }) => data?.requestRelationship?.relationshipRequest.id ?? [],
    );
    expect(new Set(ids).size).toBe(1);
  });
  // Of two repetitions at once the second, too, may find the first still running.
  const later = again.flat().flatMap(({ data }) => data?.requestRelationship ?? []);
  expect(later.length).toBeGreaterThanOrEqual(PAIRS);
  expect(later.filter(({ repeated }) => !repeated)).toEqual([]);
  expect(await count(`SELECT count(*) FROM relationship_requests WHERE status = 'PENDING'`)).toBe(
    PAIRS,
  );
}, 30_000);

test('what falls due is done once, although the timers of both are at it', async () => {
  // Both wait for this row, each with the same first request in its hands, and then go on at once.
  await owner.query('BEGIN');
  await owner.query('SELECT id FROM resellers WHERE tenant_id = $1 FOR UPDATE', [
    DEMO_TENANTS.resellerB.tenantId,
  ]);
  const other = new Client({ connectionString: copy.url });
  await other.connect();
  const { rowCount: due } = await other.query(
    `UPDATE relationship_requests SET expires_at = now() - interval '1 minute' WHERE status = 'PENDING'`,
  );
  await untilTrue(async () => {
    const { rowCount } = await other.query(
      `SELECT DISTINCT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rowCount === servers.length;
  });
  await owner.query('COMMIT');
  await untilTrue(
    async () =>
      (await count(`SELECT count(*) FROM relationship_requests WHERE status = 'EXPIRED'`)) === due,
  );
  await other.end();

  expect(due).toBe(PAIRS);
  const acts = `SELECT count(*) FROM audit_records WHERE operation = 'EXPIRE_RELATIONSHIP_REQUEST'`;
  const events = `SELECT count(*) FROM events WHERE name = 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED'`;
  // The slower one has looked at the last of them by then, and found nothing to do.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect([await count(acts), await count(events)]).toEqual([due, due]);
}, 40_000);

test('one budget is spent at both: who guesses links gets no more by asking two servers', async () => {
  const guess = { query: '{ invitation(token: "no such link") { id } }' };

  const answers = (
    await Promise.all(Array.from({ length: GUESSES }, () => askBoth(guess, null)))
  ).flat();

  const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'answered');
  const refused = codes.filter((code) => code === 'RATE_LIMITED').length;
  // The bucket fills while they ask: half a guess in a second.
  expect(refused).toBeLessThanOrEqual(GUESSES);
  expect(refused).toBeGreaterThan(GUESSES - 5);
}, 30_000);

test('what is done on one is told by both, each event once', async () => {
  const told = addresses.map((): string[] => []);
  const clients = addresses.map((address) =>
    createClient({
      url: `${address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      connectionParams: { Authorization: `Bearer ${token}` },
    }),
  );
  const query =
    'subscription { events(filter: { name: [RESELLER_RELATIONSHIP_REQUESTED] }) { node { resourceId } } }';
  clients.forEach((client, n) => {
    client.subscribe<{ events: { node: { resourceId: string } } }>(
      { query },
      {
        next: ({ data }) => void told[n]?.push(data?.events.node.resourceId ?? 'an error'),
        error: (error) => void told[n]?.push(JSON.stringify(error)),
        complete: () => undefined,
      },
    );
  });
  const listening = async (): Promise<boolean> => {
    const texts = addresses.map(async (address) => (await fetch(`${address}/metrics`)).text());
    return (await Promise.all(texts)).every((it) => it.includes('_live_operations 1\n'));
  };
  await untilTrue(listening);
  const made: string[] = [];

  for (let n = 0; n < 10; n += 1) {
    const address = addresses[n % addresses.length] ?? '';
    const { data } = await ask(address, requestWith(newId(), newId()), token);
    const id = data?.requestRelationship?.relationshipRequest.id ?? '';
    made.push(id);
    await untilTrue(() => Promise.resolve(told.every((ids) => ids.includes(id))));
  }
  await Promise.all(clients.map((client) => client.dispose()));

  expect(told).toEqual([made, made]);
}, 30_000);
