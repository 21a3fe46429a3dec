import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { mayAct } from '../../kernel/role-matrix';
import type { Service } from '../../kernel/service';
import { offerIdOf } from '../visibility/object-ids';
import type { Catalogue } from './catalogue';
import type { CatalogueOffer } from './catalogue-offer';
import type { Offer } from './offer.types';
import { offerKeyOf } from './offer-key';

export interface OfferConditions {
  readonly service?: Service | null;
  readonly country?: string | null;
  readonly cloudInstance?: CloudInstance | null;
  /** Id of a base at the source service, in any letter case. */
  readonly addOnOf?: string | null;
  readonly isAvailableForPurchase?: boolean | null;
}

/** The row "See prices and offers", of the caller's own instance; the operator sees all. */
function isVisible(actor: Caller | null, { cloudInstance }: Offer): boolean {
  if (!mayAct('SEE_OFFERS', actor)) return false;
  return actor?.side !== 'partner' || actor.cloudInstance === cloudInstance;
}

const EQUAL_FIELDS = ['service', 'country', 'cloudInstance', 'isAvailableForPurchase'] as const;

function isMeant(offer: Offer, filter: OfferConditions): boolean {
  const base = filter.addOnOf?.toLowerCase();
  return (
    EQUAL_FIELDS.every((field) => (filter[field] ?? offer[field]) === offer[field]) &&
    (base === undefined || offer.prerequisiteOffers.some(({ offerId }) => offerId === base))
  );
}

/** The catalogue as objects of the graph, made once; it does not change while the server runs. */
export class OfferReads {
  private readonly byKey: ReadonlyMap<string, Offer>;
  private readonly byName: readonly Offer[];

  constructor(catalogue: Catalogue) {
    const made = catalogue.offers.map((entry) => [entry, withoutOthers(entry)] as const);
    this.byKey = new Map(made.map(([entry, offer]) => [keyOf(entry), offer]));
    // Offers name each other, so all are made before any has its lists.
    for (const [entry, offer] of made) {
      offer.upgradeTargetOffers = this.named(catalogue.upgradeTargetsOf(entry));
      offer.conversionTargetOffers = this.named(catalogue.conversionTargetsOf(entry));
      offer.prerequisiteOffers = this.named(catalogue.basesOf(entry));
    }
    this.byName = [...this.byKey.values()].sort(
      (one, other) =>
        one.name.localeCompare(other.name, 'en') ||
        compare(one.cloudInstance, other.cloudInstance) ||
        compare(one.offerId, other.offerId),
    );
  }

  /** Null as well when the caller may not see it. */
  find(actor: Caller | null, key: string): Offer | null {
    const offer = this.byKey.get(key);
    return offer && isVisible(actor, offer) ? offer : null;
  }

  /** By name. */
  list(actor: Caller | null, filter: OfferConditions): readonly Offer[] {
    return this.byName.filter((offer) => isVisible(actor, offer) && isMeant(offer, filter));
  }

  private named(entries: readonly CatalogueOffer[]): readonly Offer[] {
    return entries.flatMap((entry) => this.byKey.get(keyOf(entry)) ?? []);
  }
}

function withoutOthers(entry: CatalogueOffer): Offer {
  const lists = { upgradeTargetOffers: [], conversionTargetOffers: [], prerequisiteOffers: [] };
  return { ...entry, ...lists, id: offerIdOf(keyOf(entry)), offerId: entry.id };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function keyOf({ cloudInstance, id }: CatalogueOffer): string {
  return offerKeyOf(cloudInstance, id);
}
