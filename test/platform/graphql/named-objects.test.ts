import { Client } from 'pg';

import type { Queryable } from '../../../src/platform/database/database';
import { type Sql, sql } from '../../../src/platform/database/sql';
import {
  type NamedObjects,
  type NamedSource,
  queryNaming,
} from '../../../src/platform/graphql/named-objects';
import { type Selection, selectionOfNames } from '../../../src/platform/graphql/selection';
import { SERVER_URL_VARIABLE } from '../../support/test-database';

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

function artists(table: Sql, selected: (selection: Selection) => Sql): NamedSource {
  return {
    from: sql`${table} a`,
    id: sql`a.id`,
    selectLists: (_viewer, selection) =>
      sql`json_build_object('key', json_agg(a.id)${selected(selection)})`,
    toObject: (_viewer, row) => new Artist(row),
  };
}

const SINGERS = artists(sql`singers`, (selection) =>
  selection.has('name') ? sql`, 'name', json_agg(a.name)` : sql``,
);
const WRITERS = artists(sql`writers`, () => sql`, 'name', json_agg(a.name)`);
const SONGS = sql`SELECT s.title, s.singer, s.writer FROM songs s ORDER BY s.title`;

function naming(source: NamedSource, ...columns: string[]): NamedObjects {
  return { columns, source, viewer: null, selection: selectionOfNames('name') };
}

const songs = (...named: NamedObjects[]) => queryNaming<Song>(db, SONGS, named);

beforeAll(async () => {
  client = new Client({ connectionString: process.env[SERVER_URL_VARIABLE] });
  await client.connect();
  await client.query(`
    CREATE TEMP TABLE singers (id text PRIMARY KEY, name text);
    CREATE TEMP TABLE writers (id text PRIMARY KEY, name text);
    CREATE TEMP TABLE songs (title text, singer text, writer text);
    INSERT INTO singers VALUES ('s1', 'Ella'), ('s2', 'Billie'), ('s3', 'Unnamed');
    INSERT INTO writers VALUES ('s1', 'Cole'), ('w2', 'Irving');
    INSERT INTO songs VALUES ('a', 's1', 's1'), ('b', 's1', NULL), ('c', 's2', 'w2'), ('d', NULL, NULL)`);
});
afterAll(() => client.end());
beforeEach(() => {
  sent.length = 0;
});

test('objects stand in the columns that name them, rows in their order, by one statement', async () => {
  const [a, b, c, d] = await songs(naming(SINGERS, 'singer'), naming(WRITERS, 'writer'));

  expect([a?.title, b?.title, c?.title, d?.title]).toEqual(['a', 'b', 'c', 'd']);
  // The same id names another object in another table.
  expect(a?.singer).toEqual(new Artist({ key: 's1', name: 'Ella' }));
  expect(a?.writer).toEqual(new Artist({ key: 's1', name: 'Cole' }));
  expect(c?.singer).toEqual(new Artist({ key: 's2', name: 'Billie' }));
  expect(c?.writer).toEqual(new Artist({ key: 'w2', name: 'Irving' }));
  expect(sent).toHaveLength(1);
});

test('what several rows or columns name is one object', async () => {
  const duet = sql`SELECT 'x' AS title, 's1' AS singer, 's1' AS writer`;

  const [a, b] = await songs(naming(SINGERS, 'singer'));
  const [both] = await queryNaming<Song>(db, duet, [naming(SINGERS, 'singer', 'writer')]);

  expect(a?.singer).toBe(b?.singer);
  expect(both?.singer).toBe(both?.writer);
});

test('null names nothing, in every row', async () => {
  const nobody = sql`SELECT 'x' AS title, NULL::text AS singer, NULL::text AS writer`;

  const [row] = await queryNaming<Song>(db, nobody, [naming(SINGERS, 'singer', 'writer')]);
  const [, b] = await songs(naming(SINGERS, 'singer'), naming(WRITERS, 'writer'));

  expect([row?.singer, row?.writer, b?.writer]).toEqual([null, null, null]);
});

test('no rows name nothing', async () => {
  const none = sql`SELECT s.title, s.singer, s.writer FROM songs s WHERE FALSE`;

  expect(await queryNaming(db, none, [naming(SINGERS, 'singer')])).toEqual([]);
});

test('a statement that names nothing is sent as it is', async () => {
  await songs();

  expect(sent).toEqual([SONGS]);
});

test('an object that is not there is no null', async () => {
  const lost = sql`SELECT 'x' AS title, 'gone' AS singer, NULL AS writer`;

  await expect(queryNaming(db, lost, [naming(SINGERS, 'singer')])).rejects.toThrow(
    'singer names gone, which is not there',
  );
});
