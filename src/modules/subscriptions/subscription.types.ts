import '../../platform/graphql/enums';
import './subscription.enums';

import { Field, Int, ObjectType } from 'type-graphql';

import { Service } from '../../kernel/service';
import { ApplyDirectives } from '../../platform/graphql/apply-directives';
import { connectionTypes } from '../../platform/graphql/connection';
import { Node } from '../../platform/graphql/node.types';
import { DateTimeScalar, DurationScalar, UuidScalar } from '../../platform/graphql/scalars';
import { Reseller } from '../resellers/reseller.types';
import type { SubscriptionSight } from '../visibility/subscriptions.visibility';
import { PartnerOfRecordSource } from './partner-of-record.rules';
import {
  SUBSCRIPTION_FIELDS,
  SubscriptionField,
  type SubscriptionFieldName,
} from './subscription-fields';
import {
  BillingCycle,
  BillingType,
  ContractType,
  RefundOptionType,
  SubscriptionStatus,
} from './subscription-vocabulary';

/** Prints the rules that protect a field, from the list that the guards read. */
export function ProtectedField(name: SubscriptionFieldName): PropertyDecorator & MethodDecorator {
  const rules = SUBSCRIPTION_FIELDS[name].protectedBy;
  return rules.length > 0 ? ApplyDirectives({ protectedBy: { rules } }) : () => undefined;
}

@ObjectType('RefundOption', {
  description: 'What is given back when a subscription is cancelled.',
  simpleResolvers: true,
})
export class RefundOption {
  @Field(() => RefundOptionType, { description: 'How much of the price.' })
  type!: RefundOptionType;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null = for ever.' })
  expiresAfter!: string | null;
}

@ObjectType('ScheduledInstructions', {
  description: 'What is scheduled for a subscription’s next term or charge.',
  simpleResolvers: true,
})
export class ScheduledInstructions {
  @Field(() => String, { nullable: true, description: 'Product; null when it stays the same.' })
  product!: string | null;

  @Field(() => Int, { nullable: true, description: 'Licences; null when they stay the same.' })
  quantity!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'End of the term; null when it follows from the term’s length.',
  })
  customTermEndDate!: Date | string | null;
}

@ObjectType('SupportContact', {
  description: 'The partner that supports a customer for a subscription (R44).',
  simpleResolvers: true,
})
export class SupportContact {
  @Field(() => UuidScalar, {
    nullable: true,
    description: 'Directory tenant of the partner; null when only its name may be read.',
  })
  supportTenantId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Partner-network id of the partner; null when it has none or it may not be read.',
  })
  supportMpnId!: string | null;

  @Field(() => String, { description: 'Name of the partner.' })
  name!: string;
}

@ObjectType('Subscription', {
  description:
    'Something a customer bought from one reseller. Only that reseller changes it; another one with delegated privileges on its service reads a reduced form (R37).',
  implements: Node,
  simpleResolvers: true,
})
export class Subscription extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;
  /** Row id of the customer, also where the viewer does not see it; not part of the graph. */
  readonly customerKey!: string;
  /** How much the viewer reads of it (R37); not part of the graph. */
  readonly sight!: SubscriptionSight;

  @ProtectedField('subscriptionId')
  @Field(() => UuidScalar, {
    description: 'Id of the subscription at the source service, unique.',
  })
  subscriptionId!: string;

  @ProtectedField('service')
  @Field(() => Service, {
    nullable: true,
    description: 'The service that it is administered with (R37, R21).',
  })
  service!: Service | null;

  @ProtectedField('offerId')
  @Field(() => String, {
    nullable: true,
    description:
      'Id of the offer at the source service, in lower case; null when withheld or not known.',
  })
  offerId!: string | null;

  @ProtectedField('offerName')
  @Field(() => String, {
    nullable: true,
    description: 'Name of the offer when it was bought; null when the source did not say.',
  })
  offerName!: string | null;

  @ProtectedField('publisherName')
  @Field(() => String, {
    nullable: true,
    description: 'Who publishes the product; null when withheld or not known.',
  })
  publisherName!: string | null;

  @ProtectedField('isMicrosoftProduct')
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is a product of Microsoft; null when withheld or not known.',
  })
  isMicrosoftProduct!: boolean | null;

  @ProtectedField('productType')
  @Field(() => String, {
    nullable: true,
    description: 'Kind of product, as the source names it; null when withheld or not known.',
  })
  productType!: string | null;

  @ProtectedField('entitlementId')
  @Field(() => String, {
    nullable: true,
    description:
      'Id of the Azure plan’s entitlement; null when withheld and where there is no Azure.',
  })
  entitlementId!: string | null;

  @ProtectedField('friendlyName')
  @Field(() => String, {
    nullable: true,
    description: 'Name given by the transacting reseller; null when withheld or none was given.',
  })
  friendlyName!: string | null;

  @ProtectedField('quantity')
  @Field(() => Int, {
    nullable: true,
    description: 'Number of licences; null when the source did not say.',
  })
  quantity!: number | null;

  @ProtectedField('unitType')
  @Field(() => String, {
    nullable: true,
    description: 'What the quantity counts; null when withheld or not known.',
  })
  unitType!: string | null;

  @ProtectedField('refundableQuantity')
  @Field(() => Int, {
    nullable: true,
    description: 'Licences that can still be given back; null when withheld or not known.',
  })
  refundableQuantity!: number | null;

  @ProtectedField('parentSubscriptionId')
  @Field(() => UuidScalar, {
    nullable: true,
    description:
      'The base subscription of an add-on, by its `subscriptionId` (R46); null when withheld or when it is no add-on.',
  })
  parentSubscriptionId!: string | null;

  @ProtectedField('hasPurchasableAddons')
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether add-ons can be bought for it; null when withheld or not known.',
  })
  hasPurchasableAddons!: boolean | null;

  @ProtectedField('creationDate')
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was ordered; null when withheld or not known.',
  })
  creationDate!: Date | null;

  @ProtectedField('effectiveStartDate')
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its term began; null when withheld or not known.',
  })
  effectiveStartDate!: Date | null;

  @ProtectedField('commitmentEndDate')
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its term ends; far in the future where it does not renew by itself.',
  })
  commitmentEndDate!: Date | null;

  @ProtectedField('cancellationAllowedUntilDate')
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Until when it can be cancelled or reduced; null when withheld and where there is no limit.',
  })
  cancellationAllowedUntilDate!: Date | null;

  @ProtectedField('billingCycleEndDate')
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the present billing cycle ends; null when withheld or not known.',
  })
  billingCycleEndDate!: Date | null;

  @ProtectedField('status')
  @Field(() => SubscriptionStatus, { description: 'The state it is in.' })
  status!: SubscriptionStatus;

  @ProtectedField('suspensionReasons')
  @Field(() => [String], {
    nullable: true,
    description:
      'Why it is suspended; null when withheld, empty when it is not or nobody said why.',
  })
  suspensionReasons!: readonly string[] | null;

  @ProtectedField('autoRenewEnabled')
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it renews by itself; null when withheld or not known.',
  })
  autoRenewEnabled!: boolean | null;

  @ProtectedField('renewalTermDuration')
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'Length of the term after renewal, P1M or P1Y; null when withheld or not known.',
  })
  renewalTermDuration!: string | null;

  @ProtectedField('termDuration')
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'Length of the term, P1M, P1Y or P3Y; null when withheld or not known.',
  })
  termDuration!: string | null;

  @ProtectedField('billingType')
  @Field(() => BillingType, {
    nullable: true,
    description: 'What is billed; null when withheld.',
  })
  billingType!: BillingType | null;

  @ProtectedField('billingCycle')
  @Field(() => BillingCycle, {
    nullable: true,
    description: 'How often is billed; null when withheld.',
  })
  billingCycle!: BillingCycle | null;

  @ProtectedField('contractType')
  @Field(() => ContractType, {
    nullable: true,
    description: 'What kind of contract it is; null when withheld or not known.',
  })
  contractType!: ContractType | null;

  @ProtectedField('isTrial')
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is a trial; null when withheld or not known.',
  })
  isTrial!: boolean | null;

  @ProtectedField('promotionId')
  @Field(() => String, {
    nullable: true,
    description: 'Promotion that it was bought under; null when withheld or none.',
  })
  promotionId!: string | null;

  @ProtectedField('consumptionType')
  @Field(() => String, {
    nullable: true,
    description: 'How it is consumed, as the source names it; null when withheld or not known.',
  })
  consumptionType!: string | null;

  @ProtectedField('refundOptions')
  @Field(() => [RefundOption], {
    nullable: true,
    description: 'What is given back when it is cancelled; null when withheld or not known.',
  })
  refundOptions!: readonly RefundOption[] | null;

  @ProtectedField('scheduledNextTermInstructions')
  @Field(() => ScheduledInstructions, {
    nullable: true,
    description:
      'What becomes of it at the end of its term; null when withheld or nothing is scheduled.',
  })
  scheduledNextTermInstructions!: ScheduledInstructions | null;

  @ProtectedField('nextChargeInstructions')
  @Field(() => ScheduledInstructions, {
    nullable: true,
    description: 'What the next charge will be for; null when withheld or nothing is said.',
  })
  nextChargeInstructions!: ScheduledInstructions | null;

  @ProtectedField('orderId')
  @Field(() => String, {
    nullable: true,
    description: 'Order that it came from; null when withheld or not known.',
  })
  orderId!: string | null;

  @ProtectedField('migratedFromSubscriptionId')
  @Field(() => UuidScalar, {
    nullable: true,
    description:
      'Subscription that it replaced, by its `subscriptionId`; null when withheld or none.',
  })
  migratedFromSubscriptionId!: string | null;

  @ProtectedField('partnerId')
  @Field(() => String, {
    nullable: true,
    description:
      'Partner-network id of the reseller of record, as the order named it; null when withheld or none was named.',
  })
  partnerId!: string | null;

  @ProtectedField('transactingReseller')
  @Field(() => Reseller, {
    nullable: true,
    description: 'Who placed the order and is billed for it (R6); null when withheld.',
  })
  transactingReseller!: Reseller | null;

  @ProtectedField('partnerOfRecord')
  @Field(() => Reseller, {
    description:
      'Who is credited for it: resolved once when it was inserted, and no relationship changes it (R4). In the reduced form of R37 only its name is read.',
  })
  partnerOfRecord!: Reseller;

  @ProtectedField('partnerOfRecordSource')
  @Field(() => PartnerOfRecordSource, {
    nullable: true,
    description:
      'Why this partner is credited, by what is stored (domain section 13); null when withheld.',
  })
  partnerOfRecordSource!: PartnerOfRecordSource | null;

  @ProtectedField('supportContact')
  @Field(() => SupportContact, {
    nullable: true,
    description:
      'Who supports the customer for it; its seller unless another partner with an active relationship was named (R44). Null when withheld.',
  })
  supportContact!: SupportContact | null;

  @ProtectedField('etag')
  @Field(() => String, {
    nullable: true,
    description: 'Version of the subscription, for `ifMatch` (R40); null when withheld.',
  })
  etag!: string | null;

  @Field(() => [SubscriptionField], {
    description: 'Fields that are withheld from this viewer (R37); they are null.',
  })
  redactedFields!: readonly SubscriptionField[];
}

const connection = connectionTypes('Subscription', () => Subscription, 'subscriptions');
export const SubscriptionConnection = connection.Connection;
