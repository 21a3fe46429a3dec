import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { customerIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { givenCustomers, givenRelationship } from '../support/party-rows';
import { STORY_BEGIN } from '../support/story-time';
import { TestApp } from '../support/test-app';

const { customers, resellers } = DEMO_IDS;
const WOODGROVE = DEMO_TENANTS.customer.tenantId;

interface CustomerAnswer {
  readonly customer: Readonly<Record<string, unknown>> | null;
}

interface ListAnswer {
  readonly customers: {
    readonly totalCount?: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string;
      readonly endCursor: string;
    };
    readonly nodes: readonly { readonly companyProfile: { readonly companyName: string } }[];
  };
}

const LIST = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
  customers(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { companyProfile { companyName } }
  }
}`;

function namesOf(answer: ListAnswer): readonly string[] {
  return answer.customers.nodes.map(({ companyProfile }) => companyProfile.companyName);
}

describe('reading one customer', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function read(
    who: string,
    fields: string,
    tenantId: string = WOODGROVE,
  ): Promise<CustomerAnswer> {
    return app.succeed<CustomerAnswer>(
      who,
      `query ($tenantId: UUID) { customer(tenantId: $tenantId) { ${fields} } }`,
      { tenantId },
    );
  }

  test('an unknown and a foreign customer look the same: null without an error', async () => {
    const foreign = await read('reseller-b-admin', 'id');
    const unknown = await read('reseller-b-admin', 'id', newId());

    expect(foreign).toEqual({ customer: null });
    expect(unknown).toEqual(foreign);
  });

  test('the tenant id is found in any letter case', async () => {
    const { customer } = await read('operator', 'tenantId', WOODGROVE.toUpperCase());

    expect(customer).toEqual({ tenantId: WOODGROVE });
  });

  test.each([
    ['no key', ''],
    ['both keys', `(id: "${customerIdOf(customers.customer)}", tenantId: "${WOODGROVE}")`],
    ['a text that is no id', '(id: "nonsense")'],
    ['the id of a reseller', `(id: "${resellerIdOf(resellers.resellerA)}")`],
  ])('%s is INVALID_INPUT', async (_, keys) => {
    const refusal = await app.refusal('reseller-a-admin', `{ customer${keys} { id } }`);

    expect(refusal?.code).toBe('INVALID_INPUT');
  });

  test('a plain customer user reads the names of its partners and nothing else', async () => {
    const { customer } = await read(
      'customer-user',
      `partnerNames country commerceId etag createdAt billingProfile { email } agreements { type }
       subscriptionsDigest customDomains associatedPartnerId accountOwner { name }
       companyProfile { domain organizationRegistrationNumber }
       relationships { totalCount nodes { id } } partnersWithPrivileges { service }
       subscriptions { totalCount } redactedFields`,
    );

    expect(customer).toMatchObject({
      partnerNames: ['Contoso Cloud'],
      country: null,
      etag: null,
      createdAt: null,
      billingProfile: null,
      agreements: null,
      subscriptionsDigest: null,
      customDomains: [],
      companyProfile: { domain: null, organizationRegistrationNumber: null },
      relationships: { totalCount: 0, nodes: [] },
      partnersWithPrivileges: [],
      subscriptions: { totalCount: 0 },
    });
    expect(customer?.redactedFields).toEqual(
      expect.arrayContaining(['agreements', 'billingProfile', 'relationships', 'subscriptions']),
    );
  });

  test.each<readonly [who: string, filter: object, count: number]>([
    ['customer-user', { hasDap: true }, 0],
    ['customer-user', { hasDap: false }, 1],
    ['customer-user', { domain: 'wood' }, 0],
    ['customer-user', { relationshipStatus: ['ACTIVE'] }, 0],
    ['customer-user', { name: 'wood' }, 1],
    ['customer-billing', { hasDap: true }, 1],
    ['customer-billing', { domain: 'wood' }, 1],
    ['customer-billing', { relationshipStatus: ['ACTIVE'] }, 1],
  ])('what %s may not read is not found by the filter %j', async (who, filter, count) => {
    const { customers: found } = await app.succeed<ListAnswer>(who, LIST, { filter });

    expect(found.totalCount).toBe(count);
  });

  test.each([
    ['customer-global', true],
    ['customer-billing', true],
    ['reseller-a-admin', true],
    ['operator', false],
  ])('%s reads the billing profile: %s', async (persona, reads) => {
    const { customer } = await read(persona, 'billingProfile { email } redactedFields');

    const redacted = customer?.redactedFields as readonly string[];
    expect(customer?.billingProfile !== null).toBe(reads);
    expect(redacted.includes('billingProfile')).toBe(!reads);
  });

  test.each([
    ['reseller-a-admin', true],
    ['indirect-reseller-admin', true],
    ['provider-global', true],
    ['operator', true],
    ['reseller-b-admin', false],
  ])('%s reads which indirect reseller is attached to an account: %s (R38)', async (who, reads) => {
    const { resellerA, resellerB, provider, indirectReseller } = resellers;
    const [attached] = await app.database.query<{ readonly tenant_id: string }>(
      sql`SELECT tenant_id FROM resellers WHERE id = ${indirectReseller}`,
    );
    const [id, tenantId] = [newId(), newId()];
    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`INSERT INTO customers (id, tenant_id, cloud_instance, company_name, account_owner_id,
          associated_partner_id, created_at, updated_at)
        VALUES (${id}, ${tenantId}, 'CHINA_21VIANET', 'Attached', ${resellerA}, ${attached?.tenant_id},
          ${STORY_BEGIN}, ${STORY_BEGIN})`),
    );
    for (const resellerId of [resellerA, resellerB, provider, indirectReseller]) {
      await givenRelationship(app.database, { customerId: id, resellerId });
    }

    const { customer } = await read(who, 'associatedPartnerId redactedFields', tenantId);

    expect(customer?.associatedPartnerId).toBe(reads ? attached?.tenant_id : null);
    const redacted = customer?.redactedFields as readonly string[];
    expect(redacted.includes('associatedPartnerId')).toBe(!reads);
  });

  test('a related reseller that sells nothing does not read the billing profile', async () => {
    await givenRelationship(app.database, {
      customerId: customers.customer2,
      resellerId: resellers.resellerA,
    });

    const { customer } = await read(
      'reseller-a-admin',
      'billingProfile { email } redactedFields',
      DEMO_TENANTS.customer2.tenantId,
    );

    expect(customer?.billingProfile).toBeNull();
    expect(customer?.redactedFields).toContain('billingProfile');
  });

  test.each([
    ['reseller-a-admin', false],
    ['reseller-a-helpdesk', false],
    ['reseller-a-sales', true],
    ['reseller-a-global', true],
    ['customer-billing', true],
    ['operator', true],
  ])('%s reads agreements: %s', async (persona, reads) => {
    const { customer } = await read(persona, 'agreements { type dateAgreed } redactedFields');

    expect(customer?.agreements).toEqual(reads ? [] : null);
    expect((customer?.redactedFields as readonly string[]).includes('agreements')).toBe(!reads);
  });

  test.each([
    ['customer-global', true],
    ['customer-billing', true],
    ['operator', true],
    ['reseller-a-global', false],
    ['customer-user', false],
  ])('%s reads the digest: %s', async (persona, reads) => {
    const { customer } = await read(persona, 'subscriptionsDigest redactedFields');

    if (reads) expect(customer?.subscriptionsDigest).toMatch(/^[0-9a-f]{64}$/);
    else expect(customer?.subscriptionsDigest).toBeNull();
    const redacted = customer?.redactedFields as readonly string[];
    expect(redacted.includes('subscriptionsDigest')).toBe(!reads);
  });

  test('what is relative to the viewer’s reseller is null for others and right in lists', async () => {
    const LISTED = `{ customers(first: 5, filter: { name: "northwind" }) { nodes { allowDelegatedAccess relationshipToPartner } } }`;
    const one = async (who: string) =>
      (await app.succeed<{ customers: { nodes: readonly unknown[] } }>(who, LISTED)).customers
        .nodes;

    expect(await one('reseller-a-admin')).toEqual([
      { allowDelegatedAccess: true, relationshipToPartner: 'RESELLER' },
    ]);
    expect(await one('reseller-b-admin')).toEqual([
      { allowDelegatedAccess: false, relationshipToPartner: 'RESELLER' },
    ]);
    expect(await one('customer3-global')).toEqual([
      { allowDelegatedAccess: null, relationshipToPartner: null },
    ]);
  });

  test('the account owner is listed as withheld for a reseller whether or not there is one', async () => {
    const [northwind, owned] = [customers.customer3, newId()];
    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`INSERT INTO customers (id, tenant_id, cloud_instance, company_name, account_owner_id, created_at, updated_at)
        VALUES (${owned}, ${newId()}, 'CHINA_21VIANET', 'Owned', ${resellers.resellerSuspended}, ${STORY_BEGIN}, ${STORY_BEGIN})`),
    );
    await givenRelationship(app.database, { customerId: owned, resellerId: resellers.resellerB });
    const QUERY = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { accountOwner { name } redactedFields } } }`;
    const ids = [customerIdOf(northwind), customerIdOf(owned)];

    const asReseller = await app.succeed<{ nodes: readonly Record<string, unknown>[] }>(
      'reseller-b-admin',
      QUERY,
      { ids },
    );
    const asOperator = await app.succeed<{ nodes: readonly Record<string, unknown>[] }>(
      'operator',
      QUERY,
      { ids },
    );

    expect(asReseller.nodes.map(({ accountOwner }) => accountOwner)).toEqual([null, null]);
    expect(asReseller.nodes[0]?.redactedFields).toContain('accountOwner');
    expect(asReseller.nodes[1]?.redactedFields).toContain('accountOwner');
    expect(asOperator.nodes.map(({ accountOwner }) => accountOwner)).toEqual([
      null,
      { name: 'Litware Hosting' },
    ]);
  });
});

describe('lists of customers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    const [first = ''] = await givenCustomers(app.database, 7, resellers.resellerB, [
      'EXCHANGE_OFFICE',
    ]);
    await givenCustomers(app.database, 3, resellers.resellerSuspended);
    // What another partner had with a customer is not found by trying the filter (R38).
    await givenRelationship(app.database, {
      customerId: first,
      resellerId: resellers.resellerSuspended,
      status: 'REMOVED',
    });
  });
  afterAll(() => app.stop());

  const list = (who: string, variables: Record<string, unknown> = {}): Promise<ListAnswer> =>
    app.succeed<ListAnswer>(who, LIST, variables);

  async function walk(step: 'first' | 'last', size: number): Promise<readonly string[]> {
    const names: string[] = [];
    let cursor: string | null = null;
    for (let hasMore = true; hasMore;) {
      const { customers: page }: ListAnswer = await list('reseller-b-admin', {
        [step]: size,
        [step === 'first' ? 'after' : 'before']: cursor,
      });
      const found = page.nodes.map(({ companyProfile }) => companyProfile.companyName);
      if (step === 'first') names.push(...found);
      else names.unshift(...found);
      hasMore = step === 'first' ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage;
      cursor = step === 'first' ? page.pageInfo.endCursor : page.pageInfo.startCursor;
    }
    return names;
  }

  const OF_FABRIKAM = [
    'Customer 001',
    'Customer 002',
    'Customer 003',
    'Customer 004',
    'Customer 005',
    'Customer 006',
    'Customer 007',
    'Northwind Traders',
  ];

  test.each([
    ['first', 3],
    ['first', 1],
    ['first', 8],
    ['last', 3],
    ['last', 1],
  ] as const)('pages of %s %i hold every customer once, in order', async (step, size) => {
    expect(await walk(step, size)).toEqual(OF_FABRIKAM);
  });

  test('the count is of the whole list that the caller sees, on every page', async () => {
    const first = await list('reseller-b-admin', { first: 2 });
    const rest = await list('reseller-b-admin', {
      first: 2,
      after: first.customers.pageInfo.endCursor,
    });

    expect([first.customers.totalCount, rest.customers.totalCount]).toEqual([8, 8]);
  });

  test('two customers of one name do not get lost between pages', async () => {
    const asOperator = await list('operator', { first: 1, filter: { name: 'customer 001' } });
    const next = await list('operator', {
      first: 1,
      after: asOperator.customers.pageInfo.endCursor,
      filter: { name: 'customer 001' },
    });

    expect([...namesOf(asOperator), ...namesOf(next)]).toEqual(['Customer 001', 'Customer 001']);
    expect(next.customers.pageInfo.hasNextPage).toBe(false);
  });

  test.each([
    ['name', { name: 'cUSTOMER 00' }, 7],
    ['domain', { domain: 'CUSTOMER003' }, 1],
    ['a letter that a pattern would take as any', { name: '%' }, 0],
    ['hasDap', { hasDap: true }, 7],
    ['no hasDap', { hasDap: false }, 1],
    ['relationship in force', { relationshipStatus: ['ACTIVE'] }, 8],
    ['relationship ended', { relationshipStatus: ['REMOVED'] }, 0],
    ['service', { service: ['EXCHANGE_OFFICE'] }, 1],
    ['service of a subscription it does not see', { service: ['DYNAMICS'] }, 0],
    ['state', { subscriptionStatus: ['SUSPENDED', 'ACTIVE'] }, 1],
    ['Partner of Record', { partnerOfRecord: resellerIdOf(resellers.resellerB) }, 1],
    // Contoso sold Northwind something too; without privileges Fabrikam must not find that out.
    ['hidden Partner of Record', { partnerOfRecord: resellerIdOf(resellers.resellerA) }, 0],
    ['all at once', { name: 'north', hasDap: false, service: ['EXCHANGE_OFFICE'] }, 1],
  ])('the filter %s counts what fits', async (_, filter, count) => {
    const answer = await list('reseller-b-admin', { filter });

    expect(answer.customers.totalCount).toBe(count);
    expect(namesOf(answer)).toHaveLength(count);
  });

  test('an id of another type in a filter is INVALID_INPUT', async () => {
    const refusal = await app.refusal('reseller-b-admin', LIST, {
      filter: { partnerOfRecord: customerIdOf(customers.customer) },
    });

    expect(refusal?.code).toBe('INVALID_INPUT');
  });

  test.each([
    ['NAME', 'DESC', [...OF_FABRIKAM].reverse().slice(0, 2)],
    ['CREATED_AT', 'ASC', ['Northwind Traders', 'Customer 001']],
    ['ACCEPTED_AT', 'DESC', ['Customer 007', 'Customer 006']],
  ])('the order %s %s holds', async (field, direction, expected) => {
    const answer = await list('reseller-b-admin', { first: 2, orderBy: { field, direction } });

    expect(namesOf(answer)).toEqual(expected);
  });

  test.each(['operator', 'customer-global'])('%s cannot order by acceptance', async (persona) => {
    const refusal = await app.refusal(persona, LIST, { orderBy: { field: 'ACCEPTED_AT' } });

    expect(refusal?.code).toBe('INVALID_INPUT');
  });

  test.each([
    ['both directions', { first: 1, last: 1 }],
    ['nothing', { first: 0 }],
    ['too many', { last: 101 }],
    ['a cursor that is none', { after: 'nonsense' }],
  ])('%s at once is INVALID_INPUT', async (_, variables) => {
    const refusal = await app.refusal('reseller-b-admin', LIST, variables);

    expect(refusal?.code).toBe('INVALID_INPUT');
  });

  test('a cursor of another order is INVALID_INPUT', async () => {
    const { customers: page } = await list('reseller-b-admin', { first: 1 });
    const refusal = await app.refusal('reseller-b-admin', LIST, {
      after: page.pageInfo.endCursor,
      orderBy: { field: 'CREATED_AT' },
    });

    expect(refusal?.code).toBe('INVALID_INPUT');
  });
});
