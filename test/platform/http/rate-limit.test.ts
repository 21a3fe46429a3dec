import { buildSchema, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { judgeDocument } from '../../../src/platform/http/limits';
import { MemoryBuckets } from '../../../src/platform/rate-limit/memory-buckets';
import {
  startTestServer,
  TEST_SDL,
  type TestServer,
  testToken,
} from '../../support/http-test-server';

const LIMITS = {
  caller: { name: 'caller', points: 20, windowSeconds: 60 },
  address: { name: 'address', points: 10, windowSeconds: 60 },
  guesses: { name: 'guesses', points: 3, windowSeconds: 60 },
};

let server: TestServer;
const start = async (trustProxy: false | number = false): Promise<void> => {
  server = await startTestServer({
    rateLimit: { limits: LIMITS, store: new MemoryBuckets(() => 0), guessable: ['node'] },
    config: { trustProxy },
  });
};
afterEach(() => server.server.close());

const HELLO = '{ hello }';
const bearer = async (sub = 'ada') => ({ authorization: `Bearer ${await testToken({ sub })}` });
const metrics = async () => (await fetch(`${server.url}/metrics`)).text();

describe('over HTTP', () => {
  test('every answer says what it cost and what is left, in the body and in header fields', async () => {
    await start();
    const headers = await bearer();
    await server.post({ query: HELLO }, headers);

    const { status, body, headers: fields } = await server.post({ query: HELLO }, headers);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { hello: 'Hello world' },
      extensions: { cost: { requested: 1, remaining: 18, limit: 20, resetSeconds: 6 } },
    });
    expect(fields.get('ratelimit-policy')).toBe('"caller";q=20;qu="points";w=60');
    expect(fields.get('ratelimit')).toBe('"caller";r=18;t=6');
  });

  test.each([
    ['a refusal of a field', { query: '{ secret }' }],
    ['a document that does not fit the schema', { query: '{ nothing }' }],
    ['a document that is none', { query: '{ hello' }],
    ['a limit', { query: `{ ${'hello '.repeat(1_200)} }` }],
  ])('also with %s', async (_, sent) => {
    await start();

    const { body } = await server.post(sent);

    expect(body.errors).toHaveLength(1);
    expect(body).toMatchObject({ extensions: { cost: { requested: 1, remaining: 9 } } });
  });

  test('a spent budget is 429 with the seconds to wait, before anything is executed', async () => {
    await start();
    const headers = await bearer();
    const write = { query: 'mutation { write(input: { value: 1 }) }' };
    await server.post(write, headers);

    const { status, body, codes, headers: fields } = await server.post(write, headers);

    expect(status).toBe(429);
    expect(codes).toEqual(['RATE_LIMITED']);
    expect(fields.get('retry-after')).toBe('6');
    expect(fields.get('ratelimit')).toBe('"caller";r=9;t=33');
    expect(body.errors?.[0]?.extensions).toMatchObject({
      kind: 'LIMITED',
      httpStatus: 429,
      retryAfterSeconds: 6,
    });
    expect(body).toMatchObject({ extensions: { cost: { requested: 11, remaining: 9 } } });
    expect(server.writes).toBe(1);
    expect(await metrics()).toContain('multipartner_rate_limited_total{budget="caller"} 1');
    expect((await server.post(write, await bearer('bob'))).status).toBe(200);
  });

  test('introspection and what lies beside the graph cost nothing', async () => {
    await start();
    for (let round = 0; round < 30; round += 1) {
      const answer = await server.post({ query: '{ __schema { types { name } } __typename }' });
      const pages = ['/healthz', '/readyz', '/schema.graphql'].map((it) => fetch(server.url + it));
      const statuses = (await Promise.all(pages)).map(({ status }) => status);

      expect([answer.status, ...statuses]).toEqual([200, 200, 200, 200]);
      expect(answer.headers.has('ratelimit')).toBe(false);
    }
  });

  test('guesses without a token are counted by address, each alias for itself', async () => {
    await start(1);
    const guess = { query: '{ a: node(id: "1") { id } b: node(id: "2") { id } }' };
    const from = (address: string) => server.post(guess, { 'x-forwarded-for': address });

    const statuses = [await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.2')];

    expect(statuses.map(({ status }) => status)).toEqual([200, 429, 200]);
    expect(statuses[1]?.headers.get('ratelimit-policy')).toBe('"guesses";q=3;qu="points";w=60');
    expect((await server.post(guess, await bearer())).status).toBe(200);
  });

  test('without a trusted proxy nobody can say to be somebody else', async () => {
    await start();
    const guess = { query: '{ a: node(id: "1") { id } b: node(id: "2") { id } }' };
    await server.post(guess, { 'x-forwarded-for': '192.0.2.1' });

    const { status } = await server.post(guess, { 'x-forwarded-for': '192.0.2.2' });

    expect(status).toBe(429);
  });
});

describe('live operations', () => {
  const counting = 'subscription { count(to: 1) }';
  const stream = async (headers: Record<string, string>): Promise<Response> =>
    fetch(`${server.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query: counting }),
    });
  const spend = async (headers: Record<string, string>): Promise<void> => {
    for (let round = 0; round < 20; round += 1) await server.post({ query: HELLO }, headers);
  };

  test('as server-sent events: the cost in each, and 429 when the budget is spent', async () => {
    await start();
    const headers = await bearer();
    const events = await (await stream(headers)).text();
    await spend(headers);

    const refused = await stream(headers);

    expect(events).toContain('"cost":{"requested":1,"remaining":19');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('3');
    expect(await refused.text()).toContain('RATE_LIMITED');
  });

  test('over WebSocket: the cost in each answer, and RATE_LIMITED when the budget is spent', async () => {
    await start();
    const headers = await bearer();
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: headers,
      retryAttempts: 0,
    });
    const next = async (): Promise<unknown> => {
      const answers = client.iterate({ query: counting });
      return (await answers.next()).value;
    };
    const first = await next();
    await spend(headers);

    const refused: unknown = await next().catch((error: unknown) => error);
    await client.dispose();

    expect(first).toMatchObject({ extensions: { cost: { requested: 1, remaining: 19 } } });
    expect(JSON.stringify(refused)).toContain('RATE_LIMITED');
  });
});

describe('the price of a document', () => {
  const schema = buildSchema(TEST_SDL);
  const pointsOf = (query: string, variables: Record<string, unknown> = {}): number =>
    judgeDocument(parse(query), variables, schema).points;
  beforeEach(() => start());

  test.each([
    ['one field', '{ hello }', {}, 1],
    ['fields of a page', '{ items(first: 100) { nodes { id name } } }', {}, 4],
    [
      'a page in a page',
      '{ items(first: 100) { nodes { items(first: 10) { nodes { id } } } } }',
      {},
      32,
    ],
    [
      'a page size in a variable',
      'query ($n: Int) { items(first: $n) { nodes { id name } } }',
      { n: 50 },
      2,
    ],
    ['the usual page size', '{ items { nodes { id name } } }', {}, 1],
    ['a write', 'mutation { write(input: { value: 1 }) }', {}, 11],
    [
      'a write of many items',
      'mutation ($i: WriteInput!) { write(input: $i) }',
      { i: { items: Array(500).fill(1) } },
      1_011,
    ],
    ['items written out', 'mutation { write(input: { items: [1, 2, 3] }) }', {}, 17],
    [
      'items in a variable of their own',
      'mutation ($i: [Int]) { write(input: { items: $i }) }',
      { i: [1, 2] },
      15,
    ],
    ['introspection', '{ __schema { types { name } } }', {}, 0],
  ])('%s', (_, query, variables, points) => {
    expect(pointsOf(query, variables)).toBe(points);
  });
});
