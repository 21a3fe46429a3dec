import { type Client as SseClient, createClient as createSseClient } from 'graphql-sse';
import { CloseCode } from 'graphql-ws';
import { WebSocket } from 'ws';

import type { VerifiedToken } from '../../../src/platform/auth/token-verifier';
import { MemoryBuckets } from '../../../src/platform/rate-limit/memory-buckets';
import {
  answerOf,
  startTestServer,
  TENANT,
  type TestServer,
  testToken,
} from '../../support/http-test-server';
import { untilTrue } from '../../support/until-true';

const SLOW_READER = 4430;
const TOO_MANY_CONNECTIONS = 4431;

let served: TestServer;
const open: { terminate(): void }[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await served.server.close();
});

const bearer = async (sub = 'ada'): Promise<string> => `Bearer ${await testToken({ sub })}`;
const until = (isSo: () => boolean): Promise<void> => untilTrue(() => Promise.resolve(isSo()));

/** Until so many live operations are open. */
function untilOpen(count: number): Promise<void> {
  return untilTrue(async () => {
    const text = await (await fetch(`${served.url}/metrics`)).text();
    return text.includes(`multipartner_live_operations ${count}\n`);
  });
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A socket that does what no client of the protocol would do. */
class Socket {
  readonly messages: Message[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;
  readonly socket = new WebSocket(
    `${served.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );

  constructor() {
    open.push(this.socket);
    this.socket.on('message', (text: Buffer) =>
      this.messages.push(JSON.parse(text.toString()) as Message),
    );
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
  }

  static async open(sub?: string): Promise<Socket> {
    const one = new Socket();
    await new Promise((resolve) => one.socket.once('open', resolve));
    if (sub === undefined) return one;
    one.send({ type: 'connection_init', payload: { Authorization: await bearer(sub) } });
    await until(() => one.messages.length === 1 || one.closed !== null);
    return one;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string): void {
    this.send({ type: 'subscribe', id, payload: { query } });
  }

  codesOf(type: string): unknown[] {
    return this.messages
      .filter((message) => message.type === type)
      .flatMap(({ payload }) => payload as { extensions: { code: string } }[])
      .map(({ extensions }) => extensions.code);
  }
}

function stream(query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${served.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
  });
}

describe('a WebSocket', () => {
  it.each([
    ['that begins twice', 4429],
    ['that uses an id twice', 4409],
  ])('%s is closed with %d', async (what, code) => {
    served = await startTestServer();
    const one = await Socket.open('ada');

    if (what === 'that begins twice') one.send({ type: 'connection_init' });
    else for (let count = 0; count < 2; count += 1) one.subscribe('1', 'subscription { forever }');
    await until(() => one.closed !== null);

    expect(one.closed?.code).toBe(code);
    await until(() => served.openStreams.size === 0);
  });

  it('that does not begin is closed with 4408', async () => {
    served = await startTestServer();
    const one = await Socket.open();

    await until(() => one.closed !== null);

    expect(one.closed?.code).toBe(CloseCode.ConnectionInitialisationTimeout);
  });

  it('whose client reads nothing is closed with 4430, and is asked for no more meanwhile', async () => {
    served = await startTestServer({ liveLimits: { slowReaderMs: 300 } });
    const one = await Socket.open('ada');
    one.subscribe('1', 'subscription { flood(size: 200000) }');
    await until(() => one.messages.length > 2);

    one.socket.pause();
    let before = -1;
    await untilTrue(async () => {
      const isStill = before === served.flooded;
      before = served.flooded;
      await new Promise((resolve) => setTimeout(resolve, 450));
      return isStill;
    });
    one.socket.resume();
    await until(() => one.closed !== null);

    expect(one.closed).toEqual({
      code: SLOW_READER,
      reason: 'Slow reader: go on after your last cursor',
    });
    // What fits into the buffers of the system, and nothing beyond.
    expect(served.flooded).toBeLessThan(200);
    await untilOpen(0);
  });

  it('whose client only sends is closed before its answers fill the memory', async () => {
    served = await startTestServer();
    const one = await Socket.open('ada');
    one.socket.pause();

    const ping = { type: 'ping', payload: { text: 'x'.repeat(50_000) } };
    for (let count = 0; count < 400; count += 1) one.send(ping);
    await new Promise((resolve) => setTimeout(resolve, 500));
    one.socket.resume();
    await until(() => one.closed !== null);

    expect(one.closed?.code).toBe(SLOW_READER);
    expect(one.messages.length).toBeLessThan(400);
  });

  it('beyond those that one caller may have is closed with 4431; others may come', async () => {
    served = await startTestServer({ liveLimits: { connectionsPerCaller: 2 } });
    const [first] = [await Socket.open('ada'), await Socket.open('ada')];
    const third = await Socket.open('ada');
    const other = await Socket.open('bob');
    const refusedStream = await answerOf(
      await stream('subscription { forever }', { authorization: await bearer('ada') }),
    );

    first.socket.close();
    await until(() => first.closed !== null);
    const again = await Socket.open('ada');

    expect(third.closed).toEqual({
      code: TOO_MANY_CONNECTIONS,
      reason: 'RATE_LIMITED: at most 2 connections of one caller',
    });
    expect(third.messages).toEqual([]);
    expect([refusedStream.status, refusedStream.codes]).toEqual([429, ['RATE_LIMITED']]);
    expect([other.closed, again.closed]).toEqual([null, null]);
  });

  it('whose client goes while its token is looked at is not counted for ever', async () => {
    let isLooking = false;
    const verify = async (): Promise<VerifiedToken> => {
      isLooking = true;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return {
        issuer: 'test',
        tenantId: TENANT,
        userId: 'ada',
        displayName: null,
        roles: [],
        isApplication: false,
        mayNameOperators: false,
        tenantName: null,
        tenantCountry: null,
        validUntil: new Date(8e15),
      };
    };
    const verifier = { verify };
    served = await startTestServer({ verifier, liveLimits: { connectionsPerCaller: 1 } });
    const gone = await Socket.open();
    gone.send({ type: 'connection_init', payload: { Authorization: 'Bearer x' } });
    await until(() => isLooking);
    gone.socket.terminate();
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect((await Socket.open('ada')).closed).toBeNull();
  });

  it('may have a caller’s operations up to their number over all its connections', async () => {
    served = await startTestServer({ liveLimits: { operationsPerCaller: 3 } });
    const [one, other, bob] = [
      await Socket.open('ada'),
      await Socket.open('ada'),
      await Socket.open('bob'),
    ];
    for (const id of ['1', '2']) one.subscribe(id, 'subscription { forever }');
    other.subscribe('1', 'subscription { forever }');
    await untilOpen(3);

    other.subscribe('2', 'subscription { forever }');
    await until(() => other.messages.length === 2);
    bob.subscribe('1', 'subscription { forever }');
    await untilOpen(4);
    one.send({ type: 'complete', id: '1' });
    await untilOpen(3);
    other.subscribe('3', 'subscription { forever }');
    await untilOpen(4);

    expect(other.codesOf('error')).toEqual(['RATE_LIMITED']);
    expect(JSON.stringify(other.messages)).toContain('At most 3 live operations of one caller.');
  });

  it('that is flooded with operations refuses them by the budget of their caller, and the server goes on', async () => {
    const budget = { name: 'caller', points: 20, windowSeconds: 60 };
    served = await startTestServer({
      rateLimit: {
        limits: { caller: budget, address: budget, guesses: budget },
        store: new MemoryBuckets(() => 0),
        guessable: [],
      },
    });
    const [one, bob] = [await Socket.open('ada'), await Socket.open('bob')];

    for (let id = 0; id < 2_000; id += 1)
      one.subscribe(String(id), 'subscription { count(to: 1) }');
    await until(() => one.codesOf('error').length > 1_900);
    bob.subscribe('1', 'subscription { count(to: 1) }');
    await until(() => bob.messages.some(({ type }) => type === 'next'));

    expect(new Set(one.codesOf('error'))).toEqual(new Set(['RATE_LIMITED']));
    expect(one.messages.filter(({ type }) => type === 'next').length).toBeLessThanOrEqual(20);
    expect(one.closed).toBeNull();
  });
});

describe('a stream of server-sent events', () => {
  it('names the cursor of each answer as its id, and takes it back as Last-Event-ID', async () => {
    served = await startTestServer();

    const text = await (await stream('subscription { count(to: 2) }')).text();
    const resumed = await stream('subscription { resumed }', { 'last-event-id': 'cursor-2' });

    expect(text.match(/^id: .*$/gm)).toEqual(['id: cursor-1', 'id: cursor-2']);
    expect(await resumed.text()).toContain('{"data":{"resumed":"cursor-2"}}');
  });

  it('whose client reads nothing ends with RATE_LIMITED, and is asked for no more meanwhile', async () => {
    served = await startTestServer({ liveLimits: { slowReaderMs: 300 } });
    const response = await stream('subscription { flood(size: 200000) }');
    const reader = response.body?.getReader();

    let before = -1;
    await untilTrue(async () => {
      const isStill = before === served.flooded && before > 0;
      before = served.flooded;
      await new Promise((resolve) => setTimeout(resolve, 450));
      return isStill;
    });
    const decoder = new TextDecoder();
    let tail = '';
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) break;
      tail = (tail + decoder.decode(part.value as Uint8Array, { stream: true })).slice(-5_000);
    }

    expect(tail).toContain('"code":"RATE_LIMITED"');
    expect(tail).toContain('event: complete');
    expect(served.flooded).toBeLessThan(200);
  });
});

describe('a stream that operations share', () => {
  const reserve = async (authorization?: string): Promise<Response> =>
    fetch(`${served.url}/graphql/stream`, {
      method: 'PUT',
      ...(authorization && { headers: { authorization } }),
    });

  const sharingClient = async (): Promise<SseClient<true>> =>
    createSseClient({
      url: `${served.url}/graphql/stream`,
      singleConnection: true,
      retryAttempts: 0,
      headers: { authorization: await bearer() },
    });

  it('serves a client of that mode: several operations, each with its own end', async () => {
    served = await startTestServer();
    const client = await sharingClient();
    const heard: Record<string, unknown[]> = {};
    const play = (name: string, query: string): Promise<void> =>
      new Promise((resolve, reject) => {
        client.subscribe(
          { query },
          {
            next: (result) => (heard[name] ??= []).push(result.data ?? result.errors),
            error: reject,
            complete: resolve,
          },
        );
      });
    const stop = client.subscribe(
      { query: 'subscription { forever }' },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
    await until(() => served.openStreams.size === 1);

    await Promise.all([
      play('five', 'subscription { count(to: 5) }'),
      play('three', 'subscription { count(to: 3) }'),
      play('mine', 'subscription { mine }'),
      play('wrong', 'subscription { broken }'),
    ]);
    stop();
    await until(() => served.openStreams.size === 0);
    client.dispose();

    expect(heard['five']).toEqual([1, 2, 3, 4, 5].map((count) => ({ count })));
    expect(heard['three']).toEqual([1, 2, 3].map((count) => ({ count })));
    expect(heard['mine']).toHaveLength(1);
    expect(JSON.stringify(heard['wrong'])).toContain('INTERNAL');
    expect(JSON.stringify(heard)).not.toContain('secret inside');
  });

  it('ends its operations when the client goes', async () => {
    served = await startTestServer();
    const client = await sharingClient();
    const nothing = { next: () => undefined, error: () => undefined, complete: () => undefined };
    for (let count = 0; count < 3; count += 1)
      client.subscribe({ query: 'subscription { forever }' }, nothing);
    await until(() => served.openStreams.size === 3);

    client.dispose();

    await until(() => served.openStreams.size === 0);
  });

  it('is reserved for callers with a token, and belongs to whoever reserved it', async () => {
    served = await startTestServer();
    const token = await (await reserve(await bearer('ada'))).text();
    const openAs = async (sub: string): Promise<number> => {
      const controller = new AbortController();
      const { status } = await fetch(`${served.url}/graphql/stream?token=${token}`, {
        headers: { authorization: await bearer(sub), accept: 'text/event-stream' },
        signal: controller.signal,
      });
      if (sub === 'ada') open.push({ terminate: () => controller.abort() });
      return status;
    };

    expect((await reserve()).status).toBe(401);
    expect(await openAs('bob')).toBe(404);
    expect(await openAs('ada')).toBe(200);
    expect(await openAs('ada')).toBe(409);
    const joined = await fetch(`${served.url}/graphql/stream?token=${token}`, {
      method: 'POST',
      headers: { authorization: await bearer('ada'), 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'subscription { forever }',
        extensions: { operationId: '1' },
      }),
    });
    expect(joined.status).toBe(202);
  });

  it('is forgotten where nobody opens it, and counts as a connection until then', async () => {
    served = await startTestServer({
      liveLimits: { connectionsPerCaller: 1, reservationMs: 400 },
    });
    const authorization = await bearer();

    const first = await reserve(authorization);
    const second = await answerOf(await reserve(authorization));
    await untilTrue(async () => (await reserve(authorization)).status === 201);
    const late = await fetch(`${served.url}/graphql/stream`, {
      headers: {
        authorization,
        accept: 'text/event-stream',
        'x-graphql-event-stream-token': await first.text(),
      },
    });

    expect(first.status).toBe(201);
    expect([second.status, second.codes]).toEqual([429, ['RATE_LIMITED']]);
    expect(late.status).toBe(404);
  });
});
