import { type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';

import { KeysUnavailableError } from '../../../src/platform/auth/token-verifier';
import { createErrorMap } from '../../../src/platform/graphql/error-map';
import {
  answerOf,
  startTestServer,
  type TestServer,
  testToken,
} from '../../support/http-test-server';

/** What `fetch` does not let be sent. */
async function sent(
  options: RequestOptions,
  body = '',
): Promise<{ status: number; body: unknown }> {
  const { port } = new URL(served.url);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ port, ...options }, resolve)
      .on('error', reject)
      .end(body);
  });
  const text = (await response.setEncoding('utf8').toArray()).join('');
  return { status: response.statusCode ?? 0, body: JSON.parse(text) as unknown };
}

async function statusOf(headers: Record<string, string>): Promise<number> {
  const all = { 'content-type': 'application/json', ...headers };
  const options = { method: 'POST', path: '/graphql', headers: all };
  return (await sent(options, JSON.stringify(HELLO))).status;
}

let served: TestServer;
beforeAll(async () => {
  served = await startTestServer();
});
afterAll(() => served.server.close());

const HELLO = { query: '{ hello }' };
const PREFLIGHT = { 'apollo-require-preflight': 'true' };

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(served.url + path, { headers });
}

describe('callers', () => {
  it('without a token are served as nobody, and not refused', async () => {
    const { status, body } = await served.post({ query: '{ whoAmI }' });

    expect(status).toBe(200);
    expect(body.data).toEqual({ whoAmI: 'nobody' });
  });

  it('with a right token are who it says', async () => {
    const authorization = `Bearer ${await testToken({ oid: 'grace' })}`;

    const { body } = await served.post({ query: '{ whoAmI }' }, { authorization });

    expect(body.data).toEqual({ whoAmI: 'grace' });
  });

  it.each(['Bearer wrong', 'Basic abc', 'Bearer a.b.c'])(
    'with %s are refused before execution',
    async (authorization) => {
      const contextCount = served.contexts.length;

      const { status, codes, headers, body } = await served.post(HELLO, { authorization });

      expect(status).toBe(401);
      expect(codes).toEqual(['UNAUTHENTICATED']);
      expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect(body).not.toHaveProperty('data');
      expect(served.contexts).toHaveLength(contextCount);
    },
  );

  it('are told at a field that asks for a token which kind of token', async () => {
    const { status, codes, headers, body } = await served.post({ query: '{ secret hello }' });

    expect(status).toBe(200);
    expect(codes).toEqual(['UNAUTHENTICATED']);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(body.data).toEqual({ secret: null, hello: 'Hello world' });
  });

  it('are not called unauthenticated when it is the issuer that does not answer', async () => {
    const verify = (): Promise<never> =>
      Promise.reject(new KeysUnavailableError('https://login.example.com', new Error('down')));
    const own = await startTestServer({ verifier: { verify } });

    const { status, codes } = await own.post(HELLO, { authorization: 'Bearer a.b.c' });
    await own.server.close();

    expect(status).toBe(503);
    expect(codes).toEqual(['UNAVAILABLE']);
  });
});

describe('ids of a request', () => {
  it('that the client sends are echoed, and stand in every error', async () => {
    const headers = { 'MS-CorrelationId': 'act-1', 'MS-RequestId': 'call-1' };

    const answer = await served.post({ query: '{ boom }' }, headers);

    expect(answer.headers.get('ms-correlationid')).toBe('act-1');
    expect(answer.headers.get('ms-requestid')).toBe('call-1');
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({
      correlationId: 'act-1',
      requestId: 'call-1',
    });
  });

  it.each(['two words', 'x'.repeat(65), '<script>', 'a"b'])(
    'that could be something else are replaced: %s',
    async (id) => {
      const { headers } = await served.post(HELLO, { 'MS-CorrelationId': id });

      expect(headers.get('ms-correlationid')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it.each<[string, unknown, Record<string, string>]>([
    ['a syntax error', { query: '{' }, {}],
    ['a validation error', { query: '{ nothing }' }, {}],
    ['no query', { variables: {} }, {}],
    ['no JSON', '{', {}],
    ['a limit', { query: `{ ${'hello '.repeat(2_000)} }` }, {}],
    ['a batch', [HELLO, HELLO], {}],
    ['a media type that is not accepted', HELLO, { accept: 'text/plain' }],
    ['another media type of the body', 'query=x', { 'content-type': 'text/plain' }],
    ['a wrong token', HELLO, { authorization: 'Bearer x' }],
  ])('stand in the answer to %s', async (_, body, headers) => {
    const answer = await served.post(body, { 'MS-CorrelationId': 'act-2', ...headers });

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({
      correlationId: 'act-2',
      requestId: expect.any(String) as string,
    });
  });
});

describe('errors that nobody expected', () => {
  it('say nothing, and are in the log with the id that the client got', async () => {
    const { body, codes } = await served.post(
      { query: '{ boom }' },
      { 'MS-CorrelationId': 'act-3' },
    );

    expect(codes).toEqual(['INTERNAL']);
    expect(JSON.stringify(body)).not.toMatch(/secret inside|\.ts|stack/);
    const lines = served.logLines.filter(
      (line) => line.includes('act-3') && line.includes('secret'),
    );
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', correlationId: 'act-3' });
  });

  it('in making the context are answered like any other', async () => {
    const own = await startTestServer({
      contextFor: () => Promise.reject(new Error('the secret inside of the context')),
    });

    const { status, codes, body } = await own.post(HELLO);
    await own.server.close();

    expect(status).toBe(500);
    expect(codes).toEqual(['INTERNAL']);
    expect(JSON.stringify(body)).not.toContain('secret inside');
  });

  it('never bring a token into the log', async () => {
    const token = await testToken();
    await served.post(HELLO, { authorization: `Bearer ${token}` });
    await served.post(HELLO, { authorization: `Bearer ${token.slice(0, -4)}` });

    expect(served.logLines.join('')).not.toContain(token.split('.')[2]?.slice(0, 20));
    expect(served.logLines.some((line) => line.includes('token refused'))).toBe(true);
  });
});

describe('what is refused over HTTP', () => {
  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['a batch of operations', [HELLO, HELLO], {}, 400, 'BAD_REQUEST'],
    ['a body that is no JSON', '{"query":', {}, 400, 'BAD_REQUEST'],
    [
      'a body with a polluted prototype',
      '{"__proto__":{"a":1},"query":"{hello}"}',
      {},
      400,
      'BAD_REQUEST',
    ],
    ['no body', '', {}, 400, 'BAD_REQUEST'],
    [
      'a form',
      'query={hello}',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'BAD_REQUEST',
    ],
    ['a plain text', JSON.stringify(HELLO), { 'content-type': 'text/plain' }, 415, 'BAD_REQUEST'],
    ['an answer nobody wants', HELLO, { accept: 'image/png' }, 406, 'BAD_REQUEST'],
    [
      'a body over 1 MB',
      { query: '{hello}', padding: 'x'.repeat(1_048_576) },
      {},
      413,
      'QUERY_TOO_COMPLEX',
    ],
    ['a syntax error', { query: '{ hello' }, {}, 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ unknown }' }, {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown operation name',
      { query: 'query A { hello }', operationName: 'B' },
      {},
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a wrong variable',
      { query: 'query ($to: Int!) { slow(ms: $to) }', variables: { to: 'x' } },
      {},
      400,
      'INVALID_INPUT',
    ],
    ['a live operation', { query: 'subscription { count(to: 1) }' }, {}, 400, 'BAD_REQUEST'],
    [
      'a deep literal',
      { query: `{ matrix(values: ${'['.repeat(900)}${']'.repeat(900)}) }` },
      {},
      400,
      'QUERY_TOO_COMPLEX',
    ],
  ])('%s', async (_, body, headers, status, code) => {
    const answer = await served.post(body, headers);

    expect(answer.status).toBe(status);
    expect(answer.codes).toEqual([code]);
    expect(JSON.stringify(answer.body)).not.toMatch(/Maximum call stack|node_modules|at \w+ \(/);
  });

  it.each([1, 2, 'x', null])(
    'a persisted query of version %p, with a code that clients know',
    async (version) => {
      const extensions = { persistedQuery: { version, sha256Hash: 'a'.repeat(64) } };

      for (const body of [{ extensions }, { extensions, ...HELLO }]) {
        expect((await served.post(body)).codes).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
      }
    },
  );

  it('a mutation by GET, without executing it', async () => {
    const query = new URLSearchParams({ query: 'mutation { write(input: { value: 1 }) }' });

    const { status } = await answerOf(await get(`/graphql?${query}`, PREFLIGHT));

    expect(status).toBe(405);
    expect(served.writes).toBe(0);
  });

  it('a mutation whose answer could not be delivered, without executing it', async () => {
    const mutation = { query: 'mutation { write(input: { value: 1 }) }' };

    expect((await served.post(mutation, { accept: 'text/csv' })).status).toBe(406);
    expect(served.writes).toBe(0);
  });

  it.each([
    ['PUT', '/graphql', 'GET, POST'],
    ['PATCH', '/graphql', 'GET, POST'],
    ['DELETE', '/graphql', 'GET, POST'],
    ['OPTIONS', '/graphql', 'GET, POST'],
    ['PATCH', '/graphql/stream', 'GET, POST, PUT, DELETE'],
    ['OPTIONS', '/graphql/stream', 'GET, POST, PUT, DELETE'],
  ])('the method %s at %s', async (method, path, allowed) => {
    const response = await fetch(served.url + path, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
  });

  it('an address that does not exist', async () => {
    const { status, codes } = await answerOf(await get('/nothing'));

    expect(status).toBe(404);
    expect(codes).toEqual(['NOT_FOUND']);
  });

  it.each(['[', '1.2.3.4.5', 'xn--'])('a Host header that is no host: %s', async (host) => {
    const statuses = [
      await statusOf({ host: 'api.example.com' }),
      await statusOf({ host }),
      await statusOf({ host }),
      await statusOf({ host: 'api.example.com' }),
    ];

    expect(statuses).toEqual([200, 400, 400, 200]);
  });
});

const PLAIN_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

describe('media type of an answer', () => {
  it.each([
    ['', PLAIN_TYPE],
    ['*/*', PLAIN_TYPE],
    ['application/json', PLAIN_TYPE],
    ['application/json; charset=utf-8', PLAIN_TYPE],
    ['application/json, text/plain, */*', PLAIN_TYPE],
    ['text/html, */*;q=0.1', PLAIN_TYPE],
    ['multipart/mixed;deferSpec=20220824, application/json', PLAIN_TYPE],
    ['application/graphql-response+json', GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
    ['application/graphql-response+json;charset=utf-8, application/json', GRAPHQL_TYPE],
    ['application/json;q=0.5, application/graphql-response+json', GRAPHQL_TYPE],
    ['application/graphql-response+json;q=0.5, application/json', PLAIN_TYPE],
  ])('where the client accepts "%s"', async (accept, type) => {
    const answers = [
      await served.post(HELLO, { accept }),
      await served.post({ query: '{ boom }' }, { accept }),
      await served.post({ query: '{ unknown }' }, { accept }),
      await served.post({ variables: {} }, { accept }),
      await served.post(HELLO, { accept, authorization: 'Bearer x' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 400, 401]);
    expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual(
      answers.map(() => type),
    );
  });
});

describe('what a page of another site can make a browser send unasked', () => {
  const path = '/graphql?query={hello}';

  it.each<[string, Record<string, string>, number]>([
    ['GET', {}, 400],
    ['GET', { 'content-type': 'text/plain' }, 400],
    ['GET', { 'content-type': 'Multipart/Form-Data; boundary=x' }, 400],
    ['GET', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['GET', { 'apollo-require-preflight': '' }, 400],
    ['GET', { 'content-type': 'text/plain', 'apollo-require-preflight': 'true' }, 415],
    ['GET', { 'apollo-require-preflight': 'true' }, 200],
    ['GET', { 'x-apollo-operation-name': 'Hello' }, 200],
    ['GET', { 'content-type': 'application/json' }, 200],
    ['POST', { 'content-length': '0' }, 400],
    ['POST', {}, 415],
    ['POST', { 'content-type': 'text/plain' }, 415],
    ['POST', { 'content-type': 'text/plain; application/json' }, 415],
    ['POST', { 'content-type': 'application/json' }, 200],
    ['POST', { 'content-type': 'Application/JSON;charset=UTF-8' }, 200],
  ])('is not executed: %s with %p, answered with %i', async (method, headers, status) => {
    const body = headers['content-length'] === '0' ? '' : JSON.stringify(HELLO);

    expect((await sent({ method, path, headers }, method === 'GET' ? '' : body)).status).toBe(
      status,
    );
  });
});

describe('an operation in the address', () => {
  const query = encodeURIComponent('query ($name: String) { hello(name: $name) }');
  const variables = encodeURIComponent('{"name":"Ada"}');

  it.each([
    `/graphql?query=${query}&variables=${variables}`,
    `/graphql?query=${query}&variables=${variables}#fragment?query=x`,
    `http://api.example.com/graphql?query=${query}&variables=${variables}`,
  ])('%s', async (path) => {
    expect(await sent({ method: 'GET', path, headers: PREFLIGHT })).toEqual({
      status: 200,
      body: { data: { hello: 'Hello Ada' } },
    });
  });

  it('is not looked for behind a fragment', async () => {
    const path = `/graphql#?query=${query}`;

    expect(await sent({ method: 'GET', path, headers: PREFLIGHT })).toMatchObject({ status: 400 });
  });
});

describe('schema', () => {
  it('is public: introspection works without a token', async () => {
    const { body } = await served.post({ query: '{ __schema { queryType { name } } }' });

    expect(body.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('is served as text', async () => {
    const response = await get('/schema.graphql');

    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('type Query');
  });
});

describe('pages for a browser', () => {
  it('a browser that opens the address gets the page, not an answer of GraphQL', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

    const response = await get('/graphql', { accept });

    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build:graphiql');
  });

  it('every answer keeps browsers from guessing, framing and storing', async () => {
    for (const path of ['/graphql', '/healthz', '/nothing', '/schema.graphql']) {
      const { headers } = await get(path);

      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

describe('other origins', () => {
  const preflight = (url: string, origin: string): Promise<Response> =>
    fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  it('are not let in unless configured', async () => {
    const { headers } = await served.post(HELLO, { origin: 'https://app.example.com' });

    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight(served.url, 'https://app.example.com')).status).toBe(405);
  });

  it('that are configured may call, others may not', async () => {
    const own = await startTestServer({ config: { corsOrigins: ['https://app.example.com'] } });

    const allowed = await preflight(own.url, 'https://app.example.com');
    const other = await preflight(own.url, 'https://evil.example.com');
    const answer = await own.post(HELLO, { origin: 'https://app.example.com' });
    const refused = await own.post(HELLO, {
      origin: 'https://app.example.com',
      authorization: 'Bearer x',
    });
    await own.server.close();

    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(other.headers.get('access-control-allow-origin')).not.toBe('https://evil.example.com');
    expect(answer.headers.get('access-control-expose-headers')).toContain('ms-correlationid');
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });
});

describe('health', () => {
  it('the process answers while it runs', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
  });

  it.each<[string, () => Promise<boolean>, number]>([
    ['answers', () => Promise.resolve(true), 200],
    ['says no', () => Promise.resolve(false), 503],
    ['fails', () => Promise.reject(new Error('down')), 503],
    ['does not answer', () => new Promise(() => undefined), 503],
  ])('the server is ready as the database %s', async (_, readiness, status) => {
    const own = await startTestServer({ readiness });

    const response = await fetch(`${own.url}/readyz`);
    await own.server.close();

    expect(response.status).toBe(status);
  });

  it('metrics count operations by outcome and errors by code, and name nobody', async () => {
    const own = await startTestServer();
    await own.post({ query: 'query NameOfSomebody { hello }' });
    await own.post({ query: '{ secret }' });
    await own.post({ query: '{ boom }' });

    const text = await (await fetch(`${own.url}/metrics`)).text();
    await own.server.close();

    expect(text).toContain(
      'multipartner_operations_total{transport="http",type="query",outcome="ok"} 1',
    );
    expect(text).toContain(
      'multipartner_operations_total{transport="http",type="query",outcome="refused"} 1',
    );
    expect(text).toContain(
      'multipartner_operations_total{transport="http",type="query",outcome="failed"} 1',
    );
    expect(text).toContain('multipartner_errors_total{code="UNAUTHENTICATED"} 1');
    expect(text).not.toContain('NameOfSomebody');
  });
});

describe('languages', () => {
  it.each<[Record<string, string>, string]>([
    [{}, 'en-US'],
    [{ 'x-locale': 'zh-CN', 'accept-language': 'de' }, 'zh-CN'],
    [{ 'accept-language': 'fr, it;q=0.5, de-AT;q=0.8' }, 'de-DE'],
    [{ 'accept-language': 'es;q=0, it' }, 'it-IT'],
    [{ 'x-locale': '../../etc', 'accept-language': 'x'.repeat(300) }, 'en-US'],
  ])('%j reads %s', async (headers, locale) => {
    const locales: string[] = [];
    const base = createErrorMap({ logFailure: () => undefined });
    const own = await startTestServer({
      errorMap: (error, scope) => {
        locales.push(scope.locale);
        return base(error, scope);
      },
    });
    // fetch fills in a header of its own where none is given.
    await own.post({ query: '{ secret }' }, { 'accept-language': 'en-US', ...headers });
    await own.server.close();

    expect(locales).toEqual([locale]);
  });
});
