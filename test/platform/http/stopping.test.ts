import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { startTestServer, type TestServer } from '../../support/http-test-server';

async function closedWithin(served: TestServer, limitMs: number): Promise<number> {
  const startedAt = performance.now();
  await served.server.close();
  const took = performance.now() - startedAt;
  expect(took).toBeLessThan(limitMs);
  return took;
}

describe('stopping', () => {
  it('finishes the request that runs, then closes', async () => {
    const served = await startTestServer();
    const running = served.post({ query: '{ slow(ms: 400) }' });
    await new Promise((resolve) => setTimeout(resolve, 100));

    const took = await closedWithin(served, 3_000);

    expect((await running).body.data).toEqual({ slow: 'done' });
    expect(took).toBeGreaterThan(200);
  });

  it('does not wait for connections that are kept alive without a request', async () => {
    const served = await startTestServer();
    await served.post({ query: '{ hello }' });

    await closedWithin(served, 1_000);
  });

  it('tells open WebSockets that the server goes away', async () => {
    const served = await startTestServer();
    const codes: number[] = [];
    const client = createSocketClient({
      url: `${served.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      on: { closed: (event) => void codes.push((event as { readonly code: number }).code) },
    });
    client.subscribe(
      { query: 'subscription { forever }' },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
    while (served.openStreams.size === 0) await new Promise((resolve) => setTimeout(resolve, 10));

    await closedWithin(served, 3_000);

    expect(codes).toEqual([1001]);
    expect(served.openStreams.size).toBe(0);
  });

  it('cuts off a WebSocket that does not answer the goodbye', async () => {
    const served = await startTestServer();
    const socket = new WebSocket(
      `${served.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    await new Promise((resolve) => socket.once('open', resolve));
    socket.pause();

    await closedWithin(served, 5_000);

    socket.terminate();
  });

  it('ends open streams of server-sent events, and does not call their operations complete', async () => {
    const served = await startTestServer();
    const response = await fetch(`${served.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { forever }' }),
    });
    const text = response.text();

    await closedWithin(served, 3_000);

    expect(await text).toBe(':\n\n');
  });

  it('twice is the same as once', async () => {
    const served = await startTestServer();

    await Promise.all([served.server.close(), served.server.close()]);

    await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
  });
});
