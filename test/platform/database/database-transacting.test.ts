import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import type { Database, Declaration } from '../../../src/platform/database/database';
import { openDatabase } from '../../../src/platform/database/open-database';
import { sql } from '../../../src/platform/database/sql';
import { newId } from '../../../src/platform/ids';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';

/*
 * `delegated_privileges.transacting` says whether the holder also sells the service to the customer
 * (domain section 2.7). Triggers keep it so with every write to subscriptions.
 */

const platform: Declaration = { actor: 'platform', operation: 'import' };
const CUSTOMER = DEMO_IDS.customers.customer2;
const OTHER_CUSTOMER = DEMO_IDS.customers.customer;
const HOLDER = DEMO_IDS.resellers.resellerB;
const OTHER_RESELLER = DEMO_IDS.resellers.resellerUs;

let copy: TestDatabase;
let database: Database;

beforeAll(async () => {
  copy = await cloneDatabase('story');
  ({ database } = await openDatabase({ url: copy.url, dataDir: '', entities: [] }));
  const relationshipId = newId();
  await write(sql`
    INSERT INTO relationships (customer_id, id, reseller_id, status, origin, created_at, updated_at)
    VALUES (${CUSTOMER}, ${relationshipId}, ${HOLDER}, 'ACTIVE', 'INVITATION', now(), now())`);
  await write(sql`
    INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status, transacting)
    VALUES (${CUSTOMER}, ${newId()}, ${relationshipId}, ${HOLDER}, 'INTUNE', 'ACTIVE', false)`);
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});
afterEach(() => write(sql`DELETE FROM subscriptions WHERE offer_name = 'sold here'`));

function write(statement: ReturnType<typeof sql>): Promise<readonly unknown[]> {
  return database.transaction(platform, (tx) => tx.query(statement));
}

function sell(status: string, service = 'INTUNE', customer = CUSTOMER, seller = HOLDER) {
  return write(sql`
    INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_of_record_id,
      service, status, offer_name, created_at, updated_at)
    VALUES (${customer}, ${newId()}, ${newId()}, ${seller}, ${seller}, ${service}, ${status}, 'sold here', now(), now())`);
}

async function isTransacting(): Promise<unknown> {
  const [privilege] = await database.query<{ kept: boolean; asked: boolean }>(sql`
    SELECT transacting AS kept, is_transacting(customer_id, reseller_id, service) AS asked
    FROM delegated_privileges WHERE customer_id = ${CUSTOMER} AND reseller_id = ${HOLDER}`);
  if (privilege?.kept !== privilege?.asked) throw new Error('the column differs from the function');
  return privilege?.kept;
}

const STATUSES: readonly (readonly [status: string, isSelling: boolean])[] = [
  ['NONE', false],
  ['PENDING', true],
  ['ACTIVE', true],
  ['SUSPENDED', true],
  ['EXPIRED', false],
  ['DISABLED', false],
  ['DELETED', false],
];

test.each(STATUSES)('whoever sold what is %s transacts: %s', async (status, isSelling) => {
  await sell(status);

  expect(await isTransacting()).toBe(isSelling);
});

test.each(STATUSES)('a subscription that becomes %s makes it so: %s', async (status, isSelling) => {
  await sell(isSelling ? 'DELETED' : 'ACTIVE');
  await write(sql`UPDATE subscriptions SET status = ${status} WHERE offer_name = 'sold here'`);

  expect(await isTransacting()).toBe(isSelling);
});

test('a row that is gone counts no more', async () => {
  await sell('ACTIVE');
  await write(sql`DELETE FROM subscriptions WHERE offer_name = 'sold here'`);

  expect(await isTransacting()).toBe(false);
});

test.each([
  ['another service', 'DYNAMICS', CUSTOMER, HOLDER],
  ['another customer', 'INTUNE', OTHER_CUSTOMER, HOLDER],
  ['another seller', 'INTUNE', CUSTOMER, OTHER_RESELLER],
])('a sale of %s does not count', async (_which, service, customer, seller) => {
  await sell('ACTIVE', service, customer, seller);
  // Whoever looks at the privilege again comes to the same.
  await sell('DELETED');

  expect(await isTransacting()).toBe(false);
});
