import type { Transaction } from '../../../platform/database/database';
import type { CustomerEntity } from '../../customers/customer.entity';
import type { ResellerEntity } from '../../resellers/reseller.entity';
import { resellerIdOf } from '../../visibility/object-ids';
import type { AcceptanceFacts, JointPartnerFacts } from '../acceptance.rules';
import { activeServicesOf, holdersBeside } from '../delegated-privileges.rules';
import type { SubscriptionPort } from '../subscription.port';
import { getReseller, listActivePrivileges, listOtherHolders } from './load-facts';

/** The provider that a link asks for beside its indirect reseller (R23). */
export interface JointPartner {
  readonly reseller: ResellerEntity;
  readonly facts: JointPartnerFacts;
}

/** What the rules ask about the provider, beside what they ask about its reseller; under the customer's lock. */
export async function loadJointPartner(
  tx: Transaction,
  subscriptions: SubscriptionPort,
  providerId: string | null,
  {
    customer,
    reseller,
    soldServices,
  }: {
    readonly customer: CustomerEntity;
    readonly reseller: ResellerEntity;
  } & Pick<AcceptanceFacts, 'soldServices'>,
): Promise<JointPartner | null> {
  if (providerId === null) return null;
  const provider = await getReseller(tx, providerId);
  const held = (await listActivePrivileges(tx, [customer.id], providerId)).get(customer.id);
  const first = { resellerId: resellerIdOf(reseller.id), resellerName: reseller.name };
  const holders = await listOtherHolders(tx, customer.id, providerId);
  return {
    reseller: provider,
    facts: {
      reseller: provider,
      activeServices: held ? activeServicesOf(held) : null,
      otherHolders: holdersBeside(first, soldServices, holders),
      soldServices: await subscriptions.transactedServices(tx, customer.id, providerId),
    },
  };
}
