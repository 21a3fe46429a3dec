import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';

import {
  GRAPHIQL_CONTENT_SECURITY_POLICY,
  registerGraphiql,
  wantsGraphiql,
} from '../../../src/platform/http/graphiql-page';

const SCRIPT = 'console.log("page")';

let folder: string;
let app: FastifyInstance;

function givenServer(options: { directory: string; demo: boolean }): void {
  app = Fastify();
  const page = registerGraphiql(app, options);
  app.get('/graphql', (request, reply) =>
    wantsGraphiql(request) ? page.send(reply) : reply.code(400).send(),
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphiql-page-'));
  writeFileSync(join(folder, 'index.html'), '<html data-demo="unknown"></html>');
  writeFileSync(join(folder, 'main-ABC.js'), SCRIPT);
  writeFileSync(join(folder, 'main-ABC.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(folder, 'build.json'), '{}');
});

afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

test.each([true, false])('the page says whether the server is a demo: %s', async (demo) => {
  givenServer({ directory: folder, demo });

  const answer = await app.inject({ url: '/graphql', headers: browser });

  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.headers['content-security-policy']).toBe(GRAPHIQL_CONTENT_SECURITY_POLICY);
  expect(answer.headers['cache-control']).toBe('no-cache');
  expect(answer.body).toBe(`<html data-demo="${demo}"></html>`);
});

test.each(['*/*', 'application/json', 'application/graphql-response+json', undefined])(
  'a client that accepts %s gets no page',
  async (accept) => {
    givenServer({ directory: folder, demo: true });

    const answer = await app.inject({ url: '/graphql', headers: accept ? { accept } : {} });

    expect(answer.statusCode).toBe(400);
  },
);

test('files with a hash in their name may be kept for ever and arrive compressed when that is accepted', async () => {
  givenServer({ directory: folder, demo: true });

  const plain = await app.inject({ url: '/graphiql/main-ABC.js' });
  const packed = await app.inject({
    url: '/graphiql/main-ABC.js',
    headers: { 'accept-encoding': 'gzip, br' },
  });

  expect(plain.body).toBe(SCRIPT);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(plain.headers['cache-control']).toContain('immutable');
  expect(plain.headers['content-security-policy']).toBe(GRAPHIQL_CONTENT_SECURITY_POLICY);
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(packed.rawPayload).toString()).toBe(SCRIPT);
});

test.each([
  '/graphiql/../package.json',
  '/graphiql/..%2fpackage.json',
  '/graphiql/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/graphiql/..%5cpackage.json',
  '/graphiql/%00main-ABC.js',
  '/graphiql/',
  '/graphiql/main-XYZ.js',
  '/graphiql/main-ABC.js.gz',
  '/graphiql/build.json',
])('nothing but the files of the page is served: %s', async (url) => {
  givenServer({ directory: folder, demo: true });

  const answer = await app.inject({ url });

  expect(answer.statusCode).toBe(404);
});

test('a server without the built page says how to build it, and starts all the same', async () => {
  givenServer({ directory: join(folder, 'missing'), demo: true });

  const answer = await app.inject({ url: '/graphql', headers: browser });

  expect(answer.statusCode).toBe(503);
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
});

test('the policy allows no other address, no inline script and no evaluation', () => {
  const scripts = GRAPHIQL_CONTENT_SECURITY_POLICY.split('; ').filter((directive) =>
    /^(default|script|worker|connect)-src/.test(directive),
  );

  expect(scripts).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
  ]);
  expect(GRAPHIQL_CONTENT_SECURITY_POLICY).not.toMatch(/https?:|wss?:|\*|unsafe-eval/);
});
