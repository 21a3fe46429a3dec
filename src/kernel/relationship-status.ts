/** States of a reseller relationship (domain section 4.3); lists of customers filter by them too. */
export const RelationshipStatus = { ACTIVE: 'ACTIVE', REMOVED: 'REMOVED' } as const;
export type RelationshipStatus = (typeof RelationshipStatus)[keyof typeof RelationshipStatus];
