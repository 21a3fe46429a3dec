import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import type { Database, Declaration, Queryable } from '../../../src/platform/database/database';
import { openDatabase } from '../../../src/platform/database/open-database';
import { raw, type Sql, sql } from '../../../src/platform/database/sql';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';

/* One connection, so that what it has heard can be asked of itself. */

const platform: Declaration = { actor: 'platform', operation: 'record' };

let copy: TestDatabase;
let database: Database;

beforeEach(async () => {
  copy = await cloneDatabase('story');
  ({ database } = await openDatabase({ url: copy.url, dataDir: '', entities: [], poolSize: 1 }));
});
afterEach(async () => {
  await database.close();
  await copy.drop();
});

async function asOwner(statement: string): Promise<void> {
  const client = new Client({ connectionString: copy.url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function times(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n += 1) await work(n);
}

/** What the only connection keeps; itself without a parameter, so never kept. */
function kept(db: Queryable): Promise<{ statement: string; name: string }[]> {
  return db.query(sql`SELECT statement, name FROM pg_prepared_statements`);
}

const NUMBER = (n: number): Sql => sql`SELECT ${n}::int AS number`;

test('what comes again and again is kept by the connection, in and outside transactions', async () => {
  await times(2, () => database.query(NUMBER(1)));
  expect(await kept(database)).toEqual([]);

  await database.query(NUMBER(1));
  const inside = await database.transaction(platform, async (tx) => {
    await tx.query(NUMBER(2));
    return kept(tx);
  });

  expect(inside.filter(({ statement }) => statement.includes('AS number'))).toHaveLength(1);
});

test('so is what the mapper sends', async () => {
  const inside = await database.transaction(platform, async (tx) => {
    await times(3, (n) => tx.manager.query('SELECT $1::int AS mapped', [n]));
    return kept(tx);
  });

  expect(inside.filter(({ statement }) => statement.includes('AS mapped'))).toHaveLength(1);
});

test('a statement that is kept answers each time for the values it is given', async () => {
  const answers: unknown[] = [];
  await times(12, async (n) => answers.push(...(await database.query(NUMBER(n)))));

  expect(answers).toEqual(Array.from({ length: 12 }, (_, number) => ({ number })));
});

test('however many texts callers invent, a connection keeps 120 at most, and then a new one is taken', async () => {
  const processes = new Set<unknown>();
  await times(400, async (n) => {
    // More often each time, so that each is worth a name.
    await times(3 + Math.ceil(n / 10), () =>
      database.query(sql`SELECT ${n}::int AS ${raw(`column_${n}`)}`),
    );
    expect((await kept(database)).length).toBeLessThanOrEqual(120);
    const [session] = await database.query<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
    processes.add(session?.pid);
  });

  expect(processes.size).toBeGreaterThan(1);
}, 60_000);

describe('a migration that changes what a kept statement answers with', () => {
  const LIST = sql`SELECT * FROM (SELECT kept.* FROM kept) AS it WHERE number = ${7}`;

  beforeEach(async () => {
    await asOwner('CREATE TABLE kept (number int, word text); GRANT SELECT ON kept TO PUBLIC');
    await asOwner(`INSERT INTO kept VALUES (7, '8')`);
    await times(4, () => database.query(LIST));
  });

  const MIGRATIONS: readonly (readonly [what: string, statement: string, row: object])[] = [
    ['a column more', 'ADD COLUMN note text', { number: 7, word: '8', note: null }],
    ['a column less', 'DROP COLUMN word', { number: 7 }],
    ['another name', 'RENAME COLUMN word TO letters', { number: 7, letters: '8' }],
    ['another type', 'ALTER COLUMN word TYPE int USING 9', { number: 7, word: 9 }],
    ['another length', 'ALTER COLUMN word TYPE varchar(3)', { number: 7, word: '8' }],
  ];

  test.each(MIGRATIONS)('%s is not noticed by who reads', async (_what, statement, row) => {
    await asOwner(`ALTER TABLE kept ${statement}`);

    await times(5, async () => expect(await database.query(LIST)).toEqual([row]));
  });

  test.each(MIGRATIONS)('%s makes a transaction run again', async (_what, statement, row) => {
    await asOwner(`ALTER TABLE kept ${statement}`);
    let runs = 0;

    const rows = await database.transaction(platform, async (tx) => {
      runs += 1;
      return tx.query(LIST);
    });

    expect(rows).toEqual([row]);
    expect(runs).toBe(2);
  });

  test('the same columns in another order are the same names with their values', async () => {
    await asOwner(
      `ALTER TABLE kept DROP COLUMN number; ALTER TABLE kept ADD COLUMN number int DEFAULT 7`,
    );

    await times(5, async () =>
      expect(await database.query(LIST)).toEqual([{ number: 7, word: '8' }]),
    );
  });
});

test('another refusal of the database reaches the caller as it was', async () => {
  const fails = sql`SELECT 1 / ${0}::int`;
  for (let n = 0; n < 4; n += 1) {
    await expect(database.query(fails)).rejects.toMatchObject({
      name: 'QueryFailedError',
      driverError: { code: '22012' },
    });
  }

  await expect(database.query(NUMBER(1))).resolves.toEqual([{ number: 1 }]);
});

test('the embedded database keeps nothing: its connections share one session', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-embedded-'));
  const embedded = await openDatabase({ url: null, dataDir, entities: [] });
  try {
    await times(5, () => embedded.database.query(NUMBER(1)));

    expect(await kept(embedded.database)).toEqual([]);
  } finally {
    await embedded.database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 60_000);
