import type { CloudPolicy } from '../../../kernel/cloud-instance';
import type { Transaction } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import type { CustomerEntity } from '../../customers/customer.entity';
import type { ResellerEntity } from '../../resellers/reseller.entity';
import type { AcceptanceFacts } from '../acceptance.rules';
import type { SubscriptionPort } from '../subscription.port';
import { hasPartnership, type SecondPartner } from './invitation-keeper';
import { listOtherHolders } from './load-facts';

/** What the rules ask about the two parties of an acceptance, under the customer's lock. */
export async function loadAcceptanceFacts(
  tx: Transaction,
  subscriptions: SubscriptionPort,
  policy: CloudPolicy,
  parties: {
    readonly reseller: ResellerEntity;
    readonly customer: CustomerEntity;
    readonly isNew: boolean;
    /** Of the link: who is named beside its reseller. */
    readonly tiers: SecondPartner;
  },
): Promise<AcceptanceFacts> {
  const { reseller, customer, isNew, tiers } = parties;
  const known = await customerFacts(tx, customer);
  return {
    policy,
    reseller,
    customer: {
      country: customer.country,
      cloudInstance: customer.cloudInstance,
      ...known,
      isNew,
    },
    isPartnershipOver: !(await workTogether(tx, reseller.id, tiers)),
    otherHolders: await listOtherHolders(tx, customer.id, reseller.id),
    soldServices: await subscriptions.transactedServices(tx, customer.id, reseller.id),
  };
}

type KnownOfCustomer = Pick<
  AcceptanceFacts['customer'],
  'isPartnerTenant' | 'hasAcceptedAgreement'
>;

async function customerFacts(
  tx: Transaction,
  { id, tenantId }: CustomerEntity,
): Promise<KnownOfCustomer> {
  const [known] = await tx.query<KnownOfCustomer>(sql`
    SELECT EXISTS (SELECT 1 FROM resellers r WHERE r.tenant_id = ${tenantId}) AS "isPartnerTenant",
      EXISTS (SELECT 1 FROM agreements a WHERE a.customer_id = ${id}) AS "hasAcceptedAgreement"`);
  if (!known) throw new Error('the database answered nothing about the customer');
  return known;
}

/** Whether the partners that a link names work together now; a single one needs nobody. */
async function workTogether(
  tx: Transaction,
  resellerId: string,
  { indirectProviderId, indirectResellerId }: SecondPartner,
): Promise<boolean> {
  if (!indirectProviderId && !indirectResellerId) return true;
  return hasPartnership(tx, indirectProviderId ?? resellerId, indirectResellerId ?? resellerId);
}
