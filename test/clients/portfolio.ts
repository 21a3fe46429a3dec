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
