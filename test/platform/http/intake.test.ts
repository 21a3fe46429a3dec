import { buildSchema, parse } from 'graphql';

import { createIntake, type Intake } from '../../../src/platform/http/intake';
import { judgeDocument } from '../../../src/platform/http/limits';
import { TEST_SDL } from '../../support/http-test-server';

const schema = buildSchema(TEST_SDL);

const PAGES = `query ($n: Int = 10, $m: Int) {
  items(first: $n) { nodes { items(first: 50) { nodes { id } } } }
  more: items(last: $m, first: 2) { nodes { items(first: 2) { nodes { id } } } }
}`;
const IDS = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

/** The price of what was sent before, and of what was never sent. */
function pricesOf(intake: Intake, query: string, variables: Record<string, unknown>): unknown {
  const { cost } = intake.read({ query, variables });
  const { points } = judgeDocument(parse(query), variables, schema);
  return { remembered: cost.points, fresh: points };
}

describe('the price of an operation that comes again', () => {
  // Every value twice, in two orders, so that each comes after each.
  const sizes = [{}, { n: 1 }, { n: 100 }, { n: null }, { n: 'undefined' }, { n: '1' }, { m: 90 }];
  const variables = [...sizes, ...sizes, ...[...sizes].reverse()];

  test('depends on the sizes that its variables name', () => {
    const intake = createIntake(schema);

    const prices = variables.map((it) => pricesOf(intake, PAGES, it)) as {
      readonly remembered: number;
      readonly fresh: number;
    }[];

    expect(prices.map(({ remembered }) => remembered)).toEqual(prices.map(({ fresh }) => fresh));
    expect(new Set(prices.map(({ fresh }) => fresh)).size).toBeGreaterThan(3);
  });

  test('depends on how many ids it names', () => {
    const intake = createIntake(schema);
    const ids = (count: number): Record<string, unknown> => ({ ids: Array(count).fill('x') });

    for (const count of [1, 100, 1, 50]) {
      const { remembered, fresh } = pricesOf(intake, IDS, ids(count)) as Record<string, number>;
      expect(remembered).toBe(fresh);
    }
  });

  test('what is too much is refused each time, also after something small', () => {
    const intake = createIntake(schema);
    const query = `query ($n: Int!) {
      items(first: $n) { nodes { items(first: $n) { nodes { items(first: $n) { nodes { id } } } } } }
    }`;
    const refused = [1, 100, 100, 2, 100].map(
      (n) => intake.read({ query, variables: { n } }).problem !== null,
    );

    expect(refused).toEqual([false, true, true, false, true]);
  });

  test('guesses are counted again', () => {
    const intake = createIntake(schema, ['hello']);
    const read = (): number =>
      intake.read({ query: '{ a: hello hello }', variables: {} }).cost.guesses;

    expect([read(), read()]).toEqual([2, 2]);
  });
});
