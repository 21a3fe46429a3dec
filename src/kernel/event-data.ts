import type { AuditResourceType } from './audit-operation';
import type { ErrorCode } from './error-code';
import type { EventNameKey } from './event-name';
import type { Rule } from './rule';
import type { Service } from './service';
import type { WebhookPauseReason } from './webhook-pause-reason';

/** How an account stands with the operator (R18). */
type ResellerStanding = 'ACTIVE' | 'RESTRICTED' | 'SUSPENDED';

interface RequestEventData {
  readonly requestId: string;
  readonly resellerId: string;
}

interface PartnershipEventData {
  readonly partnerRelationshipId: string;
  readonly providerId: string;
  readonly indirectResellerId: string;
}

interface RejectionEventData {
  readonly subscriptionId: string;
  /** Name of the mutation field that was refused. */
  readonly mutation: string;
  readonly code: ErrorCode;
  readonly rule: Rule | null;
  /** Names of the input fields that made the attempt, most severe first; never a value. */
  readonly fields: readonly string[];
}

/**
 * What each event says besides its envelope (domain section 10). Ids are row ids; the graph shows them
 * as opaque ids. Everything in here may be read by every recipient of the event: what only some of
 * them may know belongs to the object, which is read by its id under the reader's own rights.
 */
export interface EventDataOf {
  readonly RESELLER_RELATIONSHIP_REQUESTED: RequestEventData & {
    readonly services: readonly Service[];
    readonly withDelegatedAdmin: boolean;
    /** ISO 8601, UTC. */
    readonly expiresAt: string;
  };
  readonly RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER: RequestEventData & {
    readonly relationshipId: string;
    /** Services whose privileges this acceptance granted; fewer than asked for after a partial one (D15). */
    readonly services: readonly Service[];
    /** False when an ACTIVE relationship was reused (R9). */
    readonly relationshipCreated: boolean;
  };
  readonly RESELLER_RELATIONSHIP_REQUEST_DECLINED: RequestEventData & {
    readonly reason: string | null;
  };
  readonly RESELLER_RELATIONSHIP_REQUEST_CANCELED: RequestEventData;
  readonly RESELLER_RELATIONSHIP_REQUEST_EXPIRED: RequestEventData & {
    /** The `expiresAt` that passed. ISO 8601, UTC. */
    readonly expiredAt: string;
  };
  readonly RESELLER_RELATIONSHIP_REMOVED: {
    readonly relationshipId: string;
    readonly resellerId: string;
    readonly reason: string | null;
  };
  readonly DAP_ADMIN_RELATIONSHIP_APPROVED: {
    readonly relationshipId: string;
    readonly resellerId: string;
    readonly services: readonly Service[];
  };
  readonly DAP_ADMIN_RELATIONSHIP_TERMINATED: {
    readonly relationshipId: string;
    readonly resellerId: string;
    readonly services: readonly Service[];
    /** The state the privileges ended in. */
    readonly status: 'REMOVED_BY_CUSTOMER' | 'RELINQUISHED_BY_PARTNER' | 'ENDED_WITH_RELATIONSHIP';
  };
  readonly DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR: {
    readonly relationshipId: string;
    readonly resellerId: string;
    readonly services: readonly Service[];
    /** Since when the operator says that they were not used (D16). ISO 8601, UTC. */
    readonly unusedSince: string;
  };
  readonly SUBSCRIPTION_CREATED: {
    readonly subscriptionId: string;
  };
  readonly SUBSCRIPTION_UPDATED: {
    readonly subscriptionId: string;
    /** Names of the subscription's fields, as in the graph. */
    readonly changedFields: readonly string[];
  };
  readonly SUBSCRIPTION_CHANGE_REJECTED: RejectionEventData;
  readonly PARTNER_OF_RECORD_CHANGE_REJECTED: RejectionEventData;
  readonly INVITATION_ROTATED: {
    readonly resellerId: string;
    readonly oldInvitationId: string;
    readonly newInvitationId: string;
  };
  readonly CUSTOMER_CREATED: {
    readonly customerId: string;
    /** How the customer came to be held: it accepted a link before, or a reseller made its account. */
    readonly origin: 'INVITATION' | 'CUSTOMER_CREATED_BY_RESELLER';
  };
  readonly CUSTOMER_UPDATED: {
    readonly customerId: string;
    /** Names of the customer's fields that differ now, as in the graph; never a value. */
    readonly changedFields: readonly string[];
  };
  readonly RESELLER_STATUS_CHANGED: {
    readonly resellerId: string;
    readonly oldStatus: ResellerStanding;
    readonly newStatus: ResellerStanding;
  };
  readonly PARTNER_RELATIONSHIP_CREATED: PartnershipEventData;
  readonly PARTNER_RELATIONSHIP_REMOVED: PartnershipEventData;
  readonly WEBHOOK_ENDPOINT_PAUSED: {
    readonly webhookEndpointId: string;
    readonly pauseReason: WebhookPauseReason;
  };
  /** Goes to this endpoint alone, whatever it filters. */
  readonly TEST_CREATED: {
    readonly webhookEndpointId: string;
  };
}

/**
 * The kind of object each event's `resourceId` names. An acceptance and the privileges it grants are
 * about the relationship, so that a relationship's history is found by one id.
 */
export const EVENT_RESOURCE_TYPE: Readonly<Record<EventNameKey, AuditResourceType>> = {
  RESELLER_RELATIONSHIP_REQUESTED: 'RELATIONSHIP_REQUEST',
  RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER: 'PARTNER_CUSTOMER_RELATIONSHIP',
  RESELLER_RELATIONSHIP_REQUEST_DECLINED: 'RELATIONSHIP_REQUEST',
  RESELLER_RELATIONSHIP_REQUEST_CANCELED: 'RELATIONSHIP_REQUEST',
  RESELLER_RELATIONSHIP_REQUEST_EXPIRED: 'RELATIONSHIP_REQUEST',
  RESELLER_RELATIONSHIP_REMOVED: 'PARTNER_CUSTOMER_RELATIONSHIP',
  DAP_ADMIN_RELATIONSHIP_APPROVED: 'PARTNER_CUSTOMER_RELATIONSHIP',
  DAP_ADMIN_RELATIONSHIP_TERMINATED: 'PARTNER_CUSTOMER_RELATIONSHIP',
  DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR: 'PARTNER_CUSTOMER_RELATIONSHIP',
  SUBSCRIPTION_CREATED: 'SUBSCRIPTION',
  SUBSCRIPTION_UPDATED: 'SUBSCRIPTION',
  SUBSCRIPTION_CHANGE_REJECTED: 'SUBSCRIPTION',
  PARTNER_OF_RECORD_CHANGE_REJECTED: 'SUBSCRIPTION',
  INVITATION_ROTATED: 'INVITATION',
  CUSTOMER_CREATED: 'CUSTOMER',
  CUSTOMER_UPDATED: 'CUSTOMER',
  RESELLER_STATUS_CHANGED: 'RESELLER',
  PARTNER_RELATIONSHIP_CREATED: 'PARTNER_RELATIONSHIP',
  PARTNER_RELATIONSHIP_REMOVED: 'PARTNER_RELATIONSHIP',
  WEBHOOK_ENDPOINT_PAUSED: 'WEBHOOK_ENDPOINT',
  TEST_CREATED: 'WEBHOOK_ENDPOINT',
};
