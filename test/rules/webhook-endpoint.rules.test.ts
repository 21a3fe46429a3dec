import { nextState } from '../../src/kernel/transitions';
import {
  MAX_REDELIVERIES,
  refusalOfRange,
  refusalOfRangeSize,
} from '../../src/modules/webhooks/webhook-delivery.rules';
import {
  descriptionOf,
  ENDPOINT_EVENTS,
  ENDPOINT_TRANSITIONS,
  filterOf,
  MAX_ENDPOINTS,
  originOf,
  overlapEnd,
  recentTests,
  refusalOfDescription,
  refusalOfEndpointCount,
  refusalOfOverlap,
  refusalOfTest,
  refusalOfUrl,
} from '../../src/modules/webhooks/webhook-endpoint.rules';

const NOW = new Date('2026-03-01T12:00:00Z');
const before = (ms: number): Date => new Date(NOW.getTime() - ms);

describe('the states of an endpoint', () => {
  test.each([
    ['ACTIVE', ['ACTIVE', 'PAUSED', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'DELETED']],
    ['PAUSED', ['PAUSED', 'PAUSED', 'ACTIVE', 'PAUSED', null, 'PAUSED', 'DELETED']],
    ['DELETED', [null, null, null, null, null, null, 'DELETED']],
  ] as const)('%s', (state, expected) => {
    expect(ENDPOINT_EVENTS.map((event) => nextState(ENDPOINT_TRANSITIONS, state, event))).toEqual(
      expected,
    );
  });
});

describe('two tests a minute', () => {
  test.each([
    ['none before', [], null],
    ['one before', [before(1)], null],
    ['two before', [before(30_000), before(10_000)], 30],
    ['two before, in any order', [before(10_000), before(30_000)], 30],
    ['two at this instant', [NOW, NOW], 60],
    ['the older one a minute ago', [before(60_000), before(1)], null],
    ['the older one nearly a minute ago', [before(59_999), before(1)], 1],
    ['three of which two count', [before(90_000), before(59_000), before(1_000)], 1],
  ])('%s', (_, testedAt, seconds) => {
    const refusal = refusalOfTest(testedAt, NOW);

    expect(refusal && [refusal.code, refusal.retryAfterSeconds]).toEqual(
      seconds === null ? null : ['RATE_LIMITED', seconds],
    );
  });

  test('what is older than a minute is forgotten', () => {
    expect(recentTests([before(1), before(60_000), before(59_999)], NOW)).toEqual([
      before(59_999),
      before(1),
    ]);
  });
});

describe('the overlap of two secrets', () => {
  test.each([
    [undefined, '2026-03-02T12:00:00.000Z'],
    [null, '2026-03-02T12:00:00.000Z'],
    [0, null],
    [1, '2026-03-01T13:00:00.000Z'],
    [168, '2026-03-08T12:00:00.000Z'],
  ])('of %s hours ends at %s', (hours, end) => {
    expect(refusalOfOverlap(hours)).toBeNull();
    expect(overlapEnd(hours, NOW)?.toISOString() ?? null).toBe(end);
  });

  test.each([-1, 169])('of %i hours is refused', (hours) => {
    expect(refusalOfOverlap(hours)).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'input.overlapHours',
    });
  });
});

test('a side has so many endpoints at most', () => {
  expect(refusalOfEndpointCount(MAX_ENDPOINTS - 1)).toBeNull();
  expect(refusalOfEndpointCount(MAX_ENDPOINTS)).toMatchObject({
    code: 'INVALID_INPUT',
    args: { problem: 'TOO_MANY_ENDPOINTS' },
  });
});

test('a note has 256 characters at most; blanks are none', () => {
  expect(refusalOfDescription('x'.repeat(256))).toBeNull();
  expect(refusalOfDescription('x'.repeat(257))).toMatchObject({ field: 'input.description' });
  expect([undefined, null, '', '  ', ' Ours '].map(descriptionOf)).toEqual([
    ...[null, null, null, null],
    'Ours',
  ]);
});

test('a filter is the same whatever the order in which it was written', () => {
  expect(filterOf(['b', 'a', 'b'])).toEqual(['a', 'b']);
  expect([filterOf(null), filterOf(undefined), filterOf([])]).toEqual([[], [], []]);
});

test('an address is refused with the field and the reason', () => {
  expect(refusalOfUrl('http://example.com', { allowLoopback: false })).toMatchObject({
    code: 'INVALID_INPUT',
    field: 'input.url',
    args: { problem: 'ADDRESS_NOT_ALLOWED' },
    detail: 'Only https is allowed.',
  });
  expect(
    refusalOfUrl(`https://example.com/${'x'.repeat(1024)}`, { allowLoopback: false }),
  ).toMatchObject({ args: { maximumLength: 1024 } });
});

test('of an address the audit keeps what is no secret', () => {
  expect(originOf('https://hooks.example.com:8443/T0/B0/word?key=word')).toBe(
    'https://hooks.example.com:8443',
  );
});

test('a span ends after it begins', () => {
  expect(
    [null, undefined, new Date(NOW.getTime() + 1)].map((it) => refusalOfRange(NOW, it)),
  ).toEqual([null, null, null]);
  expect(refusalOfRange(NOW, NOW)).toMatchObject({ code: 'INVALID_INPUT', field: 'input.until' });
});

test('a span holds so many deliveries at most', () => {
  expect(refusalOfRangeSize(MAX_REDELIVERIES)).toBeNull();
  expect(refusalOfRangeSize(MAX_REDELIVERIES + 1)).toMatchObject({
    code: 'INVALID_INPUT',
    args: { maximumCount: MAX_REDELIVERIES },
  });
});
