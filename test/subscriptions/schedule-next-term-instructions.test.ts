import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  givenSale,
} from '../support/relationship-situations';
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
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE', 'INTUNE']);
});
afterAll(() => app.stop());

const SELLER = 'reseller-a-admin';
const END = new Date('2030-01-31T00:00:00.000Z');
const QUANTITY = { scheduledNextTermInstructions: { quantity: 25 } };

/** Seats of Business Essentials for a year that ends with January 2030. */
async function given(said: Partial<SubscriptionState> = {}): Promise<HeldSubscription> {
  const held = await givenSubscription(app, said);
  await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
    tx.query(sql`UPDATE subscriptions SET commitment_end_date = ${END} WHERE id = ${held.rowId}`),
  );
  return held;
}

const schedule = (who: string | null, held: HeldSubscription, more: object = QUANTITY) =>
  write(app, who, 'scheduleNextTermInstructions', {
    subscriptionId: held.id,
    ifMatch: FIRST_ETAG,
    ...more,
  });

async function scheduledFor(held: HeldSubscription, who = SELLER): Promise<unknown> {
  const { subscription } = await app.succeed<{
    subscription: { scheduledNextTermInstructions: unknown; redactedFields: string[] };
  }>(
    who,
    `query ($id: ID!) { subscription(id: $id) {
      redactedFields scheduledNextTermInstructions { product quantity customTermEndDate } } }`,
    { id: held.id },
  );
  const isWithheld = subscription.redactedFields.includes('SCHEDULED_NEXT_TERM_INSTRUCTIONS');
  return isWithheld ? 'withheld' : subscription.scheduledNextTermInstructions;
}

test.each([
  [null, 'UNAUTHENTICATED'],
  ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED'],
  ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
  ['customer-user', 'ROLE_NOT_ALLOWED'],
  ['customer2-global', 'NOT_FOUND (R36)'],
  ['provider-global', 'NOT_FOUND (R36)'],
  ['reseller-b-admin', 'TERMS_CHANGE_NOT_ALLOWED (R3)'],
  ['customer-global', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)'],
  ['operator', 'TERMS_CHANGE_NOT_ALLOWED (R3)'],
  ['reseller-a-admin', 'allowed'],
  ['reseller-a-sales', 'allowed'],
  ['reseller-a-global', 'allowed'],
])('%s schedules: %s', async (who, expected) => {
  const held = await given();

  expect(outcomeOf(await schedule(who, held))).toBe(expected);
  expect(await rowOf(app, held)).toMatchObject({
    next_term_quantity: expected === 'allowed' ? 25 : null,
    quantity: 10,
  });
});

test('what is scheduled is shown to seller and customer, told and audited; nothing else changes', async () => {
  const held = await given();
  const before = await rowOf(app, held);
  const instructions = {
    product: OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS,
    quantity: 25,
    customTermEndDate: '2030-06-30T00:00:00.000Z',
  };

  const answer = await schedule(SELLER, held, { scheduledNextTermInstructions: instructions });

  expect(answer.payload).toMatchObject({ repeated: false, subscription: { etag: '"2"' } });
  expect([
    await scheduledFor(held),
    await scheduledFor(held, 'customer-global'),
    await scheduledFor(held, 'reseller-b-admin'),
  ]).toEqual([instructions, instructions, 'withheld']);
  expect(await rowOf(app, held)).toEqual({
    ...before,
    next_term_product: instructions.product,
    next_term_quantity: 25,
    next_term_end_date: new Date(instructions.customTermEndDate),
    version: 2,
    updated_at: app.clock.now(),
  });
  expect(await auditOf(app, held)).toMatchObject([
    {
      operation: 'SCHEDULE_NEXT_TERM',
      status: 'SUCCEEDED',
      concerned_reseller_ids: [RESELLER_A],
      old_value: { scheduledNextTermInstructions: null },
      new_value: { scheduledNextTermInstructions: instructions },
    },
  ]);
  expect(await eventsOf(app, held)).toMatchObject([
    {
      name: 'SUBSCRIPTION_UPDATED',
      recipient_reseller_ids: [RESELLER_A],
      to_customer: true,
      data: { changedFields: ['scheduledNextTermInstructions'] },
    },
  ]);
});

test('a later schedule replaces the one before as a whole, the same again writes nothing, null clears', async () => {
  const held = await given();
  await schedule(SELLER, held);
  const end = { scheduledNextTermInstructions: { customTermEndDate: '2030-06-30T00:00:00.000Z' } };

  const replaced = await schedule(SELLER, held, { ...end, ifMatch: '"2"' });
  const repeated = await schedule(SELLER, held, { ...end, ifMatch: '"3"' });
  expect(await scheduledFor(held)).toEqual({
    product: null,
    quantity: null,
    ...end.scheduledNextTermInstructions,
  });
  const nothing = { scheduledNextTermInstructions: null };
  const cleared = await schedule(SELLER, held, { ...nothing, ifMatch: '"3"' });

  expect([replaced, repeated, cleared].map(({ payload }) => payload?.repeated)).toEqual([
    false,
    true,
    false,
  ]);
  expect(await scheduledFor(held)).toBeNull();
  expect(await eventsOf(app, held)).toHaveLength(3);
});

test.each<[string, object, string]>([
  ['nothing', {}, 'INVALID_INPUT'],
  ['instructions that say nothing', { scheduledNextTermInstructions: {} }, 'INVALID_INPUT'],
  [
    'an offer without a path',
    { scheduledNextTermInstructions: { product: OFFER_IDS.INTUNE } },
    'INVALID_INPUT',
  ],
  [
    'too many seats',
    { scheduledNextTermInstructions: { quantity: 301 } },
    'QUANTITY_OUT_OF_RANGE (R43)',
  ],
  [
    'an end before that of the running term',
    { scheduledNextTermInstructions: { customTermEndDate: END.toISOString() } },
    'INVALID_INPUT',
  ],
  ['a stale etag', { ...QUANTITY, ifMatch: '"0"' }, 'ETAG_MISMATCH (R40)'],
  ['no etag', { ...QUANTITY, ifMatch: null }, 'ETAG_REQUIRED (R40)'],
])('%s is refused, and nothing is scheduled', async (_, more, expected) => {
  const held = await given();
  const before = await rowOf(app, held);

  const answer = await schedule(SELLER, held, more);

  expect(outcomeOf(answer)).toBe(expected);
  expect(await rowOf(app, held)).toEqual(before);
  expect(await auditOf(app, held)).toMatchObject([{ status: 'FAILED' }]);
});

test('a term end out of its bounds names them', async () => {
  const held = await given();

  const { error } = await schedule(SELLER, held, {
    scheduledNextTermInstructions: { customTermEndDate: '2032-01-01T00:00:00.000Z' },
  });

  expect(error?.message).toMatch(/later than .*2030.* and no later than .*2031/);
});

test('an upgrade to what the customer has already from somebody else is in the way (R8)', async () => {
  const [customer, seller] = [await givenCustomer(app), await givenReseller(app)];
  await givenRelationship(app, { customer, reseller: seller });
  const subscriptionId = subscriptionIdOf(await givenSale(app, customer, seller));
  const upgrade = async (validateOnly: boolean) =>
    outcomeOf(
      await write(app, seller.as('SALES_AGENT'), 'scheduleNextTermInstructions', {
        subscriptionId,
        ifMatch: FIRST_ETAG,
        scheduledNextTermInstructions: { product: OFFER_IDS.OFFICE_365_ENTERPRISE_E3 },
        validateOnly,
      }),
    );

  const free = await upgrade(true);
  await givenSale(app, customer, await givenReseller(app));
  const taken = await upgrade(false);

  expect([free, taken]).toEqual(['allowed', 'SUBSCRIPTION_CONFLICT (R8)']);
});

test('a suspended seller changes no seats of the next term, and manages the rest (R18)', async () => {
  const held = await given();
  await givenStanding(app, 'resellerA', 'SUSPENDED');

  const outcomes = [
    outcomeOf(await schedule(SELLER, held)),
    outcomeOf(await schedule(SELLER, held, { scheduledNextTermInstructions: null })),
  ];
  await givenStanding(app, 'resellerA', 'ACTIVE');

  expect(outcomes).toEqual(['RESELLER_SUSPENDED (R18)', 'allowed']);
});

test('a dry run schedules nothing', async () => {
  const held = await given();
  const counts = await countsOf(app, 'audit_records', 'events');

  const { payload } = await schedule(SELLER, held, { ...QUANTITY, validateOnly: true });

  expect(payload).toMatchObject({ dryRun: true, subscription: { etag: FIRST_ETAG } });
  expect(await countsOf(app, 'audit_records', 'events')).toEqual(counts);
});

test('the same id and input answer again, another input is refused (R41)', async () => {
  const held = await given();
  const once = { ...QUANTITY, clientRequestId: 'schedule once' };
  await schedule(SELLER, held, once);

  const again = await schedule(SELLER, held, once);
  const other = await schedule(SELLER, held, { ...once, scheduledNextTermInstructions: null });

  expect(again.payload?.repeated).toBe(true);
  expect(outcomeOf(other)).toBe('IDEMPOTENCY_KEY_REUSED (R41)');
  expect(await eventsOf(app, held)).toHaveLength(1);
});

test('after the relationship ended nothing is scheduled (R32)', async () => {
  await givenRemovedRelationship(app, 'customer2', 'resellerA');
  const held = await given({ customer: 'customer2', status: 'SUSPENDED' });

  expect(outcomeOf(await schedule(SELLER, held))).toBe('NO_RESELLER_RELATIONSHIP (R32)');
});
