import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { relationshipIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  givenSale,
  newTenant,
  nowReseller,
  observe,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeEtag, describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'relinquishDelegatedPrivileges';

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
      colleague: reseller.as('ADMIN_AGENT', 'colleague'),
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

describe('who may relinquish (section 6, R28)', () => {
  const relationshipId = relationshipIdOf(DEMO_IDS.relationships.woodgroveContoso);

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-a-admin', 'allowed'],
    ['reseller-a-global', 'allowed'],
    ['reseller-a-sales', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-billing', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-admin', 'NOT_FOUND (R36)'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['provider-global', 'NOT_FOUND (R36)'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['customer-billing', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED'],
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

  test('an unknown relationship: NOT_FOUND', async () => {
    const answer = await act(app, 'reseller-a-admin', MUTATION, {
      relationshipId: relationshipIdOf(newId()),
    });

    expect(outcomeOf(answer)).toBe('NOT_FOUND (R36)');
  });

  test('R18: a suspended reseller still manages what it has', async () => {
    const { reseller, relationshipId } = await given();
    await nowReseller(app, reseller, 'account_status', 'SUSPENDED');

    const answer = await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { relationshipId });

    expect(outcomeOf(answer)).toBe('allowed');
  });
});

describe('what it does (R27, R28)', () => {
  test('ends the privilege, keeps the relationship; the reseller reads `unchanged` only', async () => {
    const { customer, reseller, relationshipId } = await given();
    await givenSale(app, customer, reseller, { service: 'DYNAMICS' });

    const seen = await observe(app, () =>
      done(app, reseller.as('ADMIN_AGENT'), MUTATION, { relationshipId, services: ['DYNAMICS'] }),
    );

    expect(seen.result.relationship).toMatchObject({
      status: 'ACTIVE',
      customer: { id: customer.id },
      privileges: [
        { service: 'DYNAMICS', status: 'RELINQUISHED_BY_PARTNER' },
        { service: 'EXCHANGE_OFFICE', status: 'ACTIVE' },
      ],
    });
    expect(seen.result.proof).toEqual({
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
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        data: expect.objectContaining({
          services: ['DYNAMICS'],
          status: 'RELINQUISHED_BY_PARTNER',
        }),
      }),
    ]);
  });

  test('a service that is not in force: INVALID_STATE_TRANSITION, and nothing ends', async () => {
    const { reseller, relationshipId } = await given();

    const seen = await observe(app, () =>
      act(app, reseller.as('ADMIN_AGENT'), MUTATION, {
        relationshipId,
        services: ['DYNAMICS', 'INTUNE'],
      }),
    );

    expect(outcomeOf(seen.result)).toBe('INVALID_STATE_TRANSITION');
    expect(seen.changed).toEqual([]);
    // What was tried, and what of it there was (R42).
    expect(seen.audits).toEqual([
      expect.objectContaining({
        old_value: { status: 'ACTIVE', services: ['DYNAMICS'] },
        new_value: { status: 'RELINQUISHED_BY_PARTNER', services: ['DYNAMICS', 'INTUNE'] },
      }),
    ]);
  });
});
