import { encodeGlobalId } from '../../platform/graphql/global-id';

/*
 * Opaque ids of every object type, by row ids. What belongs to a customer or to a reseller carries the
 * id of its owner first, as its table does (design section 5). Here, because modules name each other's
 * objects in events, audit records and blockers.
 */

export function customerIdOf(id: string): string {
  return encodeGlobalId('Customer', id);
}

export function resellerIdOf(id: string): string {
  return encodeGlobalId('Reseller', id);
}

export function partnerRelationshipIdOf(providerId: string, id: string): string {
  return encodeGlobalId('PartnerRelationship', providerId, id);
}

export function invitationIdOf(resellerId: string, id: string): string {
  return encodeGlobalId('Invitation', resellerId, id);
}

/** Owned by the reseller: it exists before any customer is known. */
export function relationshipRequestIdOf(resellerId: string, id: string): string {
  return encodeGlobalId('RelationshipRequest', resellerId, id);
}

export function relationshipIdOf(customerId: string, id: string): string {
  return encodeGlobalId('Relationship', customerId, id);
}

export function subscriptionIdOf(customerId: string, id: string): string {
  return encodeGlobalId('Subscription', customerId, id);
}

/** The offer's own id at the source service, which is a UUID. */
export function offerIdOf(offerId: string): string {
  return encodeGlobalId('Offer', offerId);
}

export function eventIdOf(id: string): string {
  return encodeGlobalId('Event', id);
}

export function auditRecordIdOf(id: string): string {
  return encodeGlobalId('AuditRecord', id);
}
