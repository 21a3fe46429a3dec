import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { relationshipRequestIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
  givenRequest,
  givenRequestIn,
  givenReseller,
  keyOf,
  newTenant,
  nowReseller,
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

const MUTATION = 'cancelRelationshipRequest';

const HABITS: Habits = {
  mutation: MUTATION,
  given: async (given) => {
    const { reseller, request } = await givenRequestIn(given, 'PENDING');
    const input = { relationshipRequestId: request.id };
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'colleague'),
      input,
      otherInput: { ...input, ifMatch: request.etag },
      etag: request.etag,
    };
  },
  audit: { operation: 'CANCEL_RELATIONSHIP_REQUEST', resource_type: 'RELATIONSHIP_REQUEST' },
  events: ['RESELLER_RELATIONSHIP_REQUEST_CANCELED'],
  again: 'REQUEST_NOT_PENDING (R24)',
  isProved: false,
};
describeHabits(() => app, HABITS);
describeEtag(() => app, HABITS);

describe('who may cancel (section 6, R24)', () => {
  let requestId: string;
  beforeAll(async () => {
    const { relationshipRequest } = await done(app, 'reseller-b-admin', 'requestRelationship', {
      customerTenantId: DEMO_TENANTS.customer.tenantId,
    });
    requestId = relationshipRequest?.id ?? '';
  });

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-admin', 'allowed'],
    ['reseller-b-sales', 'allowed'],
    ['reseller-b-global', 'allowed'],
    ['reseller-b-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-billing', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-admin', 'NOT_FOUND (R36)'],
    ['provider-global', 'NOT_FOUND (R36)'],
    ['reseller-suspended-admin', 'NOT_FOUND (R36)'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['customer-billing', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED'],
    ['customer2-global', 'ROLE_NOT_ALLOWED'],
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

  test('R18: a suspended reseller still manages what it has asked', async () => {
    const { reseller, request } = await givenRequestIn(app, 'PENDING');
    await nowReseller(app, reseller, 'account_status', 'SUSPENDED');

    const answer = await act(app, reseller.as('ADMIN_AGENT'), MUTATION, {
      relationshipRequestId: request.id,
    });

    expect(outcomeOf(answer)).toBe('allowed');
  });

  test('a request of another reseller and none at all look the same (R24)', async () => {
    const { request } = await givenRequestIn(app, 'PENDING');
    const stranger = (await givenReseller(app)).as('GLOBAL_ADMIN');

    const seen = await observe(app, async () => [
      outcomeOf(await act(app, stranger, MUTATION, { relationshipRequestId: request.id })),
      outcomeOf(
        await act(app, stranger, MUTATION, {
          relationshipRequestId: relationshipRequestIdOf(newId()),
        }),
      ),
    ]);

    expect(seen.result).toEqual(['NOT_FOUND (R36)', 'NOT_FOUND (R36)']);
    const [foreign, none] = seen.audits;
    expect(foreign).toMatchObject({ customer_id: null, resource_id: null });
    expect(none).toMatchObject({ customer_id: null, resource_id: null });
  });
});

describe('which state may be cancelled', () => {
  test.each<readonly [RequestState, string]>([
    ['PENDING', 'allowed'],
    ['ACCEPTED', 'REQUEST_NOT_PENDING (R24)'],
    ['DECLINED', 'REQUEST_NOT_PENDING (R24)'],
    ['CANCELED', 'REQUEST_NOT_PENDING (R24)'],
    ['EXPIRED', 'REQUEST_EXPIRED (R25)'],
  ])('%s: %s', async (state, outcome) => {
    const { reseller, request } = await givenRequestIn(app, state);

    const seen = await observe(app, () =>
      act(app, reseller.as('SALES_AGENT'), MUTATION, { relationshipRequestId: request.id }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') expect(seen.changed).toEqual([]);
    // Taken back or not, the record says what was tried (R42). Nothing has marked the overdue one yet.
    const status = state === 'EXPIRED' ? 'PENDING' : state;
    expect(seen.audits).toEqual([
      expect.objectContaining({
        old_value: { status },
        new_value: { status: 'CANCELED', declineReason: null },
      }),
    ]);
  });
});

describe('what a cancellation leaves', () => {
  test('tells both sides; the reseller still does not learn the customer', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');

    const seen = await observe(app, () =>
      done(app, reseller.as('ADMIN_AGENT'), MUTATION, { relationshipRequestId: request.id }),
    );

    expect(seen.result.relationshipRequest).toMatchObject({
      status: 'CANCELED',
      customer: null,
      decidedBy: { kind: 'PARTNER_USER', displayName: 'somebody', tenantId: reseller.tenantId },
    });
    expect(seen.changed).toEqual(['relationship_requests', 'events', 'event_counters']);
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        resource_id: keyOf(request.id),
      }),
    ]);
  });

  test('one that names nobody counts its event per reseller', async () => {
    const reseller = await givenReseller(app);
    const request = await givenRequest(app, { customer: null, reseller });

    const seen = await observe(app, () =>
      done(app, reseller.as('ADMIN_AGENT'), MUTATION, { relationshipRequestId: request.id }),
    );

    expect(seen.events).toEqual([
      expect.objectContaining({ customer_id: null, scope_id: reseller.key, sequence: '2' }),
    ]);
  });

  test('cancelled and accepted at once: one of them wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');
      const input = { relationshipRequestId: request.id };

      const answers = await Promise.all([
        act(app, reseller.as('ADMIN_AGENT'), 'cancelRelationshipRequest', input),
        act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptRelationshipRequest', input),
      ]);

      expect(answers.map(outcomeOf).sort()).toEqual(['REQUEST_NOT_PENDING (R24)', 'allowed']);
    }
  });
});
