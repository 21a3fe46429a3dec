import type { CatalogueOffer } from './catalogue-offer';

export interface SeatLimits {
  readonly minimumQuantity: number;
  readonly maximumQuantity: number;
}

// The largest number of seats the graph can carry.
export const MAXIMUM_INT = 2_147_483_647;

/** R43: the fewest and the most seats. An offer that the catalogue does not know still needs one seat. */
export function seatLimitsOf(offer: CatalogueOffer | null): SeatLimits {
  return offer ?? { minimumQuantity: 1, maximumQuantity: MAXIMUM_INT };
}

/** R45: whether there is an upgrade path between two offers of one instance. */
export function isUpgradePath(from: CatalogueOffer, to: CatalogueOffer): boolean {
  return from.cloudInstance === to.cloudInstance && from.upgradeTargetOffers.includes(to.id);
}

/** R46: whether a subscription of one offer may be the base of an add-on of the other. */
export function isBaseFor(base: CatalogueOffer, addOn: CatalogueOffer): boolean {
  return base.cloudInstance === addOn.cloudInstance && addOn.prerequisiteOffers.includes(base.id);
}
