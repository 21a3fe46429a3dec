import { Field, ID, ObjectType } from 'type-graphql';

import { ErrorCode } from '../../kernel/error-code';
import type { EventNameKey } from '../../kernel/event-name';
import { Rule } from '../../kernel/rule';
import { Service } from '../../kernel/service';
import { WebhookPauseReason } from '../../kernel/webhook-pause-reason';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { DateTimeScalar } from '../../platform/graphql/scalars';
import { ResellerAccountStatus } from '../resellers/reseller-standing.rules';
import { Event } from './event.types';

export const EndedPrivilegeStatus = {
  REMOVED_BY_CUSTOMER: 'REMOVED_BY_CUSTOMER',
  RELINQUISHED_BY_PARTNER: 'RELINQUISHED_BY_PARTNER',
  ENDED_WITH_RELATIONSHIP: 'ENDED_WITH_RELATIONSHIP',
} as const;
export type EndedPrivilegeStatus = keyof typeof EndedPrivilegeStatus;

registerDescribedEnum(EndedPrivilegeStatus, {
  name: 'EndedPrivilegeStatus',
  description: 'How delegated administrative privileges ended.',
  values: {
    REMOVED_BY_CUSTOMER: 'The customer took them away (R26).',
    RELINQUISHED_BY_PARTNER: 'The partner gave them up (R28).',
    ENDED_WITH_RELATIONSHIP: 'The reseller relationship was removed (R32).',
  },
});

export const CustomerCreation = {
  INVITATION: 'INVITATION',
  CUSTOMER_CREATED_BY_RESELLER: 'CUSTOMER_CREATED_BY_RESELLER',
} as const;
export type CustomerCreation = keyof typeof CustomerCreation;

registerDescribedEnum(CustomerCreation, {
  name: 'CustomerCreation',
  description: 'How a customer came to be held by this server.',
  values: {
    INVITATION: 'It accepted an invitation link before it was held.',
    CUSTOMER_CREATED_BY_RESELLER: 'A reseller made its account.',
  },
});

const ID_OF_REQUEST = 'Opaque id of the relationship request.';
const ID_OF_RELATIONSHIP = 'Opaque id of the reseller relationship.';
const ID_OF_RESELLER = 'Opaque id of the reseller that it is about.';

/** An object type that implements `Event`. */
function EventType(name: string, description: string): ClassDecorator {
  return ObjectType(name, { implements: Event, description, simpleResolvers: true });
}

@EventType('ResellerRelationshipRequestedEvent', 'A reseller asked a customer for a relationship.')
class ResellerRelationshipRequestedEvent extends Event {
  @Field(() => ID, { description: ID_OF_REQUEST })
  requestId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => [Service], { description: 'Services for which privileges are asked.' })
  services!: readonly Service[];

  @Field(() => Boolean, { description: 'Whether privileges are asked for at all.' })
  withDelegatedAdmin!: boolean;

  @Field(() => DateTimeScalar, { description: 'When the request ends without an answer (R25).' })
  expiresAt!: string;
}

@EventType(
  'ResellerRelationshipAcceptedByCustomerEvent',
  'A customer accepted a reseller relationship.',
)
class ResellerRelationshipAcceptedByCustomerEvent extends Event {
  @Field(() => ID, { description: ID_OF_REQUEST })
  requestId!: string;

  @Field(() => ID, { description: ID_OF_RELATIONSHIP })
  relationshipId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => [Service], {
    description: 'Services whose privileges were granted; may be fewer than asked for.',
  })
  services!: readonly Service[];

  @Field(() => Boolean, { description: 'Whether the relationship is new, not one reused (R9).' })
  relationshipCreated!: boolean;
}

@EventType(
  'ResellerRelationshipRequestDeclinedEvent',
  'A customer declined a relationship request.',
)
class ResellerRelationshipRequestDeclinedEvent extends Event {
  @Field(() => ID, { description: ID_OF_REQUEST })
  requestId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => String, { nullable: true, description: 'The customer’s reason; null without one.' })
  reason!: string | null;
}

@EventType('ResellerRelationshipRequestCanceledEvent', 'A reseller took its request back.')
class ResellerRelationshipRequestCanceledEvent extends Event {
  @Field(() => ID, { description: ID_OF_REQUEST })
  requestId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;
}

@EventType('ResellerRelationshipRequestExpiredEvent', 'A request ended without an answer.')
class ResellerRelationshipRequestExpiredEvent extends Event {
  @Field(() => ID, { description: ID_OF_REQUEST })
  requestId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => DateTimeScalar, { description: 'Until when it could have been answered.' })
  expiredAt!: string;
}

@EventType('ResellerRelationshipRemovedEvent', 'A reseller ended its relationship with a customer.')
class ResellerRelationshipRemovedEvent extends Event {
  @Field(() => ID, { description: ID_OF_RELATIONSHIP })
  relationshipId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => String, { nullable: true, description: 'The reseller’s reason; null without one.' })
  reason!: string | null;
}

@EventType(
  'DapAdminRelationshipApprovedEvent',
  'A customer granted delegated administrative privileges.',
)
class DapAdminRelationshipApprovedEvent extends Event {
  @Field(() => ID, { description: ID_OF_RELATIONSHIP })
  relationshipId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => [Service], { description: 'Services that they were granted for.' })
  services!: readonly Service[];
}

@EventType(
  'DapAdminRelationshipTerminatedEvent',
  'Delegated administrative privileges ended. Subscriptions stay as they are (R27).',
)
class DapAdminRelationshipTerminatedEvent extends Event {
  @Field(() => ID, { description: ID_OF_RELATIONSHIP })
  relationshipId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => [Service], { description: 'Services that they ended for.' })
  services!: readonly Service[];

  @Field(() => EndedPrivilegeStatus, { description: 'How they ended.' })
  status!: EndedPrivilegeStatus;
}

@EventType(
  'DapAdminRelationshipTerminatedByOperatorEvent',
  'The operator ended delegated administrative privileges that were not used (D16). Subscriptions stay as they are (R27).',
)
class DapAdminRelationshipTerminatedByOperatorEvent extends Event {
  @Field(() => ID, { description: ID_OF_RELATIONSHIP })
  relationshipId!: string;

  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => [Service], { description: 'Services that they ended for.' })
  services!: readonly Service[];

  @Field(() => DateTimeScalar, {
    description: 'Since when they were not used, as the operator states it.',
  })
  unusedSince!: string;
}

@EventType(
  'SubscriptionCreatedEvent',
  'A reseller sold a customer something new; what was there before stays as it was.',
)
class SubscriptionCreatedEvent extends Event {
  @Field(() => ID, { description: 'Opaque id of the subscription.' })
  subscriptionId!: string;
}

@EventType(
  'SubscriptionUpdatedEvent',
  'The seller of a subscription, the operator or the platform changed it.',
)
class SubscriptionUpdatedEvent extends Event {
  @Field(() => ID, { description: 'Opaque id of the subscription.' })
  subscriptionId!: string;

  @Field(() => [String], { description: 'Names of the fields that changed, as in the graph.' })
  changedFields!: readonly string[];
}

abstract class RejectionEvent extends Event {
  subscriptionId!: string;
  mutation!: string;
  code!: ErrorCode;
  rule!: Rule | null;
  fields!: readonly string[];
}

/** The fields of both rejections. */
function withRejectionFields(target: { readonly prototype: RejectionEvent }): void {
  const { prototype } = target;
  Field(() => ID, { description: 'Opaque id of the subscription.' })(prototype, 'subscriptionId');
  Field(() => String, { description: 'Name of the mutation.' })(prototype, 'mutation');
  Field(() => ErrorCode, { description: 'What the caller was answered.' })(prototype, 'code');
  Field(() => Rule, {
    nullable: true,
    description: 'The rule; null where no single one refuses.',
  })(prototype, 'rule');
  Field(() => [String], {
    description: 'Input fields that made the attempt; never their values.',
  })(prototype, 'fields');
}

@EventType(
  'SubscriptionChangeRejectedEvent',
  'Somebody tried to change a subscription and was refused.',
)
@withRejectionFields
class SubscriptionChangeRejectedEvent extends RejectionEvent {}

@EventType(
  'PartnerOfRecordChangeRejectedEvent',
  'Somebody tried to change the Partner of Record of a subscription and was refused.',
)
@withRejectionFields
class PartnerOfRecordChangeRejectedEvent extends RejectionEvent {}

@EventType(
  'InvitationRotatedEvent',
  'A reseller replaced its invitation link; the old one is refused from now on.',
)
class InvitationRotatedEvent extends Event {
  @Field(() => ID, { description: ID_OF_RESELLER })
  resellerId!: string;

  @Field(() => ID, { description: 'Opaque id of the invitation that was revoked.' })
  oldInvitationId!: string;

  @Field(() => ID, { description: 'Opaque id of the invitation that replaces it.' })
  newInvitationId!: string;
}

@EventType('CustomerCreatedEvent', 'A customer came to be held by this server.')
class CustomerCreatedEvent extends Event {
  @Field(() => CustomerCreation, { description: 'How it came to be held.' })
  origin!: CustomerCreation;
}

@EventType(
  'CustomerUpdatedEvent',
  'A reseller changed contact or company data of a customer. Another reseller does not read which partner it was.',
)
class CustomerUpdatedEvent extends Event {
  @Field(() => [String], {
    description: 'Names of the fields that changed, as in the graph; never their values.',
  })
  changedFields!: readonly string[];
}

@EventType('ResellerStatusChangedEvent', 'The operator changed the standing of a reseller (R18).')
class ResellerStatusChangedEvent extends Event {
  @Field(() => ResellerAccountStatus, { description: 'The standing before.' })
  oldStatus!: ResellerAccountStatus;

  @Field(() => ResellerAccountStatus, { description: 'The standing from now on.' })
  newStatus!: ResellerAccountStatus;
}

abstract class PartnershipEvent extends Event {
  partnerRelationshipId!: string;
  providerId!: string;
  indirectResellerId!: string;
}

/** Who the two partners are, on each of the concrete types. */
function withPartnershipFields(target: { readonly prototype: PartnershipEvent }): void {
  const { prototype } = target;
  Field(() => ID, { description: 'Opaque id of the link between the two partners.' })(
    prototype,
    'partnerRelationshipId',
  );
  Field(() => ID, { description: 'Opaque id of the indirect provider.' })(prototype, 'providerId');
  Field(() => ID, { description: 'Opaque id of the indirect reseller.' })(
    prototype,
    'indirectResellerId',
  );
}

@EventType('PartnerRelationshipCreatedEvent', 'A provider registered an indirect reseller.')
@withPartnershipFields
class PartnerRelationshipCreatedEvent extends PartnershipEvent {}

@EventType(
  'PartnerRelationshipRemovedEvent',
  'A provider ended its partnership with an indirect reseller. Nothing that either has with customers ended with it (R33).',
)
@withPartnershipFields
class PartnerRelationshipRemovedEvent extends PartnershipEvent {}

const ID_OF_ENDPOINT = 'Opaque id of the webhook endpoint.';

@EventType(
  'WebhookEndpointPausedEvent',
  'A webhook endpoint was paused: events wait for it until it is resumed.',
)
class WebhookEndpointPausedEvent extends Event {
  @Field(() => ID, { description: ID_OF_ENDPOINT })
  webhookEndpointId!: string;

  @Field(() => WebhookPauseReason, { description: 'Why it was paused.' })
  pauseReason!: WebhookPauseReason;
}

@EventType(
  'TestCreatedEvent',
  'The owner of a webhook endpoint asked for a test. It is delivered to that endpoint, whatever it filters, and to no other.',
)
class TestCreatedEvent extends Event {
  @Field(() => ID, { description: ID_OF_ENDPOINT })
  webhookEndpointId!: string;
}

/** Nothing but the interface leads to these types, so the schema is told of them. */
export const EVENT_TYPES = {
  RESELLER_RELATIONSHIP_REQUESTED: ResellerRelationshipRequestedEvent,
  RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER: ResellerRelationshipAcceptedByCustomerEvent,
  RESELLER_RELATIONSHIP_REQUEST_DECLINED: ResellerRelationshipRequestDeclinedEvent,
  RESELLER_RELATIONSHIP_REQUEST_CANCELED: ResellerRelationshipRequestCanceledEvent,
  RESELLER_RELATIONSHIP_REQUEST_EXPIRED: ResellerRelationshipRequestExpiredEvent,
  RESELLER_RELATIONSHIP_REMOVED: ResellerRelationshipRemovedEvent,
  DAP_ADMIN_RELATIONSHIP_APPROVED: DapAdminRelationshipApprovedEvent,
  DAP_ADMIN_RELATIONSHIP_TERMINATED: DapAdminRelationshipTerminatedEvent,
  DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR: DapAdminRelationshipTerminatedByOperatorEvent,
  SUBSCRIPTION_CREATED: SubscriptionCreatedEvent,
  SUBSCRIPTION_UPDATED: SubscriptionUpdatedEvent,
  SUBSCRIPTION_CHANGE_REJECTED: SubscriptionChangeRejectedEvent,
  PARTNER_OF_RECORD_CHANGE_REJECTED: PartnerOfRecordChangeRejectedEvent,
  INVITATION_ROTATED: InvitationRotatedEvent,
  CUSTOMER_CREATED: CustomerCreatedEvent,
  CUSTOMER_UPDATED: CustomerUpdatedEvent,
  RESELLER_STATUS_CHANGED: ResellerStatusChangedEvent,
  PARTNER_RELATIONSHIP_CREATED: PartnerRelationshipCreatedEvent,
  PARTNER_RELATIONSHIP_REMOVED: PartnerRelationshipRemovedEvent,
  WEBHOOK_ENDPOINT_PAUSED: WebhookEndpointPausedEvent,
  TEST_CREATED: TestCreatedEvent,
} as const satisfies Record<EventNameKey, new () => Event>;

/** What each event's object carries beside the envelope, with opaque ids in place of row ids. */
export type EventObjectOf = {
  readonly [Name in EventNameKey]: Omit<InstanceType<(typeof EVENT_TYPES)[Name]>, keyof Event>;
};
