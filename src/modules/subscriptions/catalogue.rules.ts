import { Service } from '../../kernel/service';
import { CATALOGUE, type CatalogueOffer } from './catalogue.data';

const BY_ID: ReadonlyMap<string, CatalogueOffer> = new Map(
  CATALOGUE.map((offer) => [offer.id, offer]),
);

/** The catalogue's entry for an offer id in any letter case, or `null` for an offer it does not know. */
export function findOffer(offerId: string | null): CatalogueOffer | null {
  return offerId === null ? null : (BY_ID.get(offerId.toLowerCase()) ?? null);
}

/**
 * The service that a subscription of this offer belongs to (domain section 1). An unknown offer belongs
 * to OTHER. Asked once, when the subscription is inserted.
 */
export function serviceOfOffer(offerId: string | null): Service {
  return findOffer(offerId)?.service ?? Service.OTHER;
}

export interface SeatLimits {
  readonly minimumQuantity: number;
  readonly maximumQuantity: number;
}

// The largest number of seats the graph can carry.
const MAXIMUM_INT = 2_147_483_647;

/** R43: the fewest and the most seats. An offer that the catalogue does not know still needs one seat. */
export function seatLimitsOf(offer: CatalogueOffer | null): SeatLimits {
  return offer ?? { minimumQuantity: 1, maximumQuantity: MAXIMUM_INT };
}

/** R45: whether the catalogue has an upgrade path between two offers. */
export function isUpgradePath(fromOfferId: string, toOfferId: string): boolean {
  return findOffer(fromOfferId)?.upgradeTargetOffers.includes(toOfferId.toLowerCase()) ?? false;
}
