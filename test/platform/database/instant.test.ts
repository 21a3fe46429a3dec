import { types } from 'pg';

import { instantFrom } from '../../../src/platform/database/instant';

const driver = types.getTypeParser(types.builtins.TIMESTAMPTZ, 'text');
const never = (text: string): never => {
  throw new Error(`${text} was left to the driver`);
};

test.each([
  ['2026-01-31 08:00:00+00', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31 08:00:00.5+00', '2026-01-31T08:00:00.500Z'],
  ['2026-01-31 08:00:00.07+00', '2026-01-31T08:00:00.070Z'],
  ['2026-12-31 23:59:59.999+00', '2026-12-31T23:59:59.999Z'],
  ['2024-02-29 00:00:00.123456+00', '2024-02-29T00:00:00.123Z'],
  ['0100-01-01 00:00:00+00', '0100-01-01T00:00:00.000Z'],
])('%s is read without the driver', (text, iso) => {
  expect((instantFrom(text, never) as Date).toISOString()).toBe(iso);
});

test.each([
  ['infinity'],
  ['-infinity'],
  ['0044-03-15 12:00:00+00 BC'],
  ['0099-12-31 00:00:00+00'],
  ['12026-01-31 08:00:00+00'],
  ['2026-01-31 16:00:00+08'],
])('%s is left to the driver', (text) => {
  expect(instantFrom(text, driver)).toEqual(driver(text));
  expect(() => instantFrom(text, never)).toThrow('left to the driver');
});
