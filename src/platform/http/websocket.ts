import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import {
  CloseCode,
  type Context,
  handleProtocols,
  makeServer,
  type ServerOptions,
} from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';

import { DomainError } from '../../kernel/domain-error';
import type { TokenVerifier } from '../auth/token-verifier';
import type { Logger } from '../logging';
import { LIMITS } from './limits';
import {
  admit,
  type Admitted,
  asGraphQLError,
  atExpiry,
  type LiveParts,
  prepareLiveOperation,
  presentable,
  reportRefusal,
  startLiveOperation,
} from './live-operations';
import { authenticate, idsOf, type RequestFacts } from './request-facts';

export interface WebSocketParts extends LiveParts {
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
}

export interface LiveSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every client that the server goes away (1001), and waits until they are gone. */
  close(): Promise<void>;
}

const GOING_AWAY = 1001;
/**
 * Codes of ours, beside those of the protocol. 4430: the client did not take what it was sent; 4431: its
 * caller has too many connections. It may come again, after the first with its last cursor.
 */
const SLOW_READER = 4430;
const TOO_MANY_CONNECTIONS = 4431;
const PING_EVERY_MS = 12_000;
/** A client that does not answer the goodbye is cut off. */
const CLOSE_GRACE_MS = 2_000;
/** Answers that wait for a client which sends and does not read. */
const MAX_BUFFERED_BYTES = 4 * 1_048_576;

/** What is known of one connection. */
interface Connection {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  facts: RequestFacts | null;
  stopExpiry: () => void;
  /** Takes it off the count of its caller. */
  release: () => void;
}

type SocketContext = Context<Record<string, unknown>, Connection>;

/** Live operations over WebSocket, sub-protocol `graphql-transport-ws`. */
export function createLiveSockets(parts: WebSocketParts): LiveSockets {
  const protocol = makeServer<Record<string, unknown>, Connection>(protocolOptions(parts));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    handleProtocols,
  });
  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const nothing = (): void => undefined;
    const connection: Connection = {
      request,
      socket,
      facts: null,
      stopExpiry: nothing,
      release: nothing,
    };
    const stopPinging = keepAlive(socket);
    parts.metrics.connectionOpened('websocket');
    const closed = protocol.opened(adapted(socket, parts), connection);
    socket.once('close', (code, reason) => {
      stopPinging();
      parts.metrics.connectionClosed('websocket');
      connection.stopExpiry();
      connection.release();
      void closed(code, reason.toString());
    });
    // A broken frame or one beyond the limit; ws closes the connection by itself.
    socket.on('error', (err) => parts.logger.debug({ err }, 'WebSocket error'));
  });
  return {
    upgrade: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (client) => {
        sockets.emit('connection', client, request);
      }),
    close: () => closeAll(sockets),
  };
}

/**
 * A message is sent when the one before it of the same operation has left, so that nothing piles up; a client
 * that does not take them in time is sent away.
 */
function adapted(
  socket: WebSocket,
  { limits, logger }: Pick<WebSocketParts, 'limits' | 'logger'>,
): Parameters<ReturnType<typeof makeServer>['opened']>[0] {
  const sendAway = (): void =>
    socket.close(SLOW_READER, 'Slow reader: go on after your last cursor');
  return {
    protocol: socket.protocol,
    send: (text) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) return resolve();
        if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
          sendAway();
          return resolve();
        }
        const timer = setTimeout(sendAway, limits.slowReaderMs);
        timer.unref();
        socket.send(text, (error) => {
          clearTimeout(timer);
          if (error) reject(error);
          else resolve();
        });
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (handle) => {
      socket.on('message', (data) => {
        handle(String(data)).catch((err: unknown) => {
          logger.warn({ err }, 'WebSocket message could not be handled');
          socket.close(CloseCode.BadRequest, 'Invalid message received');
        });
      });
    },
  };
}

function protocolOptions(
  parts: WebSocketParts,
): ServerOptions<Record<string, unknown>, Connection> {
  return {
    onConnect: (context) => connect(parts, context),
    onSubscribe: async (context, _id, payload) => {
      const refusal = refusalOfOneMore(parts, Object.keys(context.subscriptions).length);
      if (refusal) return [asGraphQLError(refusal)];
      const prepared = prepareLiveOperation(parts, payload);
      if (prepared.problems) return prepared.problems.map(asGraphQLError);
      const { args, cost } = prepared;
      try {
        // The context is made in `subscribe`; here it only carries whose operation it is.
        return { ...args, contextValue: await admit(parts, factsOf(context), cost) };
      } catch (error) {
        return [asGraphQLError(error)];
      }
    },
    subscribe: (args) =>
      startLiveOperation(parts, args, args.contextValue as Admitted, 'websocket'),
    onNext: (context, _id, _payload, _args, result) => presentable(parts, result, factsOf(context)),
    onError: (context, id, _payload, errors) => {
      const facts = factsOf(context);
      // Nothing is there before it has begun; it was counted then.
      const hasBegun = Boolean(context.subscriptions[id]);
      if (!hasBegun) return reportRefusal(parts, errors, facts, 'websocket');
      const answers = errors.map((error) => parts.errorMap(error, facts));
      parts.metrics.answered(answers);
      return answers;
    },
  };
}

function refusalOfOneMore(
  { limits: { operationsPerConnection }, metrics }: LiveParts,
  openCount: number,
): DomainError | null {
  if (openCount <= operationsPerConnection) return null;
  metrics.rateLimited('operations of a connection');
  const detail = `At most ${operationsPerConnection} live operations of one connection.`;
  return new DomainError('RATE_LIMITED', { detail });
}

/** Refuses a connection with a wrong token; without one it is open for public fields. */
async function connect(parts: WebSocketParts, context: SocketContext): Promise<boolean> {
  const { request, socket } = context.extra;
  const params = context.connectionParams ?? {};
  const ids = idsOf(withLocale(request.headers, params));
  const authorization =
    params['Authorization'] ?? params['authorization'] ?? request.headers.authorization;
  try {
    const token = await authenticate(authorization, parts.verifier, ids, parts.logger);
    // Its end was told while the token was looked at: nobody would take it off the count.
    if (socket.readyState !== socket.OPEN) return false;
    const facts = { ...ids, token, address: addressOf(request), charge: null };
    context.extra.release = parts.connections.take(facts);
    context.extra.facts = facts;
    // The code that clients of this protocol take as "get another token and come again".
    const close = (): void => socket.close(CloseCode.Forbidden, 'Forbidden');
    context.extra.stopExpiry = atExpiry({ token }, close);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) parts.errorMap(error, ids);
    else if (error.code === 'RATE_LIMITED') {
      const most = parts.limits.connectionsPerCaller;
      socket.close(TOO_MANY_CONNECTIONS, `RATE_LIMITED: at most ${most} connections of one caller`);
    }
    return false;
  }
}

/** A browser sets no header of its own on a socket, so the locale may come where the token comes. */
function withLocale(
  headers: IncomingHttpHeaders,
  params: Readonly<Record<string, unknown>>,
): IncomingHttpHeaders {
  const locale = params['X-Locale'] ?? params['x-locale'];
  return typeof locale === 'string' ? { ...headers, 'x-locale': locale } : headers;
}

function factsOf(context: SocketContext): RequestFacts {
  const { facts, request } = context.extra;
  if (facts) return facts;
  return { ...idsOf(request.headers), token: null, address: addressOf(request), charge: null };
}

/** Of the next hop: no live operation is open to callers without a token, so no other is needed. */
function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}

/**
 * Pings; a client that does not answer until the next one is gone. One that is being sent away is left to the
 * library, so that it can still read why.
 */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function closeAll(sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.close(GOING_AWAY, 'Going away');
  const cutOff = setTimeout(() => {
    for (const client of sockets.clients) client.terminate();
  }, CLOSE_GRACE_MS);
  await new Promise<void>((resolve) => sockets.close(() => resolve()));
  clearTimeout(cutOff);
}
