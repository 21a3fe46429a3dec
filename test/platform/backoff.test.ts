import { retryDelayMs } from '../../src/platform/backoff';

test.each([
  [1, 50, 100],
  [2, 100, 200],
  [6, 1_600, 3_200],
  [7, 2_500, 5_000],
  [1_000, 2_500, 5_000],
])('after %d failures in a row it waits %d to %d ms', (failures, shortest, longest) => {
  expect(retryDelayMs(failures, () => 0)).toBe(shortest);
  expect(retryDelayMs(failures, () => 1)).toBe(longest);
});
