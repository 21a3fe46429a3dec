import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import {
  relationshipIdOf,
  relationshipRequestIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { doneForMany } from '../support/bulk-api';
import { overEvents, overSocket } from '../support/live-client';
import {
  acceptRequest,
  cancelRequest,
  declineRequest,
  removePrivileges,
  removeRelationship,
  requestRelationship,
} from '../support/relationship-steps';
import { FIRST_ETAG, write } from '../support/subscription-api';
import { TestApp } from '../support/test-app';

const LIVE = `subscription ($id: ID!) {
  relationshipRequestChanged(id: $id) { id status decidedBy { kind displayName } relationship { status } }
}`;

interface Result {
  readonly data?: { readonly relationshipRequestChanged: Record<string, unknown> | null } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

let app: TestApp;
const clients: Client[] = [];

beforeAll(async () => {
  app = await TestApp.start();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});
afterAll(() => app.stop());

/** Begins to listen as a persona; each call of `next` waits for one more answer. */
async function listen(
  who: string | null,
  id: string,
  at: TestApp = app,
): Promise<() => Promise<Result>> {
  const authorization = who === null ? null : `Bearer ${await at.token(who)}`;
  const client = createClient({
    url: `${at.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(authorization && { connectionParams: { Authorization: authorization } }),
  });
  clients.push(client);
  const results = client.iterate({ query: LIVE, variables: { id } });
  return async () => {
    const { value, done } = await results.next();
    if (done) throw new Error('the live operation has ended');
    return value as Result;
  };
}

const codesOf = ({ errors }: Result): string[] => (errors ?? []).map((it) => it.extensions.code);

describe('relationshipRequestChanged', () => {
  test('tells reseller and customer of the decision, each as it may read it', async () => {
    const id = await requestRelationship(app, 'reseller-b-admin', DEMO_TENANTS.customer.tenantId);
    const reseller = await listen('reseller-b-admin', id);
    const customer = await listen('customer-global', id);
    const toldReseller = reseller();
    const toldCustomer = customer();
    await app.untilListening(2);

    await acceptRequest(app, 'customer-global', id);

    const accepted = { id, status: 'ACCEPTED', relationship: { status: 'ACTIVE' } };
    expect((await toldReseller).data?.relationshipRequestChanged).toEqual({
      ...accepted,
      decidedBy: { kind: 'CUSTOMER_USER', displayName: null },
    });
    expect((await toldCustomer).data?.relationshipRequestChanged).toEqual({
      ...accepted,
      decidedBy: { kind: 'CUSTOMER_USER', displayName: 'Lin Tao' },
    });
  });

  test('tells of what another server on the same database committed', async () => {
    const id = await requestRelationship(
      app,
      'reseller-b-admin',
      '12345678-0000-4000-8000-000000000003',
    );
    const other = await TestApp.start({ beside: app });
    try {
      const told = (await listen('reseller-b-admin', id, other))();
      await other.untilListening(1);

      await cancelRequest(app, 'reseller-b-admin', id);

      expect((await told).data?.relationshipRequestChanged).toMatchObject({
        id,
        status: 'CANCELED',
      });
    } finally {
      await other.stop();
    }
  });

  test('tells of a change that came with many in one call', async () => {
    const id = await requestRelationship(
      app,
      'reseller-b-admin',
      '12345678-0000-4000-8000-000000000002',
    );
    const next = await listen('reseller-b-admin', id);
    const told = next();
    await app.untilListening(1);

    await doneForMany(app, 'reseller-b-admin', 'cancelRelationshipRequests', [
      { relationshipRequestId: id },
    ]);

    expect((await told).data?.relationshipRequestChanged).toMatchObject({ id, status: 'CANCELED' });
  });

  test('says nothing of other requests, of dry runs and of refusals', async () => {
    const id = await requestRelationship(app, 'reseller-b-admin', DEMO_TENANTS.customer2.tenantId);
    const other = await requestRelationship(
      app,
      'reseller-b-admin',
      DEMO_TENANTS.customer3.tenantId,
      { services: ['INTUNE'] },
    );
    const next = await listen('reseller-b-admin', id);
    const told = next();
    await app.untilListening(1);

    await cancelRequest(app, 'reseller-b-admin', other);
    await app.as(
      'customer2-global',
      `mutation ($input: DeclineRelationshipRequestInput!) { declineRelationshipRequest(input: $input) { dryRun } }`,
      { input: { relationshipRequestId: id, validateOnly: true } },
    );
    await app.as(
      'reseller-a-admin',
      `mutation ($input: CancelRelationshipRequestInput!) { cancelRelationshipRequest(input: $input) { dryRun } }`,
      { input: { relationshipRequestId: id } },
    );
    await declineRequest(app, 'customer2-global', id);

    expect((await told).data?.relationshipRequestChanged).toMatchObject({ id, status: 'DECLINED' });
  });

  test.each([
    ['a foreign reseller', 'reseller-a-admin', 'NOT_FOUND'],
    ['another customer', 'customer2-global', 'NOT_FOUND'],
    ['a role without relationships', 'reseller-b-billing', 'ROLE_NOT_ALLOWED'],
    ['a plain user of the customer', 'customer-user', 'ROLE_NOT_ALLOWED'],
    ['a caller without a token', null, 'UNAUTHENTICATED'],
  ])('refuses %s', async (_, who, code) => {
    const id = await requestRelationship(app, 'reseller-b-sales', DEMO_TENANTS.customer3.tenantId);

    const next = await listen(who, id);

    expect(codesOf(await next())).toEqual([code]);
  });

  test('leaves nobody behind when the listener goes away', async () => {
    const id = await requestRelationship(app, 'reseller-b-sales', DEMO_TENANTS.customer3.tenantId);
    const next = await listen('reseller-b-admin', id);
    void next().catch(() => undefined);
    await app.untilListening(1);

    for (const client of clients.splice(0)) client.terminate();

    await app.untilListening(0);
  });

  test('answers for a request that does not exist as for a hidden one', async () => {
    const absent = relationshipRequestIdOf('01900000-0000-7000-8000-00000000dead');

    const next = await listen('reseller-a-admin', absent);

    expect(codesOf(await next())).toEqual(['NOT_FOUND']);
  });
});

describe('subscriptionChanged', () => {
  const CHANGES = `subscription ($id: ID!) { subscriptionChanged(id: $id) { id quantity status friendlyName } }`;
  const proPlus = subscriptionIdOf(DEMO_IDS.subscriptions.northwindProPlus.id);

  interface Told {
    readonly subscriptionChanged: { readonly quantity: number | null };
  }

  test('tells of each change as the viewer may see it, and ends when it may not any more', async () => {
    const operation = { query: CHANGES, variables: { id: proPlus } };
    const seller = await overSocket<Told>(app, 'reseller-b-admin', operation);
    const delegated = await overEvents<Told>(app, 'reseller-a-admin', operation);
    await app.untilListening(2);

    await write(app, 'reseller-b-admin', 'updateSubscription', {
      subscriptionId: proPlus,
      quantity: 7,
      friendlyName: 'Seven',
      ifMatch: FIRST_ETAG,
    });
    await Promise.all([seller.until(1), delegated.until(1)]);
    // A refused attempt changes nothing, and neither does what happens to a relationship.
    await write(app, 'reseller-a-admin', 'updateSubscription', {
      subscriptionId: proPlus,
      quantity: 8,
      ifMatch: FIRST_ETAG,
    });
    await removePrivileges(
      app,
      'customer3-global',
      relationshipIdOf(DEMO_IDS.relationships.northwindContoso),
      ['EXCHANGE_OFFICE'],
    );
    await delegated.ended();
    await write(app, 'reseller-b-admin', 'updateSubscription', {
      subscriptionId: proPlus,
      quantity: 9,
      ifMatch: '"2"',
    });
    await seller.until(2);
    seller.stop();

    const seen = { id: proPlus, quantity: 7, status: 'ACTIVE' };
    expect(seller.results[0]).toEqual({ subscriptionChanged: { ...seen, friendlyName: 'Seven' } });
    expect(delegated.results).toEqual([{ subscriptionChanged: { ...seen, friendlyName: null } }]);
    expect(delegated.codes).toEqual(['NOT_FOUND']);
    expect(seller.results[1]?.subscriptionChanged.quantity).toBe(9);
    await app.untilListening(0);
  });

  test('is refused for one that the caller does not see', async () => {
    const id = subscriptionIdOf(DEMO_IDS.subscriptions.woodgroveMail.id);

    const live = await overSocket(app, 'customer2-global', { query: CHANGES, variables: { id } });
    await live.ended();

    expect(live.codes).toEqual(['NOT_FOUND']);
    await app.untilListening(0);
  });
});

test('relationshipChanged tells both sides of privileges and of the end', async () => {
  const id = relationshipIdOf(DEMO_IDS.relationships.woodgroveContoso);
  const operation = {
    query: `subscription ($id: ID!) { relationshipChanged(id: $id) {
      id status privileges { service status } customer { tenantId } } }`,
    variables: { id },
  };
  interface Told {
    readonly relationshipChanged: {
      readonly status: string;
      readonly privileges: readonly { readonly service: string; readonly status: string }[];
      readonly customer: object | null;
    };
  }
  const reseller = await overSocket<Told>(app, 'reseller-a-admin', operation);
  const customer = await overEvents<Told>(app, 'customer-global', operation);
  await app.untilListening(2);

  await removePrivileges(app, 'customer-global', id, ['DYNAMICS']);
  await Promise.all([reseller.until(1), customer.until(1)]);
  await app.asOwner(
    `SET session_replication_role = replica; UPDATE subscriptions SET status = 'DELETED'`,
  );
  await removeRelationship(app, 'reseller-a-global', id);
  await Promise.all([reseller.until(2), customer.until(2)]);
  for (const live of [reseller, customer]) live.stop();

  for (const { results } of [reseller, customer]) {
    expect(results[0]?.relationshipChanged).toMatchObject({
      status: 'ACTIVE',
      privileges: expect.arrayContaining([
        { service: 'DYNAMICS', status: 'REMOVED_BY_CUSTOMER' },
      ]) as object,
    });
    expect(results.at(-1)?.relationshipChanged.status).toBe('REMOVED');
  }
  // Its own ended relationship a reseller goes on to read, and not the customer behind it (R36).
  expect(reseller.results.at(-1)?.relationshipChanged.customer).toBeNull();
  expect(customer.results.at(-1)?.relationshipChanged.customer).not.toBeNull();
});
