import { Client } from 'pg';

import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { findPersona } from '../../src/modules/demo/personas';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import {
  customerIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import {
  acceptRequest,
  cancelRequest,
  createInvitation,
  removeRelationship,
  requestRelationship,
} from '../support/relationship-steps';
import { write } from '../support/subscription-api';
import { givenSubscription, type HeldSubscription } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';
import { untilTrue } from '../support/until-true';

const NORTHWIND = customerIdOf(DEMO_IDS.customers.customer3);
const WOODGROVE = customerIdOf(DEMO_IDS.customers.customer);

interface RecordRead {
  readonly id: string;
  readonly customerId: string | null;
  readonly operationType: string;
  readonly redactedFields: readonly string[];
  readonly [field: string]: unknown;
}

interface RecordPage {
  readonly totalCount: number;
  readonly nodes: readonly RecordRead[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

const RECORDS = `query ($filter: AuditRecordFilter, $first: Int, $after: String) {
  auditRecords(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { id partnerId customerId customerName actor { kind displayName tenantId } actorKind
      userPrincipalName applicationId resourceType resourceTypeName resourceId resourceOldValue resourceNewValue
      operationType operationTypeName originalCorrelationId operationDate operationStatus code rule dryRun repeated
      clientRequestId customizedData { key value } redactedFields }
  }
}`;

let app: TestApp;

async function recordsOf(
  who: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<RecordPage> {
  const { auditRecords } = await app.succeed<{ auditRecords: RecordPage }>(who, RECORDS, variables);
  return auditRecords;
}

async function recordOf(who: string, { id }: { readonly id: string }): Promise<RecordRead | null> {
  const { nodes } = await recordsOf(who, { filter: { resourceType: ['SUBSCRIPTION'] } });
  return nodes.find((record) => record.resourceId === id) ?? null;
}

const TELLS_WHO = ['userPrincipalName', 'applicationId', 'clientRequestId'];

describe('a refused attempt at a subscription, as each party reads it (R42)', () => {
  let held: HeldSubscription;

  beforeAll(async () => {
    app = await TestApp.start();
    // Contoso holds privileges on this service of Northwind; Fabrikam sold the subscription.
    held = await givenSubscription(app, { customer: 'customer3', seller: 'resellerB' });
    await write(app, 'reseller-a-admin', 'updateSubscription', {
      subscriptionId: held.id,
      quantity: 3,
      clientRequestId: 'attempt-1',
    });
  });
  afterAll(() => app.stop());

  test('whoever tried reads what it sent, and not what it must not see', async () => {
    const record = await recordOf('reseller-a-admin', held);

    expect(record).toMatchObject({
      partnerId: resellerIdOf(DEMO_IDS.resellers.resellerA),
      customerId: NORTHWIND,
      customerName: 'Northwind Traders',
      userPrincipalName: 'Wang Wei',
      actorKind: 'PARTNER_USER',
      resourceOldValue: null,
      resourceNewValue: '{"quantity":3}',
      operationType: 'UPDATE_SUBSCRIPTION',
      operationTypeName: 'UPDATE_SUBSCRIPTION',
      operationStatus: 'FAILED',
      code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
      rule: 'R5',
      clientRequestId: 'attempt-1',
      redactedFields: ['resourceOldValue', 'customizedData'],
    });
  });

  test('its seller reads the old value, and of the actor kind and tenant only', async () => {
    const record = await recordOf('reseller-b-admin', held);

    expect(record).toMatchObject({
      partnerId: null,
      customerId: NORTHWIND,
      actor: {
        kind: 'PARTNER_USER',
        displayName: null,
        tenantId: DEMO_TENANTS.resellerA.tenantId,
      },
      userPrincipalName: null,
      clientRequestId: null,
      resourceOldValue: '{"quantity":10}',
      resourceNewValue: '{"quantity":3}',
      redactedFields: ['partnerId', ...TELLS_WHO],
    });
  });

  test('its customer reads both values, and of the actor kind, tenant and partner', async () => {
    const record = await recordOf('customer3-global', held);

    expect(record).toMatchObject({
      partnerId: resellerIdOf(DEMO_IDS.resellers.resellerA),
      userPrincipalName: null,
      resourceOldValue: '{"quantity":10}',
      resourceNewValue: '{"quantity":3}',
      redactedFields: TELLS_WHO,
    });
  });

  test('the operator reads all of it', async () => {
    const record = await recordOf('operator', held);

    expect(record).toMatchObject({
      userPrincipalName: 'Wang Wei',
      resourceOldValue: '{"quantity":10}',
      clientRequestId: 'attempt-1',
      redactedFields: [],
    });
  });

  test.each(['reseller-a-billing', 'reseller-a-usermgmt'])(
    '%s reads that a colleague tried something, not of which customer nor what',
    async (who) => {
      const record = await recordOf(who, held);

      expect(record).toMatchObject({
        customerId: null,
        customerName: null,
        userPrincipalName: 'Wang Wei',
        resourceOldValue: null,
        resourceNewValue: null,
        code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
      });
    },
  );

  test.each(['customer-global', 'provider-global', 'reseller-us-admin'])(
    '%s, who has no part in it, reads nothing',
    async (who) => {
      expect(await recordOf(who, held)).toBeNull();
    },
  );

  test('a plain user of the customer hears ROLE_NOT_ALLOWED', async () => {
    expect(await app.refusal('customer-user', RECORDS)).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
  });
});

describe('audit records tell nothing that their reader may not see', () => {
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  test('an attempt at a hidden object reads like one at an absent object', async () => {
    const hidden = subscriptionIdOf(DEMO_IDS.subscriptions.northwindMail.id);
    const absent = subscriptionIdOf('01900000-0000-7000-8000-00000000dead');
    const attempt = (subscriptionId: string) =>
      write(app, 'reseller-b-admin', 'suspendSubscription', { subscriptionId });
    await attempt(hidden);
    await attempt(absent);

    const { nodes } = await recordsOf('reseller-b-admin', {
      filter: { operation: ['SUSPEND_SUBSCRIPTION'] },
    });

    const facts = nodes.map((it) => ({ ...it, id: null, originalCorrelationId: null }));
    expect(facts).toHaveLength(2);
    expect(facts[0]).toEqual(facts[1]);
    expect(facts[0]).toMatchObject({ code: 'NOT_FOUND', resourceId: null, customerId: null });
  });

  test('a request to a held tenant reads like one to an unknown tenant until there is a relationship', async () => {
    const held = await requestRelationship(app, 'reseller-b-admin', DEMO_TENANTS.customer.tenantId);
    await requestRelationship(app, 'reseller-b-admin', '12345678-0000-4000-8000-000000000001');
    const asked = async () => {
      const page = await recordsOf('reseller-b-admin', {
        filter: { operation: ['REQUEST_RELATIONSHIP'] },
      });
      return page.nodes.map(({ customerId, customerName, redactedFields }) => ({
        customerId,
        customerName,
        redactedFields,
      }));
    };

    const [unknown, known] = await asked();
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ customerId: null, customerName: null });
    const byCustomer = await recordsOf('reseller-b-admin', { filter: { customer: WOODGROVE } });
    const byName = await recordsOf('reseller-b-admin', { filter: { customerName: 'wood' } });
    expect([byCustomer.totalCount, byName.totalCount]).toEqual([0, 0]);

    const relationshipId = await acceptRequest(app, 'customer-global', held);
    expect((await asked())[1]).toMatchObject({ customerId: WOODGROVE, customerName: 'Woodgrove' });

    await removeRelationship(app, 'reseller-b-global', relationshipId);
    expect((await asked())[1]).toEqual(unknown);
  });

  test('an invitation’s record stays with its account', async () => {
    await createInvitation(app, 'reseller-a-admin');
    const count = async (who: string) =>
      (await recordsOf(who, { filter: { operation: ['CREATE_INVITATION'] } })).totalCount;

    expect(await count('reseller-a-global')).toBe(1);
    expect(await count('reseller-b-admin')).toBe(0);
    expect(await count('customer-global')).toBe(0);
  });
});

describe('lists of audit records', () => {
  beforeAll(async () => {
    app = await TestApp.start();
    for (const [index, tenant] of (['customer', 'customer2'] as const).entries()) {
      app.clock.advance({ hours: index });
      const { tenantId } = DEMO_TENANTS[tenant];
      const id = await requestRelationship(app, 'reseller-b-admin', tenantId);
      app.clock.advance({ hours: 1 });
      if (tenant === 'customer2') await acceptRequest(app, 'customer2-global', id);
      else await cancelRequest(app, 'reseller-b-sales', id);
    }
  });
  afterAll(() => app.stop());

  const operations = ({ nodes }: RecordPage): string[] => nodes.map((it) => it.operationType);

  test('hold the newest first and go on after a cursor', async () => {
    const first = await recordsOf('reseller-b-admin', { first: 3 });
    const next = await recordsOf('reseller-b-admin', { first: 3, after: first.pageInfo.endCursor });

    expect(operations(first)).toEqual([
      'ACCEPT_RELATIONSHIP_REQUEST',
      'REQUEST_RELATIONSHIP',
      'CANCEL_RELATIONSHIP_REQUEST',
    ]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(operations(next)).toEqual(['REQUEST_RELATIONSHIP']);
    expect(next.totalCount).toBe(4);
  });

  test.each([
    ['operation', { operation: ['CANCEL_RELATIONSHIP_REQUEST'] }, 1],
    ['kind of object', { resourceType: ['RELATIONSHIP_REQUEST'] }, 4],
    ['another kind of object', { resourceType: ['SUBSCRIPTION'] }, 0],
    ['outcome', { status: ['FAILED'] }, 0],
    ['customer', { customer: customerIdOf(DEMO_IDS.customers.customer2) }, 2],
    ['part of a customer’s name', { customerName: 'VENTURE' }, 2],
    ['time', { since: '2026-03-02T09:00:00Z', until: '2026-03-02T10:00:00Z' }, 1],
    ['no operation at all', { operation: [] }, 0],
  ])('filter by %s', async (_, filter, count) => {
    expect((await recordsOf('reseller-b-admin', { filter })).totalCount).toBe(count);
  });
});

describe('what the operator reads of a customer', () => {
  beforeEach(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.stop());

  const readings = (who: string) => recordsOf(who, { filter: { operation: ['OPERATOR_READ'] } });

  test('is in the audit of that customer, once for each request', async () => {
    await app.succeed(
      'operator',
      `{ customers { nodes { tenantId subscriptions { nodes { id } } } } subscriptions { nodes { id } } }`,
    );

    const { nodes } = await readings('customer-global');

    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({
      actor: { kind: 'OPERATOR', displayName: null },
      customerId: WOODGROVE,
      resourceType: 'CUSTOMER',
      resourceId: WOODGROVE,
      operationStatus: 'SUCCEEDED',
      // Whichever of the two was read first.
      customizedData: [
        { key: 'field', value: expect.stringMatching(/^(customers|subscriptions)$/) },
      ],
    });
    expect((await readings('customer2-global')).totalCount).toBe(1);
    expect((await readings('reseller-a-admin')).totalCount).toBe(0);
  });

  test.each([
    [
      'subscription',
      `{ subscription(id: "${subscriptionIdOf(DEMO_IDS.subscriptions.woodgroveMail.id)}") { id } }`,
    ],
    ['node', `{ node(id: "${subscriptionIdOf(DEMO_IDS.subscriptions.woodgroveMail.id)}") { id } }`],
    ['nodes', `{ nodes(ids: ["${WOODGROVE}"]) { id } }`],
    [
      'relationships',
      `{ relationships(filter: { customer: "${WOODGROVE}" }) { edges { node { id } } } }`,
    ],
    ['customer', `{ customer(tenantId: "${DEMO_TENANTS.customer.tenantId}") { id } }`],
  ])('by %s', async (field, query) => {
    await app.succeed('operator', query);

    const { nodes } = await readings('customer-global');

    expect(nodes.map((it) => it.customizedData)).toEqual([[{ key: 'field', value: field }]]);
    expect((await readings('customer3-global')).totalCount).toBe(0);
  });

  test('names the customer and who read, and nothing else', async () => {
    const operator = findPersona('operator');
    const ids = [DEMO_IDS.customers.customer, DEMO_IDS.customers.customer3];
    const { headers } = await app.as(
      'operator',
      `{ nodes(ids: ${JSON.stringify(ids.map(customerIdOf))}) { id } }`,
    );

    const rows = await app.database.query<{ readonly id: string; readonly customer_id: string }>(
      sql`SELECT * FROM audit_records WHERE operation = 'OPERATOR_READ' ORDER BY id`,
    );

    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
    expect(rows.map((row) => row.customer_id).sort()).toEqual([...ids].sort());
    expect(rows).toEqual(
      rows.map(({ id, customer_id }) => ({
        id,
        occurred_at: app.clock.now(),
        customer_id,
        reseller_id: null,
        concerned_reseller_ids: [],
        actor: {
          kind: 'OPERATOR',
          displayName: operator?.displayName,
          tenantId: operator?.tenant.tenantId,
          userId: operator?.userId,
        },
        operation: 'OPERATOR_READ',
        resource_type: 'CUSTOMER',
        resource_id: customer_id,
        status: 'SUCCEEDED',
        rule: null,
        code: null,
        old_value: null,
        new_value: null,
        correlation_id: headers.get('ms-correlationid'),
        client_request_id: null,
        dry_run: false,
        repeated: false,
        customized_data: { field: 'nodes' },
      })),
    );
  });

  test('is recorded for each of many requests at once', async () => {
    const customers = [DEMO_IDS.customers.customer, DEMO_IDS.customers.customer3];
    const asked = Array.from({ length: 20 }, (_, n) => ({
      customer_id: customers[n % 2] ?? '',
      correlation_id: `request-${String(n).padStart(2, '0')}`,
    }));

    await Promise.all(
      asked.map(({ customer_id, correlation_id }) =>
        app.as(
          'operator',
          `{ node(id: "${customerIdOf(customer_id)}") { id } }`,
          {},
          { 'ms-correlationid': correlation_id },
        ),
      ),
    );

    const rows = await app.database.query(sql`
      SELECT customer_id, correlation_id FROM audit_records WHERE operation = 'OPERATOR_READ'
      ORDER BY correlation_id`);
    expect(rows).toEqual(asked);
  });

  test('is not answered where it cannot be recorded', async () => {
    await app.asOwner(`REVOKE INSERT ON audit_records FROM multipartner_app`);

    const { data, errors } = await app.as('operator', '{ customers { nodes { id } } }');

    expect(data).toEqual({ customers: null });
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
  });

  test('is answered by no field of a request where it cannot be recorded', async () => {
    await app.asOwner(`REVOKE INSERT ON audit_records FROM multipartner_app`);

    const { data } = await app.as(
      'operator',
      '{ customers { nodes { id } } again: customers { nodes { subscriptions { nodes { id } } } } }',
    );

    expect(data).toEqual({ customers: null, again: null });
  });

  test('is recorded while what lies below the customers is read', async () => {
    const holder = new Client({ connectionString: app.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE subscriptions IN ACCESS EXCLUSIVE MODE');

    const answer = app.succeed(
      'operator',
      '{ customers { nodes { tenantId subscriptions { nodes { id } } } } }',
    );
    await untilTrue(async () => (await readings('customer-global')).totalCount === 1);
    await holder.query('COMMIT');
    await holder.end();
    await answer;

    expect((await readings('customer-global')).totalCount).toBe(1);
  });

  test('is not recorded for others, nor where it read of no customer', async () => {
    await app.succeed('reseller-a-admin', '{ customers { nodes { id } } }');
    await app.succeed('customer-global', '{ viewer { customer { id } } }');
    await app.succeed('operator', '{ resellers { nodes { id } } services { name } }');

    expect((await readings('operator')).totalCount).toBe(0);
  });

  test('takes one more statement, however many customers it read of', async () => {
    const read = (query: string) => app.statementsOf(() => app.succeed('operator', query));
    const one = await read(`{ customers(first: 1) { nodes { id } } }`);
    const three = await read(`{ customers(first: 3) { nodes { id } } }`);

    expect(three).toHaveLength(one.length);
  });
});
