import type { CloudInstance } from '../../kernel/cloud-instance';
import { deepFreeze } from '../../kernel/deep-freeze';
import { Service } from '../../kernel/service';
import type { CatalogueOffer } from './catalogue-offer';

/**
 * All offers that this server knows, as read at its start; they do not change while it runs. The
 * composition root hands it to whoever asks about offers. Each cloud instance has offers of its own:
 * what one instance sells is unknown in another.
 */
export class Catalogue {
  readonly offers: readonly CatalogueOffer[];
  private readonly byId: ReadonlyMap<string, CatalogueOffer>;

  constructor(offers: readonly CatalogueOffer[]) {
    this.offers = deepFreeze([...offers]);
    this.byId = new Map(this.offers.map((offer) => [keyOf(offer.cloudInstance, offer.id), offer]));
  }

  /** The instance's offer by its id in any letter case; `null` when the catalogue does not know it. */
  find(instance: CloudInstance, offerId: string | null): CatalogueOffer | null {
    return offerId === null ? null : (this.byId.get(keyOf(instance, offerId)) ?? null);
  }

  /**
   * The service that a subscription of this offer belongs to (domain section 1); an unknown offer belongs
   * to OTHER. Asked once, when the subscription is inserted.
   */
  serviceOf(instance: CloudInstance, offerId: string | null): Service {
    return this.find(instance, offerId)?.service ?? Service.OTHER;
  }

  /** What a subscription of this offer may be upgraded to (R45). */
  upgradeTargetsOf(offer: CatalogueOffer): readonly CatalogueOffer[] {
    return this.named(offer, offer.upgradeTargetOffers);
  }

  /** What a trial may become. */
  conversionTargetsOf(offer: CatalogueOffer): readonly CatalogueOffer[] {
    return this.named(offer, offer.conversionTargetOffers);
  }

  /** The offers one of which an add-on needs as its base (R46). */
  basesOf(offer: CatalogueOffer): readonly CatalogueOffer[] {
    return this.named(offer, offer.prerequisiteOffers);
  }

  private named(offer: CatalogueOffer, ids: readonly string[]): readonly CatalogueOffer[] {
    return ids.flatMap((id) => this.find(offer.cloudInstance, id) ?? []);
  }
}

function keyOf(instance: CloudInstance, offerId: string): string {
  return `${instance} ${offerId.toLowerCase()}`;
}
