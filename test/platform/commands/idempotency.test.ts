import { setTimeout as delay } from 'node:timers/promises';

import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import { sql } from '../../../src/platform/database/sql';
import { encodeGlobalId } from '../../../src/platform/graphql/global-id';
import { FIRST_ETAG, outcomeOf, write } from '../../support/subscription-api';
import { TestApp } from '../../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const { woodgroveSales } = DEMO_IDS.subscriptions;
const INPUT = {
  subscriptionId: encodeGlobalId('Subscription', woodgroveSales.id),
  quantity: 11,
  ifMatch: FIRST_ETAG,
  clientRequestId: 'once',
};

const send = () => write(app, 'reseller-a-admin', 'updateSubscription', INPUT);

async function claimedLocks(): Promise<number> {
  const [row] = await app.database.query<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM pg_locks
    WHERE locktype = 'advisory' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  return row?.count ?? 0;
}

test('a call is refused while the same one still runs, and answered from memory afterwards (R41)', async () => {
  const running: ReturnType<typeof send>[] = [];

  const during = await app.database.transaction(
    { actor: 'platform', operation: 'import' },
    async (tx) => {
      // Whoever holds the customer's row keeps the first call waiting after it has claimed its id.
      await tx.query(
        sql`SELECT 1 FROM customers WHERE id = ${DEMO_IDS.customers.customer} FOR UPDATE`,
      );
      running.push(send());
      while ((await claimedLocks()) === 0) await delay(20);
      return send();
    },
  );
  const [first] = await Promise.all(running);
  const afterwards = await send();

  expect(outcomeOf(during)).toBe('IDEMPOTENCY_IN_PROGRESS (R41)');
  expect(during.error?.extensions.retryAfterSeconds).toBe(1);
  expect(first?.payload).toMatchObject({ repeated: false, subscription: { quantity: 11 } });
  expect(afterwards.payload).toMatchObject({ repeated: true, subscription: { quantity: 11 } });
});
