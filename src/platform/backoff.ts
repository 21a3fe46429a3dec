const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/**
 * How long to wait after so many failures in a row: twice as long each time, up to five seconds, and half
 * of it by chance, so that the processes that lost one database do not come back to it at once.
 */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return longest * (0.5 + random() / 2);
}
