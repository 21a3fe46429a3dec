import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * What the page may load and talk to: this server and nothing else. `connect-src 'self'` covers the
 * WebSocket of the same host too. Two words are wider than one would like, both for the Monaco
 * editor: it writes style elements, and its fonts and some icons are `data:` addresses in the style
 * sheet. Scripts and workers are files of this server only; nothing is evaluated.
 */
export const GRAPHIQL_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.ttf', 'font/ttf'],
]);

const ONE_YEAR_IMMUTABLE = 'public, max-age=31536000, immutable';
const PAGE_PLACEHOLDER = 'data-demo="unknown"';
const NOT_BUILT =
  'GraphiQL is not built. Run "npm run build:graphiql" and start the server again.\n';

export interface GraphiqlOptions {
  /** Folder that `scripts/build-graphiql.mjs` writes. */
  readonly directory: string;
  /** Whether `/demo/…` is served: decides between the persona picker and a field for a token. */
  readonly demo: boolean;
}

export interface GraphiqlPage {
  /** Answers with the page; the caller has decided that a browser asks (see {@link wantsGraphiql}). */
  send(reply: FastifyReply): FastifyReply;
}

/**
 * Serves the files of the page at `/graphiql/` and returns the page itself, which the route of
 * `GET /graphql` sends to browsers. The files are listed once, so a request can only name one of
 * them, whatever dots and slashes it holds. Their names carry a hash and may be kept for ever.
 */
export function registerGraphiql(app: FastifyInstance, options: GraphiqlOptions): GraphiqlPage {
  const files = listFiles(options.directory);
  const html = readPage(options);

  app.get<{ Params: { name: string } }>('/graphiql/:name', (request, reply) => {
    const { name } = request.params;
    const contentType = CONTENT_TYPES.get(extname(name));
    if (!files.has(name) || contentType === undefined) return reply.callNotFound();
    return sendFile(request, reply, join(options.directory, name), {
      contentType,
      isCompressed: files.has(`${name}.gz`),
    });
  });

  return {
    send(reply) {
      protect(reply).header('cache-control', 'no-cache');
      if (html === null) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
      return reply.type('text/html; charset=utf-8').send(html);
    },
  };
}

/** A browser that opens the address asks for HTML first; no GraphQL client does. */
export function wantsGraphiql(request: FastifyRequest): boolean {
  return request.method === 'GET' && /\btext\/html\b/i.test(request.headers.accept ?? '');
}

function listFiles(directory: string): ReadonlySet<string> {
  if (!existsSync(directory)) return new Set();
  const entries = readdirSync(directory, { withFileTypes: true });
  return new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
}

function readPage({ directory, demo }: GraphiqlOptions): string | null {
  const path = join(directory, 'index.html');
  if (!existsSync(path)) return null;
  return readFileSync(path, 'utf8').replace(PAGE_PLACEHOLDER, `data-demo="${demo}"`);
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  file: { contentType: string; isCompressed: boolean },
): FastifyReply {
  protect(reply).type(file.contentType).header('cache-control', ONE_YEAR_IMMUTABLE);
  if (!file.isCompressed) return reply.send(createReadStream(path));

  reply.header('vary', 'accept-encoding');
  if (!/\bgzip\b/i.test(String(request.headers['accept-encoding'] ?? ''))) {
    return reply.send(createReadStream(path));
  }
  return reply.header('content-encoding', 'gzip').send(createReadStream(`${path}.gz`));
}

/** A worker is bound by the policy of its own answer, not by that of the page; so every file has it. */
function protect(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', GRAPHIQL_CONTENT_SECURITY_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer');
}
