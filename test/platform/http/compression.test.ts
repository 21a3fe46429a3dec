import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { startTestServer, type TestServer } from '../../support/http-test-server';

let served: TestServer;
beforeAll(async () => {
  served = await startTestServer();
});
afterAll(() => served.server.close());

interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** `fetch` would unpack the answer and say nothing. */
function send(path: string, body: object | null, headers: Record<string, string>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${served.url}${path}`,
      {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body ? JSON.stringify(body) : undefined);
  });
}

const LONG = {
  query: 'query ($n: String) { hello(name: $n) }',
  variables: { n: 'x'.repeat(5_000) },
};
const UNPACKED: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
};

test.each(['br', 'gzip'])('a long answer is sent as %s to who asks for it', async (encoding) => {
  const { status, headers, body } = await send('/graphql', LONG, { 'accept-encoding': encoding });

  expect(status).toBe(200);
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers['vary']).toContain('accept-encoding');
  expect(headers['content-length']).toBe(String(body.length));
  expect(body.length).toBeLessThan(500);
  expect(JSON.parse(String(UNPACKED[encoding]?.(body)))).toEqual({
    data: { hello: `Hello ${LONG.variables.n}` },
  });
});

test.each([
  ['nobody asks', LONG, {}],
  ['only another encoding is asked for', LONG, { 'accept-encoding': 'zstd' }],
  ['the answer is short', { query: '{ hello }' }, { 'accept-encoding': 'gzip' }],
])('nothing is compressed where %s', async (_name, operation, headers) => {
  const answer = await send('/graphql', operation, headers as Record<string, string>);

  expect(answer.status).toBe(200);
  expect(answer.headers['content-encoding']).toBeUndefined();
  expect(JSON.parse(String(answer.body))).toHaveProperty('data.hello');
});

test('an error answer is whole, with its ids', async () => {
  const query = `{ ${Array.from({ length: 40 }, (_, n) => `nothing${n}`).join(' ')} }`;
  const ids = { 'ms-correlationid': 'correlation', 'ms-requestid': 'request' };
  const { status, headers, body } = await send(
    '/graphql',
    { query },
    { 'accept-encoding': 'gzip', ...ids },
  );

  const { errors } = JSON.parse(String(gunzipSync(body))) as {
    errors: { extensions: Record<string, unknown> }[];
  };

  expect(status).toBe(400);
  expect(headers['content-encoding']).toBe('gzip');
  expect(errors).toHaveLength(40);
  expect(errors[0]?.extensions).toMatchObject({
    code: 'GRAPHQL_VALIDATION_FAILED',
    correlationId: 'correlation',
    requestId: 'request',
  });
});

test('a compressed request is not unpacked', async () => {
  const { status } = await send('/graphql', { query: '{ hello }' }, { 'content-encoding': 'gzip' });

  // Unpacking it would fail: it is not packed at all.
  expect(status).toBe(200);
});

test('an event stream is not compressed', async () => {
  const { headers } = await send(
    '/graphql/stream',
    { query: 'subscription { count(to: 100) }' },
    { 'accept-encoding': 'gzip', accept: 'text/event-stream' },
  );

  expect(headers['content-encoding']).toBeUndefined();
});
