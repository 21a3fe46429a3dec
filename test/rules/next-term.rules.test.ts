import type { DomainError } from '../../src/kernel/domain-error';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import {
  type NextTermFacts,
  type NextTermInput,
  type NextTermInstructions,
  refusalToScheduleNextTerm,
} from '../../src/modules/subscriptions/next-term.rules';
import type { SubscriptionFacts } from '../../src/modules/subscriptions/subscription.rules';
import type { SubscriptionCaller } from '../../src/modules/subscriptions/subscription-guard.rules';
import { type SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import { offerOf } from '../support/catalogue';
import { caller, daysAfter, nextTerm, NOW, subscription } from '../support/subscription-facts';

const SELLER = caller('TRANSACTING_RESELLER');
const CURRENT = '"7"';
const FIELD = 'input.scheduledNextTermInstructions';
const ESSENTIALS = offerOf(OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS);
const ENTERPRISE = offerOf(OFFER_IDS.OFFICE_365_ENTERPRISE_E3);
const INTUNE = offerOf(OFFER_IDS.INTUNE);

function said(refusal: DomainError | null): string {
  return refusal
    ? [refusal.code, refusal.rule, refusal.field].filter((it) => it !== null).join(' ')
    : 'allowed';
}

/** Seats of Business Essentials, in a catalogue of three offers. */
function essentials(change: Partial<NextTermFacts> = {}): NextTermFacts {
  const offers = [ESSENTIALS, ENTERPRISE, INTUNE];
  return nextTerm({
    offerId: ESSENTIALS.id,
    offer: ESSENTIALS,
    findOffer: (id) => offers.find((offer) => offer.id === id?.toLowerCase()) ?? null,
    ...change,
  });
}

function schedule(
  instructions: NextTermInstructions | null | undefined,
  facts: Partial<NextTermFacts> = {},
  who: SubscriptionCaller = SELLER,
  state: Partial<SubscriptionFacts> = {},
): string {
  const input: NextTermInput = { ifMatch: CURRENT, scheduledNextTermInstructions: instructions };
  return said(refusalToScheduleNextTerm(who, subscription(state), input, essentials(facts), NOW));
}

describe('the next term', () => {
  test('null takes the instructions away, whatever follows', () => {
    expect(schedule(null, { autoRenewEnabled: false })).toBe('allowed');
  });

  test('nothing at all, and instructions that say nothing, are no input', () => {
    expect(schedule(undefined)).toBe('INVALID_INPUT input');
    expect(schedule({})).toBe(`INVALID_INPUT ${FIELD}`);
    expect(schedule({ product: null, quantity: null })).toBe(`INVALID_INPUT ${FIELD}`);
  });

  test.each<[string, Partial<NextTermFacts>, string]>([
    ['renews', {}, 'allowed'],
    ['does not say', { autoRenewEnabled: null }, 'allowed'],
    ['has its renewal off', { autoRenewEnabled: false }, `INVALID_INPUT ${FIELD}`],
    ['never can', { offer: { ...ESSENTIALS, isAutoRenewable: false } }, `INVALID_INPUT ${FIELD}`],
  ])('is instructed of what %s', (_, facts, expected) => {
    expect(schedule({ quantity: 12 }, facts)).toBe(expected);
  });
});

describe('the product', () => {
  const REFUSED = `INVALID_INPUT ${FIELD}.product`;
  const held = {
    subscriptionId: 'other',
    offerId: ENTERPRISE.id,
    service: ENTERPRISE.service,
    status: 'ACTIVE',
    parentSubscriptionId: null,
    shownId: null,
    shownName: null,
  } as const;

  test.each<[string, string, Partial<NextTermFacts>, string]>([
    ['the present one', ESSENTIALS.id, {}, 'allowed'],
    ['the present one in capitals', ESSENTIALS.id.toUpperCase(), {}, 'allowed'],
    [
      'the present one, unknown to the catalogue',
      'odd',
      { offerId: 'odd', offer: null },
      'allowed',
    ],
    ['another, where the present one is unknown', 'x', { offerId: 'odd', offer: null }, REFUSED],
    ['an upgrade', ENTERPRISE.id, {}, 'allowed'],
    ['an offer without a path', INTUNE.id, {}, REFUSED],
    ['an upgrade that the catalogue lost', OFFER_IDS.OFFICE_365_ENTERPRISE_E1, {}, REFUSED],
    [
      'what a trial becomes',
      ENTERPRISE.id,
      {
        offer: { ...ESSENTIALS, upgradeTargetOffers: [], conversionTargetOffers: [ENTERPRISE.id] },
      },
      'allowed',
    ],
    [
      'an upgrade to another service',
      INTUNE.id,
      { offer: { ...ESSENTIALS, upgradeTargetOffers: [INTUNE.id] } },
      REFUSED,
    ],
    [
      'an upgrade that is no longer sold',
      ENTERPRISE.id,
      { findOffer: () => ({ ...ENTERPRISE, isAvailableForPurchase: false }) },
      REFUSED,
    ],
    [
      'an upgrade that never renews',
      ENTERPRISE.id,
      { findOffer: () => ({ ...ENTERPRISE, isAutoRenewable: false }) },
      REFUSED,
    ],
    [
      'an upgrade to what the customer holds from anybody (R8)',
      ENTERPRISE.id,
      { heldBeside: [held] },
      'SUBSCRIPTION_CONFLICT R8',
    ],
  ])('%s', (_, product, facts, expected) => {
    expect(schedule({ product }, facts)).toBe(expected);
  });
});

describe('the quantity, by the limits of what the next term is about (R43)', () => {
  const OUT = `QUANTITY_OUT_OF_RANGE R43 ${FIELD}.quantity`;

  test.each<[string, NextTermInstructions, Partial<NextTermFacts>, string]>([
    ['below the minimum', { quantity: 0 }, {}, OUT],
    ['at the minimum', { quantity: 1 }, {}, 'allowed'],
    ['at the maximum', { quantity: 300 }, {}, 'allowed'],
    ['above it', { quantity: 301 }, {}, OUT],
    [
      'above it, of an upgrade that takes more',
      { product: ENTERPRISE.id, quantity: 301 },
      {},
      'allowed',
    ],
    [
      'as it is, of a product that takes other numbers by now, while only the end is named',
      { customTermEndDate: daysAfter(31) },
      { quantity: 301 },
      'allowed',
    ],
    [
      'above it, of the present product by its name',
      { product: ESSENTIALS.id, quantity: 301 },
      {},
      OUT,
    ],
    [
      'as it is, of a product that takes fewer',
      { product: ENTERPRISE.id },
      { findOffer: () => ({ ...ENTERPRISE, maximumQuantity: 9 }) },
      `QUANTITY_OUT_OF_RANGE R43 ${FIELD}.product`,
    ],
    [
      'fewer after the window of the running term',
      { quantity: 1 },
      { cancellationAllowedUntilDate: daysAfter(-1) },
      'allowed',
    ],
  ])('%s', (_, instructions, facts, expected) => {
    expect(schedule(instructions, facts)).toBe(expected);
  });
});

describe('the end of the next term', () => {
  const END = daysAfter(30);
  const at = (base: Date, ms: number) => new Date(base.getTime() + ms);
  const inAYear = new Date('2026-07-15T12:00:00.000Z');
  const REFUSED = `INVALID_INPUT ${FIELD}.customTermEndDate`;

  test.each<[string, Date, Partial<NextTermFacts>, string]>([
    ['at the end of the running one', END, {}, REFUSED],
    ['a moment after it', at(END, 1), {}, 'allowed'],
    ['at the end of a whole term', inAYear, {}, 'allowed'],
    ['a moment after that', at(inAYear, 1), {}, REFUSED],
    [
      'a month later, where renewals last a month',
      new Date('2025-08-15T12:00:00.000Z'),
      { renewalTermDuration: 'P1M' },
      'allowed',
    ],
    [
      'two months later, where renewals last a month',
      new Date('2025-09-15T12:00:00.000Z'),
      { renewalTermDuration: 'P1M' },
      REFUSED,
    ],
    ['while the running one has no end', inAYear, { commitmentEndDate: null }, REFUSED],
    [
      'while the running one ends in the year 9999',
      inAYear,
      { commitmentEndDate: new Date('9999-12-31T00:00:00.000Z') },
      REFUSED,
    ],
    [
      'in the year that stands for no end',
      new Date('9999-06-01T00:00:00.000Z'),
      { commitmentEndDate: new Date('9999-01-01T00:00:00.000Z') },
      REFUSED,
    ],
    [
      'in that year, where the running one ends a moment before it',
      new Date('9999-06-01T00:00:00.000Z'),
      { commitmentEndDate: new Date('9998-12-31T23:59:59.999Z') },
      'allowed',
    ],
    [
      'in the past of a term that is over',
      daysAfter(-1),
      { commitmentEndDate: daysAfter(-2) },
      REFUSED,
    ],
  ])('%s', (_, customTermEndDate, facts, expected) => {
    expect(END).toEqual(new Date('2025-07-15T12:00:00.000Z'));
    expect(schedule({ customTermEndDate }, facts)).toBe(expected);
  });
});

test.each<[SubscriptionCaller['kind'], string]>([
  ['TRANSACTING_RESELLER', 'allowed'],
  ['RESELLER_THAT_SEES', `TERMS_CHANGE_NOT_ALLOWED R3 ${FIELD}`],
  ['CUSTOMER_ADMIN', `CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39 ${FIELD}`],
  ['OPERATOR', `TERMS_CHANGE_NOT_ALLOWED R3 ${FIELD}`],
  ['BLIND', 'NOT_FOUND R36'],
  ['NO_ROLE', 'ROLE_NOT_ALLOWED'],
])('%s schedules: %s', (kind, expected) => {
  expect(schedule({ quantity: 12 }, {}, caller(kind))).toBe(expected);
});

test.each<[SubscriptionStatus, string]>([
  ['NONE', 'allowed'],
  ['PENDING', 'allowed'],
  ['ACTIVE', 'allowed'],
  ['SUSPENDED', 'allowed'],
  ['EXPIRED', 'SUBSCRIPTION_NOT_ACTIVE R43'],
  ['DISABLED', 'SUBSCRIPTION_NOT_ACTIVE R43'],
  ['DELETED', 'SUBSCRIPTION_DELETED R43'],
])('while %s: %s', (status, expected) => {
  expect(schedule({ quantity: 12 }, {}, SELLER, { status })).toBe(expected);
});

test.each<[string, NextTermInstructions | null, string, string]>([
  ['more seats', { quantity: 11 }, 'RESELLER_SUSPENDED R18', 'RESELLER_RESTRICTED R18'],
  ['fewer seats', { quantity: 9 }, 'RESELLER_SUSPENDED R18', 'allowed'],
  ['another product', { product: ENTERPRISE.id }, 'RESELLER_SUSPENDED R18', 'allowed'],
  ['another end', { customTermEndDate: daysAfter(31) }, 'allowed', 'allowed'],
  ['nothing any more', null, 'allowed', 'allowed'],
])('R18: %s of a suspended seller: %s', (_, instructions, suspended, restricted) => {
  const by = (accountStatus: 'SUSPENDED' | 'RESTRICTED') =>
    schedule(instructions, {}, caller('TRANSACTING_RESELLER', { accountStatus }));

  expect([by('SUSPENDED'), by('RESTRICTED')]).toEqual([suspended, restricted]);
});

test.each<[SubscriptionCaller['kind'], string]>([
  ['BLIND', 'NOT_FOUND R36'],
  ['NO_ROLE', 'ROLE_NOT_ALLOWED'],
])('%s hears nothing of the standing of its reseller', (kind, expected) => {
  const who = caller(kind, { accountStatus: 'SUSPENDED' });

  expect(schedule({ product: ENTERPRISE.id }, {}, who)).toBe(expected);
});

test('each step is asked after the one before it', () => {
  const wrong = { quantity: 0, product: 'x' };
  const ask = (who: SubscriptionCaller, status: SubscriptionStatus, ifMatch?: string) =>
    refusalToScheduleNextTerm(
      who,
      subscription({ status }),
      { scheduledNextTermInstructions: wrong, ifMatch },
      essentials(),
      NOW,
    )?.code;
  const stranger = { accountStatus: 'SUSPENDED', hasActiveRelationship: false } as const;

  // Each line takes one obstacle away, from the first step to the last.
  expect([
    ask(caller('RESELLER_THAT_SEES', stranger), 'DELETED'),
    ask(caller('RESELLER_THAT_SEES', { hasActiveRelationship: false }), 'DELETED'),
    ask(caller('RESELLER_THAT_SEES'), 'DELETED'),
    ask(SELLER, 'DELETED'),
    ask(SELLER, 'ACTIVE'),
    ask(SELLER, 'ACTIVE', '"6"'),
    ask(SELLER, 'ACTIVE', CURRENT),
  ]).toEqual([
    'RESELLER_SUSPENDED',
    'NO_RESELLER_RELATIONSHIP',
    'TERMS_CHANGE_NOT_ALLOWED',
    'SUBSCRIPTION_DELETED',
    'ETAG_REQUIRED',
    'ETAG_MISMATCH',
    'INVALID_INPUT',
  ]);
});
