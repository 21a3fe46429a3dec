import fc from 'fast-check';

import { instantIn } from '../../../src/platform/database/instant';

/** Somewhere among other bytes. */
function read(text: string): Date | null {
  return instantIn(Buffer.from(`2026${text}+00`), 4, text.length);
}

test.each([
  ['2026-01-31 08:00:00+00', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31 08:00:00.5+00', '2026-01-31T08:00:00.500Z'],
  ['2026-01-31 08:00:00.07+00', '2026-01-31T08:00:00.070Z'],
  ['2026-12-31 23:59:59.999+00', '2026-12-31T23:59:59.999Z'],
  ['2024-02-29 00:00:00.123456+00', '2024-02-29T00:00:00.123Z'],
  ['0100-01-01 00:00:00+00', '0100-01-01T00:00:00.000Z'],
])('%s is read', (text, iso) => {
  expect(read(text)?.toISOString()).toBe(iso);
});

test.each([
  ['infinity'],
  ['-infinity'],
  ['0044-03-15 12:00:00+00 BC'],
  ['0099-12-31 00:00:00+00'],
  ['12026-01-31 08:00:00+00'],
  ['2026-01-31 16:00:00+08'],
  ['2026-01-31 08:00:00+01'],
  ['2026-01-31 08:00:00-00'],
  ['2026-01-31T08:00:00+00'],
  ['2026/01-31 08:00:00+00'],
  ['2026-01/31 08:00:00+00'],
  ['2026-01-31 08.00:00+00'],
  ['2026-01-31 08:00.00+00'],
  ['2026-01-31 08:00:00.+00'],
  ['2026-01-31 08:00:00,5+00'],
  ['2026-01-31 08:00:00.5a+00'],
  ['2026-01-31 08:00:00.1234567+00'],
  ['202a-01-31 08:00:00+00'],
  ['2026-0a-31 08:00:00+00'],
  ['2026-01-3/ 08:00:00+00'],
  ['2026-01-31 :8:00:00+00'],
  ['2026-01-31 08:a0:00+00'],
  ['2026-01-31 08:00: 0+00'],
  ['2026-01-31 08:00:00'],
  ['+00'],
  [''],
])('%j is left to the driver', (text) => {
  expect(read(text)).toBeNull();
});

test('every instant of the years from 100 to 9999 is read as it was written, to the millisecond', () => {
  const min = new Date('0100-01-01T00:00:00Z');
  const max = new Date('9999-12-31T23:59:59.999Z');
  const digits = fc.constantFrom('', '0', '37', '999');
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), digits, (instant, finer) => {
      const written = instant.toISOString().replace('T', ' ').replace('Z', `${finer}+00`);

      expect(read(written)).toEqual(instant);
    }),
  );
});
