import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import {
  type CustomerParty,
  givenCustomer,
  givenInvitation,
  givenPartnership,
  givenRelationship,
  givenRequest,
  givenReseller,
  givenSale,
  operatorUser,
  type ResellerParty,
} from './relationship-situations';
import type { Claims, TestApp } from './test-app';
import { givenDelivery, givenEndpoint } from './webhook-situations';

/** A provider with some of everything that hangs on it; the lists hold its opaque ids. */
export interface Portfolio {
  readonly provider: Claims;
  /** Administrator of the first customer. */
  readonly customer: Claims;
  readonly operator: Claims;
  readonly resellers: readonly string[];
  readonly customers: readonly string[];
  readonly relationships: readonly string[];
  readonly requests: readonly string[];
  readonly subscriptions: readonly string[];
  readonly webhookEndpoints: readonly string[];
  readonly webhookDeliveries: readonly string[];
  readonly invitation: { readonly id: string; readonly token: string };
}

interface Sold {
  readonly customer: CustomerParty;
  readonly requestId: string;
  readonly relationshipId: string;
  readonly subscriptionId: string;
}

async function sold(app: TestApp, reseller: ResellerParty): Promise<Sold> {
  const customer = await givenCustomer(app);
  const { requestId, relationshipId } = await givenRelationship(app, { customer, reseller });
  const subscriptionId = subscriptionIdOf(await givenSale(app, customer, reseller));
  return { customer, requestId, relationshipId, subscriptionId };
}

/** So many of each kind of object, all seen by the provider and, of the first customer, by its administrator. */
export async function givenPortfolio(app: TestApp, size: number): Promise<Portfolio> {
  const provider = await givenReseller(app, { kind: 'INDIRECT_PROVIDER' });
  const partners: ResellerParty[] = [];
  const sales: Sold[] = [];
  for (let i = 0; i < size; i += 1) {
    const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
    await givenPartnership(app, provider, partner, 'ACTIVE');
    partners.push(partner);
    sales.push(await sold(app, provider));
  }
  const [first] = sales;
  if (!first) throw new Error('a portfolio has a customer');
  await givenRequest(app, { customer: await givenCustomer(app), reseller: provider });
  const { id, url } = await givenInvitation(app, provider);
  const endpoints: string[] = [];
  const deliveries: string[] = [];
  for (let i = 0; i < size; i += 1) {
    const endpoint = await givenEndpoint(app, provider.as('ADMIN_AGENT'));
    endpoints.push(endpoint.id);
    deliveries.push(await givenDelivery(app, endpoint));
  }
  return {
    provider: provider.as(['ADMIN_AGENT', 'GLOBAL_ADMIN']),
    customer: first.customer.as('CUSTOMER_GLOBAL_ADMIN'),
    operator: operatorUser('who reads'),
    resellers: partners.map((partner) => partner.id),
    customers: sales.map(({ customer }) => customer.id),
    relationships: sales.map(({ relationshipId }) => relationshipId),
    requests: sales.map(({ requestId }) => requestId),
    subscriptions: sales.map(({ subscriptionId }) => subscriptionId),
    webhookEndpoints: endpoints,
    webhookDeliveries: deliveries,
    invitation: { id, token: new URL(url).searchParams.get('inv') ?? '' },
  };
}
