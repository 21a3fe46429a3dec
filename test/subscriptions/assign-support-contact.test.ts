import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { done } from '../support/relationship-api';
import {
  type CustomerParty,
  givenCustomer,
  givenPartnership,
  givenRelationship,
  givenReseller,
  givenSale,
  observe,
  operatorUser,
  type ResellerParty,
  write as writeRow,
} from '../support/relationship-situations';
import { FIRST_ETAG, outcomeOf, write } from '../support/subscription-api';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

/** Something sold to a customer that works with another partner too. */
interface Situation {
  readonly customer: CustomerParty;
  readonly seller: ResellerParty;
  readonly contact: ResellerParty;
  readonly contactsRelationship: string;
  readonly key: string;
  readonly id: string;
}

async function given(said: { kind?: string; status?: string } = {}): Promise<Situation> {
  const { kind = 'DIRECT_BILL', status = 'ACTIVE' } = said;
  const customer = await givenCustomer(app);
  const seller = await givenReseller(app, { kind });
  const contact = await givenReseller(app);
  await givenRelationship(app, { customer, reseller: seller, services: ['EXCHANGE_OFFICE'] });
  const { relationshipId: contactsRelationship } = await givenRelationship(app, {
    customer,
    reseller: contact,
    services: ['DYNAMICS', 'EXCHANGE_OFFICE'],
  });
  const key = await givenSale(app, customer, seller, { status });
  return { customer, seller, contact, contactsRelationship, key, id: subscriptionIdOf(key) };
}

const assign = (
  { id, seller }: Situation,
  supportTenantId: string | null,
  more: object = {},
  who: Parameters<typeof write>[1] = seller.as('ADMIN_AGENT'),
) =>
  write(app, who, 'assignSupportContact', {
    subscriptionId: id,
    supportTenantId,
    ifMatch: FIRST_ETAG,
    ...more,
  });

/** Name of the contact as somebody reads it. */
async function contactFor(
  { id, customer }: Situation,
  who: Parameters<TestApp['as']>[0] = customer.as('CUSTOMER_GLOBAL_ADMIN'),
): Promise<string | null> {
  const { subscription } = await app.succeed<{
    subscription: { supportContact: { name: string } | null };
  }>(who, `query ($id: ID!) { subscription(id: $id) { supportContact { name } } }`, { id });
  return subscription.supportContact?.name ?? null;
}

async function rowOf({ key }: Situation): Promise<Record<string, unknown> | undefined> {
  const [row] = await app.database.query<Record<string, unknown>>(
    sql`SELECT * FROM subscriptions WHERE id = ${key}`,
  );
  return row;
}

describe('who may name one', () => {
  test.each<[string, (situation: Situation) => Parameters<typeof write>[1], string]>([
    ['nobody', () => null, 'UNAUTHENTICATED'],
    ['a helpdesk agent', ({ seller }) => seller.as('HELPDESK_AGENT'), 'ROLE_NOT_ALLOWED'],
    ['a plain user', ({ customer }) => customer.as('CUSTOMER_USER'), 'ROLE_NOT_ALLOWED'],
    [
      'the contact itself, with privileges',
      ({ contact }) => contact.as('ADMIN_AGENT'),
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)',
    ],
    [
      'the customer',
      ({ customer }) => customer.as('CUSTOMER_GLOBAL_ADMIN'),
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)',
    ],
    ['the operator', () => operatorUser('one'), 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R1)'],
    ['a sales agent of the seller', ({ seller }) => seller.as('SALES_AGENT'), 'allowed'],
    ['a global administrator of it', ({ seller }) => seller.as('GLOBAL_ADMIN'), 'allowed'],
  ])('%s', async (_, who, expected) => {
    const situation = await given();

    const answer = await assign(situation, situation.contact.tenantId, {}, who(situation));

    expect(outcomeOf(answer)).toBe(expected);
    expect(await contactFor(situation)).toBe(
      expected === 'allowed' ? situation.contact.name : situation.seller.name,
    );
  });

  test('a stranger finds nothing', async () => {
    const situation = await given();
    const stranger = await givenReseller(app);

    const answer = await assign(situation, null, {}, stranger.as('ADMIN_AGENT'));

    expect(outcomeOf(answer)).toBe('NOT_FOUND (R36)');
  });
});

describe('who may be one (R44)', () => {
  const NOT_RELATED = 'SUPPORT_CONTACT_NOT_RELATED (R44)';

  test('a partner without a relationship and a tenant that is none answer alike', async () => {
    const situation = await given();
    const stranger = await givenReseller(app);

    const answers = [
      await assign(situation, stranger.tenantId),
      await assign(situation, newId()),
      await assign(situation, situation.customer.tenantId),
    ];

    expect(answers.map(outcomeOf)).toEqual([NOT_RELATED, NOT_RELATED, NOT_RELATED]);
    expect(new Set(answers.map(({ error }) => error?.message)).size).toBe(1);
  });

  test('of a provider’s sale: one of its resellers that serves the customer, nobody else', async () => {
    const situation = await given({ kind: 'INDIRECT_PROVIDER' });
    const { customer, seller, contact } = situation;
    const reseller = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
    const former = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
    await givenPartnership(app, seller, reseller, 'ACTIVE');
    await givenPartnership(app, seller, former, 'ENDED');
    await writeRow(
      app,
      sql`INSERT INTO relationships (customer_id, id, reseller_id, status, origin, created_at, updated_at)
        VALUES (${customer.key}, ${newId()}, ${former.key}, 'ACTIVE', 'MIGRATED', ${app.clock.now()}, ${app.clock.now()})`,
    );
    const outcomes = async () => [
      outcomeOf(await assign(situation, contact.tenantId, { validateOnly: true })),
      outcomeOf(await assign(situation, former.tenantId, { validateOnly: true })),
      outcomeOf(await assign(situation, reseller.tenantId, { validateOnly: true })),
      outcomeOf(await assign(situation, seller.tenantId, { validateOnly: true })),
    ];
    expect(await outcomes()).toEqual([NOT_RELATED, NOT_RELATED, NOT_RELATED, 'allowed']);

    // The provider's relationship names who serves the customer.
    await writeRow(
      app,
      sql`UPDATE relationships SET indirect_reseller_id = ${reseller.key}
        WHERE customer_id = ${customer.key} AND reseller_id = ${seller.key}`,
    );

    expect(await outcomes()).toEqual([NOT_RELATED, NOT_RELATED, 'allowed', 'allowed']);
  });
});

test('it is shown, told, audited, and beside the row: only version and time of that move', async () => {
  const situation = await given();
  const { contact, seller, customer } = situation;
  const before = await rowOf(situation);

  const seen = await observe(app, () => assign(situation, contact.tenantId));

  expect(seen.result.payload).toMatchObject({
    dryRun: false,
    repeated: false,
    subscription: { etag: '"2"' },
  });
  expect(await contactFor(situation)).toBe(contact.name);
  expect(await rowOf(situation)).toEqual({
    ...before,
    version: 2,
    updated_at: app.clock.now(),
  });
  expect(seen.audits).toEqual([
    expect.objectContaining({
      operation: 'ASSIGN_SUPPORT_CONTACT',
      resource_type: 'SUBSCRIPTION',
      status: 'SUCCEEDED',
      old_value: { supportTenantId: null },
      new_value: { supportTenantId: contact.tenantId },
    }),
  ]);
  expect(seen.events).toEqual([
    expect.objectContaining({
      name: 'SUBSCRIPTION_UPDATED',
      customer_id: customer.key,
      recipient_reseller_ids: [seller.key],
      to_customer: true,
      data: expect.objectContaining({ changedFields: ['supportContact'] }),
    }),
  ]);
});

test('null and the seller itself are the default; what is so already is not written again', async () => {
  const situation = await given();
  const { contact, seller } = situation;
  const steps: readonly [string | null, string, boolean, string][] = [
    [null, '"1"', true, seller.name],
    [seller.tenantId, '"1"', true, seller.name],
    [contact.tenantId, '"1"', false, contact.name],
    [contact.tenantId, '"2"', true, contact.name],
    [seller.tenantId, '"2"', false, seller.name],
    [null, '"3"', true, seller.name],
  ];

  for (const [tenantId, ifMatch, repeated, name] of steps) {
    const { payload } = await assign(situation, tenantId, { ifMatch });
    expect([payload?.repeated, await contactFor(situation)]).toEqual([repeated, name]);
  }
});

test('when its relationship ends the seller is shown, and nothing was written; it comes back with a new one', async () => {
  const situation = await given();
  const { customer, contact, contactsRelationship } = situation;
  await assign(situation, contact.tenantId);
  const before = await rowOf(situation);

  const removed = await done(app, contact.as('GLOBAL_ADMIN'), 'removeRelationship', {
    relationshipId: contactsRelationship,
  });

  expect(removed.proof).toMatchObject({ unchanged: true });
  expect(await rowOf(situation)).toEqual(before);
  expect(await contactFor(situation)).toBe(situation.seller.name);
  await givenRelationship(app, { customer, reseller: contact, services: ['DYNAMICS'] });
  expect(await contactFor(situation)).toBe(contact.name);
});

test.each([
  ['left out', { ifMatch: undefined }, 'ETAG_REQUIRED (R40)'],
  ['null', { ifMatch: null }, 'ETAG_REQUIRED (R40)'],
  ['an old one', { ifMatch: '"0"' }, 'ETAG_MISMATCH (R40)'],
])('an edit needs the etag: %s', async (_, ifMatch, expected) => {
  const situation = await given();

  expect(outcomeOf(await assign(situation, null, ifMatch))).toBe(expected);
});

test.each(['SUSPENDED', 'PENDING', 'DELETED'])('of something that is %s', async (status) => {
  const situation = await given({ status });

  expect(outcomeOf(await assign(situation, situation.contact.tenantId))).toBe(
    status === 'DELETED' ? 'SUBSCRIPTION_DELETED (R43)' : 'allowed',
  );
});

test('a dry run names nobody', async () => {
  const situation = await given();

  const seen = await observe(app, () =>
    assign(situation, situation.contact.tenantId, { validateOnly: true }),
  );

  expect(seen.result.payload).toMatchObject({ dryRun: true });
  expect([seen.changed, seen.audits, seen.events]).toEqual([[], [], []]);
  expect(await contactFor(situation)).toBe(situation.seller.name);
});

test('the same id and input answer again, without a second event (R41)', async () => {
  const situation = await given();
  const once = { clientRequestId: 'once' };
  await assign(situation, situation.contact.tenantId, once);

  const seen = await observe(app, () => assign(situation, situation.contact.tenantId, once));

  expect(seen.result.payload?.repeated).toBe(true);
  expect(seen.events).toEqual([]);
});
