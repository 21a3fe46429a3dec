import { type DomainError, firstRefusal } from '../../kernel/domain-error';
import type { Service } from '../../kernel/service';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import type { PrivilegeHolder } from '../relationships/delegated-privileges.rules';
import { refusalToTrade, type TradeFacts } from '../relationships/selling.rules';
import { refusalOfStanding, type StandingOperation } from '../resellers/reseller-standing.rules';
import { refusalOfSecondHolder } from './sale.rules';
import { refusalWithoutRelationship, type SubscriptionFacts } from './subscription.rules';
import { refusalToApproach, type SubscriptionCaller } from './subscription-guard.rules';

/** What has to be between the caller's reseller and the customer before it buys anything more. */
export interface PurchaseTrade extends TradeFacts {
  readonly activeServices: readonly Service[];
  readonly otherHolders: readonly PrivilegeHolder[];
}

/** A purchase for a subscription that is there: an add-on of it, or what it is upgraded to. */
export interface PurchaseFacts {
  readonly subscription: SubscriptionFacts;
  /** `null` for callers that are no reseller. */
  readonly trade: PurchaseTrade | null;
}

/**
 * Steps 3 to 6 of a purchase for a subscription: the caller's row, R18, R32, and what every purchase asks
 * (R16, R17, R19, R20, R21). That is asked of the seller only: whoever else tries hears at step 7 that it
 * is not for it to do, which no agreement would change.
 *
 * @param offer what is bought; `null` while it is not known
 */
export function refusalToStartPurchase(
  caller: SubscriptionCaller,
  operation: StandingOperation,
  { trade }: PurchaseFacts,
  offer: CatalogueOffer | null,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalOfStanding(operation, caller),
    () => refusalWithoutRelationship(caller),
    () => {
      if (caller.kind !== 'TRANSACTING_RESELLER' || trade === null) return null;
      return refusalToTrade(trade) ?? refusalOfSecondHolder(offer, trade);
    },
  );
}
