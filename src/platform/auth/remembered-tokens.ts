import { hash } from 'node:crypto';

import type { Clock } from '../../kernel/clock';
import { RecentlyUsed } from '../recently-used';
import type { TokenVerifier, VerifiedToken } from './token-verifier';

/** How long a signature counts without being checked again. A key that its issuer withdraws counts as long. */
const REMEMBERED_MS = 60_000;
/** Tokens of callers that are active at the same time; each takes less than a kilobyte. */
const MAX_REMEMBERED = 2_000;

interface Remembered {
  readonly token: VerifiedToken;
  readonly verifiedAtMs: number;
}

/**
 * Checks the signature of a token once a minute and not with every request, because that costs more than
 * anything else that a small request does. The time is still compared at each use. Only what was found right is
 * remembered, and by its hash: no token lies in memory longer than its request.
 */
export function rememberingVerifier(verifier: TokenVerifier, clock: Clock): TokenVerifier {
  const remembered = new RecentlyUsed<string, Remembered>(MAX_REMEMBERED);
  return {
    async verify(text) {
      const key = hash('sha256', text, 'base64');
      const now = clock.now().getTime();
      const known = remembered.get(key);
      if (known && isGood(known, now)) return known.token;
      const token = await verifier.verify(text);
      remembered.set(key, { token, verifiedAtMs: now });
      return token;
    },
  };
}

function isGood({ token, verifiedAtMs }: Remembered, now: number): boolean {
  const age = now - verifiedAtMs;
  // A clock that was set back may be before the token's beginning.
  return age >= 0 && age < REMEMBERED_MS && now < token.validUntil.getTime();
}
