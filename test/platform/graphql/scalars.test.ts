import { type GraphQLScalarType, parseValue } from 'graphql';

import {
  CountryCodeScalar,
  DateTimeScalar,
  DurationScalar,
  UrlScalar,
  UuidScalar,
} from '../../../src/platform/graphql/scalars';

const UUID = '0190a1b2-c3d4-7000-8000-0000000000ab';

test.each([
  ['an instant', new Date('2026-01-31T08:00:00Z'), '2026-01-31T08:00:00.000Z'],
  ['text with an offset', '2026-01-31T16:00:00.5+08:00', '2026-01-31T08:00:00.500Z'],
])('DateTime prints %s in UTC with milliseconds', (_, value, printed) => {
  expect(DateTimeScalar.serialize(value)).toBe(printed);
});

test('DateTime prints every instant as toISOString does', () => {
  const day = 86_400_000;
  const days = [
    -30_610_224_000_000, -1, 0, 951_782_399_999, 1_709_164_800_000, 253_402_300_799_999,
  ];
  const others = [
    253_402_300_800_000, -30_610_224_000_001, -61_851_600_000_000, -62_198_755_200_000,
  ];
  for (const time of [...days, ...others]) {
    // Days that share a place in memory among them, and back to the first.
    for (const offset of [
      0,
      1,
      59_999,
      3_599_999,
      day - 1,
      31 * day,
      4_096 * day,
      -4_096 * day,
      1,
    ]) {
      const instant = new Date(time + offset);
      expect(DateTimeScalar.serialize(instant)).toBe(instant.toISOString());
    }
  }
});

test.each([
  ['a leap day', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['lower-case letters', '2026-01-31t08:00:00z', '2026-01-31T08:00:00.000Z'],
  ['nanoseconds', '2026-01-31T08:00:00.123456789Z', '2026-01-31T08:00:00.123Z'],
])('DateTime takes %s', (_, text, iso) => {
  expect((DateTimeScalar.parseValue(text) as Date).toISOString()).toBe(iso);
});

test.each([
  ['a day that does not exist', '2026-02-29T00:00:00Z'],
  ['a month that does not exist', '2026-13-01T00:00:00Z'],
  ['an hour that does not exist', '2026-01-01T25:00:00Z'],
  ['an instant without an offset', '2026-01-31T08:00:00'],
  ['a date alone', '2026-01-31'],
  ['blanks', ' 2026-01-31T08:00:00Z'],
  ['a number', 0],
])('DateTime refuses %s', (_, value) => {
  expect(() => DateTimeScalar.parseValue(value)).toThrow(/DateTime/);
});

test('UUID takes any letter case and answers lower case', () => {
  expect(UuidScalar.parseValue(UUID.toUpperCase())).toBe(UUID);
  expect(UuidScalar.serialize(UUID.toUpperCase())).toBe(UUID);
});

test.each(['<guid>', UUID.replaceAll('-', ''), `{${UUID}}`, ''])('UUID refuses %j', (text) => {
  expect(() => UuidScalar.parseValue(text)).toThrow(/UUID/);
});

test('URL is printed byte for byte as it was issued', () => {
  const link = 'https://partner.example/accept?inv=AbC-_9';

  expect(UrlScalar.serialize(link)).toBe(link);
  expect(UrlScalar.parseValue(link)).toBe(link);
  expect(() => UrlScalar.parseValue('no address')).toThrow();
});

test('CountryCode answers upper case and knows the list', () => {
  expect(CountryCodeScalar.parseValue('cn')).toBe('CN');
  expect(() => CountryCodeScalar.parseValue('ZZ')).toThrow();
});

test('Duration is ISO 8601', () => {
  expect(DurationScalar.parseValue('P1Y')).toBe('P1Y');
  expect(() => DurationScalar.parseValue('1 year')).toThrow();
});

test.each<[string, GraphQLScalarType]>([
  ['DateTime', DateTimeScalar],
  ['UUID', UuidScalar],
  ['URL', UrlScalar],
  ['CountryCode', CountryCodeScalar],
  ['Duration', DurationScalar],
])('%s takes strings only, in literals too, and says what it follows', (_, scalar) => {
  expect(() => scalar.parseValue(1)).toThrow();
  expect(() => scalar.parseLiteral(parseValue('1'), {})).toThrow();
  expect(scalar.description).toBeTruthy();
  expect(scalar.specifiedByURL).toMatch(/^https:/);
});
