import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { sql } from '../../src/platform/database/sql';
import { FIRST_ETAG, outcomeOf, RESELLER_A, write } from '../support/subscription-api';
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
  type SubscriptionState,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE']);
});
afterAll(() => app.stop());

const SELLER = 'reseller-a-admin';

const cancel = (who: string | null, held: HeldSubscription, more: object = {}) =>
  write(app, who, 'cancelSubscription', { subscriptionId: held.id, ...more });

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
])('%s cancels: %s', async (who, expected) => {
  const held = await givenSubscription(app);

  const answer = await cancel(who, held);

  expect(outcomeOf(answer)).toBe(expected);
  expect(await rowOf(app, held)).toMatchObject({
    status: expected === 'allowed' ? 'DELETED' : 'ACTIVE',
    version: expected === 'allowed' ? 2 : 1,
  });
});

describe('the window', () => {
  test.each([
    ['at its last instant', 0, 'allowed'],
    ['a moment after it', -1, 'INVALID_STATE_TRANSITION'],
  ])('%s', async (_when, leftMs, expected) => {
    const end = new Date(app.clock.now().getTime() + leftMs);
    const held = await givenSubscription(app, { cancellationAllowedUntilDate: end });

    expect(outcomeOf(await cancel(SELLER, held))).toBe(expected);
  });

  test('who comes too late hears until when it was, and what ends it later', async () => {
    const held = await givenSubscription(app, {
      cancellationAllowedUntilDate: app.clock.now(),
    });
    app.clock.advance({ hours: 1 });

    const { error } = await cancel(SELLER, held);

    expect(error?.message).toMatch(/it was possible until/);
    expect(error?.extensions.detail).toMatch(/autoRenewEnabled off with updateSubscription/);
    const later = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      autoRenewEnabled: false,
    });
    expect(later.payload?.subscription).toMatchObject({
      status: 'ACTIVE',
      autoRenewEnabled: false,
    });
  });
});

test('it is deleted, keeps what it was otherwise, and is audited and told to seller and customer', async () => {
  const held = await givenSubscription(app);
  const before = await rowOf(app, held);

  const { payload } = await cancel(SELLER, held);

  expect(payload).toMatchObject({
    dryRun: false,
    repeated: false,
    subscription: { status: 'DELETED', quantity: 10, etag: '"2"' },
  });
  expect(await rowOf(app, held)).toEqual({
    ...before,
    status: 'DELETED',
    version: 2,
    updated_at: app.clock.now(),
  });
  expect(await auditOf(app, held)).toMatchObject([
    {
      operation: 'CANCEL_SUBSCRIPTION',
      status: 'SUCCEEDED',
      concerned_reseller_ids: [RESELLER_A],
      old_value: { status: 'ACTIVE' },
      new_value: { status: 'DELETED' },
      customized_data: null,
    },
  ]);
  expect(await eventsOf(app, held)).toMatchObject([
    {
      name: 'SUBSCRIPTION_UPDATED',
      recipient_reseller_ids: [RESELLER_A],
      to_customer: true,
      data: { changedFields: ['status'] },
    },
  ]);
});

describe('add-ons (R46)', () => {
  test('of its seller go with their base, each with an event, named in one audit record', async () => {
    const base = await givenSubscription(app, {
      cancellationAllowedUntilDate: app.clock.now(),
    });
    // Its own window is over; the base's is what counts.
    const addOn = await givenSubscription(app, {
      base,
      cancellationAllowedUntilDate: new Date(0),
    });
    const other = await givenSubscription(app);

    await cancel(SELLER, base);

    expect(await rowOf(app, addOn)).toMatchObject({ status: 'DELETED', version: 2 });
    expect(await eventsOf(app, addOn)).toMatchObject([
      { name: 'SUBSCRIPTION_UPDATED', data: { changedFields: ['status'] } },
    ]);
    expect(await auditOf(app, addOn)).toEqual([]);
    expect(await auditOf(app, base)).toMatchObject([
      { customized_data: { canceledAddOns: addOn.subscriptionId } },
    ]);
    expect(await rowOf(app, other)).toMatchObject({ status: 'ACTIVE', version: 1 });
  });

  test('of another seller, and those that are not active, stay as they are', async () => {
    const base = await givenSubscription(app);
    const others = [
      await givenSubscription(app, { base, seller: 'provider' }),
      await givenSubscription(app, { base, status: 'PENDING' }),
      await givenSubscription(app, { base, status: 'SUSPENDED', suspendedBy: 'RESELLER' }),
    ];
    const rows = () => Promise.all(others.map((it) => rowOf(app, it)));
    const before = await rows();

    expect(outcomeOf(await cancel(SELLER, base))).toBe('allowed');

    expect(await rows()).toEqual(before);
  });

  test('a suspended add-on does not wake without its base', async () => {
    const base = await givenSubscription(app);
    const addOn = await givenSubscription(app, {
      base,
      status: 'SUSPENDED',
      suspendedBy: 'RESELLER',
      suspendedAt: app.clock.now(),
    });
    await cancel(SELLER, base);

    const answer = await write(app, SELLER, 'reactivateSubscription', {
      subscriptionId: addOn.id,
    });

    expect(outcomeOf(answer)).toBe('PARENT_NOT_ACTIVE (R46)');
  });

  test('are cancelled alone without their base', async () => {
    const base = await givenSubscription(app);
    const addOn = await givenSubscription(app, { base });

    await cancel(SELLER, addOn);

    expect(await rowOf(app, addOn)).toMatchObject({ status: 'DELETED' });
    expect(await rowOf(app, base)).toMatchObject({ status: 'ACTIVE', version: 1 });
  });
});

test.each<readonly [string, string | null | undefined, string]>([
  ['left out', undefined, 'allowed'],
  ['null', null, 'allowed'],
  ['the present one', FIRST_ETAG, 'allowed'],
  ['an old one', '"0"', 'ETAG_MISMATCH (R40)'],
])('a move compares the etag only where it is given: %s', async (_, ifMatch, expected) => {
  const held = await givenSubscription(app);

  expect(outcomeOf(await cancel(SELLER, held, { ifMatch }))).toBe(expected);
});

test.each(['SUSPENDED', 'RESTRICTED'] as const)(
  'a reseller whose account is %s may still cancel what it sold (R18)',
  async (standing) => {
    const held = await givenSubscription(app);
    await givenStanding(app, 'resellerA', standing);

    const answer = await cancel(SELLER, held);
    await givenStanding(app, 'resellerA', 'ACTIVE');

    expect(outcomeOf(answer)).toBe('allowed');
  },
);

test('a dry run cancels neither the base nor its add-ons', async () => {
  const base = await givenSubscription(app);
  const addOn = await givenSubscription(app, { base });
  const counts = await countsOf(app, 'audit_records', 'events');

  const { payload } = await cancel(SELLER, base, { validateOnly: true });

  expect(payload).toMatchObject({ dryRun: true, subscription: { status: 'ACTIVE' } });
  expect(await rowOf(app, addOn)).toMatchObject({ status: 'ACTIVE', version: 1 });
  expect(await countsOf(app, 'audit_records', 'events')).toEqual(counts);
});

test('a repeated call with the same id answers again instead of failing on the state (R41)', async () => {
  const held = await givenSubscription(app);
  const once = { clientRequestId: 'cancel once' };

  const answers = [await cancel(SELLER, held, once), await cancel(SELLER, held, once)];

  expect(answers.map(({ payload }) => payload?.repeated)).toEqual([false, true]);
  expect(outcomeOf(await cancel(SELLER, held))).toBe('SUBSCRIPTION_DELETED (R43)');
  expect(await eventsOf(app, held)).toHaveLength(1);
});

test('a suspension and a cancellation at once: one comes too late', async () => {
  const held = await givenSubscription(app);

  const outcomes = (
    await Promise.all([
      cancel(SELLER, held),
      write(app, 'operator', 'suspendSubscription', { subscriptionId: held.id }),
    ])
  ).map(outcomeOf);

  expect(outcomes.filter((it) => it === 'allowed')).toHaveLength(1);
  expect(await eventsOf(app, held)).toHaveLength(1);
});

test('a sale of an ended relationship is hidden (R32)', async () => {
  await givenRemovedRelationship(app, 'customer3', 'resellerA');
  const state: Partial<SubscriptionState> = { customer: 'customer3' };
  const active = await givenSubscription(app, state);
  const suspended = await givenSubscription(app, { ...state, status: 'SUSPENDED' });

  const outcomes = [await cancel(SELLER, active), await cancel(SELLER, suspended)].map(outcomeOf);

  expect(outcomes).toEqual(['NOT_FOUND (R36)', 'NO_RESELLER_RELATIONSHIP (R32)']);
});

describe('the seller that sells nothing of a service any more is its transacting holder no longer (R21)', () => {
  const transactingOf = async (): Promise<unknown> => {
    const [row] = await app.database.query<{ transacting: boolean }>(sql`
      SELECT transacting FROM delegated_privileges
      WHERE customer_id = ${DEMO_IDS.customers.customer2} AND reseller_id = ${RESELLER_A}
        AND service = 'EXCHANGE_OFFICE' AND status = 'ACTIVE'`);
    return row?.transacting;
  };
  const accept = async (relationshipRequestId: string): Promise<string> => {
    const { errors } = await app.as(
      'customer2-global',
      `mutation ($input: AcceptRelationshipRequestInput!) {
        acceptRelationshipRequest(input: $input) { relationship { id } } }`,
      { input: { relationshipRequestId } },
    );
    return errors[0]?.extensions.code ?? 'allowed';
  };

  test('so the grant to another seller, refused before, is possible', async () => {
    await givenPrivileges(app, 'customer2', 'resellerA', ['EXCHANGE_OFFICE']);
    const theirs = await givenSubscription(app, { customer: 'customer2' });
    await givenSubscription(app, { customer: 'customer2', seller: 'resellerB' });
    const { requestRelationship } = await app.succeed<{
      requestRelationship: { relationshipRequest: { id: string } };
    }>(
      'reseller-b-admin',
      `mutation ($input: RequestRelationshipInput!) {
        requestRelationship(input: $input) { relationshipRequest { id } } }`,
      {
        input: {
          customerTenantId: DEMO_TENANTS.customer2.tenantId,
          services: ['EXCHANGE_OFFICE'],
        },
      },
    );
    const request = requestRelationship.relationshipRequest.id;
    expect([await transactingOf(), await accept(request)]).toEqual([true, 'DAP_CONFLICT']);

    expect(outcomeOf(await cancel(SELLER, theirs))).toBe('allowed');

    expect([await transactingOf(), await accept(request)]).toEqual([false, 'allowed']);
  });
});
