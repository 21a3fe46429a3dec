import { randomUUID } from 'node:crypto';

import { Client } from 'pg';

import type { Queryable } from '../../../src/platform/database/database';
import { columns, type Sql, sql } from '../../../src/platform/database/sql';
import {
  type KeysetList,
  type KeysetOrder,
  type ListedRow,
  PARENT_ID,
  readPage,
  readPages,
  type SortKey,
} from '../../../src/platform/graphql/keyset';
import { NamingQueries } from '../../../src/platform/graphql/named-objects';
import { type Page, type PageArgs, pageRequest } from '../../../src/platform/graphql/page';
import { SERVER_URL_VARIABLE } from '../../support/test-database';

interface Item {
  readonly id: string;
}

const ALL = {
  rows: true,
  cursors: true,
  totalCount: true,
  hasNextPage: true,
  hasPreviousPage: true,
};
const PARENTS = Array.from({ length: 4 }, () => randomUUID());

const id: SortKey = { expression: sql`i.id`, type: 'uuid' };
const name: SortKey = { expression: sql`i.name`, type: 'text' };
const rank: SortKey = { expression: sql`i.rank`, type: 'integer', isNullable: true };
const changedAt: SortKey = { expression: sql`i.changed_at`, type: 'timestamptz' };

// Every kind of order that a list of the schema has: plain, mixed directions, NULL keys, many ties.
const ORDERS: Readonly<Record<string, KeysetOrder>> = {
  'by id': { name: 'ID', keys: [id] },
  'by name, then id': { name: 'NAME', keys: [name, id] },
  'by instant, latest first': {
    name: 'CHANGED_AT_DESC',
    keys: [
      { ...changedAt, direction: 'DESC' },
      { ...id, direction: 'DESC' },
    ],
  },
  'by name downwards, id upwards': {
    name: 'NAME_DESC',
    keys: [{ ...name, direction: 'DESC' }, id],
  },
  'by a nullable key': { name: 'RANK', keys: [rank, id] },
  'by a nullable key downwards': {
    name: 'RANK_DESC',
    keys: [
      { ...rank, direction: 'DESC' },
      { ...id, direction: 'DESC' },
    ],
  },
  'by a nullable key downwards, others both ways': {
    name: 'RANK_NAME_DESC',
    keys: [{ ...rank, direction: 'DESC' }, name, { ...id, direction: 'DESC' }],
  },
  'by a nullable key of another table': {
    name: 'OTHER_RANK',
    keys: [{ ...rank, isOfOtherTable: true }, id],
  },
  'by a key of another table downwards': {
    name: 'OTHER_NAME_DESC',
    keys: [
      { ...name, isOfOtherTable: true, direction: 'DESC' },
      { ...id, direction: 'DESC' },
    ],
  },
};

let client: Client;
let statements = 0;
let lastText = '';
const db: Queryable = {
  async query<Row>(statement: Sql): Promise<Row[]> {
    statements += 1;
    lastText = statement.text;
    const { rows } = await client.query(statement.text, statement.values);
    return rows as Row[];
  },
};
const naming = new NamingQueries(db);

function listOf(order: KeysetOrder, where: Sql = sql`true`): KeysetList<ListedRow, Item> {
  const toNode = ({ key }: ListedRow): Item => ({ id: key });
  const select = columns({ key: sql`i.id`, name: sql`i.name` });
  return { name: 'items', select, from: sql`items i`, where, order, toNode };
}

beforeAll(async () => {
  client = new Client({ connectionString: process.env[SERVER_URL_VARIABLE] });
  await client.connect();
  await client.query(
    'CREATE TEMP TABLE items (id uuid, parent_id uuid, name text, rank int, changed_at timestamptz)',
  );
  // 83 rows over three parents, the fourth has none; names and ranks repeat, a third of the ranks is
  // NULL, and instants differ by one microsecond, which a JavaScript date cannot tell apart.
  for (let i = 0; i < 83; i += 1) {
    await client.query(
      `INSERT INTO items VALUES ($1, $2, $3, $4, timestamptz '2026-01-31 08:00:00+00' + $5 * interval '1 microsecond')`,
      [randomUUID(), PARENTS[i % 3], `Name ${i % 7}`, i % 3 === 0 ? null : i % 5, i % 40],
    );
  }
});

afterAll(() => client.end());

async function everyId(order: KeysetOrder): Promise<string[]> {
  const by = order.keys.map((key) => `${key.expression.text} ${key.direction ?? 'ASC'}`).join(', ');
  const { rows } = await client.query<Item>(`SELECT i.id FROM items i ORDER BY ${by}`);
  return rows.map((row) => row.id);
}

async function walk(
  order: KeysetOrder,
  size: number,
  direction: 'forward' | 'backward',
): Promise<{ readonly ids: string[]; readonly pages: Page<Item>[] }> {
  const pages: Page<Item>[] = [];
  let args: PageArgs = direction === 'forward' ? { first: size } : { last: size };
  for (;;) {
    const page = await readPage(naming, listOf(order), pageRequest(args), ALL);
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(direction === 'forward' ? hasNextPage : hasPreviousPage)) break;
    args =
      direction === 'forward'
        ? { first: size, after: endCursor }
        : { last: size, before: startCursor };
  }
  const inOrder = direction === 'forward' ? pages : [...pages].reverse();
  return { ids: inOrder.flatMap((page) => page.nodes.map((node) => node.id)), pages };
}

describe.each(Object.entries(ORDERS))('a list %s', (_, order) => {
  test.each([1, 7, 82, 83, 100])(
    'is complete, page by page of %i, in both directions',
    async (size) => {
      const expected = await everyId(order);

      const forward = await walk(order, size, 'forward');
      const backward = await walk(order, size, 'backward');

      expect(forward.ids).toEqual(expected);
      expect(backward.ids).toEqual(expected);
      expect(new Set(forward.pages.map((page) => page.totalCount))).toEqual(new Set([83]));
    },
  );

  test('says for every page whether more lies on either side', async () => {
    const forward = await walk(order, 20, 'forward');
    const backward = await walk(order, 20, 'backward');

    const sides = (pages: Page<Item>[]): boolean[][] =>
      pages.map(({ pageInfo }) => [pageInfo.hasPreviousPage, pageInfo.hasNextPage]);
    const inTheMiddle = [true, true];
    expect(sides(forward.pages)).toEqual([
      [false, true],
      ...Array.from({ length: 3 }, () => inTheMiddle),
      [true, false],
    ]);
    expect(sides(backward.pages)).toEqual([
      [true, false],
      ...Array.from({ length: 3 }, () => inTheMiddle),
      [false, true],
    ]);
  });

  test('between two cursors holds exactly what lies between them', async () => {
    const expected = await everyId(order);
    const { pages } = await walk(order, 100, 'forward');
    const after = pages[0]?.edges[9]?.cursor;
    const before = pages[0]?.edges[60]?.cursor;

    const first = await readPage(
      naming,
      listOf(order),
      pageRequest({ first: 5, after, before }),
      ALL,
    );
    const last = await readPage(
      naming,
      listOf(order),
      pageRequest({ last: 100, after, before }),
      ALL,
    );

    expect(first.nodes.map((it) => it.id)).toEqual(expected.slice(10, 15));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(last.nodes.map((it) => it.id)).toEqual(expected.slice(10, 60));
    expect(last.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });
});

describe('a list below many parents', () => {
  const list = listOf({ name: 'NAME', keys: [name, id] }, sql`i.parent_id = ${PARENT_ID}`);

  test('is read for all of them in one statement, counts included', async () => {
    statements = 0;
    const pages = await readPages(naming, list, pageRequest({ first: 5 }), ALL, PARENTS);

    expect(statements).toBe(1);
    expect(
      pages.map((page) => [page.nodes.length, page.totalCount, page.pageInfo.hasNextPage]),
    ).toEqual([
      [5, 28, true],
      [5, 28, true],
      [5, 27, true],
      [0, 0, false],
    ]);
  });

  test('answers each parent what it answers to that parent alone', async () => {
    const shuffled = [PARENTS[2], PARENTS[3], PARENTS[0]] as string[];

    const together = await readPages(naming, list, pageRequest({ last: 9 }), ALL, shuffled);

    for (const [i, parent] of shuffled.entries()) {
      const [alone] = await readPages(naming, list, pageRequest({ last: 9 }), ALL, [parent]);
      expect(together[i]?.nodes.map((it) => it.id)).toEqual(alone?.nodes.map((it) => it.id));
    }
  });

  test('needs no statement without parents', async () => {
    statements = 0;

    expect(await readPages(naming, list, pageRequest({}), ALL, [])).toEqual([]);
    expect(statements).toBe(0);
  });
});

describe('what the operation does not select', () => {
  const list = listOf({ name: 'ID', keys: [id] });

  test('is neither counted', async () => {
    const page = await readPage(naming, list, pageRequest({}), { ...ALL, totalCount: false });

    expect(page.totalCount).toBeNull();
    expect(page.nodes).toHaveLength(25);
  });

  test('nor read', async () => {
    const wants = { ...ALL, rows: false, cursors: false };

    const page = await readPage(naming, list, pageRequest({}), wants);

    expect(page.nodes).toEqual([]);
    expect(page.totalCount).toBe(83);
  });

  test('nor looked for beyond a cursor', async () => {
    const [middle] = (await readPage(naming, list, pageRequest({ first: 1 }), ALL)).edges;
    const after = pageRequest({ first: 1, after: middle?.cursor });
    const read = async (wants: Partial<typeof ALL>) => {
      const { pageInfo } = await readPage(naming, list, after, { ...ALL, ...wants });
      const { hasNextPage, hasPreviousPage } = pageInfo;
      return { looks: /LIMIT 1\b/.test(lastText), hasNextPage, hasPreviousPage };
    };

    // The first row of the next page tells it.
    expect(await read({ hasPreviousPage: false })).toMatchObject({
      looks: false,
      hasNextPage: true,
    });
    expect(await read({ hasNextPage: false })).toMatchObject({
      looks: true,
      hasPreviousPage: true,
    });
  });

  test('a cursor that was not selected is not made up', async () => {
    const page = await readPage(naming, list, pageRequest({}), { ...ALL, cursors: false });

    expect(page.nodes).toHaveLength(25);
    expect(() => page.edges[0]?.cursor).toThrow('The cursors of items were not selected');
    expect(() => page.pageInfo.endCursor).toThrow('The cursors of items were not selected');
  });
});

describe('a cursor', () => {
  const byName = listOf({ name: 'NAME', keys: [name, id] });
  const cursorOfOtherOrder = async (): Promise<string | null> => {
    const other = listOf({ name: 'ID', keys: [id] });
    return (await readPage(naming, other, pageRequest({ first: 1 }), ALL)).pageInfo.endCursor;
  };
  const forged = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');

  test('of another order is refused', async () => {
    const after = await cursorOfOtherOrder();

    await expect(readPage(naming, byName, pageRequest({ after }), ALL)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: 'after',
    });
  });

  test('of another list is refused', async () => {
    const { pageInfo } = await readPage(naming, byName, pageRequest({ first: 1 }), ALL);

    await expect(
      readPage(
        naming,
        { ...byName, name: 'others' },
        pageRequest({ before: pageInfo.endCursor }),
        ALL,
      ),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'before' });
  });

  test.each([
    ['no base64', '%%%'],
    ['no list', forged({})],
    ['too few keys', forged(['items', 'NAME', 'a'])],
    ['a key that is null where the column is not', forged(['items', 'NAME', null, randomUUID()])],
    ['a key of another type', forged(['items', 'NAME', 'a', 'no-uuid'])],
    ['a key that no text column holds', forged(['items', 'NAME', 'a\0', randomUUID()])],
    ['a key that is half a character', forged(['items', 'NAME', '\ud800', randomUUID()])],
    ['SQL in a key', forged(['items', 'NAME', 'a', "'; DROP TABLE items; --"])],
  ])('with %s is refused without reaching the database', async (_, after) => {
    statements = 0;

    await expect(readPage(naming, byName, pageRequest({ after }), ALL)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: 'after',
    });
    expect(statements).toBe(0);
  });

  test.each([
    ['2026-02-30 08:00:00+00', false],
    ['2026-01-31 08:00:00.123456+00', true],
    ['2026-01-31 08:00:00+05:30', false],
    ['2026-01-31 08:00:00+16', false],
    ['0000-01-31 08:00:00+00', false],
    ['infinity', false],
  ])('with the instant %s is taken as one: %s', async (instant, isTaken) => {
    const list = listOf({ name: 'CHANGED_AT', keys: [changedAt, id] });
    const after = forged(['items', 'CHANGED_AT', instant, randomUUID()]);

    const reading = readPage(naming, list, pageRequest({ after }), ALL);

    if (isTaken) await expect(reading).resolves.toBeDefined();
    else await expect(reading).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
