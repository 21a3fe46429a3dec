import { FIRST_ETAG, outcomeOf, RESELLER_A, write } from '../support/subscription-api';
import {
  auditOf,
  countsOf,
  eventsOf,
  givenPrivileges,
  givenRemovedRelationship,
  givenStanding,
  givenSubscription,
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
  ['operator', 'allowed'],
  ['reseller-a-admin', 'allowed'],
  ['reseller-a-sales', 'allowed'],
  ['reseller-a-global', 'allowed'],
])('%s suspends: %s', async (who, expected) => {
  const held = await givenSubscription(app);

  const answer = await write(app, who, 'suspendSubscription', { subscriptionId: held.id });

  expect(outcomeOf(answer)).toBe(expected);
  expect(await rowOf(app, held)).toMatchObject({
    status: expected === 'allowed' ? 'SUSPENDED' : 'ACTIVE',
    version: expected === 'allowed' ? 2 : 1,
  });
});

test.each([
  ['NONE', 'INVALID_STATE_TRANSITION'],
  ['PENDING', 'INVALID_STATE_TRANSITION'],
  ['SUSPENDED', 'INVALID_STATE_TRANSITION'],
  ['EXPIRED', 'INVALID_STATE_TRANSITION'],
  ['DISABLED', 'INVALID_STATE_TRANSITION'],
  ['DELETED', 'SUBSCRIPTION_DELETED (R43)'],
])(
  'a subscription that is %s cannot be suspended, by seller and operator',
  async (status, expected) => {
    const held = await givenSubscription(app, { status });

    const outcomes = [
      await write(app, SELLER, 'suspendSubscription', { subscriptionId: held.id }),
      await write(app, 'operator', 'suspendSubscription', { subscriptionId: held.id }),
    ].map(outcomeOf);

    expect(outcomes).toEqual([expected, expected]);
    expect(await rowOf(app, held)).toMatchObject({ status, version: 1 });
  },
);

test.each([
  [SELLER, 'RESELLER'],
  ['operator', 'OPERATOR'],
])(
  'a suspension by %s says whose it is, and is audited and told to seller and customer',
  async (who, suspendedBy) => {
    const held = await givenSubscription(app);

    const { payload } = await write(app, who, 'suspendSubscription', { subscriptionId: held.id });

    expect(payload).toMatchObject({
      dryRun: false,
      repeated: false,
      subscription: { status: 'SUSPENDED', quantity: 10, etag: '"2"' },
    });
    expect(await rowOf(app, held)).toMatchObject({
      suspended_by: suspendedBy,
      suspended_at: app.clock.now(),
    });
    expect(await auditOf(app, held)).toMatchObject([
      {
        operation: 'SUSPEND_SUBSCRIPTION',
        status: 'SUCCEEDED',
        concerned_reseller_ids: [RESELLER_A],
        old_value: { status: 'ACTIVE' },
        new_value: { status: 'SUSPENDED' },
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
  },
);

describe('add-ons (R46)', () => {
  test.each([SELLER, 'operator'])('follow their base when %s suspends it', async (who) => {
    const base = await givenSubscription(app);
    const addOn = await givenSubscription(app, { base });
    const other = await givenSubscription(app);

    await write(app, who, 'suspendSubscription', { subscriptionId: base.id });

    const { suspended_by } = await rowOf(app, base);
    expect(await rowOf(app, addOn)).toMatchObject({
      status: 'SUSPENDED',
      suspended_by,
      version: 2,
    });
    expect(await eventsOf(app, addOn)).toMatchObject([{ name: 'SUBSCRIPTION_UPDATED' }]);
    expect(await rowOf(app, other)).toMatchObject({ status: 'ACTIVE', version: 1 });
    // One attempt is one record: that of the base names the add-ons.
    expect(await auditOf(app, addOn)).toEqual([]);
    expect(await auditOf(app, base)).toMatchObject([
      { customized_data: { suspendedAddOns: addOn.subscriptionId } },
    ]);
  });

  test('of another seller, and those that are not active, stay as they are', async () => {
    const base = await givenSubscription(app);
    const foreign = await givenSubscription(app, { base, seller: 'provider' });
    const pending = await givenSubscription(app, { base, status: 'PENDING' });
    const operators = await givenSubscription(app, {
      base,
      status: 'SUSPENDED',
      suspendedBy: 'OPERATOR',
    });
    const before = [
      await rowOf(app, foreign),
      await rowOf(app, pending),
      await rowOf(app, operators),
    ];

    const answer = await write(app, SELLER, 'suspendSubscription', { subscriptionId: base.id });

    expect(outcomeOf(answer)).toBe('allowed');
    expect([
      await rowOf(app, foreign),
      await rowOf(app, pending),
      await rowOf(app, operators),
    ]).toEqual(before);
  });

  test('are suspended alone without their base', async () => {
    const base = await givenSubscription(app);
    const addOn = await givenSubscription(app, { base });

    await write(app, SELLER, 'suspendSubscription', { subscriptionId: addOn.id });

    expect(await rowOf(app, addOn)).toMatchObject({ status: 'SUSPENDED' });
    expect(await rowOf(app, base)).toMatchObject({ status: 'ACTIVE', version: 1 });
  });
});

describe('the reasons', () => {
  const REASONS = `query ($id: ID!) { subscription(id: $id) { suspensionReasons redactedFields } }`;
  const reasonsFor = async (who: string, id: string) => {
    const { subscription } = await app.succeed<{
      subscription: { suspensionReasons: string[] | null; redactedFields: string[] };
    }>(who, REASONS, { id });
    return subscription.redactedFields.includes('SUSPENSION_REASONS')
      ? 'withheld'
      : subscription.suspensionReasons;
  };

  test.each([SELLER, 'operator'])(
    'that %s gives stand on base and add-ons until each is lifted, and in audit and events',
    async (who) => {
      const base = await givenSubscription(app);
      const addOn = await givenSubscription(app, { base });

      await write(app, who, 'suspendSubscription', {
        subscriptionId: base.id,
        reasons: [' not paid ', 'no answer'],
      });

      const given = ['not paid', 'no answer'];
      for (const reader of [SELLER, 'operator', 'customer-global']) {
        expect(await reasonsFor(reader, base.id)).toEqual(given);
      }
      expect(await reasonsFor('reseller-b-admin', base.id)).toBe('withheld');
      expect(await reasonsFor(SELLER, addOn.id)).toEqual(given);
      expect(await auditOf(app, base)).toMatchObject([
        { new_value: { status: 'SUSPENDED', suspensionReasons: given } },
      ]);
      expect(await eventsOf(app, addOn)).toMatchObject([
        { data: { changedFields: ['status', 'suspensionReasons'] } },
      ]);

      await write(app, who, 'reactivateSubscription', { subscriptionId: base.id });

      expect([await reasonsFor(SELLER, base.id), await reasonsFor(SELLER, addOn.id)]).toEqual([
        [],
        given,
      ]);
      expect((await eventsOf(app, base)).at(-1)).toMatchObject({
        data: { changedFields: ['status', 'suspensionReasons'] },
      });
    },
  );

  test('are bounded, and judged after the state and the etag', async () => {
    const held = await givenSubscription(app);
    const suspend = async (input: object) =>
      outcomeOf(
        await write(app, SELLER, 'suspendSubscription', {
          subscriptionId: held.id,
          reasons: ['fine', ' '],
          ...input,
        }),
      );

    expect(await suspend({ ifMatch: '"0"' })).toBe('ETAG_MISMATCH (R40)');
    expect(await suspend({})).toBe('INVALID_INPUT');
    expect(await rowOf(app, held)).toMatchObject({ status: 'ACTIVE', suspension_reasons: null });
  });
});

test.each<readonly [string, string | null | undefined, string]>([
  ['left out', undefined, 'allowed'],
  ['null', null, 'allowed'],
  ['the present one', FIRST_ETAG, 'allowed'],
  ['an old one', '"0"', 'ETAG_MISMATCH (R40)'],
])('a move compares the etag only where it is given: %s', async (_, ifMatch, expected) => {
  const held = await givenSubscription(app);

  const answer = await write(app, SELLER, 'suspendSubscription', {
    subscriptionId: held.id,
    ifMatch,
  });

  expect(outcomeOf(answer)).toBe(expected);
});

test('a reseller whose account is suspended may still suspend what it sold (R18)', async () => {
  const held = await givenSubscription(app);
  await givenStanding(app, 'resellerA', 'SUSPENDED');

  const answer = await write(app, SELLER, 'suspendSubscription', { subscriptionId: held.id });
  await givenStanding(app, 'resellerA', 'ACTIVE');

  expect(outcomeOf(answer)).toBe('allowed');
});

test('a dry run suspends neither the base nor its add-ons', async () => {
  const base = await givenSubscription(app);
  const addOn = await givenSubscription(app, { base });
  const counts = await countsOf(app, 'audit_records', 'events');

  const { payload } = await write(app, SELLER, 'suspendSubscription', {
    subscriptionId: base.id,
    validateOnly: true,
  });

  expect(payload).toMatchObject({ dryRun: true, subscription: { status: 'ACTIVE' } });
  expect(await rowOf(app, addOn)).toMatchObject({ status: 'ACTIVE', version: 1 });
  expect(await countsOf(app, 'audit_records', 'events')).toEqual(counts);
});

test('a repeated call with the same id answers again instead of failing on the state (R41)', async () => {
  const held = await givenSubscription(app);
  const input = { subscriptionId: held.id, clientRequestId: 'suspend once' };

  const outcomes = [
    await write(app, SELLER, 'suspendSubscription', input),
    await write(app, SELLER, 'suspendSubscription', input),
  ];

  expect(outcomes.map(({ payload }) => payload?.repeated)).toEqual([false, true]);
  expect(await eventsOf(app, held)).toHaveLength(1);
});

test('of two suspensions at once one comes too late', async () => {
  const held = await givenSubscription(app);
  const suspend = (who: string) =>
    write(app, who, 'suspendSubscription', { subscriptionId: held.id });

  const outcomes = (await Promise.all([suspend(SELLER), suspend('operator')])).map(outcomeOf);

  expect(outcomes.sort()).toEqual(['INVALID_STATE_TRANSITION', 'allowed']);
  expect(await eventsOf(app, held)).toHaveLength(1);
});

test('a sale of an ended relationship is hidden, or refused while it is suspended (R32)', async () => {
  await givenRemovedRelationship(app, 'customer3', 'resellerA');
  const state: Partial<SubscriptionState> = { customer: 'customer3' };
  const active = await givenSubscription(app, state);
  const suspended = await givenSubscription(app, { ...state, status: 'SUSPENDED' });

  const outcomes = [
    await write(app, SELLER, 'suspendSubscription', { subscriptionId: active.id }),
    await write(app, SELLER, 'suspendSubscription', { subscriptionId: suspended.id }),
  ].map(outcomeOf);

  expect(outcomes).toEqual(['NOT_FOUND (R36)', 'NO_RESELLER_RELATIONSHIP (R32)']);
});
