import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { act, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  givenSale,
  observe,
  operatorUser,
  write,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const BLOCKED = 'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS (R30)';

/** A relationship with two sales in the way, one that is not, and one of another partner. */
async function given() {
  const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
  const rival = await givenReseller(app);
  const services = ['EXCHANGE_OFFICE', 'DYNAMICS'] as const;
  const { relationshipId } = await givenRelationship(app, { customer, reseller, services });
  await givenRelationship(app, { customer, reseller: rival, services: ['INTUNE'] });
  const named = async (id: string, name: string): Promise<string> => {
    await write(app, sql`UPDATE subscriptions SET friendly_name = ${name} WHERE id = ${id}`);
    return subscriptionIdOf(id);
  };
  const active = await named(
    await givenSale(app, customer, reseller, { service: 'DYNAMICS' }),
    'Warehouse',
  );
  const pending = await named(
    await givenSale(app, customer, reseller, { status: 'PENDING' }),
    'New branch',
  );
  await named(await givenSale(app, customer, reseller, { status: 'SUSPENDED' }), 'Old branch');
  await named(await givenSale(app, customer, rival), 'Of the rival');
  return { customer, reseller, rival, relationshipId, active, pending };
}

test('a refused removal names every subscription in the way, and what would clear each (R30, R31, S9)', async () => {
  const { reseller, relationshipId, active, pending } = await given();
  const chief = reseller.as('GLOBAL_ADMIN');

  for (const validateOnly of [true, false]) {
    const seen = await observe(app, () =>
      act(app, chief, 'removeRelationship', { relationshipId, validateOnly }),
    );

    expect(outcomeOf(seen.result)).toBe(BLOCKED);
    expect(seen.result.error?.extensions.blockers).toEqual([
      {
        type: 'Subscription',
        id: active,
        name: 'Warehouse',
        service: 'DYNAMICS',
        clearedBy: 'suspendSubscription',
      },
      // Provisioning ends by itself (D9).
      {
        type: 'Subscription',
        id: pending,
        name: 'New branch',
        service: 'EXCHANGE_OFFICE',
        clearedBy: null,
      },
    ]);
    expect(seen.changed).toEqual([]);
  }
});

test('who is told of a blocker may read it, with its name (R30, R36)', async () => {
  const { reseller, relationshipId } = await given();
  const chief = reseller.as('GLOBAL_ADMIN');
  const { error } = await act(app, chief, 'removeRelationship', { relationshipId });

  for (const { id, name } of error?.extensions.blockers ?? []) {
    const { subscription } = await app.succeed<{ subscription: { friendlyName: string } | null }>(
      chief,
      'query ($id: ID!) { subscription(id: $id) { friendlyName } }',
      { id },
    );
    expect(subscription?.friendlyName).toBe(name);
  }
  expect(error?.extensions.blockers).toHaveLength(2);
});

test('what would clear a blocker clears it, and the removal goes through once none is left (R30)', async () => {
  const { reseller, relationshipId, active, pending } = await given();
  const chief = reseller.as('GLOBAL_ADMIN');
  const remove = () => act(app, chief, 'removeRelationship', { relationshipId });

  await app.succeed(
    reseller.as('ADMIN_AGENT'),
    `mutation ($id: ID!) { suspendSubscription(input: { subscriptionId: $id }) { dryRun } }`,
    { id: active },
  );
  const { error } = await remove();
  await write(
    app,
    sql`UPDATE subscriptions SET status = 'EXPIRED' WHERE friendly_name = 'New branch'`,
  );

  expect(error?.extensions.blockers.map(({ id }) => id)).toEqual([pending]);
  expect(outcomeOf(await remove())).toBe('allowed');
});

test('nobody else is told of a blocker, by the refusal or by the verdict (R30, R36)', async () => {
  const { customer, reseller, rival, relationshipId, active } = await given();
  const callers = {
    customer: customer.as('CUSTOMER_GLOBAL_ADMIN'),
    'an agent of the partner': reseller.as('ADMIN_AGENT'),
    'helpdesk of the partner': reseller.as('HELPDESK_AGENT'),
    'another partner': rival.as('GLOBAL_ADMIN'),
    operator: operatorUser('operator'),
  };
  const VERDICTS = `query ($id: ID!) { relationship(id: $id) {
    viewerActions { action refusals { blockers { id name } detail } }
  } }`;

  for (const [who, claims] of Object.entries(callers)) {
    const { error } = await act(app, claims, 'removeRelationship', { relationshipId });
    const { data } = await app.as<{ relationship: object | null } | null>(claims, VERDICTS, {
      id: relationshipId,
    });

    expect([who, error?.extensions.blockers]).toEqual([who, []]);
    expect([who, data?.relationship === null]).toEqual([who, who === 'another partner']);
    for (const secret of ['Warehouse', 'New branch', 'Of the rival', active]) {
      expect(JSON.stringify([who, error, data])).not.toContain(secret);
    }
  }
});

test('the record of the refusal is read by that partner alone of the partners (R36, R42)', async () => {
  const { rival, reseller, customer, relationshipId, active } = await given();
  await act(app, reseller.as('GLOBAL_ADMIN'), 'removeRelationship', { relationshipId });
  const QUERY = `query ($customer: ID!) { auditRecords(filter: { customer: $customer }) { nodes {
    operationType code resourceNewValue resourceOldValue customizedData { key value }
  } } }`;
  const read = (who: typeof reseller): Promise<object> =>
    app.succeed(who.as('GLOBAL_ADMIN'), QUERY, { customer: customer.id });

  const [own, foreign] = [JSON.stringify(await read(reseller)), JSON.stringify(await read(rival))];

  expect(own).toContain('RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS');
  for (const secret of ['RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS', 'Warehouse', active]) {
    expect(foreign).not.toContain(secret);
  }
});
