import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';

import { type JWTPayload, SignJWT } from 'jose';

import { type Clock, systemClock } from '../../kernel/clock';
import { readOrMakeSecretFile } from '../secret-file';
import type { TrustedIssuer } from './token-verifier';

export const DEMO_ISSUER = 'urn:multipartner:demo';
export const DEMO_AUDIENCE = 'multipartner-demo';
const ALGORITHM = 'ES256';
const KEY_FILE = 'demo-issuer.pem';
/** A working day, so that a token pasted in the morning lasts. */
const TOKEN_LIFETIME_SECONDS = 12 * 3_600;

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface DemoIssuer {
  /** What the verifier needs to take this issuer's tokens. */
  readonly trusted: TrustedIssuer;
  issue(claims: JWTPayload): Promise<IssuedToken>;
}

function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * An issuer whose key lies in the data folder, so that a token made on the command line is good for
 * the server that runs beside it, and for no other.
 */
export function openDemoIssuer(dataDir: string, clock: Clock = systemClock): DemoIssuer {
  const privateKey = createPrivateKey(readOrMakeSecretFile(join(dataDir, KEY_FILE), newPrivateKey));
  const publicKey = createPublicKey(privateKey);
  return {
    trusted: {
      issuer: DEMO_ISSUER,
      audiences: [DEMO_AUDIENCE],
      mayNameOperators: true,
      keys: () => publicKey,
    },
    issue: async (claims) => {
      const issuedAt = Math.floor(clock.now().getTime() / 1_000);
      const expiresAt = issuedAt + TOKEN_LIFETIME_SECONDS;
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(DEMO_ISSUER)
        .setAudience(DEMO_AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { token, expiresAt: new Date(expiresAt * 1_000) };
    },
  };
}
