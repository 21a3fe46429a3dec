import { ERROR_CATALOGUE, type ErrorCode } from '../../../kernel/error-code';
import type { LocaleTexts } from './locale-texts';

/** Texts that name the facts of a case; the one without arguments stands in the catalogue. */
const CASES: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  ROLE_NOT_ALLOWED: [
    'None of your roles allows this action. Allowed roles: {roles}.',
    '{problem, select, FOR_INDIRECT_PROVIDERS_ONLY {Only an indirect provider may do this.} NEEDS_USER {An application signs in without a user, and this needs a user.} other {None of your roles allows this action.}}',
  ],
  FEATURE_NOT_AVAILABLE_IN_CLOUD: [
    '{feature, select, MULTI_PARTNER {Working with several partners is} NEW_CUSTOMERS {Taking on new customers is} TERMINATE_UNUSED_DAP {Ending unused privileges is} GDAP {Granular delegated administration is} other {This feature is}} not available in your cloud instance.',
    'Not available in your cloud instance: {services}. Available services: {availableServices}.',
  ],
  AGREEMENT_NOT_ACCEPTED: [
    '{agreement, select, RESELLER {The reseller has not signed the reseller agreement of its cloud instance.} CUSTOMER {The customer agreement must be accepted before this step or with it.} other {A required agreement has not been accepted.}}',
  ],
  DAP_CONFLICT: [
    'Another partner that sells to the customer already holds delegated administrative privileges for {services}: {holders}. The customer can remove those privileges first.',
  ],
  DAP_NOT_GRANTED: [
    'The customer has not granted delegated administrative privileges for {services}.',
  ],
  NO_INDIRECT_PARTNERSHIP: [
    '{problem, select, NO_PROVIDER_NAMED {An indirect reseller invites jointly with its indirect provider. Name the provider.} other {There is no active partnership between this indirect provider and this indirect reseller.}}',
  ],
  INVALID_STATE_TRANSITION: [
    'The state {state} does not take the event {event}.',
    'The state {state} does not take the event {event} any more; it was possible until {until}.',
    'The state {state} does not take the event {event} any more; it was possible for {days, plural, one {# day} other {# days}}.',
    '{suspendedBy, select, OPERATOR {The operator suspended this subscription, and only the operator lifts the suspension.} other {The reseller suspended this subscription, and only the reseller lifts the suspension.}}',
  ],
  RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS: [
    'The relationship cannot be removed while subscriptions sold by this reseller are active or being provisioned. {count, plural, one {# subscription is} other {# subscriptions are}} in the way.',
  ],
  SUBSCRIPTION_CONFLICT: [
    '{problem, select, ADD_ONS_PRESENT {The subscription still has add-ons. Cancel them first.} other {The customer already holds this offer or services that it contains.}}',
  ],
  SUBSCRIPTION_NOT_ACTIVE: ['The subscription is not active; its state is {state}.'],
  PARENT_NOT_ACTIVE: ['The base subscription of this add-on is not active; its state is {state}.'],
  QUANTITY_OUT_OF_RANGE: [
    'The offer takes a quantity from {minimum, number} to {maximum, number}.',
  ],
  QUANTITY_DECREASE_NOT_ALLOWED: [
    'The quantity can no longer be lowered in this term; it was possible until {until}.',
  ],
  RATE_LIMITED: [
    'Too many requests. Repeat in {seconds, plural, one {# second} other {# seconds}}.',
  ],
  QUERY_TOO_COMPLEX: [
    'The operation is larger than the server accepts. Allowed are at most {maximum, number} {limit, select, bodyBytes {bytes} tokens {tokens} nesting {levels of nesting} depth {levels of fields} fields {fields and aliases} comparisons {pairs of fields of one name} objects {objects, page sizes multiplied} other {units}}.',
  ],
  INVALID_INPUT: [
    'The value of {field} is not valid.',
    'The value of {field} must be from {minimum, number} to {maximum, number}.',
    'The value of {field} must not be longer than {maximumLength, plural, one {# character} other {# characters}}.',
    'The value of {field} must be later than {after} and no later than {until}.',
    'The list in {field} must not have more than {maximumCount, plural, one {# entry} other {# entries}}.',
    'The value of {field} must be one of these: {allowed}.',
    'The value of {field} must be the id of an object of type {objectType}.',
    'Send either {field} or {otherField}, not both.',
    'Send exactly one of these: {exactlyOneOf}.',
    'These services were not asked for: {unaskedServices}. Grant the services asked for, or fewer of them.',
    '{problem, select, NOT_AN_ID {The value of {field} is not an id of this server.} NOT_A_CURSOR {The value of {field} is not a cursor of this list.} CUT_OFF {The events that followed {field} are no longer all kept. Read the present state, and go on from a newer event.} NOT_WELL_FORMED {The value of {field} contains characters that no text may have.} NO_CUSTOMER_NAMED {Name the customer by its tenant id, its domain or both.} SERVICES_WITHOUT_PRIVILEGES {A request without delegated administrative privileges names no services.} WHOLE_TENANT_ONLY {In this cloud instance privileges are granted and ended for the whole tenant: name every service or leave the list out.} ORDER_FOR_RESELLERS_ONLY {Only a reseller may choose this order.} HIDDEN_FROM_VIEWER {You do not see this of subscriptions that others sold. Restrict the list to your own sales.} NOTHING_TO_CHANGE {Name at least one field to change.} BLANK {The value of {field} must not be blank.} NO_AUTO_RENEWAL {This offer does not renew by itself.} RENEWAL_IS_OFF {Automatic renewal is off, so no term follows. Turn it on first.} NO_TERM_END {It is not known when the present term ends.} FOR_INDIRECT_PROVIDERS_ONLY {Only an indirect provider attaches an indirect reseller to an account.} NO_ACCOUNT_FOR_TENANT {No account can be made for this tenant. Send it a relationship request or an invitation instead.} IN_THE_FUTURE {The value of {field} must not lie in the future.} OFFER_NOT_FOR_SALE {This offer cannot be bought for this customer.} ADD_ON_NEEDS_BASE {This offer is an add-on. Buy it for a base subscription.} NOT_AN_ADD_ON {This offer is not an add-on. Buy it as a subscription of its own.} ADDRESS_NOT_ALLOWED {Webhooks go to https addresses of the public Internet only, without a user name.} HOST_NOT_FOUND {The host of {field} was not found.} TOO_MANY_ENDPOINTS {You already have as many webhook endpoints as are allowed. Delete one first.} other {The value of {field} is not valid.}}',
  ],
};

export const EN_US: LocaleTexts = {
  refusals: Object.fromEntries(
    Object.entries(ERROR_CATALOGUE).map(([code, { message }]) => [
      code,
      [message, ...(CASES[code as ErrorCode] ?? [])],
    ]),
  ) as unknown as LocaleTexts['refusals'],
  roles: {
    ADMIN_AGENT: 'admin agent',
    SALES_AGENT: 'sales agent',
    HELPDESK_AGENT: 'helpdesk agent',
    GLOBAL_ADMIN: 'global administrator of the partner',
    BILLING_ADMIN: 'billing administrator of the partner',
    USER_MGMT_ADMIN: 'user management administrator of the partner',
    CUSTOMER_GLOBAL_ADMIN: 'global administrator of the customer',
    CUSTOMER_BILLING_ADMIN: 'billing administrator of the customer',
    CUSTOMER_USER: 'user of the customer',
    OPERATOR: 'operator',
  },
};
