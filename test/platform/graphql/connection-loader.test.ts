import { randomUUID } from 'node:crypto';

import { Client } from 'pg';

import { columns, type Sql, sql } from '../../../src/platform/database/sql';
import { defineConnectionLoader } from '../../../src/platform/graphql/connection-loader';
import { createRequestContext } from '../../../src/platform/graphql/context';
import { PARENT_ID } from '../../../src/platform/graphql/keyset';
import type { PageArgs } from '../../../src/platform/graphql/page';
import { EVERYTHING } from '../../../src/platform/graphql/selection';
import { SERVER_URL_VARIABLE } from '../../support/test-database';
import { contextOf, salesAgent } from './sample-schema';

interface Row {
  readonly key: string;
  readonly n: number;
}

const PARENTS = [randomUUID(), randomUUID()] as const;

const numbersOf = defineConnectionLoader('numbersOf', (_ctx, _args: PageArgs) => ({
  name: 'Parent.numbers',
  select: columns({ key: sql`n::text`, n: sql`n` }),
  from: sql`(SELECT g AS n FROM generate_series(1, 9) g) numbers`,
  where: sql`${PARENT_ID} = ${PARENTS[0]}::uuid OR n = 1`,
  order: { name: 'N', keys: [{ expression: sql`n`, type: 'integer' }] as const },
  toNode: (row: Row): Row => row,
}));

let client: Client;
let statements = 0;

beforeAll(async () => {
  client = new Client({ connectionString: process.env[SERVER_URL_VARIABLE] });
  await client.connect();
});
afterAll(() => client.end());
beforeEach(() => {
  statements = 0;
});

function loader() {
  const ctx = createRequestContext({
    ...contextOf(salesAgent),
    db: {
      async query<Found>(statement: Sql): Promise<Found[]> {
        statements += 1;
        return (await client.query(statement.text, statement.values)).rows as Found[];
      },
    },
  });
  return ctx.loader(numbersOf);
}

const keyOf = (parentId: string, args: PageArgs) => ({
  parentId,
  args,
  selection: EVERYTHING,
});

test('the same page of several parents is one statement, another page is another', async () => {
  const numbers = loader();

  const pages = await Promise.all([
    numbers.load(keyOf(PARENTS[0], { first: 2 })),
    numbers.load(keyOf(PARENTS[1], { first: 2 })),
    numbers.load(keyOf(PARENTS[0], { last: 2 })),
  ]);

  expect(statements).toBe(2);
  expect(pages.map((page) => page?.nodes.map((row) => row.n))).toEqual([[1, 2], [1], [8, 9]]);
  expect(pages.map((page) => page?.totalCount)).toEqual([9, 1, 9]);
});

test('a cursor that does not fit refuses its own page and no other', async () => {
  const numbers = loader();

  const [good, bad] = await Promise.allSettled([
    numbers.load(keyOf(PARENTS[0], { first: 2 })),
    numbers.load(keyOf(PARENTS[0], { first: 2, after: 'forged' })),
  ]);

  expect(good).toMatchObject({ status: 'fulfilled' });
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_INPUT' } });
});
