import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import {
  customerIdOf,
  relationshipRequestIdOf,
  resellerIdOf,
} from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { givenRelationship, givenRequest } from '../support/party-rows';
import { STORY_BEGIN } from '../support/story-time';
import { TestApp } from '../support/test-app';

const { customers, resellers } = DEMO_IDS;
const DAY_MS = 86_400_000;
const IN_TEN_DAYS = new Date(STORY_BEGIN.getTime() + 10 * DAY_MS);

interface Request {
  readonly id: string;
  readonly status: string;
  readonly customer: { readonly id: string } | null;
  readonly customerTenantId: string | null;
  readonly reseller: { readonly name: string; readonly tenantId: string | null } | null;
  readonly invitation: { readonly url: string } | null;
  readonly requestedBy: { readonly kind: string; readonly displayName: string | null };
  readonly redactedFields: readonly string[];
  readonly viewerActions: readonly {
    readonly action: string;
    readonly allowed: boolean;
    readonly code: string | null;
  }[];
}

const FIELDS = `id status customer { id } customerTenantId reseller { name tenantId } invitation { url }
  requestedBy { kind displayName } redactedFields viewerActions { action allowed code }`;
const ONE = `query ($id: ID!) { relationshipRequest(id: $id) { ${FIELDS} } }`;
const LIST = `query ($filter: RelationshipRequestFilter) {
  relationshipRequests(first: 100, filter: $filter) { totalCount nodes { ${FIELDS} } }
}`;

describe('reading relationship requests', () => {
  let app: TestApp;
  let toWoodgrove: string;
  let toNobody: string;
  let toUnknown: string;
  let declined: string;

  beforeAll(async () => {
    app = await TestApp.start();
    const { database } = app;
    const { resellerB } = resellers;
    const request = (customerTenantId: string | null, more: object = {}): Promise<string> =>
      givenRequest(database, {
        resellerId: resellerB,
        customerTenantId,
        expiresAt: IN_TEN_DAYS,
        ...more,
      });
    toWoodgrove = relationshipRequestIdOf(await request(DEMO_TENANTS.customer.tenantId));
    toNobody = relationshipRequestIdOf(await request(null));
    toUnknown = relationshipRequestIdOf(await request(newId()));
    declined = relationshipRequestIdOf(
      await request(DEMO_TENANTS.customer2.tenantId, {
        status: 'DECLINED',
        customerId: customers.customer2,
      }),
    );
  });
  afterAll(() => app.stop());

  const one = async (who: string, id: string): Promise<Request | null> =>
    (await app.succeed<{ relationshipRequest: Request | null }>(who, ONE, { id }))
      .relationshipRequest;

  const list = async (who: string, filter: object | null = null): Promise<readonly Request[]> => {
    const answer = await app.succeed<{
      relationshipRequests: { totalCount: number; nodes: readonly Request[] };
    }>(who, LIST, { filter });
    expect(answer.relationshipRequests.totalCount).toBe(answer.relationshipRequests.nodes.length);
    return answer.relationshipRequests.nodes;
  };

  test.each([
    ['reseller-b-admin', 4],
    ['reseller-b-helpdesk', 4],
    ['reseller-b-app', 4],
    ['reseller-a-admin', 0],
    ['customer-global', 1],
    ['customer-billing', 1],
    ['customer2-global', 1],
    ['customer3-global', 0],
    ['operator', 4],
  ])('%s finds %i of the four in its list', async (persona, count) => {
    expect(await list(persona)).toHaveLength(count);
  });

  test.each(['reseller-b-billing', 'reseller-b-usermgmt', 'customer-user'])(
    '%s is refused with ROLE_NOT_ALLOWED',
    async (persona) => {
      const answer = await app.as(persona, LIST);

      expect(answer.data).toEqual({ relationshipRequests: null });
      expect(answer.errors[0]?.extensions.code).toBe('ROLE_NOT_ALLOWED');
    },
  );

  test('the reseller learns nothing of the tenant: known and unknown look the same', async () => {
    const [known, unknown] = [
      await one('reseller-b-admin', toWoodgrove),
      await one('reseller-b-admin', toUnknown),
    ];

    expect(known).toMatchObject({ customer: null, redactedFields: ['customer'] });
    expect({ ...unknown, id: null, customerTenantId: null }).toEqual({
      ...known,
      id: null,
      customerTenantId: null,
    });
  });

  test('a reseller that works with the customer already sees it on the request', async () => {
    const id = relationshipRequestIdOf(
      await givenRequest(app.database, {
        resellerId: resellers.resellerA,
        customerTenantId: DEMO_TENANTS.customer.tenantId,
        expiresAt: IN_TEN_DAYS,
      }),
    );

    expect((await one('reseller-a-admin', id))?.customer).toEqual({
      id: customerIdOf(customers.customer),
    });
  });

  test('the customer sees itself, who asks, and no link', async () => {
    const request = await one('customer-global', toWoodgrove);

    expect(request).toMatchObject({
      customer: { id: customerIdOf(customers.customer) },
      reseller: { name: 'Fabrikam Services' },
      invitation: null,
      requestedBy: { kind: 'PARTNER_USER', displayName: null },
      redactedFields: ['invitation'],
    });
  });

  test('the reseller sees its link and who of its own asked', async () => {
    const request = await one('reseller-b-sales', toWoodgrove);

    expect(request?.invitation?.url).toMatch(/\/accept\?inv=[\w-]{43}$/);
    expect(request?.requestedBy.displayName).toBe('Zhao Lei');
  });

  test('one that names no tenant is read by its id by whoever may decide it, and by nobody else (R15)', async () => {
    const asAdmin = await one('customer3-global', toNobody);
    const asBilling = await one('customer-billing', toNobody);
    const asReseller = await one('reseller-a-admin', toNobody);

    expect(asAdmin).toMatchObject({
      reseller: { name: 'Fabrikam Services' },
      customerTenantId: null,
    });
    expect(asBilling).toBeNull();
    expect(asReseller).toBeNull();
  });

  test('such a request makes the partner visible in no other way', async () => {
    const { resellers: seen } = await app.succeed<{ resellers: { nodes: readonly object[] } }>(
      'customer2-global',
      '{ resellers { nodes { name } } }',
    );
    const request = await one('customer2-global', toNobody);

    expect(seen.nodes).toEqual([]);
    expect(request?.reseller).toMatchObject({ name: 'Fabrikam Services', tenantId: null });
  });

  test('an open request shows its partner to the customer, a declined one no longer', async () => {
    const closed = await one('customer2-global', declined);
    const { resellers: seen } = await app.succeed<{ resellers: { nodes: readonly object[] } }>(
      'customer-global',
      '{ resellers { nodes { name } } }',
    );

    expect(closed).toMatchObject({ status: 'DECLINED', reseller: null });
    expect(closed?.redactedFields).toContain('reseller');
    expect(seen.nodes).toEqual([{ name: 'Contoso Cloud' }, { name: 'Fabrikam Services' }]);
  });

  test('a request of others and an unknown one look the same: null without an error', async () => {
    expect(await one('customer3-global', toWoodgrove)).toBeNull();
    expect(await one('reseller-a-admin', toWoodgrove)).toBeNull();
    expect(await one('reseller-a-admin', relationshipRequestIdOf(newId()))).toBeNull();
  });

  test('verdicts say what each side may do', async () => {
    const verdicts = async (who: string) =>
      (await one(who, toWoodgrove))?.viewerActions.map(({ action, code }) => `${action} ${code}`);

    expect(await verdicts('customer-global')).toEqual([
      'ACCEPT null',
      'DECLINE null',
      'CANCEL ROLE_NOT_ALLOWED',
    ]);
    expect(await verdicts('reseller-b-admin')).toEqual([
      'ACCEPT DAP_GRANT_REQUIRES_CUSTOMER',
      'DECLINE DAP_GRANT_REQUIRES_CUSTOMER',
      'CANCEL null',
    ]);
    expect(await verdicts('customer-billing')).toEqual([
      'ACCEPT CUSTOMER_ADMIN_REQUIRED',
      'DECLINE CUSTOMER_ADMIN_REQUIRED',
      'CANCEL ROLE_NOT_ALLOWED',
    ]);
  });

  test('a verdict names the conflict of privileges that an acceptance would meet (R21)', async () => {
    const id = relationshipRequestIdOf(
      await givenRequest(app.database, {
        resellerId: resellers.resellerB,
        customerTenantId: DEMO_TENANTS.customer3.tenantId,
        expiresAt: IN_TEN_DAYS,
      }),
    );

    const [accept] = (await one('customer3-global', id))?.viewerActions ?? [];

    expect(accept).toMatchObject({ action: 'ACCEPT', code: 'DAP_CONFLICT' });
  });

  test('an overdue one is EXPIRED from that instant on, in reads, filters and verdicts (R25)', async () => {
    const overdue = (await list('customer-global', { status: ['PENDING'] })).length;
    app.clock.set(new Date(IN_TEN_DAYS.getTime() - 1));
    const before = await one('customer-global', toWoodgrove);
    app.clock.set(IN_TEN_DAYS);
    const after = await one('customer-global', toWoodgrove);
    const pending = await list('customer-global', { status: ['PENDING'] });
    const expired = await list('customer-global', { status: ['EXPIRED'] });
    app.clock.set(STORY_BEGIN);

    expect(before?.status).toBe('PENDING');
    expect(after?.status).toBe('EXPIRED');
    expect(after?.viewerActions[0]).toMatchObject({ allowed: false, code: 'REQUEST_EXPIRED' });
    expect(pending).toEqual([]);
    expect(expired).toHaveLength(overdue);
  });

  test('the filter reseller finds no hidden partner', async () => {
    const byFabrikam = { reseller: resellerIdOf(resellers.resellerB) };

    expect(await list('customer2-global', byFabrikam)).toEqual([]);
    expect(await list('customer-global', byFabrikam)).toHaveLength(1);
  });

  test('once related, the reseller of a removed relationship sees no customer any more', async () => {
    const { customer2 } = customers;
    await givenRelationship(app.database, {
      customerId: customer2,
      resellerId: resellers.resellerB,
      status: 'REMOVED',
    });

    expect((await one('reseller-b-admin', declined))?.customer).toBeNull();
  });
});
