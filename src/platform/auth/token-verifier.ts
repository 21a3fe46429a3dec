import {
  createRemoteJWKSet,
  decodeJwt,
  errors as joseErrors,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';

import type { IssuerConfig } from '../../config';
import { type Clock, systemClock } from '../../kernel/clock';
import { rememberingVerifier } from './remembered-tokens';

/** Asymmetric signatures only: with a shared secret, whoever can check a token can also make one. */
export const ALLOWED_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
];

/** How far the clocks of issuer and server may differ. */
export const CLOCK_SKEW_SECONDS = 60;

/** A token with every claim it needs stays well under this; nothing longer is even decoded. */
const MAX_TOKEN_LENGTH = 8_192;
const MAX_TEXT_LENGTH = 256;
const MAX_ROLES = 64;

const KEYS_TIMEOUT_MS = 5_000;
const KEYS_COOLDOWN_MS = 30_000;
const KEYS_MAX_AGE_MS = 600_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const COUNTRY = /^[A-Z]{2}$/;
const TENANT_PLACEHOLDER = '{tenantid}';

/** An issuer together with where its keys come from. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly mayNameOperators: boolean;
  readonly keys: JWTVerifyGetKey;
}

/** What a token says after its signature, issuer, audience and times were found right. */
export interface VerifiedToken {
  readonly issuer: string;
  /** Claim `tid`, in lower case. */
  readonly tenantId: string;
  /** Claim `oid`, or `sub` where there is none. */
  readonly userId: string;
  readonly displayName: string | null;
  /** As they stand in the token; `resolveCaller` keeps those of the caller's side. */
  readonly roles: readonly string[];
  /** Claim `idtyp: app`: an application without a user. */
  readonly isApplication: boolean;
  readonly mayNameOperators: boolean;
  readonly tenantName: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly tenantCountry: string | null;
  /** The last instant at which the token is still taken, skew included. */
  readonly validUntil: Date;
}

/** The token is wrong. The reason is for the log; the caller only hears UNAUTHENTICATED. */
export class TokenRefusedError extends Error {
  constructor(readonly reason: string) {
    super('The bearer token was refused.');
    this.name = 'TokenRefusedError';
  }
}

/** The issuer's keys could not be fetched, so nothing can be said about the token. */
export class KeysUnavailableError extends Error {
  constructor(issuer: string, cause: unknown) {
    super(`The signing keys of ${issuer} could not be fetched.`, { cause });
    this.name = 'KeysUnavailableError';
  }
}

export interface TokenVerifier {
  /**
   * @throws TokenRefusedError when anything about the token is wrong
   * @throws KeysUnavailableError when the issuer does not answer
   */
  verify(token: string): Promise<VerifiedToken>;
}

export function remoteIssuer(config: IssuerConfig): TrustedIssuer {
  return {
    issuer: config.issuer,
    audiences: config.audiences,
    mayNameOperators: config.operators,
    keys: createRemoteJWKSet(new URL(config.jwksUri), {
      timeoutDuration: KEYS_TIMEOUT_MS,
      cooldownDuration: KEYS_COOLDOWN_MS,
      cacheMaxAge: KEYS_MAX_AGE_MS,
    }),
  };
}

/** Token times are always compared with real time; the clock argument exists for the tests of the edges. */
export function createTokenVerifier(
  issuers: readonly TrustedIssuer[],
  clock: Clock = systemClock,
): TokenVerifier {
  return rememberingVerifier(
    { verify: (token) => verifyToken(token, issuers, clock.now()) },
    clock,
  );
}

async function verifyToken(
  token: string,
  issuers: readonly TrustedIssuer[],
  now: Date,
): Promise<VerifiedToken> {
  if (token.length > MAX_TOKEN_LENGTH) throw new TokenRefusedError('token too long');
  const { trusted, expectedIssuer } = issuerOf(token, issuers);
  const payload = await verifiedPayload(token, trusted, expectedIssuer, now);
  return verifiedToken(payload, trusted, expectedIssuer);
}

/**
 * The configured issuer that the token claims to come from. The claim is not verified yet: it only
 * chooses among issuers that are trusted anyway.
 */
function issuerOf(
  token: string,
  issuers: readonly TrustedIssuer[],
): { trusted: TrustedIssuer; expectedIssuer: string } {
  const claims = decodedClaims(token);
  const tenantId = typeof claims.tid === 'string' ? claims.tid : '';
  for (const trusted of issuers) {
    const expectedIssuer = trusted.issuer.replaceAll(TENANT_PLACEHOLDER, tenantId);
    if (claims.iss === expectedIssuer) return { trusted, expectedIssuer };
  }
  throw new TokenRefusedError('issuer not configured');
}

function decodedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw new TokenRefusedError('not a JSON Web Token');
  }
}

async function verifiedPayload(
  token: string,
  trusted: TrustedIssuer,
  expectedIssuer: string,
  now: Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keysOf(trusted), {
      algorithms: ALLOWED_ALGORITHMS,
      issuer: expectedIssuer,
      audience: [...trusted.audiences],
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ['exp', 'tid'],
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof KeysUnavailableError) throw error;
    throw new TokenRefusedError(error instanceof joseErrors.JOSEError ? error.code : 'malformed');
  }
}

/** Tells a token that names no key of the issuer from an issuer that does not answer. */
function keysOf(trusted: TrustedIssuer): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await trusted.keys(header, token);
    } catch (error) {
      if (
        error instanceof joseErrors.JWKSNoMatchingKey ||
        error instanceof joseErrors.JWKSMultipleMatchingKeys ||
        error instanceof joseErrors.JOSENotSupported
      ) {
        throw error;
      }
      throw new KeysUnavailableError(trusted.issuer, error);
    }
  };
}

function verifiedToken(payload: JWTPayload, trusted: TrustedIssuer, issuer: string): VerifiedToken {
  const tenantId = text(payload.tid);
  if (tenantId === null || !UUID.test(tenantId)) throw new TokenRefusedError('tid is not a UUID');
  const userId = text(payload.oid) ?? text(payload.sub);
  if (userId === null) throw new TokenRefusedError('neither oid nor sub');
  const country = text(payload.tenant_country)?.toUpperCase() ?? null;
  return {
    issuer,
    tenantId: tenantId.toLowerCase(),
    userId,
    displayName: text(payload.name),
    roles: roleNames(payload.roles),
    isApplication: payload.idtyp === 'app',
    mayNameOperators: trusted.mayNameOperators,
    tenantName: text(payload.tenant_name),
    tenantCountry: country !== null && COUNTRY.test(country) ? country : null,
    validUntil: new Date(((payload.exp ?? 0) + CLOCK_SKEW_SECONDS) * 1_000),
  };
}

/** A claim as stored and shown: bounded, on one line; null when absent or of another type. */
function text(claim: unknown): string | null {
  if (typeof claim !== 'string') return null;

  const clean = claim.replace(/[\u0000-\u001f\u007f]/g, ' ').trim();
  return clean === '' || clean.length > MAX_TEXT_LENGTH ? null : clean;
}

function roleNames(claim: unknown): string[] {
  if (!Array.isArray(claim)) return [];
  return claim.slice(0, MAX_ROLES).filter((role): role is string => typeof role === 'string');
}
