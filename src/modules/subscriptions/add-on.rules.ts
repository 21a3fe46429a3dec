import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { isBaseFor } from '../catalogue/catalogue.rules';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import { type HeldSubscription, refusalOfAddOnConflict } from './conflict.rules';
import { type PurchaseFacts, refusalToStartPurchase } from './purchase.rules';
import {
  invalidOffer,
  notForSale,
  type OrderedTerms,
  refusalOfOffer,
  refusalOfTerms,
} from './sale.rules';
import { refusalOfMoveEtag, refusalToEnableAddOn } from './subscription.rules';
import {
  type ChangeAttempt,
  refusalOfAttempts,
  type SubscriptionCaller,
} from './subscription-guard.rules';

/** An add-on is a change of its base (R5), which no field of the input names. */
export const ADD_ON_ORDER: ChangeAttempt = { change: 'OTHER', fields: [] };

export interface AddOnOrder {
  /** `null` when the catalogue does not know the offer. */
  readonly offer: CatalogueOffer | null;
  readonly terms: OrderedTerms;
  readonly base: {
    readonly subscriptionId: string;
    /** `null` when the catalogue does not know the offer. */
    readonly offer: CatalogueOffer | null;
  };
  readonly held: readonly HeldSubscription[];
  readonly ifMatch: string | null | undefined;
}

/**
 * Steps 3 to 10 for an add-on of a base (R46): ordered by the seller of the base, of good standing, while
 * the base is ACTIVE and an offer that the add-on belongs to. Without an order, as a verdict asks, up to
 * the state of the base.
 */
export function refusalToPurchaseAddOn(
  caller: SubscriptionCaller,
  facts: PurchaseFacts,
  now: Date,
  order: AddOnOrder | null = null,
): DomainError | null {
  const { status } = facts.subscription;
  return firstRefusal(
    () => refusalToStartPurchase(caller, 'ORDER_ADD_ON', facts, order?.offer ?? null),
    () => refusalOfAttempts(caller, [ADD_ON_ORDER]),
    () =>
      status === 'DELETED' ? new DomainError('SUBSCRIPTION_DELETED') : refusalToEnableAddOn(status),
    () => order && refusalOfOrder(facts, order, now),
  );
}

function refusalOfOrder(
  { subscription }: PurchaseFacts,
  { offer, terms, base, held, ifMatch }: AddOnOrder,
  now: Date,
): DomainError | null {
  return firstRefusal(
    () => refusalOfMismatch(base.offer, offer),
    () => refusalOfMoveEtag(subscription, ifMatch),
    () => (offer === null ? notForSale('input.offerId', 'The catalogue does not have it.') : null),
    () => (offer?.isAddOn === false ? invalidOffer('input.offerId', 'NOT_AN_ADD_ON') : null),
    () => offer && refusalOfOffer(offer, 'input.offerId'),
    () => offer && refusalOfAddOnConflict(offer, base.subscriptionId, held),
    () => offer && refusalOfTerms(terms, offer, now),
  );
}

/** ADDON_PARENT_MISMATCH when the add-on names other offers as its base. */
function refusalOfMismatch(
  base: CatalogueOffer | null,
  addOn: CatalogueOffer | null,
): DomainError | null {
  if (addOn === null || !addOn.isAddOn) return null;
  if (base !== null && isBaseFor(base, addOn)) return null;
  return new DomainError('ADDON_PARENT_MISMATCH', {
    field: 'input.offerId',
    detail: `It is sold for a base of one of these offers: ${addOn.prerequisiteOffers.join(', ')}.`,
  });
}
