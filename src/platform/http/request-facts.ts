import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { DomainError } from '../../kernel/domain-error';
import type { Locale } from '../../kernel/locale';
import { bearerToken } from '../auth/bearer';
import {
  KeysUnavailableError,
  TokenRefusedError,
  type TokenVerifier,
  type VerifiedToken,
} from '../auth/token-verifier';
import type { Logger } from '../logging';
import type { Charge } from '../rate-limit/rate-limiter';
import { localeOf } from './locale';

/** The ids of a request and the language of its answer; enough to say what went wrong with it. */
export interface RequestIds {
  /** Sent by the client, the same for everything one act of a user causes. */
  readonly correlationId: string;
  readonly requestId: string;
  readonly locale: Locale;
}

/** Everything a context is made of that comes with the request. */
export interface RequestFacts extends RequestIds {
  /** null without a token; then only public fields answer. */
  readonly token: VerifiedToken | null;
  /** Where the request comes from; behind a trusted proxy, as that says. */
  readonly address: string;
  /** What the operation costs; null before it was charged, and where nothing is limited. */
  readonly charge: Charge | null;
  /** The cursor that a client of server-sent events had last (`Last-Event-ID`). */
  readonly resumeAfter?: string | null;
}

export const CORRELATION_HEADER = 'ms-correlationid';
export const REQUEST_ID_HEADER = 'ms-requestid';

/** Ids go into headers, logs and records, so that nothing but an id may come in. */
const ACCEPTABLE_ID = /^[A-Za-z0-9._:-]{1,64}$/;

function acceptedId(header: unknown): string | null {
  return typeof header === 'string' && ACCEPTABLE_ID.test(header) ? header : null;
}

export function idsOf(headers: IncomingHttpHeaders): RequestIds {
  return {
    correlationId: acceptedId(headers[CORRELATION_HEADER]) ?? randomUUID(),
    requestId: acceptedId(headers[REQUEST_ID_HEADER]) ?? randomUUID(),
    locale: localeOf(headers['x-locale'], headers['accept-language']),
  };
}

/**
 * The token of a request, verified; null when there is none.
 *
 * @throws DomainError UNAUTHENTICATED for whatever is wrong with it, without saying what; UNAVAILABLE
 * when the issuer's keys cannot be fetched.
 */
export async function authenticate(
  authorization: unknown,
  verifier: TokenVerifier,
  ids: RequestIds,
  logger: Logger,
): Promise<VerifiedToken | null> {
  const { correlationId, requestId } = ids;
  try {
    const token = bearerToken(authorization);
    return token === null ? null : await verifier.verify(token);
  } catch (error) {
    if (error instanceof TokenRefusedError) {
      logger.debug({ correlationId, requestId, reason: error.reason }, 'token refused');
      throw new DomainError('UNAUTHENTICATED');
    }
    if (error instanceof KeysUnavailableError) {
      logger.error({ correlationId, requestId, err: error }, 'keys of an issuer not available');
      throw new DomainError('UNAVAILABLE');
    }
    throw error;
  }
}
