import {
  askedForMs,
  nextAttempt,
  outcomeOfErrorCode,
  outcomeOfStatus,
  RETRY_WINDOW_MS,
} from '../../src/modules/webhooks/delivery/retry.rules';

const BEGIN = new Date('2026-03-01T12:00:00Z');
const after = (ms: number): Date => new Date(BEGIN.getTime() + ms);

/** Milliseconds until the next attempt; null when there is none. */
function waitAfter(
  failuresInRow: number,
  now: Date,
  random: number,
  asked: number | null = null,
): number | null {
  const failed = { failuresInRow, failingSince: BEGIN, askedForMs: asked };
  const next = nextAttempt(failed, now, () => random);
  return next && next.getTime() - now.getTime();
}

describe('how long a failed delivery waits', () => {
  test.each([
    [1, 10_000],
    [2, 20_000],
    [3, 40_000],
    [11, 10_240_000],
    [12, 10_800_000],
    [40, 10_800_000],
    [1_000, 10_800_000],
  ])(
    'after %i failures %i ms at the longest, and half of it at the shortest',
    (failures, longest) => {
      expect(waitAfter(failures, BEGIN, 1)).toBe(longest);
      expect(waitAfter(failures, BEGIN, 0)).toBe(longest / 2);
    },
  );

  test('the last attempt is at the end of three days, and then it is given up', () => {
    expect(RETRY_WINDOW_MS).toBe(3 * 86_400_000);
    expect(waitAfter(30, after(RETRY_WINDOW_MS - 1), 1)).toBe(1);
    expect(waitAfter(30, after(RETRY_WINDOW_MS), 1)).toBeNull();
    expect(waitAfter(30, after(RETRY_WINDOW_MS + 1), 1)).toBeNull();
  });

  test('three days are some forty attempts', () => {
    let [now, failures] = [BEGIN, 0];
    for (;;) {
      failures += 1;
      const failed = { failuresInRow: failures, failingSince: BEGIN, askedForMs: null };
      const next = nextAttempt(failed, now);
      if (next === null) break;
      now = next;
    }
    expect(now).toEqual(after(RETRY_WINDOW_MS));
    expect(failures).toBeGreaterThan(30);
    expect(failures).toBeLessThan(70);
  });
});

describe('a receiver that asks to be left alone', () => {
  test.each([
    ['longer than it would be', 60_000, 60_000],
    ['shorter than it would be', 2_000, 10_000],
    ['for three hours, the longest', 10_800_000, 10_800_000],
    ['longer than that', 10_800_001, 10_800_000],
    ['for ever', Infinity, 10_800_000],
  ])('%s', (_, asked, waited) => {
    expect(waitAfter(1, BEGIN, 1, asked)).toBe(waited);
  });

  test('is tried at the end of three days all the same', () => {
    expect(waitAfter(1, after(RETRY_WINDOW_MS - 1_000), 1, 60_000)).toBe(1_000);
  });

  test.each([
    ['no field', null, null],
    ['nothing in it', '', null],
    ['seconds', '120', 120_000],
    ['no seconds', '0', 0],
    ['spaces around them', ' 7 ', 7_000],
    ['more than a number holds', '9'.repeat(400), Infinity],
    ['a negative number', '-5', null],
    ['a fraction', '1.5', null],
    ['a date to come', 'Sun, 01 Mar 2026 12:02:00 GMT', 120_000],
    ['a date that has passed', 'Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['a date that is none', 'Sun, 32 Mar 2026 25:00:00 GMT', null],
    ['a date of another form', '2026-03-01T12:02:00Z', null],
    ['words', 'soon', null],
  ])('%s', (_, field, asked) => {
    expect(askedForMs(field, BEGIN)).toBe(asked);
  });
});

test.each([
  [200, 'DELIVERED'],
  [204, 'DELIVERED'],
  [299, 'DELIVERED'],
  [199, 'HTTP_ERROR'],
  [300, 'REDIRECTED'],
  [399, 'REDIRECTED'],
  [400, 'HTTP_ERROR'],
  [409, 'HTTP_ERROR'],
  [410, 'GONE'],
  [411, 'HTTP_ERROR'],
  [500, 'HTTP_ERROR'],
])('status %i is %s', (status, outcome) => {
  expect(outcomeOfStatus(status)).toBe(outcome);
});

test.each([
  ['ENOTFOUND', 'HOST_NOT_FOUND'],
  ['EAI_AGAIN', 'HOST_NOT_FOUND'],
  ['ECONNREFUSED', 'CONNECTION_FAILED'],
  ['ECONNRESET', 'CONNECTION_FAILED'],
  ['HPE_INVALID_CONSTANT', 'CONNECTION_FAILED'],
  [undefined, 'CONNECTION_FAILED'],
  ['CERT_HAS_EXPIRED', 'TLS_FAILED'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TLS_FAILED'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS_FAILED'],
  ['EPROTO', 'TLS_FAILED'],
])('an error %s is %s', (code, outcome) => {
  expect(outcomeOfErrorCode(code)).toBe(outcome);
});
