import { startTimer } from '../../src/platform/timer';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('a round that fails is told of, and the next one comes', async () => {
  const failures: unknown[] = [];
  let rounds = 0;
  const timer = startTimer({
    intervalMs: 1,
    work: async () => {
      rounds += 1;
      if (rounds === 1) throw new Error('the first');
    },
    onFailure: (error) => failures.push(error),
  });

  while (rounds < 2) await pause(1);
  await timer.stop();

  expect(failures.map(String)).toEqual(['Error: the first']);
});

test('rounds never overlap, and stopping waits for the one that runs', async () => {
  let running = 0;
  let most = 0;
  let rounds = 0;
  const timer = startTimer({
    intervalMs: 1,
    work: async () => {
      rounds += 1;
      running += 1;
      most = Math.max(most, running);
      await pause(10);
      running -= 1;
    },
    onFailure: fail,
  });

  while (rounds < 2) await pause(1);
  await timer.stop();
  const atStop = { running, rounds };
  await pause(30);

  expect(most).toBe(1);
  expect(atStop).toEqual({ running: 0, rounds });
});

test('a round is told to end early', async () => {
  let signal: AbortSignal | null = null;
  const timer = startTimer({
    intervalMs: 1,
    work: async (given) => {
      signal = given;
      while (!given.aborted) await pause(1);
    },
    onFailure: fail,
  });

  while (signal === null) await pause(1);
  await timer.stop();

  expect(signal).toMatchObject({ aborted: true });
});

test('a hurried round does not wait, and one that is asked for meanwhile follows it', async () => {
  let rounds = 0;
  const timer = startTimer({
    intervalMs: 60_000,
    work: async () => {
      rounds += 1;
      if (rounds > 1) return;
      timer.hurry();
      timer.hurry();
    },
    onFailure: fail,
  });

  timer.hurry();
  while (rounds < 2) await pause(1);
  await pause(30);
  await timer.stop();

  expect(rounds).toBe(2);
});

test('stopping before the first round ends at once', async () => {
  let rounds = 0;
  const timer = startTimer({
    intervalMs: 60_000,
    work: async () => {
      rounds += 1;
    },
    onFailure: fail,
  });

  await timer.stop();

  expect(rounds).toBe(0);
});

function fail(error: unknown): never {
  throw error;
}
