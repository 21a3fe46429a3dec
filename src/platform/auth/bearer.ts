import { TokenRefusedError } from './token-verifier';

/** RFC 6750: the scheme in any letter case, one space or more, one token. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/** What goes with a refusal of a caller without a token (RFC 6750, section 3). */
export const CHALLENGE = 'Bearer realm="multipartner"';
export const INVALID_TOKEN_CHALLENGE = `${CHALLENGE}, error="invalid_token"`;

/**
 * The token of an `Authorization` value; null when there is none.
 *
 * @throws TokenRefusedError when there is something that is no bearer token: whoever sent it meant
 * to be somebody, and must not be served as nobody.
 */
export function bearerToken(authorization: unknown): string | null {
  if (authorization === undefined || authorization === null || authorization === '') return null;
  const match = typeof authorization === 'string' ? BEARER.exec(authorization) : null;
  if (!match?.[1]) throw new TokenRefusedError('not a bearer token');
  return match[1];
}
