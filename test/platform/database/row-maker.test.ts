import fc from 'fast-check';
import { types } from 'pg';

import {
  type Column,
  compiledRowMaker,
  plainRowMaker,
  type RowMaker,
} from '../../../src/platform/database/row-maker';
import { rowBytes } from '../../support/row-bytes';

const { BOOL, INT4, INT8, JSONB, TEXT, TIMESTAMPTZ, UUID } = types.builtins;

/** Somewhere among other messages. */
function made(maker: RowMaker, values: readonly (string | null)[]): object {
  const row = rowBytes(values);
  const bytes = Buffer.concat([Buffer.from('before'), row, Buffer.from('after')]);
  return maker(bytes, 6, 6 + row.length);
}

const COLUMNS: readonly Column[] = [
  { name: 'id', dataTypeID: UUID },
  { name: '$position', dataTypeID: INT8 },
  { name: 'it"s', dataTypeID: TEXT },
  { name: 'isThere', dataTypeID: BOOL },
  { name: 'count', dataTypeID: INT4 },
  { name: 'json', dataTypeID: JSONB },
  { name: 'at', dataTypeID: TIMESTAMPTZ },
];

const WRITTEN = ['id', '12', 'a', 't', '7', '{"a":[1]}', '2026-01-31 08:00:00+00'];
const READ = {
  id: 'id',
  $position: '12',
  'it"s': 'a',
  isThere: true,
  count: 7,
  json: { a: [1] },
  at: new Date('2026-01-31T08:00:00Z'),
};

describe.each([
  ['compiled', compiledRowMaker],
  ['plain', plainRowMaker],
])('a row, %s', (_how, makerOf) => {
  test('has each value under the name of its column, read by its type', () => {
    expect(made(makerOf(COLUMNS), WRITTEN)).toStrictEqual(READ);
  });

  test('has null for each null, also of JSON', () => {
    const nulls = Object.fromEntries(COLUMNS.map(({ name }) => [name, null]));

    expect(
      made(
        makerOf(COLUMNS),
        COLUMNS.map(() => null),
      ),
    ).toStrictEqual(nulls);
    expect(made(makerOf([{ name: 'json', dataTypeID: JSONB }]), ['null'])).toStrictEqual({
      json: null,
    });
  });

  test('has the last of two columns of one name', () => {
    const twice = [TEXT, INT4].map((dataTypeID) => ({ name: 'it', dataTypeID }));

    expect(made(makerOf(twice), ['1', '2'])).toStrictEqual({ it: 2 });
  });

  test('has a name that looks like code as its name', () => {
    const name = '"]: globalThis.ran = true, ["\\"\u2028`${1}';

    expect(made(makerOf([{ name, dataTypeID: TEXT }]), ['x'])).toStrictEqual({ [name]: 'x' });
    expect(globalThis).not.toHaveProperty('ran');
  });

  test('of no columns is empty', () => {
    expect(made(makerOf([]), [])).toStrictEqual({});
  });
});

test('columns of the same names and other types are read by their own', () => {
  const of = (dataTypeID: number): object =>
    made(compiledRowMaker([{ name: 'it', dataTypeID }]), ['1']);

  expect([of(TEXT), of(INT4), of(TEXT)]).toEqual([{ it: '1' }, { it: 1 }, { it: '1' }]);
});

test('the code of a statement is made once, also for many connections', () => {
  expect(compiledRowMaker([...COLUMNS])).toBe(compiledRowMaker([...COLUMNS]));
});

test('whatever stands in a row, both ways read the same, and texts come back as they were', () => {
  const value = fc.option(fc.string({ unit: 'binary', maxLength: 300 }));
  const id = fc.option(fc.uuid());
  fc.assert(
    fc.property(fc.array(fc.tuple(value, id), { maxLength: 8 }), (cells) => {
      const columns = cells.flatMap((_, n) => [
        { name: `text ${n}`, dataTypeID: TEXT },
        { name: `id ${n}`, dataTypeID: UUID },
      ]);
      const values = cells.flat();
      const row = Object.fromEntries(columns.map(({ name }, n) => [name, values[n]]));

      expect(made(plainRowMaker(columns), values)).toStrictEqual(row);
      expect(made(compiledRowMaker(columns), values)).toStrictEqual(row);
    }),
  );
});
