import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { refusalOfEtag } from '../../kernel/etag';
import { seatLimitsOf } from '../catalogue/catalogue.rules';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import { refusalOfStanding } from '../resellers/reseller-standing.rules';
import { type FindOffer, type HeldSubscription, refusalOfConflict } from './conflict.rules';
import { invalidInput } from './invalid-input';
import {
  refusalToChangeSeats,
  refusalWithoutRelationship,
  type SubscriptionFacts,
} from './subscription.rules';
import {
  type ChangeAttempt,
  refusalOfAttempts,
  refusalToApproach,
  type SubscriptionCaller,
} from './subscription-guard.rules';
import { renewedTerm } from './subscription-term.rules';
import { refusalWithoutRenewal } from './subscription-update.rules';
import type { BillingCycle, SubscriptionStatus, TermDuration } from './subscription-vocabulary';

/** What the next term begins with; `null` and left out: as it is. */
export interface NextTermInstructions {
  readonly product?: string | null;
  readonly quantity?: number | null;
  readonly customTermEndDate?: Date | null;
}

/** `null` takes the instructions away, left out asks for nothing. */
export interface NextTermInput {
  readonly scheduledNextTermInstructions?: NextTermInstructions | null;
  readonly ifMatch?: string | null;
}

/** What the instructions are judged by. */
export interface NextTermFacts {
  readonly offerId: string | null;
  /** `null` when the catalogue does not know the offer. */
  readonly offer: CatalogueOffer | null;
  /** The catalogue of the customer's instance. */
  readonly findOffer: FindOffer;
  readonly quantity: number | null;
  readonly autoRenewEnabled: boolean | null;
  readonly effectiveStartDate: Date | null;
  readonly commitmentEndDate: Date | null;
  readonly cancellationAllowedUntilDate: Date | null;
  readonly termDuration: TermDuration | null;
  readonly renewalTermDuration: TermDuration | null;
  readonly billingCycle: BillingCycle;
  /** What the customer holds beside it, from anybody (R8). */
  readonly heldBeside: readonly HeldSubscription[];
}

const FIELD = 'scheduledNextTermInstructions';
export const NEXT_TERM_CHANGE: ChangeAttempt = { change: 'TERMS', fields: [FIELD] };

// Their term is over, and none follows.
const WITHOUT_NEXT_TERM: readonly SubscriptionStatus[] = ['EXPIRED', 'DISABLED'];
// From the year 9999 on, as an offer without an end has it.
const NO_END = new Date('9999-01-01T00:00:00.000Z');

/**
 * Steps 3 to 10 for the instructions of the next term (domain section 2.8), by the transacting reseller.
 * Seats and another product ask the standing as seats and upgrades do today (R18): naming them is the
 * attempt.
 */
export function refusalToScheduleNextTerm(
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
  input: NextTermInput,
  facts: NextTermFacts,
  now: Date,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalOfNextTermStanding(caller, subscription, input),
    () => refusalToTouchNextTerm(caller, subscription),
    () => refusalOfEtag('REQUIRED', input.ifMatch, subscription.etag),
    () => refusalOfInstructions(input[FIELD], facts, now),
  );
}

/**
 * Steps 3 to 8, but for what is named: not for a deleted subscription, nor for one whose term is over
 * and not followed by another (SUBSCRIPTION_NOT_ACTIVE).
 */
export function refusalToTouchNextTerm(
  caller: SubscriptionCaller,
  { status }: SubscriptionFacts,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalWithoutRelationship(caller),
    () => refusalOfAttempts(caller, [NEXT_TERM_CHANGE]),
    () => (status === 'DELETED' ? new DomainError('SUBSCRIPTION_DELETED') : null),
    () =>
      WITHOUT_NEXT_TERM.includes(status)
        ? new DomainError('SUBSCRIPTION_NOT_ACTIVE', {
            args: { state: status },
            detail: 'Its term is over, and no other follows.',
          })
        : null,
  );
}

function refusalOfNextTermStanding(
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
  input: NextTermInput,
): DomainError | null {
  const { product, quantity } = input[FIELD] ?? {};
  return firstRefusal(
    () => (product ? refusalOfStanding('UPGRADE', caller) : null),
    () => refusalToChangeSeats(caller, subscription, { quantity: quantity ?? undefined }),
  );
}

/**
 * Step 10. INVALID_INPUT, SUBSCRIPTION_CONFLICT (R8), QUANTITY_OUT_OF_RANGE (R43). Fewer seats are no
 * decrease of a term that runs, so the window of R43 is not asked.
 */
function refusalOfInstructions(
  instructions: NextTermInstructions | null | undefined,
  facts: NextTermFacts,
  now: Date,
): DomainError | null {
  if (instructions === null) return null;
  const { product = null, quantity = null, customTermEndDate = null } = instructions ?? {};
  if (product === null && quantity === null && customTermEndDate === null) {
    return invalidInput(`input${instructions ? `.${FIELD}` : ''}`, 'Name at least one of them.', {
      problem: 'NOTHING_TO_CHANGE',
    });
  }
  return firstRefusal(
    () => refusalWithoutRenewal(`input.${FIELD}`, facts),
    () => refusalOfProduct(product, facts),
    () => refusalOfNextQuantity(product, quantity, facts),
    () => refusalOfTermEnd(customTermEndDate, facts, now),
  );
}

/** The same product, or one that it may become: by upgrade, or by conversion of a trial. */
function refusalOfProduct(product: string | null, facts: NextTermFacts): DomainError | null {
  if (product === null || isPresent(product, facts)) return null;
  const targets = targetsOf(facts);
  const target = targets.find(({ id }) => id === product.toLowerCase());
  if (target) return refusalOfConflict(target, facts.heldBeside, facts.findOffer);
  const allowed = [...(facts.offerId ? [facts.offerId] : []), ...targets.map(({ id }) => id)];
  return invalidInput(`input.${FIELD}.product`, `It may become ${allowed.join(', ')}.`, {
    allowed,
  });
}

function isPresent(product: string, { offerId }: NextTermFacts): boolean {
  return product.toLowerCase() === offerId?.toLowerCase();
}

/** What is still sold, renews, and is of the same service; another service would have other privileges (R21). */
function targetsOf({ offer, findOffer }: NextTermFacts): readonly CatalogueOffer[] {
  if (offer === null) return [];
  return [...offer.upgradeTargetOffers, ...offer.conversionTargetOffers]
    .map((id) => findOffer(id))
    .filter((target) => target !== null)
    .filter(
      (it) => it.isAvailableForPurchase && it.isAutoRenewable && it.service === offer.service,
    );
}

/** The seats that are named, or those that it has, within the limits of what the next term is about. */
function refusalOfNextQuantity(
  product: string | null,
  quantity: number | null,
  facts: NextTermFacts,
): DomainError | null {
  const wanted = quantity ?? (product === null ? null : facts.quantity);
  if (wanted === null) return null;
  const { minimumQuantity: minimum, maximumQuantity: maximum } = seatLimitsOf(
    product === null ? facts.offer : facts.findOffer(product),
  );
  if (wanted >= minimum && wanted <= maximum) return null;
  return new DomainError('QUANTITY_OUT_OF_RANGE', {
    field: `input.${FIELD}.${quantity === null ? 'product' : 'quantity'}`,
    args: { minimum, maximum },
    detail: `The next term takes ${minimum} to ${maximum}.`,
  });
}

/** After the end of the running term, and after now; no later than a whole term would end. */
function refusalOfTermEnd(end: Date | null, facts: NextTermFacts, now: Date): DomainError | null {
  if (end === null) return null;
  const field = `input.${FIELD}.customTermEndDate`;
  const { commitmentEndDate } = facts;
  if (commitmentEndDate === null || commitmentEndDate >= NO_END) {
    return invalidInput(field, 'The end of the running term is not known.', {
      problem: 'NO_TERM_END',
    });
  }
  const after = new Date(Math.max(commitmentEndDate.getTime(), now.getTime()));
  // Asked as of the end itself, so that exactly one term follows.
  const { commitmentEndDate: until } = renewedTerm(
    { ...facts, commitmentEndDate, nextTermEndDate: null },
    commitmentEndDate,
  );
  if (end > after && end <= until) return null;
  return invalidInput(
    field,
    `It lies after ${after.toISOString()}, and not after ${until.toISOString()}.`,
    { after, until },
  );
}
