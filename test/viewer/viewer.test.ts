import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { customerIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const VIEWER = `{ viewer {
  kind tenantId displayName roles cloudInstance reseller { id name } customer { id } allowedActions
} }`;

interface Viewer {
  readonly roles: readonly string[];
  readonly allowedActions: readonly string[];
  readonly [field: string]: unknown;
}

async function viewer(who: Parameters<TestApp['as']>[0]): Promise<Viewer> {
  return (await app.succeed<{ viewer: Viewer }>(who, VIEWER)).viewer;
}

describe('viewer', () => {
  test('is a user of a reseller, with its account and what its roles allow', async () => {
    const found = await viewer('reseller-b-admin');

    expect(found).toMatchObject({
      kind: 'PARTNER_USER',
      tenantId: DEMO_TENANTS.resellerB.tenantId,
      roles: ['ADMIN_AGENT'],
      cloudInstance: 'CHINA_21VIANET',
      reseller: { id: resellerIdOf(DEMO_IDS.resellers.resellerB), name: 'Fabrikam Services' },
      customer: null,
    });
    expect(found.allowedActions).toEqual(
      expect.arrayContaining(['REQUEST_RELATIONSHIP', 'USE_DAP', 'SEE_OFFERS']),
    );
    expect(found.allowedActions).not.toContain('REMOVE_RELATIONSHIP');
    expect(found.allowedActions).not.toContain('DECIDE_RELATIONSHIP_REQUEST');
  });

  test('is an application of a reseller: without roles, for reading', async () => {
    const found = await viewer('reseller-b-app');

    expect(found).toMatchObject({ kind: 'APPLICATION', roles: [] });
    expect([...found.allowedActions].sort()).toEqual([
      'OWN_WEBHOOKS',
      'READ_ACTIVITY_LOG',
      'SEARCH_CUSTOMERS',
      'SEE_CUSTOMER_AGREEMENT',
      'SEE_OFFERS',
      'SEE_PARTNER_PROFILES',
      'SEE_RELATIONSHIPS',
    ]);
  });

  test('is a user of a customer, who decides', async () => {
    const found = await viewer('customer-global');

    expect(found).toMatchObject({
      kind: 'CUSTOMER_USER',
      roles: ['CUSTOMER_GLOBAL_ADMIN'],
      reseller: null,
      customer: { id: customerIdOf(DEMO_IDS.customers.customer) },
    });
    expect(found.allowedActions).toEqual(
      expect.arrayContaining(['DECIDE_RELATIONSHIP_REQUEST', 'REMOVE_DAP']),
    );
  });

  test('is the operator, of no instance', async () => {
    expect(await viewer('operator')).toMatchObject({
      kind: 'OPERATOR',
      roles: ['OPERATOR'],
      cloudInstance: null,
      reseller: null,
      customer: null,
    });
  });

  test('is a tenant that is not held: it may accept an invitation and nothing else', async () => {
    const found = await viewer({
      tid: '99999999-0000-4000-8000-000000000009',
      oid: 'somebody',
      roles: ['CUSTOMER_GLOBAL_ADMIN'],
    });

    expect(found).toMatchObject({
      kind: 'CUSTOMER_USER',
      cloudInstance: null,
      customer: null,
      allowedActions: ['ACCEPT_INVITATION'],
    });
  });

  test('does not carry roles of the other side', async () => {
    const found = await viewer({
      tid: DEMO_TENANTS.customer.tenantId,
      oid: 'somebody',
      roles: ['CUSTOMER_USER', 'ADMIN_AGENT'],
    });

    expect(found.roles).toEqual(['CUSTOMER_USER']);
  });

  test('is null without a token, with the reason', async () => {
    const { data, errors } = await app.as(null, VIEWER);

    expect(data).toEqual({ viewer: null });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
