import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from 'pg';

import { eventIdOf } from '../../../src/modules/visibility/object-ids';
import type { Transaction } from '../../../src/platform/database/database';
import { eventHorizon } from '../../../src/platform/event-log/event-horizon';
import { decodeIdOf } from '../../../src/platform/graphql/global-id';
import { newId } from '../../../src/platform/ids';
import { append, connectedTo, eventOf, insertEvent } from '../../support/appended-events';
import { TestApp } from '../../support/test-app';

const EVENTS = `query ($after: String) {
  events(first: 100, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage } }
}`;

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

let app: TestApp;
let writers: readonly [Client, Client];

beforeEach(async () => {
  app = await TestApp.start('empty');
  writers = [await connectedTo(app.databaseUrl), await connectedTo(app.databaseUrl)];
});
afterEach(async () => {
  for (const writer of writers) await writer.end();
  await app.stop();
});

function rowIdOf(id: string): string {
  return decodeIdOf('Event', id, 'id', 1)[0];
}

async function read(after: string | null = null): Promise<Page> {
  return (await app.succeed<{ events: Page }>('operator', EVENTS, { after })).events;
}

async function idsRead(after: string | null = null): Promise<string[]> {
  return (await read(after)).nodes.map(({ id }) => rowIdOf(id));
}

test('an event is read once nobody can write one before it any more', async () => {
  const [slow, quick] = writers;
  const known = await insertEvent(quick);
  await slow.query('BEGIN');
  const first = await insertEvent(slow);
  const second = await insertEvent(quick);

  const during = await read();
  await slow.query('COMMIT');
  const afterwards = await idsRead(during.pageInfo.endCursor);

  expect(during).toMatchObject({ totalCount: 1, nodes: [{ id: eventIdOf(known) }] });
  expect(during.pageInfo.hasNextPage).toBe(false);
  expect(afterwards).toEqual([first, second]);
});

test('a writer that rolls back, or whose connection is lost, holds nobody up', async () => {
  const [slow, quick] = writers;
  await slow.query('BEGIN');
  await insertEvent(slow);
  const second = await insertEvent(quick);
  await slow.query('ROLLBACK');
  const afterRollback = await idsRead();
  const lost = await connectedTo(app.databaseUrl);
  lost.on('error', () => undefined);
  await lost.query('BEGIN');
  await insertEvent(lost);
  const third = await insertEvent(quick);
  const { rows } = await quick.query<{ gone: boolean }>(
    `SELECT pg_terminate_backend(pid, 10000) AS gone FROM pg_stat_activity
     WHERE state = 'idle in transaction' AND datname = current_database()`,
  );

  expect(rows).toEqual([{ gone: true }]);
  expect(afterRollback).toEqual([second]);
  expect(await idsRead()).toEqual([second, third]);
});

test('a transaction that writes no event holds nobody up, however long it runs', async () => {
  const [slow, quick] = writers;
  await slow.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await slow.query('UPDATE event_counters SET last_sequence = 1');

  const written = await insertEvent(quick);

  expect(await idsRead()).toEqual([written]);
  await slow.query('COMMIT');
});

test('what was undone to a savepoint, and written again, holds its place all the same', async () => {
  const [slow, quick] = writers;
  await slow.query('BEGIN');
  const kept = await insertEvent(slow);
  await slow.query('SAVEPOINT before');
  await insertEvent(slow);
  await slow.query('ROLLBACK TO before');
  const second = await insertEvent(quick);

  const during = await idsRead();
  await slow.query('COMMIT');

  expect(during).toEqual([]);
  expect(await idsRead()).toEqual([kept, second]);
});

test.each([
  ['of 31 bits', 2n ** 31n - 1n],
  ['of 32 bits', 2n ** 32n - 1n],
  ['of 63 bits', 2n ** 62n],
])('goes by places beyond the largest number %s', async (_, start) => {
  const [slow, quick] = writers;
  await app.asOwner(`ALTER SEQUENCE events_position_seq RESTART WITH ${start}`);
  const empty = await eventHorizon(app.database);
  await slow.query('BEGIN');
  await insertEvent(slow);
  for (let count = 0; count < 3; count += 1) await insertEvent(quick);

  const during = await eventHorizon(app.database);
  await slow.query('COMMIT');

  expect(empty).toEqual({ readable: 0n, newest: 0n, cut: 0n });
  expect(during).toEqual({ readable: start - 1n, newest: start + 3n, cut: 0n });
  expect(await eventHorizon(app.database)).toEqual({
    readable: start + 3n,
    newest: start + 3n,
    cut: 0n,
  });
});

/** In the middle of a transaction that takes a while before and after. */
async function appendSlowly(tx: Transaction, customerId: string): Promise<string> {
  await delay(Math.random() * 4);
  const [id = ''] = await append(tx, [eventOf(customerId)]);
  await delay(Math.random() * 12);
  return id;
}

test('one who follows writers that commit and roll back gets every event once', async () => {
  const committed: string[] = [];
  const write = async (customerId: string): Promise<void> => {
    for (let count = 0; count < 40; count += 1) {
      const undo = Math.random() < 0.25;
      await app.database
        .transaction({ actor: 'platform', operation: 'import' }, async (tx) => {
          const id = await appendSlowly(tx, customerId);
          if (undo) throw new Error('undone');
          return id;
        })
        .then(
          (id) => committed.push(id),
          () => undefined,
        );
    }
  };
  let isWriting = true;
  const got: string[] = [];
  const follow = async (): Promise<void> => {
    let after: string | null = null;
    for (;;) {
      const isLast = !isWriting;
      const page: Page = await read(after);
      got.push(...page.nodes.map(({ id }) => rowIdOf(id)));
      after = page.pageInfo.endCursor ?? after;
      if (isLast && !page.pageInfo.hasNextPage) return;
    }
  };

  const following = follow();
  await Promise.all(Array.from({ length: 5 }, newId).map(write));
  isWriting = false;
  await following;

  expect(committed.length).toBeGreaterThan(100);
  expect([...got].sort()).toEqual([...committed].sort());
});
