import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import { refusalOfInstances, refusalOfRegions } from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { refusalToEnter } from '../../kernel/guard-steps';
import type { ResellerFacts } from '../resellers/reseller-facts';
import { refusalOfStanding } from '../resellers/reseller-standing.rules';
import { type AcceptingCustomer, refusalOfPartnerTenant } from './acceptance.rules';
import { refusalOfCustomerAgreement, refusalOfResellerAgreement } from './agreement.rules';
import type { RelationshipStatus } from './relationship.rules';
import { RELATIONSHIP_OPERATIONS } from './relationship-operations';

/** What has to be between a reseller and a customer before anything is bought. */
export interface TradeFacts {
  readonly policy: CloudPolicy;
  readonly reseller: ResellerFacts;
  readonly customer: Omit<AcceptingCustomer, 'isNew'>;
}

export interface SaleFacts extends TradeFacts {
  /** Of the caller's reseller with this customer; `null` when there never was one. */
  readonly relationshipStatus: RelationshipStatus | null;
}

/**
 * Steps 1 to 4 of a sale: row "Sell", the kind of account, and NOT_FOUND for a customer that is unknown or
 * that the reseller never worked with, which look the same (R36).
 */
export function refusalToApproachSale(
  actor: Caller | null,
  facts: Pick<SaleFacts, 'policy' | 'reseller' | 'relationshipStatus'>,
): DomainError | null {
  const { policy, reseller, relationshipStatus } = facts;
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.sell, actor, policy),
    () => refusalOfSellerKind(reseller),
    () => (relationshipStatus === null ? new DomainError('NOT_FOUND') : null),
  );
}

/**
 * Whether the caller may sell something new to the customer: the steps above, R18, R7, R16, R17, R19,
 * R20. What depends on the offer (R8, R21) is asked when one is named.
 */
export function refusalToSell(actor: Caller | null, facts: SaleFacts): DomainError | null {
  const { reseller, relationshipStatus } = facts;
  return firstRefusal(
    () => refusalToApproachSale(actor, facts),
    () => refusalOfStanding('SELL', reseller),
    () => refusalOfNoRelationship(relationshipStatus),
    () => refusalToTrade(facts),
  );
}

/** R7: NO_RESELLER_RELATIONSHIP unless the reseller has an ACTIVE relationship with the customer. */
export function refusalOfNoRelationship(status: RelationshipStatus | null): DomainError | null {
  return status === 'ACTIVE' ? null : new DomainError('NO_RESELLER_RELATIONSHIP');
}

/** Step 6 of every purchase: R16, R17, R19 and both parts of R20. */
export function refusalToTrade({ policy, reseller, customer }: TradeFacts): DomainError | null {
  return firstRefusal(
    () => refusalOfRegions(customer.country, reseller.country, policy),
    () => refusalOfInstances(customer.cloudInstance, reseller.cloudInstance),
    () => refusalOfPartnerTenant(customer),
    () => refusalOfResellerAgreement(reseller, policy),
    () => refusalOfCustomerAgreement(customer, false, policy),
  );
}

/**
 * An indirect reseller has no billing relation with the operator (domain section 1): its provider places
 * the orders and is the transacting reseller.
 */
function refusalOfSellerKind(reseller: Pick<ResellerFacts, 'kind'>): DomainError | null {
  if (reseller.kind !== 'INDIRECT_RESELLER') return null;
  return new DomainError('ROLE_NOT_ALLOWED', {
    detail: 'An indirect reseller does not buy from the operator; its provider places the order.',
  });
}
