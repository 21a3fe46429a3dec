import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import type { Player, Stage } from './stage';

/** Tenants by the letters of the acceptance scenarios. */
export const WOODGROVE = DEMO_TENANTS.customer.tenantId;
export const ADVENTURE_WORKS = DEMO_TENANTS.customer2.tenantId;
export const NORTHWIND = DEMO_TENANTS.customer3.tenantId;

export const REQUEST = /* GraphQL */ `
  mutation Request($input: RequestRelationshipInput!) {
    requestRelationship(input: $input) {
      created
      relationshipRequest {
        id
        status
      }
    }
  }
`;

export interface Requested {
  readonly requestRelationship: {
    readonly created: boolean;
    readonly relationshipRequest: { readonly id: string; readonly status: string };
  };
}

export const ACCEPT = /* GraphQL */ `
  mutation Accept($input: AcceptRelationshipRequestInput!) {
    acceptRelationshipRequest(input: $input) {
      repeated
      relationship {
        id
        status
      }
      proof {
        unchanged
        subscriptionCount
        before
        after
      }
    }
  }
`;

export interface Accepted {
  readonly acceptRelationshipRequest: {
    readonly repeated: boolean;
    readonly relationship: { readonly id: string; readonly status: string };
    readonly proof: {
      readonly unchanged: boolean;
      readonly subscriptionCount: number;
      readonly before: string;
      readonly after: string;
    };
  };
}

export const UPDATE = /* GraphQL */ `
  mutation Update($input: UpdateSubscriptionInput!) {
    updateSubscription(input: $input) {
      subscription {
        etag
        quantity
      }
    }
  }
`;

export interface Updated {
  readonly updateSubscription: {
    readonly subscription: { readonly etag: string; readonly quantity: number };
  };
}

const RELATIONSHIPS = /* GraphQL */ `
  query Relationships($tenantId: UUID!) {
    customer(tenantId: $tenantId) {
      id
      relationships(first: 10, filter: { status: [ACTIVE] }) {
        nodes {
          id
          reseller {
            name
          }
        }
      }
    }
  }
`;

interface RelationshipsOfCustomer {
  readonly customer: {
    readonly id: string;
    readonly relationships: {
      readonly nodes: readonly {
        readonly id: string;
        readonly reseller: { readonly name: string };
      }[];
    };
  };
}

/** The relationship in force between a customer and a reseller, by the reseller's name. */
export async function activeRelationshipId(
  stage: Stage,
  player: Player,
  tenantId: string,
  reseller: string,
): Promise<string> {
  const { customer } = await stage.get<RelationshipsOfCustomer>(player, RELATIONSHIPS, {
    tenantId,
  });
  const found = customer.relationships.nodes.filter((it) => it.reseller.name === reseller);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} relationships with ${reseller}`);
  return first.id;
}

const SUBSCRIPTIONS = /* GraphQL */ `
  query Subscriptions($tenantId: UUID!, $service: [Service!]) {
    customer(tenantId: $tenantId) {
      subscriptions(first: 10, filter: { service: $service }) {
        nodes {
          id
          status
          quantity
          etag
          friendlyName
          transactingReseller {
            name
          }
          partnerOfRecord {
            name
          }
        }
      }
    }
  }
`;

export interface SubscriptionSeen {
  readonly id: string;
  readonly status: string;
  /** The rest is null where it is withheld from the caller. */
  readonly quantity: number | null;
  readonly etag: string | null;
  readonly friendlyName: string | null;
  readonly transactingReseller: { readonly name: string } | null;
  readonly partnerOfRecord: { readonly name: string };
}

/** What a caller sees of a customer's subscriptions. */
export async function subscriptionsSeen(
  stage: Stage,
  player: Player,
  tenantId: string,
  service: string,
): Promise<readonly [SubscriptionSeen, ...SubscriptionSeen[]]> {
  const { customer } = await stage.get<{
    readonly customer: { readonly subscriptions: { readonly nodes: readonly SubscriptionSeen[] } };
  }>(player, SUBSCRIPTIONS, { tenantId, service: [service] });
  const [first, ...others] = customer.subscriptions.nodes;
  if (!first) throw new Error(`no subscription of ${service} is visible to ${String(player)}`);
  return [first, ...others];
}

const EVENTS = /* GraphQL */ `
  query Events($filter: EventFilter!) {
    events(last: 100, filter: $filter) {
      nodes {
        id
        name
      }
    }
  }
`;

/** Names of the events that a caller reads under a filter, in order of the alphabet. */
export async function eventNames(
  stage: Stage,
  player: Player,
  filter: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const { events } = await stage.get<{
    readonly events: { readonly nodes: readonly { readonly name: string }[] };
  }>(player, EVENTS, { filter });
  return events.nodes.map(({ name }) => name).sort();
}
