import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import {
  type NewSale,
  type NewSaleFacts,
  refusalOfSale,
  refusalOfSecondHolder,
  renewalTermOf,
} from '../../src/modules/subscriptions/sale.rules';
import { offerOf, TEST_CATALOGUE } from '../support/catalogue';
import { answer, NOW } from '../support/rule-facts';

const INTUNE = offerOf(OFFER_IDS.INTUNE);
const ADD_ON = offerOf(OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING);

function sale(change: Partial<NewSale> = {}): NewSale {
  return { quantity: 5, termDuration: 'P1Y', billingCycle: 'ANNUAL', ...change };
}

function facts(change: Partial<NewSaleFacts> = {}): NewSaleFacts {
  return {
    held: [],
    activeServices: [],
    otherHolders: [],
    offer: INTUNE,
    findOffer: (id) => TEST_CATALOGUE.find('CHINA_21VIANET', id),
    seller: { kind: 'DIRECT_BILL' },
    partnerOnRecord: null,
    ...change,
  };
}

function said(offered: NewSale, about: NewSaleFacts): string | null {
  const refusal = refusalOfSale(offered, about, NOW);
  return refusal && `${answer(refusal)} ${refusal.field ?? '-'} ${refusal.args.problem ?? '-'}`;
}

test('an ordinary sale is in nobody’s way', () => {
  expect(said(sale(), facts())).toBeNull();
});

test.each<[string, Partial<NewSaleFacts>, string]>([
  ['is unknown', { offer: null }, 'INVALID_INPUT - input.offerId OFFER_NOT_FOR_SALE'],
  ['is an add-on', { offer: ADD_ON }, 'INVALID_INPUT - input.offerId ADD_ON_NEEDS_BASE'],
  [
    'is no longer sold',
    { offer: { ...INTUNE, isAvailableForPurchase: false } },
    'INVALID_INPUT - input.offerId OFFER_NOT_FOR_SALE',
  ],
])('an offer that %s is not sold', (_, change, expected) => {
  expect(said(sale(), facts(change))).toBe(expected);
});

test.each<[Partial<NewSale>, string | null]>([
  [{ quantity: 0 }, 'QUANTITY_OUT_OF_RANGE R43 input.quantity -'],
  [{ quantity: 1 }, null],
  [{ quantity: INTUNE.maximumQuantity }, null],
  [{ quantity: INTUNE.maximumQuantity + 1 }, 'QUANTITY_OUT_OF_RANGE R43 input.quantity -'],
  [{ termDuration: 'P1M' }, null],
  [{ termDuration: 'P3Y' }, 'INVALID_INPUT - input.termDuration -'],
  [{ termDuration: 'P2Y' }, 'INVALID_INPUT - input.termDuration -'],
  [{ billingCycle: 'MONTHLY' }, null],
  [{ billingCycle: 'TRIENNIAL' }, 'INVALID_INPUT - input.billingCycle -'],
  [{ autoRenewEnabled: null }, null],
  [{ autoRenewEnabled: false }, null],
  [{ friendlyName: ' ' }, 'INVALID_INPUT - input.friendlyName BLANK'],
  [{ friendlyName: null }, null],
  [{ partnerIdOnRecord: '4847383' }, 'POR_INVALID - input.partnerIdOnRecord -'],
])('a sale with %j: %s', (change, expected) => {
  expect(said(sale(change), facts())).toBe(expected);
});

test('what the customer holds from anybody is not sold to it again (R8)', () => {
  const held = [
    {
      subscriptionId: 'other',
      offerId: INTUNE.id,
      service: INTUNE.service,
      status: 'ACTIVE',
      parentSubscriptionId: null,
      shownId: null,
      shownName: null,
    },
  ] as const;

  expect(said(sale({ quantity: 0 }), facts({ held }))).toBe('SUBSCRIPTION_CONFLICT R8 - -');
});

test('what cannot renew by itself is not sold so', () => {
  const offer = { ...INTUNE, isAutoRenewable: false };

  expect(said(sale(), facts({ offer }))).toBeNull();
  expect(said(sale({ autoRenewEnabled: true }), facts({ offer }))).toBe(
    'INVALID_INPUT - input.autoRenewEnabled NO_AUTO_RENEWAL',
  );
});

describe('a second transacting holder of privileges (R21)', () => {
  const holder = {
    resellerId: 'other',
    resellerName: 'Other',
    service: 'INTUNE',
    isTransacting: true,
  } as const;

  test.each<[string, Parameters<typeof refusalOfSecondHolder>[1], string | null]>([
    [
      'both hold and sell',
      { activeServices: ['INTUNE'], otherHolders: [holder] },
      'DAP_CONFLICT R21',
    ],
    ['the seller holds nothing', { activeServices: [], otherHolders: [holder] }, null],
    [
      'the seller holds another service',
      { activeServices: ['DYNAMICS'], otherHolders: [holder] },
      null,
    ],
    [
      'both hold and sell another service',
      {
        activeServices: ['INTUNE', 'DYNAMICS'],
        otherHolders: [{ ...holder, service: 'DYNAMICS' }],
      },
      null,
    ],
    [
      'the other sells nothing of it',
      { activeServices: ['INTUNE'], otherHolders: [{ ...holder, isTransacting: false }] },
      null,
    ],
  ])('%s', (_, parties, expected) => {
    expect(answer(refusalOfSecondHolder(INTUNE, parties))).toBe(expected);
    expect(refusalOfSecondHolder(null, parties)).toBeNull();
  });
});

test.each([
  ['P1M', 'P1M'],
  ['P1Y', 'P1Y'],
  ['P3Y', 'P1Y'],
] as const)('a term of %s renews for %s', (term, renewal) => {
  expect(renewalTermOf(term)).toBe(renewal);
});
