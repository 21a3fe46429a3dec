import type { CatalogueOffer } from '../../catalogue/catalogue-offer';
import type { SubscriptionEntity } from '../subscription.entity';
import { SUBSCRIPTION_TRANSITIONS } from '../subscription.rules';
import type { DueEvent } from '../subscription-platform.rules';
import {
  goodsOfNextTerm,
  type NextTermPlan,
  renewedTerm,
  termDatesOf,
} from '../subscription-term.rules';
import { columnsOfOffer } from './insert-sale';
import type { PlatformChanges } from './record-change';

/** What an act of the platform writes to the subscription it is about. */
export interface SettlementChanges {
  readonly changes: PlatformChanges;
  /** Terms that a renewal began; `null` of every other act. */
  readonly termCount: number | null;
}

/** The offers that a term may be about. */
export type TermOffers = Pick<NextTermPlan, 'offer' | 'nextOffer' | 'isNextOfferHeld'>;

/** What becomes of a subscription by what is due. */
export function changesOf(
  event: DueEvent,
  subscription: SubscriptionEntity,
  offers: TermOffers,
  now: Date,
): SettlementChanges {
  if (event === 'renewed') return renewal(subscription, offers, now);
  const status = SUBSCRIPTION_TRANSITIONS[subscription.status][event];
  if (event !== 'provisioned') return { changes: { status }, termCount: null };
  const { termDuration, billingCycle } = subscription;
  const dates = termDatesOf({ start: now, termDuration, billingCycle, offer: offers.offer });
  return { changes: { status, effectiveStartDate: now, ...dates }, termCount: null };
}

/** `effectiveStartDate` stays: it says since when there is the subscription, not its present term. */
function renewal(
  subscription: SubscriptionEntity,
  offers: TermOffers,
  now: Date,
): SettlementChanges {
  const { commitmentEndDate } = subscription;
  if (commitmentEndDate === null) throw new Error('a subscription without an end is never renewed');
  const goods = goodsOfNextTerm({ ...subscription, ...offers });
  const { termCount, ...term } = renewedTerm(
    { ...subscription, commitmentEndDate, offer: goods.offer ?? offers.offer },
    now,
  );
  return {
    changes: {
      ...term,
      quantity: goods.quantity,
      ...(goods.offer && columnsOfNextOffer(goods.offer)),
      nextTermProduct: null,
      nextTermQuantity: null,
      nextTermEndDate: null,
    },
    termCount,
  };
}

/** The service stays, with which privileges go; only an offer of the same one is followed. */
function columnsOfNextOffer(offer: CatalogueOffer): PlatformChanges {
  const { service: _same, ...columns } = columnsOfOffer(offer);
  return columns;
}

type ChangedKey = keyof PlatformChanges;

/** Columns that differ after the change. */
export function changedKeys(
  subscription: SubscriptionEntity,
  changes: PlatformChanges,
): readonly ChangedKey[] {
  const keys = Object.keys(changes) as ChangedKey[];
  return keys.filter((key) => comparable(subscription[key]) !== comparable(changes[key]));
}

function comparable(value: SubscriptionEntity[ChangedKey] | undefined): unknown {
  return value instanceof Date ? value.getTime() : value;
}

/** The fields of the graph's `Subscription` that these columns make. */
export function graphFieldsOf(keys: readonly ChangedKey[]): readonly string[] {
  const fields = keys.map((key) =>
    key.startsWith('nextTerm') ? 'scheduledNextTermInstructions' : key,
  );
  return [...new Set(fields)];
}

export function only(
  keys: readonly ChangedKey[],
  from: PlatformChanges,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}
