/** What is billed, how often and for how long: of offers and of subscriptions (domain sections 2.8, 2.9). */

export const BillingType = { NONE: 'NONE', USAGE: 'USAGE', LICENSE: 'LICENSE' } as const;
export type BillingType = (typeof BillingType)[keyof typeof BillingType];

export const BillingCycle = {
  UNKNOWN: 'UNKNOWN',
  MONTHLY: 'MONTHLY',
  ANNUAL: 'ANNUAL',
  NONE: 'NONE',
  ONE_TIME: 'ONE_TIME',
  TRIENNIAL: 'TRIENNIAL',
  BIENNIAL: 'BIENNIAL',
} as const;
export type BillingCycle = (typeof BillingCycle)[keyof typeof BillingCycle];

/** Lengths of a term, as ISO 8601 durations. */
export const TERM_DURATIONS = ['P1M', 'P1Y', 'P3Y'] as const;
export type TermDuration = (typeof TERM_DURATIONS)[number];
