import { Client } from 'pg';

import type { Caller } from '../../../src/kernel/actor';
import type { Queryable } from '../../../src/platform/database/database';
import { columns, type Sql, sql } from '../../../src/platform/database/sql';
import {
  type NamedObjects,
  type NamedSource,
  NamingQueries,
} from '../../../src/platform/graphql/named-objects';
import { type Selection, selectionOfNames } from '../../../src/platform/graphql/selection';
import { SERVER_URL_VARIABLE } from '../../support/test-database';

const [S1, S2, S3, W2, GONE] = [1, 2, 3, 4, 5].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}`,
) as [string, string, string, string, string];

const sent: Sql[] = [];
let client: Client;
const db: Queryable = {
  query: async <Row>(statement: Sql) => {
    sent.push(statement);
    const { rows } = await client.query(statement.text, [...statement.values]);
    return rows as Row[];
  },
};

interface Song {
  readonly title: string;
  readonly singer: object | null;
  readonly writer: object | null;
}

class Artist {
  constructor(readonly row: object) {}
}

function artists(table: Sql, isNamed: (selection: Selection) => boolean): NamedSource {
  return {
    from: sql`${table} a`,
    id: sql`a.id`,
    select: (_viewer, selection) =>
      columns({ key: sql`a.id`, ...(isNamed(selection) && { name: sql`a.name` }) }),
    selectJson: () => sql`json_build_object('key', a.id, 'name', a.name)`,
    toObject: (_viewer, row) => new Artist(row),
  };
}

const SINGERS = artists(sql`singers`, (selection) => selection.has('name'));
const WRITERS = artists(sql`writers`, () => true);
const SONGS = sql`SELECT s.title, s.singer, s.writer FROM songs s ORDER BY s.title`;

function naming(source: NamedSource, ...columns: string[]): NamedObjects {
  return { columns, source, viewer: null, selection: selectionOfNames('name') };
}

const query = (statement: Sql, ...named: NamedObjects[]) =>
  new NamingQueries(db).query<Song>(statement, named);
const songs = (...named: NamedObjects[]) => query(SONGS, ...named);

beforeAll(async () => {
  client = new Client({ connectionString: process.env[SERVER_URL_VARIABLE] });
  await client.connect();
  await client.query(`
    CREATE TEMP TABLE singers (id uuid PRIMARY KEY, name text);
    CREATE TEMP TABLE writers (id uuid PRIMARY KEY, name text);
    CREATE TEMP TABLE songs (title text, singer uuid, writer uuid);
    INSERT INTO singers VALUES ('${S1}', 'Ella'), ('${S2}', 'Billie'), ('${S3}', 'Nina');
    INSERT INTO writers VALUES ('${S1}', 'Cole'), ('${W2}', 'Irving');
    INSERT INTO songs VALUES ('a', '${S1}', '${S1}'), ('b', '${S1}', NULL), ('c', '${S2}', '${W2}'), ('d', NULL, NULL)`);
});
afterAll(() => client.end());
beforeEach(() => {
  sent.length = 0;
});

test('objects stand in the columns that name them, rows in their order, by one statement of each source', async () => {
  const [a, b, c, d] = await songs(naming(SINGERS, 'singer'), naming(WRITERS, 'writer'));

  expect([a?.title, b?.title, c?.title, d?.title]).toEqual(['a', 'b', 'c', 'd']);
  // The same id names another object in another table.
  expect(a?.singer).toEqual(new Artist({ key: S1, name: 'Ella' }));
  expect(a?.writer).toEqual(new Artist({ key: S1, name: 'Cole' }));
  expect(c?.singer).toEqual(new Artist({ key: S2, name: 'Billie' }));
  expect(c?.writer).toEqual(new Artist({ key: W2, name: 'Irving' }));
  expect(sent).toHaveLength(3);
});

test('what several rows or columns name is one object', async () => {
  const duet = sql`SELECT 'x' AS title, ${S1}::uuid AS singer, ${S1}::uuid AS writer`;

  const [a, b] = await songs(naming(SINGERS, 'singer'));
  const [both] = await query(duet, naming(SINGERS, 'singer', 'writer'));

  expect(a?.singer).toBe(b?.singer);
  expect(both?.singer).toBe(both?.writer);
});

test('null names nothing, in every row', async () => {
  const nobody = sql`SELECT 'x' AS title, NULL::uuid AS singer, NULL::uuid AS writer`;

  const [row] = await query(nobody, naming(SINGERS, 'singer', 'writer'));
  const [, b] = await songs(naming(SINGERS, 'singer'), naming(WRITERS, 'writer'));

  expect([row?.singer, row?.writer, b?.writer]).toEqual([null, null, null]);
});

test('no rows name nothing', async () => {
  const none = sql`SELECT s.title, s.singer, s.writer FROM songs s WHERE FALSE`;

  expect(await query(none, naming(SINGERS, 'singer'))).toEqual([]);
  // As many statements as where something is found.
  expect(sent).toHaveLength(2);
});

test('a statement that names nothing is sent as it is', async () => {
  await songs();

  expect(sent).toEqual([SONGS]);
});

test('an object of which nothing but its id is asked for is not read', async () => {
  const [a] = await songs({ ...naming(SINGERS, 'singer'), selection: selectionOfNames() });

  expect(a?.singer).toEqual(new Artist({ key: S1 }));
  expect(sent).toEqual([SONGS]);
});

test('an object that is not there is no null', async () => {
  const lost = sql`SELECT 'x' AS title, ${GONE}::uuid AS singer, NULL AS writer`;

  await expect(query(lost, naming(SINGERS, 'singer'))).rejects.toThrow(
    `singer names ${GONE}, which is not there`,
  );
});

describe('a statement of one row', () => {
  const one = (statement: Sql, ...named: NamedObjects[]) =>
    new NamingQueries(db).query<Song>(statement, named, 'one');
  const DUET = sql`SELECT s.title, s.singer, s.writer FROM songs s WHERE s.title = 'a'`;

  test('brings what it names along', async () => {
    const [a] = await one(DUET, naming(SINGERS, 'singer'), naming(WRITERS, 'writer'));

    expect(a?.title).toBe('a');
    expect(a?.singer).toEqual(new Artist({ key: S1, name: 'Ella' }));
    expect(a?.writer).toEqual(new Artist({ key: S1, name: 'Cole' }));
    expect(sent).toHaveLength(1);
  });

  test('has one object for what two of its columns name', async () => {
    const [a] = await one(DUET, naming(SINGERS, 'singer', 'writer'));

    expect(a?.singer).toBe(a?.writer);
  });

  test('may find nothing, or name nothing', async () => {
    const none = sql`${DUET} AND FALSE`;
    const nobody = sql`SELECT 'x' AS title, NULL::uuid AS singer, NULL::uuid AS writer`;

    expect(await one(none, naming(SINGERS, 'singer'))).toEqual([]);
    expect((await one(nobody, naming(SINGERS, 'singer')))[0]?.singer).toBeNull();
  });

  test('names nothing that is not there', async () => {
    const lost = sql`SELECT 'x' AS title, ${GONE}::uuid AS singer, NULL::uuid AS writer`;

    await expect(one(lost, naming(SINGERS, 'singer'))).rejects.toThrow(`singer names ${GONE}`);
  });
});

describe('statements that are under way at the same time', () => {
  const ELLA = sql`SELECT 'x' AS title, ${S1}::uuid AS singer, NULL AS writer`;
  const BILLIE = sql`SELECT 'y' AS title, ${S2}::uuid AS singer, NULL AS writer`;
  const SLOW = sql`SELECT 'z' AS title, ${S3}::uuid AS singer, NULL AS writer FROM pg_sleep(0.05)`;
  const BROKEN = sql`SELECT 1 / 0 AS title, NULL AS singer, NULL AS writer FROM pg_sleep(0.05)`;
  const singer = naming(SINGERS, 'singer');
  const nameless = { ...singer, selection: selectionOfNames() };

  test('what they name is read together when the last has its rows, with all that any of them asks', async () => {
    const queries = new NamingQueries(db);

    const [[ella], [billie], [slow]] = await Promise.all([
      queries.query<Song>(ELLA, [nameless]),
      queries.query<Song>(BILLIE, [singer]),
      queries.query<Song>(SLOW, [nameless]),
    ]);

    expect(sent).toHaveLength(4);
    expect(sent.at(-1)?.values).toEqual([[S1, S2, S3]]);
    expect(ella?.singer).toEqual(new Artist({ key: S1, name: 'Ella' }));
    expect(billie?.singer).toEqual(new Artist({ key: S2, name: 'Billie' }));
    expect(slow?.singer).toEqual(new Artist({ key: S3, name: 'Nina' }));
  });

  test.each([
    ['begins', [BROKEN, ELLA]],
    ['ends', [ELLA, BROKEN]],
  ])('the failure of the one that %s is its own', async (_which, statements) => {
    const queries = new NamingQueries(db);

    const settled = await Promise.allSettled(
      statements.map((statement) => queries.query<Song>(statement, [singer])),
    );

    expect(settled[statements.indexOf(BROKEN)]).toMatchObject({
      reason: { message: 'division by zero' },
    });
    expect(settled[statements.indexOf(ELLA)]).toMatchObject({
      value: [{ singer: { row: { name: 'Ella' } } }],
    });
  });

  test('what cannot be read fails all that wait for it, and none that comes after', async () => {
    const queries = new NamingQueries(db);
    const gone = naming(
      artists(sql`nowhere`, () => true),
      'singer',
    );

    const failed = await Promise.allSettled([
      queries.query<Song>(ELLA, [gone]),
      queries.query<Song>(BILLIE, [gone]),
    ]);
    const [after] = await queries.query<Song>(ELLA, [singer]);

    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(after?.singer).toEqual(new Artist({ key: S1, name: 'Ella' }));
  });

  test('what viewers may see differs: each has a statement of its own', async () => {
    const queries = new NamingQueries(db);
    const viewer = { side: 'operator' } as Caller;

    await Promise.all([
      queries.query<Song>(ELLA, [singer]),
      queries.query<Song>(ELLA, [{ ...singer, viewer }]),
    ]);

    expect(sent).toHaveLength(4);
  });
});
