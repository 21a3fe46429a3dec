/** Events of the change log, `{resource}-{action}` at the source (domain section 10). */
export const EventName = {
  RESELLER_RELATIONSHIP_REQUESTED: 'reseller-relationship-requested',
  RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER: 'reseller-relationship-accepted-by-customer',
  RESELLER_RELATIONSHIP_REQUEST_DECLINED: 'reseller-relationship-request-declined',
  RESELLER_RELATIONSHIP_REQUEST_CANCELED: 'reseller-relationship-request-canceled',
  RESELLER_RELATIONSHIP_REQUEST_EXPIRED: 'reseller-relationship-request-expired',
  RESELLER_RELATIONSHIP_REMOVED: 'reseller-relationship-removed',
  DAP_ADMIN_RELATIONSHIP_APPROVED: 'dap-admin-relationship-approved',
  DAP_ADMIN_RELATIONSHIP_TERMINATED: 'dap-admin-relationship-terminated',
  DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR: 'dap-admin-relationship-terminated-by-operator',
  SUBSCRIPTION_CREATED: 'subscription-created',
  SUBSCRIPTION_UPDATED: 'subscription-updated',
  SUBSCRIPTION_CHANGE_REJECTED: 'subscription-change-rejected',
  PARTNER_OF_RECORD_CHANGE_REJECTED: 'partner-of-record-change-rejected',
  INVITATION_ROTATED: 'invitation-rotated',
  CUSTOMER_CREATED: 'customer-created',
  CUSTOMER_UPDATED: 'customer-updated',
  RESELLER_STATUS_CHANGED: 'reseller-status-changed',
  PARTNER_RELATIONSHIP_CREATED: 'partner-relationship-created',
  PARTNER_RELATIONSHIP_REMOVED: 'partner-relationship-removed',
  WEBHOOK_ENDPOINT_PAUSED: 'webhook-endpoint-paused',
  TEST_CREATED: 'test-created',
} as const;
/** Key of the enum, as the graph names it. */
export type EventNameKey = keyof typeof EventName;
export type EventName = (typeof EventName)[EventNameKey];
