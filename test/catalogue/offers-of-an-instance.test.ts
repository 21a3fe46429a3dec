import type { CloudInstance } from '../../src/kernel/cloud-instance';
import { offerKeyOf } from '../../src/modules/catalogue/offer-key';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { offerIdOf } from '../../src/modules/visibility/object-ids';
import { TEST_CATALOGUE } from '../support/catalogue';
import { TestApp } from '../support/test-app';

// The same server with the demo in 21Vianet and in the global instance: who is told of which offers.

let china: TestApp;
let global: TestApp;
beforeAll(async () => {
  [china, global] = await Promise.all([
    TestApp.start(),
    TestApp.start({ template: 'empty', instance: 'GLOBAL' }),
  ]);
});
afterAll(() => Promise.all([china.stop(), global.stop()]));

interface OfferRead {
  readonly id: string;
  readonly offerId: string;
  readonly cloudInstance: CloudInstance;
  readonly service: string;
}

const OFFERS = `query ($filter: OfferFilter) {
  offers(filter: $filter, first: 100) { nodes { id offerId cloudInstance service } }
}`;
const NODE = `query ($id: ID!) { node(id: $id) { ... on Offer { offerId cloudInstance } } }`;

async function offersFor(
  app: TestApp,
  who: string,
  filter: Readonly<Record<string, unknown>> = {},
): Promise<readonly OfferRead[]> {
  const { offers } = await app.succeed<{ offers: { nodes: readonly OfferRead[] } }>(who, OFFERS, {
    filter,
  });
  return offers.nodes;
}

function idsIn(instance: CloudInstance): readonly string[] {
  return TEST_CATALOGUE.offers
    .filter(({ cloudInstance }) => cloudInstance === instance)
    .map(({ id }) => id)
    .sort();
}

describe('offers of an instance', () => {
  test.each<[string, () => TestApp, string, CloudInstance]>([
    ['21Vianet', () => china, 'reseller-a-admin', 'CHINA_21VIANET'],
    ['the global instance', () => global, 'reseller-a-admin', 'GLOBAL'],
    // D18: outside 21Vianet a sales agent sees offers too.
    ['the global instance', () => global, 'reseller-a-sales', 'GLOBAL'],
    ['US Government, by its own reseller', () => china, 'reseller-us-admin', 'US_GOVERNMENT'],
  ])('%s: a reseller sees those of its own', async (_, app, who, instance) => {
    const found = await offersFor(app(), who);

    expect(found.map(({ offerId }) => offerId).sort()).toEqual(idsIn(instance));
    expect(new Set(found.map(({ cloudInstance }) => cloudInstance))).toEqual(new Set([instance]));
  });

  test('Azure is sold where it exists', async () => {
    const filter = { service: 'AZURE' };

    const [inGlobal, inChina] = await Promise.all([
      offersFor(global, 'reseller-a-admin', filter),
      offersFor(china, 'reseller-a-admin', filter),
    ]);

    expect(inGlobal.map(({ offerId }) => offerId)).toEqual(['ms-azr-0145p']);
    expect(inChina).toEqual([]);
  });

  test('the operator sees all, each once, or those of one instance', async () => {
    const all = await offersFor(china, 'operator');
    const some = await offersFor(china, 'operator', { cloudInstance: 'GERMANY' });

    expect(all).toHaveLength(TEST_CATALOGUE.offers.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(some.map(({ offerId }) => offerId)).toEqual(idsIn('GERMANY'));
  });

  test('an add-on of the operator’s list has the bases of its own instance', async () => {
    const found = await offersFor(china, 'operator', {
      addOnOf: OFFER_IDS.OFFICE_365_ENTERPRISE_E1,
    });

    expect(found.map(({ cloudInstance }) => cloudInstance).sort()).toEqual([
      'CHINA_21VIANET',
      'GLOBAL',
    ]);
  });

  test.each([
    ['reseller-a-admin', 'CHINA_21VIANET', true],
    ['reseller-a-admin', 'GLOBAL', false],
    ['operator', 'GLOBAL', true],
    ['reseller-a-sales', 'CHINA_21VIANET', false],
    ['customer-global', 'CHINA_21VIANET', false],
  ] as const)('%s reads an offer of %s by its id: %p', async (who, instance, isSeen) => {
    const id = offerIdOf(offerKeyOf(instance, OFFER_IDS.INTUNE));

    const { node } = await china.succeed<{ node: object | null }>(who, NODE, { id });

    expect(node).toEqual(isSeen ? { offerId: OFFER_IDS.INTUNE, cloudInstance: instance } : null);
  });
});
