import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { relationshipIdOf, subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, activeServices, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  observe,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeEtag, describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'removeRelationship';

async function given() {
  const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
  const services = ['DYNAMICS', 'EXCHANGE_OFFICE'] as const;
  const related = await givenRelationship(app, { customer, reseller, services });
  const etag = related.payload.relationship?.etag ?? '';
  return { customer, reseller, relationshipId: related.relationshipId, etag };
}

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const { reseller, relationshipId, etag } = await given();
    const input = { relationshipId };
    return {
      who: reseller.as('GLOBAL_ADMIN'),
      colleague: reseller.as('GLOBAL_ADMIN', 'colleague'),
      input,
      otherInput: { ...input, reason: 'another' },
      etag,
    };
  },
  audit: {
    operation: 'REMOVE_PARTNER_CUSTOMER_RELATIONSHIP',
    resource_type: 'PARTNER_CUSTOMER_RELATIONSHIP',
  },
  events: ['DAP_ADMIN_RELATIONSHIP_TERMINATED', 'RESELLER_RELATIONSHIP_REMOVED'],
  again: 'INVALID_STATE_TRANSITION',
  isProved: true,
};
describeHabits(() => app, HABITS);
describeEtag(() => app, HABITS);

describe('who may remove a relationship (R30, R34)', () => {
  const relationshipId = relationshipIdOf(DEMO_IDS.relationships.northwindFabrikam);
  const BLOCKED = 'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS (R30)';

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-global', BLOCKED],
    ['reseller-b-admin', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-sales', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-billing', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-global', 'NOT_FOUND (R36)'],
    ['provider-global', 'NOT_FOUND (R36)'],
    ['customer3-global', 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP (R34)'],
    ['customer-global', 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP (R34)'],
    ['customer-billing', 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP (R34)'],
    ['customer-user', 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP (R34)'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const seen = await observe(app, () =>
      act(app, who, MUTATION, { relationshipId, validateOnly: true }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const claims = newTenant().as('CUSTOMER_GLOBAL_ADMIN');

    expect(outcomeOf(await act(app, claims, MUTATION, { relationshipId }))).toBe(
      'ROLE_NOT_ALLOWED',
    );
  });

  test('a relationship of another reseller and none at all look the same', async () => {
    const { relationshipId: foreign } = await given();

    for (const id of [foreign, relationshipIdOf(newId())]) {
      const answer = await act(app, 'reseller-b-global', MUTATION, { relationshipId: id });
      expect(outcomeOf(answer)).toBe('NOT_FOUND (R36)');
    }
  });
});

describe('what stands in the way (R30, R31, D9, D24)', () => {
  const BLOCKED = 'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS (R30)';

  test.each<readonly [status: string, outcome: string]>([
    ['ACTIVE', BLOCKED],
    ['PENDING', BLOCKED],
    ['SUSPENDED', 'allowed'],
    ['EXPIRED', 'allowed'],
    ['DISABLED', 'allowed'],
    ['DELETED', 'allowed'],
  ])('a subscription of its own that is %s: %s', async (status, outcome) => {
    const { customer, reseller, relationshipId } = await given();
    await givenSale(app, customer, reseller, { status });

    const seen = await observe(app, () =>
      act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).not.toContain('subscriptions');
    if (outcome !== 'allowed') expect(seen.changed).toEqual([]);
  });

  test('the verdict says it with the facts of the refusal, blockers and legacy code too', async () => {
    const { customer, reseller, relationshipId } = await given();
    await givenSale(app, customer, reseller);
    const admin = reseller.as('GLOBAL_ADMIN');
    const facts =
      'code kind rule httpStatus legacyCode allowedRoles blockers { type id clearedBy }';

    const { error } = await act(app, admin, MUTATION, { relationshipId });
    const { relationship } = await app.succeed<{
      relationship: { viewerActions: readonly { action: string; refusals: readonly object[] }[] };
    }>(
      admin,
      `query ($id: ID!) { relationship(id: $id) { viewerActions { action refusals { __typename ${facts} } } } }`,
      { id: relationshipId },
    );

    const verdict = relationship.viewerActions.find(({ action }) => action === 'REMOVE');
    const { code, kind, rule, httpStatus, legacyCode, blockers } = error?.extensions ?? {};
    expect(blockers).toHaveLength(1);
    expect(verdict?.refusals).toEqual([
      {
        __typename: 'Refusal',
        ...{ code, kind, rule, httpStatus, legacyCode },
        allowedRoles: [],
        blockers: blockers?.map(({ type, id, clearedBy }) => ({ type, id, clearedBy })),
      },
    ]);
  });

  test('S9: the refusal lists every one of them, and suspends none', async () => {
    const { customer, reseller, relationshipId } = await given();
    const active = await givenSale(app, customer, reseller);
    const pending = await givenSale(app, customer, reseller, { status: 'PENDING' });
    await givenSale(app, customer, reseller, { status: 'SUSPENDED' });

    const seen = await observe(app, () =>
      act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId }),
    );

    const blockers = seen.result.error?.extensions.blockers ?? [];
    expect(blockers.map(({ type, id }) => `${type} ${id}`).sort()).toEqual(
      [active, pending].map((id) => `Subscription ${subscriptionIdOf(id)}`).sort(),
    );
    expect(seen.changed).toEqual([]);
  });

  test('what another reseller sold is not in its way', async () => {
    const { customer, reseller, relationshipId } = await given();
    await givenSale(app, customer, await givenReseller(app));

    const answer = await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId });

    expect(outcomeOf(answer)).toBe('allowed');
  });

  test.each([1024, 1025])('a reason of %i characters', async (length) => {
    const { reseller, relationshipId } = await given();

    const answer = await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, {
      relationshipId,
      reason: 'x'.repeat(length),
    });

    expect(outcomeOf(answer)).toBe(length > 1024 ? 'INVALID_INPUT' : 'allowed');
  });
});

describe('what a removal leaves (R32)', () => {
  test('the row with its history; privileges end; both sides are told; subscriptions stay', async () => {
    const { customer, reseller, relationshipId } = await given();
    const sold = await givenSale(app, customer, reseller, { status: 'SUSPENDED' });
    const chief = reseller.as('GLOBAL_ADMIN');

    const seen = await observe(app, () =>
      done(app, chief, MUTATION, { relationshipId, reason: ' No business left. ' }),
    );

    const { relationship, proof } = seen.result;
    expect(relationship).toMatchObject({
      id: relationshipId,
      status: 'REMOVED',
      removalReason: 'No business left.',
      removedAt: app.clock.now().toISOString(),
      // R36: the row stays readable, the customer behind it does not.
      customer: null,
      privileges: [
        { service: 'DYNAMICS', status: 'ENDED_WITH_RELATIONSHIP' },
        { service: 'EXCHANGE_OFFICE', status: 'ENDED_WITH_RELATIONSHIP' },
      ],
    });
    expect(proof).toEqual({
      unchanged: true,
      subscriptionCount: null,
      before: null,
      after: null,
    });
    expect(seen.changed).toEqual([
      'relationships',
      'delegated_privileges',
      'events',
      'event_counters',
    ]);
    seen.events.forEach((event) =>
      expect(event).toMatchObject({
        customer_id: customer.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        resource_id: keyOf(relationshipId),
      }),
    );
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        reseller_id: reseller.key,
        resource_id: keyOf(relationshipId),
        old_value: { status: 'ACTIVE', services: ['DYNAMICS', 'EXCHANGE_OFFICE'] },
        new_value: { status: 'REMOVED', services: [], reason: 'No business left.' },
      }),
    ]);
    const read = await app.succeed<{ customer: null; subscription: { status: string } }>(
      chief,
      `query ($customer: ID!, $subscription: ID!) {
        customer(id: $customer) { id } subscription(id: $subscription) { status }
      }`,
      { customer: customer.id, subscription: subscriptionIdOf(sold) },
    );
    expect(read).toEqual({ customer: null, subscription: { status: 'SUSPENDED' } });
  });

  test('a relationship without privileges ends with one event', async () => {
    const { customer, reseller, relationshipId } = await given();
    await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'removeDelegatedPrivileges', {
      relationshipId,
    });

    const seen = await observe(app, () =>
      done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId }),
    );

    expect(seen.events.map(({ name }) => name)).toEqual(['RESELLER_RELATIONSHIP_REMOVED']);
  });

  test('a new request may be made, and its acceptance is a row of its own', async () => {
    const { customer, reseller, relationshipId } = await given();
    await done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId });

    const again = await givenRelationship(app, { customer, reseller, services: ['INTUNE'] });

    expect(again.relationshipId).not.toBe(relationshipId);
    expect(activeServices(again.payload.relationship)).toEqual(['INTUNE']);
    const rows = await app.database.query<{ status: string }>(
      sql`SELECT status FROM relationships WHERE customer_id = ${customer.key} ORDER BY created_at, id`,
    );
    expect(rows.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'REMOVED']);
  });

  test('the first acceptance, repeated after the removal, revives nothing', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const { requestId, relationshipId } = await givenRelationship(app, { customer, reseller });
    await done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId });

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptRelationshipRequest', {
        relationshipRequestId: requestId,
      }),
    );

    expect(seen.result).toMatchObject({ repeated: true, relationship: { status: 'REMOVED' } });
    expect(seen.changed).toEqual([]);
  });

  test('a subscription that is reactivated at the same moment: one of the two is refused', async () => {
    const REACTIVATE = `mutation ($id: ID!) {
      reactivateSubscription(input: { subscriptionId: $id }) { subscription { status } }
    }`;
    for (let round = 0; round < 8; round += 1) {
      const { customer, reseller, relationshipId } = await given();
      const sold = await givenSale(app, customer, reseller, { status: 'SUSPENDED' });

      const [removal, reactivation] = await Promise.all([
        act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId }).then(outcomeOf),
        app
          .refusal(reseller.as('ADMIN_AGENT'), REACTIVATE, { id: subscriptionIdOf(sold) })
          .then((refusal) => refusal?.code ?? 'allowed'),
      ]);

      expect([
        'allowed, NO_RESELLER_RELATIONSHIP',
        'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS (R30), allowed',
      ]).toContain(`${removal}, ${reactivation}`);
    }
  });
});
