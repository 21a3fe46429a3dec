import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { relationshipRequestIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenRequest,
  givenRequestIn,
  givenReseller,
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

const MUTATION = 'declineRelationshipRequest';

const HABITS: Habits = {
  mutation: MUTATION,
  given: async (given) => {
    const { customer, request } = await givenRequestIn(given, 'PENDING');
    const input = { relationshipRequestId: request.id };
    return {
      who: customer.as('CUSTOMER_GLOBAL_ADMIN'),
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'colleague'),
      input,
      otherInput: { ...input, reason: 'another' },
      etag: request.etag,
    };
  },
  audit: { operation: 'DECLINE_RELATIONSHIP_REQUEST', resource_type: 'RELATIONSHIP_REQUEST' },
  events: ['RESELLER_RELATIONSHIP_REQUEST_DECLINED'],
  again: 'REQUEST_NOT_PENDING (R24)',
  isProved: true,
};
describeHabits(() => app, HABITS);
describeEtag(() => app, HABITS);

describe('who may decline (R15, R29)', () => {
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
    ['reseller-a-global', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['provider-global', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-suspended-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'allowed'],
    ['customer-billing', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer-user', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer2-global', 'NOT_FOUND (R36)'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const input = { relationshipRequestId: requestId, validateOnly: true };

    const seen = await observe(app, () => act(app, who, MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const answer = await act(app, newTenant().as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipRequestId: requestId,
    });

    expect(outcomeOf(answer)).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('which state may be declined', () => {
  test.each<readonly [RequestState, string]>([
    ['PENDING', 'allowed'],
    ['ACCEPTED', 'REQUEST_NOT_PENDING (R24)'],
    ['DECLINED', 'REQUEST_NOT_PENDING (R24)'],
    ['CANCELED', 'REQUEST_NOT_PENDING (R24)'],
    ['EXPIRED', 'REQUEST_EXPIRED (R25)'],
  ])('%s: %s', async (state, outcome) => {
    const { customer, request } = await givenRequestIn(app, state);

    const seen = await observe(app, () =>
      act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipRequestId: request.id,
      }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') expect(seen.changed).toEqual([]);
  });
});

describe('what a decline leaves', () => {
  test('keeps the reason, tells both sides, and touches nothing else', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipRequestId: request.id,
        reason: '  We have a partner already. ',
      }),
    );

    expect(seen.result.relationshipRequest).toMatchObject({
      status: 'DECLINED',
      declineReason: 'We have a partner already.',
      relationship: null,
      decidedBy: { kind: 'CUSTOMER_USER', displayName: 'somebody', tenantId: customer.tenantId },
    });
    expect(seen.changed).toEqual(['relationship_requests', 'events', 'event_counters']);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        reseller_id: reseller.key,
        resource_id: keyOf(request.id),
        old_value: { status: 'PENDING' },
      }),
    ]);
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        resource_id: keyOf(request.id),
      }),
    ]);
  });

  test('a request that names no tenant becomes that of the customer that declines it by its id (R15)', async () => {
    const [customer, other] = [await givenCustomer(app), await givenCustomer(app)];
    const request = await givenRequest(app, { customer: null, reseller: await givenReseller(app) });
    const input = { relationshipRequestId: request.id };

    const payload = await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, input);

    expect(payload.relationshipRequest?.customer?.id).toBe(customer.id);
    const late = await act(app, other.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, input);
    expect(outcomeOf(late)).toBe('NOT_FOUND (R36)');
  });

  test('who declined a request that names no tenant stays hidden from a reseller without a relationship (R36)', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const request = await givenRequest(app, { customer: null, reseller });
    await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipRequestId: request.id,
    });

    const seen = await app.succeed<object>(
      reseller.as('ADMIN_AGENT'),
      `query ($id: ID!) {
        relationshipRequest(id: $id) { customer { id } decidedBy { kind tenantId } }
        events(last: 1) { nodes { name customerId actor { kind tenantId } } }
        auditRecords(first: 1) { nodes { operationType customerId actor { kind tenantId } } }
      }`,
      { id: request.id },
    );

    const actor = { kind: 'CUSTOMER_USER', tenantId: null };
    expect(seen).toEqual({
      relationshipRequest: { customer: null, decidedBy: actor },
      events: {
        nodes: [{ name: 'RESELLER_RELATIONSHIP_REQUEST_DECLINED', customerId: null, actor }],
      },
      auditRecords: {
        nodes: [{ operationType: 'DECLINE_RELATIONSHIP_REQUEST', customerId: null, actor }],
      },
    });
  });

  test('the reseller may ask again afterwards', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'DECLINED');

    const next = await givenRequest(app, { customer, reseller });

    expect(next.id).not.toBe(request.id);
    expect(next.status).toBe('PENDING');
  });

  test.each([1024, 1025])('a reason of %i characters', async (length) => {
    const { customer, request } = await givenRequestIn(app, 'PENDING');

    const answer = await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipRequestId: request.id,
      reason: 'x'.repeat(length),
    });

    expect(outcomeOf(answer)).toBe(length > 1024 ? 'INVALID_INPUT' : 'allowed');
  });
});

describe('an id that leads nowhere', () => {
  test.each<readonly [who: string, outcome: string]>([
    ['customer-global', 'NOT_FOUND (R36)'],
    ['customer-user', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-b-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const unknown = { relationshipRequestId: relationshipRequestIdOf(newId()) };

    const seen = await observe(app, () => act(app, who, MUTATION, unknown));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.audits).toEqual([expect.objectContaining({ status: 'FAILED', resource_id: null })]);
  });

  test.each<readonly [who: string, outcome: string]>([
    ['customer-user', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['reseller-b-admin', 'CUSTOMER_ADMIN_REQUIRED (R15)'],
    ['customer-global', 'INVALID_INPUT'],
  ])('a text that is no id, by %s, who hears of the role first: %s', async (who, outcome) => {
    const answer = await act(app, who, MUTATION, { relationshipRequestId: 'nonsense' });

    expect(outcomeOf(answer)).toBe(outcome);
  });

  test('a reseller that decides its own request is in the audit of the customer (R29, R42)', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');

    const seen = await observe(app, () =>
      act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipRequestId: request.id }),
    );

    expect(seen.audits).toEqual([
      expect.objectContaining({
        code: 'DAP_GRANT_REQUIRES_CUSTOMER',
        customer_id: customer.key,
        reseller_id: reseller.key,
        resource_id: keyOf(request.id),
      }),
    ]);
  });

  test('an id of something else is INVALID_INPUT and names the field', async () => {
    const { error } = await act(app, 'customer-global', MUTATION, {
      relationshipRequestId: Buffer.from(`Customer:${DEMO_IDS.customers.customer}`).toString(
        'base64url',
      ),
    });

    expect(error?.extensions).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'input.relationshipRequestId',
    });
  });
});
