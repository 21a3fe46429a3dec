import { encodeGlobalId } from '../../platform/graphql/global-id';

/*
 * Opaque ids of every object type, by row id. Here, because modules name each other's objects in events,
 * audit records and blockers. An id holds no owner: whoever may read a removed relationship or a request
 * must not learn the customer behind it from the id (R36).
 */

export function customerIdOf(id: string): string {
  return encodeGlobalId('Customer', id);
}

export function resellerIdOf(id: string): string {
  return encodeGlobalId('Reseller', id);
}

export function partnerRelationshipIdOf(id: string): string {
  return encodeGlobalId('PartnerRelationship', id);
}

export function invitationIdOf(id: string): string {
  return encodeGlobalId('Invitation', id);
}

export function relationshipRequestIdOf(id: string): string {
  return encodeGlobalId('RelationshipRequest', id);
}

export function relationshipIdOf(id: string): string {
  return encodeGlobalId('Relationship', id);
}

export function subscriptionIdOf(id: string): string {
  return encodeGlobalId('Subscription', id);
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
