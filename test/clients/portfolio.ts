import type { TestApp } from '../support/test-app';

/** Woodgrove with its three subscriptions: several objects of the type `Subscription` in one answer. */
export const PORTFOLIO = `query Portfolio($tenantId: UUID!) {
  customer(tenantId: $tenantId) {
    __typename
    id
    subscriptions(first: 10) {
      __typename
      nodes { __typename id offerName friendlyName quantity }
    }
  }
}`;

export const WOODGROVE = { tenantId: 'cccccccc-0000-4000-8000-000000000001' };

export const REQUEST_CHANGED = `subscription RequestChanged($id: ID!) {
  relationshipRequestChanged(id: $id) { __typename id status }
}`;

const ASK = `mutation Ask {
  requestRelationship(input: {
    customerTenantId: "${WOODGROVE.tenantId}", services: [DYNAMICS]
  }) { relationshipRequest { id } }
}`;

const TAKE_BACK = `mutation TakeBack($id: ID!) {
  cancelRelationshipRequest(input: { relationshipRequestId: $id }) {
    relationshipRequest { id status }
  }
}`;

export interface Portfolio {
  readonly customer: {
    readonly id: string;
    readonly subscriptions: {
      readonly nodes: readonly {
        readonly id: string;
        readonly offerName: string | null;
        readonly friendlyName: string | null;
        readonly quantity: number | null;
      }[];
    };
  };
}

/** The answer without any client in between: what a client must arrive at. */
export async function portfolioOnTheWire(app: TestApp): Promise<Portfolio> {
  return app.succeed<Portfolio>('customer-global', PORTFOLIO, WOODGROVE);
}

/** Fabrikam asks Woodgrove; answers with the id of the request. */
export async function ask(app: TestApp): Promise<string> {
  const data = await app.succeed<{ requestRelationship: { relationshipRequest: { id: string } } }>(
    'reseller-b-admin',
    ASK,
  );
  return data.requestRelationship.relationshipRequest.id;
}

export async function takeBack(app: TestApp, id: string): Promise<void> {
  await app.succeed('reseller-b-admin', TAKE_BACK, { id });
}

export function socketUrl(app: TestApp): string {
  return `${app.address.replace('http', 'ws')}/graphql`;
}

/** One answer of a live operation with several objects of the type `Subscription`. */
export const SUBSCRIPTION_CHANGED = `
  subscription SubscriptionChanged($id: ID!) {
    subscriptionChanged(id: $id) {
      __typename
      id
      friendlyName
      customer {
        __typename
        id
        subscriptions(first: 10) { __typename nodes { __typename id friendlyName } }
      }
    }
  }`;

const RENAME = `mutation Rename($input: UpdateSubscriptionInput!) {
  updateSubscription(input: $input) { subscription { id } }
}`;

/** Contoso, which sold it, gives a subscription another name. */
export async function rename(app: TestApp, id: string, friendlyName: string): Promise<void> {
  const { subscription } = await app.succeed<{ subscription: { etag: string } }>(
    'reseller-a-admin',
    'query ($id: ID!) { subscription(id: $id) { etag } }',
    { id },
  );
  const input = { subscriptionId: id, friendlyName, ifMatch: subscription.etag };
  await app.succeed('reseller-a-admin', RENAME, { input });
}

/** Names by id, as they stand in an answer. */
export function namesIn({ customer }: Portfolio): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    customer.subscriptions.nodes.map(({ id, friendlyName }) => [id, friendlyName]),
  );
}
