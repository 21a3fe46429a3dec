import { buildSchema, parse, validate } from 'graphql';

import type { DomainError } from '../../../src/kernel/domain-error';
import { createIntake } from '../../../src/platform/http/intake';
import { type LIMITS, refusalOfSource, validateLimits } from '../../../src/platform/http/limits';
import { TEST_SDL } from '../../support/http-test-server';

const schema = buildSchema(TEST_SDL);
const intake = createIntake(schema);

function refusal(query: string, variables: Record<string, unknown> = {}): DomainError | null {
  return validateLimits(parse(query), variables, schema);
}

function expectWithin(query: string, variables?: Record<string, unknown>): void {
  expect(refusal(query, variables)).toBeNull();
}

function expectBeyond(limit: keyof typeof LIMITS, found: DomainError | null): void {
  expect(found).toMatchObject({ code: 'QUERY_TOO_COMPLEX' });
  expect(found?.detail).toContain(`Limit: ${limit}`);
}

const INTROSPECTION_DEPTH_13 = `{ __schema { types { fields { type { ofType { ofType { ofType {
  ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } } }`;

function deep(levels: number): string {
  return `{ node(id: 1) { ...on Item { ${'parent { '.repeat(levels - 2)} id ${'}'.repeat(levels - 2)} } } }`;
}

describe('tokens', () => {
  const tokens = (count: number): string => `{ ${'hello '.repeat(count - 2)}}`;

  it.each([1_999, 2_000])('%d are read', (count) => {
    expect(refusalOfSource(tokens(count))).toBeNull();
  });

  it('2,001 are refused', () => {
    expectBeyond('tokens', refusalOfSource(tokens(2_001)));
  });

  it('comments and blanks are none', () => {
    expect(refusalOfSource(`{ hello } ${'# a comment\n'.repeat(5_000)}`)).toBeNull();
  });
});

describe('nesting', () => {
  const nested = (levels: number): string =>
    `{ matrix(values: ${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}) }`;

  it('64 levels are read', () => {
    expect(refusalOfSource(nested(64))).toBeNull();
  });

  it('65 levels are refused, before anything calls itself that often', () => {
    expectBeyond('nesting', refusalOfSource(nested(65)));
  });

  it('a text that is no GraphQL passes on to the parser, which says so', () => {
    expect(refusalOfSource('{ "unterminated')).toBeNull();
    expect(intake.read({ query: '{ hello', variables: null }).problem?.message).toMatch(/^Syntax/);
  });

  it.each([
    ['a list', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['an object', '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)],
  ])('variables nested in %s are refused', (_, json) => {
    const { problem } = intake.read({ query: '{ hello }', variables: JSON.parse(json) as unknown });

    expectBeyond('nesting', problem as DomainError);
  });
});

describe('depth', () => {
  it.each([11, 12])('%d levels of fields are allowed', (levels) => {
    expectWithin(deep(levels));
  });

  it('13 levels are refused', () => {
    expectBeyond('depth', refusal(deep(13)));
  });

  it('a fragment does not hide its levels', () => {
    const query = `{ node(id: 1) { ...Outer } }
      fragment Outer on Item { parent { parent { parent { parent { parent { parent { ...Inner } } } } } } }
      fragment Inner on Item { parent { parent { parent { parent { parent { id } } } } } }`;

    expectBeyond('depth', refusal(query));
  });

  it('introspection is exempt', () => {
    expectWithin(INTROSPECTION_DEPTH_13);
  });
});

describe('fields and aliases', () => {
  const aliased = (count: number): string =>
    `{ ${Array.from({ length: count }, (_, at) => `a${at}: hello`).join(' ')} }`;

  it.each([999, 1_000])('%d are allowed', (count) => {
    expectWithin(aliased(count));
  });

  it('1,001 are refused', () => {
    expectBeyond('fields', refusal(aliased(1_001)));
  });

  it('fragments count as often as they are spread', () => {
    const doubling = Array.from(
      { length: 40 },
      (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`,
    );

    expectBeyond(
      'fields',
      refusal(`{ ...F0 } ${doubling.join(' ')} fragment F40 on Query { hello }`),
    );
  });

  it('a fragment that contains itself is left to validation', () => {
    const query = '{ ...F } fragment F on Query { hello ...F }';

    expectWithin(query);
    expect(validate(schema, parse(query))).not.toEqual([]);
  });

  it('all operations of a document count together', () => {
    const half = (name: string): string => `query ${name} ${aliased(600)}`;

    expectWithin(half('A'));
    expectBeyond('fields', refusal(half('A') + half('B')));
  });
});

describe('the product of page sizes', () => {
  const nested = (...sizes: (number | string)[]): string =>
    sizes.reduceRight<string>(
      (inner, size) => `items(first: ${size}) { nodes { ${inner} } }`,
      'id',
    );
  const query = (...sizes: (number | string)[]): string => `{ ${nested(...sizes)} }`;

  it('100,000 is allowed', () => {
    expectWithin(query(100, 100, 10));
  });

  it('more is refused', () => {
    expectBeyond('objects', refusal(query(100, 100, 11)));
  });

  it('counts 25 where no size is given', () => {
    const three = '{ items { nodes { items { nodes { items { nodes { id } } } } } } }';
    const four =
      '{ items { nodes { items { nodes { items { nodes { items { nodes { id } } } } } } } } }';

    expectWithin(three);
    expectBeyond('objects', refusal(four));
  });

  it('adds up what stands side by side, so that aliases do not help', () => {
    const twice = `{ a: ${nested(100, 100, 10)} b: ${nested(100, 100, 10)} }`;

    expectBeyond('objects', refusal(twice));
  });

  it('reads `last`, variables and defaults of variables', () => {
    const sized = (sizes: string): string =>
      `query (${sizes}) { items(last: $n) { nodes { items(first: $n) { nodes { items(first: $n) { nodes { id } } } } } } }`;

    expectWithin(sized('$n: Int'), { n: 40 });
    expectBeyond('objects', refusal(sized('$n: Int'), { n: 50 }));
    expectBeyond('objects', refusal(sized('$n: Int = 50')));
    expectWithin(sized('$n: Int = 50'), { n: 40 });
  });

  it('takes a size that is no number for the largest', () => {
    expectBeyond('objects', refusal(`query ($n: Int) ${query('$n', '$n', '$n')}`, { n: 'many' }));
  });

  it('multiplies by the number of ids that are asked for', () => {
    const byIds = (count: number): string =>
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ...on Item { ${nested(100, count)} } } }`;
    const ids = Array.from({ length: 100 }, (_, at) => String(at));

    expectWithin(byIds(10), { ids });
    expectBeyond('objects', refusal(byIds(11), { ids }));
  });

  it('weighs a fragment anew for each operation, whose defaults may differ', () => {
    const fragment = `fragment F on Query { ${nested('$n', '$n', '$n')} }`;
    const operations = 'query A($n: Int = 1) { ...F } query B($n: Int = 100) { ...F }';

    expectBeyond('objects', refusal(`${operations} ${fragment}`));
  });
});

describe('fields that have to be compared', () => {
  const INLINE_BOMB = `{ node(id: 1) { ${'...{ '.repeat(60)}${'...on Item { parent { id } } '.repeat(
    200,
  )}${'}'.repeat(60)} } }`;

  it('a bomb of inline fragments is refused, at once', () => {
    const startedAt = performance.now();

    expectBeyond('comparisons', refusal(INLINE_BOMB));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('also when its inner part is a fragment', () => {
    const fields = 'parent { id } '.repeat(150);
    const bomb = `{ node(id: 1) { ${'...{ '.repeat(60)} ...F ${'...on Item { parent { id } } '.repeat(50)}
      ${'}'.repeat(60)} } } fragment F on Item { ${fields} }`;

    expectBeyond('comparisons', refusal(bomb));
  });

  it.each([
    ['one field often', `{ ${'hello '.repeat(300)} }`],
    [
      'one selection often',
      `{ node(id: 1) { ...on Item { ${'parent { parent { id } } '.repeat(100)} } } }`,
    ],
    [
      'the same in many fragments',
      `{ node(id: 1) { ${Array.from({ length: 60 }, (_, at) => `...F${at}`).join(' ')} } }
      ${Array.from({ length: 60 }, (_, at) => `fragment F${at} on Item { parent { id name } }`).join(' ')}`,
    ],
  ])('what passes is validated quickly: %s', (_, query) => {
    expectWithin(query);
    const startedAt = performance.now();

    validate(schema, parse(query));

    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe('the intake', () => {
  it('parses a document once', () => {
    const query = '{ hello }';

    expect(intake.read({ query, variables: {} }).document).toBe(
      intake.read({ query, variables: null }).document,
    );
  });

  it('judges a remembered document by the variables of each request', () => {
    const query =
      'query ($n: Int!) { items(first: $n) { nodes { items(first: $n) { nodes { items(first: $n) { nodes { id } } } } } } }';

    expect(intake.read({ query, variables: { n: 10 } }).problem).toBeNull();
    expect(intake.read({ query, variables: { n: 100 } }).problem).not.toBeNull();
  });

  it('forgets the document that was not used for longest', () => {
    const first = intake.read({ query: '{ first: hello }', variables: null }).document;
    for (let at = 0; at < 500; at += 1)
      intake.read({ query: `{ a${at}: hello }`, variables: null });

    expect(intake.read({ query: '{ first: hello }', variables: null }).document).not.toBe(first);
  });
});
