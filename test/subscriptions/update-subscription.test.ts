import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import {
  FIRST_ETAG,
  outcomeOf,
  RESELLER_A,
  RESELLER_B,
  WOODGROVE,
  write,
} from '../support/subscription-api';
import {
  auditOf,
  countsOf,
  eventsOf,
  givenPrivileges,
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

const SELLER = 'reseller-a-admin';

describe('the table of changes, by caller and kind of field', () => {
  const POR = 'POR_CHANGE_NOT_ALLOWED (R4)';
  const TERMS = 'TERMS_CHANGE_NOT_ALLOWED (R3)';
  const NOT_BY_CUSTOMER = 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)';
  const everywhere = (outcome: string) => [outcome, outcome, outcome] as const;

  test.each<readonly [who: string | null, readonly [por: string, terms: string, other: string]]>([
    [null, everywhere('UNAUTHENTICATED')],
    ['reseller-a-helpdesk', everywhere('ROLE_NOT_ALLOWED')],
    ['reseller-a-billing', everywhere('ROLE_NOT_ALLOWED')],
    ['reseller-a-usermgmt', everywhere('ROLE_NOT_ALLOWED')],
    ['reseller-b-helpdesk', everywhere('ROLE_NOT_ALLOWED')],
    ['reseller-b-app', everywhere('ROLE_NOT_ALLOWED')],
    ['customer-user', everywhere('ROLE_NOT_ALLOWED')],
    ['customer2-global', everywhere('NOT_FOUND (R36)')],
    ['customer3-global', everywhere('NOT_FOUND (R36)')],
    ['provider-global', everywhere('NOT_FOUND (R36)')],
    ['indirect-reseller-admin', everywhere('NOT_FOUND (R36)')],
    ['reseller-us-admin', everywhere('NOT_FOUND (R36)')],
    ['reseller-suspended-admin', everywhere('NOT_FOUND (R36)')],
    ['reseller-b-admin', [POR, TERMS, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)']],
    ['reseller-b-sales', [POR, TERMS, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)']],
    ['reseller-b-global', [POR, TERMS, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)']],
    ['customer-global', [POR, NOT_BY_CUSTOMER, NOT_BY_CUSTOMER]],
    ['customer-billing', [POR, NOT_BY_CUSTOMER, NOT_BY_CUSTOMER]],
    ['operator', [POR, TERMS, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R1)']],
    ['reseller-a-admin', [POR, 'allowed', 'allowed']],
    ['reseller-a-sales', [POR, 'allowed', 'allowed']],
    ['reseller-a-global', [POR, 'allowed', 'allowed']],
  ])('%s: %j', async (who, expected) => {
    const held = await givenSubscription(app);
    const before = await rowOf(app, held);
    const attempts = [{ partnerId: '1000002' }, { billingCycle: 'MONTHLY' }, { quantity: 9 }];

    const outcomes: string[] = [];
    for (const attempt of attempts) {
      const input = {
        subscriptionId: held.id,
        ifMatch: FIRST_ETAG,
        validateOnly: true,
        ...attempt,
      };
      outcomes.push(outcomeOf(await write(app, who, 'updateSubscription', input)));
    }

    expect(outcomes).toEqual(expected);
    expect(await rowOf(app, held)).toEqual(before);
  });

  test('a tenant that is not held may not, whatever roles its token names', async () => {
    const held = await givenSubscription(app);
    const stranger = {
      sub: 'somebody',
      tid: '77777777-7777-4777-8777-777777777777',
      roles: ['CUSTOMER_GLOBAL_ADMIN', 'ADMIN_AGENT', 'GLOBAL_ADMIN'],
    };

    const answer = await write(app, stranger, 'updateSubscription', {
      subscriptionId: held.id,
      quantity: 9,
    });

    expect(outcomeOf(answer)).toBe('ROLE_NOT_ALLOWED');
  });

  test('a subscription that does not exist answers like one that is hidden', async () => {
    const hidden = await givenSubscription(app, { offerId: DYNAMICS });
    const absent = Buffer.from(`Subscription:${RESELLER_A}`).toString('base64url');

    const answers = await Promise.all(
      [hidden.id, absent].map((subscriptionId) =>
        write(app, 'reseller-b-admin', 'updateSubscription', { subscriptionId, quantity: 1 }),
      ),
    );

    const [one, other] = answers.map(({ error }) => ({
      ...error?.extensions,
      correlationId: null,
      requestId: null,
    }));
    expect(one).toMatchObject({ code: 'NOT_FOUND', rule: 'R36' });
    expect(other).toEqual(one);
  });

  test('an id that is not ours is refused as input, and audited', async () => {
    const [before = 0] = await countsOf(app, 'audit_records');

    const answer = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: 'x',
      quantity: 1,
    });

    expect(answer.error?.extensions).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'input.subscriptionId',
    });
    expect(await countsOf(app, 'audit_records')).toEqual([before + 1]);
  });
});

const DYNAMICS = 'ffb8bb89-9573-4e76-840f-6521450325a1';

describe('several attempts in one input', () => {
  test('one error lists the terms, then the quantity (S3)', async () => {
    const held = await givenSubscription(app);

    const { error } = await write(app, 'reseller-b-admin', 'updateSubscription', {
      subscriptionId: held.id,
      quantity: 1,
      billingCycle: 'MONTHLY',
    });

    expect(error?.extensions).toMatchObject({
      code: 'TERMS_CHANGE_NOT_ALLOWED',
      rule: 'R3',
      refusals: [
        { code: 'TERMS_CHANGE_NOT_ALLOWED', rule: 'R3', fields: ['billingCycle'] },
        { code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', rule: 'R5', fields: ['quantity'] },
      ],
    });
  });

  test('the Partner of Record comes before all others', async () => {
    const held = await givenSubscription(app);

    const { error } = await write(app, 'reseller-b-admin', 'updateSubscription', {
      subscriptionId: held.id,
      friendlyName: 'Mine',
      termDuration: 'P3Y',
      partnerId: '1000002',
    });

    expect(error?.extensions.refusals.map(({ code }) => code)).toEqual([
      'POR_CHANGE_NOT_ALLOWED',
      'TERMS_CHANGE_NOT_ALLOWED',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
    ]);
  });

  test('a seller that sends one forbidden field changes none of the others', async () => {
    const held = await givenSubscription(app);
    const before = await rowOf(app, held);

    const answer = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      quantity: 11,
      partnerId: null,
    });

    expect(outcomeOf(answer)).toBe('POR_CHANGE_NOT_ALLOWED (R4)');
    expect(await rowOf(app, held)).toEqual(before);
  });

  test.each([
    ['the present value', { quantity: 10 }, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)'],
    ['null', { friendlyName: null }, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)'],
    ['no field at all', {}, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)'],
    ['the present Partner of Record', { partnerId: null }, 'POR_CHANGE_NOT_ALLOWED (R4)'],
  ])('sending %s is an attempt like any other', async (_, fields, expected) => {
    const held = await givenSubscription(app);

    const answer = await write(app, 'reseller-b-admin', 'updateSubscription', {
      subscriptionId: held.id,
      ...fields,
    });

    expect(outcomeOf(answer)).toBe(expected);
  });

  test('a variable that is left out is no attempt', async () => {
    const held = await givenSubscription(app);
    const document = `mutation ($id: ID!, $quantity: Int, $partnerId: String) {
      updateSubscription(input: { subscriptionId: $id, ifMatch: "\\"1\\"", quantity: $quantity, partnerId: $partnerId }) {
        subscription { quantity }
      } }`;

    const data = await app.succeed(SELLER, document, { id: held.id, quantity: 12 });

    expect(data).toEqual({ updateSubscription: { subscription: { quantity: 12 } } });
  });
});

describe('an accepted edit', () => {
  test.each([
    ['quantity', { quantity: 25 }],
    ['friendlyName', { friendlyName: 'Headquarters' }],
    ['friendlyName', { friendlyName: null }],
    ['autoRenewEnabled', { autoRenewEnabled: false }],
    ['billingCycle', { billingCycle: 'MONTHLY' }],
    ['termDuration', { termDuration: 'P1M' }],
    ['renewalTermDuration', { renewalTermDuration: 'P1Y' }],
  ])('of %s to %j is answered, audited and told to seller and customer', async (field, fields) => {
    const held = await givenSubscription(app);
    const before = await rowOf(app, held);

    const { payload, error } = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      ...fields,
    });

    expect(error).toBeNull();
    expect(payload).toMatchObject({
      dryRun: false,
      repeated: false,
      clientRequestId: null,
      subscription: { ...fields, etag: '"2"' },
    });
    const [audit, ...more] = await auditOf(app, held);
    expect(more).toEqual([]);
    expect(audit).toMatchObject({
      operation: 'UPDATE_SUBSCRIPTION',
      status: 'SUCCEEDED',
      customer_id: WOODGROVE,
      reseller_id: RESELLER_A,
      code: null,
      new_value: fields,
    });
    expect(Object.keys(audit?.old_value ?? {})).toEqual([field]);
    expect(await eventsOf(app, held)).toMatchObject([
      {
        name: 'SUBSCRIPTION_UPDATED',
        customer_id: WOODGROVE,
        recipient_reseller_ids: [RESELLER_A],
        to_customer: true,
        data: { changedFields: [field] },
      },
    ]);
    const { partner_of_record_id, partner_id, transacting_reseller_id } = await rowOf(app, held);
    expect({ partner_of_record_id, partner_id, transacting_reseller_id }).toEqual({
      partner_of_record_id: before.partner_of_record_id,
      partner_id: before.partner_id,
      transacting_reseller_id: before.transacting_reseller_id,
    });
  });

  test('that sends what is there already writes nothing and is audited as repeated', async () => {
    const held = await givenSubscription(app);
    const before = await rowOf(app, held);

    const { payload } = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      quantity: 10,
    });

    expect(payload).toMatchObject({ repeated: true, subscription: { etag: FIRST_ETAG } });
    expect(await rowOf(app, held)).toEqual(before);
    expect(await eventsOf(app, held)).toEqual([]);
    expect(await auditOf(app, held)).toMatchObject([{ status: 'SUCCEEDED', repeated: true }]);
  });
});

describe('a dry run', () => {
  test('that would pass changes nothing and leaves no trace', async () => {
    const held = await givenSubscription(app);
    const before = await rowOf(app, held);
    const counts = await countsOf(app, 'audit_records', 'events', 'idempotency_keys');

    const { payload } = await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      quantity: 20,
      validateOnly: true,
      clientRequestId: 'dry',
    });

    expect(payload).toMatchObject({
      dryRun: true,
      subscription: { quantity: 10, etag: FIRST_ETAG },
    });
    expect(await rowOf(app, held)).toEqual(before);
    expect(await countsOf(app, 'audit_records', 'events', 'idempotency_keys')).toEqual(counts);
  });

  test('that is refused answers as the real call, is audited as a dry run and told to nobody', async () => {
    const held = await givenSubscription(app);
    const input = { subscriptionId: held.id, quantity: 20 };

    const dry = await write(app, 'reseller-b-admin', 'updateSubscription', {
      ...input,
      validateOnly: true,
    });
    const events = await eventsOf(app, held);
    const real = await write(app, 'reseller-b-admin', 'updateSubscription', input);

    expect(outcomeOf(dry)).toBe(outcomeOf(real));
    expect(events).toEqual([]);
    expect(await auditOf(app, held)).toMatchObject([
      { status: 'FAILED', dry_run: true },
      { status: 'FAILED', dry_run: false },
    ]);
  });
});

describe('a repeated call (R41)', () => {
  test('with the same id and input has no second effect', async () => {
    const held = await givenSubscription(app);
    const input = {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      quantity: 14,
      clientRequestId: 'repeat',
    };

    const first = await write(app, SELLER, 'updateSubscription', input);
    const second = await write(app, SELLER, 'updateSubscription', input);

    expect(first.payload).toMatchObject({ repeated: false, clientRequestId: 'repeat' });
    expect(second.payload).toMatchObject({
      repeated: true,
      subscription: { quantity: 14, etag: '"2"' },
    });
    expect(await eventsOf(app, held)).toHaveLength(1);
    expect(await auditOf(app, held)).toMatchObject([{ repeated: false }, { repeated: true }]);
  });

  test('with the same id and another input is refused', async () => {
    const held = await givenSubscription(app);
    const input = { subscriptionId: held.id, ifMatch: FIRST_ETAG, clientRequestId: 'reused' };

    await write(app, SELLER, 'updateSubscription', { ...input, quantity: 14 });
    const answer = await write(app, SELLER, 'updateSubscription', { ...input, quantity: 15 });

    expect(outcomeOf(answer)).toBe('IDEMPOTENCY_KEY_REUSED (R41)');
    expect(await rowOf(app, held)).toMatchObject({ quantity: 14 });
  });

  test('is no memory of a refusal', async () => {
    const held = await givenSubscription(app);
    const input = { subscriptionId: held.id, quantity: 14, clientRequestId: 'refused first' };

    const refused = await write(app, SELLER, 'updateSubscription', { ...input, ifMatch: '"0"' });
    const accepted = await write(app, SELLER, 'updateSubscription', {
      ...input,
      ifMatch: FIRST_ETAG,
    });

    expect([refused, accepted].map(outcomeOf)).toEqual(['ETAG_MISMATCH (R40)', 'allowed']);
  });
});

test('who tried what is in the audit of seller, customer and the caller, with the values', async () => {
  const held = await givenSubscription(app);

  await write(app, 'reseller-b-admin', 'updateSubscription', {
    subscriptionId: held.id,
    quantity: 1,
    billingCycle: 'MONTHLY',
  });

  expect(await auditOf(app, held)).toMatchObject([
    {
      operation: 'UPDATE_SUBSCRIPTION',
      status: 'FAILED',
      code: 'TERMS_CHANGE_NOT_ALLOWED',
      rule: 'R3',
      customer_id: DEMO_IDS.customers.customer,
      reseller_id: RESELLER_B,
      concerned_reseller_ids: [RESELLER_A],
      old_value: { quantity: 10, billingCycle: 'ANNUAL' },
      new_value: { quantity: 1, billingCycle: 'MONTHLY' },
    },
  ]);
});
