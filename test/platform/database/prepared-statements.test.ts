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
  const LIST = sql`SELECT * FROM idempotency_keys WHERE mutation = ${'none'}`;
  const WIDEN = 'ALTER TABLE idempotency_keys ADD COLUMN note text';

  test('is not noticed by who reads', async () => {
    await times(4, () => database.query(LIST));
    await asOwner(WIDEN);

    await expect(database.query(LIST)).resolves.toEqual([]);
    await expect(database.query(LIST)).resolves.toEqual([]);
  });

  test('is not noticed by a transaction, which runs again', async () => {
    await times(4, () => database.query(LIST));
    await asOwner(WIDEN);
    let runs = 0;

    const rows = await database.transaction(platform, async (tx) => {
      runs += 1;
      return tx.query(LIST);
    });

    expect(rows).toEqual([]);
    expect(runs).toBe(2);
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
