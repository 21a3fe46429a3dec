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

/** By `offerKeyOf`: what the source service calls an offer is no UUID everywhere, and not unique. */
export function offerIdOf(key: string): string {
  return encodeGlobalId('Offer', key);
}

export function eventIdOf(id: string): string {
  return encodeGlobalId('Event', id);
}

export function webhookEndpointIdOf(id: string): string {
  return encodeGlobalId('WebhookEndpoint', id);
}

export function webhookDeliveryIdOf(id: string): string {
  return encodeGlobalId('WebhookDelivery', id);
}

export function auditRecordIdOf(id: string): string {
  return encodeGlobalId('AuditRecord', id);
}
