import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { relationshipRequestIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, activeServices, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenRequest,
  givenRequestIn,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  observe,
  type RequestState,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeEtag, describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'acceptRelationshipRequest';

const HABITS: Habits = {
  mutation: MUTATION,
  given: async (given) => {
    const { customer, request } = await givenRequestIn(given, 'PENDING');
    const input = { relationshipRequestId: request.id };
    return {
      who: customer.as('CUSTOMER_GLOBAL_ADMIN'),
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'colleague'),
      input,
      otherInput: { ...input, services: ['DYNAMICS'] },
      etag: request.etag,
    };
  },
  audit: { operation: 'ACCEPT_RELATIONSHIP_REQUEST', resource_type: 'RELATIONSHIP_REQUEST' },
  events: ['RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', 'DAP_ADMIN_RELATIONSHIP_APPROVED'],
  again: 'allowed',
  isProved: true,
};
describeHabits(() => app, HABITS);
describeEtag(() => app, HABITS);

describe('who may accept (R15, R19, R29)', () => {
  let requestId: string;
  beforeAll(async () => {
    const { relationshipRequest } = await done(app, 'reseller-b-admin', 'requestRelationship', {
      customerTenantId: DEMO_TENANTS.customer.tenantId,
    });
    requestId = relationshipRequest?.id ?? '';
  });

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-admin', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-sales', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-helpdesk', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-global', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-billing', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-usermgmt', 'DAP_GRANT_REQUIRES_CUSTOMER (R29)'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-a-billing', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['provider-global', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['indirect-reseller-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'allowed'],
    ['customer-billing', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer-user', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer2-global', 'NOT_FOUND (R36)'],
    ['customer3-global', 'NOT_FOUND (R36)'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const input = { relationshipRequestId: requestId, validateOnly: true };

    const seen = await observe(app, () => act(app, who, MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held may not: ROLE_NOT_ALLOWED, also by an id it was sent', async () => {
    const request = await givenRequest(app, { customer: null, reseller: await givenReseller(app) });
    const input = { relationshipRequestId: request.id };

    const answer = await act(app, newTenant().as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, input);

    expect(outcomeOf(answer)).toBe('ROLE_NOT_ALLOWED');
  });

  test('a user of another partner who claims to be a customer’s administrator: R19', async () => {
    const partner = await givenReseller(app);
    const claims = partner.as(['ADMIN_AGENT', 'CUSTOMER_GLOBAL_ADMIN']);

    const answer = await act(app, claims, MUTATION, { relationshipRequestId: requestId });

    expect(outcomeOf(answer)).toBe('RESELLER_CANNOT_BE_CUSTOMER (R19)');
  });

  test('a partner that is asked as if it were a customer cannot accept (R19)', async () => {
    const [reseller, partner] = [await givenReseller(app), await givenReseller(app)];
    const request = await givenRequest(app, { customer: partner, reseller });

    const answer = await act(app, partner.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipRequestId: request.id,
    });

    expect(outcomeOf(answer)).toBe('RESELLER_CANNOT_BE_CUSTOMER (R19)');
  });

  test('the asking reseller hears the same whatever roles it claims (R29)', async () => {
    const { reseller, request } = await givenRequestIn(app, 'PENDING');
    const claims = reseller.as(['GLOBAL_ADMIN', 'CUSTOMER_GLOBAL_ADMIN']);

    const seen = await observe(app, () =>
      act(app, claims, MUTATION, { relationshipRequestId: request.id }),
    );

    expect(outcomeOf(seen.result)).toBe('DAP_GRANT_REQUIRES_CUSTOMER (R29)');
    expect(seen.audits).toEqual([
      expect.objectContaining({ status: 'FAILED', rule: 'R29', reseller_id: reseller.key }),
    ]);
  });
});

describe('an id that leads nowhere', () => {
  test.each<readonly [who: string, outcome: string]>([
    ['customer-global', 'NOT_FOUND (R36)'],
    ['customer-billing', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-b-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s hears what it would hear of one of others: %s', async (who, outcome) => {
    const unknown = { relationshipRequestId: relationshipRequestIdOf(newId()) };
    const { request } = await givenRequestIn(app, 'PENDING');
    const foreign = { relationshipRequestId: request.id };

    const [atNothing, atForeign] = await Promise.all([
      observe(app, () => act(app, who, MUTATION, unknown)),
      act(app, who, MUTATION, foreign),
    ]);

    expect(outcomeOf(atNothing.result)).toBe(outcome);
    expect(outcomeOf(atForeign)).toBe(outcome);
    expect(atNothing.changed).toEqual([]);
  });
});

describe('which state may be accepted', () => {
  test.each<readonly [RequestState, readonly string[] | undefined, string]>([
    ['PENDING', undefined, 'allowed'],
    ['ACCEPTED', undefined, 'allowed'],
    ['ACCEPTED', [], 'allowed'],
    ['ACCEPTED', ['DYNAMICS', 'EXCHANGE_OFFICE'], 'allowed'],
    ['ACCEPTED', ['DYNAMICS'], 'REQUEST_NOT_PENDING (R24)'],
    ['DECLINED', undefined, 'REQUEST_NOT_PENDING (R24)'],
    ['CANCELED', undefined, 'REQUEST_NOT_PENDING (R24)'],
    ['EXPIRED', undefined, 'REQUEST_EXPIRED (R25)'],
  ])('%s, naming %j: %s', async (state, services, outcome) => {
    const { customer, request } = await givenRequestIn(app, state);

    const seen = await observe(app, () =>
      act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipRequestId: request.id,
        ...(services && { services }),
      }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (state !== 'PENDING') expect(seen.changed).toEqual([]);
    expect(seen.audits).toHaveLength(1);
  });

  test.each([
    [-1, 'allowed'],
    [0, 'REQUEST_EXPIRED (R25)'],
    [1, 'REQUEST_EXPIRED (R25)'],
  ])('90 days and %i ms after it was asked: %s', async (ms, outcome) => {
    const { customer, request } = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: 90, ms });

    const answer = await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipRequestId: request.id,
    });

    expect(outcomeOf(answer)).toBe(outcome);
    const { relationshipRequest } = await app.succeed<{
      relationshipRequest: { status: string };
    }>(
      customer.as('CUSTOMER_GLOBAL_ADMIN'),
      'query ($id: ID!) { relationshipRequest(id: $id) { status } }',
      { id: request.id },
    );
    expect(relationshipRequest.status).toBe(ms < 0 ? 'ACCEPTED' : 'EXPIRED');
  });
});

describe('what an acceptance gives', () => {
  test('S1: the relationship is in force and every subscription is as it was', async () => {
    const [customer, seller] = [await givenCustomer(app), await givenReseller(app)];
    await givenRelationship(app, { customer, reseller: seller });
    for (const service of ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE'] as const) {
      await givenSale(app, customer, seller, { service });
    }
    const reseller = await givenReseller(app);
    const services = ['EXCHANGE_OFFICE', 'DYNAMICS'] as const;
    const request = await givenRequest(app, { customer, reseller, services });
    const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');

    const seen = await observe(app, () =>
      done(app, admin, MUTATION, { relationshipRequestId: request.id }),
    );

    const { proof, relationship, relationshipRequest } = seen.result;
    expect(relationship).toMatchObject({
      status: 'ACTIVE',
      origin: 'INVITATION',
      reseller: { id: reseller.id },
      customer: { id: customer.id },
    });
    expect(activeServices(relationship)).toEqual(['DYNAMICS', 'EXCHANGE_OFFICE']);
    expect(relationshipRequest).toMatchObject({
      status: 'ACCEPTED',
      relationship: { id: relationship?.id },
      decidedBy: { kind: 'CUSTOMER_USER', displayName: 'somebody' },
    });
    expect(proof).toMatchObject({ unchanged: true, subscriptionCount: 3, after: proof?.before });
    const read = await app.succeed<{ customer: { subscriptionsDigest: string } }>(
      admin,
      'query ($id: ID!) { customer(id: $id) { subscriptionsDigest } }',
      { id: customer.id },
    );
    expect(read.customer.subscriptionsDigest).toBe(proof?.after);
    expect(seen.changed).toEqual([
      'relationship_requests',
      'relationships',
      'delegated_privileges',
      'events',
      'event_counters',
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        reseller_id: reseller.key,
        resource_id: keyOf(request.id),
        old_value: { status: 'PENDING' },
        new_value: { status: 'ACCEPTED', services: [...services] },
      }),
    ]);
    const told = { customer_id: customer.key, recipient_reseller_ids: [reseller.key] };
    expect(seen.events).toEqual([
      expect.objectContaining({
        ...told,
        to_customer: true,
        name: 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
        data: expect.objectContaining({ relationshipCreated: true, services: [...services] }),
      }),
      expect.objectContaining({
        ...told,
        to_customer: true,
        name: 'DAP_ADMIN_RELATIONSHIP_APPROVED',
        data: expect.objectContaining({ services: [...services] }),
      }),
    ]);
  });

  test('D15: fewer services than asked for may be granted', async () => {
    const { customer, request } = await givenRequestIn(app, 'PENDING');

    const { relationship } = await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipRequestId: request.id,
      services: ['DYNAMICS', 'DYNAMICS'],
    });

    expect(activeServices(relationship)).toEqual(['DYNAMICS']);
  });

  test.each<readonly [services: readonly string[], outcome: string, field: string]>([
    [['EXCHANGE_OFFICE', 'INTUNE'], 'INVALID_INPUT', 'input.services'],
    [['AZURE'], 'INVALID_INPUT', 'input.services'],
    // Where every request includes privileges, granting none would make one without (R14).
    [[], 'DAP_REQUIRED_IN_CLOUD (R14)', 'input.services'],
    [Array.from({ length: 6 }, () => 'DYNAMICS'), 'INVALID_INPUT', 'input.services'],
  ])('D15: granting %j is refused: %s', async (services, outcome, field) => {
    const { customer, request } = await givenRequestIn(app, 'PENDING');

    const seen = await observe(app, () =>
      act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipRequestId: request.id,
        services,
      }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.result.error?.extensions.field).toBe(field);
    expect(seen.changed).toEqual([]);
  });

  test('R9: a second acceptance adds privileges to the relationship there is', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const services = ['EXCHANGE_OFFICE'] as const;
    const { relationshipId } = await givenRelationship(app, { customer, reseller, services });
    const request = await givenRequest(app, { customer, reseller });

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipRequestId: request.id,
        services: ['EXCHANGE_OFFICE', 'INTUNE'],
      }),
    );

    expect(seen.result.relationship?.id).toBe(relationshipId);
    expect(activeServices(seen.result.relationship)).toEqual(['EXCHANGE_OFFICE', 'INTUNE']);
    expect(seen.events.map(({ name, data }) => [name, data['services']])).toEqual([
      ['RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', ['EXCHANGE_OFFICE', 'INTUNE']],
      ['DAP_ADMIN_RELATIONSHIP_APPROVED', ['INTUNE']],
    ]);
  });

  test('R10: a customer has as many resellers at once as it accepts', async () => {
    const customer = await givenCustomer(app);
    for (let count = 0; count < 3; count += 1) {
      await givenRelationship(app, { customer, reseller: await givenReseller(app) });
    }

    const { customer: read } = await app.succeed<{
      customer: { relationships: { totalCount: number } };
    }>(
      customer.as('CUSTOMER_GLOBAL_ADMIN'),
      'query ($id: ID!) { customer(id: $id) { relationships(first: 5) { totalCount } } }',
      { id: customer.id },
    );

    expect(read.relationships.totalCount).toBe(3);
  });

  test('R15: a request that names no tenant is accepted by the customer that is sent its id', async () => {
    const [customer, other] = [await givenCustomer(app), await givenCustomer(app)];
    const reseller = await givenReseller(app);
    const request = await givenRequest(app, { customer: null, reseller });
    const input = { relationshipRequestId: request.id };

    const answers = await Promise.all(
      [customer, other].map((it) => act(app, it.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, input)),
    );

    expect(answers.map(outcomeOf).sort()).toEqual(['NOT_FOUND (R36)', 'allowed']);
  });

  test('R3: an agreement that no policy asks for is not kept', async () => {
    const { customer, request } = await givenRequestIn(app, 'PENDING');

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipRequestId: request.id,
        acceptsCustomerAgreement: true,
      }),
    );

    expect(seen.changed).not.toContain('agreements');
  });
});

describe('S15: two parallel calls', () => {
  test('A’s request to customer2: one relationship, both calls get it, each event once', async () => {
    const { relationshipRequest } = await done(app, 'reseller-a-admin', 'requestRelationship', {
      customerTenantId: DEMO_TENANTS.customer2.tenantId,
    });
    const input = { relationshipRequestId: relationshipRequest?.id };

    const seen = await observe(app, () =>
      Promise.all([1, 2].map(() => act(app, 'customer2-global', MUTATION, input))),
    );

    const ids = seen.result.map(({ payload }) => payload?.relationship?.id);
    expect(seen.result.map(outcomeOf)).toEqual(['allowed', 'allowed']);
    expect(ids[0]).toEqual(expect.any(String));
    expect(ids[1]).toBe(ids[0]);
    expect(seen.result.map(({ payload }) => payload?.repeated).sort()).toEqual([false, true]);
    expect(seen.events.map(({ name }) => name)).toEqual(HABITS.events);
  });

  test('two requests of one reseller, accepted at once: one relationship with the privileges of both (R9)', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
      const requests = [
        await givenRequest(app, { customer, reseller, services: ['DYNAMICS'] }),
        await givenRequest(app, { customer: null, reseller, services: ['INTUNE'] }),
      ];
      const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');

      const payloads = await Promise.all(
        requests.map(({ id }) => done(app, admin, MUTATION, { relationshipRequestId: id })),
      );

      expect(payloads[1]?.relationship?.id).toBe(payloads[0]?.relationship?.id);
      const { customer: read } = await app.succeed<{
        customer: { partnersWithPrivileges: { service: string }[] };
      }>(admin, 'query ($id: ID!) { customer(id: $id) { partnersWithPrivileges { service } } }', {
        id: customer.id,
      });
      expect(read.partnersWithPrivileges.map(({ service }) => service).sort()).toEqual([
        'DYNAMICS',
        'INTUNE',
      ]);
    }
  });

  test('one accepts and one declines: one of them wins, and only its events are written', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { customer, request } = await givenRequestIn(app, 'PENDING');
      const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');
      const input = { relationshipRequestId: request.id };

      const seen = await observe(app, () =>
        Promise.all([
          act(app, admin, 'acceptRelationshipRequest', input),
          act(app, admin, 'declineRelationshipRequest', input),
        ]),
      );

      const [accepted, declined] = seen.result.map(outcomeOf);
      const names = seen.events.map(({ name }) => name);
      if (accepted === 'allowed') {
        expect(declined).toBe('REQUEST_NOT_PENDING (R24)');
        expect(names).toEqual(HABITS.events);
      } else {
        expect([accepted, declined]).toEqual(['REQUEST_NOT_PENDING (R24)', 'allowed']);
        expect(names).toEqual(['RESELLER_RELATIONSHIP_REQUEST_DECLINED']);
      }
    }
  });
});

describe('S10, R21: one transacting partner with privileges for a service', () => {
  test('the whole acceptance is refused and names the holder and the service', async () => {
    const customer = await givenCustomer(app);
    const [holder, reseller] = [await givenReseller(app), await givenReseller(app)];
    await givenRelationship(app, { customer, reseller: holder });
    await givenSale(app, customer, holder, { service: 'DYNAMICS' });
    await givenSale(app, customer, reseller, { service: 'DYNAMICS' });
    const services = ['EXCHANGE_OFFICE', 'DYNAMICS'] as const;
    const request = await givenRequest(app, { customer, reseller, services });
    const input = { relationshipRequestId: request.id };
    const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');

    const seen = await observe(app, () => act(app, admin, MUTATION, input));

    expect(outcomeOf(seen.result)).toBe('DAP_CONFLICT (R21)');
    expect(seen.result.error?.extensions.blockers).toEqual([
      expect.objectContaining({
        type: 'Reseller',
        id: resellerIdOf(holder.key),
        name: holder.name,
        service: 'DYNAMICS',
      }),
    ]);
    expect(seen.changed).toEqual([]);
    const without = await act(app, admin, MUTATION, { ...input, services: ['EXCHANGE_OFFICE'] });
    expect(outcomeOf(without)).toBe('allowed');
  });

  test.each([
    ['the holder sells nothing of it', false, true],
    ['the newcomer sells nothing of it', true, false],
  ])('no conflict when %s (D7)', async (_case, holderSells, newcomerSells) => {
    const customer = await givenCustomer(app);
    const [holder, reseller] = [await givenReseller(app), await givenReseller(app)];
    await givenRelationship(app, { customer, reseller: holder });
    if (holderSells) await givenSale(app, customer, holder);
    if (newcomerSells) await givenSale(app, customer, reseller);
    const request = await givenRequest(app, { customer, reseller });

    const answer = await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipRequestId: request.id,
    });

    expect(outcomeOf(answer)).toBe('allowed');
  });

  test('two acceptances at once cannot both become the transacting holder', async () => {
    const customer = await givenCustomer(app);
    const newcomers = [await givenReseller(app), await givenReseller(app)];
    const requests = [];
    for (const reseller of newcomers) {
      await givenSale(app, customer, reseller);
      requests.push(await givenRequest(app, { customer, reseller }));
    }

    const answers = await Promise.all(
      requests.map(({ id }) =>
        act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { relationshipRequestId: id }),
      ),
    );

    expect(answers.map(outcomeOf).sort()).toEqual(['DAP_CONFLICT (R21)', 'allowed']);
    // The rule has answered, under the lock, and not the database in its place.
    const refused = answers.find(({ error }) => error !== null);
    expect(refused?.error?.extensions.blockers).toHaveLength(1);
  });
});
