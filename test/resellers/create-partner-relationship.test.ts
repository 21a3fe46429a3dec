import { resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenPartnership,
  givenReseller,
  keyOf,
  newTenant,
  observe,
  operatorUser,
  type ResellerParty,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'createPartnerRelationship';

const givenProvider = (said: Parameters<typeof givenReseller>[1] = {}) =>
  givenReseller(app, { kind: 'INDIRECT_PROVIDER', ...said });
const givenIndirectReseller = (said: Parameters<typeof givenReseller>[1] = {}) =>
  givenReseller(app, { kind: 'INDIRECT_RESELLER', ...said });
const naming = ({ tenantId }: { readonly tenantId: string }) => ({
  indirectResellerTenantId: tenantId,
});

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const provider = await givenProvider();
    return {
      who: provider.as('ADMIN_AGENT'),
      colleague: provider.as('SALES_AGENT', 'colleague'),
      input: naming(await givenIndirectReseller()),
      otherInput: naming(await givenIndirectReseller()),
    };
  },
  audit: { operation: 'CREATE_PARTNER_RELATIONSHIP', resource_type: 'PARTNER_RELATIONSHIP' },
  events: ['PARTNER_RELATIONSHIP_CREATED'],
  again: 'allowed',
  isProved: false,
};
describeHabits(() => app, HABITS);

async function outcomeBetween(
  provider: ResellerParty,
  named: { readonly tenantId: string },
): Promise<string> {
  const seen = await observe(app, () =>
    act(app, provider.as('ADMIN_AGENT'), MUTATION, naming(named)),
  );
  const outcome = outcomeOf(seen.result);
  expect(seen.audits).toHaveLength(1);
  if (outcome !== 'allowed') expect(seen.changed).toEqual([]);
  return outcome;
}

describe('who may register an indirect reseller (section 6)', () => {
  test.each([
    ['ADMIN_AGENT', 'allowed'],
    ['SALES_AGENT', 'allowed'],
    ['GLOBAL_ADMIN', 'allowed'],
    ['HELPDESK_AGENT', 'ROLE_NOT_ALLOWED'],
    ['BILLING_ADMIN', 'ROLE_NOT_ALLOWED'],
    ['USER_MGMT_ADMIN', 'ROLE_NOT_ALLOWED'],
  ] as const)('%s of a provider: %s', async (role, outcome) => {
    const provider = await givenProvider();
    const input = naming(await givenIndirectReseller());

    const seen = await observe(app, () => act(app, provider.as(role), MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') expect(seen.changed).toEqual([]);
  });

  test.each(['DIRECT_BILL', 'INDIRECT_RESELLER'])(
    'an account that is no provider hears ROLE_NOT_ALLOWED, whomever it names: %s',
    async (kind) => {
      const account = await givenReseller(app, { kind });

      expect(await outcomeBetween(account, await givenIndirectReseller())).toBe('ROLE_NOT_ALLOWED');
      expect(await outcomeBetween(account, { tenantId: newId() })).toBe('ROLE_NOT_ALLOWED');
      // Another role would not help.
      const input = naming({ tenantId: newId() });
      const { error } = await act(app, account.as('GLOBAL_ADMIN'), MUTATION, input);
      expect(error?.extensions.message).toBe('Only an indirect provider may do this.');
    },
  );

  test('customers, the operator, a new tenant and nobody may not', async () => {
    const input = naming(await givenIndirectReseller());
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
});

describe('whom a provider may name', () => {
  test('unknown and foreign partners look the same: NOT_FOUND', async () => {
    const provider = await givenProvider();
    const named = [
      { tenantId: newId() },
      await givenReseller(app, { kind: 'DIRECT_BILL' }),
      await givenReseller(app, { kind: 'OPERATOR', instance: 'GERMANY' }),
      await givenProvider(),
      provider,
      await givenIndirectReseller({ instance: 'GLOBAL' }),
      await givenCustomer(app),
    ];
    const answers = [];
    for (const it of named) {
      const { error } = await act(app, provider.as('ADMIN_AGENT'), MUTATION, naming(it));
      const { code, rule, detail, field, blockers, refusals } = error?.extensions ?? {};
      answers.push({ message: error?.message, code, rule, detail, field, blockers, refusals });
    }

    expect(answers[0]).toMatchObject({ code: 'NOT_FOUND' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('a foreign partner reads nothing of the attempt in its audit', async () => {
    const provider = await givenProvider();
    const foreign = await givenReseller(app);

    const seen = await observe(app, () =>
      act(app, provider.as('ADMIN_AGENT'), MUTATION, naming(foreign)),
    );

    expect(seen.audits).toEqual([
      expect.objectContaining({
        status: 'FAILED',
        code: 'NOT_FOUND',
        resource_id: null,
        concerned_reseller_ids: [],
        new_value: { state: 'ACTIVE', indirectResellerTenantId: foreign.tenantId },
      }),
    ]);
  });

  test.each([
    ['CHINA_21VIANET', 'CN', 'CN', 'allowed'],
    ['CHINA_21VIANET', 'CN', 'HK', 'REGION_NOT_ALLOWED (R16)'],
    ['CHINA_21VIANET', 'CN', null, 'REGION_NOT_ALLOWED (R16)'],
    ['GLOBAL', 'DE', 'FR', 'allowed'],
    ['GLOBAL', 'DE', 'GB', 'REGION_NOT_ALLOWED (R16)'],
  ] as const)('R16 between the two tiers, in %s, %s and %s: %s', async (...row) => {
    const [instance, ofProvider, ofReseller, outcome] = row;
    const provider = await givenProvider({ instance, country: ofProvider });
    const partner = await givenIndirectReseller({ instance, country: ofReseller });

    expect(await outcomeBetween(provider, partner)).toBe(outcome);
  });

  test('an indirect reseller may work with several providers', async () => {
    const partner = await givenIndirectReseller();

    expect(await outcomeBetween(await givenProvider(), partner)).toBe('allowed');
    expect(await outcomeBetween(await givenProvider(), partner)).toBe('allowed');
  });
});

describe('what it does', () => {
  test('makes the link and nothing else, and tells both partners', async () => {
    const [provider, partner] = [await givenProvider(), await givenIndirectReseller()];

    const seen = await observe(app, () =>
      done(app, provider.as('SALES_AGENT'), MUTATION, naming(partner)),
    );

    const link = seen.result.partnerRelationship;
    const key = keyOf(link?.id);
    expect(seen.result.created).toBe(true);
    expect(link).toMatchObject({
      partnerTenantId: partner.tenantId,
      name: partner.name,
      relationshipType: 'IS_INDIRECT_CLOUD_SOLUTION_PROVIDER_OF',
      state: 'ACTIVE',
    });
    expect(seen.changed).toEqual(['partner_relationships', 'events', 'event_counters']);
    const partnerRelationshipId = key;
    expect(seen.events).toEqual([
      expect.objectContaining({
        scope_id: provider.key,
        customer_id: null,
        to_customer: false,
        recipient_reseller_ids: [provider.key, partner.key],
        resource_id: key,
        data: { partnerRelationshipId, providerId: provider.key, indirectResellerId: partner.key },
      }),
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        resource_id: key,
        reseller_id: provider.key,
        concerned_reseller_ids: [partner.key],
      }),
    ]);
  });

  test('both partners list the link, each from its side, and read the event', async () => {
    const [provider, partner] = [await givenProvider(), await givenIndirectReseller()];
    const { partnerRelationship } = await done(
      app,
      provider.as('GLOBAL_ADMIN'),
      MUTATION,
      naming(partner),
    );
    const READ = `query ($id: ID!) {
      reseller(id: $id) { indirectPartnerships { nodes { id name relationshipType state } } }
      events(first: 5) { nodes { name resourceType resourceId customerId
        ... on PartnerRelationshipCreatedEvent { partnerRelationshipId providerId indirectResellerId } } }
    }`;
    const id = partnerRelationship?.id;
    const event = {
      name: 'PARTNER_RELATIONSHIP_CREATED',
      resourceType: 'PARTNER_RELATIONSHIP',
      resourceId: id,
      customerId: null,
      partnerRelationshipId: id,
      providerId: provider.id,
      indirectResellerId: partner.id,
    };

    for (const [own, other, relationshipType] of [
      [provider, partner, 'IS_INDIRECT_CLOUD_SOLUTION_PROVIDER_OF'],
      [partner, provider, 'IS_INDIRECT_RESELLER_OF'],
    ] as const) {
      const read = await app.succeed(own.as('GLOBAL_ADMIN'), READ, { id: own.id });

      expect(read).toEqual({
        reseller: {
          indirectPartnerships: {
            nodes: [{ id, name: other.name, relationshipType, state: 'ACTIVE' }],
          },
        },
        events: { nodes: [event] },
      });
    }
  });

  test('once they work together the provider invites for its reseller (R22)', async () => {
    const [provider, partner] = [await givenProvider(), await givenIndirectReseller()];
    const invite = () =>
      act(app, provider.as('ADMIN_AGENT'), 'createInvitation', {
        indirectResellerId: resellerIdOf(partner.key),
      });

    expect(outcomeOf(await invite())).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
    await done(app, provider.as('ADMIN_AGENT'), MUTATION, naming(partner));
    expect(outcomeOf(await invite())).toBe('allowed');
  });

  test('after an end the two may work together again, with a link of its own', async () => {
    const [provider, partner] = [await givenProvider(), await givenIndirectReseller()];
    await givenPartnership(app, provider, partner, 'ENDED');

    const { created } = await done(app, provider.as('ADMIN_AGENT'), MUTATION, naming(partner));

    const links = await app.database.query<{ state: string }>(
      sql`SELECT state FROM partner_relationships WHERE provider_id = ${provider.key} ORDER BY state`,
    );
    expect(created).toBe(true);
    expect(links.map(({ state }) => state)).toEqual(['ACTIVE', 'ENDED']);
  });

  test('a link that an import brought is found, not doubled', async () => {
    const [provider, partner] = [await givenProvider(), await givenIndirectReseller()];
    await givenPartnership(app, provider, partner, 'ACTIVE');

    const again = await done(app, provider.as('ADMIN_AGENT'), MUTATION, naming(partner));

    expect(again).toMatchObject({ created: false, repeated: true });
  });
});
