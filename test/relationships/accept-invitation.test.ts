import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, activeServices, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenRelationship,
  givenRequest,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  observe,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'acceptInvitation';
const GRANTED = ['RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', 'DAP_ADMIN_RELATIONSHIP_APPROVED'];

describeHabits(() => app, {
  mutation: MUTATION,
  given: async (given) => {
    const customer = await givenCustomer(given);
    const { url } = await givenInvitation(given, await givenReseller(given));
    return {
      who: customer.as('CUSTOMER_GLOBAL_ADMIN'),
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'colleague'),
      input: { url },
      otherInput: { url, services: ['DYNAMICS'] },
    };
  },
  audit: { operation: 'ACCEPT_INVITATION', resource_type: 'RELATIONSHIP_REQUEST' },
  events: GRANTED,
  again: 'allowed',
  isProved: true,
});

describe('who may follow a link (R15, R19, R29)', () => {
  let url: string | undefined;
  beforeAll(async () => {
    url = (await done(app, 'reseller-b-admin', 'createInvitation', {})).invitation?.url;
  });

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-admin', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-global', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-billing', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['provider-global', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'allowed'],
    ['customer2-global', 'allowed'],
    // Contoso and Fabrikam both sell it the same service (S10).
    ['customer3-global', 'DAP_CONFLICT (R21)'],
    ['customer-billing', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer-user', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const seen = await observe(app, () => act(app, who, MUTATION, { url, validateOnly: true }));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a user of another partner who claims to be a customer’s administrator: R19', async () => {
    const claims = (await givenReseller(app)).as(['GLOBAL_ADMIN', 'CUSTOMER_GLOBAL_ADMIN']);

    expect(outcomeOf(await act(app, claims, MUTATION, { url }))).toBe(
      'RESELLER_CANNOT_BE_CUSTOMER (R19)',
    );
  });

  test.each<readonly [string, 'CUSTOMER_BILLING_ADMIN' | 'CUSTOMER_USER']>([
    ['a billing administrator', 'CUSTOMER_BILLING_ADMIN'],
    ['a plain user', 'CUSTOMER_USER'],
  ])('%s of a tenant that is not held: CUSTOMER_ADMIN_REQUIRED', async (_who, role) => {
    const seen = await observe(app, () => act(app, newTenant().as(role), MUTATION, { url }));

    expect(outcomeOf(seen.result)).toBe('CUSTOMER_ADMIN_REQUIRED (R15)');
    expect(seen.changed).toEqual([]);
  });

  test('an application of a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const claims = { ...newTenant().as('CUSTOMER_GLOBAL_ADMIN'), idtyp: 'app' };

    expect(outcomeOf(await act(app, claims, MUTATION, { url }))).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('which links are taken (R11, R12, R13)', () => {
  type Change = (url: string) => string;
  test.each<readonly [string, Change, string]>([
    ['as it was sent', (url) => url, 'allowed'],
    ['another token', (url) => `${url.slice(0, -4)}AAAA`, 'NOT_FOUND (R36)'],
    ['no token', (url) => url.replace(/=.*/, '='), 'INVITATION_LINK_MISSING (R13)'],
    ['no parameter', (url) => url.replace(/\?.*/, ''), 'INVITATION_LINK_MISSING (R13)'],
    ['another site', () => 'https://customer.example/', 'INVITATION_LINK_MISSING (R13)'],
    ['a tracking parameter', (url) => `${url}&utm_source=mail`, 'INVITATION_LINK_IMMUTABLE (R11)'],
    ['a customer in it', (url) => `${url}&customer=woodgrove`, 'INVITATION_LINK_IMMUTABLE (R11)'],
    [
      'a customer before the token',
      (url) => url.replace('?', '?tenant=woodgrove&'),
      'INVITATION_LINK_IMMUTABLE (R11)',
    ],
    ['a fragment', (url) => `${url}#woodgrove`, 'INVITATION_LINK_IMMUTABLE (R11)'],
    [
      'another host',
      (url) => url.replace(/\/\/[^/]+/, '//evil.example'),
      'INVITATION_LINK_IMMUTABLE (R11)',
    ],
  ])('%s: $2', async (_case, change, outcome) => {
    const customer = await givenCustomer(app);
    const { url } = await givenInvitation(app, await givenReseller(app));

    const seen = await observe(app, () =>
      act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url: change(url) }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') {
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([
        expect.objectContaining({ status: 'FAILED', resource_id: null, reseller_id: null }),
      ]);
    }
  });

  test.each([
    ['reseller-b-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer-user', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer-global', 'NOT_FOUND (R36)'],
  ])('a token that leads nowhere, by %s: %s', async (who, outcome) => {
    const url = `${app.address}/accept?inv=${'A'.repeat(43)}`;

    expect(outcomeOf(await act(app, who, MUTATION, { url }))).toBe(outcome);
  });

  test('S5: the same link works for any number of customers and stays as it is', async () => {
    const reseller = await givenReseller(app);
    const invitation = await givenInvitation(app, reseller);
    const customers = [await givenCustomer(app), await givenCustomer(app)];

    const ids = [];
    for (const customer of customers) {
      const payload = await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        url: invitation.url,
      });
      ids.push(payload.relationship?.id);
    }

    expect(new Set(ids).size).toBe(2);
    expect(await givenInvitation(app, reseller)).toEqual(invitation);
  });

  test('R12: a link does not expire by itself', async () => {
    const { url } = await givenInvitation(app, await givenReseller(app));
    app.clock.advance({ days: 1000 });
    const customer = await givenCustomer(app);

    const answer = await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url });

    expect(outcomeOf(answer)).toBe('allowed');
  });
});

describe('by a customer that is held', () => {
  test('request and acceptance are one, and no subscription changes', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    await givenSale(app, customer, await givenReseller(app));
    const { url } = await givenInvitation(app, reseller);

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url }),
    );

    const { relationship, relationshipRequest, proof } = seen.result;
    expect(relationship).toMatchObject({ status: 'ACTIVE', reseller: { id: reseller.id } });
    expect(activeServices(relationship)).toEqual([
      'DYNAMICS',
      'EXCHANGE_OFFICE',
      'INTUNE',
      'OTHER',
    ]);
    expect(relationshipRequest).toMatchObject({
      status: 'ACCEPTED',
      customer: { id: customer.id },
      // Nobody typed it: the reseller must not read it here when the relationship is over.
      customerTenantId: null,
      relationship: { id: relationship?.id },
    });
    expect(proof).toMatchObject({ unchanged: true, subscriptionCount: 1, after: proof?.before });
    expect(seen.changed).toEqual([
      'relationship_requests',
      'relationships',
      'delegated_privileges',
      'events',
      'event_counters',
    ]);
    expect(seen.events.map(({ name }) => name)).toEqual(GRANTED);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        reseller_id: reseller.key,
        resource_id: keyOf(relationshipRequest?.id),
      }),
    ]);
  });

  test('a waiting request of this reseller to this tenant is accepted instead of a new one', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const services = ['DYNAMICS', 'INTUNE'] as const;
    const request = await givenRequest(app, { customer, reseller, services });
    const { url } = await givenInvitation(app, reseller);
    const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');

    const stale = await act(app, admin, MUTATION, { url, ifMatch: '"7"' });
    const more = await act(app, admin, MUTATION, { url, services: ['EXCHANGE_OFFICE'] });
    const payload = await done(app, admin, MUTATION, { url, ifMatch: request.etag });

    expect(outcomeOf(stale)).toBe('ETAG_MISMATCH (R40)');
    expect(outcomeOf(more)).toBe('INVALID_INPUT');
    expect(payload.relationshipRequest).toMatchObject({ id: request.id, status: 'ACCEPTED' });
    expect(activeServices(payload.relationship)).toEqual(services);
  });

  test('a refusal is recorded with the request that waited and what was to be granted (R42)', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const request = await givenRequest(app, { customer, reseller, services: ['DYNAMICS'] });
    const { url } = await givenInvitation(app, reseller);

    const { audits } = await observe(app, () =>
      act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url, ifMatch: '"7"' }),
    );

    expect(audits).toEqual([
      expect.objectContaining({
        code: 'ETAG_MISMATCH',
        resource_id: keyOf(request.id),
        old_value: { status: 'PENDING' },
        new_value: { status: 'ACCEPTED', services: ['DYNAMICS'] },
      }),
    ]);
  });

  test('an overdue request is over: it is marked so, and the link is the request (R25)', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const request = await givenRequest(app, { customer, reseller, services: ['DYNAMICS'] });
    const { url } = await givenInvitation(app, reseller);
    app.clock.advance({ days: 90 });

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url }),
    );

    expect(seen.result.relationshipRequest?.id).not.toBe(request.id);
    expect(
      await app.database.query(
        sql`SELECT status FROM relationship_requests WHERE id = ${keyOf(request.id)}`,
      ),
    ).toEqual([{ status: 'EXPIRED' }]);
    expect(activeServices(seen.result.relationship)).toHaveLength(4);
    expect(seen.events.map(({ name }) => name)).toEqual([
      'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
      ...GRANTED,
    ]);
    expect(seen.events.map(({ actor }) => actor.kind)).toEqual([
      'PLATFORM',
      'CUSTOMER_USER',
      'CUSTOMER_USER',
    ]);
  });

  test('where every privilege is there already the relationship is returned as it is', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const { relationshipId } = await givenRelationship(app, { customer, reseller });
    const { url } = await givenInvitation(app, reseller);

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url }),
    );

    expect(seen.result).toMatchObject({
      repeated: true,
      relationshipRequest: null,
      relationship: { id: relationshipId },
      proof: { unchanged: true },
    });
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({ status: 'SUCCEEDED', repeated: true, customer_id: customer.key }),
    ]);
  });

  test('what is chosen is there already: the request that asks for more goes on waiting', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    await givenRelationship(app, { customer, reseller, services: ['DYNAMICS'] });
    await givenRequest(app, { customer, reseller, services: ['DYNAMICS', 'INTUNE'] });
    const { url } = await givenInvitation(app, reseller);

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url, services: ['DYNAMICS'] }),
    );

    expect(seen.result).toMatchObject({ repeated: true, relationshipRequest: null });
    expect(seen.changed).toEqual([]);
    // It decided nothing about that request, and so its record does not name it (R42).
    expect(seen.audits).toEqual([expect.objectContaining({ repeated: true, resource_id: null })]);
  });

  test('R9: where some are missing they are added to the relationship there is', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const services = ['DYNAMICS'] as const;
    const { relationshipId, payload: before } = await givenRelationship(app, {
      customer,
      reseller,
      services,
    });
    const { url } = await givenInvitation(app, reseller);

    const payload = await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      url,
      services: ['INTUNE'],
    });

    expect(payload.relationship?.id).toBe(relationshipId);
    expect(activeServices(payload.relationship)).toEqual(['DYNAMICS', 'INTUNE']);
    // Whoever read it before may not end it unseen (R40).
    expect(payload.relationship?.etag).not.toBe(before.relationship?.etag);
  });

  test('R21 holds for a link as well', async () => {
    const customer = await givenCustomer(app);
    const [holder, reseller] = [await givenReseller(app), await givenReseller(app)];
    await givenRelationship(app, { customer, reseller: holder });
    await givenSale(app, customer, holder);
    await givenSale(app, customer, reseller);
    const { url } = await givenInvitation(app, reseller);

    const answer = await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url });

    expect(outcomeOf(answer)).toBe('DAP_CONFLICT (R21)');
  });
});

describe('by a tenant that is not held yet', () => {
  test('it becomes a customer from its token, without an account owner, and reads what it accepted', async () => {
    const [tenant, reseller] = [newTenant(), await givenReseller(app)];
    const { url } = await givenInvitation(app, reseller);

    const seen = await observe(app, () =>
      done(app, tenant.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url }),
    );

    const { relationship, relationshipRequest, proof } = seen.result;
    expect(relationship).toMatchObject({ status: 'ACTIVE', customer: { id: expect.any(String) } });
    expect(relationshipRequest).toMatchObject({
      status: 'ACCEPTED',
      customer: { id: relationship?.customer?.id },
      decidedBy: { displayName: 'somebody', tenantId: tenant.tenantId },
    });
    expect(proof).toMatchObject({ unchanged: true, subscriptionCount: 0, after: proof?.before });
    const [held] = await app.database.query<Record<string, unknown>>(
      sql`SELECT * FROM customers WHERE tenant_id = ${tenant.tenantId}`,
    );
    expect(held).toMatchObject({
      id: keyOf(relationship?.customer?.id),
      company_name: tenant.name,
      country: 'CN',
      cloud_instance: 'CHINA_21VIANET',
      account_owner_id: null,
    });
    expect(seen.events.map(({ name, sequence }) => `${sequence} ${name}`)).toEqual([
      '1 CUSTOMER_CREATED',
      '2 RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      '3 DAP_ADMIN_RELATIONSHIP_APPROVED',
    ]);
    seen.events.forEach((event) =>
      expect(event).toMatchObject({ to_customer: true, recipient_reseller_ids: [reseller.key] }),
    );
    expect(seen.audits).toEqual([
      expect.objectContaining({ customer_id: held?.['id'], reseller_id: reseller.key }),
    ]);
  });

  test('a dry run makes no customer', async () => {
    const { url } = await givenInvitation(app, await givenReseller(app));

    const seen = await observe(app, () =>
      done(app, newTenant().as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url, validateOnly: true }),
    );

    expect(seen.changed).toEqual([]);
    expect(seen.result).toMatchObject({
      dryRun: true,
      relationship: null,
      relationshipRequest: null,
      proof: null,
    });
  });

  test('a request that named the tenant before anybody held it is accepted with the link', async () => {
    const [tenant, reseller] = [newTenant(), await givenReseller(app)];
    const request = await givenRequest(app, { customer: tenant, reseller, services: ['INTUNE'] });
    const { url } = await givenInvitation(app, reseller);

    const payload = await done(app, tenant.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url });

    expect(payload.relationshipRequest?.id).toBe(request.id);
    expect(activeServices(payload.relationship)).toEqual(['INTUNE']);
  });

  test.each<readonly [string, string | null, Parameters<typeof givenReseller>[1], string]>([
    ['no country in its token', null, {}, 'REGION_NOT_ALLOWED (R16)'],
    ['another country', 'FR', {}, 'REGION_NOT_ALLOWED (R16)'],
    ['a country that is none', 'CHN', {}, 'REGION_NOT_ALLOWED (R16)'],
    ['a country in small letters', 'cn', {}, 'allowed'],
    [
      'GERMANY takes no new customers',
      'DE',
      { instance: 'GERMANY', country: 'DE' },
      'FEATURE_NOT_AVAILABLE_IN_CLOUD',
    ],
    [
      'GLOBAL without the agreement',
      'FR',
      { instance: 'GLOBAL', country: 'FR' },
      'AGREEMENT_NOT_ACCEPTED (R20)',
    ],
  ])('%s: a refusal leaves no customer behind', async (_case, country, said, outcome) => {
    const reseller = await givenReseller(app, said);
    const { url } = await givenInvitation(app, reseller);

    const seen = await observe(app, () =>
      act(app, newTenant(country).as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') {
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([
        expect.objectContaining({
          status: 'FAILED',
          customer_id: null,
          reseller_id: reseller.key,
        }),
      ]);
    }
  });

  test('the call that made it a customer, sent again with its clientRequestId, answers the same (R41)', async () => {
    const { url } = await givenInvitation(app, await givenReseller(app));
    const admin = newTenant().as('CUSTOMER_GLOBAL_ADMIN');
    const first = await done(app, admin, MUTATION, { url, clientRequestId: 'mine' });

    const again = await done(app, admin, MUTATION, { url, clientRequestId: 'mine' });

    expect(again).toEqual({ ...first, repeated: true });
  });

  test('two first acceptances at once make one customer and one relationship', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [tenant, reseller] = [newTenant(), await givenReseller(app)];
      const { url } = await givenInvitation(app, reseller);
      const admin = tenant.as('CUSTOMER_GLOBAL_ADMIN');

      const seen = await observe(app, () =>
        Promise.all([1, 2].map(() => done(app, admin, MUTATION, { url }))),
      );

      const [first, second] = seen.result;
      expect(first?.relationship?.id).toEqual(expect.any(String));
      expect(second?.relationship?.id).toBe(first?.relationship?.id);
      expect(seen.events.map(({ name }) => name)).toEqual(['CUSTOMER_CREATED', ...GRANTED]);
    }
  });

  test('two links of two resellers at once: one customer with both', async () => {
    const tenant = newTenant();
    const resellers = [await givenReseller(app), await givenReseller(app)];
    const links = [];
    for (const reseller of resellers) links.push(await givenInvitation(app, reseller));

    const payloads = await Promise.all(
      links.map(({ url }) => done(app, tenant.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { url })),
    );

    const [one, other] = payloads.map(({ relationship }) => relationship);
    expect(one?.customer?.id).toEqual(expect.any(String));
    expect(other?.customer?.id).toBe(one?.customer?.id);
    expect(other?.id).not.toBe(one?.id);
  });

  test('the second mutation of one document is that of a customer already', async () => {
    const [tenant, first, second] = [
      newTenant(),
      await givenReseller(app),
      await givenReseller(app),
    ];
    const urls = [await givenInvitation(app, first), await givenInvitation(app, second)];

    const data = await app.succeed<Record<string, { relationship: { customer: { id: string } } }>>(
      tenant.as('CUSTOMER_GLOBAL_ADMIN'),
      `mutation ($a: URL!, $b: URL!) {
        one: acceptInvitation(input: { url: $a }) { relationship { customer { id } } }
        two: acceptInvitation(input: { url: $b }) { relationship { customer { id } } }
      }`,
      { a: urls[0]?.url, b: urls[1]?.url },
    );

    expect(data['two']).toEqual(data['one']);
  });

  test('before that it reads null, without an error, and may do nothing else', async () => {
    const claims = newTenant().as('CUSTOMER_GLOBAL_ADMIN');

    const { data, errors } = await app.as<Record<string, unknown>>(
      claims,
      `query ($tenant: UUID!) {
        customer(tenantId: $tenant) { id }
        customers(first: 1) { totalCount }
        resellers(first: 1) { totalCount }
        relationships(first: 1) { totalCount }
        relationshipRequests(first: 1) { totalCount }
        subscriptions(first: 1) { totalCount }
        auditRecords(first: 1) { totalCount }
        events(first: 1) { totalCount }
        offers(first: 1) { totalCount }
      }`,
      { tenant: newId() },
    );

    expect(errors).toEqual([]);
    expect(new Set(Object.values(data))).toEqual(new Set([null]));
  });
});
