import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { relationshipIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, done, type Input, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenRelationship,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  observe,
  operatorUser,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeEtag, describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'terminateDelegatedPrivileges';
const DAY_MS = 86_400_000;

/** A relationship in the global instance, where privileges are one for the whole tenant. */
async function given() {
  const instance = 'GLOBAL';
  const reseller = await givenReseller(app, { instance, country: 'DE' });
  const customer = await givenCustomer(app, { instance, country: 'DE' });
  const invitation = await givenInvitation(app, reseller);
  const { relationship } = await done(
    app,
    customer.as('CUSTOMER_GLOBAL_ADMIN'),
    'acceptInvitation',
    { url: invitation.url, acceptsCustomerAgreement: true },
  );
  const grantedAt = app.clock.now();
  const relationshipId = relationship?.id ?? '';
  return { customer, reseller, relationshipId, etag: relationship?.etag ?? '', grantedAt };
}

/** The same, 91 days later. */
async function givenUnused() {
  const unused = await given();
  app.clock.advance({ days: 91 });
  const unusedSince = unused.grantedAt.toISOString();
  return { ...unused, input: { relationshipId: unused.relationshipId, unusedSince } };
}

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const { input, etag } = await givenUnused();
    const earlier = new Date(Date.parse(input.unusedSince) - DAY_MS).toISOString();
    return {
      who: operatorUser(newId()),
      colleague: operatorUser('another operator'),
      input,
      otherInput: { ...input, unusedSince: earlier },
      etag,
    };
  },
  audit: {
    operation: 'DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR',
    resource_type: 'PARTNER_CUSTOMER_DAP',
  },
  events: ['DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR'],
  again: 'INVALID_STATE_TRANSITION',
  isProved: true,
};
describeHabits(() => app, HABITS);
describeEtag(() => app, HABITS);

describe('who may terminate (section 6, D16)', () => {
  const input = {
    relationshipId: relationshipIdOf(DEMO_IDS.relationships.woodgroveContoso),
    unusedSince: '2020-01-01T00:00:00Z',
  };

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    // The instance of 21Vianet has the switch off, which is told before the role.
    ['reseller-a-global', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    // For the operator the instance of the object counts.
    ['operator', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
  ])('in the instance of 21Vianet, %s: %s', async (who, outcome) => {
    const seen = await observe(app, () => act(app, who, MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('in the global instance the reseller and the customer: ROLE_NOT_ALLOWED', async () => {
    const unused = await givenUnused();
    const callers = [
      unused.reseller.as('GLOBAL_ADMIN'),
      unused.customer.as('CUSTOMER_GLOBAL_ADMIN'),
      newTenant().as('CUSTOMER_GLOBAL_ADMIN'),
    ];

    for (const who of callers) {
      const seen = await observe(app, () => act(app, who, MUTATION, unused.input));
      expect(outcomeOf(seen.result)).toBe('ROLE_NOT_ALLOWED');
      expect(seen.changed).toEqual([]);
    }
  });

  test('an unknown relationship: NOT_FOUND', async () => {
    const unknown = { ...input, relationshipId: relationshipIdOf(newId()) };

    expect(outcomeOf(await act(app, 'operator', MUTATION, unknown))).toBe('NOT_FOUND (R36)');
  });
});

describe('what it does (R27, D16)', () => {
  test('ends the privileges, keeps relationship and sales, and tells both sides', async () => {
    const { customer, reseller, relationshipId, input } = await givenUnused();
    await givenSale(app, customer, reseller);

    const seen = await observe(app, () => done(app, 'operator', MUTATION, input));

    expect(seen.result.relationship?.status).toBe('ACTIVE');
    expect(new Set(seen.result.relationship?.privileges.map(({ status }) => status))).toEqual(
      new Set(['TERMINATED_BY_OPERATOR']),
    );
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
        data: expect.objectContaining({ resellerId: reseller.key, unusedSince: input.unusedSince }),
      }),
    ]);
    const ended = seen.result.relationship?.privileges.map(({ service }) => service) ?? [];
    const services = expect.arrayContaining(ended) as unknown;
    expect(seen.audits).toEqual([
      expect.objectContaining({
        old_value: { status: 'ACTIVE', services },
        new_value: { status: 'TERMINATED_BY_OPERATOR', services },
        customized_data: { unusedSince: input.unusedSince },
      }),
    ]);
  });

  test('the event is read by reseller and customer', async () => {
    const { customer, reseller, input } = await givenUnused();
    await done(app, 'operator', MUTATION, input);

    for (const who of [reseller.as('ADMIN_AGENT'), customer.as('CUSTOMER_GLOBAL_ADMIN')]) {
      const { events } = await app.succeed<{ events: { nodes: object[] } }>(
        who,
        `{ events(first: 5, filter: { name: [DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR] }) {
          nodes { actor { kind } ... on DapAdminRelationshipTerminatedByOperatorEvent { relationshipId unusedSince } }
        } }`,
      );
      expect(events.nodes).toEqual([{ actor: { kind: 'OPERATOR' }, ...input }]);
    }
  });
});

describe('unused for more than 90 days', () => {
  async function outcomeWith(said: Input): Promise<string> {
    const seen = await observe(app, () => act(app, 'operator', MUTATION, said));
    if (seen.result.error) expect(seen.changed).toEqual([]);
    return outcomeOf(seen.result);
  }
  const before = (days: number, ms = 0) =>
    new Date(app.clock.now().getTime() - days * DAY_MS - ms).toISOString();

  test.each([
    ['90 days and a millisecond', 90, 1, 'allowed'],
    ['exactly 90 days', 90, 0, 'INVALID_STATE_TRANSITION'],
    ['90 days less a millisecond', 90, -1, 'INVALID_STATE_TRANSITION'],
    ['a time to come', -1, 0, 'INVALID_STATE_TRANSITION'],
  ])('as the operator states it, %s: %s', async (_, days, ms, outcome) => {
    const { relationshipId } = await givenUnused();

    expect(await outcomeWith({ relationshipId, unusedSince: before(days, ms) })).toBe(outcome);
  });

  test('what was granted within 90 days was not unused for so long, whatever is stated', async () => {
    const { relationshipId } = await given();
    app.clock.advance({ days: 90 });

    expect(await outcomeWith({ relationshipId, unusedSince: before(400) })).toBe(
      'INVALID_STATE_TRANSITION',
    );
  });

  test('a part of the services, where privileges are one for the whole tenant: INVALID_INPUT', async () => {
    const { input } = await givenUnused();

    expect(await outcomeWith({ ...input, services: ['INTUNE'] })).toBe('INVALID_INPUT');
  });

  test('privileges of 21Vianet are not the operator’s to end, however old (D16)', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const { relationshipId } = await givenRelationship(app, { customer, reseller });
    app.clock.advance({ days: 200 });

    expect(await outcomeWith({ relationshipId, unusedSince: before(150) })).toBe(
      'FEATURE_NOT_AVAILABLE_IN_CLOUD',
    );
  });
});
