import { CATALOGUE, OFFER_IDS } from '../../src/modules/subscriptions/catalogue.data';
import {
  findOffer,
  isUpgradePath,
  seatLimitsOf,
  serviceOfOffer,
} from '../../src/modules/subscriptions/catalogue.rules';

const nameOf = (id: string) => findOffer(id)?.name.replace('Office 365 ', '');

describe('the seed catalogue', () => {
  test('has the upgrades that 21Vianet documents, and no others', () => {
    const upgrades = CATALOGUE.filter((offer) => offer.upgradeTargetOffers.length > 0).map(
      (offer) => [nameOf(offer.id), offer.upgradeTargetOffers.map(nameOf)],
    );

    expect(upgrades).toEqual([
      ['Business', ['Business Premium', 'ProPlus', 'Enterprise E3']],
      ['Business Premium', ['Enterprise E3']],
      ['Business Essentials', ['Business Premium', 'Enterprise E1', 'Enterprise E3']],
    ]);
  });

  test('every id it names is an offer of it, in lower case and once', () => {
    const ids = CATALOGUE.map((offer) => offer.id);
    const named = CATALOGUE.flatMap((offer) => [
      ...offer.upgradeTargetOffers,
      ...offer.conversionTargetOffers,
      ...offer.prerequisiteOffers,
    ]);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id !== id.toLowerCase())).toEqual([]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('an offer has add-ons exactly when an add-on names it as a base', () => {
    const bases = CATALOGUE.filter((o) => o.isAddOn).flatMap((o) => o.prerequisiteOffers);

    for (const offer of CATALOGUE)
      expect([offer.name, offer.hasAddOns]).toEqual([offer.name, bases.includes(offer.id)]);
  });

  test('an add-on has a base, and nothing else has', () => {
    for (const offer of CATALOGUE) {
      expect([offer.name, offer.prerequisiteOffers.length > 0]).toEqual([
        offer.name,
        offer.isAddOn,
      ]);
    }
  });
});

describe('the service of an offer', () => {
  test.each([
    ['EXCHANGE_OFFICE', OFFER_IDS.OFFICE_365_ENTERPRISE_E3],
    ['EXCHANGE_OFFICE', OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING],
    ['DYNAMICS', OFFER_IDS.DYNAMICS_CRM_ONLINE_PROFESSIONAL],
    ['INTUNE', OFFER_IDS.INTUNE],
    ['EXCHANGE_OFFICE', '796B6B5F-613C-4E24-A17C-EBA730D49C02'],
    ['OTHER', 'MS-AZR-0145P'],
    ['OTHER', ''],
    ['OTHER', null],
  ])('%s: %s', (service, offerId) => {
    expect(serviceOfOffer(offerId)).toBe(service);
  });
});

describe('limits and paths', () => {
  test('a small-business plan takes 1 to 300 seats', () => {
    const { minimumQuantity, maximumQuantity } = seatLimitsOf(
      findOffer(OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM),
    );

    expect([minimumQuantity, maximumQuantity]).toEqual([1, 300]);
  });

  test('an unknown offer takes one seat to as many as the graph can carry', () => {
    expect(seatLimitsOf(null)).toEqual({ minimumQuantity: 1, maximumQuantity: 2147483647 });
  });

  test('an upgrade goes one way, and nowhere from an unknown offer', () => {
    const { OFFICE_365_BUSINESS: small, OFFICE_365_ENTERPRISE_E3: large } = OFFER_IDS;

    expect(isUpgradePath(small, large.toUpperCase())).toBe(true);
    expect(isUpgradePath(large, small)).toBe(false);
    expect(isUpgradePath('unknown', large)).toBe(false);
  });
});
