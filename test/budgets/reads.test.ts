import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { cancelRequest, requestRelationship } from '../support/relationship-steps';
import { givenSubscription } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

/** Every request looks its caller up first. */
const CALLER = 1;

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  for (let i = 0; i < 30; i += 1) await givenSubscription(app, { customer: 'customer3' });
  for (let i = 0; i < 10; i += 1) {
    const { tenantId } = DEMO_TENANTS.customer;
    const id = await requestRelationship(app, 'reseller-b-admin', tenantId);
    await cancelRequest(app, 'reseller-b-admin', id);
  }
}, 60_000);
afterAll(() => app.stop());

async function statementsOf(who: string, query: string): Promise<number> {
  return (await app.statementsOf(() => app.succeed(who, query))).length;
}

describe('the number of SQL statements does not depend on the number of objects', () => {
  test.each([
    [
      'subscriptions with seller, Partner of Record and support contact',
      'reseller-a-admin',
      'subscriptions(first: N) { nodes { id transactingReseller { name } partnerOfRecord { name } supportContact { name } } }',
      2,
    ],
    [
      'subscriptions with their count',
      'reseller-a-admin',
      'subscriptions(first: N) { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { id } }',
      1,
    ],
    [
      'subscriptions with customers',
      'reseller-a-admin',
      'subscriptions(first: N) { nodes { customer { id } } }',
      2,
    ],
    [
      'subscriptions with actions and verdicts',
      'reseller-a-admin',
      // The last two tell about purchases: the two parties, and all that their customers hold.
      'subscriptions(first: N) { nodes { actions viewerActions { code } } }',
      2 + 2,
    ],
    [
      'subscriptions of customers',
      'operator',
      // Nobody looks the operator up; its reading is written down.
      'customers(first: N) { nodes { subscriptions { nodes { id } } subscriptionsDigest } }',
      3,
    ],
    // The first says up to where the log can be read.
    ['events', 'reseller-b-admin', 'events(first: N) { totalCount nodes { id sequence } }', 2],
    [
      'histories of relationships',
      'customer3-global',
      'relationships(first: N) { nodes { history { nodes { id } } } }',
      2,
    ],
    [
      'histories of requests with old and new values',
      'reseller-b-admin',
      'relationshipRequests(first: N) { nodes { history { totalCount nodes { oldValue newValue } } } }',
      2,
    ],
    [
      'partner histories of customers',
      'reseller-a-admin',
      'customers(first: N) { nodes { partnerHistory { nodes { oldValue newValue } } } }',
      2,
    ],
    [
      'audit records',
      'reseller-b-admin',
      'auditRecords(first: N) { totalCount nodes { customerName resourceOldValue } }',
      1,
    ],
  ])('%s', async (_, who, selection, expected) => {
    const one = await statementsOf(who, `{ ${selection.replace('N', '1')} }`);
    const many = await statementsOf(who, `{ ${selection.replace('N', '30')} }`);

    expect([one, many]).toEqual([CALLER + expected, CALLER + expected]);
  });

  test('what needs no row asks the database for the caller only', async () => {
    expect(
      await statementsOf(
        'reseller-a-admin',
        '{ offers { nodes { id } } services { name } cloudPolicies { instance } viewer { roles } }',
      ),
    ).toBe(CALLER);
  });

  test('the list holds what it is asked for', async () => {
    const { subscriptions } = await app.succeed<{ subscriptions: { nodes: object[] } }>(
      'reseller-a-admin',
      '{ subscriptions(first: 30) { nodes { id } } }',
    );

    expect(subscriptions.nodes).toHaveLength(30);
  });
});
