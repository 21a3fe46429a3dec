import { randomUUID } from 'node:crypto';

import type { FastifyRequest } from 'fastify';

import { DomainError } from '../../kernel/domain-error';
import { keyOfPayer } from '../rate-limit/rate-limiter';
import { httpRefusal } from './error-answers';
import { StreamWindow } from './event-stream-body';
import type { LiveParts } from './live-operations';
import type { RequestFacts } from './request-facts';

const TOKEN_HEADER = 'x-graphql-event-stream-token';

/** The name of the stream that a request is about; null where it has one of its own. */
export function streamTokenOf({ headers, query }: FastifyRequest): string | null {
  const { token } = (query ?? {}) as { readonly token?: unknown };
  const given = headers[TOKEN_HEADER] ?? token;
  return typeof given === 'string' && given !== '' ? given : null;
}

/** A stream that several operations share ("single connection" of the protocol). */
export interface SharedStream<Handle> {
  readonly token: string;
  readonly window: StreamWindow;
  readonly handle: Handle;
  /** The client has opened it: from now on it lasts as long as that connection. */
  opened(): void;
  /** Forgets it, and everything that the library keeps for it. */
  end(): void;
}

/**
 * Streams that are reserved first and used by several requests then. They are kept in this process, for the
 * caller that reserved them alone, and not for long where nobody opens them.
 */
export class SharedStreams<Handle> {
  private readonly streams = new Map<string, SharedStream<Handle> & { readonly owner: string }>();

  constructor(
    private readonly parts: Pick<LiveParts, 'limits' | 'connections'>,
    private readonly handlerFor: (token: string, window: StreamWindow) => Handle,
  ) {}

  /** @throws UNAUTHENTICATED, because nothing live is open to callers without a token; RATE_LIMITED. */
  reserve(facts: RequestFacts): SharedStream<Handle> {
    const { limits, connections } = this.parts;
    if (!facts.token) throw new DomainError('UNAUTHENTICATED');
    const release = connections.take(facts);
    const token = randomUUID();
    const window = new StreamWindow(limits.slowReaderMs);
    const end = (): void => {
      this.streams.delete(token);
      release();
    };
    const unclaimed = setTimeout(end, limits.reservationMs);
    unclaimed.unref();
    const stream = {
      token,
      owner: keyOfPayer(facts),
      window,
      handle: this.handlerFor(token, window),
      opened: () => clearTimeout(unclaimed),
      end,
    };
    this.streams.set(token, stream);
    return stream;
  }

  /** 404 also for a stream of somebody else. */
  of(token: string, facts: RequestFacts): SharedStream<Handle> {
    const stream = this.streams.get(token);
    if (stream?.owner === keyOfPayer(facts)) return stream;
    throw httpRefusal(404, 'There is no such stream; reserve one with PUT.');
  }
}
