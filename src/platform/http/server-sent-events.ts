import { Readable } from 'node:stream';

import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HTTPMethods,
  onRequestAsyncHookHandler,
  onRequestHookHandler,
} from 'fastify';
import type { ExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse';

import { DomainError } from '../../kernel/domain-error';
import { httpRefusal } from './error-answers';
import {
  asGraphQLError,
  atExpiry,
  chargedFacts,
  type LiveParts,
  prepareLiveOperation,
  presentable,
  reportRefusal,
  type SentLiveOperation,
  startLiveOperation,
} from './live-operations';
import { acceptsEventStream, EVENT_STREAM_TYPE } from './media-type';
import type { RequestFacts } from './request-facts';

export interface EventStreamParts extends LiveParts {
  /** Refuse what is no live operation, and verify the token. */
  readonly onRequest: onRequestHookHandler[] | onRequestAsyncHookHandler[];
  readonly otherMethods: readonly HTTPMethods[];
}

export interface EventStreams {
  /** Ends every open stream. */
  close(): void;
}

export const EVENT_STREAM_PATH = '/graphql/stream';
const NOT_ACCEPTABLE = `This address answers with ${EVENT_STREAM_TYPE} only.`;

/**
 * Live operations as server-sent events: one request, one operation ("distinct connections" of the
 * protocol). The mode that shares one stream keeps reservations in memory for whoever asks for one.
 */
export function registerEventStreams(app: FastifyInstance, parts: EventStreamParts): EventStreams {
  const open = new Set<() => void>();
  const handle = createHandler<FastifyRequest>({
    authenticate: () => null,
    validate: () => [],
    onSubscribe: async (request, params) => {
      return stream(parts, await start(parts, params, request.raw), request.raw, open);
    },
  });
  app.route({
    method: ['GET', 'POST', ...parts.otherMethods],
    url: EVENT_STREAM_PATH,
    onRequest: [
      ...(parts.onRequest as onRequestHookHandler[]),
      (request, _reply, next) => {
        const { accept } = request.headers;
        next(acceptsEventStream(accept) ? undefined : httpRefusal(406, NOT_ACCEPTABLE));
      },
    ],
    handler: async (request, reply) => {
      const [body, init] = await handle({
        method: request.method,
        url: request.url,
        headers: { get: (name) => headerOf(request, name) },
        body: () => (request.body ?? null) as Record<string, unknown> | null,
        raw: request,
        context: undefined,
      });
      // The library's own words for a request that it does not understand have no code.
      if (init.status >= 400) throw httpRefusal(init.status, refusalText(body));
      return send(reply, body, init);
    },
  });
  return {
    close: () => open.forEach((end) => end()),
  };
}

function refusalText(body: unknown): string {
  const [, message] = /"message":"([^"\\]*)"/.exec(String(body)) ?? [];
  return message ?? 'This is not a request for a live operation.';
}

function factsOf(request: FastifyRequest): RequestFacts {
  return request.facts ?? { ...request.ids, token: null, address: request.ip, charge: null };
}

/** The handler compares the whole of `accept`; browsers and clients send more than one type. */
function headerOf(request: FastifyRequest, name: string): string | null {
  if (name === 'accept') return EVENT_STREAM_TYPE;
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}

function send(
  reply: FastifyReply,
  body: string | AsyncGenerator<string, void, undefined> | null,
  init: { readonly status: number; readonly headers?: Readonly<Record<string, string>> },
): FastifyReply {
  reply.code(init.status).headers({ ...init.headers, 'x-accel-buffering': 'no' });
  // Set by the connection itself, and not allowed beside HTTP/2 proxies.
  reply.removeHeader('connection').removeHeader('content-encoding');
  if (body === null || typeof body === 'string') return reply.send(body ?? '');
  return reply.send(Readable.from(body, { objectMode: false }));
}

async function start(
  parts: EventStreamParts,
  params: SentLiveOperation,
  request: FastifyRequest,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const prepared = prepareLiveOperation(parts, params);
  if (!prepared.problems) {
    // A refusal is the answer to the request: nothing has begun, so its status can say so.
    const facts = await chargedFacts(parts, factsOf(request), prepared.cost);
    return startLiveOperation(parts, prepared.args, facts, 'sse');
  }
  const facts = factsOf(request);
  const errors = prepared.problems.map(asGraphQLError);
  reportRefusal(parts, errors, facts, 'sse');
  return { errors };
}

/**
 * The events as the client sees them. Ends when the token does, with an UNAUTHENTICATED as its last
 * event, and when the server goes away.
 */
async function* stream(
  parts: EventStreamParts,
  result: AsyncGenerator<ExecutionResult> | ExecutionResult,
  request: FastifyRequest,
  open: Set<() => void>,
): AsyncGenerator<ExecutionResult> {
  const facts = factsOf(request);
  const present = (answer: ExecutionResult): ExecutionResult =>
    presentable(answer, parts.errorMap, facts) as ExecutionResult;
  if (!(Symbol.asyncIterator in result)) {
    yield present(result);
    return;
  }
  let isExpired = false;
  const end = (): void => void result.return(undefined);
  const stopExpiry = atExpiry(facts, () => {
    isExpired = true;
    end();
  });
  open.add(end);
  // This generator waits for its next event and cannot be told to stop; its source can.
  request.raw.socket.once('close', end);
  try {
    for await (const answer of result) yield present(answer);
  } catch (error) {
    yield present({ errors: [asGraphQLError(error)] });
  } finally {
    stopExpiry();
    open.delete(end);
    request.raw.socket.off('close', end);
    end();
  }
  if (isExpired) {
    yield present({ errors: [asGraphQLError(new DomainError('UNAUTHENTICATED'))] });
  }
}
