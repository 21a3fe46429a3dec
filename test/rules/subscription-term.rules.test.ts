import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import {
  type EndedTerm,
  goodsOfNextTerm,
  MAX_TERMS_AT_ONCE,
  type NextTermPlan,
  renewedTerm,
  type TermBegin,
  termDatesOf,
} from '../../src/modules/subscriptions/subscription-term.rules';
import { offerOf } from '../support/catalogue';

const instant = (text: string): Date => new Date(`${text}T08:30:00.000Z`);
const dayOf = (date: Date | null): string | null => date?.toISOString().slice(0, 10) ?? null;

const RENEWABLE = { isAutoRenewable: true, isTrial: false };

function begin(said: Partial<TermBegin> = {}): TermBegin {
  return {
    start: instant('2025-06-15'),
    termDuration: 'P1Y',
    billingCycle: 'MONTHLY',
    offer: RENEWABLE,
    ...said,
  };
}

describe('the dates of a term', () => {
  test('keep the time of the day', () => {
    expect(termDatesOf(begin())).toEqual({
      commitmentEndDate: instant('2026-06-15'),
      cancellationAllowedUntilDate: instant('2025-06-22'),
      billingCycleEndDate: instant('2025-07-15'),
    });
  });

  test.each([
    ['P1M', '2025-06-15', '2025-07-15'],
    ['P1Y', '2025-06-15', '2026-06-15'],
    ['P3Y', '2025-06-15', '2028-06-15'],
    [null, '2025-06-15', '2026-06-15'],
    ['P1M', '2025-01-31', '2025-02-28'],
    ['P1M', '2024-01-31', '2024-02-29'],
    ['P1Y', '2024-02-29', '2025-02-28'],
    ['P1M', '2025-12-31', '2026-01-31'],
  ] as const)('%s from %s: until %s', (termDuration, start, end) => {
    const dates = termDatesOf(begin({ termDuration, start: instant(start) }));

    expect(dayOf(dates.commitmentEndDate)).toBe(end);
  });

  test.each([
    ['MONTHLY', 'P1Y', '2025-07-15'],
    ['ANNUAL', 'P1Y', '2026-06-15'],
    ['ANNUAL', 'P3Y', '2026-06-15'],
    ['BIENNIAL', 'P3Y', '2027-06-15'],
    ['TRIENNIAL', 'P3Y', '2028-06-15'],
    ['ANNUAL', 'P1M', '2025-07-15'],
    ['NONE', 'P1Y', null],
    ['ONE_TIME', 'P1Y', null],
    ['UNKNOWN', 'P1Y', null],
  ] as const)('billed %s for %s: the cycle ends on %s', (billingCycle, termDuration, end) => {
    expect(dayOf(termDatesOf(begin({ billingCycle, termDuration })).billingCycleEndDate)).toBe(end);
  });

  test('a cycle of three years is that long where the term has no end', () => {
    const offer = { isAutoRenewable: false, isTrial: false };

    expect(
      dayOf(termDatesOf(begin({ offer, billingCycle: 'TRIENNIAL' })).billingCycleEndDate),
    ).toBe('2028-06-15');
  });

  test.each([
    ['2025-02-28', '2025-01-31', '2025-03-31'],
    ['2025-02-28', '2025-01-28', '2025-03-28'],
    // It began earlier in the month, and instructions moved it.
    ['2025-04-30', '2025-01-15', '2025-05-30'],
    ['2025-04-29', '2025-01-31', '2025-05-29'],
  ])('a month from %s, in a series from %s: until %s', (start, first, end) => {
    const dates = termDatesOf(
      begin({ termDuration: 'P1M', start: instant(start), firstStart: instant(first) }),
    );

    expect(dayOf(dates.commitmentEndDate)).toBe(end);
  });

  test.each([
    ['renews', { isAutoRenewable: true, isTrial: false }, '2026-06-15'],
    ['never renews', { isAutoRenewable: false, isTrial: false }, '9999-12-31'],
    ['is a trial', { isAutoRenewable: false, isTrial: true }, '2026-06-15'],
    ['is not known', null, '2026-06-15'],
  ])('an offer that %s: until %s', (_which, offer, end) => {
    expect(dayOf(termDatesOf(begin({ offer })).commitmentEndDate)).toBe(end);
  });

  test.each([
    ['a moment after the begin', 1, '2025-06-15'],
    ['at the begin itself', 0, '2026-06-15'],
    ['a moment before the begin', -1, '2026-06-15'],
  ])('a custom end %s', (_when, ms, end) => {
    const { start } = begin();
    const customEndDate = new Date(start.getTime() + ms);

    expect(dayOf(termDatesOf(begin({ customEndDate })).commitmentEndDate)).toBe(end);
  });

  test('without a window to cancel in or an end of a cycle, in classic commerce', () => {
    expect(termDatesOf(begin({ isClassic: true }))).toEqual({
      commitmentEndDate: instant('2026-06-15'),
      cancellationAllowedUntilDate: null,
      billingCycleEndDate: null,
    });
  });
});

function ended(said: Partial<EndedTerm> = {}): EndedTerm {
  return {
    effectiveStartDate: instant('2024-06-15'),
    commitmentEndDate: instant('2025-06-15'),
    cancellationAllowedUntilDate: instant('2024-06-22'),
    termDuration: 'P1Y',
    renewalTermDuration: null,
    billingCycle: 'ANNUAL',
    nextTermEndDate: null,
    offer: RENEWABLE,
    ...said,
  };
}

describe('a renewal', () => {
  test('begins a term where the last one ended, however late it is', () => {
    expect(renewedTerm(ended(), instant('2025-09-01'))).toEqual({
      commitmentEndDate: instant('2026-06-15'),
      cancellationAllowedUntilDate: instant('2025-06-22'),
      billingCycleEndDate: instant('2026-06-15'),
      termDuration: 'P1Y',
      termCount: 1,
    });
  });

  test.each([
    ['P1M', 'P1Y', 'P1M', '2025-07-15'],
    ['P1Y', null, 'P1Y', '2026-06-15'],
    ['P3Y', 'P1Y', 'P3Y', '2028-06-15'],
    [null, null, 'P1Y', '2026-06-15'],
  ] as const)(
    'of %s after a term of %s: %s, until %s',
    (renewalTermDuration, termDuration, duration, end) => {
      const term = ended({ renewalTermDuration, termDuration });

      const renewed = renewedTerm(term, term.commitmentEndDate);

      expect([renewed.termDuration, dayOf(renewed.commitmentEndDate)]).toEqual([duration, end]);
    },
  );

  test.each([
    ['a moment before the next end', -1, 1, '2026-06-15'],
    ['at the next end itself', 0, 2, '2027-06-15'],
    ['a moment after the next end', 1, 2, '2027-06-15'],
  ])('%s it has begun terms: %d', (_when, ms, termCount, end) => {
    const renewed = renewedTerm(ended(), new Date(instant('2026-06-15').getTime() + ms));

    expect([renewed.termCount, dayOf(renewed.commitmentEndDate)]).toEqual([termCount, end]);
  });

  test('catches up with every missed term, and comes back to the day of the month', () => {
    const term = ended({
      effectiveStartDate: instant('2024-12-31'),
      commitmentEndDate: instant('2025-01-31'),
      termDuration: 'P1M',
      billingCycle: 'MONTHLY',
    });
    const until = (now: string) => dayOf(renewedTerm(term, instant(now)).commitmentEndDate);

    expect(['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30'].map(until)).toEqual([
      '2025-02-28',
      '2025-03-31',
      '2025-04-30',
      '2025-05-31',
    ]);
  });

  test('goes through so many terms at once and no more; the next one goes on', () => {
    const term = ended({ termDuration: 'P1M' });
    const now = instant('2125-06-15');

    const first = renewedTerm(term, now);
    const second = renewedTerm({ ...term, commitmentEndDate: first.commitmentEndDate }, now);

    expect(first.termCount).toBe(MAX_TERMS_AT_ONCE);
    expect(dayOf(first.commitmentEndDate)).toBe('2035-06-15');
    expect(dayOf(second.commitmentEndDate)).toBe('2045-06-15');
  });

  test('takes a custom end for the first term alone', () => {
    const term = ended({ nextTermEndDate: instant('2025-10-01') });

    expect(dayOf(renewedTerm(term, instant('2025-06-15')).commitmentEndDate)).toBe('2025-10-01');
    expect(dayOf(renewedTerm(term, instant('2025-10-01')).commitmentEndDate)).toBe('2026-10-01');
  });

  test('stays in classic commerce', () => {
    const term = ended({ cancellationAllowedUntilDate: null });

    expect(renewedTerm(term, instant('2025-06-15'))).toMatchObject({
      commitmentEndDate: instant('2026-06-15'),
      cancellationAllowedUntilDate: null,
      billingCycleEndDate: null,
    });
  });
});

describe('what the next term is about', () => {
  const ESSENTIALS = offerOf(OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS);
  const PREMIUM = offerOf(OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM);
  const E3 = offerOf(OFFER_IDS.OFFICE_365_ENTERPRISE_E3);
  const INTUNE = offerOf(OFFER_IDS.INTUNE);
  const said = (plan: Partial<NextTermPlan>): unknown => {
    const goods = goodsOfNextTerm({
      quantity: 10,
      nextTermQuantity: null,
      billingCycle: 'ANNUAL',
      offer: ESSENTIALS,
      nextOffer: null,
      isNextOfferHeld: false,
      ...plan,
    });
    return [goods.offer?.name ?? 'as before', goods.quantity];
  };

  test.each<[string, Partial<NextTermPlan>, string, number]>([
    ['nothing planned', {}, 'as before', 10],
    ['other seats', { nextTermQuantity: 25 }, 'as before', 25],
    ['another offer', { nextOffer: PREMIUM }, 'Office 365 Business Premium', 10],
    ['both', { nextOffer: PREMIUM, nextTermQuantity: 25 }, 'Office 365 Business Premium', 25],
    [
      'an offer that is held by now',
      { nextOffer: PREMIUM, isNextOfferHeld: true },
      'as before',
      10,
    ],
    [
      'an offer that is not billed so',
      { nextOffer: PREMIUM, billingCycle: 'NONE' },
      'as before',
      10,
    ],
    [
      'an offer that is not sold any more',
      { nextOffer: { ...PREMIUM, isAvailableForPurchase: false } },
      'as before',
      10,
    ],
    ['an offer of another service', { nextOffer: INTUNE }, 'as before', 10],
    ['as many seats as the offer takes', { nextTermQuantity: 300 }, 'as before', 300],
    ['one seat more', { nextTermQuantity: 301 }, 'as before', 10],
    ['one seat', { nextTermQuantity: 1 }, 'as before', 1],
    ['no seat', { nextTermQuantity: 0 }, 'as before', 10],
    ['seats of the next offer', { nextOffer: E3, nextTermQuantity: 301 }, E3.name, 301],
    [
      'seats beyond the next offer',
      { offer: E3, quantity: 301, nextOffer: PREMIUM },
      'as before',
      301,
    ],
    ['seats of an unknown offer', { offer: null, nextTermQuantity: 5_000 }, 'as before', 5_000],
  ])('%s', (_what, plan, offer, quantity) => {
    expect(said(plan)).toEqual([offer, quantity]);
  });
});
