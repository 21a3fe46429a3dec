import { sql } from '../../src/platform/database/sql';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
  type CustomerParty,
  givenCustomer,
  givenPartnership,
  givenRequest,
  givenReseller,
  observe,
  type ResellerParty,
  write,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

/*
 * R22, in 21Vianet: a provider makes the link and names which of its resellers serves the customers. The
 * relationship is the provider's.
 */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({ template: 'empty' });
});
afterAll(() => app.stop());

interface Parties {
  readonly customer: CustomerParty;
  readonly provider: ResellerParty;
  readonly partner: ResellerParty;
  readonly url: string | undefined;
}

async function givenLink(): Promise<Parties> {
  const customer = await givenCustomer(app);
  const provider = await givenReseller(app, { kind: 'INDIRECT_PROVIDER' });
  const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
  await givenPartnership(app, provider, partner, 'ACTIVE');
  const { invitation } = await done(app, provider.as('ADMIN_AGENT'), 'createInvitation', {
    indirectResellerId: partner.id,
  });
  return { customer, provider, partner, url: invitation?.url };
}

const follow = ({ customer, url }: Parties) =>
  act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptInvitation', { url });

/** Whose relationships the customer has, and who serves it in each. */
async function tiersOf({ customer }: Parties): Promise<readonly object[]> {
  const data = await app.succeed<{ customer: { relationships: { nodes: object[] } } }>(
    customer.as('CUSTOMER_GLOBAL_ADMIN'),
    `query ($id: ID!) { customer(id: $id) { relationships(first: 5) { nodes {
      reseller { id } indirectProvider { id } indirectReseller { id }
    } } } }`,
    { id: customer.id },
  );
  return data.customer.relationships.nodes;
}

const servedRelationship = ({ provider, partner }: Parties) => ({
  reseller: { id: provider.id },
  indirectProvider: null,
  indirectReseller: { id: partner.id },
});

test('one relationship, with the provider, names who serves the customer', async () => {
  const parties = await givenLink();

  const { payload } = await follow(parties);

  expect(payload).toMatchObject({
    relationship: { reseller: { id: parties.provider.id } },
    providerRelationship: null,
  });
  expect(await tiersOf(parties)).toEqual([servedRelationship(parties)]);
});

test('a waiting request is accepted with it, on the terms of the link that was read', async () => {
  const parties = await givenLink();
  const { customer, provider } = parties;
  const waiting = await givenRequest(app, { customer, reseller: provider });

  const { payload } = await follow(parties);

  expect(payload?.relationshipRequest).toMatchObject({ id: waiting.id, status: 'ACCEPTED' });
  expect(await tiersOf(parties)).toEqual([servedRelationship(parties)]);
});

test('once the two work together no more the link is refused: it would promise who serves the customer', async () => {
  const parties = await givenLink();
  await write(
    app,
    sql`UPDATE partner_relationships SET state = 'ENDED', ended_at = ${app.clock.now()}
      WHERE provider_id = ${parties.provider.key}`,
  );

  const seen = await observe(app, () => follow(parties));

  expect(outcomeOf(seen.result)).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
  expect(seen.changed).toEqual([]);
});

test('a relationship that was accepted before keeps its name, and the link answers as repeated (R33)', async () => {
  const parties = await givenLink();
  await follow(parties);
  await write(
    app,
    sql`UPDATE partner_relationships SET state = 'ENDED', ended_at = ${app.clock.now()}
      WHERE provider_id = ${parties.provider.key}`,
  );

  const { payload } = await follow(parties);

  expect(payload?.repeated).toBe(true);
  expect(await tiersOf(parties)).toEqual([servedRelationship(parties)]);
});
