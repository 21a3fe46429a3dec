import type { ChargeResult } from '../rate-limit/rate-limiter';

/**
 * `RateLimit-Policy` and `RateLimit` of the draft "RateLimit header fields for HTTP" (structured fields:
 * the name of the policy with its quota and window, then what is left and in how many seconds it is whole
 * again). The quota counts points, not requests.
 */
export function rateLimitFields({
  budget: { name, points, windowSeconds },
  charge: { remaining, resetSeconds },
}: ChargeResult): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"${name}";q=${points};qu="points";w=${windowSeconds}`,
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  };
}
