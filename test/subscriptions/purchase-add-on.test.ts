import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { sql } from '../../src/platform/database/sql';
import {
  FIRST_ETAG,
  outcomeOf,
  RESELLER_A,
  write,
  type WriteAnswer,
} from '../support/subscription-api';
import {
  auditOf,
  countsOf,
  eventsOf,
  givenPrivileges,
  givenRemovedRelationship,
  givenStanding,
  givenSubscription,
  type HeldSubscription,
  rowOf,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE']);
});
afterAll(() => app.stop());

const SELLER = 'reseller-a-admin';

/** Orders three seats of archiving for a base. */
function order(
  who: string | null,
  base: HeldSubscription,
  said: object = {},
): Promise<WriteAnswer> {
  return write(app, who, 'purchaseAddOn', {
    subscriptionId: base.id,
    offerId: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING,
    quantity: 3,
    ...said,
  });
}

async function addOnsOf(base: HeldSubscription): Promise<readonly Record<string, unknown>[]> {
  return app.database.query<Record<string, unknown>>(
    sql`SELECT * FROM subscriptions WHERE parent_subscription_id = ${base.subscriptionId}`,
  );
}

function madeBy({ payload }: WriteAnswer): HeldSubscription {
  const id = payload?.subscription?.id ?? '';
  const rowId = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
  return { id, rowId, customerId: DEMO_IDS.customers.customer, subscriptionId: '' };
}

test.each([
  [null, 'UNAUTHENTICATED'],
  ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED'],
  ['reseller-a-billing', 'ROLE_NOT_ALLOWED'],
  ['reseller-a-usermgmt', 'ROLE_NOT_ALLOWED'],
  ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
  ['customer-user', 'ROLE_NOT_ALLOWED'],
  ['customer2-global', 'NOT_FOUND (R36)'],
  ['provider-global', 'NOT_FOUND (R36)'],
  ['reseller-us-admin', 'NOT_FOUND (R36)'],
  ['reseller-b-admin', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)'],
  ['reseller-b-global', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)'],
  ['customer-global', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)'],
  ['customer-billing', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)'],
  ['operator', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R1)'],
  ['reseller-a-admin', 'allowed'],
  ['reseller-a-sales', 'allowed'],
  ['reseller-a-global', 'allowed'],
])('%s orders: %s', async (who, expected) => {
  const base = await givenSubscription(app);
  const before = await rowOf(app, base);

  const answer = await order(who, base);

  expect(outcomeOf(answer)).toBe(expected);
  expect(await addOnsOf(base)).toHaveLength(expected === 'allowed' ? 1 : 0);
  expect(await rowOf(app, base)).toEqual(before);
});

test('the add-on is the seller’s, credits whom the base credits, and has the terms of the base', async () => {
  const base = await givenSubscription(app);

  const answer = await order(SELLER, base, { friendlyName: 'Archive' });

  expect(answer.payload).toMatchObject({
    subscription: { status: 'PENDING', quantity: 3, friendlyName: 'Archive' },
  });
  const { partner_id, partner_of_record_id } = await rowOf(app, base);
  expect(await addOnsOf(base)).toMatchObject([
    {
      id: madeBy(answer).rowId,
      transacting_reseller_id: RESELLER_A,
      partner_id,
      partner_of_record_id,
      parent_subscription_id: base.subscriptionId,
      offer_id: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING,
      service: 'EXCHANGE_OFFICE',
      term_duration: 'P1Y',
      billing_cycle: 'ANNUAL',
      auto_renew_enabled: true,
      status: 'PENDING',
    },
  ]);
});

test('it is audited and told as a sale of its own', async () => {
  const base = await givenSubscription(app);

  const addOn = madeBy(await order(SELLER, base));

  expect(await auditOf(app, addOn)).toMatchObject([
    {
      operation: 'CREATE_ORDER',
      status: 'SUCCEEDED',
      new_value: {
        offerId: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING,
        quantity: 3,
        parentSubscriptionId: base.subscriptionId,
      },
    },
  ]);
  expect(await eventsOf(app, addOn)).toMatchObject([
    { name: 'SUBSCRIPTION_CREATED', recipient_reseller_ids: [RESELLER_A], to_customer: true },
  ]);
  expect(await eventsOf(app, base)).toEqual([]);
});

test('whoever is refused is told of at seller and customer', async () => {
  const base = await givenSubscription(app);

  await order('reseller-b-admin', base);

  expect(await eventsOf(app, base)).toMatchObject([
    {
      name: 'SUBSCRIPTION_CHANGE_REJECTED',
      data: { mutation: 'purchaseAddOn', code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', fields: [] },
    },
  ]);
});

test.each([
  ['NONE', 'PARENT_NOT_ACTIVE (R46)'],
  ['PENDING', 'PARENT_NOT_ACTIVE (R46)'],
  ['SUSPENDED', 'PARENT_NOT_ACTIVE (R46)'],
  ['EXPIRED', 'PARENT_NOT_ACTIVE (R46)'],
  ['DISABLED', 'PARENT_NOT_ACTIVE (R46)'],
  ['DELETED', 'SUBSCRIPTION_DELETED (R43)'],
])('a base that is %s takes no add-on', async (status, expected) => {
  const base = await givenSubscription(app, { status });

  expect(outcomeOf(await order(SELLER, base))).toBe(expected);
});

test.each<[string, object, string]>([
  ['an unknown offer', { offerId: 'unknown' }, 'INVALID_INPUT'],
  ['no add-on', { offerId: OFFER_IDS.INTUNE }, 'INVALID_INPUT'],
  ['no seats', { quantity: 0 }, 'QUANTITY_OUT_OF_RANGE (R43)'],
  ['a term that is not sold', { termDuration: 'P3Y' }, 'INVALID_INPUT'],
  ['a cycle that is not supported', { billingCycle: 'ONE_TIME' }, 'INVALID_INPUT'],
  ['a stale etag of the base', { ifMatch: '"0"' }, 'ETAG_MISMATCH (R40)'],
  ['a stale etag and no seats', { ifMatch: '"0"', quantity: 0 }, 'ETAG_MISMATCH (R40)'],
  ['the present etag of the base', { ifMatch: FIRST_ETAG }, 'allowed'],
  ['other terms than the base', { termDuration: 'P1M', billingCycle: 'MONTHLY' }, 'allowed'],
])('%s: %j', async (_, said, expected) => {
  const base = await givenSubscription(app);

  expect(outcomeOf(await order(SELLER, base, said))).toBe(expected);
});

test('an add-on belongs to the offers that it names (R46)', async () => {
  const stranger = await givenSubscription(app, { offerId: OFFER_IDS.OFFICE_365_PROPLUS });
  const base = await givenSubscription(app);
  const addOn = await givenSubscription(app, {
    base,
    offerId: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING,
  });

  expect(outcomeOf(await order(SELLER, stranger))).toBe('ADDON_PARENT_MISMATCH (R46)');
  expect(outcomeOf(await order(SELLER, addOn))).toBe('ADDON_PARENT_MISMATCH (R46)');
});

test('the same add-on is sold once for a base, and for each base (R8)', async () => {
  const [base, other] = [await givenSubscription(app), await givenSubscription(app)];

  const first = await order(SELLER, base);
  const second = await order(SELLER, base);
  const elsewhere = await order(SELLER, other);

  expect([first, second, elsewhere].map(outcomeOf)).toEqual([
    'allowed',
    'SUBSCRIPTION_CONFLICT (R8)',
    'allowed',
  ]);
  expect(second.error?.extensions.blockers).toMatchObject([
    { id: madeBy(first).id, service: 'EXCHANGE_OFFICE', clearedBy: null },
  ]);
});

test('of two orders of one add-on at once one wins', async () => {
  const base = await givenSubscription(app);

  const answers = await Promise.all([order(SELLER, base), order('reseller-a-sales', base)]);

  expect(answers.map(outcomeOf).sort()).toEqual(['SUBSCRIPTION_CONFLICT (R8)', 'allowed']);
  expect(await addOnsOf(base)).toHaveLength(1);
});

test.each([
  ['SUSPENDED', 'RESELLER_SUSPENDED (R18)'],
  ['RESTRICTED', 'allowed'],
] as const)('a reseller that is %s: %s', async (standing, expected) => {
  const base = await givenSubscription(app);
  await givenStanding(app, 'resellerA', standing);

  const answer = await order(SELLER, base);
  await givenStanding(app, 'resellerA', 'ACTIVE');

  expect(outcomeOf(answer)).toBe(expected);
});

test.each([
  ['country', 'DE', 'REGION_NOT_ALLOWED (R16)'],
  ['agreement_accepted', false, 'AGREEMENT_NOT_ACCEPTED (R20)'],
] as const)(
  'a purchase asks of its seller what a sale asks: %s %s',
  async (column, value, expected) => {
    const base = await givenSubscription(app);
    const set = (to: string | boolean) =>
      app.asOwner(`UPDATE resellers SET ${column} = '${to}' WHERE id = '${RESELLER_A}'`);
    await set(value);

    const own = await order(SELLER, base);
    await set(column === 'country' ? 'CN' : true);
    await app.asOwner(
      `UPDATE resellers SET agreement_accepted = false WHERE id = '${DEMO_IDS.resellers.resellerB}'`,
    );
    const others = await order('reseller-b-admin', base);
    await app.asOwner(
      `UPDATE resellers SET agreement_accepted = true WHERE id = '${DEMO_IDS.resellers.resellerB}'`,
    );

    expect(outcomeOf(own)).toBe(expected);
    // Whoever may not order at all hears that, and not what would not help.
    expect(outcomeOf(others)).toBe('SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)');
  },
);

test('a dry run orders nothing, and a repeated call orders once (R41)', async () => {
  const base = await givenSubscription(app);
  const counts = await countsOf(app, 'audit_records', 'events');

  const dry = await order(SELLER, base, { validateOnly: true });
  const after = await countsOf(app, 'audit_records', 'events');
  const first = await order(SELLER, base, { clientRequestId: `order for ${base.id}` });
  const second = await order(SELLER, base, { clientRequestId: `order for ${base.id}` });

  expect(dry.payload).toMatchObject({ dryRun: true, subscription: null });
  expect(after).toEqual(counts);
  expect(second.payload).toMatchObject({ repeated: true });
  expect(madeBy(second)).toEqual(madeBy(first));
  expect(await addOnsOf(base)).toHaveLength(1);
});

test('after the relationship ended nothing is ordered (R32)', async () => {
  await givenRemovedRelationship(app, 'customer3', 'resellerA');
  const base = await givenSubscription(app, { customer: 'customer3', status: 'SUSPENDED' });

  expect(outcomeOf(await order(SELLER, base))).toBe('NO_RESELLER_RELATIONSHIP (R32)');
});
