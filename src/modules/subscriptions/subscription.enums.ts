import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { PartnerOfRecordSource } from './partner-of-record.rules';
import { SubscriptionField } from './subscription-fields';
import {
  ContractType,
  RefundOptionType,
  SubscriptionAction,
  SubscriptionStatus,
} from './subscription-vocabulary';

registerDescribedEnum(SubscriptionStatus, {
  name: 'SubscriptionStatus',
  description: 'The state of a subscription; only its seller and the platform move it.',
  values: {
    NONE: 'It was ordered and provisioning has not begun.',
    PENDING: 'It is being provisioned and becomes active by itself.',
    ACTIVE: 'The customer’s users have access.',
    SUSPENDED:
      'Users have no access, administrators still sign in; it is deleted after a while (R47).',
    EXPIRED: 'Its term ended without renewal.',
    DISABLED: 'It expired and its grace period is over.',
    DELETED: 'It is gone with its data, and never changes again.',
  },
});

registerDescribedEnum(ContractType, {
  name: 'ContractType',
  description: 'What kind of contract it is.',
  values: {
    SUBSCRIPTION: 'An ordinary subscription.',
    PRODUCT_KEY: 'A product key.',
    REDEMPTION_CODE: 'A code that is redeemed.',
  },
});

registerDescribedEnum(RefundOptionType, {
  name: 'RefundOptionType',
  description: 'How much of the price is given back.',
  values: { FULL: 'All of it.', PARTIAL: 'A part of it.' },
});

registerDescribedEnum(SubscriptionAction, {
  name: 'SubscriptionAction',
  description: 'What the source service offers on a subscription.',
  values: { EDIT: 'Edit its fields.', CANCEL: 'Cancel it.' },
});

const fieldNameOf = (value: string): string =>
  value.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

registerDescribedEnum(SubscriptionField, {
  name: 'SubscriptionField',
  description: 'A field of `Subscription`, as `redactedFields` names what is withheld (R37).',
  values: Object.fromEntries(
    Object.keys(SubscriptionField).map((value) => [value, `The field \`${fieldNameOf(value)}\`.`]),
  ) as Record<SubscriptionField, string>,
});

/** What a list of subscriptions may be ordered by. */
export const SubscriptionOrderField = {
  NAME: 'NAME',
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
} as const;
export type SubscriptionOrderField =
  (typeof SubscriptionOrderField)[keyof typeof SubscriptionOrderField];

registerDescribedEnum(SubscriptionOrderField, {
  name: 'SubscriptionOrderField',
  description: 'What a list of subscriptions is ordered by.',
  values: {
    NAME: '`offerName`.',
    CREATED_AT: '`creationDate`. A reseller orders its own sales by it only (R37).',
    UPDATED_AT: 'When the subscription changed last. A reseller orders its own sales by it only.',
  },
});

registerDescribedEnum(PartnerOfRecordSource, {
  name: 'PartnerOfRecordSource',
  description:
    'Where the Partner of Record of a subscription comes from. It was resolved once, when the subscription was inserted.',
  values: {
    OWN_ID: 'The order named the seller’s own partner-network id.',
    NAMED_RESELLER:
      'The order named another partner by its partner-network id, as an indirect provider names its indirect reseller.',
    TRANSACTING_RESELLER: 'The order named nobody: the seller is credited.',
    PLACEHOLDER:
      'The order named a partner-network id that nobody here has registered. Whoever registers with it keeps the credit.',
  },
});
