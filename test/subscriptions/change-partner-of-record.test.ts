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

const POR = 'POR_CHANGE_NOT_ALLOWED (R4)';

test.each([
  [null, 'UNAUTHENTICATED'],
  ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED'],
  ['reseller-a-billing', 'ROLE_NOT_ALLOWED'],
  ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
  ['customer-user', 'ROLE_NOT_ALLOWED'],
  ['customer2-global', 'NOT_FOUND (R36)'],
  ['provider-global', 'NOT_FOUND (R36)'],
  ['reseller-us-admin', 'NOT_FOUND (R36)'],
  ['reseller-b-admin', POR],
  ['customer-global', POR],
  ['customer-billing', POR],
  ['operator', POR],
  ['reseller-a-admin', POR],
  ['reseller-a-sales', POR],
  ['reseller-a-global', POR],
])('%s is refused: %s', async (who, expected) => {
  const held = await givenSubscription(app, { partnerId: '1000001' });
  const before = await rowOf(app, held);

  const outcomes = [];
  for (const more of [{ partnerId: '1000002' }, { partnerId: null }, {}, { validateOnly: true }]) {
    const input = { subscriptionId: held.id, ...more };
    outcomes.push(outcomeOf(await write(app, who, 'changePartnerOfRecord', input)));
  }

  expect(outcomes).toEqual([expected, expected, expected, expected]);
  expect(await rowOf(app, held)).toEqual(before);
});

test('the attempt is audited with both values and told to caller, seller and customer (S2)', async () => {
  const held = await givenSubscription(app, { partnerId: '1000001' });

  await write(app, 'reseller-b-admin', 'changePartnerOfRecord', {
    subscriptionId: held.id,
    partnerId: '1000002',
  });

  expect(await auditOf(app, held)).toMatchObject([
    {
      operation: 'CHANGE_PARTNER_OF_RECORD',
      status: 'FAILED',
      code: 'POR_CHANGE_NOT_ALLOWED',
      rule: 'R4',
      customer_id: WOODGROVE,
      reseller_id: RESELLER_B,
      concerned_reseller_ids: [RESELLER_A],
      old_value: { partnerId: '1000001' },
      new_value: { partnerId: '1000002' },
    },
  ]);
  const [event, ...more] = await eventsOf(app, held);
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    name: 'PARTNER_OF_RECORD_CHANGE_REJECTED',
    customer_id: WOODGROVE,
    to_customer: true,
    data: {
      subscriptionId: held.rowId,
      mutation: 'changePartnerOfRecord',
      code: 'POR_CHANGE_NOT_ALLOWED',
      rule: 'R4',
      fields: ['partnerId'],
    },
  });
  expect([...(event?.recipient_reseller_ids ?? [])].sort()).toEqual([RESELLER_A, RESELLER_B]);
});

test('after its relationship was removed a seller hears that first (R32)', async () => {
  await givenRemovedRelationship(app, 'customer3', 'resellerA');
  const held = await givenSubscription(app, { customer: 'customer3', status: 'SUSPENDED' });

  const answer = await write(app, 'reseller-a-admin', 'changePartnerOfRecord', {
    subscriptionId: held.id,
    partnerId: '1000002',
  });

  expect(outcomeOf(answer)).toBe('NO_RESELLER_RELATIONSHIP (R32)');
});
