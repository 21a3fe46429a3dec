import type { CatalogueOffer } from '../../src/modules/catalogue/catalogue-offer';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import {
  type FindOffer,
  type HeldSubscription,
  refusalOfAddOnConflict,
  refusalOfConflict,
  refusalOfLimit,
} from '../../src/modules/subscriptions/conflict.rules';
import { offerOf, TEST_CATALOGUE } from '../support/catalogue';
import { answer } from '../support/rule-facts';

type OfferName = keyof typeof OFFER_IDS;

const findOffer: FindOffer = (id) => TEST_CATALOGUE.find('CHINA_21VIANET', id);

function offer(name: OfferName): CatalogueOffer {
  return offerOf(OFFER_IDS[name]);
}

function held(name: OfferName, change: Partial<HeldSubscription> = {}): HeldSubscription {
  return {
    subscriptionId: `id of ${name}`,
    offerId: OFFER_IDS[name],
    service: offer(name).service,
    status: 'ACTIVE',
    parentSubscriptionId: null,
    shownId: `id of ${name}`,
    shownName: `name of ${name}`,
    ...change,
  };
}

const CONFLICT = 'SUBSCRIPTION_CONFLICT R8';

test.each<[string, OfferName, OfferName, string | null]>([
  ['the same offer', 'INTUNE', 'INTUNE', CONFLICT],
  [
    'a suite that the held one may become',
    'OFFICE_365_BUSINESS_PREMIUM',
    'OFFICE_365_BUSINESS',
    CONFLICT,
  ],
  [
    'a part of the suite that is held',
    'OFFICE_365_BUSINESS',
    'OFFICE_365_BUSINESS_PREMIUM',
    CONFLICT,
  ],
  [
    'a suite that is reached over another',
    'OFFICE_365_ENTERPRISE_E3',
    'OFFICE_365_BUSINESS_ESSENTIALS',
    CONFLICT,
  ],
  ['two parts of one suite', 'OFFICE_365_BUSINESS', 'OFFICE_365_BUSINESS_ESSENTIALS', null],
  ['another service', 'INTUNE', 'DYNAMICS_CRM_ONLINE_BASIC', null],
])('%s: %s beside %s answers %s (R8)', (_, sold, beside, expected) => {
  expect(answer(refusalOfConflict(offer(sold), [held(beside)], findOffer))).toBe(expected);
});

test('a trial and what it becomes are in each other’s way', () => {
  const trial = { ...offer('INTUNE'), id: 'trial', conversionTargetOffers: [OFFER_IDS.INTUNE] };
  const find: FindOffer = (id) => (id === 'trial' ? trial : findOffer(id));

  const answers = [
    refusalOfConflict(offer('INTUNE'), [held('INTUNE', { offerId: 'trial' })], find),
    refusalOfConflict(trial, [held('INTUNE')], find),
  ].map(answer);

  expect(answers).toEqual([CONFLICT, CONFLICT]);
});

test('containment goes over several upgrades', () => {
  const chain: Record<string, CatalogueOffer> = {
    small: { ...offer('INTUNE'), id: 'small', upgradeTargetOffers: ['middle'] },
    middle: { ...offer('INTUNE'), id: 'middle', upgradeTargetOffers: ['large', 'small'] },
    large: { ...offer('INTUNE'), id: 'large' },
  };
  const find = (id: string | null) => chain[id ?? ''] ?? null;
  const large = find('large');
  if (!large) throw new Error('no offer');

  const refusal = refusalOfConflict(large, [held('INTUNE', { offerId: 'small' })], find);

  expect(answer(refusal)).toBe(CONFLICT);
});

test.each([
  ['NONE', CONFLICT],
  ['PENDING', CONFLICT],
  ['ACTIVE', CONFLICT],
  ['SUSPENDED', CONFLICT],
  ['EXPIRED', null],
  ['DISABLED', null],
  ['DELETED', null],
] as const)('a subscription that is %s is in the way: %s', (status, expected) => {
  const refusal = refusalOfConflict(offer('INTUNE'), [held('INTUNE', { status })], findOffer);

  expect(answer(refusal)).toBe(expected);
});

test('an add-on is in nobody’s way, nor is what the catalogue does not know', () => {
  const beside = [
    held('INTUNE', { parentSubscriptionId: 'base' }),
    held('INTUNE', { offerId: 'unknown' }),
    held('INTUNE', { offerId: null }),
  ];

  expect(refusalOfConflict(offer('INTUNE'), beside, findOffer)).toBeNull();
});

test('names what the caller sees, and of the rest each service once', () => {
  const hidden = { shownId: null, shownName: null };
  const e3 = offer('OFFICE_365_ENTERPRISE_E3');
  const refusal = refusalOfConflict(
    e3,
    [
      held('OFFICE_365_BUSINESS'),
      held('OFFICE_365_PROPLUS', hidden),
      held('OFFICE_365_BUSINESS_PREMIUM', hidden),
      held('OFFICE_365_ENTERPRISE_E3', { status: 'PENDING' }),
      held('OFFICE_365_BUSINESS_ESSENTIALS', hidden),
    ],
    findOffer,
  );

  const service = 'EXCHANGE_OFFICE';
  expect(refusal?.blockers).toEqual([
    {
      type: 'Subscription',
      id: 'id of OFFICE_365_BUSINESS',
      name: 'name of OFFICE_365_BUSINESS',
      service,
      clearedBy: 'cancelSubscription',
    },
    // Nothing but its end of provisioning clears it.
    {
      type: 'Subscription',
      id: 'id of OFFICE_365_ENTERPRISE_E3',
      name: 'name of OFFICE_365_ENTERPRISE_E3',
      service,
      clearedBy: null,
    },
    { type: 'Subscription', id: null, name: null, service, clearedBy: null },
  ]);
});

test('names nothing beside what the caller sees', () => {
  const refusal = refusalOfConflict(offer('INTUNE'), [held('INTUNE')], findOffer);

  expect(refusal?.blockers.map(({ id }) => id)).toEqual(['id of INTUNE']);
});

describe('the limit of an offer', () => {
  const limited = (
    limitUnitOfMeasure: CatalogueOffer['limitUnitOfMeasure'],
    limit: number | null,
  ): CatalogueOffer => ({ ...offer('INTUNE'), limitUnitOfMeasure, limit });
  const ended = held('INTUNE', { status: 'DELETED' });
  const otherOffer = held('DYNAMICS_CRM_ONLINE_BASIC');

  test.each<[string, CatalogueOffer, readonly HeldSubscription[], string | null]>([
    ['LIFETIME 1, none', limited('LIFETIME', 1), [], null],
    ['LIFETIME 1, one that ended', limited('LIFETIME', 1), [ended], CONFLICT],
    ['LIFETIME 2, one that ended', limited('LIFETIME', 2), [ended], null],
    ['LIFETIME 2, two that ended', limited('LIFETIME', 2), [ended, ended], CONFLICT],
    ['CONCURRENT 1, one that ended', limited('CONCURRENT', 1), [ended], null],
    ['LIFETIME 1, one of another offer', limited('LIFETIME', 1), [otherOffer], null],
    ['NONE, ten that ended', limited('NONE', null), Array<HeldSubscription>(10).fill(ended), null],
  ])('%s', (_, target, beside, expected) => {
    expect(answer(refusalOfConflict(target, beside, findOffer))).toBe(expected);
  });

  test('NONE is no limit, whatever number is said beside it', () => {
    expect(refusalOfLimit(limited('NONE', 1), [held('INTUNE')])).toBeNull();
    expect(answer(refusalOfLimit(limited('CONCURRENT', 1), [held('INTUNE')]))).toBe(CONFLICT);
  });

  test.each([
    [2, null],
    [1, CONFLICT],
  ])('CONCURRENT %s counts add-ons of other bases: %s', (limit, expected) => {
    const addOn = { ...offer('EXCHANGE_ONLINE_ARCHIVING'), limit };
    const target = { ...addOn, limitUnitOfMeasure: 'CONCURRENT' as const };
    const beside = [held('EXCHANGE_ONLINE_ARCHIVING', { parentSubscriptionId: 'other base' })];

    expect(answer(refusalOfAddOnConflict(target, 'base', beside))).toBe(expected);
  });
});

test.each([
  ['base', 'ACTIVE', CONFLICT],
  ['base', 'DELETED', null],
  ['other base', 'ACTIVE', null],
] as const)('an add-on beside the same one at %s that is %s: %s', (base, status, expected) => {
  const beside = [held('EXCHANGE_ONLINE_ARCHIVING', { parentSubscriptionId: base, status })];

  const refusal = refusalOfAddOnConflict(offer('EXCHANGE_ONLINE_ARCHIVING'), 'base', beside);

  expect(answer(refusal)).toBe(expected);
});

test('another add-on of the same base is in no add-on’s way', () => {
  const beside = [held('INTUNE', { parentSubscriptionId: 'base' })];

  expect(refusalOfAddOnConflict(offer('EXCHANGE_ONLINE_ARCHIVING'), 'base', beside)).toBeNull();
});
