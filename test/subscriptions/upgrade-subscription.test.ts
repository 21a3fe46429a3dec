import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import {
  type CustomerParty,
  givenCustomer,
  givenRelationship,
  givenReseller,
  givenSale,
  keyOf,
  nowReseller,
  observe,
  operatorUser,
  type ResellerParty,
  write as change,
} from '../support/relationship-situations';
import { outcomeOf, write, type WriteAnswer } from '../support/subscription-api';
import { type Claims, TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const { OFFICE_365_BUSINESS, OFFICE_365_BUSINESS_PREMIUM: PREMIUM } = OFFER_IDS;

interface Situation {
  readonly customer: CustomerParty;
  readonly seller: ResellerParty;
  /** Row id of ten seats of Office 365 Business. */
  readonly row: string;
  readonly id: string;
}

async function given(status = 'ACTIVE'): Promise<Situation> {
  const [customer, seller] = [await givenCustomer(app), await givenReseller(app)];
  await givenRelationship(app, { customer, reseller: seller, services: ['EXCHANGE_OFFICE'] });
  const row = await givenSale(app, customer, seller, { status, offerId: OFFICE_365_BUSINESS });
  return { customer, seller, row, id: subscriptionIdOf(row) };
}

function upgrade(who: Claims | null, { id }: Situation, said: object = {}): Promise<WriteAnswer> {
  return write(app, who, 'upgradeSubscription', {
    subscriptionId: id,
    targetOfferId: PREMIUM,
    ...said,
  });
}

const agentOf = ({ seller }: Situation): Claims => seller.as('ADMIN_AGENT');

async function rowsOf({ customer }: Situation): Promise<readonly Record<string, unknown>[]> {
  return app.database.query<Record<string, unknown>>(
    sql`SELECT * FROM subscriptions WHERE customer_id = ${customer.key} ORDER BY created_at, id`,
  );
}

/** An add-on of the subscription, as an importer brings it. */
async function givenAddOn(
  { customer, seller, row }: Situation,
  status = 'ACTIVE',
): Promise<string> {
  const id = await givenSale(app, customer, seller, {
    offerId: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING,
    status,
  });
  await change(
    app,
    sql`UPDATE subscriptions SET parent_subscription_id =
      (SELECT subscription_id FROM subscriptions WHERE id = ${row}) WHERE id = ${id}`,
  );
  return id;
}

const withoutPrivileges = ({ customer, seller }: Situation): Promise<void> =>
  change(
    app,
    sql`UPDATE delegated_privileges SET status = 'REMOVED_BY_CUSTOMER', ended_at = ${app.clock.now()}
      WHERE customer_id = ${customer.key} AND reseller_id = ${seller.key}`,
  );

test('the old subscription ends, and the new one has its seats, seller and Partner of Record', async () => {
  const it = await given();
  const [before] = await rowsOf(it);

  const { payload, error } = await upgrade(agentOf(it), it);

  expect(error).toBeNull();
  const [old, made] = await rowsOf(it);
  expect(old).toEqual({
    ...before,
    status: 'DELETED',
    version: 2,
    updated_at: app.clock.now(),
  });
  expect(made).toMatchObject({
    id: keyOf(payload?.subscription?.id),
    migrated_from_subscription_id: before?.subscription_id,
    transacting_reseller_id: it.seller.key,
    partner_id: before?.partner_id,
    partner_of_record_id: before?.partner_of_record_id,
    offer_id: PREMIUM,
    quantity: 10,
    friendly_name: 'Head office',
    term_duration: 'P1Y',
    billing_cycle: 'ANNUAL',
  });
  expect(made?.order_id).not.toBe(before?.order_id);
});

test('it is audited about the old subscription, and both are told', async () => {
  const it = await given();

  const seen = await observe(app, () => upgrade(agentOf(it), it));

  const [, made] = await rowsOf(it);
  expect(seen.audits[0]).toMatchObject({
    operation: 'UPGRADE_SUBSCRIPTION',
    resource_id: it.row,
    status: 'SUCCEEDED',
    old_value: { status: 'ACTIVE', offerId: OFFICE_365_BUSINESS },
    new_value: { status: 'DELETED', targetOfferId: PREMIUM },
    customized_data: { replacedBy: made?.subscription_id },
  });
  expect(seen.events.slice(0, 2)).toMatchObject([
    { name: 'SUBSCRIPTION_UPDATED', resource_id: it.row, data: { changedFields: ['status'] } },
    { name: 'SUBSCRIPTION_CREATED', resource_id: made?.id, to_customer: true },
  ]);
});

test.each<[string, (it: Situation, other: ResellerParty) => Claims | null, string]>([
  ['nobody', () => null, 'UNAUTHENTICATED'],
  ['its admin agent', (it) => it.seller.as('ADMIN_AGENT'), 'allowed'],
  ['its sales agent', (it) => it.seller.as('SALES_AGENT'), 'allowed'],
  ['its global administrator', (it) => it.seller.as('GLOBAL_ADMIN'), 'allowed'],
  ['its helpdesk', (it) => it.seller.as('HELPDESK_AGENT'), 'ROLE_NOT_ALLOWED'],
  ['its application', (it) => ({ ...it.seller.as([]), idtyp: 'app' }), 'ROLE_NOT_ALLOWED'],
  [
    'another reseller with privileges',
    (_it, other) => other.as('ADMIN_AGENT'),
    'SUBSCRIPTION_TRANSITION_NOT_ALLOWED (R2)',
  ],
  [
    'the customer',
    (it) => it.customer.as('CUSTOMER_GLOBAL_ADMIN'),
    'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)',
  ],
  ['a user of the customer', (it) => it.customer.as('CUSTOMER_USER'), 'ROLE_NOT_ALLOWED'],
  ['the operator', () => operatorUser('somebody'), 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED (R2)'],
])('%s upgrades', async (_, who, expected) => {
  const it = await given();
  const other = await givenReseller(app);
  await givenRelationship(app, {
    customer: it.customer,
    reseller: other,
    services: ['EXCHANGE_OFFICE'],
  });

  const answer = await upgrade(who(it, other), it);

  expect(outcomeOf(answer)).toBe(expected);
  expect(await rowsOf(it)).toHaveLength(expected === 'allowed' ? 2 : 1);
});

test('a reseller that does not see it hears that there is none', async () => {
  const it = await given();
  const stranger = await givenReseller(app);

  expect(outcomeOf(await upgrade(stranger.as('ADMIN_AGENT'), it))).toBe('NOT_FOUND (R36)');
});

test.each([
  ['NONE', 'SUBSCRIPTION_NOT_ACTIVE (R45)'],
  ['PENDING', 'SUBSCRIPTION_NOT_ACTIVE (R45)'],
  ['SUSPENDED', 'SUBSCRIPTION_NOT_ACTIVE (R45)'],
  ['EXPIRED', 'SUBSCRIPTION_NOT_ACTIVE (R45)'],
  ['DISABLED', 'SUBSCRIPTION_NOT_ACTIVE (R45)'],
  ['DELETED', 'SUBSCRIPTION_DELETED (R43)'],
])('one that is %s cannot be upgraded', async (status, expected) => {
  const it = await given(status);

  expect(outcomeOf(await upgrade(agentOf(it), it))).toBe(expected);
});

test.each<[string, (it: Situation) => Promise<unknown>, object, string]>([
  [
    'suspended',
    ({ seller }) => nowReseller(app, seller, 'account_status', 'SUSPENDED'),
    {},
    'RESELLER_SUSPENDED (R18)',
  ],
  [
    'restricted',
    ({ seller }) => nowReseller(app, seller, 'account_status', 'RESTRICTED'),
    {},
    'allowed',
  ],
  [
    'without its agreement',
    ({ seller }) => nowReseller(app, seller, 'agreement_accepted', false),
    {},
    'AGREEMENT_NOT_ACCEPTED (R20)',
  ],
  ['without privileges for the service', withoutPrivileges, {}, 'DAP_NOT_GRANTED (R45)'],
  [
    'to what is no upgrade of it',
    async () => undefined,
    { targetOfferId: OFFER_IDS.OFFICE_365_ENTERPRISE_E1 },
    'NO_UPGRADE_PATH (R45)',
  ],
  ['to an unknown offer', async () => undefined, { targetOfferId: 'x' }, 'NO_UPGRADE_PATH (R45)'],
  ['with add-ons', (it) => givenAddOn(it), {}, 'SUBSCRIPTION_CONFLICT (R45)'],
  ['with add-ons that ended', (it) => givenAddOn(it, 'DELETED'), {}, 'allowed'],
  [
    'beside what contains the target, of another seller',
    async ({ customer }) =>
      givenSale(app, customer, await givenReseller(app), {
        offerId: OFFER_IDS.OFFICE_365_ENTERPRISE_E3,
      }),
    {},
    'SUBSCRIPTION_CONFLICT (R8)',
  ],
  ['with a stale etag', async () => undefined, { ifMatch: '"0"' }, 'ETAG_MISMATCH (R40)'],
  ['with the present etag', async () => undefined, { ifMatch: '"1"' }, 'allowed'],
  ['for a term that is not sold', async () => undefined, { termDuration: 'P3Y' }, 'INVALID_INPUT'],
  ['on another cycle', async () => undefined, { billingCycle: 'MONTHLY' }, 'allowed'],
  [
    'on a cycle that is not supported',
    async () => undefined,
    { billingCycle: 'TRIENNIAL' },
    'INVALID_INPUT',
  ],
  [
    'with more seats than the target takes',
    ({ row }) => change(app, sql`UPDATE subscriptions SET quantity = 301 WHERE id = ${row}`),
    {},
    'QUANTITY_OUT_OF_RANGE (R43)',
  ],
])('a seller %s', async (_, happen, said, expected) => {
  const it = await given();
  await happen(it);

  expect(outcomeOf(await upgrade(agentOf(it), it, said))).toBe(expected);
});

test('a target of a service that another transacting partner administers is refused (R21)', async () => {
  const it = await given();
  const rival = await givenReseller(app);
  // Their privileges do not say what sells: only the trigger of the database would keep this from being.
  await givenRelationship(app, {
    customer: it.customer,
    reseller: rival,
    services: ['EXCHANGE_OFFICE'],
  });
  await app.asOwner(`DROP INDEX delegated_privileges_one_transacting_holder`);
  await givenSale(app, it.customer, rival, { offerId: OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS });

  const answer = await upgrade(agentOf(it), it);
  await change(
    app,
    sql`UPDATE delegated_privileges SET status = 'REMOVED_BY_CUSTOMER', ended_at = ${app.clock.now()}
      WHERE reseller_id = ${rival.key}`,
  );
  await app.asOwner(`CREATE UNIQUE INDEX delegated_privileges_one_transacting_holder
    ON delegated_privileges (customer_id, service) WHERE transacting AND status = 'ACTIVE'`);

  expect(outcomeOf(answer)).toBe('DAP_CONFLICT (R21)');
});

test('a dry run changes nothing, and a repeated call upgrades once (R41)', async () => {
  const it = await given();

  const dry = await observe(app, () => upgrade(agentOf(it), it, { validateOnly: true }));
  const first = await upgrade(agentOf(it), it, { clientRequestId: newId() });
  const again = await upgrade(agentOf(it), it, {
    clientRequestId: first.payload?.clientRequestId,
  });

  expect(dry.result.payload).toMatchObject({ dryRun: true, subscription: null });
  expect([dry.changed, dry.audits]).toEqual([[], []]);
  expect(again.payload).toMatchObject({ repeated: true });
  expect(again.payload?.subscription?.id).toBe(first.payload?.subscription?.id);
  expect(await rowsOf(it)).toHaveLength(2);
});

test('of two upgrades at once one comes too late', async () => {
  const it = await given();

  const answers = await Promise.all([
    upgrade(agentOf(it), it),
    upgrade(it.seller.as('SALES_AGENT', 'other'), it),
  ]);

  expect(answers.map(outcomeOf).sort()).toEqual(['SUBSCRIPTION_DELETED (R43)', 'allowed']);
  expect(await rowsOf(it)).toHaveLength(2);
});

interface Eligibility {
  readonly targetOfferId: string | null;
  readonly targetOffer: { readonly name: string } | null;
  readonly upgradeType: string;
  readonly isEligible: boolean;
  readonly reasons: readonly {
    readonly reason: string;
    readonly refusal: {
      readonly code: string;
      readonly rule: string | null;
      readonly message: string;
    };
  }[];
}

interface Read {
  readonly upgradePaths: readonly { readonly name: string }[] | null;
  readonly upgradeEligibility: readonly Eligibility[] | null;
  readonly redactedFields: readonly string[];
}

/** What a caller reads of the ways to upgrade a subscription. */
async function read(who: Claims, id: string, target: string | null = null): Promise<Read | null> {
  const { subscription } = await app.succeed<{ subscription: Read | null }>(
    who,
    `query ($id: ID!, $target: String) { subscription(id: $id) {
      upgradePaths { name } redactedFields
      upgradeEligibility(targetOfferId: $target) {
        targetOfferId targetOffer { name } upgradeType isEligible
        reasons { reason refusal { code rule message } }
      } } }`,
    { id, target },
  );
  return subscription;
}

const reasonsOf = (it: Eligibility | undefined): readonly string[] =>
  (it?.reasons ?? []).map(({ reason, refusal }) => `${reason}: ${refusal.code} ${refusal.rule}`);

describe('what is told beforehand', () => {
  test('each path, and that nothing is in the way of it', async () => {
    const it = await given();

    const seen = await read(agentOf(it), it.id);

    expect(seen?.upgradePaths?.map(({ name }) => name)).toEqual([
      'Office 365 Business Premium',
      'Office 365 ProPlus',
      'Office 365 Enterprise E3',
    ]);
    expect(seen?.upgradeEligibility).toHaveLength(3);
    expect(seen?.upgradeEligibility?.[0]).toEqual({
      targetOfferId: PREMIUM,
      targetOffer: { name: 'Office 365 Business Premium' },
      upgradeType: 'UPGRADE_ONLY',
      isEligible: true,
      reasons: [],
    });
  });

  test('every reason at once, in the order of the mutation, which answers the first', async () => {
    const it = await given('SUSPENDED');
    await withoutPrivileges(it);
    await givenAddOn(it, 'SUSPENDED');
    await givenSale(app, it.customer, await givenReseller(app), { offerId: PREMIUM });
    await change(
      app,
      sql`UPDATE subscriptions SET quantity = 301, billing_cycle = 'TRIENNIAL' WHERE id = ${it.row}`,
    );
    await nowReseller(app, it.seller, 'account_status', 'SUSPENDED');

    const seen = await read(agentOf(it), it.id, PREMIUM);
    const answer = await upgrade(agentOf(it), it, { validateOnly: true });

    const [eligibility] = seen?.upgradeEligibility ?? [];
    expect(eligibility?.isEligible).toBe(false);
    expect(reasonsOf(eligibility)).toEqual([
      'OTHER: RESELLER_SUSPENDED R18',
      'SUBSCRIPTION_STATUS_NOT_ACTIVE: SUBSCRIPTION_NOT_ACTIVE R45',
      'DELEGATED_ADMIN_PERMISSIONS_DISABLED: DAP_NOT_GRANTED R45',
      'SUBSCRIPTION_ADD_ONS_PRESENT: SUBSCRIPTION_CONFLICT R45',
      'CONFLICTING_SERVICE_TYPES: SUBSCRIPTION_CONFLICT R8',
      'OTHER: QUANTITY_OUT_OF_RANGE R43',
      'OFFER_DOES_NOT_SUPPORT_BILLING_CYCLE: INVALID_INPUT null',
    ]);
    expect(outcomeOf(answer)).toBe('RESELLER_SUSPENDED (R18)');
    eligibility?.reasons.forEach(({ refusal }) => expect(refusal.message).not.toBe(''));
  });

  test('that there is no path, or none to this target', async () => {
    const it = await given();
    const proPlus = subscriptionIdOf(
      await givenSale(app, it.customer, it.seller, { offerId: OFFER_IDS.OFFICE_365_PROPLUS }),
    );

    const [none] = (await read(agentOf(it), proPlus))?.upgradeEligibility ?? [];
    const [other] = (await read(agentOf(it), it.id, OFFER_IDS.INTUNE))?.upgradeEligibility ?? [];

    expect(none).toMatchObject({ targetOfferId: null, targetOffer: null, upgradeType: 'NONE' });
    expect(reasonsOf(none)).toEqual([
      'SUBSCRIPTION_DOES_NOT_HAVE_ANY_UPGRADE_PATHS: NO_UPGRADE_PATH R45',
    ]);
    expect(reasonsOf(other)).toEqual(['SUBSCRIPTION_TARGET_OFFER_NOT_FOUND: NO_UPGRADE_PATH R45']);
  });

  test('that it is being provisioned', async () => {
    const it = await given('PENDING');

    const [first] = (await read(agentOf(it), it.id, PREMIUM))?.upgradeEligibility ?? [];

    expect(reasonsOf(first)).toEqual(['SUBSCRIPTION_NOT_PROVISIONED: SUBSCRIPTION_NOT_ACTIVE R45']);
  });

  test.each<[string, (it: Situation) => Claims, string]>([
    [
      'an application',
      (it) => ({ ...it.seller.as([]), idtyp: 'app' }),
      'USER_CONTEXT_REQUIRED: ROLE_NOT_ALLOWED null',
    ],
    ['the helpdesk', (it) => it.seller.as('HELPDESK_AGENT'), 'OTHER: ROLE_NOT_ALLOWED null'],
    [
      'the customer',
      (it) => it.customer.as('CUSTOMER_GLOBAL_ADMIN'),
      'OTHER: CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
    ],
    [
      'the operator',
      () => operatorUser('somebody'),
      'OTHER: SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2',
    ],
  ])('to %s, that it is not for it to do', async (_, who, expected) => {
    const it = await given();

    const seen = await read(who(it), it.id, PREMIUM);

    expect(reasonsOf(seen?.upgradeEligibility?.[0])).toEqual([expected]);
  });

  test('nothing to a reseller that reads the reduced form (R37)', async () => {
    const it = await given();
    const other = await givenReseller(app);
    await givenRelationship(app, {
      customer: it.customer,
      reseller: other,
      services: ['EXCHANGE_OFFICE'],
    });

    const seen = await read(other.as('ADMIN_AGENT'), it.id);

    expect(seen).toMatchObject({ upgradePaths: null, upgradeEligibility: null });
    expect(seen?.redactedFields).toEqual(
      expect.arrayContaining(['UPGRADE_PATHS', 'UPGRADE_ELIGIBILITY']),
    );
  });

  test('no offers to a role that does not see offers (D18), and the answer all the same', async () => {
    const it = await given();

    const seen = await read(it.seller.as('SALES_AGENT'), it.id, PREMIUM);

    expect(seen).toMatchObject({ upgradePaths: null, redactedFields: ['UPGRADE_PATHS'] });
    expect(seen?.upgradeEligibility).toMatchObject([
      { targetOfferId: PREMIUM, targetOffer: null, isEligible: true },
    ]);
  });

  test('of many subscriptions in as many statements as of one', async () => {
    const it = await given();
    const document = `{ subscriptions(first: 50) { nodes {
      upgradePaths { name } upgradeEligibility { isEligible } viewerActions { action } } } }`;
    const count = async (): Promise<number> =>
      (await app.statementsOf(() => app.succeed(agentOf(it), document))).length;
    const few = await count();
    for (let i = 0; i < 10; i += 1) await givenSale(app, it.customer, it.seller);

    expect(await count()).toBe(few);
  });
});
