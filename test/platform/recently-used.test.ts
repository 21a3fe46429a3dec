import { RecentlyUsed } from '../../src/platform/recently-used';

const LIMIT = 12;

function given(count: number): RecentlyUsed<number, string> {
  const entries = new RecentlyUsed<number, string>(LIMIT);
  for (let key = 0; key < count; key += 1) entries.set(key, `value ${key}`);
  return entries;
}

function keysOf(entries: RecentlyUsed<number, string>, count: number): number[] {
  return Array.from({ length: count }, (_, key) => key).filter((key) => entries.get(key));
}

test.each([
  [11, 11],
  [12, 12],
  [13, 12],
  [1_000, 12],
])('of %i entries the last %i are kept', (count, kept) => {
  const last = Array.from({ length: kept }, (_, key) => count - kept + key);

  expect(keysOf(given(count), count)).toEqual(last);
});

test('what is used again and again is kept, however many come between', () => {
  const entries = given(1);
  for (let key = 1; key < 100; key += 1) {
    entries.set(key, 'other');
    expect(entries.get(0)).toBe('value 0');
  }
});

test('three quarters that were used last outlive what comes after them', () => {
  for (let first = 0; first < LIMIT; first += 1) {
    const entries = given(LIMIT);
    const used = Array.from({ length: (LIMIT * 3) / 4 }, (_, n) => (first + n) % LIMIT);
    used.forEach((key) => entries.get(key));
    for (let other = 0; other < LIMIT / 4; other += 1) entries.set(100 + other, 'other');

    expect(used.filter((key) => entries.get(key) === undefined)).toEqual([]);
  }
});

test('what was deleted is gone, and leaves its place to another', () => {
  const entries = given(LIMIT);
  entries.delete(3);
  entries.set(100, 'other');

  expect(keysOf(entries, 101)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 100]);
});

test('the value is the one that was set last', () => {
  const entries = given(LIMIT);
  for (const key of [1, LIMIT - 1]) {
    entries.set(key, 'new');
    expect(entries.get(key)).toBe('new');
  }
  expect(keysOf(entries, 100)).toHaveLength(LIMIT);
});
