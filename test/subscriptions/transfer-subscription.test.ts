import { outcomeOf, RESELLER_A, RESELLER_B, WOODGROVE, write } from '../support/subscription-api';
import {
  auditOf,
  eventsOf,
  givenPrivileges,
  givenRemovedRelationship,
  givenSubscription,
  rowOf,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE']);
});
afterAll(() => app.stop());

const TENANT = '99999999-9999-4999-8999-999999999999';
const OWNERSHIP = 'OWNERSHIP_CHANGE_NOT_ALLOWED (R2)';

test.each([
  [null, 'UNAUTHENTICATED'],
  ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED'],
  ['reseller-a-billing', 'ROLE_NOT_ALLOWED'],
  ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
  ['customer-user', 'ROLE_NOT_ALLOWED'],
  ['customer2-global', 'NOT_FOUND (R36)'],
  ['provider-global', 'NOT_FOUND (R36)'],
  ['reseller-us-admin', 'NOT_FOUND (R36)'],
  ['reseller-b-admin', OWNERSHIP],
  ['customer-global', OWNERSHIP],
  ['customer-billing', OWNERSHIP],
  ['operator', OWNERSHIP],
  ['reseller-a-admin', OWNERSHIP],
  ['reseller-a-sales', OWNERSHIP],
  ['reseller-a-global', OWNERSHIP],
])('%s is refused: %s', async (who, expected) => {
  const held = await givenSubscription(app);
  const before = await rowOf(app, held);

  const outcomes = [];
  for (const more of [
    { toResellerTenantId: TENANT },
    { toResellerTenantId: null },
    {},
    { validateOnly: true },
  ]) {
    const input = { subscriptionId: held.id, ...more };
    outcomes.push(outcomeOf(await write(app, who, 'transferSubscription', input)));
  }

  expect(outcomes).toEqual([expected, expected, expected, expected]);
  expect(await rowOf(app, held)).toEqual(before);
});

test('the attempt is audited and told to caller, seller and customer', async () => {
  const held = await givenSubscription(app);

  await write(app, 'reseller-b-admin', 'transferSubscription', {
    subscriptionId: held.id,
    toResellerTenantId: TENANT,
  });

  expect(await auditOf(app, held)).toMatchObject([
    {
      operation: 'CREATE_TRANSFER',
      status: 'FAILED',
      code: 'OWNERSHIP_CHANGE_NOT_ALLOWED',
      rule: 'R2',
      customer_id: WOODGROVE,
      reseller_id: RESELLER_B,
      concerned_reseller_ids: [RESELLER_A],
      new_value: { toResellerTenantId: TENANT },
    },
  ]);
  const [event, ...more] = await eventsOf(app, held);
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    name: 'SUBSCRIPTION_CHANGE_REJECTED',
    customer_id: WOODGROVE,
    to_customer: true,
    data: {
      subscriptionId: held.rowId,
      mutation: 'transferSubscription',
      code: 'OWNERSHIP_CHANGE_NOT_ALLOWED',
      rule: 'R2',
      fields: [],
    },
  });
  expect([...(event?.recipient_reseller_ids ?? [])].sort()).toEqual([RESELLER_A, RESELLER_B]);
});

test('after its relationship was removed a seller hears that first (R32)', async () => {
  await givenRemovedRelationship(app, 'customer3', 'resellerA');
  const held = await givenSubscription(app, { customer: 'customer3', status: 'SUSPENDED' });

  const answer = await write(app, 'reseller-a-admin', 'transferSubscription', {
    subscriptionId: held.id,
    toResellerTenantId: TENANT,
  });

  expect(outcomeOf(answer)).toBe('NO_RESELLER_RELATIONSHIP (R32)');
});
