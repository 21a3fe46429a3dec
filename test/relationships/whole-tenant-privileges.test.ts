import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { resellerIdOf } from '../../src/modules/visibility/object-ids';
import { join, sql } from '../../src/platform/database/sql';
import { act, activeServices, done, outcomeOf } from '../support/relationship-api';
import {
  type CustomerParty,
  givenCustomer,
  givenInvitation,
  givenReseller,
  givenSale,
  observe,
  operatorUser,
  type ResellerParty,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

/*
 * The global instance grants and ends privileges for the whole tenant (domain section 7). They are kept as
 * one row per service, which begin and end together; every act shows it.
 */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({ template: 'empty', instance: 'GLOBAL' });
});
afterAll(() => app.stop());

const FRENCH = { instance: 'GLOBAL', country: 'FR' } as const;
const ALL = ['AZURE', 'DYNAMICS', 'EXCHANGE_OFFICE', 'INTUNE', 'OTHER'];

interface Parties {
  readonly customer: CustomerParty;
  readonly reseller: ResellerParty;
}

async function givenParties(): Promise<Parties> {
  return { customer: await givenCustomer(app, FRENCH), reseller: await givenReseller(app, FRENCH) };
}

async function acceptanceInput({ reseller }: Parties) {
  const { url } = await givenInvitation(app, reseller);
  return { url, acceptsCustomerAgreement: true };
}

/** A relationship with privileges for the whole tenant. */
async function givenGranted(): Promise<Parties & { readonly relationshipId: string }> {
  const parties = await givenParties();
  const admin = parties.customer.as('CUSTOMER_GLOBAL_ADMIN');
  const input = await acceptanceInput(parties);
  const { relationship } = await done(app, admin, 'acceptInvitation', input);
  return { ...parties, relationshipId: relationship?.id ?? '' };
}

interface PrivilegeRow {
  readonly service: string;
  readonly status: string;
  readonly grantedAt: string;
  readonly endedAt: string | null;
}

async function privilegesOf(who: CustomerParty, relationshipId: string) {
  const { relationship } = await app.succeed<{
    relationship: { privileges: readonly PrivilegeRow[] };
  }>(
    who.as('CUSTOMER_GLOBAL_ADMIN'),
    'query ($id: ID!) { relationship(id: $id) { privileges { service status grantedAt endedAt } } }',
    { id: relationshipId },
  );
  return relationship.privileges;
}

test('an acceptance grants one row for each service of the instance, at one instant', async () => {
  const { customer, relationshipId } = await givenGranted();

  const rows = await privilegesOf(customer, relationshipId);

  expect(rows.map(({ service }) => service).sort()).toEqual(ALL);
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['ACTIVE']));
  expect(new Set(rows.map(({ grantedAt }) => grantedAt)).size).toBe(1);
});

describe('ended together', () => {
  type Mutation =
    | 'removeDelegatedPrivileges'
    | 'relinquishDelegatedPrivileges'
    | 'terminateDelegatedPrivileges'
    | 'removeRelationship';
  type Ender = (parties: Parties) => Parameters<typeof act>[1];
  const customer: Ender = (parties) => parties.customer.as('CUSTOMER_GLOBAL_ADMIN');
  const reseller: Ender = (parties) => parties.reseller.as('GLOBAL_ADMIN');
  const operator: Ender = () => operatorUser('somebody');

  test.each<readonly [Mutation, Ender, string]>([
    ['removeDelegatedPrivileges', customer, 'REMOVED_BY_CUSTOMER'],
    ['relinquishDelegatedPrivileges', reseller, 'RELINQUISHED_BY_PARTNER'],
    ['terminateDelegatedPrivileges', operator, 'TERMINATED_BY_OPERATOR'],
    ['removeRelationship', reseller, 'ENDED_WITH_RELATIONSHIP'],
  ])('%s leaves every row %3$s at one instant', async (mutation, ender, status) => {
    const parties = await givenGranted();
    const { relationshipId } = parties;
    const unusedSince = app.clock.now().toISOString();
    app.clock.advance({ days: 91 });
    const terminates = mutation === 'terminateDelegatedPrivileges';

    await done(app, ender(parties), mutation, {
      relationshipId,
      ...(terminates && { unusedSince }),
    });

    const rows = await privilegesOf(parties.customer, relationshipId);
    expect(rows).toHaveLength(ALL.length);
    expect(new Set(rows.map((row) => row.status))).toEqual(new Set([status]));
    expect(new Set(rows.map(({ endedAt }) => endedAt)).size).toBe(1);
  });

  test.each<readonly [Mutation, Ender]>([
    ['removeDelegatedPrivileges', customer],
    ['relinquishDelegatedPrivileges', reseller],
  ])('%s for a part of the tenant is no answer, for every service it is', async (mutation, who) => {
    const parties = await givenGranted();
    const { relationshipId } = parties;

    const part = await observe(app, () =>
      act(app, who(parties), mutation, { relationshipId, services: ['OTHER'] }),
    );
    const whole = await act(app, who(parties), mutation, { relationshipId, services: ALL });

    expect(outcomeOf(part.result)).toBe('INVALID_INPUT');
    expect(part.result.error?.extensions.field).toBe('input.services');
    expect(part.changed).toEqual([]);
    expect(outcomeOf(whole)).toBe('allowed');
    expect(activeServices(whole.payload?.relationship)).toEqual([]);
  });
});

test('a reseller asks for the whole tenant or for no privilege at all (R14)', async () => {
  const { customer, reseller } = await givenParties();
  const ask = (input: Record<string, unknown>) =>
    act(app, reseller.as('ADMIN_AGENT'), 'requestRelationship', {
      customerTenantId: customer.tenantId,
      ...input,
    });

  expect(outcomeOf(await ask({ services: ['DYNAMICS'] }))).toBe('INVALID_INPUT');
  const without = await ask({ withDelegatedAdmin: false });
  expect(without.payload?.relationshipRequest).toMatchObject({ services: [] });
});

test('privileges that were lost come back whole, by accepting again (R29)', async () => {
  const parties = await givenGranted();
  const { relationshipId } = parties;
  const admin = parties.customer.as('CUSTOMER_GLOBAL_ADMIN');
  await done(app, admin, 'removeDelegatedPrivileges', { relationshipId });

  const again = await done(app, admin, 'acceptInvitation', await acceptanceInput(parties));

  expect(again.relationship?.id).toBe(relationshipId);
  expect(activeServices(again.relationship).sort()).toEqual(ALL);
});

test('the demo story of such an instance grants nothing smaller either', async () => {
  const rows = await app.database.query<{ readonly services: readonly string[] }>(
    sql`SELECT array_agg(service ORDER BY service) AS services FROM delegated_privileges
      WHERE customer_id IN (${join([DEMO_IDS.customers.customer, DEMO_IDS.customers.customer3])})
      GROUP BY relationship_id`,
  );

  expect(rows).toEqual([{ services: ALL }, { services: ALL }]);
});

test('R21: a conflict over one service refuses the whole tenant; the relationship alone is allowed', async () => {
  const holder = await givenGranted();
  const { customer } = holder;
  const reseller = await givenReseller(app, FRENCH);
  await givenSale(app, customer, holder.reseller, { service: 'DYNAMICS' });
  await givenSale(app, customer, reseller, { service: 'DYNAMICS' });
  const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');
  const input = await acceptanceInput({ customer, reseller });

  const seen = await observe(app, () => act(app, admin, 'acceptInvitation', input));
  const alone = await act(app, admin, 'acceptInvitation', { ...input, services: [] });

  expect(outcomeOf(seen.result)).toBe('DAP_CONFLICT (R21)');
  expect(seen.result.error?.extensions.blockers).toEqual([
    expect.objectContaining({ id: resellerIdOf(holder.reseller.key), service: 'DYNAMICS' }),
  ]);
  expect(seen.changed).toEqual([]);
  expect(outcomeOf(alone)).toBe('allowed');
  expect(alone.payload?.relationship?.privileges).toEqual([]);
});
