import fc from 'fast-check';

import {
  allOf,
  columns,
  empty,
  isOneOf,
  join,
  raw,
  type Sql,
  sql,
} from '../../../src/platform/database/sql';

/** What a statement is made of, said without the class under test. */
type Shape =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'template'; readonly template: number; readonly parts: readonly Shape[] }
  | { readonly kind: 'join'; readonly separator: string; readonly parts: readonly Shape[] };

/** By the number of their parts, two for each: places in code, which hand in the same array each time. */
const TEMPLATES = [0, 1, 2, 3].flatMap((count) =>
  ['a', 'b'].map((name) => {
    const strings = Array.from({ length: count + 1 }, (_, at) => ` ${name}${count}${at} `);
    return Object.assign(strings, { raw: strings }) as TemplateStringsArray;
  }),
);

const shapes = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('value' as const), value: fc.nat(9) }),
    fc.record({ kind: fc.constant('raw' as const), text: fc.constantFrom('', 'x', 'y', ' a00 ') }),
    fc
      .record({ template: fc.nat(TEMPLATES.length - 1), parts: fc.tuple(...three(tie('shape'))) })
      .map(({ template, parts }): Shape => {
        const count = (TEMPLATES[template] as TemplateStringsArray).length - 1;
        return { kind: 'template', template, parts: parts.slice(0, count) };
      }),
    fc.record({
      kind: fc.constant('join' as const),
      separator: fc.constantFrom(',', ' AND '),
      parts: fc.array(tie('shape'), { minLength: 1, maxLength: 70 }),
    }),
  ),
})).shape;

function three<T>(of: T): [T, T, T] {
  return [of, of, of];
}

function build(shape: Shape): unknown {
  if (shape.kind === 'value') return shape.value;
  if (shape.kind === 'raw') return raw(shape.text);
  const parts = shape.parts.map(build);
  return shape.kind === 'join'
    ? join(parts, shape.separator)
    : sql(TEMPLATES[shape.template] as TemplateStringsArray, ...parts);
}

/** Strings and values one after another, and then the numbers. */
function flat(shape: Shape): readonly (string | { readonly value: number })[] {
  if (shape.kind === 'value') return [{ value: shape.value }];
  if (shape.kind === 'raw') return [shape.text];
  const parts = shape.parts.map(flat);
  if (shape.kind === 'join')
    return parts.flatMap((part, at) => (at === 0 ? part : [shape.separator, ...part]));
  return (TEMPLATES[shape.template] as TemplateStringsArray).flatMap((text, at) => [
    text,
    ...(parts[at] ?? []),
  ]);
}

function expected(shape: Shape): { text: string; values: number[] } {
  const values: number[] = [];
  const pieces = flat(shape).map((it) =>
    typeof it === 'string' ? it : `$${values.push(it.value)}`,
  );
  return { text: pieces.join(''), values };
}

test('text and values are those of its parts one after another, whatever was made before', () => {
  const statements = fc.array(
    shapes.filter(({ kind }) => kind !== 'value'),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(statements, (made) => {
      for (const shape of [...made, ...made]) {
        const { text, values } = build(shape) as Sql;

        expect({ text, values }).toEqual(expected(shape));
      }
    }),
    { numRuns: 300 },
  );
});

test('a value and SQL in its place are two statements', () => {
  const place = (...parts: unknown[]): string =>
    sql(TEMPLATES[4] as TemplateStringsArray, ...parts).text;

  expect([place(1, raw('x')), place(raw('x'), 1), place(raw('x'), raw('x')), place(1, 1)]).toEqual([
    ' a20 $1 a21 x a22 ',
    ' a20 x a21 $1 a22 ',
    ' a20 x a21 x a22 ',
    ' a20 $1 a21 $2 a22 ',
  ]);
});

test('a value is never text of the statement, also one that looks like SQL', () => {
  const { text, values } = sql`SELECT ${'1; DROP TABLE x'}, ${['a', 'b']}, ${null}, ${undefined}`;

  expect(text).toBe('SELECT $1, $2, $3, $4');
  expect(values).toEqual(['1; DROP TABLE x', ['a', 'b'], null, undefined]);
});

test('the same SQL may stand in several places, with a parameter for each', () => {
  const id = sql`${'one'}::uuid`;

  const { text, values } = sql`a = ${id} OR ${empty}b = ${id}`;

  expect(text).toBe('a = $1::uuid OR b = $2::uuid');
  expect(values).toEqual(['one', 'one']);
});

test.each([1, 64, 65, 1_000])('a list of %d has a parameter for each, every time', (count) => {
  for (const first of [0, 5]) {
    const ids = Array.from({ length: count }, (_, n) => first + n);
    const { text, values } = sql`id IN (${join(ids)})`;

    expect(text).toBe(`id IN (${ids.map((_, n) => `$${n + 1}`).join(',')})`);
    expect(values).toEqual(ids);
  }
});

test('a list of nothing is a mistake', () => {
  expect(() => join([])).toThrow('Nothing to join');
});

test('columns of a SELECT, each under its name, and the names alone', () => {
  const selected = columns({ key: sql`c.id`, isOwn: sql`c.owner = ${'me'}` });

  expect(sql`SELECT ${selected}`.text).toBe('SELECT c.id AS "key", c.owner = $1 AS "isOwn"');
  expect(selected.names.text).toBe('"key", "isOwn"');
});

test.each<readonly [conditions: readonly Sql[], text: string]>([
  [[], 'TRUE'],
  [[sql`a`], '(a)'],
  [[sql`a OR b`, sql`c = ${1}`], '(a OR b) AND (c = $1)'],
])('all of %j', (conditions, text) => {
  expect(allOf(conditions).text).toBe(text);
});

test.each<readonly [ids: readonly string[], text: string, values: readonly unknown[]]>([
  [['one'], 'c.id = $1::uuid', ['one']],
  [['one', 'two'], 'c.id = ANY($1::uuid[])', [['one', 'two']]],
  [[], 'c.id = ANY($1::uuid[])', [[]]],
])('one of %j', (ids, text, values) => {
  const condition = isOneOf(sql`c.id`, ids);

  expect(condition.text).toBe(text);
  expect(condition.values).toEqual(values);
});
