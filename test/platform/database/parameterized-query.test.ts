import type { QueryResult } from 'pg';

import { PooledClient } from '../../../src/platform/database/pooled-client';
import { StatementNames } from '../../../src/platform/database/statement-names';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';

/* One connection, and the messages that it gets. */

let copy: TestDatabase;
let client: PooledClient;
let messages: string[];

beforeAll(async () => {
  copy = await cloneDatabase('story');
});
afterAll(() => copy.drop());

beforeEach(async () => {
  client = new PooledClient({
    connectionString: copy.url,
    statementNames: new StatementNames(10),
    options: '-c TimeZone=UTC',
  });
  await client.connect();
  messages = [];
  for (const name of ['parseComplete', 'rowDescription'])
    client.connection.on(name, () => messages.push(name));
});
afterEach(() => client.end());

async function ask(text: string, values: readonly unknown[]): Promise<QueryResult> {
  messages = [];
  return client.query(text, [...values]);
}

test('a statement that has a name is parsed once and described once', async () => {
  const heard: string[][] = [];
  for (let n = 0; n < 5; n += 1) {
    const { rows } = await ask('SELECT $1::int AS number, now() AS now', [n]);
    expect(rows).toEqual([{ number: n, now: expect.any(Date) as Date }]);
    heard.push(messages);
  }

  const first = ['parseComplete', 'rowDescription'];
  expect(heard).toEqual([first, first, first, [], []]);
});

test('so is one without rows, and says how many it has changed', async () => {
  await client.query('CREATE TEMPORARY TABLE one (id int)');
  for (let n = 0; n < 5; n += 1) {
    const { command, rowCount, rows } = await ask(
      'INSERT INTO one SELECT generate_series(1, $1)',
      [3],
    );
    expect({ command, rowCount, rows }).toEqual({ command: 'INSERT', rowCount: 3, rows: [] });
  }
  expect(messages).toEqual([]);
  const { command, rowCount } = await ask('UPDATE one SET id = $1', [9]);
  expect({ command, rowCount }).toEqual({ command: 'UPDATE', rowCount: 15 });
});

test('no row and many rows come from the same description', async () => {
  for (const count of [0, 0, 0, 0, 300, 0, 1]) {
    const { rows, rowCount } = await ask('SELECT n FROM generate_series(1, $1) AS n', [count]);

    expect(rows).toEqual(Array.from({ length: count }, (_, n) => ({ n: n + 1 })));
    expect(rowCount).toBe(count);
  }
});

test('a statement that failed before it was described is described the next time', async () => {
  const text = 'SELECT 10 / $1::int AS tenth';
  for (const value of [0, 0, 0, 0])
    await expect(ask(text, [value])).rejects.toThrow('division by zero');

  for (const value of [2, 2, 0, 5]) {
    if (value === 0) await expect(ask(text, [value])).rejects.toThrow('division by zero');
    else expect((await ask(text, [value])).rows).toEqual([{ tenth: 10 / value }]);
  }
});

test('a text that is no statement is refused each time, and the next one is answered', async () => {
  for (let n = 0; n < 5; n += 1) await expect(ask('SELEC $1', [1])).rejects.toThrow('syntax error');

  expect((await ask('SELECT $1::int AS it', [1])).rows).toEqual([{ it: 1 }]);
});

test('a value that cannot be sent refuses its own statement only', async () => {
  const circular: Record<string, unknown> = {};
  circular['itself'] = circular;
  const text = 'SELECT $1::jsonb AS it';
  for (let n = 0; n < 4; n += 1) await ask(text, ['{}']);

  const answers = await Promise.allSettled([ask(text, [circular]), ask(text, ['1'])]);

  expect(answers).toMatchObject([
    { status: 'rejected', reason: { message: expect.stringContaining('circular') as string } },
    { status: 'fulfilled', value: { rows: [{ it: 1 }] } },
  ]);
});

test('rows of any size come back as they were, and what comes after them', async () => {
  const text = `SELECT n, repeat('é😀x', n) AS word, NULL::int AS nothing
    FROM unnest($1::int[]) AS n`;
  const lengths = [0, 1, 30_000, 2, 100_000, 1_000_000, 3];
  for (let n = 0; n < 4; n += 1) {
    const { rows } = await ask(text, [lengths]);

    expect(rows.map(({ n: length, nothing }) => [length, nothing] as unknown)).toEqual(
      lengths.map((length) => [length, null]),
    );
    expect(rows.every((row) => row['word'] === 'é😀x'.repeat(row['n'] as number))).toBe(true);
  }
});

test('statements with and without parameters, and the driver’s own, take turns', async () => {
  for (let n = 0; n < 5; n += 1) {
    expect((await client.query('SELECT 1 AS one; SELECT 2 AS two')) as unknown).toMatchObject([
      { rows: [{ one: 1 }] },
      { rows: [{ two: 2 }] },
    ]);
    expect((await ask('SELECT $1::int AS it', [n])).rows).toEqual([{ it: n }]);
    expect((await client.query({ text: 'SELECT $1::int AS it', values: [n] })).rows).toEqual([
      { it: n },
    ]);
  }
});

test('statements that are asked at once are answered in turn', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => ask(`SELECT $1::int AS number${n % 3}`, [n])),
  );

  expect(answers.map(({ rows }) => rows as unknown)).toEqual(
    Array.from({ length: 20 }, (_, n) => [{ [`number${n % 3}`]: n }]),
  );
});

test('a statement of no words has no place for a value', async () => {
  await expect(ask('', [1])).rejects.toThrow('requires 0');
  expect((await ask('', [])).rows).toEqual([]);
});

test('whoever asks a connection that has died is told so', async () => {
  const { rows } = await ask('SELECT pg_backend_pid() AS pid, $1::int', [1]);
  const [{ pid }] = rows as [{ pid: number }];
  const waiting = expect(ask('SELECT pg_sleep($1)', [60])).rejects.toThrow(
    'terminating connection',
  );
  const killer = new PooledClient({ connectionString: copy.url });
  await killer.connect();
  await killer.query('SELECT pg_terminate_backend($1)', [pid]);
  await killer.end();
  await waiting;

  await expect(ask('SELECT $1::int', [1])).rejects.toThrow();
});
