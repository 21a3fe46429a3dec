import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { customerIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { givenRelationship } from '../support/party-rows';
import { STORY_BEGIN } from '../support/story-time';
import { TestApp } from '../support/test-app';

const { customers, resellers } = DEMO_IDS;

const PROFILE = `name tenantId mpnId country cloudInstance kind accountStatus agreementAccepted specialties redactedFields`;
const ONE = `query ($id: ID, $mpnId: String) { reseller(id: $id, mpnId: $mpnId) { ${PROFILE} } }`;

interface Reseller {
  readonly name: string;
  readonly tenantId: string | null;
  readonly accountStatus: string | null;
  readonly specialties: readonly string[];
  readonly redactedFields: readonly string[];
}

interface One {
  readonly reseller: Reseller | null;
}

interface Listed {
  readonly resellers: { readonly totalCount: number; readonly nodes: readonly Reseller[] };
}

describe('reading resellers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const list = (who: string, args: string): Promise<Listed> =>
    app.succeed<Listed>(who, `{ resellers(${args}) { totalCount nodes { ${PROFILE} } } }`);

  test('a partner reads its own account in full', async () => {
    const { reseller } = await app.succeed<One>('reseller-a-admin', ONE, { mpnId: '1000001' });

    expect(reseller).toMatchObject({
      name: 'Contoso Cloud',
      tenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
      accountStatus: 'ACTIVE',
      redactedFields: [],
    });
  });

  test('of another partner it reads the name only (R38)', async () => {
    const { reseller } = await app.succeed<One>('reseller-a-admin', ONE, {
      id: resellerIdOf(resellers.resellerB),
    });

    expect(reseller).toMatchObject({
      name: 'Fabrikam Services',
      tenantId: null,
      mpnId: null,
      country: null,
      cloudInstance: null,
      kind: null,
      accountStatus: null,
      agreementAccepted: null,
      specialties: [],
    });
    expect(reseller?.redactedFields).toEqual(
      expect.arrayContaining(['accountStatus', 'mpnId', 'specialties', 'tenantId']),
    );
  });

  test('what is withheld is no way to find it: not by MPN id, filter or order', async () => {
    const byMpnId = await app.succeed<One>('reseller-a-admin', ONE, { mpnId: '1000002' });
    const bySpecialty = await list('reseller-a-admin', 'filter: { specialty: INTUNE }');
    const byCountry = await list('reseller-a-admin', 'filter: { country: "CN" }');

    expect(byMpnId.reseller).toBeNull();
    expect(bySpecialty.resellers.totalCount).toBe(0);
    expect(byCountry.resellers.nodes.map(({ name }) => name)).toEqual(['Contoso Cloud']);
  });

  test('a foreign and an unknown one look the same: null without an error', async () => {
    const foreign = await app.succeed<One>('reseller-b-admin', ONE, {
      id: resellerIdOf(resellers.resellerA),
    });
    const unknown = await app.succeed<One>('reseller-b-admin', ONE, { id: resellerIdOf(newId()) });

    expect(foreign.reseller).toBeNull();
    expect(unknown).toEqual(foreign);
  });

  test.each([
    ['no key', {}],
    ['both keys', { id: resellerIdOf(resellers.resellerA), mpnId: '1000001' }],
    ['the id of a customer', { id: customerIdOf(customers.customer) }],
  ])('%s is INVALID_INPUT', async (_, keys) => {
    expect((await app.refusal('reseller-a-admin', ONE, keys))?.code).toBe('INVALID_INPUT');
  });

  test.each([
    ['name: "pROSE"', 1],
    ['specialty: DYNAMICS', 2],
    ['country: "us"', 1],
    ['name: "contoso", specialty: INTUNE', 0],
  ])('the operator filters by %s', async (filter, count) => {
    expect((await list('operator', `filter: { ${filter} }`)).resellers.totalCount).toBe(count);
  });

  test('the end of a relationship leaves the partner visible to the customer', async () => {
    await givenRelationship(app.database, {
      customerId: customers.customer2,
      resellerId: resellers.resellerSuspended,
      status: 'REMOVED',
    });

    const seen = await list('customer2-global', 'first: 5');

    expect(seen.resellers.nodes.map(({ name }) => name)).toEqual(['Litware Hosting']);
  });

  test('of a partner known by its number alone nothing is made up', async () => {
    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`INSERT INTO resellers (id, mpn_id, name, cloud_instance, is_placeholder, created_at, updated_at)
        VALUES (${newId()}, '4847383', 'MPN 4847383', 'CHINA_21VIANET', true, ${STORY_BEGIN}, ${STORY_BEGIN})`),
    );

    const { reseller } = await app.succeed<One>('operator', ONE, { mpnId: '4847383' });

    expect(reseller).toMatchObject({
      name: 'MPN 4847383',
      accountStatus: null,
      agreementAccepted: null,
    });
  });
});

describe('reading partnerships', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const QUERY = `query ($id: ID, $name: String) { reseller(id: $id) {
    redactedFields indirectPartnerships(name: $name) { totalCount nodes { id name mpnId location relationshipType state } } } }`;

  interface Answer {
    readonly reseller: {
      readonly redactedFields: readonly string[];
      readonly indirectPartnerships: {
        readonly totalCount: number;
        readonly nodes: readonly {
          readonly id: string;
          readonly name: string;
          readonly relationshipType: string;
        }[];
      };
    };
  }

  const of = async (who: string, id: string, name: string | null = null) =>
    (await app.succeed<Answer>(who, QUERY, { id: resellerIdOf(id), name })).reseller;

  test('each of the two sees the other, from its own side', async () => {
    const provider = await of('provider-global', resellers.provider);
    const reseller = await of('indirect-reseller-admin', resellers.indirectReseller);

    expect(provider.indirectPartnerships.nodes).toMatchObject([
      { name: 'Proseware Consulting', relationshipType: 'IS_INDIRECT_CLOUD_SOLUTION_PROVIDER_OF' },
    ]);
    expect(reseller.indirectPartnerships.nodes).toMatchObject([
      { name: 'Tailspin Distribution', relationshipType: 'IS_INDIRECT_RESELLER_OF' },
    ]);
  });

  test('read by itself a link is seen from the caller’s side', async () => {
    const { indirectPartnerships } = await of('provider-global', resellers.provider);
    const id = indirectPartnerships.nodes[0]?.id;
    const node = async (who: string) =>
      (
        await app.succeed<{ node: object | null }>(
          who,
          `query ($id: ID!) { node(id: $id) { ... on PartnerRelationship { name relationshipType } } }`,
          { id },
        )
      ).node;

    expect(await node('provider-global')).toMatchObject({ name: 'Proseware Consulting' });
    expect(await node('indirect-reseller-admin')).toMatchObject({ name: 'Tailspin Distribution' });
    expect(await node('reseller-a-admin')).toBeNull();
  });

  test.each([
    ['pro', 1],
    ['PROSEWARE', 1],
    ['ware', 0],
  ])('the search %s looks at the beginning of the name', async (name, count) => {
    const { indirectPartnerships } = await of('provider-global', resellers.provider, name);

    expect(indirectPartnerships.totalCount).toBe(count);
  });

  test('a customer sees none, and that they are withheld', async () => {
    const seen = await of('customer-global', resellers.resellerA);

    expect(seen.indirectPartnerships.totalCount).toBe(0);
    expect(seen.redactedFields).toContain('indirectPartnerships');
  });

  test('a reseller does not learn who else its provider works with', async () => {
    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`INSERT INTO partner_relationships (provider_id, id, indirect_reseller_id, state, created_at)
        VALUES (${resellers.provider}, ${newId()}, ${resellers.resellerSuspended}, 'ACTIVE', ${STORY_BEGIN})`),
    );
    const namesFor = async (who: string) =>
      (await of(who, resellers.provider)).indirectPartnerships.nodes.map(({ name }) => name);

    expect(await namesFor('provider-global')).toEqual(['Litware Hosting', 'Proseware Consulting']);
    expect(await namesFor('indirect-reseller-admin')).toEqual(['Proseware Consulting']);
  });
});
