/** How long to wait after the first failure, and at most. */
export interface BackoffSpan {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** More would be beyond every longest wait. */
const MAX_DOUBLINGS = 20;

/**
 * How long to wait after so many failures in a row: twice as long each time, up to the longest, and half
 * of it by chance, so that those who failed together do not come back together.
 */
export function backoffMs(
  failures: number,
  { firstMs, longestMs }: BackoffSpan,
  random: () => number,
): number {
  const longest = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, MAX_DOUBLINGS));
  return longest * (0.5 + random() / 2);
}
