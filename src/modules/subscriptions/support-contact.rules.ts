import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { refusalOfEtag } from '../../kernel/etag';
import type { ResellerKind } from '../resellers/reseller-facts';
import { invalidInput } from './invalid-input';
import { refusalWithoutRelationship, type SubscriptionFacts } from './subscription.rules';
import {
  type ChangeAttempt,
  refusalOfAttempts,
  refusalToApproach,
  type SubscriptionCaller,
} from './subscription-guard.rules';

/** Who is named; `null` = the default, left out = nothing is asked for. */
export interface SupportContactInput {
  readonly supportTenantId?: string | null;
  readonly ifMatch?: string | null;
}

/** What decides whether a partner may be the support contact of one subscription. */
export interface SupportContactFacts {
  /** Sold the subscription itself. */
  readonly isSeller: boolean;
  readonly sellerKind: ResellerKind | null;
  /** Has an ACTIVE relationship with the customer, its own or as the reseller of a provider's. */
  readonly isRelated: boolean;
  /** Works with the seller in an ACTIVE partnership of provider and indirect reseller. */
  readonly isResellerOfSeller: boolean;
}

const FIELD = 'supportTenantId';
export const SUPPORT_CONTACT_CHANGE: ChangeAttempt = { change: 'OTHER', fields: [FIELD] };

/**
 * Steps 3 to 10 for another support contact (R44), by the transacting reseller of any standing (R18).
 * `named` is the partner of the tenant that the input names, `null` where there is none: that answers
 * like a partner without a relationship, so that nobody learns which tenants are partners.
 */
export function refusalToAssignSupportContact(
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
  input: SupportContactInput,
  named: SupportContactFacts | null,
): DomainError | null {
  return firstRefusal(
    () => refusalToTouchSupportContact(caller, subscription),
    () => refusalOfEtag('REQUIRED', input.ifMatch, subscription.etag),
    () => refusalOfSupportContact(input.supportTenantId, named),
  );
}

/** Steps 3 to 8: all that does not depend on the etag or on who is named. */
export function refusalToTouchSupportContact(
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalWithoutRelationship(caller),
    () => refusalOfAttempts(caller, [SUPPORT_CONTACT_CHANGE]),
    () => (subscription.status === 'DELETED' ? new DomainError('SUBSCRIPTION_DELETED') : null),
  );
}

/**
 * R44: the seller itself; otherwise a partner with an ACTIVE relationship to the customer that, where
 * the seller is an indirect provider, is a reseller of it. SUPPORT_CONTACT_NOT_RELATED.
 */
function refusalOfSupportContact(
  tenantId: string | null | undefined,
  named: SupportContactFacts | null,
): DomainError | null {
  if (tenantId === undefined) {
    return invalidInput('input', 'Name a partner, or null for the seller itself.', {
      problem: 'NOTHING_TO_CHANGE',
    });
  }
  if (tenantId === null || named?.isSeller) return null;
  const isInTier = named?.sellerKind !== 'INDIRECT_PROVIDER' || named.isResellerOfSeller;
  if (named?.isRelated && isInTier) return null;
  return new DomainError('SUPPORT_CONTACT_NOT_RELATED', { field: `input.${FIELD}` });
}
