import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { resellerIdOf, subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import {
  type CustomerParty,
  givenCustomer,
  givenPartnership,
  givenRelationship,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  nowCustomer,
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

const SERVICES = ['EXCHANGE_OFFICE', 'DYNAMICS'] as const;

interface Parties {
  readonly customer: CustomerParty;
  readonly reseller: ResellerParty;
}

async function related(kind = 'DIRECT_BILL'): Promise<Parties> {
  const [customer, reseller] = [await givenCustomer(app), await givenReseller(app, { kind })];
  await givenRelationship(app, { customer, reseller, services: SERVICES });
  return { customer, reseller };
}

/** Sells five seats of Intune for a year, and whatever the test says otherwise. */
function sell(
  who: Claims | null,
  customer: CustomerParty,
  said: object = {},
): Promise<WriteAnswer> {
  return write(app, who, 'createSubscription', {
    customerId: customer.id,
    offerId: OFFER_IDS.INTUNE,
    quantity: 5,
    termDuration: 'P1Y',
    billingCycle: 'ANNUAL',
    ...said,
  });
}

const agentOf = (party: ResellerParty): Claims => party.as('ADMIN_AGENT');

async function rowsOf({ key }: CustomerParty): Promise<readonly Record<string, unknown>[]> {
  return app.database.query<Record<string, unknown>>(
    sql`SELECT * FROM subscriptions WHERE customer_id = ${key} ORDER BY created_at, id`,
  );
}

async function givenMpnId({ key }: ResellerParty): Promise<string> {
  const mpnId = String(Math.floor(Number(`0x${key.replaceAll('-', '').slice(-10)}`)));
  await change(app, sql`UPDATE resellers SET mpn_id = ${mpnId} WHERE id = ${key}`);
  return mpnId;
}

test('a related reseller sells, is its transacting reseller and its Partner of Record (R7)', async () => {
  const { customer, reseller } = await related();

  const { payload, error } = await sell(agentOf(reseller), customer, { friendlyName: 'Phones' });

  expect(error).toBeNull();
  expect(payload).toMatchObject({
    dryRun: false,
    repeated: false,
    subscription: { status: 'PENDING', quantity: 5, friendlyName: 'Phones', etag: '"1"' },
  });
  const [row] = await rowsOf(customer);
  expect(row).toMatchObject({
    id: keyOf(payload?.subscription?.id),
    transacting_reseller_id: reseller.key,
    partner_id: null,
    partner_of_record_id: reseller.key,
    service: 'INTUNE',
    offer_id: OFFER_IDS.INTUNE,
    offer_name: 'Microsoft Intune',
    publisher_name: 'Microsoft Corporation',
    is_microsoft_product: true,
    unit_type: 'Licenses',
    has_purchasable_addons: false,
    status: 'PENDING',
    creation_date: app.clock.now(),
    effective_start_date: null,
    commitment_end_date: null,
    cancellation_allowed_until_date: null,
    auto_renew_enabled: true,
    term_duration: 'P1Y',
    renewal_term_duration: 'P1Y',
    billing_type: 'LICENSE',
    billing_cycle: 'ANNUAL',
    contract_type: 'SUBSCRIPTION',
    is_trial: false,
    parent_subscription_id: null,
    migrated_from_subscription_id: null,
    version: 1,
  });
  expect(row?.order_id).not.toBeNull();
});

test('it is audited with what was ordered, and told to seller and customer', async () => {
  const { customer, reseller } = await related();

  const seen = await observe(app, () => sell(agentOf(reseller), customer));

  const id = keyOf(seen.result.payload?.subscription?.id);
  expect(seen.changed).toEqual(['subscriptions', 'events', 'event_counters']);
  expect(seen.audits).toMatchObject([
    {
      operation: 'CREATE_ORDER',
      resource_type: 'SUBSCRIPTION',
      resource_id: id,
      status: 'SUCCEEDED',
      customer_id: customer.key,
      reseller_id: reseller.key,
      old_value: null,
      new_value: {
        offerId: OFFER_IDS.INTUNE,
        quantity: 5,
        termDuration: 'P1Y',
        billingCycle: 'ANNUAL',
        partnerIdOnRecord: null,
      },
    },
  ]);
  expect(seen.events).toMatchObject([
    {
      name: 'SUBSCRIPTION_CREATED',
      customer_id: customer.key,
      recipient_reseller_ids: [reseller.key],
      to_customer: true,
      resource_id: id,
      data: { subscriptionId: id },
    },
  ]);
});

type Situated = Parties & { readonly stranger: ResellerParty };

describe('who may sell', () => {
  let parties: Situated;
  beforeAll(async () => {
    parties = { ...(await related()), stranger: await givenReseller(app) };
  });

  test.each<[string, (it: Situated) => Claims | null, string]>([
    ['nobody', () => null, 'UNAUTHENTICATED'],
    ['an admin agent', (it) => it.reseller.as('ADMIN_AGENT'), 'allowed'],
    ['a sales agent', (it) => it.reseller.as('SALES_AGENT'), 'allowed'],
    ['a global administrator', (it) => it.reseller.as('GLOBAL_ADMIN'), 'allowed'],
    ['a helpdesk agent', (it) => it.reseller.as('HELPDESK_AGENT'), 'ROLE_NOT_ALLOWED'],
    ['a billing administrator', (it) => it.reseller.as('BILLING_ADMIN'), 'ROLE_NOT_ALLOWED'],
    [
      'a user management administrator',
      (it) => it.reseller.as('USER_MGMT_ADMIN'),
      'ROLE_NOT_ALLOWED',
    ],
    ['an application', (it) => ({ ...it.reseller.as([]), idtyp: 'app' }), 'ROLE_NOT_ALLOWED'],
    ['an agent of a stranger', (it) => it.stranger.as('ADMIN_AGENT'), 'NOT_FOUND (R36)'],
    ['the customer', (it) => it.customer.as('CUSTOMER_GLOBAL_ADMIN'), 'ROLE_NOT_ALLOWED'],
    ['a new tenant', () => newTenant().as('CUSTOMER_GLOBAL_ADMIN'), 'ROLE_NOT_ALLOWED'],
    ['the operator', () => operatorUser('somebody'), 'ROLE_NOT_ALLOWED'],
  ])('%s', async (_, who, expected) => {
    const answer = await sell(who(parties), parties.customer, { validateOnly: true });

    expect(outcomeOf(answer)).toBe(expected);
    expect(await rowsOf(parties.customer)).toEqual([]);
  });

  test('a customer that does not exist and one of others answer alike', async () => {
    const unknown = {
      ...parties.customer,
      id: Buffer.from(`Customer:${newId()}`).toString('base64url'),
    };

    const answers = [
      await sell(agentOf(parties.stranger), parties.customer),
      await sell(agentOf(parties.stranger), unknown),
    ];

    expect(answers.map(outcomeOf)).toEqual(['NOT_FOUND (R36)', 'NOT_FOUND (R36)']);
    expect(answers[0]?.error?.message).toBe(answers[1]?.error?.message);
  });

  test('an indirect reseller does not: its provider places the orders', async () => {
    const { customer } = parties;
    const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
    const at = app.clock.now();
    await change(
      app,
      sql`INSERT INTO relationships (customer_id, id, reseller_id, status, origin, created_at, updated_at)
        VALUES (${customer.key}, ${newId()}, ${partner.key}, 'ACTIVE', 'MIGRATED', ${at}, ${at})`,
    );

    expect(outcomeOf(await sell(agentOf(partner), customer))).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('between the two parties', () => {
  test.each<[string, (it: Parties) => Promise<unknown>, string]>([
    [
      'suspended',
      ({ reseller }) => nowReseller(app, reseller, 'account_status', 'SUSPENDED'),
      'RESELLER_SUSPENDED (R18)',
    ],
    [
      'restricted',
      ({ reseller }) => nowReseller(app, reseller, 'account_status', 'RESTRICTED'),
      'RESELLER_RESTRICTED (R18)',
    ],
    [
      'without its relationship any more',
      ({ customer, reseller }) =>
        change(
          app,
          sql`UPDATE relationships SET status = 'REMOVED', removed_at = ${app.clock.now()}
            WHERE customer_id = ${customer.key} AND reseller_id = ${reseller.key}`,
        ),
      'NO_RESELLER_RELATIONSHIP (R7)',
    ],
    [
      'in another country',
      ({ customer }) => nowCustomer(app, customer, 'country', 'DE'),
      'REGION_NOT_ALLOWED (R16)',
    ],
    [
      'where the country is not known',
      ({ customer }) => nowCustomer(app, customer, 'country', null),
      'REGION_NOT_ALLOWED (R16)',
    ],
    [
      'in another instance',
      ({ customer }) => nowCustomer(app, customer, 'cloud_instance', 'GLOBAL'),
      'CLOUD_MISMATCH (R17)',
    ],
    [
      'to the tenant of a partner',
      async ({ customer }) => {
        const { key } = await givenReseller(app);
        await app.asOwner(`ALTER TABLE resellers DISABLE TRIGGER resellers_refuse_identity_change`);
        await change(
          app,
          sql`UPDATE resellers SET tenant_id = ${customer.tenantId} WHERE id = ${key}`,
        );
        await app.asOwner(`ALTER TABLE resellers ENABLE TRIGGER resellers_refuse_identity_change`);
      },
      'RESELLER_CANNOT_BE_CUSTOMER (R19)',
    ],
    [
      'without its agreement',
      ({ reseller }) => nowReseller(app, reseller, 'agreement_accepted', false),
      'AGREEMENT_NOT_ACCEPTED (R20)',
    ],
  ])('a reseller %s: refused', async (_, happen, expected) => {
    const parties = await related();
    await happen(parties);

    const answer = await sell(agentOf(parties.reseller), parties.customer);

    expect(outcomeOf(answer)).toBe(expected);
    expect(await rowsOf(parties.customer)).toEqual([]);
  });

  test('elsewhere the customer must have accepted its agreement (R20)', async () => {
    const place = { instance: 'GLOBAL', country: 'DE' } as const;
    const [customer, reseller] = [await givenCustomer(app, place), await givenReseller(app, place)];
    const at = app.clock.now();
    await change(
      app,
      sql`INSERT INTO relationships (customer_id, id, reseller_id, status, origin, created_at, updated_at)
        VALUES (${customer.key}, ${newId()}, ${reseller.key}, 'ACTIVE', 'MIGRATED', ${at}, ${at})`,
    );
    const without = await sell(agentOf(reseller), customer);
    await app.succeed(
      operatorUser('somebody'),
      `mutation ($input: RecordAgreementInput!) { recordAgreement(input: $input) { dryRun } }`,
      {
        input: {
          customerId: customer.id,
          type: 'MICROSOFT_CUSTOMER_AGREEMENT',
          dateAgreed: at.toISOString(),
        },
      },
    );

    const withIt = await sell(agentOf(reseller), customer);

    expect(outcomeOf(without)).toBe('AGREEMENT_NOT_ACCEPTED (R20)');
    expect(outcomeOf(withIt)).toBe('allowed');
  });
});

describe('what the customer holds already (R8)', () => {
  const PREMIUM = { offerId: OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM };

  test('of the seller itself is named as what would clear it', async () => {
    const { customer, reseller } = await related();
    const id = await givenSale(app, customer, reseller);

    const answer = await sell(agentOf(reseller), customer, PREMIUM);

    expect(outcomeOf(answer)).toBe('SUBSCRIPTION_CONFLICT (R8)');
    expect(answer.error?.extensions.blockers).toEqual([
      {
        type: 'Subscription',
        id: subscriptionIdOf(id),
        name: 'Head office',
        service: 'EXCHANGE_OFFICE',
        clearedBy: 'cancelSubscription',
      },
    ]);
  });

  test('of others is named as far as the reduced form shows it (R37)', async () => {
    const { customer, reseller } = await related();
    const id = await givenSale(app, customer, await givenReseller(app));

    const answer = await sell(agentOf(reseller), customer, PREMIUM);

    expect(outcomeOf(answer)).toBe('SUBSCRIPTION_CONFLICT (R8)');
    // Not the friendly name, which that form withholds.
    expect(answer.error?.extensions.blockers).toMatchObject([
      { id: subscriptionIdOf(id), name: 'Office 365 Business', service: 'EXCHANGE_OFFICE' },
    ]);
  });

  test('and the seller may not see is named by its service alone, once', async () => {
    const { customer, reseller } = await related();
    const rival = await givenReseller(app);
    await givenSale(app, customer, rival, { service: 'INTUNE' });
    await givenSale(app, customer, rival, { service: 'INTUNE', status: 'SUSPENDED' });

    const answer = await sell(agentOf(reseller), customer);

    expect(outcomeOf(answer)).toBe('SUBSCRIPTION_CONFLICT (R8)');
    expect(answer.error?.extensions.blockers).toEqual([
      { type: 'Subscription', id: null, name: null, service: 'INTUNE', clearedBy: null },
    ]);
    expect(JSON.stringify(answer.error)).not.toContain(rival.name);
  });

  test('and has ended is in nobody’s way', async () => {
    const { customer, reseller } = await related();
    await givenSale(app, customer, reseller, { service: 'INTUNE', status: 'DELETED' });
    await givenSale(app, customer, reseller, { service: 'INTUNE', status: 'EXPIRED' });

    expect(outcomeOf(await sell(agentOf(reseller), customer))).toBe('allowed');
  });

  test('stays as it is, whatever is sold beside it', async () => {
    const { customer, reseller } = await related();
    await givenSale(app, customer, await givenReseller(app));
    const [before] = await rowsOf(customer);

    await sell(agentOf(reseller), customer);

    expect((await rowsOf(customer))[0]).toEqual(before);
  });
});

test('a sale that makes a second transacting holder of privileges is refused with both names (R21)', async () => {
  const { customer, reseller } = await related();
  const holder = await givenReseller(app);
  await givenSale(app, customer, holder, { service: 'DYNAMICS' });
  await givenRelationship(app, { customer, reseller: holder, services: ['DYNAMICS'] });
  const offerId = OFFER_IDS.DYNAMICS_CRM_ONLINE_PROFESSIONAL;

  const answer = await sell(agentOf(reseller), customer, { offerId });
  const unprivileged = await sell(agentOf(reseller), customer);

  expect(outcomeOf(answer)).toBe('DAP_CONFLICT (R21)');
  expect(answer.error?.extensions.blockers).toEqual([
    {
      type: 'Reseller',
      id: resellerIdOf(holder.key),
      name: holder.name,
      service: 'DYNAMICS',
      clearedBy: 'removeDelegatedPrivileges',
    },
  ]);
  expect(outcomeOf(unprivileged)).toBe('allowed');
});

describe('the partner on record (section 13)', () => {
  test('of a provider is its indirect reseller, for good', async () => {
    const { customer, reseller: provider } = await related('INDIRECT_PROVIDER');
    const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
    await givenPartnership(app, provider, partner, 'ACTIVE');
    const mpnId = await givenMpnId(partner);

    const answer = await sell(agentOf(provider), customer, { partnerIdOnRecord: mpnId });

    expect(outcomeOf(answer)).toBe('allowed');
    expect(await rowsOf(customer)).toMatchObject([
      {
        transacting_reseller_id: provider.key,
        partner_id: mpnId,
        partner_of_record_id: partner.key,
      },
    ]);
  });

  test.each<[string, string, (provider: ResellerParty) => Promise<string>, string]>([
    ['unknown', 'INDIRECT_PROVIDER', async () => '1', 'POR_INVALID 800015'],
    [
      'of another instance',
      'INDIRECT_PROVIDER',
      async () =>
        givenMpnId(await givenReseller(app, { kind: 'INDIRECT_RESELLER', instance: 'GLOBAL' })),
      'POR_INVALID 800015',
    ],
    ['the provider itself', 'INDIRECT_PROVIDER', givenMpnId, 'POR_INVALID 2072'],
    [
      'a direct-bill partner',
      'INDIRECT_PROVIDER',
      async () => givenMpnId(await givenReseller(app)),
      'POR_INVALID 800016',
    ],
    [
      'an indirect reseller of the past',
      'INDIRECT_PROVIDER',
      async (provider) => {
        const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
        await givenPartnership(app, provider, partner, 'ENDED');
        return givenMpnId(partner);
      },
      'POR_INVALID 800016',
    ],
    [
      'an indirect reseller without an agreement',
      'INDIRECT_PROVIDER',
      async (provider) => {
        const partner = await givenReseller(app, {
          kind: 'INDIRECT_RESELLER',
          agreementAccepted: false,
        });
        await givenPartnership(app, provider, partner, 'ACTIVE');
        return givenMpnId(partner);
      },
      'AGREEMENT_NOT_ACCEPTED 900123',
    ],
    ['itself, by a direct-bill partner', 'DIRECT_BILL', givenMpnId, 'POR_INVALID 800016'],
  ])('is not %s', async (_, kind, name, expected) => {
    const { customer, reseller } = await related(kind);
    const partnerIdOnRecord = await name(reseller);

    const { error } = await sell(agentOf(reseller), customer, { partnerIdOnRecord });

    expect(`${error?.extensions.code} ${error?.extensions.legacyCode}`).toBe(expected);
    expect(error?.extensions.field).toBe('input.partnerIdOnRecord');
    expect(await rowsOf(customer)).toEqual([]);
  });
});

test.each<[object, string, string]>([
  [{ offerId: '00000000-0000-4000-8000-000000000000' }, 'INVALID_INPUT', 'input.offerId'],
  [{ offerId: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING }, 'INVALID_INPUT', 'input.offerId'],
  [{ quantity: 0 }, 'QUANTITY_OUT_OF_RANGE (R43)', 'input.quantity'],
  [{ termDuration: 'P2M' }, 'INVALID_INPUT', 'input.termDuration'],
  [{ billingCycle: 'ONE_TIME' }, 'INVALID_INPUT', 'input.billingCycle'],
  [{ friendlyName: '' }, 'INVALID_INPUT', 'input.friendlyName'],
  [{ customerId: 'nonsense' }, 'INVALID_INPUT', 'input.customerId'],
])('%j: %s', async (said, expected, field) => {
  const { customer, reseller } = await related();

  const answer = await sell(agentOf(reseller), customer, said);

  expect(outcomeOf(answer)).toBe(expected);
  expect(answer.error?.extensions.field).toBe(field);
});

test('an offer is found in any letter case, and stored as the catalogue has it', async () => {
  const { customer, reseller } = await related();

  await sell(agentOf(reseller), customer, { offerId: OFFER_IDS.INTUNE.toUpperCase() });

  expect(await rowsOf(customer)).toMatchObject([{ offer_id: OFFER_IDS.INTUNE }]);
});

test('a dry run sells nothing', async () => {
  const { customer, reseller } = await related();

  const seen = await observe(app, () => sell(agentOf(reseller), customer, { validateOnly: true }));

  expect(seen.result.payload).toMatchObject({ dryRun: true, subscription: null });
  expect([seen.changed, seen.audits, seen.events]).toEqual([[], [], []]);
});

test('a repeated call answers with the same subscription (R41)', async () => {
  const { customer, reseller } = await related();
  const said = { clientRequestId: 'sell once' };

  const first = await sell(agentOf(reseller), customer, said);
  const second = await sell(agentOf(reseller), customer, said);

  expect(second.payload).toMatchObject({ repeated: true });
  expect(second.payload?.subscription?.id).toBe(first.payload?.subscription?.id);
  expect(await rowsOf(customer)).toHaveLength(1);
});

test('of two sales of one offer at once one wins, and the other hears what is in its way', async () => {
  const { customer, reseller } = await related();
  const rival = await givenReseller(app);
  await givenRelationship(app, { customer, reseller: rival, services: ['EXCHANGE_OFFICE'] });

  const answers = await Promise.all([
    sell(agentOf(reseller), customer),
    sell(agentOf(rival), customer),
    sell(reseller.as('SALES_AGENT', 'another'), customer),
  ]);

  expect(answers.map(outcomeOf).sort()).toEqual([
    'SUBSCRIPTION_CONFLICT (R8)',
    'SUBSCRIPTION_CONFLICT (R8)',
    'allowed',
  ]);
  expect(await rowsOf(customer)).toHaveLength(1);
});

test('of two sales at once that both make a transacting holder one wins (R21)', async () => {
  const { customer, reseller } = await related();
  const rival = await givenReseller(app);
  await givenRelationship(app, { customer, reseller: rival, services: ['DYNAMICS'] });

  const answers = await Promise.all([
    sell(agentOf(reseller), customer, { offerId: OFFER_IDS.DYNAMICS_CRM_ONLINE_BASIC }),
    sell(agentOf(rival), customer, { offerId: OFFER_IDS.DYNAMICS_CRM_ONLINE_ESSENTIAL }),
  ]);

  expect(answers.map(outcomeOf).sort()).toEqual(['DAP_CONFLICT (R21)', 'allowed']);
});

test('a sale and an acceptance at once: the acceptance proves that it changed nothing (R1)', async () => {
  const { customer, reseller } = await related();
  const newcomer = await givenReseller(app);
  const ask = await app.succeed<{
    requestRelationship: { relationshipRequest: { id: string } };
  }>(
    agentOf(newcomer),
    `mutation ($input: RequestRelationshipInput!) {
      requestRelationship(input: $input) { relationshipRequest { id } } }`,
    { input: { customerTenantId: customer.tenantId } },
  );
  const relationshipRequestId = ask.requestRelationship.relationshipRequest.id;

  const [sold, accepted] = await Promise.all([
    sell(agentOf(reseller), customer),
    app.succeed<{ acceptRelationshipRequest: { proof: { unchanged: boolean } } }>(
      customer.as('CUSTOMER_GLOBAL_ADMIN'),
      `mutation ($input: AcceptRelationshipRequestInput!) {
        acceptRelationshipRequest(input: $input) { proof { unchanged } } }`,
      { input: { relationshipRequestId } },
    ),
  ]);

  expect(outcomeOf(sold)).toBe('allowed');
  expect(accepted.acceptRelationshipRequest.proof.unchanged).toBe(true);
});

test('what was sold is not changed by a relationship that comes after it (R1 to R4)', async () => {
  const { customer, reseller } = await related();
  await sell(agentOf(reseller), customer);
  const before = await rowsOf(customer);

  const { payload } = await givenRelationship(app, {
    customer,
    reseller: await givenReseller(app),
    services: ['INTUNE'],
  });

  expect(payload.proof).toMatchObject({ unchanged: true, subscriptionCount: 1 });
  expect(await rowsOf(customer)).toEqual(before);
});

test('the number of statements does not grow with what the customer holds', async () => {
  const counts: number[] = [];
  for (const number of [0, 20]) {
    const { customer, reseller } = await related();
    for (let i = 0; i < number; i += 1) await givenSale(app, customer, reseller);
    const statements = await app.statementsOf(() => sell(agentOf(reseller), customer));
    counts.push(statements.length);
  }

  expect(counts[1]).toBe(counts[0]);
  expect(counts[0]).toBeLessThanOrEqual(20);
});
