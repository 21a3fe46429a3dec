/** Roles a token may carry (domain section 6). A role of the other side is ignored. */
export const PartnerRole = {
  ADMIN_AGENT: 'ADMIN_AGENT',
  SALES_AGENT: 'SALES_AGENT',
  HELPDESK_AGENT: 'HELPDESK_AGENT',
  GLOBAL_ADMIN: 'GLOBAL_ADMIN',
  BILLING_ADMIN: 'BILLING_ADMIN',
  USER_MGMT_ADMIN: 'USER_MGMT_ADMIN',
} as const;
export type PartnerRole = (typeof PartnerRole)[keyof typeof PartnerRole];

export const CustomerRole = {
  CUSTOMER_GLOBAL_ADMIN: 'CUSTOMER_GLOBAL_ADMIN',
  CUSTOMER_BILLING_ADMIN: 'CUSTOMER_BILLING_ADMIN',
  CUSTOMER_USER: 'CUSTOMER_USER',
} as const;
export type CustomerRole = (typeof CustomerRole)[keyof typeof CustomerRole];

/** A role as refusals and directives name it, of either side. */
export type Role = PartnerRole | CustomerRole | 'OPERATOR';
