/** States of a subscription (domain section 2.8); lists of customers filter by them too. */
export const SubscriptionStatus = {
  NONE: 'NONE',
  PENDING: 'PENDING',
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  EXPIRED: 'EXPIRED',
  DISABLED: 'DISABLED',
  DELETED: 'DELETED',
} as const;
export type SubscriptionStatus = (typeof SubscriptionStatus)[keyof typeof SubscriptionStatus];
