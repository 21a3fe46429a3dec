import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenRequest,
  givenRequestIn,
  givenReseller,
  keyOf,
  newTenant,
  nowReseller,
  observe,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'requestRelationship';

describeHabits(() => app, {
  mutation: MUTATION,
  given: async (given) => {
    const [customer, reseller] = [await givenCustomer(given), await givenReseller(given)];
    const input = { customerTenantId: customer.tenantId };
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'colleague'),
      input,
      otherInput: { ...input, services: ['DYNAMICS'] },
    };
  },
  audit: { operation: 'REQUEST_RELATIONSHIP', resource_type: 'RELATIONSHIP_REQUEST' },
  events: ['RESELLER_RELATIONSHIP_REQUESTED'],
  again: 'allowed',
  isProved: false,
});

describe('who may ask (section 6, S7, S11, S12, R22)', () => {
  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-admin', 'allowed'],
    ['reseller-b-sales', 'allowed'],
    ['reseller-b-global', 'allowed'],
    ['reseller-b-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-billing', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['provider-global', 'allowed'],
    ['indirect-reseller-admin', 'INDIRECT_RESELLER_CANNOT_INVITE (R22)'],
    ['reseller-suspended-admin', 'RESELLER_SUSPENDED (R18)'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['customer-billing', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const input = { customerTenantId: newId(), validateOnly: true };

    const seen = await observe(app, () => act(app, who, MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const answer = await act(app, newTenant().as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      customerTenantId: newId(),
    });

    expect(outcomeOf(answer)).toBe('ROLE_NOT_ALLOWED');
  });

  test('S7: the refusal of a helpdesk agent says which roles are allowed', async () => {
    const seen = await observe(app, () =>
      act(app, 'reseller-b-helpdesk', MUTATION, { customerTenantId: newId() }),
    );

    expect(seen.result.error?.extensions.allowedRoles).toEqual([
      'ADMIN_AGENT',
      'SALES_AGENT',
      'GLOBAL_ADMIN',
    ]);
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({ status: 'FAILED', code: 'ROLE_NOT_ALLOWED', dry_run: false }),
    ]);
  });

  test('an anonymous attempt is not audited (R42)', async () => {
    const seen = await observe(app, () => act(app, null, MUTATION, { customerTenantId: newId() }));

    expect(seen.audits).toEqual([]);
  });
});

describe('what stands in the way of asking', () => {
  type Case = readonly [
    title: string,
    said: Parameters<typeof givenReseller>[1],
    input: Readonly<Record<string, unknown>>,
    outcome: string,
  ];
  test.each<Case>([
    ['a restricted account', { standing: 'RESTRICTED' }, {}, 'RESELLER_RESTRICTED (R18)'],
    ['no agreement signed', { agreementAccepted: false }, {}, 'AGREEMENT_NOT_ACCEPTED (R20)'],
    ['an indirect provider may', { kind: 'INDIRECT_PROVIDER' }, {}, 'allowed'],
    ['without privileges', {}, { withDelegatedAdmin: false }, 'DAP_REQUIRED_IN_CLOUD (R14)'],
    [
      'a service of another cloud',
      {},
      { services: ['AZURE'] },
      'FEATURE_NOT_AVAILABLE_IN_CLOUD (R39)',
    ],
    [
      'a suspended one hears of R14 first',
      { standing: 'SUSPENDED' },
      { withDelegatedAdmin: false },
      'DAP_REQUIRED_IN_CLOUD (R14)',
    ],
    [
      'an indirect reseller that is suspended hears of its standing first',
      { kind: 'INDIRECT_RESELLER', standing: 'SUSPENDED' },
      {},
      'RESELLER_SUSPENDED (R18)',
    ],
    ['nobody named', {}, { customerTenantId: null }, 'INVALID_INPUT'],
    ['a blank hint', {}, { customerTenantId: null, customerDomainHint: '  ' }, 'INVALID_INPUT'],
    ['a hint alone', {}, { customerTenantId: null, customerDomainHint: 'woodgrove' }, 'allowed'],
    ['a hint of 1025 characters', {}, { customerDomainHint: 'x'.repeat(1025) }, 'INVALID_INPUT'],
    ['six services', {}, { services: Array.from({ length: 6 }, () => 'OTHER') }, 'INVALID_INPUT'],
    [
      'GLOBAL: without privileges',
      { instance: 'GLOBAL', country: 'FR' },
      { withDelegatedAdmin: false },
      'allowed',
    ],
    [
      'GLOBAL: services without privileges',
      { instance: 'GLOBAL', country: 'FR' },
      { withDelegatedAdmin: false, services: ['OTHER'] },
      'INVALID_INPUT',
    ],
    [
      'GLOBAL: a part of the tenant',
      { instance: 'GLOBAL', country: 'FR' },
      { services: ['OTHER'] },
      'INVALID_INPUT',
    ],
    [
      'GLOBAL: an indirect reseller names its provider',
      { instance: 'GLOBAL', country: 'FR', kind: 'INDIRECT_RESELLER' },
      {},
      'NO_INDIRECT_PARTNERSHIP (R23)',
    ],
    [
      'GERMANY: without privileges',
      { instance: 'GERMANY', country: 'DE' },
      { withDelegatedAdmin: false },
      'DAP_REQUIRED_IN_CLOUD (R14)',
    ],
    [
      'US_GOVERNMENT: at all',
      { instance: 'US_GOVERNMENT', country: 'US' },
      {},
      'FEATURE_NOT_AVAILABLE_IN_CLOUD',
    ],
  ])('%s', async (_title, said, input, outcome) => {
    const reseller = await givenReseller(app, said);

    const seen = await observe(app, () =>
      act(app, reseller.as('ADMIN_AGENT'), MUTATION, { customerTenantId: newId(), ...input }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') {
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([expect.objectContaining({ status: 'FAILED' })]);
    }
  });

  test('R14, R39: the switches of the cloud are asked before the role', async () => {
    const helpdesk = 'reseller-b-helpdesk';
    const tenant = { customerTenantId: newId() };

    expect(
      outcomeOf(await act(app, helpdesk, MUTATION, { ...tenant, withDelegatedAdmin: false })),
    ).toBe('DAP_REQUIRED_IN_CLOUD (R14)');
    expect(outcomeOf(await act(app, helpdesk, MUTATION, { ...tenant, services: ['AZURE'] }))).toBe(
      'FEATURE_NOT_AVAILABLE_IN_CLOUD (R39)',
    );
  });
});

describe('what asking tells of the tenant: nothing', () => {
  test('known, unknown, foreign and partner tenants get the same answer', async () => {
    const { customer: foreign } = await givenRequestIn(app, 'ACCEPTED');
    const known = await givenCustomer(app);
    const partner = await givenReseller(app);
    const reseller = await givenReseller(app);
    const tenants = [
      known.tenantId,
      newId(),
      foreign.tenantId,
      partner.tenantId,
      reseller.tenantId,
    ];

    const answers: unknown[] = [];
    for (const customerTenantId of tenants) {
      const { payload, error } = await act(app, reseller.as('ADMIN_AGENT'), MUTATION, {
        customerTenantId,
      });
      answers.push({
        error,
        payload: {
          ...payload,
          relationshipRequest: { ...payload?.relationshipRequest, id: '', customerTenantId: '' },
        },
      });
    }

    answers.forEach((answer) => expect(answer).toEqual(answers[0]));
    expect(answers[0]).toMatchObject({
      error: null,
      payload: { created: true, relationshipRequest: { status: 'PENDING', customer: null } },
    });
  });

  test('the customer of an ACTIVE relationship of the caller’s own is named', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    await givenRelationship(app, { customer, reseller, services: ['DYNAMICS'] });

    const request = await givenRequest(app, { customer, reseller });

    expect(request.customer?.id).toBe(customer.id);
  });
});

describe('what a request is', () => {
  test('waits for 90 days, for every service of the cloud, and tells customer and reseller', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];

    const seen = await observe(app, () =>
      done(app, reseller.as('ADMIN_AGENT'), MUTATION, {
        customerTenantId: customer.tenantId.toUpperCase(),
        customerDomainHint: ' customer.example ',
        services: [],
      }),
    );

    const { relationshipRequest, created } = seen.result;
    const expiresAt = new Date(app.clock.now().getTime() + 90 * 86_400_000).toISOString();
    expect(created).toBe(true);
    expect(relationshipRequest).toMatchObject({
      status: 'PENDING',
      services: ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'OTHER'],
      withDelegatedAdmin: true,
      customerTenantId: customer.tenantId,
      customerDomainHint: 'customer.example',
      expiresAt,
      decidedAt: null,
    });
    // The link of the account is made with the first request.
    expect(seen.changed).toEqual([
      'invitations',
      'relationship_requests',
      'events',
      'event_counters',
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        reseller_id: reseller.key,
        resource_id: keyOf(relationshipRequest?.id),
        new_value: expect.objectContaining({ status: 'PENDING' }),
      }),
    ]);
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        data: expect.objectContaining({ expiresAt }),
      }),
    ]);
  });

  test('one that waits for the pair is returned unchanged', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: 1 });

    const seen = await observe(app, () =>
      done(app, reseller.as('SALES_AGENT'), MUTATION, {
        customerTenantId: customer.tenantId,
        services: ['INTUNE'],
      }),
    );

    expect(seen.result).toMatchObject({ created: false, repeated: true });
    expect(seen.result.relationshipRequest).toEqual(request);
    expect(seen.changed).toEqual([]);
    // The customer reads in its audit that it was asked again.
    expect(seen.audits).toEqual([
      expect.objectContaining({ customer_id: customer.key, repeated: true, new_value: null }),
    ]);
  });

  test('of two resellers both wait', async () => {
    const customer = await givenCustomer(app);

    const requests = [];
    for (const reseller of [await givenReseller(app), await givenReseller(app)]) {
      requests.push(await givenRequest(app, { customer, reseller }));
    }

    expect(new Set(requests.map(({ id }) => id)).size).toBe(2);
  });

  test.each([
    ['a millisecond before it expires', -1, false],
    ['at the instant it expires', 0, true],
    ['a millisecond after', 1, true],
  ])('asking again %s', async (_case, ms, created) => {
    const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: 90, ms });

    const seen = await observe(app, () =>
      done(app, reseller.as('ADMIN_AGENT'), MUTATION, { customerTenantId: customer.tenantId }),
    );

    expect(seen.result.created).toBe(created);
    expect(seen.result.relationshipRequest?.id === request.id).toBe(!created);
    expect(seen.events.map(({ name }) => name)).toEqual(
      created ? ['RESELLER_RELATIONSHIP_REQUEST_EXPIRED', 'RESELLER_RELATIONSHIP_REQUESTED'] : [],
    );
  });

  test('the expiry that makes room is an act of the platform, with an audit record of its own (R42)', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: 90 });

    const seen = await observe(app, () =>
      done(app, reseller.as('ADMIN_AGENT'), MUTATION, { customerTenantId: customer.tenantId }),
    );

    expect(seen.audits).toHaveLength(2);
    expect(seen.audits).toContainEqual(
      expect.objectContaining({
        operation: 'EXPIRE_RELATIONSHIP_REQUEST',
        status: 'SUCCEEDED',
        actor: expect.objectContaining({ kind: 'PLATFORM' }),
        customer_id: customer.key,
        reseller_id: reseller.key,
        resource_id: keyOf(request.id),
        old_value: { status: 'PENDING' },
        new_value: { status: 'EXPIRED' },
      }),
    );
  });

  test('R9: an ACTIVE relationship that has all privileges asked for refuses', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const services = ['DYNAMICS', 'INTUNE'] as const;
    await givenRelationship(app, { customer, reseller, services });
    const ask = (asked: readonly string[]) =>
      act(app, reseller.as('ADMIN_AGENT'), MUTATION, {
        customerTenantId: customer.tenantId,
        services: asked,
        validateOnly: true,
      });

    expect(outcomeOf(await ask(['INTUNE']))).toBe('RELATIONSHIP_ALREADY_EXISTS (R9)');
    expect(outcomeOf(await ask(['INTUNE', 'DYNAMICS']))).toBe('RELATIONSHIP_ALREADY_EXISTS (R9)');
    expect(outcomeOf(await ask(['INTUNE', 'OTHER']))).toBe('allowed');
  });

  test('S11: the standing is that of the moment', async () => {
    const reseller = await givenReseller(app);
    await givenRequest(app, { customer: null, reseller });
    await nowReseller(app, reseller, 'account_status', 'SUSPENDED');

    const answer = await act(app, reseller.as('ADMIN_AGENT'), MUTATION, {
      customerTenantId: DEMO_TENANTS.customer.tenantId,
    });

    expect(outcomeOf(answer)).toBe('RESELLER_SUSPENDED (R18)');
  });

  test('two requests at once to one tenant that is not held make one', async () => {
    const reseller = await givenReseller(app);
    const input = { customerTenantId: newId() };

    const answers = await Promise.all(
      [1, 2, 3].map(() => done(app, reseller.as('ADMIN_AGENT'), MUTATION, input)),
    );

    expect(new Set(answers.map((it) => it.relationshipRequest?.id)).size).toBe(1);
    expect(answers.map(({ created }) => created).sort()).toEqual([false, false, true]);
  });
});
