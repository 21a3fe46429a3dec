import type { EventDataOf } from '../src/kernel/event-data';
import type { EventNameKey } from '../src/kernel/event-name';

/** Of whom and of what the examples tell. */
const IDS = {
  customer: 'c5000000-0000-7000-8000-000000000001',
  reseller: '4e000000-0000-7000-8000-000000000002',
  provider: '4e000000-0000-7000-8000-000000000003',
  request: '4e900000-0000-7000-8000-000000000001',
  relationship: '4e1a0000-0000-7000-8000-000000000004',
  subscription: '5b000000-0000-7000-8000-000000000001',
  partnership: '9a000000-0000-7000-8000-000000000001',
  oldInvitation: '17000000-0000-7000-8000-000000000001',
  newInvitation: '17000000-0000-7000-8000-000000000002',
  endpoint: 'eb000000-0000-7000-8000-000000000001',
} as const;

/** Who hears of an event, in the words of the page. */
export type Hearer =
  | 'the customer'
  | 'the reseller'
  | 'the transacting reseller'
  | 'the caller’s reseller'
  | 'the resellers with an active relationship to it'
  | 'both partners'
  | 'the owner of the endpoint';

export interface EventExample<Name extends EventNameKey> {
  readonly to: readonly Hearer[];
  readonly data: EventDataOf[Name];
}

const BOTH = ['the customer', 'the reseller'] as const;
const SALE = ['the customer', 'the transacting reseller'] as const;
const ATTEMPT = ['the customer', 'the caller’s reseller', 'the transacting reseller'] as const;
const request = { requestId: IDS.request, resellerId: IDS.reseller };
const relationship = { relationshipId: IDS.relationship, resellerId: IDS.reseller };
const partnership = {
  partnerRelationshipId: IDS.partnership,
  providerId: IDS.provider,
  indirectResellerId: IDS.reseller,
};

/** One example of every event, and to whom it goes; the compiler misses none. */
export const EVENT_EXAMPLES: { readonly [Name in EventNameKey]: EventExample<Name> } = {
  RESELLER_RELATIONSHIP_REQUESTED: {
    to: BOTH,
    data: {
      ...request,
      services: ['EXCHANGE_OFFICE', 'DYNAMICS'],
      withDelegatedAdmin: true,
      expiresAt: '2026-05-31T08:00:00.000Z',
    },
  },
  RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER: {
    to: BOTH,
    data: {
      ...request,
      relationshipId: IDS.relationship,
      services: ['EXCHANGE_OFFICE'],
      relationshipCreated: true,
    },
  },
  RESELLER_RELATIONSHIP_REQUEST_DECLINED: {
    to: BOTH,
    data: { ...request, reason: 'We have found another partner.' },
  },
  RESELLER_RELATIONSHIP_REQUEST_CANCELED: { to: BOTH, data: request },
  RESELLER_RELATIONSHIP_REQUEST_EXPIRED: {
    to: BOTH,
    data: { ...request, expiredAt: '2026-05-31T08:00:00.000Z' },
  },
  RESELLER_RELATIONSHIP_REMOVED: { to: BOTH, data: { ...relationship, reason: null } },
  DAP_ADMIN_RELATIONSHIP_APPROVED: {
    to: BOTH,
    data: { ...relationship, services: ['EXCHANGE_OFFICE'] },
  },
  DAP_ADMIN_RELATIONSHIP_TERMINATED: {
    to: BOTH,
    data: { ...relationship, services: ['DYNAMICS'], status: 'REMOVED_BY_CUSTOMER' },
  },
  DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR: {
    to: BOTH,
    data: { ...relationship, services: ['INTUNE'], unusedSince: '2025-11-20T00:00:00.000Z' },
  },
  SUBSCRIPTION_CREATED: { to: SALE, data: { subscriptionId: IDS.subscription } },
  SUBSCRIPTION_UPDATED: {
    to: SALE,
    data: { subscriptionId: IDS.subscription, changedFields: ['quantity'] },
  },
  SUBSCRIPTION_CHANGE_REJECTED: {
    to: ATTEMPT,
    data: {
      subscriptionId: IDS.subscription,
      mutation: 'updateSubscription',
      code: 'TERMS_CHANGE_NOT_ALLOWED',
      rule: 'R3',
      fields: ['billingCycle', 'quantity'],
    },
  },
  PARTNER_OF_RECORD_CHANGE_REJECTED: {
    to: ATTEMPT,
    data: {
      subscriptionId: IDS.subscription,
      mutation: 'changePartnerOfRecord',
      code: 'POR_CHANGE_NOT_ALLOWED',
      rule: 'R4',
      fields: ['partnerId'],
    },
  },
  INVITATION_ROTATED: {
    to: ['the reseller'],
    data: {
      resellerId: IDS.reseller,
      oldInvitationId: IDS.oldInvitation,
      newInvitationId: IDS.newInvitation,
    },
  },
  CUSTOMER_CREATED: { to: BOTH, data: { customerId: IDS.customer, origin: 'INVITATION' } },
  CUSTOMER_UPDATED: {
    to: ['the customer', 'the resellers with an active relationship to it'],
    data: { customerId: IDS.customer, changedFields: ['billingProfile'] },
  },
  RESELLER_STATUS_CHANGED: {
    to: ['the reseller'],
    data: { resellerId: IDS.reseller, oldStatus: 'ACTIVE', newStatus: 'SUSPENDED' },
  },
  PARTNER_RELATIONSHIP_CREATED: { to: ['both partners'], data: partnership },
  PARTNER_RELATIONSHIP_REMOVED: { to: ['both partners'], data: partnership },
  WEBHOOK_ENDPOINT_PAUSED: {
    to: ['the owner of the endpoint'],
    data: { webhookEndpointId: IDS.endpoint, pauseReason: 'DELIVERY_FAILED' },
  },
  TEST_CREATED: {
    to: ['the owner of the endpoint'],
    data: { webhookEndpointId: IDS.endpoint },
  },
};

/** The customer of an example, where its event has one. */
export const EXAMPLE_CUSTOMER = IDS.customer;
