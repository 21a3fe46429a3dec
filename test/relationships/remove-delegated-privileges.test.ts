import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { relationshipIdOf } from '../../src/modules/visibility/object-ids';
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

const MUTATION = 'removeDelegatedPrivileges';

async function given(services?: Parameters<typeof givenRelationship>[1]['services']) {
  const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
  const asked = { customer, reseller, ...(services && { services }) };
  const related = await givenRelationship(app, asked);
  const etag = related.payload.relationship?.etag ?? '';
  return { customer, reseller, relationshipId: related.relationshipId, etag };
}

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const { customer, relationshipId, etag } = await given();
    const input = { relationshipId };
    return {
      who: customer.as('CUSTOMER_GLOBAL_ADMIN'),
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'colleague'),
      input,
      otherInput: { ...input, services: ['DYNAMICS'] },
      etag,
    };
  },
  audit: { operation: 'DAP_ADMIN_RELATIONSHIP_TERMINATED', resource_type: 'PARTNER_CUSTOMER_DAP' },
  events: ['DAP_ADMIN_RELATIONSHIP_TERMINATED'],
  again: 'INVALID_STATE_TRANSITION',
  isProved: true,
};
describeHabits(() => app, HABITS);
describeEtag(() => app, HABITS);

describe('who may remove privileges (R26)', () => {
  const relationshipId = relationshipIdOf(DEMO_IDS.relationships.woodgroveContoso);

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['customer-global', 'allowed'],
    ['customer-billing', 'CUSTOMER_ADMIN_REQUIRED (R26)'],
    ['customer-user', 'CUSTOMER_ADMIN_REQUIRED (R26)'],
    ['customer2-global', 'NOT_FOUND (R36)'],
    ['reseller-a-admin', 'CUSTOMER_ADMIN_REQUIRED (R26)'],
    ['reseller-a-global', 'CUSTOMER_ADMIN_REQUIRED (R26)'],
    ['reseller-a-usermgmt', 'CUSTOMER_ADMIN_REQUIRED (R26)'],
    ['reseller-b-admin', 'CUSTOMER_ADMIN_REQUIRED (R26)'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['reseller-us-admin', 'CUSTOMER_ADMIN_REQUIRED (R26)'],
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

  test('a relationship of another customer and none at all look the same', async () => {
    const { relationshipId: foreign } = await given();

    for (const id of [foreign, relationshipIdOf(newId())]) {
      const seen = await observe(app, () =>
        act(app, 'customer-global', MUTATION, { relationshipId: id }),
      );
      expect(outcomeOf(seen.result)).toBe('NOT_FOUND (R36)');
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([expect.objectContaining({ resource_id: null })]);
    }
  });
});

describe('which privileges may be removed (section 4.4)', () => {
  test.each<readonly [string, readonly string[] | null | undefined, string, readonly string[]]>([
    ['one that is in force', ['DYNAMICS'], 'allowed', ['EXCHANGE_OFFICE', 'OTHER']],
    ['one named twice', ['DYNAMICS', 'DYNAMICS'], 'allowed', ['EXCHANGE_OFFICE', 'OTHER']],
    ['all, by naming none', undefined, 'allowed', []],
    ['all, by null', null, 'allowed', []],
    ['all, by an empty list', [], 'allowed', []],
    ['one that was never granted', ['INTUNE'], 'INVALID_STATE_TRANSITION', []],
    ['one of them was never granted', ['DYNAMICS', 'INTUNE'], 'INVALID_STATE_TRANSITION', []],
    ['a service of another cloud', ['AZURE'], 'INVALID_STATE_TRANSITION', []],
  ])('%s', async (_case, services, outcome, left) => {
    const { customer, relationshipId } = await given(['DYNAMICS', 'EXCHANGE_OFFICE', 'OTHER']);

    const seen = await observe(app, () =>
      act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipId,
        ...(services !== undefined && { services }),
      }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome === 'allowed') {
      expect(activeServices(seen.result.payload?.relationship)).toEqual(left);
    } else {
      expect(seen.changed).toEqual([]);
    }
  });

  test.each([
    ['removed by the customer', MUTATION, 'CUSTOMER_GLOBAL_ADMIN'],
    ['relinquished by the partner', 'relinquishDelegatedPrivileges', 'GLOBAL_ADMIN'],
    ['ended with the relationship', 'removeRelationship', 'GLOBAL_ADMIN'],
  ] as const)('once %s: INVALID_STATE_TRANSITION', async (_case, mutation, role) => {
    const { customer, reseller, relationshipId } = await given();
    const ender = role === 'GLOBAL_ADMIN' ? reseller.as(role) : customer.as(role);
    await done(app, ender, mutation, { relationshipId });

    const answer = await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipId,
    });

    expect(outcomeOf(answer)).toBe('INVALID_STATE_TRANSITION');
  });
});

describe('what stays and what ends (R27, S8)', () => {
  test('the relationship stays, the privilege ends, and both sides are told', async () => {
    const { customer, reseller, relationshipId } = await given(['DYNAMICS', 'EXCHANGE_OFFICE']);
    await givenSale(app, customer, reseller, { service: 'DYNAMICS' });

    const seen = await observe(app, () =>
      done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
        relationshipId,
        services: ['DYNAMICS'],
      }),
    );

    expect(seen.result.relationship).toMatchObject({
      status: 'ACTIVE',
      privileges: [
        { service: 'DYNAMICS', status: 'REMOVED_BY_CUSTOMER' },
        { service: 'EXCHANGE_OFFICE', status: 'ACTIVE' },
      ],
    });
    expect(seen.result.proof).toMatchObject({ unchanged: true, subscriptionCount: 1 });
    expect(seen.changed).toEqual([
      'relationships',
      'delegated_privileges',
      'events',
      'event_counters',
    ]);
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        resource_id: keyOf(relationshipId),
        data: expect.objectContaining({
          services: ['DYNAMICS'],
          status: 'REMOVED_BY_CUSTOMER',
        }),
      }),
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        reseller_id: reseller.key,
        old_value: { status: 'ACTIVE', services: ['DYNAMICS'] },
        new_value: { status: 'REMOVED_BY_CUSTOMER', services: ['DYNAMICS'] },
      }),
    ]);
  });

  test('S8: selling stays allowed, administering that service is DAP_NOT_GRANTED', async () => {
    const { customer, reseller, relationshipId } = await given(['DYNAMICS', 'EXCHANGE_OFFICE']);
    await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipId,
      services: ['DYNAMICS'],
    });

    const data = await app.succeed<{
      customer: {
        viewerActions: { action: string; service: string; allowed: boolean; code: string }[];
      };
    }>(
      reseller.as('ADMIN_AGENT'),
      'query ($id: ID!) { customer(id: $id) { viewerActions { action service allowed code } } }',
      { id: customer.id },
    );

    const verdicts = new Map(
      data.customer.viewerActions.map(({ action, service, allowed, code }) => [
        service ? `${action} ${service}` : action,
        allowed ? 'allowed' : code,
      ]),
    );
    expect(verdicts.get('SELL')).toBe('allowed');
    expect(verdicts.get('ADMINISTER DYNAMICS')).toBe('DAP_NOT_GRANTED');
    expect(verdicts.get('ADMINISTER EXCHANGE_OFFICE')).toBe('allowed');
  });

  test('R29: it comes back by a new accepted request only, with its history kept', async () => {
    const { customer, reseller, relationshipId } = await given(['DYNAMICS']);
    await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { relationshipId });

    const again = await givenRelationship(app, { customer, reseller, services: ['DYNAMICS'] });

    expect(again.relationshipId).toBe(relationshipId);
    expect(activeServices(again.payload.relationship)).toEqual(['DYNAMICS']);
    const removed = await done(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      relationshipId,
    });
    expect(activeServices(removed.relationship)).toEqual([]);
  });

  test('removed and relinquished at once: one of them wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { customer, reseller, relationshipId } = await given();

      const seen = await observe(app, () =>
        Promise.all([
          act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, { relationshipId }),
          act(app, reseller.as('GLOBAL_ADMIN'), 'relinquishDelegatedPrivileges', {
            relationshipId,
          }),
        ]),
      );

      expect(seen.result.map(outcomeOf).sort()).toEqual(['INVALID_STATE_TRANSITION', 'allowed']);
      expect(seen.events).toHaveLength(1);
    }
  });
});
