import { Readable } from 'node:stream';

import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
} from 'fastify';
import type { ExecutionResult } from 'graphql';
import { createHandler, type Response } from 'graphql-sse';

import { liveSource } from '../live-source';
import { httpRefusal } from './error-answers';
import { type EventStreamBody, StreamWindow, withIds } from './event-stream-body';
import { onlyMethods } from './graphql-route';
import {
  admit,
  asGraphQLError,
  atExpiry,
  type LiveAnswer,
  type LiveParts,
  prepareLiveOperation,
  reportRefusal,
  type SentLiveOperation,
  startLiveOperation,
} from './live-operations';
import { acceptsEventStream, EVENT_STREAM_TYPE } from './media-type';
import type { Metrics } from './metrics';
import type { RequestFacts } from './request-facts';
import { SharedStreams, streamTokenOf } from './shared-streams';
import { StreamedOperation } from './streamed-operation';

export interface EventStreamParts extends LiveParts {
  readonly authenticate: onRequestAsyncHookHandler;
  /** Origins are configured: `OPTIONS` is answered by the CORS plugin. */
  readonly hasCors: boolean;
}

export interface EventStreams {
  /** Ends every open stream, in a way that lets its client come again. */
  close(): void;
}

export const EVENT_STREAM_PATH = '/graphql/stream';
const NOT_ACCEPTABLE = `This address answers with ${EVENT_STREAM_TYPE} only.`;
/** For who reads on after all: it finds out why it was sent away. */
const LINGER_MS = 30_000;

type Handler = ReturnType<typeof createHandler<FastifyRequest>>;

/**
 * Live operations as server-sent events, in both modes of the protocol: a request for each operation ("distinct
 * connections"), or one stream that operations share ("single connection").
 */
export function registerEventStreams(app: FastifyInstance, parts: EventStreamParts): EventStreams {
  const open = new OpenStreams(parts.metrics);
  const handlerFor = (token: string | null, window: StreamWindow): Handler =>
    createHandler<FastifyRequest>({
      authenticate: () => token,
      validate: () => [],
      onSubscribe: ({ raw }, params) => operationOf(parts, window, raw, params, token === null),
    });
  const shared = new SharedStreams(parts, handlerFor);

  const distinct = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const release = parts.connections.take(factsOf(request));
    reply.raw.once('close', release);
    const window = new StreamWindow(parts.limits.slowReaderMs);
    const answer = await handle(handlerFor(null, window), request, EVENT_STREAM_TYPE);
    return open.send(reply, answer, window);
  };
  const reserve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const stream = shared.reserve(factsOf(request));
    return open.send(reply, await handle(stream.handle, request, '*/*'), stream.window);
  };
  const onShared = async (
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const facts = factsOf(request);
    const stream = shared.of(token, facts);
    const isOpening = request.method === 'GET' && asksForEventStream(request);
    const answer = await handle(stream.handle, request, isOpening ? EVENT_STREAM_TYPE : '*/*');
    const body = bodyOf(answer);
    if (body !== null) {
      stream.opened();
      const stopExpiry = atExpiry(facts, () => void body.return());
      reply.raw.once('close', () => {
        stopExpiry();
        stream.end();
      });
    }
    return open.send(reply, answer, stream.window);
  };

  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', ...(parts.hasCors ? [] : ['OPTIONS'])],
    url: EVENT_STREAM_PATH,
    onRequest: [
      onlyMethods('GET', 'POST', 'PUT', 'DELETE'),
      refuseUnanswerable,
      parts.authenticate,
    ],
    handler: (request, reply) => {
      const token = streamTokenOf(request);
      if (request.method === 'PUT') return reserve(request, reply);
      if (token !== null) return onShared(token, request, reply);
      if (request.method === 'DELETE')
        throw httpRefusal(404, 'Which stream? Its token is missing.');
      return distinct(request, reply);
    },
  });
  return { close: () => open.close() };
}

/** An operation with a stream of its own is answered with nothing else. */
function refuseUnanswerable(
  request: FastifyRequest,
  _reply: FastifyReply,
  next: (error?: Error) => void,
): void {
  const hasOwn = ['GET', 'POST'].includes(request.method) && streamTokenOf(request) === null;
  const { accept } = request.headers;
  next(hasOwn && !acceptsEventStream(accept) ? httpRefusal(406, NOT_ACCEPTABLE) : undefined);
}

function asksForEventStream({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes(EVENT_STREAM_TYPE) ?? false;
}

/** Streams that clients are reading. */
class OpenStreams {
  private readonly ends = new Set<() => void>();
  private isGoingAway = false;

  constructor(private readonly metrics: Metrics) {}

  send(reply: FastifyReply, [body, init]: Response, window: StreamWindow): FastifyReply {
    // The library's own words for a request that it does not understand have no code.
    if (init.status >= 400) throw httpRefusal(init.status, refusalText(body));
    reply.code(init.status).headers({ ...init.headers, 'x-accel-buffering': 'no' });
    // Set by the connection itself, and not allowed beside HTTP/2 proxies.
    reply.removeHeader('connection').removeHeader('content-encoding');
    if (body === null || typeof body === 'string') return reply.send(body ?? '');
    // A generator that waits for its next text cannot be told to stop; that of the library can.
    const end = (): void => void body.return();
    this.ends.add(end);
    this.metrics.connectionOpened('sse');
    reply.raw.once('close', () => {
      this.metrics.connectionClosed('sse');
      this.ends.delete(end);
      end();
    });
    window.onLate = () => void setTimeout(() => reply.raw.destroy(), LINGER_MS).unref();
    const texts = withIds(body, window, () => this.isGoingAway);
    return reply.send(Readable.from(texts, { objectMode: false }));
  }

  close(): void {
    this.isGoingAway = true;
    for (const end of this.ends) end();
  }
}

function bodyOf([body]: Response): EventStreamBody | null {
  return body === null || typeof body === 'string' ? null : body;
}

function refusalText(body: unknown): string {
  const [, message] = /"message":"([^"\\]*)"/.exec(String(body)) ?? [];
  return message ?? 'This is not a request for a live operation.';
}

/** The place to go on from counts for a stream of one operation: of several, each has its own. */
function factsOf(request: FastifyRequest, isAlone = false): RequestFacts {
  const { facts, ids, ip } = request;
  const resumeAfter = isAlone ? headerOf(request, 'last-event-id') : null;
  return { ...(facts ?? { ...ids, token: null, address: ip, charge: null }), resumeAfter };
}

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}

/** The library compares the whole of `accept`; browsers and clients send more than one type. */
async function handle(
  handler: Handler,
  request: FastifyRequest,
  accept: string,
): Promise<Response> {
  return handler({
    method: request.method,
    url: request.url,
    headers: { get: (name) => (name === 'accept' ? accept : headerOf(request, name)) },
    body: () => (request.body ?? null) as Record<string, unknown> | null,
    raw: request,
    context: undefined,
  });
}

async function operationOf(
  parts: EventStreamParts,
  window: StreamWindow,
  request: FastifyRequest,
  params: SentLiveOperation,
  isAlone: boolean,
): Promise<AsyncIterable<ExecutionResult>> {
  const facts = factsOf(request, isAlone);
  const source = await start(parts, params, facts);
  return liveSource(new StreamedOperation(parts, window, facts, source));
}

async function start(
  parts: EventStreamParts,
  params: SentLiveOperation,
  facts: RequestFacts,
): Promise<AsyncGenerator<LiveAnswer> | ExecutionResult> {
  const prepared = prepareLiveOperation(parts, params);
  if (!prepared.problems) {
    // A refusal is the answer to the request: nothing has begun, so its status can say so.
    const admitted = await admit(parts, facts, prepared.cost);
    return startLiveOperation(parts, prepared.args, admitted, 'sse');
  }
  const errors = prepared.problems.map(asGraphQLError);
  reportRefusal(parts, errors, facts, 'sse');
  return { errors };
}
