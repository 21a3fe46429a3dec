import type { Service } from '../../kernel/service';
import { CATALOGUE, type CatalogueOffer } from '../subscriptions/catalogue.data';
import { offerIdOf } from '../visibility/object-ids';
import type { Offer } from './offer.types';

/** The objects of the graph, once: offers name each other, so their lists are read when asked for. */
const OFFERS: ReadonlyMap<string, Offer> = new Map(
  CATALOGUE.map((entry) => [entry.id, offerObject(entry)]),
);

function offerObject(entry: CatalogueOffer): Offer {
  return {
    ...entry,
    id: offerIdOf(entry.id),
    offerId: entry.id,
    get upgradeTargetOffers() {
      return offersNamed(entry.upgradeTargetOffers);
    },
    get conversionTargetOffers() {
      return offersNamed(entry.conversionTargetOffers);
    },
    get prerequisiteOffers() {
      return offersNamed(entry.prerequisiteOffers);
    },
  };
}

function offersNamed(ids: readonly string[]): readonly Offer[] {
  return ids.flatMap((id) => OFFERS.get(id) ?? []);
}

/** By the id of the source service, in lower case. */
export function findOfferObject(offerId: string): Offer | null {
  return OFFERS.get(offerId) ?? null;
}

/** By name, in the order of the catalogue's own alphabet. */
export function listOffers(filter: {
  readonly service?: Service | null;
  readonly country?: string | null;
}): readonly Offer[] {
  return [...OFFERS.values()]
    .filter((offer) => !filter.service || offer.service === filter.service)
    .filter((offer) => !filter.country || offer.country === filter.country)
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}
