import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { startTestServer, type TestServer, testToken } from '../../support/http-test-server';
import { overEvents, overSocket } from '../../support/live-client';
import { samplesOf, valueOf } from '../../support/metrics';
import { untilTrue } from '../../support/until-true';

let served: TestServer;
beforeEach(async () => {
  served = await startTestServer();
});
afterEach(() => served.server.close());

describe('operations by name', () => {
  const byName = (name: string, outcome = 'ok'): Promise<number | null> =>
    valueOf(served.url, 'operations_by_name_total', { name, outcome });

  async function send(query: string, times: number, hasToken = true): Promise<void> {
    const headers: Record<string, string> = hasToken
      ? { authorization: `Bearer ${await testToken()}` }
      : {};
    for (let n = 0; n < times; n += 1) await served.post({ query }, headers);
  }

  test('a name is told from its tenth use on, with its outcomes', async () => {
    await send('query Greeting { hello }', 12);
    await send('query Greeting { boom }', 1);

    expect(await byName('(other)')).toBe(9);
    expect(await byName('Greeting')).toBe(3);
    expect(await byName('Greeting', 'failed')).toBe(1);
  });

  test('callers without a token make no name known, and count where it is', async () => {
    await send('query Greeting { hello }', 20, false);
    expect(await byName('Greeting')).toBeNull();

    await send('query Greeting { hello }', 10);
    await send('query Greeting { hello }', 5, false);

    expect(await byName('Greeting')).toBe(6);
  });

  test('what carries a number that may be somebody’s, or is long, is never told', async () => {
    const names = ['OrderOf4847383', 'Of_cccccccc_0000_4000_8000_000000000001', 'A'.repeat(65)];
    for (const name of names) await send(`query ${name} { hello }`, 12);

    expect(await byName('(other)')).toBe(36);
    expect(await Promise.all(names.map((name) => byName(name)))).toEqual([null, null, null]);
  });

  test('what has no name, or is not valid, is counted as such', async () => {
    await send('{ hello }', 2);
    await send('query Greeting { nothing }', 10);

    expect(await byName('(none)')).toBe(2);
    expect(await byName('(none)', 'refused')).toBe(10);
    expect(await byName('Greeting', 'refused')).toBeNull();
  });
});

describe('connections', () => {
  const open = (transport: string): Promise<number | null> =>
    valueOf(served.url, 'connections', { transport });

  test('a WebSocket counts while it is open', async () => {
    const client = createClient({
      url: `${served.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
    });
    await untilTrue(async () => (await open('websocket')) === 1);
    expect(await open('sse')).toBe(0);

    await client.dispose();

    await untilTrue(async () => (await open('websocket')) === 0);
  });

  test('a stream of server-sent events counts while it is open', async () => {
    const headers = { authorization: `Bearer ${await testToken()}` };
    const client = createSseClient({ url: `${served.url}/graphql/stream`, headers });
    const sink = { next: () => undefined, error: () => undefined, complete: () => undefined };
    client.subscribe({ query: 'subscription Wait { forever }' }, sink);
    await untilTrue(async () => (await open('sse')) === 1);
    expect(await open('websocket')).toBe(0);

    client.dispose();

    await untilTrue(async () => (await open('sse')) === 0);
  });
});

test('a live operation counts under its name', async () => {
  const headers = { authorization: `Bearer ${await testToken()}` };
  for (let n = 0; n < 10; n += 1) {
    const client = createSseClient({ url: `${served.url}/graphql/stream`, headers });
    const results = client.iterate({ query: 'subscription Count { count(to: 1) }' });
    for await (const result of results) void result;
  }

  expect(
    await valueOf(served.url, 'operations_by_name_total', { name: 'Count', outcome: 'ok' }),
  ).toBe(1);
});

describe('errors outside of operations', () => {
  const errors = (code: string): Promise<number | null> =>
    valueOf(served.url, 'errors_total', { code });

  test('a token that is not taken is counted before any operation begins', async () => {
    await served.post({ query: '{ hello }' }, { authorization: 'Bearer no token' });

    expect(await errors('UNAUTHENTICATED')).toBe(1);
    const samples = await samplesOf(served.url);
    expect(samples.filter(({ name }) => name.endsWith('operations_total'))).toEqual([]);
  });

  test.each([
    ['websocket', overSocket],
    ['sse', overEvents],
  ])(
    'what ends a live operation over %s is counted once, and the operation once',
    async (transport, by) => {
      const app = { address: served.url, token: () => testToken() };

      const live = await by(app, 'ada', { query: 'subscription { broken }' });
      await live.ended();

      expect(live.codes).toEqual(['INTERNAL']);
      expect(await errors('INTERNAL')).toBe(1);
      const samples = await samplesOf(served.url);
      const operations = samples.filter(({ name }) => name.endsWith('operations_total'));
      expect(operations.map(({ labels, value }) => [labels, value])).toEqual([
        [{ transport, type: 'subscription', outcome: 'ok' }, 1],
      ]);
      live.stop();
    },
  );
});

test('a server without a database behind it tells nothing of one', async () => {
  const samples = await samplesOf(served.url);

  expect(samples.filter(({ value }) => value !== 0)).toEqual([]);
});
