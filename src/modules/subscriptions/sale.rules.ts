import { DomainError, firstRefusal } from '../../kernel/domain-error';
import type { Service } from '../../kernel/service';
import type { InputProblem } from '../../kernel/text-arguments';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import { type PrivilegeHolder, refusalToGrant } from '../relationships/delegated-privileges.rules';
import type { ResellerKind } from '../resellers/reseller-facts';
import { type FindOffer, type HeldSubscription, refusalOfConflict } from './conflict.rules';
import { type PartnerOnRecord, refusalOfPartnerOnRecord } from './partner-of-record.rules';
import {
  refusalOfAutoRenew,
  refusalOfBillingCycle,
  refusalOfFriendlyName,
  refusalOfQuantity,
  refusalOfTermDuration,
} from './subscription-update.rules';
import type { BillingCycle, TermDuration } from './subscription-vocabulary';

/** The terms of something that is bought; values as they were sent. */
export interface OrderedTerms {
  readonly quantity: number;
  /** `null` where an imported base does not tell its own. */
  readonly termDuration: string | null;
  readonly billingCycle: BillingCycle;
  /** Left out or null: yes, where the offer can. */
  readonly autoRenewEnabled?: boolean | null;
  readonly friendlyName?: string | null;
}

/** What a sale of a named offer is judged by, beside the parties. */
export interface OfferedSaleFacts {
  readonly held: readonly HeldSubscription[];
  readonly activeServices: readonly Service[];
  readonly otherHolders: readonly PrivilegeHolder[];
}

/**
 * R21, step 6: DAP_CONFLICT when this sale would make its seller the second transacting holder of
 * privileges for the service. An offer that the catalogue does not know is refused later.
 */
export function refusalOfSecondHolder(
  offer: CatalogueOffer | null,
  { activeServices, otherHolders }: Pick<OfferedSaleFacts, 'activeServices' | 'otherHolders'>,
): DomainError | null {
  if (offer === null) return null;
  return refusalToGrant(activeServices, { otherHolders, soldServices: [offer.service] });
}

export interface NewSaleFacts extends OfferedSaleFacts {
  /** `null` when the catalogue does not know the offer. */
  readonly offer: CatalogueOffer | null;
  readonly findOffer: FindOffer;
  readonly seller: { readonly kind: ResellerKind | null };
  readonly partnerOnRecord: PartnerOnRecord | null;
}

export interface NewSale extends OrderedTerms {
  readonly partnerIdOnRecord?: string | null;
}

/**
 * Step 10 of a sale: the offer, what the customer holds (R8), the terms, the partner on record.
 * INVALID_INPUT, SUBSCRIPTION_CONFLICT, QUANTITY_OUT_OF_RANGE,
 * POR_INVALID, AGREEMENT_NOT_ACCEPTED.
 */
export function refusalOfSale(sale: NewSale, facts: NewSaleFacts, now: Date): DomainError | null {
  const { offer, findOffer, held, seller, partnerOnRecord } = facts;
  if (offer === null) return notForSale('input.offerId', 'The catalogue does not have it.');
  return firstRefusal(
    () => (offer.isAddOn ? invalidOffer('input.offerId', 'ADD_ON_NEEDS_BASE') : null),
    () => refusalOfOffer(offer, 'input.offerId'),
    () => refusalOfConflict(offer, held, findOffer),
    () => refusalOfTerms(sale, offer, now),
    () => refusalOfPartnerOnRecord(sale.partnerIdOnRecord, seller, partnerOnRecord),
  );
}

/** Offers of other instances are not in the catalogue that was asked, so only what has gone is left (R17). */
export function refusalOfOffer(
  { isAvailableForPurchase }: Pick<CatalogueOffer, 'isAvailableForPurchase'>,
  field: string,
): DomainError | null {
  return isAvailableForPurchase ? null : notForSale(field, 'It is no longer sold.');
}

/** The terms of a purchase against the catalogue. QUANTITY_OUT_OF_RANGE (R43), INVALID_INPUT. */
export function refusalOfTerms(
  terms: OrderedTerms,
  offer: CatalogueOffer,
  now: Date,
): DomainError | null {
  // Nothing was bought before, so no quantity is a decrease.
  const bought = { quantity: null, cancellationAllowedUntilDate: null, offer };
  return firstRefusal(
    () => refusalOfQuantity(terms.quantity, bought, now),
    () => refusalOfTermDuration(terms.termDuration, offer),
    () => refusalOfBillingCycle(terms.billingCycle, offer),
    () => refusalOfAutoRenew(terms.autoRenewEnabled ?? undefined, offer),
    () => refusalOfFriendlyName(terms.friendlyName),
  );
}

/** The term after the first one; a renewal never lasts three years (domain section 2.8). */
export function renewalTermOf(termDuration: TermDuration): TermDuration {
  return termDuration === 'P3Y' ? 'P1Y' : termDuration;
}

export function notForSale(field: string, detail: string): DomainError {
  return new DomainError('INVALID_INPUT', {
    field,
    args: { problem: 'OFFER_NOT_FOR_SALE' },
    detail,
  });
}

export function invalidOffer(field: string, problem: InputProblem): DomainError {
  return new DomainError('INVALID_INPUT', { field, args: { problem } });
}
