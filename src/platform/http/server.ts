import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { constants } from 'node:zlib';

import fastifyCompress from '@fastify/compress';
import fastifyCors from '@fastify/cors';
import { fastify, type FastifyInstance, LogController } from 'fastify';

import { RateLimiter } from '../rate-limit/rate-limiter';
import { createApolloServer } from './apollo';
import { registerDemo } from './demo-routes';
import { registerErrorAnswers } from './error-answers';
import { registerGraphiql } from './graphiql-page';
import { authenticating, GRAPHQL_PATH, registerGraphql } from './graphql-route';
import { createIntake } from './intake';
import { LIMITS } from './limits';
import { LIVE_LIMITS, OpenCount } from './live-limits';
import type { HttpServer, HttpServerOptions } from './options';
import {
  CORRELATION_HEADER,
  idsOf,
  REQUEST_ID_HEADER,
  type RequestFacts,
  type RequestIds,
} from './request-facts';
import { type EventStreams, registerEventStreams } from './server-sent-events';
import { createLiveSockets, type LiveSockets } from './websocket';

declare module 'fastify' {
  interface FastifyRequest {
    ids: RequestIds;
    /** null before the token was looked at. */
    facts: RequestFacts | null;
    /** Media type of the answer, of those that the client accepts; null: it accepts none. */
    answerType: string | null;
    startedAtMs: number;
  }
}

const REQUEST_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 5_000;
/** How long a stop waits for what runs. */
const DRAIN_TIMEOUT_MS = 10_000;
/** Shorter than what probes of orchestrators usually wait. */
const READINESS_TIMEOUT_MS = 2_000;
/** Shorter answers fit into one packet anyway. */
const COMPRESSED_FROM_BYTES = 1_024;
const PREFLIGHT_MAX_AGE_SECONDS = 600;

const ALLOWED_HEADERS = [
  'authorization',
  'content-type',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-locale',
  'accept-language',
  'last-event-id',
  'x-graphql-event-stream-token',
  CORRELATION_HEADER,
  REQUEST_ID_HEADER,
];
const EXPOSED_HEADERS = [
  CORRELATION_HEADER,
  REQUEST_ID_HEADER,
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'www-authenticate',
];

const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The server around the schema: HTTP, WebSocket, server-sent events, and the pages beside them. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { config, errorMap } = options;
  const app = newApp(options);
  const work = new WorkInProgress();
  const hasCors = config.corsOrigins.length > 0;
  registerRequestStart(app, work);
  registerErrorAnswers(app, errorMap, options.metrics);
  if (hasCors) await registerCors(app, config.corsOrigins);
  await registerCompression(app);
  const { sockets, streams, stopApollo } = await registerOperations(app, options, hasCors);
  registerPlainRoutes(app, options, work);
  if (options.demo) registerDemo(app, options.demo, config.publicUrl);
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!work.isStopping && pathOf(request) === GRAPHQL_PATH)
      sockets.upgrade(request, socket, head);
    else refuseUpgrade(socket, work.isStopping ? '503 Service Unavailable' : '404 Not Found');
  });

  const stop = once(async () => {
    work.isStopping = true;
    await sockets.close();
    streams.close();
    const closed = app.close();
    await work.finished(DRAIN_TIMEOUT_MS);
    // Connections that are kept alive without a request would hold the process.
    app.server.closeAllConnections();
    await closed;
    await stopApollo();
  });
  const address = (): string => config.publicUrl ?? listeningAt(app, config.host);
  return {
    listen: async () => {
      await app.listen({ host: config.host, port: config.port });
      return address();
    },
    close: stop,
    address,
  };
}

function newApp({ config, logger }: HttpServerOptions): FastifyInstance {
  const app = fastify({
    loggerInstance: logger,
    // One line an operation is written by the operation itself.
    logController: new LogController({ disableRequestLogging: true }),
    // What fastify says by itself is about connections, and a logger for each request costs more than all its hooks.
    childLoggerFactory: (parent) => parent,
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    trustProxy: trustedProxies(config.trustProxy),
  }) as unknown as FastifyInstance;
  // A form or a plain text can be posted from any page without asking first.
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('ids');
  app.decorateRequest('facts', null);
  app.decorateRequest('answerType', null);
  app.decorateRequest('startedAtMs', 0);
  return app;
}

/** A number counts the proxies in front of the server, the nearest first. */
function trustedProxies(
  trustProxy: HttpServerOptions['config']['trustProxy'],
): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return trustProxy === false ? false : [...trustProxy];
}

function registerRequestStart(app: FastifyInstance, work: WorkInProgress): void {
  const done = (): void => work.done();
  app.addHook('onRequest', (request, reply, next) => {
    request.startedAtMs = performance.now();
    request.ids = idsOf(request.headers);
    reply.headers(SECURITY_HEADERS);
    reply.header(CORRELATION_HEADER, request.ids.correlationId);
    reply.header(REQUEST_ID_HEADER, request.ids.requestId);
    work.started();
    // It is told once.
    reply.raw.on('close', done);
    next();
  });
}

async function registerCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  await app.register(fastifyCors, {
    origin: origins.includes('*') ? '*' : [...origins],
    // PUT and DELETE for a stream that operations share.
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_MAX_AGE_SECONDS,
  });
}

/**
 * Longer answers are compressed for clients that ask for it. Requests are not unpacked: a small body could become
 * a large one. Event streams are not touched, because each event has to leave at once.
 */
async function registerCompression(app: FastifyInstance): Promise<void> {
  await app.register(fastifyCompress, {
    globalDecompression: false,
    threshold: COMPRESSED_FROM_BYTES,
    encodings: ['br', 'gzip'],
    customTypes: /^(?:application\/(?:graphql-response\+)?json|text\/plain)\b/,
    // The usual settings are made for files: the best brotli takes fifty times as long for a tenth less.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
  });
}

async function registerOperations(
  app: FastifyInstance,
  options: HttpServerOptions,
  hasCors: boolean,
): Promise<{ sockets: LiveSockets; streams: EventStreams; stopApollo: () => Promise<void> }> {
  const { schema, verifier, errorMap, logger, contextFor, metrics } = options;
  const apollo = createApolloServer({ schema, errorMap, logger, metrics });
  await apollo.start();
  const { rateLimit } = options;
  const limiter =
    rateLimit === undefined
      ? null
      : new RateLimiter(rateLimit.limits, rateLimit.store, ({ name }) => metrics.rateLimited(name));
  const intake = createIntake(schema, rateLimit?.guessable);
  const page = registerGraphiql(app, {
    directory: options.graphiqlDirectory,
    demo: Boolean(options.demo),
  });
  const route = { apollo, intake, limiter, verifier, contextFor, logger, page };
  registerGraphql(app, route, hasCors);
  const limits = { ...LIVE_LIMITS, ...options.liveLimits };
  const countOf = (limit: number, what: string): OpenCount =>
    new OpenCount(limit, `${what} of one caller`, () => metrics.rateLimited(what));
  const connections = countOf(limits.connectionsPerCaller, 'connections');
  const operations = countOf(limits.operationsPerCaller, 'live operations');
  const counts = { limits, connections, operations };
  const live = { schema, intake, limiter, errorMap, contextFor, metrics, ...counts };
  const streams = registerEventStreams(app, {
    ...live,
    authenticate: authenticating(verifier, logger),
    hasCors,
  });
  const sockets = createLiveSockets({ ...live, verifier, logger });
  return { sockets, streams, stopApollo: () => apollo.stop() };
}

function registerPlainRoutes(
  app: FastifyInstance,
  { printSdl, readiness, logger, metrics }: HttpServerOptions,
  work: WorkInProgress,
): void {
  let sdl: string | null = null;
  app.get('/schema.graphql', (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send((sdl ??= printSdl())),
  );
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const isReady = !work.isStopping && (await answeredInTime(readiness));
    if (!isReady) logger.warn('not ready');
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
}

/** A database that does not answer is as good as one that says no. */
async function answeredInTime(readiness: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), READINESS_TIMEOUT_MS);
  });
  try {
    return await Promise.race([readiness(), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Requests that have no answer yet. */
class WorkInProgress {
  isStopping = false;
  private running = 0;
  private onIdle: () => void = () => undefined;

  started(): void {
    this.running += 1;
  }

  done(): void {
    this.running -= 1;
    if (this.running === 0) this.onIdle();
  }

  /** Resolves when nothing runs, or when the time is up. */
  finished(timeoutMs: number): Promise<void> {
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= act());
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?')[0] ?? '';
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function listeningAt(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
