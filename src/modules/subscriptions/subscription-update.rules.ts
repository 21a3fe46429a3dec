import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { seatLimitsOf } from '../catalogue/catalogue.rules';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import { invalidInput } from './invalid-input';
import { attemptsOf } from './subscription-guard.rules';
import { BillingCycle, RENEWAL_TERM_DURATIONS, TERM_DURATIONS } from './subscription-vocabulary';

/** The fields of `updateSubscription`; one that is left out is `undefined`, and `null` is a value. */
export interface SubscriptionUpdate {
  readonly quantity?: number | null;
  readonly friendlyName?: string | null;
  readonly autoRenewEnabled?: boolean | null;
  /** `null` = as long as the present term. */
  readonly renewalTermDuration?: string | null;
  readonly billingCycle?: BillingCycle | null;
  readonly termDuration?: string | null;
  readonly partnerId?: string | null;
}

/** What the values are compared with. */
export interface UpdatedSubscription {
  readonly quantity: number | null;
  readonly cancellationAllowedUntilDate: Date | null;
  /** `null` where an imported body does not say. */
  readonly autoRenewEnabled: boolean | null;
  /** `null` when the catalogue does not know the offer. */
  readonly offer: CatalogueOffer | null;
}

const MAX_NAME_LENGTH = 256;
const NO_AUTO_RENEWAL = 'This offer does not renew by itself.';

/**
 * Step 10 of domain section 5: the values of an edit against the catalogue and the term. Only what was
 * sent is looked at. QUANTITY_OUT_OF_RANGE, QUANTITY_DECREASE_NOT_ALLOWED (R43), INVALID_INPUT.
 */
export function refusalOfValues(
  update: SubscriptionUpdate,
  subscription: UpdatedSubscription,
  now: Date,
): DomainError | null {
  return firstRefusal(
    () => refusalOfNothing(update),
    () => refusalOfQuantity(update.quantity, subscription, now),
    () => refusalOfFriendlyName(update.friendlyName),
    () => refusalOfAutoRenew(update.autoRenewEnabled, subscription.offer),
    () => refusalOfRenewalTerm(update, subscription),
    () => refusalOfBillingCycle(update.billingCycle, subscription.offer),
    () => refusalOfTermDuration(update.termDuration, subscription.offer),
  );
}

/**
 * R43: within the limits of the offer, and no fewer seats after `cancellationAllowedUntilDate`. That
 * instant itself is still in time; `null` = always. The present quantity is no decrease.
 */
export function refusalOfQuantity(
  quantity: number | null | undefined,
  subscription: Omit<UpdatedSubscription, 'autoRenewEnabled'>,
  now: Date,
): DomainError | null {
  if (quantity === undefined) return null;
  const field = 'input.quantity';
  if (quantity === null) return invalidInput(field, 'A subscription has a quantity; null is none.');
  const { minimumQuantity: minimum, maximumQuantity: maximum } = seatLimitsOf(subscription.offer);
  if (quantity < minimum || quantity > maximum) {
    return new DomainError('QUANTITY_OUT_OF_RANGE', {
      field,
      args: { minimum, maximum },
      detail: `The offer takes ${minimum} to ${maximum}.`,
    });
  }
  const until = subscription.cancellationAllowedUntilDate;
  const isDecrease = quantity < (subscription.quantity ?? 0);
  if (!isDecrease || until === null || now.getTime() <= until.getTime()) return null;
  return new DomainError('QUANTITY_DECREASE_NOT_ALLOWED', {
    field,
    args: { until },
    detail: `The quantity could be lowered until ${until.toISOString()}.`,
  });
}

function refusalOfNothing(update: SubscriptionUpdate): DomainError | null {
  if (attemptsOf(update).length > 0) return null;
  return invalidInput('input', 'Name at least one field to change.', {
    problem: 'NOTHING_TO_CHANGE',
  });
}

/** `null` takes the name away. */
export function refusalOfFriendlyName(name: string | null | undefined): DomainError | null {
  if (name === undefined || name === null) return null;
  if (name.trim() === '')
    return invalidInput('input.friendlyName', 'A name is not blank; null removes it.', {
      problem: 'BLANK',
    });
  if (name.length <= MAX_NAME_LENGTH) return null;
  return invalidInput('input.friendlyName', `A name has at most ${MAX_NAME_LENGTH} characters.`, {
    maximumLength: MAX_NAME_LENGTH,
  });
}

/** `undefined` and false always pass; true where the offer can renew by itself. */
export function refusalOfAutoRenew(
  enabled: boolean | null | undefined,
  offer: CatalogueOffer | null,
): DomainError | null {
  if (enabled === undefined || enabled === false) return null;
  if (enabled === null)
    return invalidInput('input.autoRenewEnabled', 'Either true or false.', {
      allowed: ['true', 'false'],
    });
  if (offer === null || offer.isAutoRenewable) return null;
  return invalidInput('input.autoRenewEnabled', NO_AUTO_RENEWAL, {
    problem: 'NO_AUTO_RENEWAL',
  });
}

/** A cycle that the offer supports. */
export function refusalOfBillingCycle(
  cycle: BillingCycle | null | undefined,
  offer: CatalogueOffer | null,
): DomainError | null {
  if (cycle === undefined) return null;
  // UNKNOWN says that an imported body did not tell; it is nothing to choose.
  const supported =
    offer?.supportedBillingCycles ??
    Object.values(BillingCycle).filter((value) => value !== BillingCycle.UNKNOWN);
  if (cycle !== null && supported.includes(cycle)) return null;
  return invalidInput('input.billingCycle', `The offer supports ${supported.join(', ')}.`, {
    allowed: supported,
  });
}

/** One of the lengths of a term that the offer is sold for. */
export function refusalOfTermDuration(
  duration: string | null | undefined,
  offer: CatalogueOffer | null,
): DomainError | null {
  if (duration === undefined) return null;
  const allowed = offer?.supportedTermDurations ?? TERM_DURATIONS;
  if (allowed.some((known) => known === duration)) return null;
  return invalidInput('input.termDuration', `A term of it lasts ${allowed.join(', ')}.`, {
    allowed,
  });
}

/**
 * The term of a renewal: P1M or P1Y, as far as the offer has it, for something that renews by itself once the edit is done; `null` takes
 * it away. Turning the renewal off leaves it for the day it is turned on again.
 */
function refusalOfRenewalTerm(
  { renewalTermDuration: duration, autoRenewEnabled }: SubscriptionUpdate,
  subscription: UpdatedSubscription,
): DomainError | null {
  if (duration === undefined || duration === null) return null;
  const field = 'input.renewalTermDuration';
  const terms = subscription.offer?.supportedTermDurations ?? RENEWAL_TERM_DURATIONS;
  const allowed = RENEWAL_TERM_DURATIONS.filter((known) => terms.includes(known));
  if (!allowed.some((known) => known === duration)) {
    return invalidInput(field, `A renewal of it lasts ${allowed.join(' or ')}.`, { allowed });
  }
  return refusalWithoutRenewal(field, {
    offer: subscription.offer,
    autoRenewEnabled: autoRenewEnabled ?? subscription.autoRenewEnabled,
  });
}

/** INVALID_INPUT about a field that speaks of the next term, where none follows. */
export function refusalWithoutRenewal(
  field: string,
  { offer, autoRenewEnabled }: Pick<UpdatedSubscription, 'offer' | 'autoRenewEnabled'>,
): DomainError | null {
  if (offer !== null && !offer.isAutoRenewable) {
    return invalidInput(field, NO_AUTO_RENEWAL, { problem: 'NO_AUTO_RENEWAL' });
  }
  if (autoRenewEnabled !== false) return null;
  return invalidInput(field, 'autoRenewEnabled is off, so no term follows.', {
    problem: 'RENEWAL_IS_OFF',
  });
}
