import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { raw, sql } from '../../src/platform/database/sql';
import { FIRST_ETAG, outcomeOf, RESELLER_A, write } from '../support/subscription-api';
import { givenSubscription, rowOf } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

/** Holds a customer's row, as a relationship operation does unless said otherwise, while `work` runs. */
function whileHoldingCustomer<T>(
  work: () => Promise<T>,
  strength: 'NO KEY UPDATE' | 'SHARE' = 'NO KEY UPDATE',
): Promise<T> {
  return app.database.transaction({ actor: 'platform', operation: 'relationship' }, async (tx) => {
    await tx.query(
      sql`SELECT id FROM customers WHERE id = ${DEMO_IDS.customers.customer} FOR ${raw(strength)}`,
    );
    return work();
  });
}

// Long against the few milliseconds that an unhindered call takes.
const PATIENCE_MS = 400;
const isDone = (call: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    call.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS)),
  ]);

test('an edit waits for a relationship operation of the same customer, and then goes through', async () => {
  const held = await givenSubscription(app);
  let edit: Promise<string> = Promise.resolve('');

  const wasDone = await whileHoldingCustomer(async () => {
    edit = write(app, 'reseller-a-admin', 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      quantity: 12,
    }).then(outcomeOf);
    const done = await isDone(edit);
    expect((await rowOf(app, held)).quantity).toBe(10);
    return done;
  });

  expect([wasDone, await edit]).toEqual([false, 'allowed']);
  expect((await rowOf(app, held)).quantity).toBe(12);
});

test('a stranger is answered without waiting for anybody', async () => {
  const held = await givenSubscription(app);

  const wasDone = await whileHoldingCustomer(() =>
    isDone(
      write(app, 'provider-global', 'updateSubscription', { subscriptionId: held.id, quantity: 1 }),
    ),
  );

  expect(wasDone).toBe(true);
});

test('an edit does not wait for a writer of another subscription of the same customer', async () => {
  const held = await givenSubscription(app);

  const wasDone = await whileHoldingCustomer(
    () =>
      isDone(
        write(app, 'reseller-a-admin', 'updateSubscription', {
          subscriptionId: held.id,
          ifMatch: FIRST_ETAG,
          quantity: 12,
        }),
      ),
    'SHARE',
  );

  expect(wasDone).toBe(true);
});

test('an add-on is not woken while its base is being suspended (R46)', async () => {
  const base = await givenSubscription(app);
  const addOn = await givenSubscription(app, {
    base,
    status: 'SUSPENDED',
    suspendedBy: 'RESELLER',
  });
  const seller = { actor: `reseller:${RESELLER_A}`, operation: 'subscription' } as const;
  let call: Promise<string> = Promise.resolve('');

  const wasDone = await app.database.transaction(seller, async (tx) => {
    await tx.query(
      sql`UPDATE subscriptions SET status = 'SUSPENDED', suspended_by = 'RESELLER' WHERE id = ${base.rowId}`,
    );
    call = write(app, 'reseller-a-admin', 'reactivateSubscription', {
      subscriptionId: addOn.id,
    }).then(outcomeOf);
    return isDone(call);
  });

  expect([wasDone, await call]).toEqual([false, 'PARENT_NOT_ACTIVE (R46)']);
});

test('a call is refused while the first with the same client request id still runs (R41)', async () => {
  const held = await givenSubscription(app);
  const edit = (): Promise<string> =>
    write(app, 'reseller-a-admin', 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      quantity: 12,
      clientRequestId: 'twice at once',
    }).then(outcomeOf);
  let first: Promise<string> = Promise.resolve('');

  const second = await whileHoldingCustomer(async () => {
    first = edit();
    await isDone(first);
    return edit();
  });

  expect([second, await first]).toEqual(['IDEMPOTENCY_IN_PROGRESS (R41)', 'allowed']);
});
