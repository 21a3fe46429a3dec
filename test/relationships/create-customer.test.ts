import type { CloudInstance } from '../../src/kernel/cloud-instance';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, done, type Input, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenReseller,
  keyOf,
  newTenant,
  observe,
  type ResellerParty,
  write,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'createCustomer';

function account(said: Input = {}): Record<string, unknown> {
  const companyProfile = { companyName: 'Adventure Works', domain: 'adventure.example' };
  return { tenantId: newId(), country: 'CN', companyProfile, ...said };
}

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const reseller = await givenReseller(app);
    const input = account();
    return {
      who: reseller.as('GLOBAL_ADMIN'),
      colleague: reseller.as('SALES_AGENT', 'colleague'),
      input,
      otherInput: { ...input, companyProfile: { companyName: 'Another name' } },
    };
  },
  audit: { operation: 'ADD_CUSTOMER', resource_type: 'CUSTOMER' },
  events: ['CUSTOMER_CREATED'],
  again: 'INVALID_INPUT',
  isProved: false,
};
describeHabits(() => app, HABITS);

describe('who may create a customer (section 6)', () => {
  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-a-admin', 'allowed'],
    ['reseller-a-sales', 'allowed'],
    ['reseller-a-global', 'allowed'],
    ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-billing', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['provider-global', 'allowed'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const input = { ...account(), validateOnly: true };

    const seen = await observe(app, () => act(app, who, MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const claims = newTenant().as('CUSTOMER_GLOBAL_ADMIN');

    expect(outcomeOf(await act(app, claims, MUTATION, account()))).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('what it does (section 4.3)', () => {
  test('the relationship is in force at once, the reseller owns the account, and holds no privilege (R2, R29)', async () => {
    const reseller = await givenReseller(app);
    const input = account({
      billingProfile: { firstName: ' Li ', email: 'li@adventure.example', culture: 'zh-CN' },
    });

    const seen = await observe(app, () => done(app, reseller.as('ADMIN_AGENT'), MUTATION, input));

    expect(seen.result).toMatchObject({
      customer: {
        tenantId: input['tenantId'],
        country: 'CN',
        cloudInstance: 'CHINA_21VIANET',
        companyProfile: { companyName: 'Adventure Works', domain: 'adventure.example' },
        accountOwner: { id: reseller.id },
        relationshipToPartner: 'RESELLER',
        allowDelegatedAccess: false,
      },
      relationship: {
        status: 'ACTIVE',
        origin: 'CUSTOMER_CREATED_BY_RESELLER',
        reseller: { id: reseller.id },
        privileges: [],
      },
    });
    expect(seen.changed).toEqual(['customers', 'relationships', 'events', 'event_counters']);
    const key = keyOf(seen.result.customer?.id);
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: key,
        sequence: '1',
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        data: { customerId: key, origin: 'CUSTOMER_CREATED_BY_RESELLER' },
      }),
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: key,
        reseller_id: reseller.key,
        resource_id: key,
        new_value: expect.objectContaining({ tenantId: input['tenantId'] }),
      }),
    ]);
  });

  test('an indirect reseller makes accounts too; inviting stays with its provider (R22)', async () => {
    const reseller = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });

    const made = await done(app, reseller.as('SALES_AGENT'), MUTATION, account());
    const asked = await act(app, reseller.as('SALES_AGENT'), 'requestRelationship', {
      customerTenantId: made.customer?.tenantId,
    });

    expect(made.relationship).toMatchObject({ status: 'ACTIVE', privileges: [] });
    expect(made.customer?.accountOwner).toEqual({ id: reseller.id });
    expect(outcomeOf(asked)).toBe('INDIRECT_RESELLER_CANNOT_INVITE (R22)');
  });

  test('the customer signs in as one, and may grant privileges by accepting a request', async () => {
    const reseller = await givenReseller(app);
    const tenantId = newId();
    await done(app, reseller.as('ADMIN_AGENT'), MUTATION, account({ tenantId }));
    const { relationshipRequest } = await done(
      app,
      reseller.as('ADMIN_AGENT'),
      'requestRelationship',
      { customerTenantId: tenantId, services: ['INTUNE'] },
    );

    const accepted = await done(
      app,
      { tid: tenantId, sub: 'zhou', name: 'Zhou', roles: ['CUSTOMER_GLOBAL_ADMIN'] },
      'acceptRelationshipRequest',
      { relationshipRequestId: relationshipRequest?.id },
    );

    expect(accepted.relationship).toMatchObject({
      origin: 'CUSTOMER_CREATED_BY_RESELLER',
      privileges: [{ service: 'INTUNE', status: 'ACTIVE' }],
    });
  });

  test('whoever works with the customer later, the owner of the account stays (R2)', async () => {
    const [owner, other] = [await givenReseller(app), await givenReseller(app)];
    const tenantId = newId();
    const { customer } = await done(app, owner.as('GLOBAL_ADMIN'), MUTATION, account({ tenantId }));
    const admin = { tid: tenantId, sub: 'zhou', name: 'Zhou', roles: ['CUSTOMER_GLOBAL_ADMIN'] };
    const asked = await done(app, other.as('ADMIN_AGENT'), 'requestRelationship', {
      customerTenantId: tenantId,
    });
    await done(app, admin, 'acceptRelationshipRequest', {
      relationshipRequestId: asked.relationshipRequest?.id,
    });
    await done(app, other.as('ADMIN_AGENT'), 'updateCustomer', {
      customerId: customer?.id,
      ifMatch: customer?.etag,
      companyProfile: { companyName: 'Renamed' },
    });

    const read = await app.succeed<{ customer: object }>(
      admin,
      `query ($id: ID!) { customer(id: $id) { accountOwner { id } companyProfile { companyName } } }`,
      { id: customer?.id },
    );

    expect(read.customer).toEqual({
      accountOwner: { id: owner.id },
      companyProfile: { companyName: 'Renamed' },
    });
  });

  test('the database refuses another owner, also for an account that has none (R2)', async () => {
    const reseller = await givenReseller(app);
    const [made, held] = [
      await done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, account()),
      await givenCustomer(app),
    ];

    for (const key of [keyOf(made.customer?.id), held.key]) {
      const other = (await givenReseller(app)).key;
      await expect(
        write(app, sql`UPDATE customers SET account_owner_id = ${other} WHERE id = ${key}`),
      ).rejects.toMatchObject({ driverError: { code: 'MP002' } });
    }
  });
});

describe('at the same moment', () => {
  test('two resellers make the account of one tenant: it has one owner', async () => {
    const resellers = [await givenReseller(app), await givenReseller(app)];
    const input = account();

    const seen = await observe(app, () =>
      Promise.all(resellers.map((it) => act(app, it.as('GLOBAL_ADMIN'), MUTATION, input))),
    );

    expect(seen.result.map(outcomeOf).sort()).toEqual(['INVALID_INPUT', 'allowed']);
    expect(seen.events.map(({ name }) => name)).toEqual(['CUSTOMER_CREATED']);
  });

  test('a tenant becomes a partner’s or a customer’s, never both (R19)', async () => {
    const reseller = await givenReseller(app);
    const tenantId = newId();

    const answers = await Promise.all([
      act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, account({ tenantId })),
      act(app, 'operator', 'registerReseller', {
        tenantId,
        name: 'Northwind Cloud',
        country: 'CN',
        cloudInstance: 'CHINA_21VIANET',
        kind: 'DIRECT_BILL',
      }),
    ]);

    expect(answers.map(outcomeOf).sort()).toEqual(['RESELLER_CANNOT_BE_CUSTOMER (R19)', 'allowed']);
  });

  test('a tenant follows a link while its account is made: one customer, and no failure', async () => {
    const [owner, inviting] = [await givenReseller(app), await givenReseller(app)];
    const { url } = await givenInvitation(app, inviting);
    const tenant = newTenant();

    const [made, accepted] = await Promise.all([
      act(app, owner.as('GLOBAL_ADMIN'), MUTATION, account({ tenantId: tenant.tenantId })),
      act(app, tenant.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptInvitation', { url }),
    ]);

    expect(['allowed', 'INVALID_INPUT']).toContain(outcomeOf(made));
    expect(outcomeOf(accepted)).toBe('allowed');
  });
});

describe('what it refuses', () => {
  async function refusedWith(reseller: ResellerParty, said: Input = {}) {
    const seen = await observe(app, () =>
      act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, account(said)),
    );
    expect(seen.changed).toEqual([]);
    expect(seen.events).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({ operation: 'ADD_CUSTOMER', status: 'FAILED' }),
    ]);
    return outcomeOf(seen.result);
  }

  test.each([
    ['SUSPENDED', 'RESELLER_SUSPENDED (R18)'],
    ['RESTRICTED', 'RESELLER_RESTRICTED (R18)'],
  ] as const)('R18: a reseller that is %s', async (standing, outcome) => {
    expect(await refusedWith(await givenReseller(app, { standing }))).toBe(outcome);
  });

  test.each<readonly [CloudInstance, string | null, string, string]>([
    ['CHINA_21VIANET', 'CN', 'DE', 'REGION_NOT_ALLOWED (R16)'],
    ['CHINA_21VIANET', null, 'CN', 'REGION_NOT_ALLOWED (R16)'],
    ['GLOBAL', 'US', 'CA', 'REGION_NOT_ALLOWED (R16)'],
    ['GERMANY', 'DE', 'DE', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
  ])('%s: a reseller in %s and a customer in %s: %s', async (instance, own, country, outcome) => {
    const reseller = await givenReseller(app, { instance, country: own });

    expect(await refusedWith(reseller, { country })).toBe(outcome);
  });

  test.each<readonly [CloudInstance, string, string]>([
    ['GLOBAL', 'DE', 'FR'],
    ['GLOBAL', 'US', 'US'],
    ['US_GOVERNMENT', 'US', 'US'],
  ])('%s: a reseller in %s takes a customer in %s (R16)', async (instance, own, country) => {
    const reseller = await givenReseller(app, { instance, country: own, agreementAccepted: false });

    const answer = await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, account({ country }));

    expect(outcomeOf(answer)).toBe('allowed');
    expect(answer.payload?.customer?.cloudInstance).toBe(instance);
  });

  test('R20: a reseller that has not signed its agreement, where the instance asks for it', async () => {
    const reseller = await givenReseller(app, { agreementAccepted: false });

    expect(await refusedWith(reseller)).toBe('AGREEMENT_NOT_ACCEPTED (R20)');
  });

  test('R19: the tenant of a partner, its own too', async () => {
    const reseller = await givenReseller(app);
    const tenants = [DEMO_TENANTS.resellerB.tenantId, reseller.tenantId.toUpperCase()];

    for (const tenantId of tenants) {
      expect(await refusedWith(reseller, { tenantId })).toBe('RESELLER_CANNOT_BE_CUSTOMER (R19)');
    }
  });

  test('R36: a tenant that is held, its own customer or another’s, with one and the same answer', async () => {
    const [reseller, stranger] = [await givenReseller(app), await givenCustomer(app)];
    const own = newId();
    await done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, account({ tenantId: own }));
    const tryAgain = async (tenantId: string) => {
      const { error } = await act(
        app,
        reseller.as('GLOBAL_ADMIN'),
        MUTATION,
        account({ tenantId }),
      );
      const { code, field, detail, message } = error?.extensions ?? {};
      return { code, field, detail, message };
    };

    const answers = [await tryAgain(own), await tryAgain(stranger.tenantId)];

    expect(answers[0]).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'input.tenantId',
      message:
        'No account can be made for this tenant. Send it a relationship request or an invitation instead.',
    });
    expect(answers[1]).toEqual(answers[0]);
  });

  test.each<readonly [country: string, number: string | null, legacyCode: string]>([
    ['PL', null, '600049'],
    ['PL', '  ', '600049'],
    ['PL', '1234', '600050'],
    ['HU', '1'.repeat(23), '600050'],
  ])('a customer in %s with the number %s: INVALID_INPUT, %s', async (country, number, legacy) => {
    const reseller = await givenReseller(app, { instance: 'GLOBAL', country });
    const companyProfile = { companyName: 'Litware', organizationRegistrationNumber: number };

    const { error } = await act(
      app,
      reseller.as('GLOBAL_ADMIN'),
      MUTATION,
      account({ country, companyProfile }),
    );

    expect(error?.extensions).toMatchObject({
      code: 'INVALID_INPUT',
      legacyCode: legacy,
      field: 'input.companyProfile.organizationRegistrationNumber',
    });
  });

  test.each<Input>([
    { companyProfile: { companyName: ' ' } },
    { companyProfile: { companyName: 'x'.repeat(257) } },
    { companyProfile: { companyName: 'Litware', domain: 'no domain' } },
    { billingProfile: { email: 'nobody' } },
    { billingProfile: { culture: 'Chinese!' } },
    { billingProfile: { firstName: 'x'.repeat(51) } },
    { billingProfile: { defaultAddress: { city: 'x'.repeat(201) } } },
  ])('malformed: %j', async (said) => {
    expect(await refusedWith(await givenReseller(app), said)).toBe('INVALID_INPUT');
  });
});
