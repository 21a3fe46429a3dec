import { MemoryBuckets } from '../../../src/platform/rate-limit/memory-buckets';
import {
  type Payer,
  RATE_LIMITS,
  RateLimiter,
  type RateLimits,
  timesAsMuch,
} from '../../../src/platform/rate-limit/rate-limiter';
import { SharedBuckets } from '../../../src/platform/rate-limit/shared-buckets';
import type { Budget } from '../../../src/platform/rate-limit/token-bucket';
import { TestApp } from '../../support/test-app';

const LIMITS: RateLimits = {
  caller: { name: 'caller', points: 60, windowSeconds: 60 },
  address: { name: 'address', points: 10, windowSeconds: 60 },
  guesses: { name: 'guesses', points: 3, windowSeconds: 60 },
};
const somebody = (userId = 'ada', tenantId = 'one'): Payer => ({
  token: { tenantId, userId },
  address: '192.0.2.1',
});
const nobody = (address: string): Payer => ({ token: null, address });

function limiterAt(clock: { ms: number }, refused: string[] = []): RateLimiter {
  const store = new MemoryBuckets(() => clock.ms);
  return new RateLimiter(LIMITS, store, ({ name }) => refused.push(name));
}

describe('a bucket', () => {
  test('gives to the last point and not one more, and says how long to wait', async () => {
    const clock = { ms: 0 };
    const refused: string[] = [];
    const limiter = limiterAt(clock, refused);

    const all = await limiter.charge(somebody(), { points: 60, guesses: 0 });
    const more = await limiter.charge(somebody(), { points: 5, guesses: 0 });

    expect(all).toMatchObject({
      charge: { requested: 60, remaining: 0, limit: 60, resetSeconds: 60 },
      refusal: null,
    });
    expect(more.refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 5 });
    expect(refused).toEqual(['caller']);
  });

  test('fills all the time, and never beyond what it holds', async () => {
    const clock = { ms: 0 };
    const limiter = limiterAt(clock);
    await limiter.charge(somebody(), { points: 60, guesses: 0 });

    clock.ms = 4_999;
    const early = await limiter.charge(somebody(), { points: 5, guesses: 0 });
    clock.ms = 5_000;
    const due = await limiter.charge(somebody(), { points: 5, guesses: 0 });
    clock.ms = 1_000_000;
    const later = await limiter.charge(somebody(), { points: 1, guesses: 0 });

    expect(early.refusal?.retryAfterSeconds).toBe(1);
    expect(due.refusal).toBeNull();
    expect(later.charge.remaining).toBe(59);
  });

  test('pays whatever costs more than all of it with all of it', async () => {
    const { charge, refusal } = await limiterAt({ ms: 0 }).charge(somebody(), {
      points: 1_000,
      guesses: 0,
    });

    expect(refusal).toBeNull();
    expect(charge).toMatchObject({ requested: 60, remaining: 0 });
  });
});

describe('who pays', () => {
  const cost = { points: 10, guesses: 0 };

  test('each user of each tenant for itself', async () => {
    const limiter = limiterAt({ ms: 0 });
    await limiter.charge(somebody('ada', 'one'), { points: 60, guesses: 0 });

    expect((await limiter.charge(somebody('ada', 'one'), cost)).refusal).not.toBeNull();
    expect((await limiter.charge(somebody('bob', 'one'), cost)).refusal).toBeNull();
    expect((await limiter.charge(somebody('ada', 'two'), cost)).refusal).toBeNull();
  });

  test.each([
    ['one address', '192.0.2.1', '192.0.2.1', true],
    ['two addresses', '192.0.2.1', '192.0.2.2', false],
    ['one address in both notations', '192.0.2.1', '::ffff:192.0.2.1', true],
    ['two of one network', '2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', true],
    ['two networks', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ])('without a token: %s', async (_, first, second, isSame) => {
    const limiter = limiterAt({ ms: 0 });
    await limiter.charge(nobody(first), cost);

    const { refusal, budget } = await limiter.charge(nobody(second), cost);

    expect(budget.name).toBe('address');
    expect(refusal !== null).toBe(isSame);
  });

  test('guesses are counted one by one, and only without a token', async () => {
    const limiter = limiterAt({ ms: 0 });
    const guess = { points: 1, guesses: 1 };
    const three = await limiter.charge(nobody('192.0.2.1'), { points: 1, guesses: 3 });
    const fourth = await limiter.charge(nobody('192.0.2.1'), guess);
    const signedIn = await limiter.charge(somebody(), { points: 1, guesses: 30 });

    expect(three.refusal).toBeNull();
    expect(fourth).toMatchObject({ budget: { name: 'guesses' } });
    expect(fourth.refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 20 });
    expect(signedIn.refusal).toBeNull();
  });
});

test('500 operations a minute are within the usual budget, and the demo has a thousand times as much', () => {
  expect(RATE_LIMITS.caller.points / 500).toBeGreaterThanOrEqual(60);
  expect(timesAsMuch(RATE_LIMITS, 1_000).caller.points).toBe(RATE_LIMITS.caller.points * 1_000);
});

describe('buckets that several processes share', () => {
  const budget: Budget = { name: 'caller', points: 1_000, windowSeconds: 3_600 };
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start('empty');
  });
  afterAll(() => app.stop());
  const failed = jest.fn();
  const process = (nowMs?: () => number) => new SharedBuckets(app.database, failed, nowMs);

  test('hold one budget together, and ask the database once for many operations', async () => {
    const [one, other] = [process(), process()];
    let given = 0;
    const statements = await app.statementsOf(async () => {
      for (let round = 0; round < 600; round += 1) {
        for (const store of [one, other]) {
          if ((await store.take('together', 1, budget)).isGiven) given += 1;
        }
      }
    });

    // What fills while the test runs is little: 1 point in 3.6 seconds.
    expect(given).toBeGreaterThanOrEqual(1_000);
    expect(given).toBeLessThan(1_050);
    expect(statements.filter((it) => it.includes('rate_limit_buckets')).length).toBeLessThan(300);
    expect(failed).not.toHaveBeenCalled();
  });

  test('give all at once, then nothing', async () => {
    const all = await process().take('all', 1_000, budget);
    const more = await process().take('all', 10, budget);

    expect(all).toMatchObject({ isGiven: true, left: 0 });
    expect(more.isGiven).toBe(false);
  });

  test('let two operations of one caller at once not count on the same points', async () => {
    const store = process();
    // Leaves something of the lease of this process.
    await store.take('at once', 1, budget);

    const both = await Promise.all([
      store.take('at once', 30, budget),
      store.take('at once', 30, budget),
    ]);
    const rest = await store.take('at once', 1_000 - 61, budget);

    expect(both.map(({ isGiven }) => isGiven)).toEqual([true, true]);
    expect(rest).toMatchObject({ isGiven: true });
    expect((await store.take('at once', 10, budget)).isGiven).toBe(false);
  });

  test('lose what a process did not spend within the window', async () => {
    const clock = { ms: 0 };
    const store = process(() => clock.ms);
    const first = await store.take('lease', 1, budget);
    clock.ms = budget.windowSeconds * 1_000;
    const second = await store.take('lease', 1, budget);

    expect(first.left).toBe(999);
    // Two leases of 20 are taken; of the second 19 are left.
    expect(Math.floor(second.left)).toBe(960 + 19);
  });

  test('let everybody through while the database is away', async () => {
    const broken = { query: () => Promise.reject(new Error('away')) };

    const { isGiven } = await new SharedBuckets(broken, failed).take('key', 1, budget);

    expect(isGiven).toBe(true);
    expect(failed).toHaveBeenCalledTimes(1);
  });
});
