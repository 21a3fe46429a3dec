import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { customerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { done } from '../support/relationship-api';
import { keyOf } from '../support/relationship-situations';
import { WOODGROVE, write } from '../support/subscription-api';
import {
  auditOf,
  eventsOf,
  givenSubscription,
  type HeldSubscription,
  rowOf,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';
import { untilSomebodyWaits, untilTrue } from '../support/until-true';

// Several servers start in one test.
jest.setTimeout(60_000);

/** Time passes and nothing is done: this server has no timer. */
let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start();
});
afterEach(() => app.stop());

const SOON_MS = 5;
const inDays = (days: number): Date => new Date(app.clock.now().getTime() + days * 86_400_000);

const withTimer = (): Promise<TestApp> =>
  TestApp.start({ beside: app, platformIntervalMs: SOON_MS });

test('of several servers on one database each act is done once', async () => {
  const ending = { cancellationAllowedUntilDate: inDays(-358), commitmentEndDate: app.clock.now() };
  const given: [HeldSubscription, string][] = [];
  for (let count = 0; count < 12; count += 1) {
    given.push(
      [await givenSubscription(app, { status: 'PENDING' }), 'PROVISION_SUBSCRIPTION'],
      [await givenSubscription(app, ending), 'RENEW_SUBSCRIPTION'],
      [await givenSubscription(app, { ...ending, autoRenewEnabled: false }), 'EXPIRE_SUBSCRIPTION'],
    );
  }
  const untouched = async (): Promise<boolean> => {
    const [row] = await app.database.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM subscriptions WHERE version = 1 AND friendly_name = 'Branch office'`,
    );
    return row?.count === 0;
  };

  const servers = await Promise.all([withTimer(), withTimer(), withTimer()]);
  await untilTrue(untouched);
  await Promise.all(servers.map((server) => server.stop()));

  for (const [held, operation] of given) {
    expect(await auditOf(app, held)).toMatchObject([{ operation, status: 'SUCCEEDED' }]);
    expect(await eventsOf(app, held)).toHaveLength(1);
    expect(await rowOf(app, held)).toMatchObject({ version: 2 });
  }
});

test('an acceptance proves that it changed nothing, whatever the platform does before it', async () => {
  const sold = await givenSubscription(app, { status: 'PENDING' });
  const { relationshipRequest } = await done(app, 'reseller-b-admin', 'requestRelationship', {
    customerTenantId: DEMO_TENANTS.customer.tenantId,
  });
  let server: TestApp | null = null;

  // An acceptance takes the customer's row like this; the platform waits until it is over.
  const meanwhile = await app.database.transaction(
    { actor: 'platform', operation: 'relationship' },
    async (tx) => {
      await tx.query(sql`SELECT 1 FROM customers WHERE id = ${sold.customerId} FOR NO KEY UPDATE`);
      server = await withTimer();
      await untilSomebodyWaits(app);
      return (await rowOf(app, sold)).status;
    },
  );
  await untilTrue(async () => (await rowOf(app, sold)).status === 'ACTIVE');
  await (server as TestApp | null)?.stop();
  const { data, errors } = await app.as<{
    acceptRelationshipRequest: { proof: { unchanged: boolean } };
  }>(
    'customer-global',
    `mutation ($id: ID!) { acceptRelationshipRequest(input: { relationshipRequestId: $id }) { proof { unchanged } } }`,
    { id: relationshipRequest?.id },
  );

  expect(meanwhile).toBe('PENDING');
  expect(errors).toEqual([]);
  expect(data.acceptRelationshipRequest.proof.unchanged).toBe(true);
});

test('what a server sells it provisions at once, however long its pauses are', async () => {
  const server = await TestApp.start({ beside: app, platformIntervalMs: 3_600_000 });
  const { payload } = await write(server, 'reseller-a-admin', 'createSubscription', {
    customerId: customerIdOf(WOODGROVE),
    offerId: OFFER_IDS.INTUNE,
    quantity: 5,
    termDuration: 'P1Y',
    billingCycle: 'ANNUAL',
  });
  const rowId = keyOf(payload?.subscription?.id);
  const statusOf = async (): Promise<unknown> => {
    const [row] = await app.database.query<{ status: string }>(
      sql`SELECT status FROM subscriptions WHERE id = ${rowId}`,
    );
    return row?.status;
  };

  await untilTrue(async () => (await statusOf()) === 'ACTIVE');
  await server.stop();

  // The answer itself may come before or after: it reads what is there once the sale is committed.
  const acts = await app.database.query<{ operation: string }>(
    sql`SELECT operation FROM audit_records WHERE resource_id = ${rowId} ORDER BY id`,
  );
  expect(acts.map(({ operation }) => operation)).toEqual([
    'CREATE_ORDER',
    'PROVISION_SUBSCRIPTION',
  ]);
});
