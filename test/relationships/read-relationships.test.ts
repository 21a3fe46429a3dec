import type { Service } from '../../src/kernel/service';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import {
  customerIdOf,
  relationshipIdOf,
  resellerIdOf,
} from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { givenRelationship, givenRemovedPrivilege } from '../support/party-rows';
import { TestApp } from '../support/test-app';

const { customers, resellers, relationships } = DEMO_IDS;

interface Privilege {
  readonly service: Service;
  readonly status: string;
  readonly transacting: boolean | null;
  readonly grantedAt: string | null;
  readonly grantedBy: object | null;
  readonly roleAssignments: readonly object[];
}

interface RelationshipAnswer {
  readonly id: string;
  readonly status: string;
  readonly origin: string | null;
  readonly acceptedAt: string | null;
  readonly acceptedBy: object | null;
  readonly etag: string | null;
  readonly customer: { readonly id: string } | null;
  readonly reseller: { readonly name: string; readonly tenantId: string | null };
  readonly privileges: readonly Privilege[];
  readonly redactedFields: readonly string[];
}

const FIELDS = `id status origin acceptedAt acceptedBy { kind displayName tenantId } etag customer { id }
  reseller { name tenantId } redactedFields
  privileges { service status transacting grantedAt grantedBy { kind } roleAssignments { partnerGroup customerRole } }`;

const OF_CUSTOMER = `query ($id: ID!) {
  customer(id: $id) { partnerNames relationships(first: 50) { totalCount nodes { ${FIELDS} } }
    partnersWithPrivileges { service transacting relationship { reseller { name } } } }
}`;

interface CustomerAnswer {
  readonly customer: {
    readonly partnerNames: readonly string[];
    readonly relationships: {
      readonly totalCount: number;
      readonly nodes: readonly RelationshipAnswer[];
    };
    readonly partnersWithPrivileges: readonly {
      readonly service: Service;
      readonly transacting: boolean | null;
      readonly relationship: { readonly reseller: { readonly name: string } };
    }[];
  };
}

const ONE = `query ($id: ID!) { relationship(id: $id) { ${FIELDS} } }`;
interface One {
  readonly relationship: RelationshipAnswer | null;
}

/** Fabrikam works with Woodgrove too, with privileges for mail and for devices. */
async function givenFabrikamAtWoodgrove(app: TestApp): Promise<string> {
  return givenRelationship(app.database, {
    customerId: customers.customer,
    resellerId: resellers.resellerB,
    services: ['EXCHANGE_OFFICE', 'INTUNE'],
  });
}

describe('another partner’s relationship (R38)', () => {
  let app: TestApp;
  let fabrikamKey: string;
  const woodgrove = { id: customerIdOf(customers.customer) };

  beforeAll(async () => {
    app = await TestApp.start();
    fabrikamKey = await givenFabrikamAtWoodgrove(app);
  });
  afterAll(() => app.stop());

  test('a reseller sees its own in full and the other by name and shared services', async () => {
    const { customer } = await app.succeed<CustomerAnswer>(
      'reseller-b-admin',
      OF_CUSTOMER,
      woodgrove,
    );

    const [own, other] = [...customer.relationships.nodes].sort(
      (one, two) => one.redactedFields.length - two.redactedFields.length,
    );
    expect(customer.relationships.totalCount).toBe(2);
    expect(own).toMatchObject({ origin: 'INVITATION', redactedFields: [] });
    expect(other).toMatchObject({
      status: 'ACTIVE',
      reseller: { name: 'Contoso Cloud', tenantId: null },
      origin: null,
      acceptedAt: null,
      acceptedBy: null,
      etag: null,
    });
    expect(other?.redactedFields).toEqual(
      expect.arrayContaining(['acceptedAt', 'acceptedBy', 'origin']),
    );
    expect(other?.privileges.map(({ service }) => service)).toEqual(['EXCHANGE_OFFICE', 'INTUNE']);
    expect(other?.privileges[0]).toMatchObject({
      transacting: null,
      grantedAt: null,
      grantedBy: null,
    });
  });

  test('who holds privileges is told for shared services only', async () => {
    const { customer } = await app.succeed<CustomerAnswer>(
      'reseller-b-admin',
      OF_CUSTOMER,
      woodgrove,
    );

    expect(
      customer.partnersWithPrivileges.map((it) => `${it.relationship.reseller.name} ${it.service}`),
    ).toEqual([
      'Contoso Cloud EXCHANGE_OFFICE',
      'Contoso Cloud INTUNE',
      'Fabrikam Services EXCHANGE_OFFICE',
      'Fabrikam Services INTUNE',
    ]);
    expect(customer.partnerNames).toEqual(['Contoso Cloud', 'Fabrikam Services']);
  });

  test('the customer’s administrators see all partners and services (R35)', async () => {
    const { customer } = await app.succeed<CustomerAnswer>(
      'customer-billing',
      OF_CUSTOMER,
      woodgrove,
    );

    expect(customer.relationships.nodes.map(({ redactedFields }) => redactedFields)).toEqual([
      [],
      [],
    ]);
    expect(customer.partnersWithPrivileges).toHaveLength(6);
    expect(customer.partnersWithPrivileges.every(({ transacting }) => transacting !== null)).toBe(
      true,
    );
  });

  test('what the other does beside the shared services is not found by asking for it', async () => {
    const FILTERED = `query ($id: ID!, $service: [Service!]) { customer(id: $id) {
      relationships(filter: { service: $service }) { totalCount } } }`;
    const count = async (who: string, service: Service) =>
      (await app.succeed<CustomerAnswer>(who, FILTERED, { ...woodgrove, service: [service] }))
        .customer.relationships.totalCount;

    expect(await count('reseller-b-admin', 'INTUNE')).toBe(2);
    expect(await count('reseller-b-admin', 'DYNAMICS')).toBe(0);
    expect(await count('customer-billing', 'DYNAMICS')).toBe(1);
  });

  test('the list of relationships holds the caller’s own only', async () => {
    const list = await app.succeed<{ relationships: { nodes: readonly { id: string }[] } }>(
      'reseller-b-admin',
      '{ relationships(first: 50) { nodes { id } } }',
    );

    expect(list.relationships.nodes.map(({ id }) => id).sort()).toEqual(
      [relationshipIdOf(fabrikamKey), relationshipIdOf(relationships.northwindFabrikam)].sort(),
    );
  });

  test('a read by id agrees with the list below the customer', async () => {
    const id = relationshipIdOf(relationships.woodgroveContoso);
    const { relationship } = await app.succeed<One>('reseller-b-admin', ONE, { id });

    expect(relationship).toMatchObject({ id, acceptedAt: null, etag: null });
  });

  test('what may not be read is no way to order by either', async () => {
    const ORDERED = `query ($id: ID!, $direction: OrderDirection) { customer(id: $id) {
      relationships(first: 5, orderBy: { field: ACCEPTED_AT, direction: $direction }) { nodes { reseller { name } } } } }`;
    const order = async (direction: string) => {
      const { customer } = await app.succeed<{
        customer: { relationships: { nodes: readonly { reseller: { name: string } }[] } };
      }>('reseller-b-admin', ORDERED, { ...woodgrove, direction });
      return customer.relationships.nodes.map(({ reseller }) => reseller.name);
    };

    // Contoso was accepted long before; in order of acceptance it would come first.
    expect(await order('ASC')).toEqual(['Fabrikam Services', 'Contoso Cloud']);
    expect(await order('DESC')).toEqual(['Contoso Cloud', 'Fabrikam Services']);
  });

  test('the privilege of the other disappears with one’s own', async () => {
    await givenRemovedPrivilege(app.database, fabrikamKey, 'INTUNE');
    const { customer } = await app.succeed<CustomerAnswer>(
      'reseller-b-admin',
      OF_CUSTOMER,
      woodgrove,
    );
    await givenRemovedPrivilege(app.database, fabrikamKey, 'EXCHANGE_OFFICE');
    const { customer: without } = await app.succeed<CustomerAnswer>(
      'reseller-b-admin',
      OF_CUSTOMER,
      woodgrove,
    );

    expect(customer.partnersWithPrivileges.map(({ service }) => service)).toEqual([
      'EXCHANGE_OFFICE',
      'EXCHANGE_OFFICE',
    ]);
    expect(without.partnersWithPrivileges).toEqual([]);
    expect(without.relationships.totalCount).toBe(1);
    expect(without.relationships.nodes[0]?.privileges.map(({ status }) => status)).toEqual([
      'REMOVED_BY_CUSTOMER',
      'REMOVED_BY_CUSTOMER',
    ]);
    expect(without.partnerNames).toEqual(['Fabrikam Services']);
  });
});

describe('reading relationships', () => {
  let app: TestApp;
  let removedKey: string;

  beforeAll(async () => {
    app = await TestApp.start();
    removedKey = await givenRelationship(app.database, {
      customerId: customers.customer2,
      resellerId: resellers.resellerB,
      status: 'REMOVED',
    });
  });
  afterAll(() => app.stop());

  test('a removed one stays readable as a row, without the customer behind it (R36)', async () => {
    const id = relationshipIdOf(removedKey);
    const { relationship } = await app.succeed<One>('reseller-b-admin', ONE, { id });
    const { relationship: asCustomer } = await app.succeed<One>('customer2-global', ONE, { id });

    expect(relationship).toMatchObject({ status: 'REMOVED', customer: null });
    expect(relationship?.redactedFields).toEqual(['customer']);
    expect(asCustomer?.customer).toEqual({ id: customerIdOf(customers.customer2) });
  });

  test('the customer behind a removed one is not found by filtering for it', async () => {
    const FILTERED = `query ($id: ID!) { relationships(filter: { customer: $id }) { totalCount } }`;
    const count = async (who: string, customerId: string) =>
      (
        await app.succeed<{ relationships: { totalCount: number } }>(who, FILTERED, {
          id: customerIdOf(customerId),
        })
      ).relationships.totalCount;

    expect(await count('reseller-b-admin', customers.customer2)).toBe(0);
    expect(await count('reseller-b-admin', customers.customer3)).toBe(1);
    expect(await count('operator', customers.customer2)).toBe(1);
  });

  test('a foreign and an unknown one look the same: null without an error', async () => {
    const foreign = await app.succeed<One>('reseller-b-admin', ONE, {
      id: relationshipIdOf(relationships.woodgroveContoso),
    });
    const unknown = await app.succeed<One>('reseller-b-admin', ONE, {
      id: relationshipIdOf(newId()),
    });

    expect(foreign).toEqual({ relationship: null });
    expect(unknown).toEqual(foreign);
  });

  test.each([
    ['a text that is no id', 'nonsense'],
    ['the id of a customer', customerIdOf(customers.customer)],
  ])('%s is INVALID_INPUT', async (_, id) => {
    const refusal = await app.refusal('reseller-b-admin', ONE, { id });

    expect(refusal?.code).toBe('INVALID_INPUT');
  });

  test.each([
    ['status', '{ status: [REMOVED] }', 1],
    ['one status as a single value', '{ status: ACTIVE }', 1],
    ['service without privileges', '{ service: [EXCHANGE_OFFICE] }', 0],
  ])('the filter %s counts what fits', async (_, filter, count) => {
    const { relationships: list } = await app.succeed<{ relationships: { totalCount: number } }>(
      'reseller-b-admin',
      `{ relationships(filter: ${filter}) { totalCount } }`,
    );

    expect(list.totalCount).toBe(count);
  });

  test('the filter reseller tells a customer’s partners apart', async () => {
    const { relationships: list } = await app.succeed<{
      relationships: { nodes: readonly { reseller: { name: string } }[] };
    }>(
      'customer3-global',
      `query ($id: ID) { relationships(filter: { reseller: $id }) { nodes { reseller { name } } } }`,
      { id: resellerIdOf(resellers.resellerA) },
    );

    expect(list.nodes).toEqual([{ reseller: { name: 'Contoso Cloud' } }]);
  });

  test('privileges show the roles that they amount to, and none once they ended (R27)', async () => {
    const key = await givenRelationship(app.database, {
      customerId: customers.customer2,
      resellerId: resellers.resellerA,
      services: ['DYNAMICS', 'INTUNE'],
    });
    await givenRemovedPrivilege(app.database, key, 'DYNAMICS');

    const { relationship } = await app.succeed<One>('customer2-global', ONE, {
      id: relationshipIdOf(key),
    });

    const [dynamics, intune] = relationship?.privileges ?? [];
    expect(dynamics).toMatchObject({ status: 'REMOVED_BY_CUSTOMER', roleAssignments: [] });
    expect(intune).toMatchObject({
      status: 'ACTIVE',
      roleAssignments: [
        { partnerGroup: 'ADMIN_AGENTS', customerRole: 'GLOBAL_ADMINISTRATOR' },
        { partnerGroup: 'HELPDESK_AGENTS', customerRole: 'HELPDESK_ADMINISTRATOR' },
      ],
    });
  });

  test('of people the other side reads kind and tenant only', async () => {
    const id = relationshipIdOf(removedKey);
    const own = await app.succeed<One>('reseller-b-admin', ONE, { id });
    const other = await app.succeed<One>('customer2-global', ONE, { id });

    expect(own.relationship?.acceptedBy).toMatchObject({ displayName: 'Zhao Lei' });
    expect(other.relationship?.acceptedBy).toMatchObject({
      kind: 'PARTNER_USER',
      displayName: null,
    });
  });
});
