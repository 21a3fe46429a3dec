import {
  isBaseFor,
  isUpgradePath,
  seatLimitsOf,
} from '../../src/modules/catalogue/catalogue.rules';
import { DEMO_OFFERS, OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { CHINA_OFFERS, offerOf, TEST_CATALOGUE } from '../support/catalogue';

const nameOf = (id: string) => offerOf(id).name.replace('Office 365 ', '');

describe('the catalogue that comes with the server', () => {
  test('has the upgrades that 21Vianet documents, and no others', () => {
    const upgrades = CHINA_OFFERS.filter((offer) => offer.upgradeTargetOffers.length > 0).map(
      (offer) => [nameOf(offer.id), offer.upgradeTargetOffers.map(nameOf)],
    );

    expect(upgrades).toEqual([
      ['Business', ['Business Premium', 'ProPlus', 'Enterprise E3']],
      ['Business Premium', ['Enterprise E3']],
      ['Business Essentials', ['Business Premium', 'Enterprise E1', 'Enterprise E3']],
    ]);
  });

  test('an offer has add-ons exactly when an add-on of its instance names it as a base', () => {
    for (const offer of TEST_CATALOGUE.offers) {
      const addOns = TEST_CATALOGUE.offers.filter((it) => it.isAddOn && isBaseFor(offer, it));
      expect([offer.name, offer.hasAddOns]).toEqual([offer.name, addOns.length > 0]);
    }
    expect(TEST_CATALOGUE.offers.filter(({ hasAddOns }) => hasAddOns)).not.toEqual([]);
  });

  test.each(DEMO_OFFERS)('calls what the demo sells as the demo does: $name', (offer) => {
    expect(offerOf(offer.id)).toMatchObject(offer);
  });
});

describe('the service of an offer', () => {
  test.each([
    ['EXCHANGE_OFFICE', 'CHINA_21VIANET', OFFER_IDS.OFFICE_365_ENTERPRISE_E3],
    ['EXCHANGE_OFFICE', 'CHINA_21VIANET', OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING],
    ['DYNAMICS', 'CHINA_21VIANET', OFFER_IDS.DYNAMICS_CRM_ONLINE_PROFESSIONAL],
    ['INTUNE', 'CHINA_21VIANET', OFFER_IDS.INTUNE],
    ['EXCHANGE_OFFICE', 'CHINA_21VIANET', '796B6B5F-613C-4E24-A17C-EBA730D49C02'],
    // There is no Azure in 21Vianet (R39).
    ['OTHER', 'CHINA_21VIANET', 'MS-AZR-0145P'],
    ['AZURE', 'GLOBAL', 'MS-AZR-0145P'],
    ['EXCHANGE_OFFICE', 'GLOBAL', OFFER_IDS.OFFICE_365_ENTERPRISE_E3],
    ['AZURE', 'US_GOVERNMENT', 'MS-AZR-USGOV-0145P'],
    ['OTHER', 'US_GOVERNMENT', OFFER_IDS.OFFICE_365_ENTERPRISE_E3],
    ['AZURE', 'GERMANY', 'ms-azr-de-0145p'],
    ['OTHER', 'GERMANY', 'ms-azr-0145p'],
    ['OTHER', 'CHINA_21VIANET', ''],
    ['OTHER', 'CHINA_21VIANET', null],
  ] as const)('%s in %s: %s', (service, instance, offerId) => {
    expect(TEST_CATALOGUE.serviceOf(instance, offerId)).toBe(service);
  });
});

describe('limits and paths', () => {
  test('a small-business plan takes 1 to 300 seats', () => {
    const { minimumQuantity, maximumQuantity } = seatLimitsOf(
      offerOf(OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM),
    );

    expect([minimumQuantity, maximumQuantity]).toEqual([1, 300]);
  });

  test('an unknown offer takes one seat to as many as the graph can carry', () => {
    expect(seatLimitsOf(null)).toEqual({ minimumQuantity: 1, maximumQuantity: 2147483647 });
  });

  test('an upgrade goes one way, and not into another instance', () => {
    const small = offerOf(OFFER_IDS.OFFICE_365_BUSINESS);
    const large = offerOf(OFFER_IDS.OFFICE_365_ENTERPRISE_E3);

    expect(isUpgradePath(small, large)).toBe(true);
    expect(isUpgradePath(large, small)).toBe(false);
    expect(isUpgradePath(small, { ...large, cloudInstance: 'GLOBAL' })).toBe(false);
  });

  test('a base is one that the add-on names, in its own instance', () => {
    const addOn = offerOf(OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING);
    const base = offerOf(OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM);

    expect(isBaseFor(base, addOn)).toBe(true);
    expect(isBaseFor(offerOf(OFFER_IDS.OFFICE_365_PROPLUS), addOn)).toBe(false);
    expect(isBaseFor({ ...base, cloudInstance: 'GLOBAL' }, addOn)).toBe(false);
  });
});
