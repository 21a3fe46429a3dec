import { partnerRelationshipIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf, type ReadPartnership } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  observe,
  operatorUser,
  type ResellerParty,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeEtag, describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'endPartnerRelationship';

interface Partnership {
  readonly provider: ResellerParty;
  readonly partner: ResellerParty;
  readonly link: ReadPartnership;
  readonly input: { readonly partnerRelationshipId: string };
}

async function givenActivePartnership(): Promise<Partnership> {
  const provider = await givenReseller(app, { kind: 'INDIRECT_PROVIDER' });
  const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
  const { partnerRelationship: link } = await done(
    app,
    provider.as('ADMIN_AGENT'),
    'createPartnerRelationship',
    { indirectResellerTenantId: partner.tenantId },
  );
  if (!link) throw new Error('no partnership');
  return { provider, partner, link, input: { partnerRelationshipId: link.id } };
}

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const { provider, link, input } = await givenActivePartnership();
    return {
      who: provider.as('GLOBAL_ADMIN'),
      colleague: provider.as('GLOBAL_ADMIN', 'colleague'),
      input,
      otherInput: { ...input, ifMatch: link.etag },
      etag: link.etag,
    };
  },
  audit: { operation: 'REMOVE_PARTNER_RELATIONSHIP', resource_type: 'PARTNER_RELATIONSHIP' },
  events: ['PARTNER_RELATIONSHIP_REMOVED'],
  again: 'INVALID_STATE_TRANSITION',
  isProved: false,
};
describeHabits(() => app, HABITS);
describeEtag(() => app, HABITS);

describe('who may end a partnership (R33)', () => {
  test.each([
    ['GLOBAL_ADMIN', 'allowed'],
    ['ADMIN_AGENT', 'ROLE_NOT_ALLOWED'],
    ['SALES_AGENT', 'ROLE_NOT_ALLOWED'],
    ['HELPDESK_AGENT', 'ROLE_NOT_ALLOWED'],
    ['BILLING_ADMIN', 'ROLE_NOT_ALLOWED'],
    ['USER_MGMT_ADMIN', 'ROLE_NOT_ALLOWED'],
  ] as const)('%s of the provider: %s', async (role, outcome) => {
    const { provider, input } = await givenActivePartnership();

    const seen = await observe(app, () => act(app, provider.as(role), MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') expect(seen.changed).toEqual([]);
  });

  test('the indirect reseller sees the link and may not end it: ROLE_NOT_ALLOWED', async () => {
    const { partner, input } = await givenActivePartnership();

    const seen = await observe(app, () => act(app, partner.as('GLOBAL_ADMIN'), MUTATION, input));

    expect(outcomeOf(seen.result)).toBe('ROLE_NOT_ALLOWED (R33)');
    expect(seen.changed).toEqual([]);
  });

  test('to others an unknown and a foreign link look the same: NOT_FOUND', async () => {
    const { input } = await givenActivePartnership();
    const { provider: other } = await givenActivePartnership();
    const who = other.as('GLOBAL_ADMIN');
    const unknown = { partnerRelationshipId: partnerRelationshipIdOf(newId()) };

    const seen = await observe(app, async () => [
      await act(app, who, MUTATION, input),
      await act(app, who, MUTATION, unknown),
    ]);

    const answers = seen.result.map(({ error }) => {
      const { code, rule, detail, field, blockers, refusals } = error?.extensions ?? {};
      return { message: error?.message, code, rule, detail, field, blockers, refusals };
    });
    expect(answers[0]).toMatchObject({ code: 'NOT_FOUND' });
    expect(answers[1]).toEqual(answers[0]);
    expect(seen.changed).toEqual([]);
    expect(seen.audits.map((it) => [it.code, it.old_value, it.concerned_reseller_ids])).toEqual([
      ['NOT_FOUND', null, []],
      ['NOT_FOUND', null, []],
    ]);
  });

  test('customers, the operator, a new tenant, an application and nobody may not', async () => {
    const { input } = await givenActivePartnership();
    const customer = await givenCustomer(app);
    const outcomes = [
      await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, input),
      await act(app, operatorUser('operator'), MUTATION, input),
      await act(app, newTenant().as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, input),
      await act(app, 'reseller-b-app', MUTATION, input),
      await act(app, null, MUTATION, input),
    ].map(outcomeOf);

    expect(outcomes).toEqual([
      'ROLE_NOT_ALLOWED',
      'ROLE_NOT_ALLOWED',
      'ROLE_NOT_ALLOWED',
      'ROLE_NOT_ALLOWED',
      'UNAUTHENTICATED',
    ]);
  });

  test('an id of another type is INVALID_INPUT', async () => {
    const { provider } = await givenActivePartnership();
    const input = { partnerRelationshipId: provider.id };

    expect(outcomeOf(await act(app, provider.as('GLOBAL_ADMIN'), MUTATION, input))).toBe(
      'INVALID_INPUT',
    );
  });
});

describe('what it does (R33, D10)', () => {
  test('ends no relationship, no privilege and no subscription of either partner', async () => {
    const { provider, partner, input } = await givenActivePartnership();
    const customer = await givenCustomer(app);
    const { relationshipId } = await givenRelationship(app, { customer, reseller: provider });
    await givenSale(app, customer, provider);

    const seen = await observe(app, () => done(app, provider.as('GLOBAL_ADMIN'), MUTATION, input));

    expect(seen.changed).toEqual(['partner_relationships', 'events', 'event_counters']);
    expect(seen.result.partnerRelationship).toMatchObject({ state: 'ENDED', name: partner.name });
    const read = await app.succeed<{ node: { status: string; privileges: object[] } }>(
      customer.as('CUSTOMER_GLOBAL_ADMIN'),
      'query ($id: ID!) { node(id: $id) { ... on Relationship { status privileges { status } } } }',
      { id: relationshipId },
    );
    expect(read.node.status).toBe('ACTIVE');
    expect(read.node.privileges).toContainEqual({ status: 'ACTIVE' });
    expect(read.node.privileges.length).toBeGreaterThan(1);
  });

  test('tells both partners by one event, and each reads the record of it', async () => {
    const { provider, partner, link, input } = await givenActivePartnership();
    const key = keyOf(link.id);

    const seen = await observe(app, () => done(app, provider.as('GLOBAL_ADMIN'), MUTATION, input));

    expect(seen.events).toEqual([
      expect.objectContaining({
        scope_id: provider.key,
        customer_id: null,
        to_customer: false,
        recipient_reseller_ids: [provider.key, partner.key],
        resource_id: key,
      }),
    ]);
    const READ = `{
      events(first: 5, filter: { name: [PARTNER_RELATIONSHIP_REMOVED] }) { nodes { resourceId oldValue newValue
        ... on PartnerRelationshipRemovedEvent { partnerRelationshipId providerId indirectResellerId } } }
      auditRecords(first: 5, filter: { operation: [REMOVE_PARTNER_RELATIONSHIP] }) { nodes { operationType resourceId } }
    }`;
    for (const own of [provider, partner]) {
      expect(await app.succeed(own.as('GLOBAL_ADMIN'), READ)).toEqual({
        events: {
          nodes: [
            {
              resourceId: link.id,
              oldValue: '{"state":"ACTIVE"}',
              newValue: '{"state":"ENDED"}',
              partnerRelationshipId: link.id,
              providerId: provider.id,
              indirectResellerId: partner.id,
            },
          ],
        },
        auditRecords: {
          nodes: [{ operationType: 'REMOVE_PARTNER_RELATIONSHIP', resourceId: link.id }],
        },
      });
    }
  });

  test('both partners still list the link, ended and with a new etag', async () => {
    const { provider, partner, link, input } = await givenActivePartnership();
    await done(app, provider.as('GLOBAL_ADMIN'), MUTATION, input);

    for (const own of [provider, partner]) {
      const read = await app.succeed<{
        reseller: {
          indirectPartnerships: { nodes: { id: string; state: string; etag: string }[] };
        };
      }>(
        own.as('GLOBAL_ADMIN'),
        'query ($id: ID!) { reseller(id: $id) { indirectPartnerships { nodes { id state etag } } } }',
        { id: own.id },
      );
      const [ended] = read.reseller.indirectPartnerships.nodes;
      expect(ended).toMatchObject({ id: link.id, state: 'ENDED' });
      expect(ended?.etag).not.toBe(link.etag);
    }
  });

  test('from then on the provider invites no more for that reseller', async () => {
    const { provider, partner, input } = await givenActivePartnership();
    await done(app, provider.as('GLOBAL_ADMIN'), MUTATION, input);

    const invitation = { indirectResellerId: partner.id };
    expect(
      outcomeOf(await act(app, provider.as('ADMIN_AGENT'), 'createInvitation', invitation)),
    ).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
  });
});
