import type { CustomerRole, PartnerRole } from './roles';

/** Rows of the role matrix (domain section 6) that have an operation here. */
export const ACTIONS = [
  'SEARCH_CUSTOMERS',
  'CREATE_CUSTOMER',
  'EDIT_CUSTOMER',
  'EDIT_CUSTOMER_BILLING_PROFILE',
  'REQUEST_RELATIONSHIP',
  'ROTATE_INVITATION',
  'SEE_RELATIONSHIPS',
  'USE_DAP',
  'RELINQUISH_DAP',
  'REMOVE_RELATIONSHIP',
  'MANAGE_OWN_SUBSCRIPTIONS',
  'SEE_OFFERS',
  'SEE_CUSTOMER_AGREEMENT',
  'REGISTER_INDIRECT_RESELLER',
  'SEE_PARTNER_PROFILES',
  'READ_ACTIVITY_LOG',
  'OWN_WEBHOOKS',
  'DECIDE_RELATIONSHIP_REQUEST',
  'REMOVE_DAP',
  'TERMINATE_DAP',
] as const;
export type Action = (typeof ACTIONS)[number];

export interface ActionRow {
  readonly partner: readonly PartnerRole[];
  readonly customer: readonly CustomerRole[];
  readonly operator: boolean;
  readonly application: boolean;
}
