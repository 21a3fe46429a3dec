import { FieldReader, sourceEnum } from '../../src/modules/imports/field-reader';
import type { BodyProblem } from '../../src/modules/imports/import-problem';

function read<T>(value: unknown, take: (reader: FieldReader) => T): [T, BodyProblem[]] {
  const reader = new FieldReader({ field: value }, '$.items[3]', []);
  return [take(reader), reader.problems];
}

describe('a value of a body', () => {
  it.each([
    [
      'a UUID in lower case',
      'A356AC8C-E310-44F4-BF85-C7F29044AF99',
      'id',
      'a356ac8c-e310-44f4-bf85-c7f29044af99',
    ],
    ['another id as it is', 'MS-AZR-0145P', 'id', 'MS-AZR-0145P'],
    ['a country in upper case', 'cn', 'country', 'CN'],
    ['an MPN id', '4847383', 'mpnId', '4847383'],
    ['nothing for null', null, 'uuid', null],
    ['nothing for blanks', '  ', 'country', null],
    ['nothing for what is absent', undefined, 'count', null],
    ['zero', 0, 'count', 0],
    ['the largest count', 2147483647, 'count', 2147483647],
    ['false', false, 'boolean', false],
  ] as const)('is read: %s', (_, value, method, expected) => {
    expect(read<unknown>(value, (reader) => reader[method]('field'))).toEqual([expected, []]);
  });

  it.each([
    ['a placeholder for a UUID', '<guid>', 'uuid'],
    ['a number for a UUID', 7, 'uuid'],
    ['a country that does not exist', 'XX', 'country'],
    ['a name for a country', 'China', 'country'],
    ['letters in an MPN id', 'M123', 'mpnId'],
    ['a text for a number', '2', 'count'],
    ['a negative count', -1, 'count'],
    ['a fraction', 1.5, 'count'],
    ['one more than the largest count', 2147483648, 'count'],
    ['a text for true', 'true', 'boolean'],
    ['a NUL in a text', 'a\u0000b', 'text'],
    ['half a surrogate pair', 'a\ud800b', 'text'],
    ['a text that is too long', 'x'.repeat(513), 'text'],
    ['a list for a text', ['a'], 'text'],
    ['a text for an object', 'a', 'object'],
    ['a date with blanks', '2015-11-25T06: 41: 12Z', 'instant'],
    ['a day that does not exist', '2026-02-30T00:00:00Z', 'instant'],
    ['an hour that does not exist', '2026-02-01T25:00:00Z', 'instant'],
    ['a date without a time', '2026-02-01', 'instant'],
  ] as const)('is a problem with its path: %s', (_, value, method) => {
    const [, problems] = read<unknown>(value, (reader) => reader[method]('field'));

    expect(problems).toMatchObject([{ path: '$.items[3].field', code: null }]);
  });

  it.each([
    ['2017-01-25T23:01:08.693Z', '2017-01-25T23:01:08.693Z'],
    ['2017-06-15T22:56:05.0589308Z', '2017-06-15T22:56:05.058Z'],
    ['2017-06-15T15:56:05-07:00', '2017-06-15T22:56:05.000Z'],
    ['2017-06-15T22:56:05', '2017-06-15T22:56:05.000Z'],
    ['9999-12-10T00:00:00Z', '9999-12-10T00:00:00.000Z'],
  ])('is an instant of UTC, cut to milliseconds: %s', (text, expected) => {
    expect(read(text, (reader) => reader.instant('field')?.toISOString())).toEqual([expected, []]);
  });

  it('is no instant where the source says year 1', () => {
    expect(read('0001-01-01T00:00:00', (reader) => reader.instant('field'))).toEqual([null, []]);
  });

  it.each(['one_time', 'OneTime', 'ONE_TIME', 'oneTime'])(
    'is ONE_TIME in any spelling: %s',
    (text) => {
      const values = sourceEnum(['MONTHLY', 'ONE_TIME']);

      expect(read(text, (reader) => reader.enumValue('field', values))).toEqual(['ONE_TIME', []]);
    },
  );

  it.each(['sometimes', 'constructor', '__proto__'])('is not a value of the source: %s', (text) => {
    const [value, problems] = read(text, (reader) =>
      reader.enumValue('field', sourceEnum(['MONTHLY'])),
    );

    expect(value).toBeNull();
    expect(problems).toHaveLength(1);
  });

  it('is missing once where it is required, and not twice where it is bad', () => {
    expect(read(undefined, (reader) => reader.requiredUuid('field'))[1]).toHaveLength(1);
    expect(read('<guid>', (reader) => reader.requiredUuid('field'))[1]).toHaveLength(1);
  });
});
