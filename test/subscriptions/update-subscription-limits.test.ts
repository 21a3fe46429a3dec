import { FIRST_ETAG, outcomeOf, write } from '../support/subscription-api';
import {
  auditOf,
  eventsOf,
  givenRemovedRelationship,
  givenStanding,
  givenSubscription,
  rowOf,
  type SubscriptionState,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

// What the seller itself hears when it edits its own subscription.

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const DAY_MS = 86_400_000;
const SELLER = 'reseller-a-admin';

describe('the etag (R40)', () => {
  test.each([
    ['is needed', undefined, 'ETAG_REQUIRED (R40)'],
    ['is needed, and null is none', null, 'ETAG_REQUIRED (R40)'],
    ['must be the present one (S4)', '"0"', 'ETAG_MISMATCH (R40)'],
    ['has no wildcard', '*', 'ETAG_MISMATCH (R40)'],
  ])('%s', async (_, ifMatch, expected) => {
    const held = await givenSubscription(app);
    const before = await rowOf(app, held);

    const answer = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch,
      quantity: 9,
    });

    expect(outcomeOf(answer)).toBe(expected);
    expect(await rowOf(app, held)).toEqual(before);
    // Nobody tried what is not for it to do: it is audited, and no event tells of it.
    expect(await auditOf(app, held)).toMatchObject([{ status: 'FAILED', rule: 'R40' }]);
    expect(await eventsOf(app, held)).toEqual([]);
  });

  test('is asked for before the values and after the state', async () => {
    const active = await givenSubscription(app);
    const gone = await givenSubscription(app, { status: 'DELETED' });

    const [values, state] = await Promise.all([
      write(app, SELLER, 'updateSubscription', { subscriptionId: active.id, quantity: 0 }),
      write(app, SELLER, 'updateSubscription', { subscriptionId: gone.id, quantity: 0 }),
    ]);

    expect([outcomeOf(values), outcomeOf(state)]).toEqual([
      'ETAG_REQUIRED (R40)',
      'SUBSCRIPTION_DELETED (R43)',
    ]);
  });

  test('lets one of two edits at once through', async () => {
    const held = await givenSubscription(app);
    const edit = (quantity: number) =>
      write(app, SELLER, 'updateSubscription', {
        subscriptionId: held.id,
        ifMatch: FIRST_ETAG,
        quantity,
      });

    const outcomes = (await Promise.all([edit(20), edit(30)])).map(outcomeOf);

    expect(outcomes.sort()).toEqual(['ETAG_MISMATCH (R40)', 'allowed']);
    expect(await eventsOf(app, held)).toHaveLength(1);
  });
});

describe('the state and the values (R43)', () => {
  const SUSPENDED = { status: 'SUSPENDED', suspendedBy: 'RESELLER' } as const;
  const hours = (count: number) => new Date(STORY + count * 3_600_000);
  const STORY = Date.parse('2026-03-02T08:00:00.000Z');

  test.each<
    readonly [string, Partial<SubscriptionState>, Readonly<Record<string, unknown>>, string]
  >([
    ['suspended: no quantity', SUSPENDED, { quantity: 11 }, 'SUBSCRIPTION_NOT_ACTIVE (R43)'],
    ['suspended: a name', SUSPENDED, { friendlyName: 'Closed' }, 'allowed'],
    [
      'pending: no quantity',
      { status: 'PENDING' },
      { quantity: 11 },
      'SUBSCRIPTION_NOT_ACTIVE (R43)',
    ],
    [
      'deleted: nothing',
      { status: 'DELETED' },
      { friendlyName: 'x' },
      'SUBSCRIPTION_DELETED (R43)',
    ],
    ['fewest seats', {}, { quantity: 1 }, 'allowed'],
    ['no seats', {}, { quantity: 0 }, 'QUANTITY_OUT_OF_RANGE (R43)'],
    ['most seats', {}, { quantity: 300 }, 'allowed'],
    ['one seat too many', {}, { quantity: 301 }, 'QUANTITY_OUT_OF_RANGE (R43)'],
    ['quantity null', {}, { quantity: null }, 'INVALID_INPUT'],
    ['down in time', { cancellationAllowedUntilDate: hours(1) }, { quantity: 9 }, 'allowed'],
    [
      'down at the last instant',
      { cancellationAllowedUntilDate: hours(0) },
      { quantity: 9 },
      'allowed',
    ],
    [
      'down too late',
      { cancellationAllowedUntilDate: hours(-1) },
      { quantity: 9 },
      'QUANTITY_DECREASE_NOT_ALLOWED (R43)',
    ],
    ['up at any time', { cancellationAllowedUntilDate: hours(-1) }, { quantity: 11 }, 'allowed'],
    ['a blank name', {}, { friendlyName: '  ' }, 'INVALID_INPUT'],
    ['a long name', {}, { friendlyName: 'x'.repeat(257) }, 'INVALID_INPUT'],
    ['a billing cycle of other offers', {}, { billingCycle: 'BIENNIAL' }, 'INVALID_INPUT'],
    ['an odd term', {}, { termDuration: 'P2Y' }, 'INVALID_INPUT'],
    ['auto-renew null', {}, { autoRenewEnabled: null }, 'INVALID_INPUT'],
    ['no field', {}, {}, 'INVALID_INPUT'],
  ])('%s', async (_, state, fields, expected) => {
    const held = await givenSubscription(app, state);

    const answer = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      ...fields,
    });

    expect(outcomeOf(answer)).toBe(expected);
  });
});

describe('the standing of the seller (R18)', () => {
  afterEach(() => givenStanding(app, 'resellerA', 'ACTIVE'));

  test.each([
    ['SUSPENDED', { quantity: 11 }, 'RESELLER_SUSPENDED (R18)'],
    ['SUSPENDED', { quantity: 9 }, 'RESELLER_SUSPENDED (R18)'],
    ['SUSPENDED', { friendlyName: 'Still mine' }, 'allowed'],
    ['RESTRICTED', { quantity: 11 }, 'RESELLER_RESTRICTED (R18)'],
    ['RESTRICTED', { quantity: 10 }, 'allowed'],
    ['RESTRICTED', { quantity: 9 }, 'allowed'],
  ] as const)('%s: %j is %s', async (standing, fields, expected) => {
    const held = await givenSubscription(app);
    await givenStanding(app, 'resellerA', standing);

    const answer = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      ...fields,
    });

    expect(outcomeOf(answer)).toBe(expected);
  });
});

describe('after the relationship was removed (R32)', () => {
  beforeAll(() => givenRemovedRelationship(app, 'customer3', 'resellerA'));

  test.each([
    ['SUSPENDED', { friendlyName: 'x' }, 'NO_RESELLER_RELATIONSHIP (R32)'],
    ['SUSPENDED', { quantity: 1 }, 'NO_RESELLER_RELATIONSHIP (R32)'],
    ['SUSPENDED', { partnerId: '1' }, 'NO_RESELLER_RELATIONSHIP (R32)'],
    ['ACTIVE', { friendlyName: 'x' }, 'NOT_FOUND (R36)'],
  ] as const)('a %s sale is not written any more: %j', async (status, fields, expected) => {
    const suspension =
      status === 'SUSPENDED'
        ? ({
            suspendedBy: 'RESELLER',
            suspendedAt: new Date(app.clock.now().getTime() - DAY_MS),
          } as const)
        : {};
    const held = await givenSubscription(app, { customer: 'customer3', status, ...suspension });
    const before = await rowOf(app, held);

    const answer = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      ...fields,
    });

    expect(outcomeOf(answer)).toBe(expected);
    expect(await rowOf(app, held)).toEqual(before);
  });
});
