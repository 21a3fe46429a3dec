import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import type { Database, Declaration } from '../../../src/platform/database/database';
import { openDatabase } from '../../../src/platform/database/open-database';
import { sql } from '../../../src/platform/database/sql';
import { newId } from '../../../src/platform/ids';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';

/*
 * A relationship holds the name of its customer, by which the customers of a reseller are listed. Triggers keep it
 * so with every write to relationships and to names.
 */

const platform: Declaration = { actor: 'platform', operation: 'import' };
const CUSTOMER = DEMO_IDS.customers.customer2;
const OTHER_CUSTOMER = DEMO_IDS.customers.customer;
const RESELLER = DEMO_IDS.resellers.resellerB;

let copy: TestDatabase;
let database: Database;
beforeEach(async () => {
  copy = await cloneDatabase('story');
  ({ database } = await openDatabase({ url: copy.url, dataDir: '', entities: [] }));
});
afterEach(async () => {
  await database.close();
  await copy.drop();
});

const rename = (name: string) =>
  sql`UPDATE customers SET company_name = ${name} WHERE id = ${CUSTOMER}::uuid`;

const relate = (id: string, status = 'ACTIVE') => sql`
  INSERT INTO relationships (customer_id, id, reseller_id, status, origin, removed_at, created_at, updated_at, customer_name)
  VALUES (${CUSTOMER}::uuid, ${id}::uuid, ${RESELLER}::uuid, ${status}, 'INVITATION',
    ${status === 'REMOVED' ? new Date() : null}, now(), now(), 'whatever is written')`;

async function write(...statements: readonly ReturnType<typeof sql>[]): Promise<void> {
  await database.transaction(platform, async (tx) => {
    for (const statement of statements) await tx.query(statement);
  });
}

async function nameOn(relationshipId: string): Promise<string | undefined> {
  const [row] = await database.query<{ readonly name: string }>(
    sql`SELECT customer_name AS name FROM relationships WHERE id = ${relationshipId}::uuid`,
  );
  return row?.name;
}

test('a relationship takes the name that the customer has, whatever is written', async () => {
  const id = newId();

  await write(rename('First name'), relate(id));
  expect(await nameOn(id)).toBe('First name');

  await write(sql`UPDATE relationships SET customer_name = 'another' WHERE id = ${id}::uuid`);
  expect(await nameOn(id)).toBe('First name');
});

test('and the next one with the customer, ended or not; those of other customers keep theirs', async () => {
  const [active, removed] = [newId(), newId()];
  await write(relate(active), relate(removed, 'REMOVED'));
  const others = () =>
    database.query(
      sql`SELECT id, customer_name FROM relationships WHERE customer_id = ${OTHER_CUSTOMER}::uuid ORDER BY id`,
    );
  const before = await others();

  await write(rename('Second name'));

  expect(await nameOn(active)).toBe('Second name');
  expect(await nameOn(removed)).toBe('Second name');
  expect(before).not.toEqual([]);
  expect(await others()).toEqual(before);
});

test('a relationship that is made while the name changes has the new one', async () => {
  const id = newId();
  let made: Promise<void> | undefined;

  await database.transaction(platform, async (tx) => {
    await tx.query(rename('Third name'));
    made = write(relate(id));
    // It waits for this transaction; should it not, it is done before this one ends.
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  await made;

  expect(await nameOn(id)).toBe('Third name');
});
