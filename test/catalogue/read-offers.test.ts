import { CLOUD_POLICIES } from '../../src/kernel/cloud-instance';
import type { CatalogueOffer } from '../../src/modules/catalogue/catalogue-offer';
import { offerKeyOf } from '../../src/modules/catalogue/offer-key';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { offerIdOf } from '../../src/modules/visibility/object-ids';
import { CHINA_OFFERS as CATALOGUE } from '../support/catalogue';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

interface OfferRead {
  readonly id: string;
  readonly offerId: string;
  readonly name: string;
  readonly upgradeTargetOffers: readonly { readonly name: string }[];
}

interface OfferPage {
  readonly totalCount: number;
  readonly nodes: readonly OfferRead[];
  readonly pageInfo: Readonly<Record<string, unknown>>;
}

const OFFERS = `query ($filter: OfferFilter, $first: Int, $after: String, $last: Int, $before: String) {
  offers(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { id offerId name upgradeTargetOffers { name } }
  }
}`;

async function offers(variables: Record<string, unknown> = {}): Promise<OfferPage> {
  const data = await app.succeed<{ offers: OfferPage }>('reseller-a-admin', OFFERS, variables);
  return data.offers;
}

const isArchive = ({ id }: CatalogueOffer) => id === OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING;

describe('offers', () => {
  test.each([
    ['reseller-a-admin', null],
    ['reseller-a-global', null],
    ['reseller-a-billing', null],
    ['reseller-b-app', null],
    ['operator', null],
    // D18: in this instance a sales agent sees neither prices nor offers.
    ['reseller-a-sales', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
  ])('for %s: %p', async (who, code) => {
    expect((await app.refusal(who, OFFERS))?.code ?? null).toBe(code);
  });

  test('hold the whole catalogue, with the upgrades that the source documents', async () => {
    const page = await offers();

    expect(page.totalCount).toBe(CATALOGUE.length);
    const essentials = page.nodes.find(
      ({ offerId }) => offerId === OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS,
    );
    expect(essentials?.id).toBe(
      offerIdOf(offerKeyOf('CHINA_21VIANET', OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS)),
    );
    expect(essentials?.upgradeTargetOffers.map(({ name }) => name).sort()).toEqual([
      'Office 365 Business Premium',
      'Office 365 Enterprise E1',
      'Office 365 Enterprise E3',
    ]);
  });

  test.each([
    ['service', { service: 'INTUNE' }, (it: CatalogueOffer) => it.service === 'INTUNE'],
    ['country', { country: 'CN' }, () => true],
    ['another country', { country: 'FR' }, () => false],
    ['add-ons of a base', { addOnOf: OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM }, isArchive],
    [
      'a base in capitals',
      { addOnOf: OFFER_IDS.OFFICE_365_ENTERPRISE_E1.toUpperCase() },
      isArchive,
    ],
    ['a base without add-ons', { addOnOf: OFFER_IDS.OFFICE_365_PROPLUS }, () => false],
    ['an unknown base', { addOnOf: 'no-such-offer' }, () => false],
    ['an empty base', { addOnOf: '' }, () => false],
    ['what can be bought', { isAvailableForPurchase: true }, () => true],
    ['what cannot be bought', { isAvailableForPurchase: false }, () => false],
    ['its own instance', { cloudInstance: 'CHINA_21VIANET' }, () => true],
    ['an instance that it is not of', { cloudInstance: 'GLOBAL' }, () => false],
    [
      'nothing, by null',
      { service: null, addOnOf: null, isAvailableForPurchase: null },
      () => true,
    ],
    [
      'all at once',
      { service: 'EXCHANGE_OFFICE', country: 'CN', addOnOf: OFFER_IDS.OFFICE_365_ENTERPRISE_E1 },
      isArchive,
    ],
    [
      'two that no offer has',
      { service: 'INTUNE', addOnOf: OFFER_IDS.OFFICE_365_ENTERPRISE_E1 },
      () => false,
    ],
  ])('filter by %s', async (_, filter, isWanted: (it: CatalogueOffer) => boolean) => {
    const { nodes } = await offers({ filter });

    const wanted = CATALOGUE.filter(isWanted).map(({ id }) => id);
    expect(nodes.map(({ offerId }) => offerId).sort()).toEqual(wanted.sort());
  });

  test('run forwards and backwards', async () => {
    const whole = await offers();
    const first = await offers({ first: 4 });
    const next = await offers({ first: 4, after: first.pageInfo.endCursor });
    const back = await offers({ last: 2, before: next.pageInfo.startCursor });
    const end = await offers({ last: 1 });

    const names = ({ nodes }: OfferPage): string[] => nodes.map(({ name }) => name);
    expect([...names(first), ...names(next)]).toEqual(names(whole).slice(0, 8));
    expect(names(back)).toEqual(names(whole).slice(2, 4));
    expect(names(end)).toEqual(names(whole).slice(-1));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test.each([
    ['a cursor of another list', { after: 'bm9uZQ' }],
    ['first and last', { first: 1, last: 1 }],
    ['no place for any', { first: 0 }],
    ['more than a page holds', { last: 101 }],
  ])('refuse %s as INVALID_INPUT', async (_, variables) => {
    expect(await app.refusal('reseller-a-admin', OFFERS, variables)).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

describe('services', () => {
  test('name the instances whose policy has them', async () => {
    const { services } = await app.succeed<{
      services: { service: keyof typeof instancesOf; instances: string[] }[];
    }>('customer-user', '{ services { service name instances } }');

    const having = (service: string) =>
      Object.values(CLOUD_POLICIES)
        .filter((policy) => policy.services.some((it) => it === service))
        .map(({ instance }) => instance);
    const instancesOf = {
      EXCHANGE_OFFICE: having('EXCHANGE_OFFICE'),
      DYNAMICS: having('DYNAMICS'),
      INTUNE: having('INTUNE'),
      AZURE: having('AZURE'),
      OTHER: having('OTHER'),
    };
    expect(
      Object.fromEntries(services.map(({ service, instances }) => [service, instances])),
    ).toEqual(instancesOf);
    expect(instancesOf.AZURE).not.toContain('CHINA_21VIANET');
  });
});
