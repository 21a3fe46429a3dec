import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import {
  refusalOfValues,
  type SubscriptionUpdate,
  type UpdatedSubscription,
} from '../../src/modules/subscriptions/subscription-update.rules';
import { offerOf } from '../support/catalogue';
import { NOW, subscription } from '../support/subscription-facts';

const BUSINESS = offerOf(OFFER_IDS.OFFICE_365_BUSINESS);

/** "CODE rule field", or "allowed". */
function check(input: SubscriptionUpdate, facts: Partial<UpdatedSubscription> = {}): string {
  const refusal = refusalOfValues(input, subscription(facts), NOW);
  return refusal ? `${refusal.code} ${refusal.rule} ${refusal.field}` : 'allowed';
}

const OUT_OF_RANGE = 'QUANTITY_OUT_OF_RANGE R43 input.quantity';
const NO_DECREASE = 'QUANTITY_DECREASE_NOT_ALLOWED R43 input.quantity';

describe('R43: the quantity stays within the limits of the offer', () => {
  test.each([
    ['below the minimum', 0, OUT_OF_RANGE],
    ['at the minimum', 1, 'allowed'],
    ['above the minimum', 2, 'allowed'],
    ['below the maximum', 299, 'allowed'],
    ['at the maximum', 300, 'allowed'],
    ['above the maximum', 301, OUT_OF_RANGE],
    ['negative', -1, OUT_OF_RANGE],
  ])('%s', (_where, quantity, expected) => {
    expect(check({ quantity }, { offer: BUSINESS })).toBe(expected);
  });

  test('an offer that the catalogue does not know needs one seat and knows no maximum', () => {
    expect(check({ quantity: 0 })).toBe(OUT_OF_RANGE);
    expect(check({ quantity: 1 })).toBe('allowed');
    expect(check({ quantity: 2_147_483_647 })).toBe('allowed');
  });

  test('null is no quantity', () => {
    expect(check({ quantity: null })).toBe('INVALID_INPUT null input.quantity');
  });
});

describe('R43: the quantity goes down until cancellationAllowedUntilDate only', () => {
  const at = (offsetMs: number) => ({
    cancellationAllowedUntilDate: new Date(NOW.getTime() + offsetMs),
  });

  test.each([
    ['a moment before the end', 1, 'allowed'],
    ['at the end itself', 0, 'allowed'],
    ['a moment after the end', -1, NO_DECREASE],
  ])('%s', (_when, leftMs, expected) => {
    expect(check({ quantity: 9 }, at(leftMs))).toBe(expected);
  });

  test('without such a date it always may', () => {
    expect(check({ quantity: 9 }, { cancellationAllowedUntilDate: null })).toBe('allowed');
  });

  test.each([
    ['one fewer', 9, NO_DECREASE],
    ['the same', 10, 'allowed'],
    ['one more', 11, 'allowed'],
  ])('afterwards %s', (_what, quantity, expected) => {
    expect(check({ quantity }, at(-1))).toBe(expected);
  });

  test('a subscription without a quantity has none to lower', () => {
    expect(check({ quantity: 1 }, { ...at(-1), quantity: null })).toBe('allowed');
  });
});

describe('the other values', () => {
  const RENEWS_NEVER = BUSINESS && { ...BUSINESS, isAutoRenewable: false };

  test.each<[string, SubscriptionUpdate, Partial<UpdatedSubscription>, string]>([
    ['a name', { friendlyName: '邮箱' }, {}, 'allowed'],
    ['no name', { friendlyName: null }, {}, 'allowed'],
    ['a blank name', { friendlyName: ' ' }, {}, 'INVALID_INPUT null input.friendlyName'],
    ['a name of 256 characters', { friendlyName: 'x'.repeat(256) }, {}, 'allowed'],
    [
      'a name of 257 characters',
      { friendlyName: 'x'.repeat(257) },
      {},
      'INVALID_INPUT null input.friendlyName',
    ],
    ['renewal on', { autoRenewEnabled: true }, { offer: BUSINESS }, 'allowed'],
    ['renewal off', { autoRenewEnabled: false }, { offer: RENEWS_NEVER }, 'allowed'],
    [
      'renewal on, of an offer that never renews',
      { autoRenewEnabled: true },
      { offer: RENEWS_NEVER },
      'INVALID_INPUT null input.autoRenewEnabled',
    ],
    ['renewal on, of an unknown offer', { autoRenewEnabled: true }, {}, 'allowed'],
    ['renewal null', { autoRenewEnabled: null }, {}, 'INVALID_INPUT null input.autoRenewEnabled'],
    ['a supported billing cycle', { billingCycle: 'ANNUAL' }, { offer: BUSINESS }, 'allowed'],
    [
      'an unsupported billing cycle',
      { billingCycle: 'TRIENNIAL' },
      { offer: BUSINESS },
      'INVALID_INPUT null input.billingCycle',
    ],
    ['any billing cycle of an unknown offer', { billingCycle: 'TRIENNIAL' }, {}, 'allowed'],
    [
      'the billing cycle UNKNOWN',
      { billingCycle: 'UNKNOWN' },
      {},
      'INVALID_INPUT null input.billingCycle',
    ],
    ['billing cycle null', { billingCycle: null }, {}, 'INVALID_INPUT null input.billingCycle'],
    ['a month', { termDuration: 'P1M' }, {}, 'allowed'],
    ['a year', { termDuration: 'P1Y' }, {}, 'allowed'],
    ['three years', { termDuration: 'P3Y' }, {}, 'allowed'],
    [
      'three years of an offer that has them not',
      { termDuration: 'P3Y' },
      { offer: BUSINESS },
      'INVALID_INPUT null input.termDuration',
    ],
    ['two years', { termDuration: 'P2Y' }, {}, 'INVALID_INPUT null input.termDuration'],
    ['term null', { termDuration: null }, {}, 'INVALID_INPUT null input.termDuration'],
  ])('%s', (_what, input, facts, expected) => {
    expect(check(input, facts)).toBe(expected);
  });

  test('an input that changes nothing is refused, whatever else it carries', () => {
    const envelope = { quantity: undefined, clientRequestId: 'x' };

    expect(check({})).toBe('INVALID_INPUT null input');
    expect(check(envelope)).toBe('INVALID_INPUT null input');
  });
});

describe('the term of a renewal', () => {
  const NOT_AUTO = { ...BUSINESS, isAutoRenewable: false };
  const YEARLY = { ...BUSINESS, supportedTermDurations: ['P1Y', 'P3Y'] as const };
  const REFUSED = 'INVALID_INPUT null input.renewalTermDuration';

  test.each<[string, SubscriptionUpdate, Partial<UpdatedSubscription>, string]>([
    ['one month', { renewalTermDuration: 'P1M' }, {}, 'allowed'],
    ['one year', { renewalTermDuration: 'P1Y' }, {}, 'allowed'],
    ['three years, which are for an initial term', { renewalTermDuration: 'P3Y' }, {}, REFUSED],
    ['a month of an offer for years', { renewalTermDuration: 'P1M' }, { offer: YEARLY }, REFUSED],
    ['another length', { renewalTermDuration: 'P2M' }, {}, REFUSED],
    ['none of its own', { renewalTermDuration: null }, { autoRenewEnabled: false }, 'allowed'],
    ['while it is off', { renewalTermDuration: 'P1Y' }, { autoRenewEnabled: false }, REFUSED],
    ['while nobody knows', { renewalTermDuration: 'P1Y' }, { autoRenewEnabled: null }, 'allowed'],
    [
      'turned on with it',
      { renewalTermDuration: 'P1Y', autoRenewEnabled: true },
      { autoRenewEnabled: false },
      'allowed',
    ],
    ['turned off with it', { renewalTermDuration: 'P1Y', autoRenewEnabled: false }, {}, REFUSED],
    ['of an offer that never renews', { renewalTermDuration: 'P1Y' }, { offer: NOT_AUTO }, REFUSED],
  ])('%s', (_, input, facts, expected) => {
    expect(check(input, facts)).toBe(expected);
  });

  test('turning it off asks nothing of the term that was said before', () => {
    expect(check({ autoRenewEnabled: false })).toBe('allowed');
  });
});
