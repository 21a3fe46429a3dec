import { resellerIdOf } from '../../src/modules/visibility/object-ids';
import { lockRows } from '../../src/platform/database/row-locks';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, activeServices, done, outcomeOf } from '../support/relationship-api';
import {
  type CustomerParty,
  givenCustomer,
  givenPartnership,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  nowReseller,
  observe,
  type ResellerParty,
  write,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

/*
 * R23, in the global instance: an indirect reseller and its provider ask with one link, and the customer
 * accepts two relationships at once or none.
 */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({ template: 'empty', instance: 'GLOBAL' });
});
afterAll(() => app.stop());

const FRENCH = { instance: 'GLOBAL', country: 'FR' } as const;
const ALL = ['AZURE', 'DYNAMICS', 'EXCHANGE_OFFICE', 'INTUNE', 'OTHER'];
const WAYS = ['acceptInvitation', 'acceptRelationshipRequest'] as const;
type Way = (typeof WAYS)[number];

interface Parties {
  readonly customer: CustomerParty;
  readonly reseller: ResellerParty;
  readonly provider: ResellerParty;
}

async function givenTiers(state = 'ACTIVE'): Promise<Parties> {
  const customer = await givenCustomer(app, FRENCH);
  const provider = await givenReseller(app, { ...FRENCH, kind: 'INDIRECT_PROVIDER' });
  const reseller = await givenReseller(app, { ...FRENCH, kind: 'INDIRECT_RESELLER' });
  await givenPartnership(app, provider, reseller, state);
  return { customer, provider, reseller };
}

const createLink = ({ reseller, provider }: Parties) =>
  act(app, reseller.as('ADMIN_AGENT'), 'createInvitation', { indirectProviderId: provider.id });

const ask = ({ customer, reseller, provider }: Parties) =>
  act(app, reseller.as('ADMIN_AGENT'), 'requestRelationship', {
    customerTenantId: customer.tenantId,
    indirectProviderId: provider.id,
  });

async function acceptanceInput(way: Way, parties: Parties) {
  const acceptsCustomerAgreement = true;
  if (way === 'acceptInvitation') {
    const { payload } = await createLink(parties);
    return { url: payload?.invitation?.url, acceptsCustomerAgreement };
  }
  const { payload } = await ask(parties);
  return { relationshipRequestId: payload?.relationshipRequest?.id, acceptsCustomerAgreement };
}

const adminOf = ({ customer }: Parties) => customer.as('CUSTOMER_GLOBAL_ADMIN');

interface HeldRelationship {
  readonly reseller: { readonly id: string };
  readonly indirectProvider: { readonly id: string } | null;
  readonly indirectReseller: { readonly id: string } | null;
  readonly privileges: readonly { readonly service: string; readonly status: string }[];
}

async function relationshipsOf({ customer }: Parties): Promise<readonly HeldRelationship[]> {
  const data = await app.succeed<{
    customer: { relationships: { nodes: readonly HeldRelationship[] } };
  }>(
    customer.as('CUSTOMER_GLOBAL_ADMIN'),
    `query ($id: ID!) { customer(id: $id) { relationships(first: 10) { nodes {
      reseller { id } indirectProvider { id } indirectReseller { id } privileges { service status }
    } } } }`,
    { id: customer.id },
  );
  return data.customer.relationships.nodes;
}

/** Until a statement of this database waits for a row that another transaction holds. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await app.database.query(
      sql`SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE d.datname = current_database() AND locktype = 'tuple'`,
    );
    if (waiting.length > 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('who makes a joint link', () => {
  test('an indirect reseller with its provider: one link for the two, the same the second time', async () => {
    const parties = await givenTiers();

    const first = await createLink(parties);
    const second = await createLink(parties);

    expect(first.payload).toMatchObject({ created: true, invitation: { status: 'ACTIVE' } });
    expect(second.payload).toMatchObject({ created: false, invitation: first.payload?.invitation });
    const { invitation } = await app.succeed<{ invitation: unknown }>(
      parties.reseller.as('ADMIN_AGENT'),
      'query ($id: ID!) { invitation(id: $id) { reseller { id } indirectProvider { id } } }',
      { id: first.payload?.invitation?.id },
    );
    expect(invitation).toEqual({
      reseller: { id: parties.reseller.id },
      indirectProvider: { id: parties.provider.id },
    });
  });

  test('the accept page and the mail name both before anyone signs in', async () => {
    const parties = await givenTiers();
    const { payload } = await createLink(parties);
    const token = new URL(payload?.invitation?.url ?? '').searchParams.get('inv');

    const { invitation } = await app.succeed<{
      invitation: { terms: { asks: string }; emailTemplate: { plainText: string } };
    }>(
      null,
      `query ($token: String!) { invitation(token: $token) {
        terms(locale: "en-US") { asks } emailTemplate(locale: "en-US") { plainText }
      } }`,
      { token },
    );

    for (const { name } of [parties.reseller, parties.provider]) {
      expect(invitation.terms.asks).toContain(name);
      expect(invitation.emailTemplate.plainText).toContain(name);
    }
  });

  test('a link that is rotated stays a joint one', async () => {
    const parties = await givenTiers();
    const { payload } = await createLink(parties);

    const rotated = await done(app, parties.reseller.as('GLOBAL_ADMIN'), 'rotateInvitation', {
      invitationId: payload?.invitation?.id,
    });
    const { url } = rotated.invitation ?? {};
    await done(app, adminOf(parties), 'acceptInvitation', { url, acceptsCustomerAgreement: true });

    expect(await relationshipsOf(parties)).toHaveLength(2);
  });

  type Change = (parties: Parties) => Promise<unknown>;
  test.each<readonly [string, Change, string]>([
    [
      'the partnership is over',
      ({ provider }) =>
        write(
          app,
          sql`UPDATE partner_relationships SET state = 'ENDED', ended_at = ${app.clock.now()}
            WHERE provider_id = ${provider.key}`,
        ),
      'NO_INDIRECT_PARTNERSHIP (R23)',
    ],
    [
      'the provider is suspended',
      ({ provider }) => nowReseller(app, provider, 'account_status', 'SUSPENDED'),
      'RESELLER_SUSPENDED (R18)',
    ],
    [
      'the reseller is suspended',
      ({ reseller }) => nowReseller(app, reseller, 'account_status', 'SUSPENDED'),
      'RESELLER_SUSPENDED (R18)',
    ],
  ])('neither link nor request when %s', async (_case, change, outcome) => {
    const parties = await givenTiers();
    await change(parties);

    for (const attempt of [createLink, ask]) {
      const seen = await observe(app, () => attempt(parties));
      expect(outcomeOf(seen.result)).toBe(outcome);
      expect(seen.changed).toEqual([]);
    }
  });

  test('provider and reseller must be able to work together (R16, R17)', async () => {
    const abroad = await givenTiers();
    await nowReseller(app, abroad.provider, 'country', 'US');
    const elsewhere = await givenTiers();
    await nowReseller(app, elsewhere.provider, 'cloud_instance', 'GERMANY');

    expect(outcomeOf(await createLink(abroad))).toBe('REGION_NOT_ALLOWED (R16)');
    expect(outcomeOf(await createLink(elsewhere))).toBe('CLOUD_MISMATCH (R17)');
  });

  test('strangers and unknown providers look the same; a link names one second partner', async () => {
    const parties = await givenTiers();
    const other = await givenTiers();
    const stranger = await createLink({ ...parties, provider: other.provider });
    const unknown = await createLink({
      ...parties,
      provider: { ...other.provider, id: resellerIdOf(newId()) },
    });
    const both = await act(app, parties.reseller.as('ADMIN_AGENT'), 'createInvitation', {
      indirectProviderId: parties.provider.id,
      indirectResellerId: parties.reseller.id,
    });

    expect(outcomeOf(stranger)).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
    expect(outcomeOf(unknown)).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
    expect(both.error?.extensions).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'input.indirectProviderId',
    });
  });
});

describe.each(WAYS)('%s', (way) => {
  test('two relationships in one act, with privileges for both and one proof', async () => {
    const parties = await givenTiers();
    const { provider, reseller, customer } = parties;
    const input = await acceptanceInput(way, parties);

    const seen = await observe(app, () => done(app, adminOf(parties), way, input));

    expect(seen.result.relationship?.reseller?.id).toBe(reseller.id);
    expect(seen.result.providerRelationship?.reseller?.id).toBe(provider.id);
    expect(seen.result.relationshipRequest?.status).toBe('ACCEPTED');
    expect(seen.result.proof).toMatchObject({ unchanged: true });
    const held = await relationshipsOf(parties);
    expect(held).toHaveLength(2);
    const byReseller = new Map(held.map((it) => [it.reseller.id, it]));
    expect(byReseller.get(reseller.id)).toMatchObject({
      indirectProvider: { id: provider.id },
      indirectReseller: null,
    });
    expect(byReseller.get(provider.id)).toMatchObject({
      indirectProvider: null,
      indirectReseller: null,
    });
    for (const { privileges } of held) {
      expect(privileges.map(({ service }) => service).sort()).toEqual(ALL);
      expect(privileges.every(({ status }) => status === 'ACTIVE')).toBe(true);
    }
    expect(seen.events.map(({ name, recipient_reseller_ids: to }) => [name, to])).toEqual([
      ['RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', [reseller.key]],
      ['DAP_ADMIN_RELATIONSHIP_APPROVED', [reseller.key]],
      ['RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', [provider.key]],
      ['DAP_ADMIN_RELATIONSHIP_APPROVED', [provider.key]],
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        status: 'SUCCEEDED',
        customer_id: customer.key,
        reseller_id: reseller.key,
        concerned_reseller_ids: expect.arrayContaining([provider.key]) as unknown,
      }),
    ]);
  });

  type Change = (parties: Parties) => Promise<unknown>;
  const sell = (seller: 'provider' | 'reseller') => (parties: Parties) =>
    givenSale(app, parties.customer, parties[seller]);
  test.each<readonly [string, Change, string]>([
    [
      'the provider is suspended',
      ({ provider }) => nowReseller(app, provider, 'account_status', 'SUSPENDED'),
      'RESELLER_SUSPENDED (R18)',
    ],
    [
      'the reseller is suspended',
      ({ reseller }) => nowReseller(app, reseller, 'account_status', 'SUSPENDED'),
      'RESELLER_SUSPENDED (R18)',
    ],
    [
      'the provider may not work in the country of the customer',
      ({ provider }) => nowReseller(app, provider, 'country', 'US'),
      'REGION_NOT_ALLOWED (R16)',
    ],
    [
      'the provider is in another instance',
      ({ provider }) => nowReseller(app, provider, 'cloud_instance', 'GERMANY'),
      'CLOUD_MISMATCH (R17)',
    ],
    [
      'the partnership has ended since',
      ({ provider }) =>
        write(
          app,
          sql`UPDATE partner_relationships SET state = 'ENDED', ended_at = ${app.clock.now()}
            WHERE provider_id = ${provider.key}`,
        ),
      'NO_INDIRECT_PARTNERSHIP (R23)',
    ],
    [
      'both sell the same service',
      async (parties) => {
        await sell('provider')(parties);
        await sell('reseller')(parties);
      },
      'DAP_CONFLICT (R21)',
    ],
    [
      'another holder sells what the provider sells',
      async (parties) => {
        const holder = await givenReseller(app, FRENCH);
        const { payload } = await act(app, holder.as('ADMIN_AGENT'), 'createInvitation', {});
        const url = payload?.invitation?.url;
        const input = { url, acceptsCustomerAgreement: true };
        await done(app, adminOf(parties), 'acceptInvitation', input);
        await givenSale(app, parties.customer, holder);
        await sell('provider')(parties);
      },
      'DAP_CONFLICT (R21)',
    ],
  ])('neither relationship when %s', async (_case, change, outcome) => {
    const parties = await givenTiers();
    const input = await acceptanceInput(way, parties);
    await change(parties);

    const seen = await observe(app, () => act(app, adminOf(parties), way, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([expect.objectContaining({ concerned_reseller_ids: [] })]);
    if (way === 'acceptRelationshipRequest') {
      const verdict = await acceptVerdict(parties, String(input.relationshipRequestId));
      expect(verdict).toMatchObject({ allowed: false, code: outcome.split(' ')[0] });
    }
  });

  test('a partnership that ends at the very moment is not missed', async () => {
    const parties = await givenTiers();
    const input = await acceptanceInput(way, parties);
    let accepting: Promise<string> = Promise.resolve('');

    await app.database.transaction(
      { actor: `reseller:${parties.provider.key}`, operation: 'relationship' },
      async (tx) => {
        // As endPartnerRelationship does: both accounts, then the link between them.
        await lockRows(tx, 'resellers', [parties.provider.key, parties.reseller.key], 'changing');
        accepting = act(app, adminOf(parties), way, input).then(outcomeOf);
        await untilSomebodyWaits();
        await tx.query(
          sql`UPDATE partner_relationships SET state = 'ENDED', ended_at = ${app.clock.now()}
            WHERE provider_id = ${parties.provider.key}`,
        );
      },
    );

    expect(await accepting).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
    expect(await relationshipsOf(parties)).toEqual([]);
  });

  test('without the customer agreement neither (R20)', async () => {
    const parties = await givenTiers();
    const input = await acceptanceInput(way, parties);

    const seen = await observe(app, () =>
      act(app, adminOf(parties), way, { ...input, acceptsCustomerAgreement: false }),
    );

    expect(outcomeOf(seen.result)).toBe('AGREEMENT_NOT_ACCEPTED (R20)');
    expect(seen.changed).toEqual([]);
  });

  test('a dry run makes neither; a provider that is related already keeps its one relationship', async () => {
    const parties = await givenTiers();
    const own = await act(app, parties.provider.as('ADMIN_AGENT'), 'createInvitation', {});
    await done(app, adminOf(parties), 'acceptInvitation', {
      url: own.payload?.invitation?.url,
      acceptsCustomerAgreement: true,
      services: [],
    });
    const input = await acceptanceInput(way, parties);

    const dry = await observe(app, () =>
      done(app, adminOf(parties), way, { ...input, validateOnly: true }),
    );
    await done(app, adminOf(parties), way, input);

    expect(dry.changed).toEqual([]);
    const held = await relationshipsOf(parties);
    expect(held).toHaveLength(2);
    for (const { privileges } of held) expect(privileges).toHaveLength(ALL.length);
  });

  test('accepted twice at once they are two relationships still', async () => {
    const parties = await givenTiers();
    const input = await acceptanceInput(way, parties);

    const answers = await Promise.all(
      ['one', 'two', 'three'].map((user) =>
        act(app, parties.customer.as('CUSTOMER_GLOBAL_ADMIN', user), way, input),
      ),
    );

    expect(answers.map(outcomeOf)).toEqual(['allowed', 'allowed', 'allowed']);
    const [first, ...others] = answers.map(({ payload }) => payload?.providerRelationship?.id);
    expect(others).toEqual([first, first]);
    expect(answers.filter(({ payload }) => payload?.repeated)).toHaveLength(2);
    expect(await relationshipsOf(parties)).toHaveLength(2);
  });
});

interface Verdict {
  readonly action: string;
  readonly allowed: boolean;
  readonly code: string | null;
}

async function acceptVerdict(parties: Parties, id: string): Promise<Verdict | undefined> {
  const data = await app.succeed<{
    relationshipRequest: { viewerActions: readonly Verdict[] };
  }>(
    adminOf(parties),
    'query ($id: ID!) { relationshipRequest(id: $id) { viewerActions { action allowed code } } }',
    { id },
  );
  return data.relationshipRequest.viewerActions.find(({ action }) => action === 'ACCEPT');
}

describe('a user of the provider’s tenant (R15, R29)', () => {
  test('follows the link that asks for the provider too: only the customer grants', async () => {
    const parties = await givenTiers();
    const input = await acceptanceInput('acceptInvitation', parties);

    for (const roles of [['GLOBAL_ADMIN'], ['GLOBAL_ADMIN', 'CUSTOMER_GLOBAL_ADMIN']] as const) {
      const seen = await observe(app, () =>
        act(app, parties.provider.as(roles), 'acceptInvitation', input),
      );
      expect(outcomeOf(seen.result)).toBe('DAP_GRANT_REQUIRES_CUSTOMER (R29)');
      expect(seen.changed).toEqual([]);
    }
  });

  test('names the request, which it does not see: as any other partner', async () => {
    const parties = await givenTiers();
    const input = await acceptanceInput('acceptRelationshipRequest', parties);
    const acceptBy = async (roles: Parameters<typeof parties.provider.as>[0]) =>
      outcomeOf(await act(app, parties.provider.as(roles), 'acceptRelationshipRequest', input));

    expect(await acceptBy('GLOBAL_ADMIN')).toBe('CUSTOMER_ADMIN_REQUIRED (R15)');
    expect(await acceptBy('CUSTOMER_GLOBAL_ADMIN')).toBe('RESELLER_CANNOT_BE_CUSTOMER (R19)');
  });
});

describe('links and requests', () => {
  test('a tenant that is not held yet becomes a customer of both, or of none', async () => {
    const parties = await givenTiers();
    const { url } = (await createLink(parties)).payload?.invitation ?? {};
    const tenant = newTenant('FR');
    const accept = (acceptsCustomerAgreement: boolean) =>
      act(app, tenant.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptInvitation', {
        url,
        acceptsCustomerAgreement,
      });

    const refused = await observe(app, () => accept(false));
    const accepted = await accept(true);

    expect(outcomeOf(refused.result)).toBe('AGREEMENT_NOT_ACCEPTED (R20)');
    expect(refused.changed).toEqual([]);
    const id = accepted.payload?.relationship?.customer?.id ?? '';
    const rows = await app.database.query<{ reseller_id: string }>(
      sql`SELECT reseller_id FROM relationships WHERE customer_id = ${keyOf(id)}`,
    );
    expect(rows.map((row) => row.reseller_id).sort()).toEqual(
      [parties.reseller.key, parties.provider.key].sort(),
    );
  });

  test('the link accepts the request that waits for the same, and not one made with another provider', async () => {
    const parties = await givenTiers();
    const other = await givenReseller(app, { ...FRENCH, kind: 'INDIRECT_PROVIDER' });
    await givenPartnership(app, other, parties.reseller, 'ACTIVE');
    const waiting = (await ask({ ...parties, provider: other })).payload?.relationshipRequest;
    const mine = await acceptanceInput('acceptInvitation', parties);
    const others = await acceptanceInput('acceptInvitation', { ...parties, provider: other });

    const first = await done(app, adminOf(parties), 'acceptInvitation', mine);
    const second = await done(app, adminOf(parties), 'acceptInvitation', others);

    expect(first.relationshipRequest?.id).not.toBe(waiting?.id);
    expect(second.relationshipRequest?.id).toBe(waiting?.id);
    expect(await relationshipsOf(parties)).toHaveLength(3);
  });

  test('where both have everything there is nothing to ask; once the provider lost it there is', async () => {
    const parties = await givenTiers();
    await done(
      app,
      adminOf(parties),
      'acceptInvitation',
      await acceptanceInput('acceptInvitation', parties),
    );
    const complete = await ask(parties);
    const { payload } = await act(app, parties.provider.as('ADMIN_AGENT'), 'createInvitation', {});
    const provided = await done(app, adminOf(parties), 'acceptInvitation', {
      url: payload?.invitation?.url,
    });
    await done(app, adminOf(parties), 'removeDelegatedPrivileges', {
      relationshipId: provided.relationship?.id,
    });

    const again = await ask(parties);
    const accepted = await done(
      app,
      adminOf(parties),
      'acceptInvitation',
      await acceptanceInput('acceptInvitation', parties),
    );

    expect(outcomeOf(complete)).toBe('RELATIONSHIP_ALREADY_EXISTS (R9)');
    expect(outcomeOf(again)).toBe('allowed');
    expect(accepted.repeated).toBe(false);
    expect(activeServices(provided.relationship)).toHaveLength(ALL.length);
    const held = await relationshipsOf(parties);
    expect(
      held.map(({ privileges }) => privileges.filter(({ status }) => status === 'ACTIVE').length),
    ).toEqual([ALL.length, ALL.length]);
  });

  test('in bulk each item names its own provider', async () => {
    const parties = await givenTiers();
    const tenants = [parties.customer, await givenCustomer(app, FRENCH)];
    const { requestRelationships } = await app.succeed<{
      requestRelationships: { outcomes: readonly { refusal: { code: string } | null }[] };
    }>(
      parties.reseller.as('ADMIN_AGENT'),
      `mutation ($input: RequestRelationshipsInput!) { requestRelationships(input: $input) {
        outcomes { refusal { code } relationshipRequest { invitation { indirectProvider { id } } } }
      } }`,
      {
        input: {
          items: [
            { customerTenantId: tenants[0]?.tenantId, indirectProviderId: parties.provider.id },
            { customerTenantId: tenants[1]?.tenantId },
          ],
        },
      },
    );

    expect(requestRelationships.outcomes).toEqual([
      {
        refusal: null,
        relationshipRequest: { invitation: { indirectProvider: { id: parties.provider.id } } },
      },
      { refusal: { code: 'NO_INDIRECT_PARTNERSHIP' }, relationshipRequest: null },
    ]);
  });
});
