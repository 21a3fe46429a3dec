import { outcomeOf, RESELLER_A, write } from '../support/subscription-api';
import {
  auditOf,
  countsOf,
  eventsOf,
  givenPrivileges,
  givenRemovedRelationship,
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
const DAY_MS = 86_400_000;

/** Suspended a day ago, by its seller unless said otherwise. */
function givenSuspended(said: Partial<SubscriptionState> = {}): Promise<HeldSubscription> {
  return givenSubscription(app, {
    status: 'SUSPENDED',
    suspendedBy: 'RESELLER',
    suspendedAt: new Date(app.clock.now().getTime() - DAY_MS),
    ...said,
  });
}

const reactivate = async (who: string | null, held: HeldSubscription, more = {}) =>
  outcomeOf(await write(app, who, 'reactivateSubscription', { subscriptionId: held.id, ...more }));

test.each([
  [null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
  ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
  ['reseller-b-app', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
  ['customer-user', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
  ['customer2-global', 'NOT_FOUND (R36)', 'NOT_FOUND (R36)'],
  ['provider-global', 'NOT_FOUND (R36)', 'NOT_FOUND (R36)'],
  [
    'reseller-b-admin',
    'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)',
    'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)',
  ],
  [
    'customer-global',
    'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)',
    'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)',
  ],
  ['operator', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R1)', 'allowed'],
  ['reseller-a-admin', 'allowed', 'INVALID_STATE_TRANSITION'],
  ['reseller-a-sales', 'allowed', 'INVALID_STATE_TRANSITION'],
  ['reseller-a-global', 'allowed', 'INVALID_STATE_TRANSITION'],
])(
  '%s lifts a suspension by the seller: %s, by the operator: %s',
  async (who, bySeller, byOperator) => {
    const sellers = await givenSuspended();
    const operators = await givenSuspended({ suspendedBy: 'OPERATOR' });

    const outcomes = [await reactivate(who, sellers), await reactivate(who, operators)];

    expect(outcomes).toEqual([bySeller, byOperator]);
    expect([(await rowOf(app, sellers)).status, (await rowOf(app, operators)).status]).toEqual(
      outcomes.map((outcome) => (outcome === 'allowed' ? 'ACTIVE' : 'SUSPENDED')),
    );
  },
);

test.each([
  ['NONE', 'INVALID_STATE_TRANSITION'],
  ['PENDING', 'INVALID_STATE_TRANSITION'],
  ['ACTIVE', 'INVALID_STATE_TRANSITION'],
  ['EXPIRED', 'INVALID_STATE_TRANSITION'],
  ['DISABLED', 'INVALID_STATE_TRANSITION'],
  ['DELETED', 'SUBSCRIPTION_DELETED (R43)'],
])('a subscription that is %s cannot be reactivated: %s', async (status, expected) => {
  const held = await givenSubscription(app, { status });

  expect(await reactivate(SELLER, held)).toBe(expected);
});

test('a reactivation forgets the suspension, and is audited and told to seller and customer', async () => {
  const held = await givenSuspended();

  const { payload } = await write(app, SELLER, 'reactivateSubscription', {
    subscriptionId: held.id,
    ifMatch: '"1"',
  });

  expect(payload?.subscription).toMatchObject({ status: 'ACTIVE', etag: '"2"' });
  expect(await rowOf(app, held)).toMatchObject({ suspended_by: null, suspended_at: null });
  expect(await auditOf(app, held)).toMatchObject([
    {
      operation: 'REACTIVATE_SUBSCRIPTION',
      status: 'SUCCEEDED',
      reseller_id: RESELLER_A,
      old_value: { status: 'SUSPENDED' },
      new_value: { status: 'ACTIVE' },
    },
  ]);
  expect(await eventsOf(app, held)).toMatchObject([
    { name: 'SUBSCRIPTION_UPDATED', to_customer: true, data: { changedFields: ['status'] } },
  ]);
});

test.each([
  ['a day before', 59 * DAY_MS, 'allowed'],
  ['at the last instant', 60 * DAY_MS, 'allowed'],
  ['a millisecond after', 60 * DAY_MS + 1, 'INVALID_STATE_TRANSITION'],
])('the retention of 60 days (R47): %s its end', async (_, ago, expected) => {
  const held = await givenSuspended({ suspendedAt: new Date(app.clock.now().getTime() - ago) });

  expect(await reactivate(SELLER, held)).toBe(expected);
});

describe('add-ons (R46)', () => {
  test('do not wake with their base, and wake by their own call after it', async () => {
    const base = await givenSuspended();
    const addOn = await givenSuspended({ base });

    const early = await reactivate(SELLER, addOn);
    const ofBase = await reactivate(SELLER, base);
    const { status: afterBase } = await rowOf(app, addOn);
    const late = await reactivate(SELLER, addOn);

    expect([early, ofBase, afterBase, late]).toEqual([
      'PARENT_NOT_ACTIVE (R46)',
      'allowed',
      'SUSPENDED',
      'allowed',
    ]);
  });
});

test('a move compares the etag only where it is given', async () => {
  const held = await givenSuspended();

  expect(await reactivate(SELLER, held, { ifMatch: '"0"' })).toBe('ETAG_MISMATCH (R40)');
  expect(await reactivate(SELLER, held, { ifMatch: null })).toBe('allowed');
});

test('a dry run reactivates nothing', async () => {
  const held = await givenSuspended();
  const before = await rowOf(app, held);
  const counts = await countsOf(app, 'audit_records', 'events');

  const outcome = await reactivate(SELLER, held, { validateOnly: true });

  expect(outcome).toBe('allowed');
  expect(await rowOf(app, held)).toEqual(before);
  expect(await countsOf(app, 'audit_records', 'events')).toEqual(counts);
});

test('after its relationship was removed a seller wakes nothing (R32)', async () => {
  await givenRemovedRelationship(app, 'customer3', 'resellerA');
  const held = await givenSuspended({ customer: 'customer3' });

  expect(await reactivate(SELLER, held)).toBe('NO_RESELLER_RELATIONSHIP (R32)');
});
