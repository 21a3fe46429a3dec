import { ENTITIES } from '../../../src/app';
import { CustomerEntity } from '../../../src/modules/customers/customer.entity';
import type { Database, Declaration, Transaction } from '../../../src/platform/database/database';
import { findRows } from '../../../src/platform/database/find-rows';
import { openDatabase } from '../../../src/platform/database/open-database';
import { lockAndRead } from '../../../src/platform/database/row-locks';
import { sql } from '../../../src/platform/database/sql';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';

const platform: Declaration = { actor: 'platform', operation: 'record' };

let copy: TestDatabase;
let database: Database;

beforeAll(async () => {
  copy = await cloneDatabase('story');
  ({ database } = await openDatabase({ url: copy.url, dataDir: '', entities: [...ENTITIES] }));
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

const inside = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  database.transaction(platform, work);

test.each(ENTITIES.map((entity) => [entity.name, entity] as const))(
  'rows of %s are as the mapper reads them',
  async (_, entity) => {
    const [ours, mapped] = await inside(async (tx) => [
      await findRows<object>(tx, entity, sql`TRUE`),
      await tx.manager.find<object>(entity),
    ]);

    const sorted = (rows: readonly object[]): unknown[] =>
      rows
        .map((row) => ({ ...row }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(sorted(ours)).toEqual(sorted(mapped));
  },
);

test('the story has rows of what commands find this way', async () => {
  const rows = await inside((tx) => findRows(tx, CustomerEntity, sql`TRUE`));
  expect(rows.length).toBeGreaterThan(2);
});

test('a row that somebody else was changing is read as it was left', async () => {
  const [customer] = await inside((tx) => findRows(tx, CustomerEntity, sql`TRUE`));
  const id = customer?.id ?? '';
  let reading: Promise<CustomerEntity[]> = Promise.resolve([]);

  await inside(async (tx) => {
    await tx.query(sql`UPDATE customers SET email = 'new@example.com' WHERE id = ${id}`);
    reading = inside((other) => lockAndRead(other, CustomerEntity, sql`id = ${id}`, 'changing'));
    await untilSomebodyWaits();
  });

  expect((await reading).map(({ email }) => email)).toEqual(['new@example.com']);
});

async function untilSomebodyWaits(): Promise<void> {
  const waiting = sql`SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')`;
  while ((await database.query(waiting)).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
