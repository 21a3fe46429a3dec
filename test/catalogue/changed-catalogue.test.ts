import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { CatalogueFiles, listedOffer } from '../support/catalogue-files';
import { FIRST_ETAG, outcomeOf, write } from '../support/subscription-api';
import {
  givenSubscription,
  type HeldSubscription,
  rowOf,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

// Two servers on one database: one with the catalogue that comes with it, one with another file. Only
// this test does so; it shows that nothing but the file makes the difference.

const SELLER = 'reseller-a-admin';
const files = new CatalogueFiles();
let usual: TestApp;
let changed: TestApp;
beforeAll(async () => {
  usual = await TestApp.start();
  const essentials = listedOffer({
    id: OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS.toUpperCase(),
    name: 'Essentials, as the operator sells it',
    // Another service than the one that its subscriptions were given.
    service: 'INTUNE',
    minimumQuantity: 5,
    maximumQuantity: 50,
    isAutoRenewable: false,
    supportedBillingCycles: ['ANNUAL'],
    supportedTermDurations: ['P3Y'],
  });
  const catalogueFile = files.write([essentials, listedOffer()]);
  changed = await TestApp.start({ beside: usual, catalogueFile });
});
afterAll(async () => {
  await changed.stop();
  await usual.stop();
  files.remove();
});

/** What an edit would answer. */
async function edit(
  app: TestApp,
  held: HeldSubscription,
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
  return outcomeOf(
    await write(app, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      validateOnly: true,
      ...input,
    }),
  );
}

describe('with another catalogue', () => {
  test.each([
    ['the fewest seats', { quantity: 5 }, 'allowed', 'allowed'],
    ['fewer', { quantity: 4 }, 'QUANTITY_OUT_OF_RANGE (R43)', 'allowed'],
    ['the most seats', { quantity: 50 }, 'allowed', 'allowed'],
    ['more', { quantity: 51 }, 'QUANTITY_OUT_OF_RANGE (R43)', 'allowed'],
    ['a billing cycle', { billingCycle: 'MONTHLY' }, 'INVALID_INPUT', 'allowed'],
    ['renewal', { autoRenewEnabled: true }, 'INVALID_INPUT', 'allowed'],
    ['a term of one year', { termDuration: 'P1Y' }, 'INVALID_INPUT', 'allowed'],
    ['a term of three years', { termDuration: 'P3Y' }, 'allowed', 'INVALID_INPUT'],
  ])('%s: %j is %s, and %s with the usual one', async (_, input, withFile, withUsual) => {
    const held = await givenSubscription(usual);

    expect(await edit(changed, held, input)).toBe(withFile);
    expect(await edit(usual, held, input)).toBe(withUsual);
  });

  test('a subscription of an offer that was taken out goes on, with the limits of an unknown one', async () => {
    const held = await givenSubscription(usual, { offerId: OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM });

    expect(await edit(usual, held, { quantity: 301 })).toBe('QUANTITY_OUT_OF_RANGE (R43)');
    expect(await edit(changed, held, { quantity: 301 })).toBe('allowed');
    expect(await edit(changed, held, { quantity: 0 })).toBe('QUANTITY_OUT_OF_RANGE (R43)');
    expect(await edit(changed, held, { billingCycle: 'TRIENNIAL' })).toBe('allowed');
  });

  test('a subscription keeps the service that it was given, also when it is edited', async () => {
    const held = await givenSubscription(usual);

    const { error } = await write(changed, SELLER, 'updateSubscription', {
      subscriptionId: held.id,
      ifMatch: FIRST_ETAG,
      quantity: 20,
    });

    expect(error).toBeNull();
    expect(await rowOf(usual, held)).toMatchObject({ quantity: 20, service: 'EXCHANGE_OFFICE' });
  });

  test('offers are those of the file', async () => {
    const { offers } = await changed.succeed<{ offers: { nodes: object[] } }>(
      SELLER,
      `{ offers { nodes { offerId name service supportedTermDurations limit } } }`,
    );

    expect(offers.nodes).toEqual([
      {
        offerId: 'a-plan',
        name: 'A plan',
        service: 'EXCHANGE_OFFICE',
        supportedTermDurations: ['P1Y'],
        limit: null,
      },
      {
        offerId: OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS,
        name: 'Essentials, as the operator sells it',
        service: 'INTUNE',
        supportedTermDurations: ['P3Y'],
        limit: null,
      },
    ]);
  });
});
