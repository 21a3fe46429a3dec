import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { sql } from '../../src/platform/database/sql';
import { doWhatIsDue } from '../support/platform-work';
import { outcomeOf, RESELLER_A, WOODGROVE, write } from '../support/subscription-api';
import {
  auditOf,
  eventsOf,
  givenSubscription,
  type HeldSubscription,
  rowOf,
  type SubscriptionState,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start();
});
afterEach(() => app.stop());

const SELLER = 'reseller-a-admin';
const PLATFORM = { kind: 'PLATFORM', userId: 'subscription-lifecycle' };

const inDays = (days: number): Date => new Date(app.clock.now().getTime() + days * 86_400_000);

/** A subscription of newer commerce, whose term ends now. */
function givenEnded(said: Partial<SubscriptionState> = {}): Promise<HeldSubscription> {
  return givenSubscription(app, {
    commitmentEndDate: app.clock.now(),
    cancellationAllowedUntilDate: inDays(-358),
    ...said,
  });
}

async function change(held: HeldSubscription, values: ReturnType<typeof sql>): Promise<void> {
  await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
    tx.query(sql`UPDATE subscriptions SET ${values} WHERE id = ${held.rowId}`),
  );
}

describe('provisioning', () => {
  test('makes a sale usable and gives it its dates, with one audit record and one event', async () => {
    const sold = await givenSubscription(app, { status: 'PENDING' });
    app.clock.advance({ hours: 1 });
    const now = app.clock.now();

    const acts = await doWhatIsDue(app);

    expect(acts).toEqual({ PROVISION_SUBSCRIPTION: 1 });
    expect(await rowOf(app, sold)).toMatchObject({
      status: 'ACTIVE',
      effective_start_date: now,
      commitment_end_date: inDays(365),
      cancellation_allowed_until_date: inDays(7),
      billing_cycle_end_date: inDays(365),
      version: 2,
      updated_at: now,
    });
    expect(await auditOf(app, sold)).toMatchObject([
      {
        operation: 'PROVISION_SUBSCRIPTION',
        status: 'SUCCEEDED',
        actor: PLATFORM,
        customer_id: WOODGROVE,
        reseller_id: RESELLER_A,
        old_value: { status: 'PENDING', effectiveStartDate: null, commitmentEndDate: null },
        new_value: { status: 'ACTIVE', effectiveStartDate: now.toISOString() },
        customized_data: null,
      },
    ]);
    expect(await eventsOf(app, sold)).toMatchObject([
      {
        name: 'SUBSCRIPTION_UPDATED',
        customer_id: WOODGROVE,
        recipient_reseller_ids: [RESELLER_A],
        to_customer: true,
        actor: PLATFORM,
        data: {
          subscriptionId: sold.rowId,
          changedFields: [
            'status',
            'effectiveStartDate',
            'commitmentEndDate',
            'cancellationAllowedUntilDate',
            'billingCycleEndDate',
          ],
        },
      },
    ]);
  });

  test('is done once', async () => {
    await givenSubscription(app, { status: 'PENDING' });
    await doWhatIsDue(app);

    expect(await doWhatIsDue(app)).toEqual({});
  });

  test('of an add-on waits for its base (R46)', async () => {
    const base = await givenSubscription(app, { status: 'SUSPENDED', suspendedBy: 'RESELLER' });
    const addOn = await givenSubscription(app, { base, status: 'PENDING' });

    const before = await doWhatIsDue(app);
    await change(base, sql`status = 'ACTIVE', suspended_by = NULL`);

    expect([before, await doWhatIsDue(app)]).toEqual([{}, { PROVISION_SUBSCRIPTION: 1 }]);
    expect(await rowOf(app, addOn)).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('the end of a term', () => {
  test('with renewal begins the next one', async () => {
    const held = await givenEnded();

    expect(await doWhatIsDue(app)).toEqual({ RENEW_SUBSCRIPTION: 1 });

    expect(await rowOf(app, held)).toMatchObject({
      status: 'ACTIVE',
      quantity: 10,
      commitment_end_date: inDays(365),
      cancellation_allowed_until_date: inDays(7),
      billing_cycle_end_date: inDays(365),
      effective_start_date: null,
      version: 2,
    });
    expect(await auditOf(app, held)).toMatchObject([
      { operation: 'RENEW_SUBSCRIPTION', customized_data: { termCount: '1' } },
    ]);
    expect(await eventsOf(app, held)).toMatchObject([
      {
        data: {
          changedFields: [
            'commitmentEndDate',
            'cancellationAllowedUntilDate',
            'billingCycleEndDate',
          ],
        },
      },
    ]);
  });

  test('begins the next term with what was scheduled for it, which is done then', async () => {
    const held = await givenEnded({ customer: 'customer2' });
    await change(
      held,
      sql`renewal_term_duration = 'P1M', next_term_quantity = 25, next_term_end_date = ${inDays(100)},
        next_term_product = ${OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM}`,
    );

    await doWhatIsDue(app);

    expect(await rowOf(app, held)).toMatchObject({
      offer_id: OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM,
      offer_name: 'Office 365 Business Premium',
      service: 'EXCHANGE_OFFICE',
      has_purchasable_addons: true,
      quantity: 25,
      term_duration: 'P1M',
      commitment_end_date: inDays(100),
      next_term_product: null,
      next_term_quantity: null,
      next_term_end_date: null,
    });
    const [event] = await eventsOf(app, held);
    expect(event?.data.changedFields).toEqual(
      expect.arrayContaining(['offerId', 'quantity', 'scheduledNextTermInstructions']),
    );
  });

  test('keeps the offer where the customer has bought the next one meanwhile (R8)', async () => {
    const held = await givenEnded({ customer: 'customer2' });
    const offerId = OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM;
    await change(held, sql`next_term_product = ${offerId}`);
    await givenSubscription(app, { customer: 'customer2', seller: 'resellerB', offerId });

    expect(await doWhatIsDue(app)).toEqual({ RENEW_SUBSCRIPTION: 1 });

    expect(await rowOf(app, held)).toMatchObject({
      offer_id: OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS,
      next_term_product: null,
      commitment_end_date: inDays(365),
    });
  });

  test('that was missed for years is caught up with by one renewal', async () => {
    const held = await givenEnded();
    app.clock.advance({ days: 3 * 365 + 10 });

    // With the five of the story.
    expect(await doWhatIsDue(app)).toEqual({ RENEW_SUBSCRIPTION: 6 });

    expect(await auditOf(app, held)).toMatchObject([{ customized_data: { termCount: '4' } }]);
    const { commitment_end_date: end } = await rowOf(app, held);
    // Four calendar years from the first end, one of them a leap year.
    expect(end).toEqual(inDays(4 * 365 + 1 - (3 * 365 + 10)));
  });

  test('without renewal: EXPIRED, DISABLED after 30 days, DELETED after 60 more', async () => {
    const held = await givenEnded({ autoRenewEnabled: false });
    const statuses: unknown[] = [];
    const acts: object[] = [];
    for (const step of [{ ms: 0 }, { days: 30 }, { ms: 1 }, { days: 60, ms: -1 }, { ms: 1 }]) {
      app.clock.advance(step);
      acts.push(await doWhatIsDue(app));
      statuses.push((await rowOf(app, held)).status);
    }

    expect(statuses).toEqual(['EXPIRED', 'EXPIRED', 'DISABLED', 'DISABLED', 'DELETED']);
    expect(acts).toEqual([
      { EXPIRE_SUBSCRIPTION: 1 },
      {},
      { DISABLE_SUBSCRIPTION: 1 },
      {},
      { DELETE_SUBSCRIPTION: 1 },
    ]);
    expect((await eventsOf(app, held)).map(({ data }) => data.changedFields)).toEqual([
      ['status'],
      ['status'],
      ['status'],
    ]);
  });

  test('after a long pause goes the whole way in one round', async () => {
    const held = await givenEnded({ autoRenewEnabled: false });
    app.clock.advance({ days: 91 });

    expect(await doWhatIsDue(app)).toEqual({
      EXPIRE_SUBSCRIPTION: 1,
      DISABLE_SUBSCRIPTION: 1,
      DELETE_SUBSCRIPTION: 1,
    });
    expect(await rowOf(app, held)).toMatchObject({ status: 'DELETED', version: 4 });
  });

  test('of a classic subscription without renewal changes nothing', async () => {
    const held = await givenEnded({
      autoRenewEnabled: false,
      cancellationAllowedUntilDate: null,
    });
    const before = await rowOf(app, held);
    app.clock.advance({ days: 1 });

    expect(await doWhatIsDue(app)).toEqual({});
    expect(await rowOf(app, held)).toEqual(before);
  });
});

describe('retention (R47)', () => {
  test('deletes what its seller suspended here, and it is refused already before the timer comes', async () => {
    const held = await givenSubscription(app);
    const input = { subscriptionId: held.id };
    await write(app, SELLER, 'suspendSubscription', input);
    app.clock.advance({ days: 60 });
    const inTime = await doWhatIsDue(app);
    app.clock.advance({ ms: 1 });

    const late = outcomeOf(await write(app, SELLER, 'reactivateSubscription', input));
    const acts = await doWhatIsDue(app);
    const deleted = outcomeOf(await write(app, SELLER, 'reactivateSubscription', input));

    expect([inTime, late]).toEqual([{}, 'INVALID_STATE_TRANSITION']);
    expect([acts, deleted]).toEqual([{ DELETE_SUBSCRIPTION: 1 }, 'SUBSCRIPTION_DELETED (R43)']);
    expect(await rowOf(app, held)).toMatchObject({ status: 'DELETED', suspended_by: 'RESELLER' });
  });
});

describe('add-ons', () => {
  test('go with their base, each with an event, and one audit record names them', async () => {
    const base = await givenEnded({ autoRenewEnabled: false });
    const addOn = await givenEnded({ base, commitmentEndDate: inDays(200) });
    const other = await givenEnded({ base, commitmentEndDate: inDays(300) });
    const foreign = await givenSubscription(app, { base, seller: 'resellerB' });
    app.clock.advance({ days: 91 });

    expect(await doWhatIsDue(app)).toEqual({
      EXPIRE_SUBSCRIPTION: 1,
      DISABLE_SUBSCRIPTION: 1,
      DELETE_SUBSCRIPTION: 1,
    });

    const statusOf = async (held: HeldSubscription) => (await rowOf(app, held)).status;
    expect(await Promise.all([base, addOn, other, foreign].map(statusOf))).toEqual([
      'DELETED',
      'DELETED',
      'DELETED',
      'ACTIVE',
    ]);
    expect(await auditOf(app, addOn)).toEqual([]);
    expect(await eventsOf(app, addOn)).toHaveLength(3);
    const [expired] = await auditOf(app, base);
    const named = (expired?.customized_data?.followingAddOns as string).split(' ');
    expect(named.sort()).toEqual([addOn.subscriptionId, other.subscriptionId].sort());
  });

  test('a sold one that waits for a base that is deleted waits no more', async () => {
    const base = await givenSubscription(app, {
      status: 'SUSPENDED',
      suspendedBy: 'OPERATOR',
      suspendedAt: inDays(-61),
    });
    const addOn = await givenSubscription(app, { base, status: 'PENDING' });

    expect(await doWhatIsDue(app)).toEqual({ DELETE_SUBSCRIPTION: 2 });
    expect(await auditOf(app, addOn)).toMatchObject([
      { operation: 'DELETE_SUBSCRIPTION', new_value: { status: 'DELETED' } },
    ]);
  });

  test('one that was suspended with its base is deleted with it', async () => {
    const base = await givenSubscription(app);
    const addOn = await givenSubscription(app, { base });
    await write(app, SELLER, 'suspendSubscription', { subscriptionId: base.id });
    app.clock.advance({ days: 60, ms: 1 });

    expect(await doWhatIsDue(app)).toEqual({ DELETE_SUBSCRIPTION: 1 });
    expect(await rowOf(app, addOn)).toMatchObject({ status: 'DELETED' });
  });

  test('end at the instant of their base without a renewal in between', async () => {
    const base = await givenEnded({ autoRenewEnabled: false });
    await givenEnded({ base });

    expect(await doWhatIsDue(app)).toEqual({ EXPIRE_SUBSCRIPTION: 1 });
  });
});

describe('what was imported', () => {
  test('runs at the source: nothing is due, whatever its dates say', async () => {
    const past = { runsHere: false, commitmentEndDate: inDays(-3_000) };
    const held = [
      await givenEnded(past),
      await givenEnded({ ...past, autoRenewEnabled: false }),
      await givenEnded({ ...past, status: 'EXPIRED' }),
      await givenEnded({ ...past, status: 'DISABLED' }),
      await givenEnded({ ...past, status: 'PENDING' }),
      await givenEnded({ ...past, status: 'SUSPENDED', suspendedAt: inDays(-3_000) }),
    ];
    const before = await Promise.all(held.map((it) => rowOf(app, it)));

    expect(await doWhatIsDue(app)).toEqual({});
    expect(await Promise.all(held.map((it) => rowOf(app, it)))).toEqual(before);
  });

  test('a suspension that was made here runs out here', async () => {
    const held = await givenSubscription(app, { runsHere: false });
    await write(app, SELLER, 'suspendSubscription', { subscriptionId: held.id });
    app.clock.advance({ days: 60, ms: 1 });

    expect(await doWhatIsDue(app)).toEqual({ DELETE_SUBSCRIPTION: 1 });
  });
});

test('one that cannot be moved holds up no other, and is tried again', async () => {
  const stuck = await givenSubscription(app, { status: 'PENDING' });
  const other = await givenSubscription(app, { status: 'PENDING' });
  const lines: string[] = [];
  await app.asOwner(
    `ALTER TABLE subscriptions ADD CONSTRAINT not_now CHECK (id <> '${stuck.rowId}' OR status <> 'ACTIVE')`,
  );

  const acts = await doWhatIsDue(app, (line) => void lines.push(line));
  await app.asOwner('ALTER TABLE subscriptions DROP CONSTRAINT not_now');
  const later = await doWhatIsDue(app);

  expect([acts, later]).toEqual([{ PROVISION_SUBSCRIPTION: 1 }, { PROVISION_SUBSCRIPTION: 1 }]);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { subscriptionId: stuck.rowId, msg: 'a subscription did not move' },
  ]);
  expect(await rowOf(app, other)).toMatchObject({ status: 'ACTIVE' });
  expect(await auditOf(app, stuck)).toHaveLength(1);
});

test('a round goes through more than one batch', async () => {
  const { rowId } = await givenSubscription(app, { status: 'PENDING' });
  await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
    tx.query(sql`
      INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_of_record_id,
        service, offer_id, quantity, status, created_at, updated_at)
      SELECT customer_id, gen_random_uuid(), gen_random_uuid(), transacting_reseller_id, partner_of_record_id,
        service, offer_id, quantity, status, created_at, updated_at
      FROM subscriptions, generate_series(1, 120) WHERE id = ${rowId}`),
  );

  expect(await doWhatIsDue(app)).toEqual({ PROVISION_SUBSCRIPTION: 121 });
});

test('the seller and the customer read who did it, and nobody else', async () => {
  await givenEnded();
  await doWhatIsDue(app);
  const read = async (who: string): Promise<unknown> => {
    const { auditRecords } = await app.succeed<{ auditRecords: { nodes: object[] } }>(
      who,
      `{ auditRecords(filter: { operation: [RENEW_SUBSCRIPTION] }) { nodes { actor { kind } operationStatus } } }`,
    );
    return auditRecords.nodes;
  };

  const record = { actor: { kind: 'PLATFORM' }, operationStatus: 'SUCCEEDED' };
  expect(await read(SELLER)).toEqual([record]);
  expect(await read('customer-global')).toEqual([record]);
  expect(await read('reseller-b-admin')).toEqual([]);
});
