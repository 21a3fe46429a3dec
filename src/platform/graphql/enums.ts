import { ActorKind } from '../../kernel/actor';
import { AuditOperation, AuditResourceType, AuditStatus } from '../../kernel/audit-operation';
import { BillingCycle, BillingType } from '../../kernel/billing';
import { CloudFeature, CloudInstance } from '../../kernel/cloud-instance';
import { ERROR_CATALOGUE, ErrorCode, ErrorKind } from '../../kernel/error-code';
import { EventName, type EventNameKey } from '../../kernel/event-name';
import { CustomerRole, PartnerRole } from '../../kernel/roles';
import { Rule, RULES } from '../../kernel/rule';
import { Service } from '../../kernel/service';
import { Invariant, SubscriptionChange } from '../../kernel/subscription-change';
import { ViewerAction } from '../../kernel/viewer-action';
import { WebhookPauseReason } from '../../kernel/webhook-pause-reason';
import { registerDescribedEnum } from './described-enum';

function mapValues<Key extends string, Value>(
  record: Readonly<Record<Key, Value>>,
  text: (value: Value, key: Key) => string,
): Record<Key, string> {
  return Object.fromEntries(
    Object.entries<Value>(record).map(([key, value]) => [key, text(value, key as Key)]),
  ) as Record<Key, string>;
}

/** Every role of either side, as refusals name those that would be allowed. */
export const Role = { ...PartnerRole, ...CustomerRole, OPERATOR: 'OPERATOR' } as const;

/** `EventName` as the graph has it: the value is the name of the enum member, as in the database. */
export const EventNameEnum = mapValues(EventName, (_, key) => key) as {
  readonly [Key in EventNameKey]: Key;
};

registerDescribedEnum(Rule, {
  name: 'Rule',
  description:
    'A rule of the multi-partner model. The number is stable; the description is the rule.',
  values: RULES,
});

registerDescribedEnum(ErrorCode, {
  name: 'ErrorCode',
  description: 'What exactly was refused. Found in `extensions.code` of every error.',
  values: mapValues(
    ERROR_CATALOGUE,
    ({ message, rule, httpStatus }) =>
      `${message} (HTTP ${httpStatus}${rule === null ? '' : `, rule ${rule}`})`,
  ),
});

registerDescribedEnum(ErrorKind, {
  name: 'ErrorKind',
  description: 'Seven groups of error codes, for clients that do not need the exact code.',
  values: {
    UNAUTHENTICATED: 'There is no valid token. Sign in and repeat.',
    FORBIDDEN: 'The caller sees the object and may not do this.',
    NOT_FOUND: 'The object is absent or hidden from the caller; both answer the same.',
    INVALID: 'The input cannot be right, whatever the state. `field` says where.',
    CONFLICT: 'The present state refuses; after a change it may be possible.',
    LIMITED: 'Too many requests or too large an operation.',
    INTERNAL: 'The server failed or is not available. The correlation id finds it in the log.',
  },
});

const PARTNER_ROLES = {
  ADMIN_AGENT: 'Sells, asks for relationships and administers on behalf of customers.',
  SALES_AGENT: 'Sells and asks for relationships; never administers on behalf of customers.',
  HELPDESK_AGENT: 'Helps the users of customers on behalf of them; never sells.',
  GLOBAL_ADMIN:
    'Runs the partner’s account. Uses delegated privileges only when it is an agent as well.',
  BILLING_ADMIN: 'Sees offers, agreements and the activity log of the partner.',
  USER_MGMT_ADMIN: 'Manages the partner’s own users.',
};

const CUSTOMER_ROLES = {
  CUSTOMER_GLOBAL_ADMIN:
    'Decides for the customer: accepts, declines and removes delegated privileges; reads everything of its tenant.',
  CUSTOMER_BILLING_ADMIN: 'Reads everything of its tenant; decides nothing.',
  CUSTOMER_USER: 'Reads the names of its tenant’s partners.',
};

registerDescribedEnum(PartnerRole, {
  name: 'PartnerRole',
  description: 'What a user of a reseller may be. Rights are the union of all roles held.',
  values: PARTNER_ROLES,
});

registerDescribedEnum(CustomerRole, {
  name: 'CustomerRole',
  description: 'What a user of a customer may be.',
  values: CUSTOMER_ROLES,
});

registerDescribedEnum(Role, {
  name: 'Role',
  description: 'A role of either side, as a token carries it.',
  values: {
    ...PARTNER_ROLES,
    ...CUSTOMER_ROLES,
    OPERATOR: 'The company that runs the cloud instance.',
  },
});

registerDescribedEnum(Service, {
  name: 'Service',
  description:
    'A group of offers that is administered together; the unit of delegated administrative privileges.',
  values: {
    EXCHANGE_OFFICE: 'Mail, Office and collaboration.',
    DYNAMICS: 'Business applications.',
    INTUNE: 'Device management.',
    AZURE: 'Platform and infrastructure. Not offered by the instance of 21Vianet.',
    OTHER: 'Every other offer, unknown ones included.',
  },
});

registerDescribedEnum(CloudInstance, {
  name: 'CloudInstance',
  description: 'A separate deployment of the partner programme, with a policy of its own.',
  values: {
    CHINA_21VIANET: 'Operated by 21Vianet, in China.',
    GLOBAL: 'Operated by Microsoft, everywhere else.',
    US_GOVERNMENT: 'Operated by Microsoft for authorities of the United States.',
    GERMANY: 'Operated by Microsoft in Germany; takes no new customers.',
  },
});

registerDescribedEnum(CloudFeature, {
  name: 'CloudFeature',
  description: 'A switch of a cloud instance that whole operations depend on.',
  values: {
    MULTI_PARTNER: 'A customer may work with several resellers and answer their requests.',
    NEW_CUSTOMERS: 'The instance takes customers that it does not hold yet.',
    TERMINATE_UNUSED_DAP: 'The operator ends delegated privileges that were not used for 90 days.',
    GDAP: 'Granular delegated privileges with named roles and an end.',
  },
});

registerDescribedEnum(SubscriptionChange, {
  name: 'SubscriptionChange',
  description: 'What kind of change to an existing subscription a mutation attempts.',
  values: {
    PARTNER_OF_RECORD: 'Who is credited for the subscription.',
    OWNERSHIP: 'Who sold it, whose it is, or which order it came from.',
    OFFER: 'An upgrade, transition, migration or the conversion of a trial.',
    TERMS: 'Term, dates, billing, renewal, promotion or kind of contract.',
    OTHER: 'Quantity, status, add-ons, name or support contact.',
  },
});

registerDescribedEnum(Invariant, {
  name: 'Invariant',
  description: 'What a relationship operation proves to leave as it was.',
  values: {
    SUBSCRIPTIONS: 'No field of an existing subscription changes (rule R1).',
    OWNERSHIP: 'No subscription and no customer account changes hands (rule R2).',
    TERMS: 'No term and no obligation changes (rule R3).',
    PARTNER_OF_RECORD: 'No Partner of Record changes (rule R4).',
  },
});

registerDescribedEnum(EventNameEnum, {
  name: 'EventName',
  description: 'What happened. The name at the source service is the same in kebab case.',
  values: {
    RESELLER_RELATIONSHIP_REQUESTED: 'A reseller asked a customer for a relationship.',
    RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER: 'A customer accepted a relationship.',
    RESELLER_RELATIONSHIP_REQUEST_DECLINED: 'A customer declined a request.',
    RESELLER_RELATIONSHIP_REQUEST_CANCELED: 'A reseller took its request back.',
    RESELLER_RELATIONSHIP_REQUEST_EXPIRED: 'A request ended without an answer.',
    RESELLER_RELATIONSHIP_REMOVED: 'A reseller ended its relationship with a customer.',
    DAP_ADMIN_RELATIONSHIP_APPROVED:
      'A customer granted delegated administrative privileges for a service.',
    DAP_ADMIN_RELATIONSHIP_TERMINATED: 'Delegated administrative privileges for a service ended.',
    DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR:
      'The operator ended delegated administrative privileges that were not used (D16).',
    SUBSCRIPTION_CREATED: 'A reseller sold a customer something new.',
    SUBSCRIPTION_UPDATED: 'The transacting reseller changed a subscription.',
    SUBSCRIPTION_CHANGE_REJECTED:
      'Somebody tried to change a subscription of another reseller and was refused.',
    PARTNER_OF_RECORD_CHANGE_REJECTED:
      'Somebody tried to change a Partner of Record and was refused.',
    INVITATION_ROTATED: 'A reseller replaced its invitation link.',
    CUSTOMER_CREATED: 'A customer came to be held by this server.',
    CUSTOMER_UPDATED: 'A reseller changed contact or company data of a customer.',
    RESELLER_STATUS_CHANGED: 'The operator changed the standing of a reseller (R18).',
    PARTNER_RELATIONSHIP_CREATED: 'A provider registered an indirect reseller.',
    PARTNER_RELATIONSHIP_REMOVED:
      'A provider ended its partnership with an indirect reseller (R33).',
    WEBHOOK_ENDPOINT_PAUSED: 'Nothing is delivered to a webhook endpoint any more.',
    TEST_CREATED: 'The owner of a webhook endpoint asked for a test.',
  },
});

registerDescribedEnum(ActorKind, {
  name: 'ActorKind',
  description: 'What kind of caller acted.',
  values: {
    PARTNER_USER: 'A person who works for a reseller.',
    CUSTOMER_USER: 'A person who works for a customer.',
    OPERATOR: 'A person who works for the company that runs the instance.',
    APPLICATION: 'A program that signed in without a user.',
    PLATFORM: 'The server itself: a timer or an import.',
  },
});

registerDescribedEnum(ViewerAction, {
  name: 'ViewerAction',
  description: 'Something the caller might do to an object, as `viewerActions` gives verdicts.',
  values: {
    SELL: 'Sell new subscriptions to this customer.',
    ADMINISTER: 'Administer a service on behalf of this customer.',
    REMOVE: 'End this reseller relationship.',
    RELINQUISH_PRIVILEGES: 'Give up the own delegated privileges and keep the relationship.',
    REMOVE_PRIVILEGES: 'Take delegated privileges from the partner.',
    ACCEPT: 'Accept this request.',
    DECLINE: 'Decline this request.',
    CANCEL: 'Take this request back; cancel this subscription.',
    CHANGE_QUANTITY: 'Change the number of licences.',
    RENAME: 'Change the friendly name.',
    CHANGE_AUTO_RENEW: 'Turn automatic renewal on or off, or change how long a renewal lasts.',
    CHANGE_BILLING_CYCLE: 'Change how often is billed.',
    CHANGE_TERM: 'Change the length of the term.',
    SUSPEND: 'Suspend the subscription.',
    REACTIVATE: 'Lift the suspension.',
    SCHEDULE_NEXT_TERM: 'Say what the next term begins with.',
    ASSIGN_SUPPORT_CONTACT: 'Say who supports the customer with it.',
    PURCHASE_ADD_ON: 'Order an add-on for the subscription.',
    UPGRADE: 'Replace the subscription by one of another offer.',
    CHANGE_PARTNER_OF_RECORD: 'Credit another partner for the subscription.',
    TRANSFER: 'Move the subscription to another reseller.',
  },
});

registerDescribedEnum(AuditOperation, {
  name: 'AuditOperation',
  description: 'What was attempted. The set grows: treat an unknown value as UNKNOWN.',
  values: {
    CREATE_INVITATION: 'Make an invitation link.',
    ROTATE_INVITATION: 'Replace an invitation link.',
    REQUEST_RELATIONSHIP: 'Ask a customer for a relationship.',
    CANCEL_RELATIONSHIP_REQUEST: 'Take a request back.',
    ACCEPT_RELATIONSHIP_REQUEST: 'Accept a request.',
    ACCEPT_INVITATION: 'Accept an invitation link.',
    DECLINE_RELATIONSHIP_REQUEST: 'Decline a request.',
    EXPIRE_RELATIONSHIP_REQUEST: 'End a request that nobody answered in time.',
    DAP_ADMIN_RELATIONSHIP_TERMINATED: 'End delegated administrative privileges.',
    DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR:
      'End delegated administrative privileges that were not used, by the operator.',
    REMOVE_PARTNER_CUSTOMER_RELATIONSHIP: 'End a reseller relationship.',
    ADD_CUSTOMER: 'Make the account of a customer.',
    UPDATE_CUSTOMER: 'Edit contact or company data of a customer.',
    REGISTER_RESELLER: 'Register a partner account.',
    SET_RESELLER_STATUS: 'Change the standing of a partner account.',
    RECORD_AGREEMENT: 'Record that a partner or a customer has signed its agreement.',
    CREATE_PARTNER_RELATIONSHIP: 'Register an indirect reseller of a provider.',
    REMOVE_PARTNER_RELATIONSHIP: 'End a partnership of a provider and an indirect reseller.',
    CREATE_ORDER: 'Buy something new for a customer.',
    UPGRADE_SUBSCRIPTION: 'Replace a subscription by one of another offer.',
    UPDATE_SUBSCRIPTION: 'Edit a subscription.',
    SUSPEND_SUBSCRIPTION: 'Suspend a subscription.',
    REACTIVATE_SUBSCRIPTION: 'Lift the suspension of a subscription.',
    CANCEL_SUBSCRIPTION: 'Cancel a subscription within its window.',
    PROVISION_SUBSCRIPTION: 'Make a sold subscription usable; the platform’s.',
    RENEW_SUBSCRIPTION: 'Begin the next term of a subscription; the platform’s.',
    EXPIRE_SUBSCRIPTION: 'End a subscription whose term ended without renewal; the platform’s.',
    DISABLE_SUBSCRIPTION: 'Take the access to an expired subscription away; the platform’s.',
    DELETE_SUBSCRIPTION: 'Delete a subscription with its data; the platform’s.',
    SCHEDULE_NEXT_TERM: 'Say what the next term of a subscription begins with.',
    ASSIGN_SUPPORT_CONTACT: 'Say who supports the customer with a subscription.',
    CHANGE_PARTNER_OF_RECORD: 'Change a Partner of Record; always refused.',
    CREATE_TRANSFER: 'Move a subscription to another reseller; always refused.',
    CREATE_WEBHOOK_ENDPOINT: 'Register a webhook endpoint.',
    UPDATE_WEBHOOK_ENDPOINT: 'Change the address or the filters of a webhook endpoint.',
    PAUSE_WEBHOOK_ENDPOINT: 'Stop the deliveries to a webhook endpoint.',
    RESUME_WEBHOOK_ENDPOINT: 'Go on with the deliveries to a webhook endpoint.',
    DELETE_WEBHOOK_ENDPOINT: 'Delete a webhook endpoint.',
    ROTATE_WEBHOOK_SECRET: 'Replace the signing secret of a webhook endpoint.',
    TEST_WEBHOOK: 'Send a test event to a webhook endpoint.',
    REDELIVER_WEBHOOK: 'Deliver events to a webhook endpoint again.',
    IMPORT: 'Load response bodies of the source service.',
    OPERATOR_READ: 'The operator read data of a customer.',
    UNKNOWN: 'An operation that this version of the schema does not name.',
  },
});

registerDescribedEnum(AuditResourceType, {
  name: 'AuditResourceType',
  description: 'What kind of object an audit record is about.',
  values: {
    CUSTOMER: 'A customer.',
    SUBSCRIPTION: 'A subscription.',
    PARTNER_RELATIONSHIP: 'A partnership between two partners.',
    PARTNER_CUSTOMER_RELATIONSHIP: 'A reseller relationship.',
    PARTNER_CUSTOMER_DAP: 'Delegated administrative privileges.',
    RELATIONSHIP_REQUEST: 'A relationship request.',
    INVITATION: 'An invitation link.',
    RESELLER: 'A partner account.',
    AGREEMENT: 'An agreement of a partner or a customer.',
    TRANSFER: 'A transfer of subscriptions.',
    WEBHOOK_ENDPOINT: 'A webhook endpoint.',
    UNKNOWN: 'A kind that this version of the schema does not name.',
  },
});

registerDescribedEnum(AuditStatus, {
  name: 'AuditStatus',
  description: 'How an attempt ended.',
  values: {
    SUCCEEDED: 'It was done.',
    FAILED: 'It was refused; `code` and `rule` say why.',
    PROGRESS: 'It is still under way.',
    DECLINE: 'The other side said no.',
  },
});

registerDescribedEnum(WebhookPauseReason, {
  name: 'WebhookPauseReason',
  description: 'Why nothing is delivered to a webhook endpoint.',
  values: {
    BY_OWNER: 'Its owner paused it.',
    DELIVERY_FAILED: 'An event could not be delivered in three days of attempts.',
    GONE: 'It answered 410, which says that it is gone for good.',
  },
});

registerDescribedEnum(BillingType, {
  name: 'BillingType',
  description: 'What is billed.',
  values: {
    NONE: 'Nothing, or the source did not say.',
    USAGE: 'What was used.',
    LICENSE: 'The number of licences.',
  },
});

registerDescribedEnum(BillingCycle, {
  name: 'BillingCycle',
  description: 'How often is billed.',
  values: {
    UNKNOWN: 'The source did not say.',
    MONTHLY: 'Every month.',
    ANNUAL: 'Every year.',
    NONE: 'Never.',
    ONE_TIME: 'Once.',
    TRIENNIAL: 'Every three years.',
    BIENNIAL: 'Every two years.',
  },
});
