import { type GraphQLInterfaceType, isInterfaceType, isObjectType, isUnionType } from 'graphql';

import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { EVENT_TYPES } from '../../src/modules/event-log/event-data.types';
import { customerIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { schemaUnderTest } from '../support/app-schema';
import { done } from '../support/relationship-api';
import {
  acceptRequest,
  cancelRequest,
  createInvitation,
  declineRequest,
  removePrivileges,
  removeRelationship,
  requestRelationship,
  rotateInvitation,
} from '../support/relationship-steps';
import { write } from '../support/subscription-api';
import { givenSubscription } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

const WOODGROVE_TENANT = DEMO_TENANTS.customer.tenantId;
const UNKNOWN_TENANT = '12345678-0000-4000-8000-000000000001';
const WOODGROVE = customerIdOf(DEMO_IDS.customers.customer);

interface EventRead {
  readonly id: string;
  readonly name: string;
  readonly sequence: number | null;
  readonly customerId: string | null;
  readonly resourceId: string;
  readonly actor: { readonly kind: string; readonly displayName: string | null };
  readonly [field: string]: unknown;
}

interface EventPage {
  readonly totalCount: number;
  readonly nodes: readonly EventRead[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

const EVENTS = `query ($filter: EventFilter, $first: Int, $after: String) {
  events(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { __typename id name version sequence resourceType resourceId customerId correlationId occurredAt
      actor { kind displayName tenantId }
      ... on ResellerRelationshipRequestedEvent { requestId resellerId services withDelegatedAdmin expiresAt }
      ... on ResellerRelationshipAcceptedByCustomerEvent { requestId relationshipId resellerId services relationshipCreated }
      ... on ResellerRelationshipRequestDeclinedEvent { requestId resellerId reason }
      ... on ResellerRelationshipRequestCanceledEvent { requestId resellerId }
      ... on ResellerRelationshipRequestExpiredEvent { requestId resellerId expiredAt }
      ... on ResellerRelationshipRemovedEvent { relationshipId resellerId reason }
      ... on DapAdminRelationshipApprovedEvent { relationshipId resellerId services }
      ... on DapAdminRelationshipTerminatedEvent { relationshipId resellerId services status }
      ... on SubscriptionUpdatedEvent { subscriptionId changedFields }
      ... on SubscriptionChangeRejectedEvent { subscriptionId mutation code rule fields }
      ... on PartnerOfRecordChangeRejectedEvent { subscriptionId mutation code rule fields }
      ... on InvitationRotatedEvent { resellerId oldInvitationId newInvitationId }
      ... on CustomerCreatedEvent { origin }
    }
  }
}`;

let app: TestApp;

function withAppFor(each: 'each test' | 'all tests'): void {
  const start = async (): Promise<void> => {
    app = await TestApp.start();
  };
  if (each === 'each test') {
    beforeEach(start);
    afterEach(() => app.stop());
  } else {
    beforeAll(start);
    afterAll(() => app.stop());
  }
}

async function eventsOf(
  who: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<EventPage> {
  const { events } = await app.succeed<{ events: EventPage }>(who, EVENTS, variables);
  return events;
}

const namesIn = ({ nodes }: EventPage): string[] => nodes.map(({ name }) => name);

describe('events', () => {
  withAppFor('each test');

  test('each carries its own data, with opaque ids that the other reads take', async () => {
    const requestId = await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    const relationshipId = await acceptRequest(app, 'customer-global', requestId, {
      services: ['DYNAMICS', 'INTUNE'],
    });
    await removePrivileges(app, 'customer-global', relationshipId, ['INTUNE']);
    await removeRelationship(app, 'reseller-b-global', relationshipId, 'No longer needed');

    const { nodes } = await eventsOf('customer-global');

    const resellerId = resellerIdOf(DEMO_IDS.resellers.resellerB);
    const ofRelationship = {
      resourceType: 'PARTNER_CUSTOMER_RELATIONSHIP',
      resourceId: relationshipId,
      relationshipId,
      resellerId,
      customerId: WOODGROVE,
      version: 1,
    };
    expect(nodes).toEqual([
      expect.objectContaining({
        __typename: 'ResellerRelationshipRequestedEvent',
        sequence: 1,
        resourceType: 'RELATIONSHIP_REQUEST',
        resourceId: requestId,
        requestId,
        resellerId,
        services: ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'OTHER'],
        withDelegatedAdmin: true,
      }),
      expect.objectContaining({
        ...ofRelationship,
        __typename: 'ResellerRelationshipAcceptedByCustomerEvent',
        sequence: 2,
        requestId,
        services: ['DYNAMICS', 'INTUNE'],
        relationshipCreated: true,
      }),
      expect.objectContaining({
        ...ofRelationship,
        __typename: 'DapAdminRelationshipApprovedEvent',
        sequence: 3,
        services: ['DYNAMICS', 'INTUNE'],
      }),
      expect.objectContaining({
        ...ofRelationship,
        __typename: 'DapAdminRelationshipTerminatedEvent',
        sequence: 4,
        services: ['INTUNE'],
        status: 'REMOVED_BY_CUSTOMER',
      }),
      expect.objectContaining({
        ...ofRelationship,
        __typename: 'DapAdminRelationshipTerminatedEvent',
        sequence: 5,
        services: ['DYNAMICS'],
        status: 'ENDED_WITH_RELATIONSHIP',
      }),
      expect.objectContaining({
        ...ofRelationship,
        __typename: 'ResellerRelationshipRemovedEvent',
        sequence: 6,
        reason: 'No longer needed',
      }),
    ]);
    const { node } = await app.succeed<{ node: object }>(
      'customer-global',
      `query ($id: ID!) { node(id: $id) { __typename } }`,
      { id: nodes[1]?.resourceId },
    );
    expect(node).toEqual({ __typename: 'Relationship' });
  });

  test('those of a subscription name fields, never values', async () => {
    const held = await givenSubscription(app, { customer: 'customer3', seller: 'resellerB' });
    await write(app, 'reseller-a-admin', 'updateSubscription', {
      subscriptionId: held.id,
      partnerId: '1000001',
      quantity: 4711,
    });
    await write(app, 'reseller-b-admin', 'updateSubscription', {
      subscriptionId: held.id,
      quantity: 9,
      ifMatch: '"1"',
    });

    const { nodes } = await eventsOf('reseller-b-admin', { filter: { resource: held.id } });

    expect(nodes).toEqual([
      expect.objectContaining({
        subscriptionId: held.id,
        code: 'POR_CHANGE_NOT_ALLOWED',
        rule: 'R4',
        mutation: 'updateSubscription',
      }),
      expect.objectContaining({
        name: 'SUBSCRIPTION_UPDATED',
        subscriptionId: held.id,
        changedFields: ['quantity'],
      }),
    ]);
    expect(JSON.stringify(nodes)).not.toContain('4711');
  });

  test('old and new values are for those who read the record of the act and see its object (R42)', async () => {
    const { resellerA } = DEMO_IDS.resellers;
    const customerId = customerIdOf(DEMO_IDS.customers.customer3);
    // Both partners sell to it, so both see its data and hear that it changed.
    await done(app, 'reseller-a-admin', 'updateCustomer', {
      customerId,
      companyProfile: { companyName: 'Northwind' },
      ifMatch: '"1"',
    });
    const valuesFor = async (who: string) => {
      const { events } = await app.succeed<{ events: EventPage }>(
        who,
        '{ events(filter: { name: [CUSTOMER_UPDATED] }) { nodes { name oldValue newValue } } }',
      );
      return events.nodes.map(({ oldValue, newValue }) => [oldValue, newValue]);
    };

    const parts = (name: string) => expect.stringContaining(`"companyName":"${name}"`) as unknown;
    const both = [[parts('Northwind Traders'), parts('Northwind')]];
    expect(await valuesFor('customer3-global')).toEqual(both);
    expect(await valuesFor('reseller-a-admin')).toEqual(both);
    expect(await valuesFor('reseller-b-admin')).toEqual([[null, null]]);

    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`UPDATE subscriptions SET status = 'DELETED'
        WHERE customer_id = ${DEMO_IDS.customers.customer3} AND transacting_reseller_id = ${resellerA}`),
    );
    expect(await valuesFor('reseller-a-admin')).toEqual([[null, null]]);
  });

  test('a reseller reads neither customer nor sequence of its request before there is a relationship', async () => {
    const requestId = await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    const before = await eventsOf('reseller-b-admin');
    await acceptRequest(app, 'customer-global', requestId);
    const after = await eventsOf('reseller-b-admin');

    expect(before.nodes[0]).toMatchObject({ customerId: null, sequence: null });
    expect(after.nodes[0]).toMatchObject({ customerId: WOODGROVE, sequence: 1 });
  });

  test('a request to a tenant that is held and one to a tenant that is not read alike', async () => {
    await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    await requestRelationship(app, 'reseller-b-admin', UNKNOWN_TENANT);
    const invitationId = await createInvitation(app, 'reseller-b-admin');
    await rotateInvitation(app, 'reseller-b-global', invitationId);

    const { nodes } = await eventsOf('reseller-b-admin');

    // The numbers of its other events would tell it as well: what has no customer counts apart.
    expect(nodes.map(({ customerId, sequence }) => ({ customerId, sequence }))).toEqual(
      nodes.map(() => ({ customerId: null, sequence: null })),
    );
    expect(namesIn({ nodes } as EventPage)).toEqual([
      'RESELLER_RELATIONSHIP_REQUESTED',
      'RESELLER_RELATIONSHIP_REQUESTED',
      'INVITATION_ROTATED',
    ]);
  });

  test('what is withheld is not found by asking for it', async () => {
    await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);

    const byCustomer = await eventsOf('reseller-b-admin', { filter: { customer: WOODGROVE } });
    const bySequence = await eventsOf('reseller-b-admin', { filter: { afterSequence: 0 } });

    expect([byCustomer.totalCount, bySequence.totalCount]).toEqual([0, 0]);
  });

  test('after its relationship a reseller keeps its events and no longer reads the customer (R36)', async () => {
    const requestId = await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    const relationshipId = await acceptRequest(app, 'customer-global', requestId);
    await removeRelationship(app, 'reseller-b-global', relationshipId);

    const { nodes } = await eventsOf('reseller-b-admin');

    expect(nodes.at(-1)?.name).toBe('RESELLER_RELATIONSHIP_REMOVED');
    expect(nodes.map(({ customerId }) => customerId)).toEqual(nodes.map(() => null));
  });

  test('the names of people stay on their side', async () => {
    const requestId = await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    await declineRequest(app, 'customer-global', requestId, 'Not now');

    const ofReseller = await eventsOf('reseller-b-admin');
    const ofCustomer = await eventsOf('customer-global');

    const named = ({ nodes }: EventPage) => nodes.map(({ actor }) => actor.displayName !== null);
    expect(named(ofReseller)).toEqual([true, false]);
    expect(named(ofCustomer)).toEqual([false, true]);
    expect(ofReseller.nodes[1]).toMatchObject({
      reason: 'Not now',
      actor: { kind: 'CUSTOMER_USER' },
    });
  });

  test('the last cursor leads on to what came since', async () => {
    await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    const first = await eventsOf('reseller-b-admin');
    expect(first.pageInfo.hasNextPage).toBe(false);
    const requestId = await requestRelationship(app, 'reseller-b-admin', UNKNOWN_TENANT);
    await cancelRequest(app, 'reseller-b-admin', requestId);

    const next = await eventsOf('reseller-b-admin', { after: first.pageInfo.endCursor });

    expect(namesIn(next)).toEqual([
      'RESELLER_RELATIONSHIP_REQUESTED',
      'RESELLER_RELATIONSHIP_REQUEST_CANCELED',
    ]);
  });

  test('filters by name, object, customer with sequence, and time', async () => {
    const requestId = await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    const asked = app.clock.now();
    app.clock.advance({ hours: 1 });
    const relationshipId = await acceptRequest(app, 'customer-global', requestId);
    const found = async (filter: object) => namesIn(await eventsOf('customer-global', { filter }));

    expect(await found({ name: ['DAP_ADMIN_RELATIONSHIP_APPROVED'] })).toEqual([
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
    ]);
    expect(await found({ resource: requestId })).toEqual(['RESELLER_RELATIONSHIP_REQUESTED']);
    expect(await found({ resource: relationshipId })).toEqual([
      'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
    ]);
    expect(await found({ customer: WOODGROVE, afterSequence: 2 })).toEqual([
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
    ]);
    expect(await found({ until: app.clock.now() })).toEqual(['RESELLER_RELATIONSHIP_REQUESTED']);
    expect(await found({ since: asked, until: app.clock.now() })).toHaveLength(1);
    expect(await found({ since: app.clock.now() })).toHaveLength(2);
    expect(await found({ name: [] })).toEqual([]);
  });
});

describe('who reads the events of a request', () => {
  withAppFor('all tests');

  beforeAll(async () => {
    const requestId = await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT);
    await cancelRequest(app, 'reseller-b-sales', requestId);
  });

  test.each([
    ['reseller-b-admin', 2],
    ['reseller-b-app', 2],
    ['reseller-a-admin', 0],
    ['customer-global', 2],
    ['customer-billing', 2],
    ['customer2-global', 0],
    ['operator', 2],
  ])('%s reads %i events of a request that was taken back', async (who, count) => {
    const page = await eventsOf(who);

    expect(page.totalCount).toBe(count);
    expect(page.nodes).toHaveLength(count);
  });

  test.each(['reseller-b-billing', 'reseller-b-usermgmt', 'customer-user'])(
    '%s hears ROLE_NOT_ALLOWED',
    async (who) => {
      expect(await app.refusal(who, EVENTS)).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
    },
  );
});

describe('the history of a relationship', () => {
  withAppFor('all tests');

  const HISTORY = `query ($id: ID!) { relationship(id: $id) { history { totalCount nodes { name } } } }`;
  const historyOf = async (who: string, id: string): Promise<string[]> => {
    const { relationship } = await app.succeed<{ relationship: { history: EventPage } }>(
      who,
      HISTORY,
      { id },
    );
    return namesIn(relationship.history);
  };

  test('follows the relationships that went before it, and not the other way round', async () => {
    const first = await acceptRequest(
      app,
      'customer-global',
      await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT),
    );
    await removeRelationship(app, 'reseller-b-global', first);
    app.clock.advance({ days: 1 });
    const second = await acceptRequest(
      app,
      'customer-global',
      await requestRelationship(app, 'reseller-b-admin', WOODGROVE_TENANT),
    );

    const whole = [
      'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
      'DAP_ADMIN_RELATIONSHIP_TERMINATED',
      'RESELLER_RELATIONSHIP_REMOVED',
    ];
    expect(await historyOf('reseller-b-admin', first)).toEqual(whole);
    expect(await historyOf('customer-global', second)).toEqual([...whole, ...whole.slice(0, 2)]);
  });
});

describe('the schema of events', () => {
  const schema = schemaUnderTest();
  const event = schema.getType('Event') as GraphQLInterfaceType;

  test('has one object type for each name, and no other', () => {
    const names = schema.getPossibleTypes(event).map(({ name }) => name);

    expect([...names].sort()).toEqual(
      Object.values(EVENT_TYPES)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('leads from an event to no interface, no union and no Node', () => {
    const seen = new Set<string>();
    const queue = schema.getPossibleTypes(event).map(({ name }) => name);
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const type = schema.getType(name);
      expect(isUnionType(type) || isInterfaceType(type)).toBe(false);
      if (!isObjectType(type)) continue;
      expect(type.getInterfaces().map((it) => it.name)).not.toContain('Node');
      for (const field of Object.values(type.getFields())) {
        queue.push(String(field.type).replace(/[[\]!]/g, ''));
      }
    }
    expect(seen.size).toBeGreaterThan(Object.keys(EVENT_TYPES).length);
  });

  test('gives fields of one name one type, so that one document can ask for all events', () => {
    const types = new Map<string, string>();
    for (const type of schema.getPossibleTypes(event)) {
      for (const field of Object.values(type.getFields())) {
        const known = types.get(field.name) ?? String(field.type);
        expect(`${type.name}.${field.name}: ${String(field.type)}`).toBe(
          `${type.name}.${field.name}: ${known}`,
        );
        types.set(field.name, known);
      }
    }
  });
});
