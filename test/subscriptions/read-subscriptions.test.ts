import type { Caller } from '../../src/kernel/actor';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { findSubscriptionCases } from '../../src/modules/subscriptions/subscription-facts.queries';
import {
  SUBSCRIPTION_FIELD_NAMES,
  SUBSCRIPTION_FIELDS,
  subscriptionFieldValue,
} from '../../src/modules/subscriptions/subscription-fields';
import { verdictsOnSubscription } from '../../src/modules/subscriptions/subscription-verdict.rules';
import {
  customerIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import {
  givenPrivileges,
  givenRemovedRelationship,
  givenSubscription,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

const { subscriptions, resellers, customers } = DEMO_IDS;
const WOODGROVE_MAIL = subscriptionIdOf(subscriptions.woodgroveMail.id);
const NORTHWIND_PRO_PLUS = subscriptionIdOf(subscriptions.northwindProPlus.id);

interface Verdict {
  readonly action: string;
  readonly allowed: boolean;
  readonly code: string | null;
  readonly rule: string | null;
}

interface Read {
  readonly id: string;
  readonly quantity: number | null;
  readonly redactedFields: readonly string[];
  readonly viewerActions: readonly Verdict[];
}

interface PageOf {
  readonly subscriptions: {
    readonly totalCount: number;
    readonly nodes: readonly Read[];
    readonly edges: readonly { readonly cursor: string; readonly node: Read }[];
    readonly pageInfo: Readonly<Record<string, unknown>>;
  } | null;
}

// Every field of the type that the reduced form speaks of.
const OBJECT_FIELDS: Readonly<Record<string, string>> = {
  customer: 'customer { id }',
  transactingReseller: 'transactingReseller { name }',
  refundOptions: 'refundOptions { type expiresAfter }',
  scheduledNextTermInstructions: 'scheduledNextTermInstructions { product }',
  nextChargeInstructions: 'nextChargeInstructions { product }',
  partnerOfRecord: 'partnerOfRecord { id name }',
  supportContact: 'supportContact { name supportMpnId }',
  upgradePaths: 'upgradePaths { name }',
  upgradeEligibility: 'upgradeEligibility { isEligible }',
};
const EVERY_FIELD = SUBSCRIPTION_FIELD_NAMES.map((name) => OBJECT_FIELDS[name] ?? name).join(' ');

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

async function read(who: string, id: string): Promise<Record<string, unknown> | null> {
  const { data } = await app.as<{ subscription: Record<string, unknown> | null } | null>(
    who,
    `query ($id: ID!) { subscription(id: $id) { ${EVERY_FIELD} redactedFields } }`,
    { id },
  );
  return data?.subscription ?? null;
}

async function sightOf(who: string, id: string): Promise<'FULL' | 'REDUCED' | 'NOTHING'> {
  const found = await read(who, id);
  if (found === null) return 'NOTHING';
  // Offers are withheld from some roles whatever they see of the subscription.
  const withheld = (found.redactedFields as string[]).filter((it) => it !== 'UPGRADE_PATHS');
  return withheld.length > 0 ? 'REDUCED' : 'FULL';
}

describe('who sees a subscription, and how much of it (R36, R37)', () => {
  test.each([
    // Northwind has relationships with both; Contoso alone holds privileges, for this very service.
    ['reseller-a-admin', 'northwindMail', 'FULL'],
    ['reseller-a-admin', 'northwindProPlus', 'REDUCED'],
    ['reseller-a-helpdesk', 'northwindProPlus', 'REDUCED'],
    ['reseller-a-global', 'northwindProPlus', 'REDUCED'],
    ['reseller-b-admin', 'northwindProPlus', 'FULL'],
    ['reseller-b-app', 'northwindProPlus', 'FULL'],
    ['reseller-b-admin', 'northwindMail', 'NOTHING'],
    ['reseller-b-admin', 'woodgroveMail', 'NOTHING'],
    ['reseller-a-billing', 'woodgroveMail', 'NOTHING'],
    ['reseller-a-usermgmt', 'woodgroveMail', 'NOTHING'],
    ['provider-global', 'woodgroveMail', 'NOTHING'],
    ['customer-global', 'woodgroveMail', 'FULL'],
    ['customer-billing', 'woodgroveMail', 'FULL'],
    ['customer-user', 'woodgroveMail', 'NOTHING'],
    ['customer-global', 'northwindMail', 'NOTHING'],
    ['operator', 'northwindMail', 'FULL'],
  ] as const)('%s reads %s: %s', async (who, key, expected) => {
    expect(await sightOf(who, subscriptionIdOf(subscriptions[key].id))).toBe(expected);
  });

  test('the reduced form shows its fields, and withholds and lists all others', async () => {
    const found = await read('reseller-a-admin', NORTHWIND_PRO_PLUS);

    const withheld = SUBSCRIPTION_FIELD_NAMES.filter((name) => !SUBSCRIPTION_FIELDS[name].reduced);
    expect(found).toMatchObject({
      ...Object.fromEntries(withheld.map((name) => [name, null])),
      id: NORTHWIND_PRO_PLUS,
      subscriptionId: subscriptions.northwindProPlus.subscriptionId,
      service: 'EXCHANGE_OFFICE',
      offerName: 'Office 365 ProPlus',
      quantity: 8,
      status: 'ACTIVE',
      partnerOfRecord: { name: 'Fabrikam Services' },
      redactedFields: withheld.map(subscriptionFieldValue),
    });
    expect(found?.commitmentEndDate).not.toBeNull();
  });

  test('of the Partner of Record the reduced form tells the name and nothing else', async () => {
    const { subscription } = await app.succeed<{
      subscription: { partnerOfRecord: Record<string, unknown> };
    }>(
      'reseller-a-admin',
      `query ($id: ID!) { subscription(id: $id) { partnerOfRecord { name tenantId mpnId country kind } } }`,
      { id: NORTHWIND_PRO_PLUS },
    );

    expect(subscription.partnerOfRecord).toEqual({
      name: 'Fabrikam Services',
      tenantId: null,
      mpnId: null,
      country: null,
      kind: null,
    });
  });

  test('an aliased field of the reduced form is withheld as well', async () => {
    const { subscription } = await app.succeed<{ subscription: Record<string, unknown> }>(
      'reseller-a-admin',
      `query ($id: ID!) { subscription(id: $id) { name: friendlyName ... on Subscription { o: orderId } } }`,
      { id: NORTHWIND_PRO_PLUS },
    );

    expect(subscription).toEqual({ name: null, o: null });
  });

  test('after its relationship a seller reads those of its sales that are suspended, without the customer (R32)', async () => {
    const suspended = await givenSubscription(app, {
      customer: 'customer2',
      seller: 'resellerB',
      status: 'SUSPENDED',
      suspendedBy: 'RESELLER',
      suspendedAt: app.clock.now(),
    });
    const deleted = await givenSubscription(app, {
      customer: 'customer2',
      seller: 'resellerB',
      status: 'DELETED',
    });
    await givenPrivileges(app, 'customer2', 'resellerB', []);
    expect(await sightOf('reseller-b-admin', deleted.id)).toBe('FULL');

    await givenRemovedRelationship(app, 'customer2', 'resellerB');

    expect(await read('reseller-b-admin', suspended.id)).toMatchObject({
      id: suspended.id,
      customer: null,
      redactedFields: ['CUSTOMER'],
    });
    expect(await sightOf('reseller-b-admin', deleted.id)).toBe('NOTHING');
  });

  test('an unknown id and a foreign one answer alike, without an error', async () => {
    const absent = subscriptionIdOf('01900000-0000-7000-8000-00000000dead');
    const query = `query ($id: ID!) { subscription(id: $id) { id } }`;

    const ofAbsent = await app.as('reseller-b-admin', query, { id: absent });
    const ofForeign = await app.as('reseller-b-admin', query, { id: WOODGROVE_MAIL });

    expect(ofAbsent.data).toEqual({ subscription: null });
    expect(ofForeign.data).toEqual(ofAbsent.data);
    expect([...ofAbsent.errors, ...ofForeign.errors]).toEqual([]);
  });

  test('it is found by the id of the source service in any letter case', async () => {
    const { subscription } = await app.succeed<{ subscription: { id: string } }>(
      'customer-global',
      `query ($id: UUID!) { subscription(subscriptionId: $id) { id } }`,
      { id: subscriptions.woodgroveMail.subscriptionId.toUpperCase() },
    );

    expect(subscription.id).toBe(WOODGROVE_MAIL);
  });

  test.each([
    ['neither id', '{ subscription { id } }'],
    [
      'both ids',
      `{ subscription(id: "${WOODGROVE_MAIL}", subscriptionId: "${subscriptions.woodgroveMail.subscriptionId}") { id } }`,
    ],
    [
      'the id of something else',
      `{ subscription(id: "${customerIdOf(customers.customer)}") { id } }`,
    ],
    ['no id of this server', '{ subscription(id: "42") { id } }'],
  ])('%s is INVALID_INPUT', async (_, query) => {
    expect(await app.refusal('customer-global', query)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('a partner role without customers and a plain user of a customer hear ROLE_NOT_ALLOWED', async () => {
    for (const who of ['reseller-a-billing', 'reseller-a-usermgmt', 'customer-user']) {
      expect(await app.refusal(who, '{ subscriptions { totalCount } }')).toEqual({
        code: 'ROLE_NOT_ALLOWED',
        rule: null,
      });
    }
  });
});

describe('lists of subscriptions', () => {
  const LIST = `query ($filter: SubscriptionFilter, $orderBy: SubscriptionOrder, $first: Int, $after: String, $last: Int, $before: String) {
    subscriptions(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount nodes { id quantity redactedFields } edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
  const list = async (who: string, variables: Record<string, unknown>) => {
    const { subscriptions: page } = await app.succeed<PageOf>(who, LIST, variables);
    if (page === null) throw new Error('no list');
    return page;
  };
  const seller = resellerIdOf(resellers.resellerA);

  test.each([
    [
      'the service of the filter',
      'reseller-a-admin',
      { service: ['DYNAMICS'] },
      ['woodgroveSales'],
    ],
    [
      'the customer of the filter',
      'reseller-a-admin',
      { customer: customerIdOf(customers.customer3) },
      ['northwindMail', 'northwindProPlus'],
    ],
    [
      'the Partner of Record of the filter, also in the reduced form',
      'reseller-a-admin',
      { partnerOfRecord: resellerIdOf(resellers.resellerB) },
      ['northwindProPlus'],
    ],
    [
      'the own sales of a reseller',
      'reseller-a-admin',
      { seller, customer: customerIdOf(customers.customer3) },
      ['northwindMail'],
    ],
    [
      'any seller for a customer’s administrator',
      'customer3-global',
      { seller: resellerIdOf(resellers.resellerB) },
      ['northwindProPlus'],
    ],
    ['no state for an empty list', 'reseller-a-admin', { status: [] }, []],
    [
      'nothing of a foreign customer',
      'customer3-global',
      { customer: customerIdOf(customers.customer) },
      [],
    ],
  ] as const)('holds %s', async (_, who, filter, expected) => {
    const page = await list(who, { filter });

    const ids = expected.map((key) => subscriptionIdOf(subscriptions[key].id));
    expect(page.nodes.map((node) => node.id)).toEqual(ids);
    expect(page.totalCount).toBe(ids.length);
  });

  test.each([
    [
      'nodes',
      'nodes { who: partnerOfRecord { name } seller: transactingReseller { name } supportContact { name } }',
    ],
    ['edges', 'edges { node { ...Partners } }'],
    [
      'an inline fragment on the interface',
      'nodes { ... on Node { ... on Subscription { ...Partners } } }',
    ],
  ])('brings the partners along through %s', async (_, selection) => {
    const fragment = selection.includes('...Partners')
      ? 'fragment Partners on Subscription { partnerOfRecord { name } transactingReseller { name } supportContact { name } }'
      : '';

    const data = await app.succeed(
      'reseller-b-admin',
      `{ subscriptions(filter: { seller: "${resellerIdOf(resellers.resellerB)}" }, first: 1) { ${selection} } } ${fragment}`,
    );

    expect(JSON.stringify(data).match(/Fabrikam Services/g)).toHaveLength(3);
  });

  test('runs forwards and backwards over the same order', async () => {
    const filter = { customer: customerIdOf(customers.customer) };
    const orderBy = { field: 'NAME', direction: 'DESC' };
    const whole = await list('reseller-a-admin', { filter, orderBy });
    expect(whole.nodes).toHaveLength(3);

    const first = await list('reseller-a-admin', { filter, orderBy, first: 2 });
    const next = await list('reseller-a-admin', {
      filter,
      orderBy,
      first: 2,
      after: first.pageInfo.endCursor,
    });
    const back = await list('reseller-a-admin', {
      filter,
      orderBy,
      last: 1,
      before: next.pageInfo.startCursor,
    });

    expect([...first.nodes, ...next.nodes].map(({ id }) => id)).toEqual(
      whole.nodes.map(({ id }) => id),
    );
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(back.nodes.map(({ id }) => id)).toEqual([whole.nodes[1]?.id]);
    expect(next.totalCount).toBe(3);
  });

  test.each([
    [
      'a filter on the seller of others',
      { filter: { seller: resellerIdOf(resellers.resellerB) } },
      'filter.seller',
    ],
    ['an order by creation', { orderBy: { field: 'CREATED_AT' } }, 'orderBy'],
    ['an order by change', { orderBy: { field: 'UPDATED_AT' } }, 'orderBy'],
  ])(
    'refuses a reseller %s, which would tell what is withheld (R37)',
    async (_, variables, field) => {
      const { data, errors } = await app.as('reseller-a-admin', LIST, variables);

      expect(data).toEqual({ subscriptions: null });
      expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field });
    },
  );

  test.each([
    ['a reseller on its own sales', 'reseller-a-admin', { seller }],
    ['a customer’s administrator', 'customer-global', {}],
    ['the operator', 'operator', {}],
  ])('lets %s order by a field that the reduced form withholds', async (_, who, filter) => {
    const page = await list(who, { filter, orderBy: { field: 'CREATED_AT', direction: 'DESC' } });

    expect(page.nodes.length).toBeGreaterThan(0);
  });

  test('refuses the same under a customer', async () => {
    const query = `query ($id: ID!) { customer(id: $id) { subscriptions(orderBy: { field: UPDATED_AT }) { totalCount } } }`;

    expect(
      await app.refusal('reseller-a-admin', query, { id: customerIdOf(customers.customer3) }),
    ).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('under a customer holds what the viewer sees of that customer', async () => {
    const query = `query ($id: ID!) { customer(id: $id) { subscriptions { totalCount nodes { id } } } }`;
    const id = customerIdOf(customers.customer3);
    const totals = await Promise.all(
      ['reseller-a-admin', 'reseller-b-admin', 'customer3-global'].map(async (who) => {
        const data = await app.succeed<{ customer: { subscriptions: { totalCount: number } } }>(
          who,
          query,
          { id },
        );
        return data.customer.subscriptions.totalCount;
      }),
    );

    expect(totals).toEqual([2, 1, 2]);
  });
});

describe('verdicts (S16)', () => {
  const VERDICTS = `query ($id: ID!) { subscription(id: $id) { actions viewerActions { action allowed code rule } } }`;

  async function verdicts(who: string, id: string) {
    const { subscription } = await app.succeed<{
      subscription: { actions: string[] | null; viewerActions: Verdict[] };
    }>(who, VERDICTS, { id });
    return subscription;
  }

  test('a reseller that only sees a subscription may do nothing to it, with rule and code for each', async () => {
    const { actions, viewerActions } = await verdicts('reseller-a-admin', NORTHWIND_PRO_PLUS);

    expect(actions).toBeNull();
    expect(viewerActions).toEqual([
      {
        action: 'CHANGE_QUANTITY',
        allowed: false,
        code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
        rule: 'R5',
      },
      { action: 'RENAME', allowed: false, code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', rule: 'R5' },
      { action: 'CHANGE_AUTO_RENEW', allowed: false, code: 'TERMS_CHANGE_NOT_ALLOWED', rule: 'R3' },
      {
        action: 'CHANGE_BILLING_CYCLE',
        allowed: false,
        code: 'TERMS_CHANGE_NOT_ALLOWED',
        rule: 'R3',
      },
      { action: 'CHANGE_TERM', allowed: false, code: 'TERMS_CHANGE_NOT_ALLOWED', rule: 'R3' },
      { action: 'SUSPEND', allowed: false, code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', rule: 'R5' },
      { action: 'REACTIVATE', allowed: false, code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', rule: 'R5' },
      { action: 'CANCEL', allowed: false, code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', rule: 'R5' },
      {
        action: 'SCHEDULE_NEXT_TERM',
        allowed: false,
        code: 'TERMS_CHANGE_NOT_ALLOWED',
        rule: 'R3',
      },
      {
        action: 'ASSIGN_SUPPORT_CONTACT',
        allowed: false,
        code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
        rule: 'R5',
      },
      {
        action: 'CHANGE_PARTNER_OF_RECORD',
        allowed: false,
        code: 'POR_CHANGE_NOT_ALLOWED',
        rule: 'R4',
      },
      { action: 'TRANSFER', allowed: false, code: 'OWNERSHIP_CHANGE_NOT_ALLOWED', rule: 'R2' },
      {
        action: 'PURCHASE_ADD_ON',
        allowed: false,
        code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
        rule: 'R5',
      },
      {
        action: 'UPGRADE',
        allowed: false,
        code: 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED',
        rule: 'R2',
      },
    ]);
  });

  test('its seller may edit and cancel it, and never credit another partner', async () => {
    const { actions, viewerActions } = await verdicts('reseller-b-admin', NORTHWIND_PRO_PLUS);

    expect(actions).toEqual(['EDIT', 'CANCEL']);
    expect(viewerActions.filter((it) => it.allowed).map((it) => it.action)).toEqual([
      'CHANGE_QUANTITY',
      'RENAME',
      'CHANGE_AUTO_RENEW',
      'CHANGE_BILLING_CYCLE',
      'CHANGE_TERM',
      'SUSPEND',
      'CANCEL',
      'SCHEDULE_NEXT_TERM',
      'ASSIGN_SUPPORT_CONTACT',
      // Nothing upgrades its offer.
      'PURCHASE_ADD_ON',
    ]);
  });

  test('the facts behind a verdict are those of the subscription: base, retention, standing', async () => {
    const base = await givenSubscription(app, {
      status: 'SUSPENDED',
      suspendedBy: 'RESELLER',
      suspendedAt: app.clock.now(),
    });
    const addOn = await givenSubscription(app, {
      base,
      status: 'SUSPENDED',
      suspendedBy: 'RESELLER',
      suspendedAt: app.clock.now(),
    });
    const seller: Caller = {
      side: 'partner',
      kind: 'PARTNER_USER',
      tenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
      userId: 'u',
      displayName: null,
      resellerId: resellers.resellerA,
      cloudInstance: 'CHINA_21VIANET',
      roles: ['ADMIN_AGENT'],
      claimsCustomerGlobalAdmin: false,
    };

    const [found] = await findSubscriptionCases(app.database, seller, [addOn.rowId]);
    const { viewerActions } = await verdicts('reseller-a-admin', addOn.id);

    expect(found?.facts).toMatchObject({ baseStatus: 'SUSPENDED', suspendedRetentionDays: 60 });
    expect(found?.caller).toEqual({
      kind: 'TRANSACTING_RESELLER',
      isApplication: false,
      accountStatus: 'ACTIVE',
      hasActiveRelationship: true,
    });
    const expected = found && verdictsOnSubscription(found.caller, found.facts, app.clock.now());
    const own = viewerActions.filter(
      ({ action }) => action !== 'PURCHASE_ADD_ON' && action !== 'UPGRADE',
    );
    expect(own).toEqual(
      expected?.map(({ action, allowed, code, rule }) => ({ action, allowed, code, rule })),
    );
    expect(viewerActions.find(({ action }) => action === 'REACTIVATE')).toMatchObject({
      code: 'PARENT_NOT_ACTIVE',
    });
  });
});
