/** What a mutation tries to do to an existing subscription; one group per column of domain section 5. */
export const SubscriptionChange = {
  PARTNER_OF_RECORD: 'PARTNER_OF_RECORD',
  OWNERSHIP: 'OWNERSHIP',
  OFFER: 'OFFER',
  TERMS: 'TERMS',
  OTHER: 'OTHER',
} as const;
export type SubscriptionChange = (typeof SubscriptionChange)[keyof typeof SubscriptionChange];

/** What a relationship operation proves to leave as it was (`@leavesUnchanged`). */
export const Invariant = {
  SUBSCRIPTIONS: 'SUBSCRIPTIONS',
  OWNERSHIP: 'OWNERSHIP',
  TERMS: 'TERMS',
  PARTNER_OF_RECORD: 'PARTNER_OF_RECORD',
} as const;
export type Invariant = (typeof Invariant)[keyof typeof Invariant];
