import { seatLimitsOf } from '../catalogue/catalogue.rules';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import type { BillingCycle, TermDuration } from './subscription-vocabulary';

/** Instants of a term. They are half-open: the term has its begin and not its end, with which the next one begins. */
export interface TermDates {
  readonly commitmentEndDate: Date;
  /** `null` = without a window, in classic commerce. */
  readonly cancellationAllowedUntilDate: Date | null;
  /** `null` where nothing is billed in cycles, and in classic commerce. */
  readonly billingCycleEndDate: Date | null;
}

/** What the dates of a term depend on. */
export interface TermBegin {
  readonly start: Date;
  /** `null` = not said; a term usually lasts twelve months. */
  readonly termDuration: TermDuration | null;
  readonly billingCycle: BillingCycle;
  /** `null` when the catalogue does not know the offer. */
  readonly offer: Pick<CatalogueOffer, 'isAutoRenewable' | 'isTrial'> | null;
  /** Another end than the duration says, of the next term instructions. */
  readonly customEndDate?: Date | null;
  /** Classic commerce knows neither a window to cancel in nor ends of cycles; left out: newer commerce. */
  readonly isClassic?: boolean;
  /** When the first term began, which keeps the day of the month; left out: `start`. */
  readonly firstStart?: Date;
}

/** Seats can be cancelled, or given back, for seven days from the begin of a term (domain section 4.5). */
const CANCELLATION_WINDOW_HOURS = 168;
const HOUR_MS = 3_600_000;

/** The end of a term of an offer that never renews: far away, as the source service writes it. */
const FAR_FUTURE = new Date('9999-12-31T00:00:00.000Z');

const USUAL_TERM: TermDuration = 'P1Y';
const MONTHS: Readonly<Record<TermDuration, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };
const CYCLE_MONTHS: Readonly<Partial<Record<BillingCycle, number>>> = {
  MONTHLY: 1,
  ANNUAL: 12,
  BIENNIAL: 24,
  TRIENNIAL: 36,
};

/**
 * The dates of a term that begins at `start`; provisioning and renewal ask it (domain sections 2.8 and
 * 4.5). An offer that never renews, and is no trial, has no end. A billing cycle ends with its term at
 * the latest.
 */
export function termDatesOf(begin: TermBegin): TermDates {
  const { start, billingCycle, firstStart = start, isClassic = false } = begin;
  const commitmentEndDate = endOfTerm(begin);
  if (isClassic) {
    return { commitmentEndDate, cancellationAllowedUntilDate: null, billingCycleEndDate: null };
  }
  const cycleMonths = CYCLE_MONTHS[billingCycle];
  const cycleEnd = cycleMonths === undefined ? null : monthsAfter(start, cycleMonths, firstStart);
  return {
    commitmentEndDate,
    cancellationAllowedUntilDate: new Date(start.getTime() + CANCELLATION_WINDOW_HOURS * HOUR_MS),
    billingCycleEndDate:
      cycleEnd && new Date(Math.min(cycleEnd.getTime(), commitmentEndDate.getTime())),
  };
}

function endOfTerm({
  start,
  termDuration,
  offer,
  customEndDate,
  firstStart = start,
}: TermBegin): Date {
  if (offer && !offer.isAutoRenewable && !offer.isTrial) return FAR_FUTURE;
  // An end that is past before the term begins is none.
  if (customEndDate && customEndDate > start) return customEndDate;
  return monthsAfter(start, MONTHS[termDuration ?? USUAL_TERM], firstStart);
}

/**
 * The same day so many months later, or the last one of a shorter month. A series that began on the 31st
 * comes back to it after February.
 */
function monthsAfter(from: Date, months: number, first: Date): Date {
  const fromDay = from.getUTCDate();
  const isLastDay = fromDay === daysInMonth(from);
  const day = isLastDay ? Math.max(fromDay, first.getUTCDate()) : fromDay;
  const later = new Date(from);
  later.setUTCDate(1);
  later.setUTCMonth(later.getUTCMonth() + months);
  later.setUTCDate(Math.min(day, daysInMonth(later)));
  return later;
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/**
 * Only newer commerce has windows, ends of cycles and the states EXPIRED and DISABLED. An instance may have
 * both kinds side by side, so it is a fact of the subscription: the field `cancellationAllowedUntilDate`
 * exists there alone.
 */
export function isNewerCommerce({
  cancellationAllowedUntilDate,
}: {
  readonly cancellationAllowedUntilDate: Date | null;
}): boolean {
  return cancellationAllowedUntilDate !== null;
}

/** A term that is over and renews. */
export interface EndedTerm {
  readonly effectiveStartDate: Date | null;
  readonly commitmentEndDate: Date;
  readonly cancellationAllowedUntilDate: Date | null;
  readonly termDuration: TermDuration | null;
  readonly renewalTermDuration: TermDuration | null;
  readonly billingCycle: BillingCycle;
  readonly nextTermEndDate: Date | null;
  readonly offer: TermBegin['offer'];
}

/** The term that runs after a renewal. */
export interface RenewedTerm extends TermDates {
  readonly termDuration: TermDuration;
  /** How many terms began, the one that runs now included. */
  readonly termCount: number;
}

/** Terms that one renewal goes through at most; whoever missed more of them is renewed again. */
export const MAX_TERMS_AT_ONCE = 120;

/**
 * The term that runs now, or the last of so many that one renewal goes through. Terms follow each other
 * without a gap, however late somebody looks; a custom end is that of the first. A subscription stays
 * in the commerce that it was sold in.
 */
export function renewedTerm(ended: EndedTerm, now: Date): RenewedTerm {
  const { commitmentEndDate, billingCycle, offer, nextTermEndDate } = ended;
  const termDuration = ended.renewalTermDuration ?? ended.termDuration ?? USUAL_TERM;
  const next = (start: Date, customEndDate: Date | null): TermDates =>
    termDatesOf({
      start,
      termDuration,
      billingCycle,
      offer,
      customEndDate,
      isClassic: !isNewerCommerce(ended),
      firstStart: ended.effectiveStartDate ?? start,
    });
  let dates = next(commitmentEndDate, nextTermEndDate);
  let termCount = 1;
  while (dates.commitmentEndDate <= now && termCount < MAX_TERMS_AT_ONCE) {
    dates = next(dates.commitmentEndDate, null);
    termCount += 1;
  }
  return { ...dates, termDuration, termCount };
}

/** What was scheduled for the next term, with the offers that it speaks of. */
export interface NextTermPlan {
  readonly quantity: number | null;
  readonly nextTermQuantity: number | null;
  readonly billingCycle: BillingCycle;
  readonly offer: CatalogueOffer | null;
  /** What the catalogue knows of the product that was scheduled; `null` also where none was. */
  readonly nextOffer: CatalogueOffer | null;
  /** R8: the customer holds by now what the next offer would be in conflict with. */
  readonly isNextOfferHeld: boolean;
}

/** What of the plan the next term begins with. */
export interface NextTermGoods {
  /** `null` = the offer stays. */
  readonly offer: CatalogueOffer | null;
  readonly quantity: number | null;
}

/**
 * What the next term is about. The plan was judged when it was made; what cannot be followed any more is
 * left out, and the subscription renews as it is: an offer that is not sold any more, belongs to another
 * service, is not billed so, or that the customer has bought meanwhile (R8), and seats beyond the limits.
 */
export function goodsOfNextTerm(plan: NextTermPlan): NextTermGoods {
  const { offer: present, quantity, nextTermQuantity } = plan;
  const nextOffer = followableOffer(plan);
  const wanted = nextTermQuantity ?? quantity;
  if (nextOffer && isWithinLimits(wanted, nextOffer)) return { offer: nextOffer, quantity: wanted };
  return { offer: null, quantity: isWithinLimits(wanted, present) ? wanted : quantity };
}

function followableOffer({
  offer: present,
  nextOffer,
  isNextOfferHeld,
  billingCycle,
}: NextTermPlan): CatalogueOffer | null {
  const isFollowable =
    nextOffer !== null &&
    nextOffer.service === present?.service &&
    nextOffer.isAvailableForPurchase &&
    nextOffer.supportedBillingCycles.includes(billingCycle) &&
    !isNextOfferHeld;
  return isFollowable ? nextOffer : null;
}

function isWithinLimits(quantity: number | null, offer: CatalogueOffer | null): boolean {
  const { minimumQuantity, maximumQuantity } = seatLimitsOf(offer);
  return quantity !== null && quantity >= minimumQuantity && quantity <= maximumQuantity;
}
