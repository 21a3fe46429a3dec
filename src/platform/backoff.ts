import { backoffMs, type BackoffSpan } from '../kernel/backoff';

const SPAN: BackoffSpan = { firstMs: 100, longestMs: 5_000 };

/** How long to wait after so many failures in a row before the database is asked again: up to five seconds. */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  return backoffMs(failures, SPAN, random);
}
