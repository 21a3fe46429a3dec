import { createClient as createSseClient } from 'graphql-sse';
import { type Client, CloseCode, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import {
  answerOf,
  startTestServer,
  type TestServer,
  testToken,
} from '../../support/http-test-server';

interface Received {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: Record<string, unknown> }[];
}
interface Outcome {
  readonly results: Received[];
  readonly errors: readonly { readonly extensions: Record<string, unknown> }[];
  readonly closeCode: number | null;
}
interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}
type Play = (operation: Operation, authorization?: string) => Promise<Outcome>;

let served: TestServer;
beforeAll(async () => {
  served = await startTestServer();
});
afterAll(() => served.server.close());

function socketUrl(server: TestServer): string {
  return `${server.url.replace('http', 'ws')}/graphql`;
}

function socketClient(server: TestServer, connectionParams?: Record<string, unknown>): Client {
  return createClient({
    url: socketUrl(server),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(connectionParams && { connectionParams }),
  });
}

async function playOverSocket(operation: Operation, authorization?: string): Promise<Outcome> {
  const client = socketClient(served, authorization ? { Authorization: authorization } : undefined);
  const results: Received[] = [];
  const outcome = await new Promise<Outcome>((resolve) => {
    client.subscribe(operation, {
      next: (result) => results.push(result as Received),
      complete: () => resolve({ results, errors: [], closeCode: null }),
      error: (failure) => {
        const isList = Array.isArray(failure);
        const { code } = failure as { code?: number };
        const errors = isList ? (failure as unknown as Outcome['errors']) : [];
        resolve({ results, errors, closeCode: isList ? null : (code ?? 0) });
      },
    });
  });
  await client.dispose();
  return outcome;
}

async function playOverEvents(operation: Operation, authorization?: string): Promise<Outcome> {
  const client = createSseClient({
    url: `${served.url}/graphql/stream`,
    retryAttempts: 0,
    ...(authorization && { headers: { authorization } }),
  });
  const results: Received[] = [];
  const outcome = await new Promise<Outcome>((resolve) => {
    client.subscribe(operation, {
      next: (result) => results.push(result as Received),
      complete: () =>
        resolve({
          results,
          errors: results.flatMap((it) => (it.data ? [] : (it.errors ?? []))),
          closeCode: null,
        }),
      error: (failure) => {
        const { response } = failure as { response?: Response };
        resolve({ results, errors: [], closeCode: response?.status ?? 0 });
      },
    });
  });
  client.dispose();
  return outcome;
}

function codesOf(errors: Outcome['errors']): unknown[] {
  return errors.map(({ extensions }) => extensions['code']);
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('It did not become true in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const TRANSPORTS: [string, Play][] = [
  ['WebSocket', playOverSocket],
  ['server-sent events', playOverEvents],
];

describe.each(TRANSPORTS)('a live operation over %s', (_, play) => {
  it('delivers each event, then ends', async () => {
    const { results } = await play({
      query: 'subscription ($to: Int!) { count(to: $to) }',
      variables: { to: 3 },
    });

    expect(results).toEqual([1, 2, 3].map((count) => ({ data: { count } })));
  });

  it('knows the caller by the token', async () => {
    const token = await testToken();

    expect(
      (await play({ query: 'subscription { mine }' }, `Bearer ${token}`)).results,
    ).toHaveLength(1);
  });

  it('without a token is refused where the field asks for one', async () => {
    const { results, errors } = await play({ query: 'subscription { mine }' });

    const all = [...errors, ...results.flatMap((result) => result.errors ?? [])];
    expect(codesOf(all)).toContain('UNAUTHENTICATED');
  });

  it.each(['query { hello }', 'mutation { write(input: { value: 1 }) }'])(
    'is nothing else: %s is refused and not executed',
    async (query) => {
      const { errors, results } = await play({ query });

      expect(codesOf(errors)).toEqual(['BAD_REQUEST']);
      expect(results.every((result) => !result.data)).toBe(true);
      expect(served.writes).toBe(0);
    },
  );

  it('cannot hide a mutation beside a subscription', async () => {
    const query = 'subscription S { count(to: 1) } mutation M { write(input: { value: 1 }) }';

    const { errors } = await play({ query, operationName: 'M' });

    expect(codesOf(errors)).toEqual(['BAD_REQUEST']);
    expect(served.writes).toBe(0);
  });

  it.each([
    ['tokens', `subscription { ${'count(to: 1) '.repeat(400)} }`],
    ['nesting', `subscription { count(to: ${'['.repeat(500)}${']'.repeat(500)}) }`],
    [
      'objects',
      '{ items(first: 100) { nodes { items(first: 100) { nodes { items(first: 100) { nodes { id } } } } } } }',
    ],
  ])('has the limits of HTTP: %s', async (_limit, query) => {
    const { errors } = await play({ query });

    expect(codesOf(errors)).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it.each([
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { unknown }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('is refused with the code that HTTP gives: %s', async (_name, query, code) => {
    const { errors, closeCode } = await play({ query });

    expect(codesOf(errors)).toEqual([code]);
    expect(errors[0]?.extensions['correlationId']).toEqual(expect.any(String));
    expect(closeCode).toBeNull();
  });

  it('whose source fails says nothing about the inside', async () => {
    const outcome = await play({ query: 'subscription { broken }' });

    const all = [...outcome.errors, ...outcome.results.flatMap((result) => result.errors ?? [])];
    expect(codesOf(all)).toContain('INTERNAL');
    expect(JSON.stringify(outcome)).not.toContain('secret inside');
  });
});

describe('a WebSocket', () => {
  it('with a wrong token is closed', async () => {
    const { closeCode } = await playOverSocket(
      { query: 'subscription { count(to: 1) }' },
      'Bearer wrong',
    );

    expect(closeCode).toBe(CloseCode.Forbidden);
  });

  it('takes the token from the header of the handshake as well', async () => {
    const token = await testToken();
    const socket = new WebSocket(socketUrl(served), 'graphql-transport-ws', {
      headers: { authorization: `Bearer ${token}` },
    });
    const messages: { type: string; payload?: { data?: unknown } }[] = [];
    socket.on('message', (text: Buffer) => messages.push(JSON.parse(text.toString()) as never));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"type":"connection_init"}');
    await until(() => messages.length === 1);
    socket.send('{"type":"subscribe","id":"1","payload":{"query":"subscription { mine }"}}');
    await until(() => messages.length === 3);
    socket.close();

    expect(messages.map(({ type }) => type)).toEqual(['connection_ack', 'next', 'complete']);
    expect(messages[1]?.payload?.data).toBeTruthy();
  });

  it('is closed when its token is no longer taken, skew included', async () => {
    const almostOver = await testToken({ exp: Math.floor(Date.now() / 1_000) - 59 });

    const { closeCode } = await playOverSocket(
      { query: 'subscription { forever }' },
      `Bearer ${almostOver}`,
    );

    expect(closeCode).toBe(CloseCode.Forbidden);
    await until(() => served.openStreams.size === 0);
  });

  it('that closes ends its sources', async () => {
    const client = socketClient(served);
    client.subscribe(
      { query: 'subscription { forever }' },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
    await until(() => served.openStreams.size === 1);

    client.terminate();

    await until(() => served.openStreams.size === 0);
  });

  it('may have a hundred live operations open, and not one more', async () => {
    const client = socketClient(served);
    const refusals: unknown[] = [];
    const sink = {
      next: () => undefined,
      error: (failure: unknown) => void refusals.push(failure),
      complete: () => undefined,
    };
    for (let at = 0; at < 101; at += 1)
      client.subscribe({ query: 'subscription { forever }' }, sink);
    await until(() => refusals.length === 1);
    await client.dispose();

    expect(codesOf(refusals[0] as Outcome['errors'])).toEqual(['RATE_LIMITED']);
    await until(() => served.openStreams.size === 0);
  });

  it.each(['/', '/graphql/stream', '/other'])('is not opened at %s', async (path) => {
    const socket = new WebSocket(served.url.replace('http', 'ws') + path, 'graphql-transport-ws');

    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));

    expect(error.message).toContain('404');
  });

  it.each([
    ['a message that is no JSON', 'hello', CloseCode.BadRequest],
    [
      'a subscription before the beginning',
      '{"type":"subscribe","id":"1","payload":{"query":"{hello}"}}',
      CloseCode.Unauthorized,
    ],
    ['a message of the server', '{"type":"complete"}', CloseCode.BadRequest],
    ['a message over 1 MB', 'x'.repeat(1_048_577), 1009],
  ])('is closed on %s, and the server goes on', async (_, message, code) => {
    const socket = new WebSocket(socketUrl(served), 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));

    socket.send(message);

    expect(await closed).toBe(code);
    expect((await served.post({ query: '{ hello }' })).status).toBe(200);
  });

  it('of the protocol that came before is not accepted', async () => {
    const socket = new WebSocket(socketUrl(served), 'graphql-ws');

    const outcome = await new Promise((resolve) => {
      socket.once('close', (code) => resolve(code));
      socket.once('error', () => resolve('refused'));
    });

    expect([CloseCode.SubprotocolNotAcceptable, 'refused']).toContain(outcome);
  });
});

describe('a stream of server-sent events', () => {
  const stream = (authorization?: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${served.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, */*;q=0.1',
        ...(authorization && { authorization }),
      },
      body: JSON.stringify({ query: 'subscription { forever }' }),
      ...(signal && { signal }),
    });

  it('with a wrong token is refused before it begins', async () => {
    expect((await stream('Bearer wrong')).status).toBe(401);
  });

  it('is not given to a client that does not accept one', async () => {
    const response = await fetch(`${served.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: 'subscription { count(to: 1) }' }),
    });

    expect(response.status).toBe(406);
  });

  it.each([
    ['a list', '[]'],
    ['nothing to do', '{}'],
    ['a query that is no text', '{"query":1}'],
    ['variables that are a text', '{"query":"subscription { forever }","variables":"x"}'],
  ])('asked for with %s is refused in the shape of every other error', async (_, body) => {
    const response = await fetch(`${served.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body,
    });

    expect(response.status).toBe(400);
    expect((await answerOf(response)).codes).toEqual(['BAD_REQUEST']);
  });

  it('ends its source when the client goes', async () => {
    const controller = new AbortController();
    await stream(undefined, controller.signal);
    await until(() => served.openStreams.size === 1);

    controller.abort();

    await until(() => served.openStreams.size === 0);
  });

  it('ends with UNAUTHENTICATED when its token is no longer taken', async () => {
    const almostOver = await testToken({ exp: Math.floor(Date.now() / 1_000) - 59 });

    const text = await (await stream(`Bearer ${almostOver}`)).text();

    expect(text).toContain('"code":"UNAUTHENTICATED"');
    expect(text).toContain('event: complete');
    expect(served.openStreams.size).toBe(0);
  });
});
