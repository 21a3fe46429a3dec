import type { Catalogue } from '../../src/modules/catalogue/catalogue';
import { loadCatalogue } from '../../src/modules/catalogue/catalogue-file';
import type { CatalogueOffer } from '../../src/modules/catalogue/catalogue-offer';

/** The catalogue that comes with the server. */
export const TEST_CATALOGUE: Catalogue = loadCatalogue(null);

/** What the instance operated by 21Vianet sells, which most tests take place in. */
export const CHINA_OFFERS: readonly CatalogueOffer[] = TEST_CATALOGUE.offers.filter(
  ({ cloudInstance }) => cloudInstance === 'CHINA_21VIANET',
);

/** An offer of it by its id. */
export function offerOf(offerId: string): CatalogueOffer {
  const offer = TEST_CATALOGUE.find('CHINA_21VIANET', offerId);
  if (!offer) throw new Error(`no offer ${offerId}`);
  return offer;
}
