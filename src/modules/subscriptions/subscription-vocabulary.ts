/** Closed sets of domain section 2.8, spelled as in the graph and stored so. */

import type { TermDuration } from '../../kernel/billing';

export { BillingCycle, BillingType, TERM_DURATIONS, type TermDuration } from '../../kernel/billing';
export { SubscriptionStatus } from '../../kernel/subscription-status';

/** Whose suspension it is: each lifts only its own (domain section 4.5). */
export const SuspendedBy = { RESELLER: 'RESELLER', OPERATOR: 'OPERATOR' } as const;
export type SuspendedBy = (typeof SuspendedBy)[keyof typeof SuspendedBy];

export const ContractType = {
  SUBSCRIPTION: 'SUBSCRIPTION',
  PRODUCT_KEY: 'PRODUCT_KEY',
  REDEMPTION_CODE: 'REDEMPTION_CODE',
} as const;
export type ContractType = (typeof ContractType)[keyof typeof ContractType];

/** Lengths of the term of a renewal; three years are for an initial term only (domain section 2.8). */
export const RENEWAL_TERM_DURATIONS = ['P1M', 'P1Y'] as const satisfies readonly TermDuration[];

export const RefundOptionType = { FULL: 'FULL', PARTIAL: 'PARTIAL' } as const;
export type RefundOptionType = (typeof RefundOptionType)[keyof typeof RefundOptionType];

/** What the source service offers on a subscription; here filtered for the viewer. */
export const SubscriptionAction = { EDIT: 'EDIT', CANCEL: 'CANCEL' } as const;
export type SubscriptionAction = (typeof SubscriptionAction)[keyof typeof SubscriptionAction];

/** Actions on which a viewer gets a verdict (S16): one per protected group of fields or act. */
export const SUBSCRIPTION_VERDICT_ACTIONS = [
  'CHANGE_QUANTITY',
  'RENAME',
  'CHANGE_AUTO_RENEW',
  'CHANGE_BILLING_CYCLE',
  'CHANGE_TERM',
  'SUSPEND',
  'REACTIVATE',
  'CANCEL',
  'SCHEDULE_NEXT_TERM',
  'ASSIGN_SUPPORT_CONTACT',
  'CHANGE_PARTNER_OF_RECORD',
  'TRANSFER',
] as const;
export type SubscriptionVerdictAction = (typeof SUBSCRIPTION_VERDICT_ACTIONS)[number];
