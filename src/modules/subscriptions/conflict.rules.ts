import { type Blocker, DomainError } from '../../kernel/domain-error';
import type { Service } from '../../kernel/service';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import type { SubscriptionStatus } from './subscription-vocabulary';

/** Something the customer holds, from anybody, as far as the caller may be told of it (R37). */
export interface HeldSubscription {
  readonly subscriptionId: string;
  readonly offerId: string | null;
  readonly service: Service;
  readonly status: SubscriptionStatus;
  /** Of an add-on: the `subscriptionId` of its base. */
  readonly parentSubscriptionId: string | null;
  /** Opaque id; `null` where the caller does not see it. */
  readonly shownId: string | null;
  /** `null` where the caller does not see it, or it has none. */
  readonly shownName: string | null;
}

/** The catalogue of one instance. */
export type FindOffer = (offerId: string | null) => CatalogueOffer | null;

// What has ended holds no services any more, whether or not its row is kept.
const HOLDING: readonly SubscriptionStatus[] = ['NONE', 'PENDING', 'ACTIVE', 'SUSPENDED'];

function isHolding({ status }: Pick<HeldSubscription, 'status'>): boolean {
  return HOLDING.includes(status);
}

/** The add-ons of a base that have not ended, whoever sold them. */
export function addOnsHeldWith(
  baseSubscriptionId: string,
  held: readonly HeldSubscription[],
): readonly HeldSubscription[] {
  return held.filter((it) => isHolding(it) && it.parentSubscriptionId === baseSubscriptionId);
}

/**
 * R8: SUBSCRIPTION_CONFLICT with everything in the way of a sale or an upgrade to this offer, from any
 * reseller or channel: the same offer, and whatever contains its services or is contained in it. The
 * catalogue knows no service plans; it knows that an offer contains whatever may become it. Then
 * the limit of the offer itself.
 *
 * @param held all subscriptions of the customer, but the one that an upgrade replaces
 */
export function refusalOfConflict(
  target: CatalogueOffer,
  held: readonly HeldSubscription[],
  findOffer: FindOffer,
): DomainError | null {
  return refusalOfOverlap(target, held, findOffer) ?? refusalOfLimit(target, held);
}

/** The first half of R8: what the customer holds of the offer's services. */
export function refusalOfOverlap(
  target: CatalogueOffer,
  held: readonly HeldSubscription[],
  findOffer: FindOffer,
): DomainError | null {
  const holding = held.filter((it) => isHolding(it) && it.parentSubscriptionId === null);
  return conflictWith(
    holding.filter(({ offerId }) => overlaps(target, findOffer(offerId), findOffer)),
  );
}

/**
 * R8 for an add-on: the same add-on twice at one base. Other bases may have one of their own, as far as
 * the limit of the offer goes.
 */
export function refusalOfAddOnConflict(
  target: CatalogueOffer,
  baseSubscriptionId: string,
  held: readonly HeldSubscription[],
): DomainError | null {
  const beside = addOnsHeldWith(baseSubscriptionId, held).filter(
    ({ offerId }) => offerId === target.id,
  );
  return conflictWith(beside) ?? refusalOfLimit(target, held);
}

/** Whether two offers are one, or the services of one are contained in the other. */
function overlaps(
  target: CatalogueOffer,
  other: CatalogueOffer | null,
  findOffer: FindOffer,
): boolean {
  if (other === null) return false;
  return (
    target.id === other.id ||
    isContainedIn(other, target, findOffer) ||
    isContainedIn(target, other, findOffer)
  );
}

/** Whether one offer may become the other by one or several upgrades, or by conversion of a trial. */
function isContainedIn(part: CatalogueOffer, suite: CatalogueOffer, findOffer: FindOffer): boolean {
  const reached = new Set(becomes(part));
  // A set is walked in the order of its entries, those that join on the way included.
  for (const id of reached) {
    for (const next of becomes(findOffer(id))) reached.add(next);
  }
  return reached.has(suite.id);
}

function becomes(offer: CatalogueOffer | null): readonly string[] {
  return offer === null ? [] : [...offer.upgradeTargetOffers, ...offer.conversionTargetOffers];
}

/** How many subscriptions of the offer a customer may hold: at the same time, or ever. */
export function refusalOfLimit(
  { id, limit, limitUnitOfMeasure }: CatalogueOffer,
  held: readonly HeldSubscription[],
): DomainError | null {
  if (limit === null || limitUnitOfMeasure === 'NONE') return null;
  const counted = held.filter(
    ({ offerId, status }) =>
      offerId === id && (limitUnitOfMeasure === 'LIFETIME' || HOLDING.includes(status)),
  );
  return counted.length < limit ? null : conflictWith(counted);
}

function conflictWith(held: readonly HeldSubscription[]): DomainError | null {
  if (held.length === 0) return null;
  return new DomainError('SUBSCRIPTION_CONFLICT', { blockers: blockersOf(held) });
}

/**
 * What the caller may not see is named by its service alone, and once, so that neither what it is nor
 * how many there are is told.
 */
export function blockersOf(held: readonly HeldSubscription[]): readonly Blocker[] {
  const seen = held.filter(({ shownId }) => shownId !== null);
  const hidden = held.filter(({ shownId }) => shownId === null);
  return [
    ...seen.map(({ shownId, shownName, service, status }) => ({
      type: 'Subscription',
      id: shownId,
      name: shownName,
      service,
      clearedBy: status === 'ACTIVE' ? 'cancelSubscription' : null,
    })),
    ...[...new Set(hidden.map(({ service }) => service))].map((service) => ({
      type: 'Subscription',
      id: null,
      name: null,
      service,
      clearedBy: null,
    })),
  ];
}
