import './subscription.enums';

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { DurationScalar } from '../../platform/graphql/scalars';
import { WriteInputFields } from '../../platform/graphql/write.types';
import { SubscriptionMoveInput, SubscriptionWritePayload } from './subscription-mutation.types';
import { BillingCycle } from './subscription-vocabulary';

@InputType('CreateSubscriptionInput', { description: 'What is sold to whom, and on which terms.' })
export class CreateSubscriptionInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the customer.' })
  customerId!: string;

  @Field(() => String, {
    description:
      'Id of the offer at the source service. An add-on is bought for a base subscription instead.',
  })
  offerId!: string;

  @Field(() => Int, { description: 'Number of licences, within the limits of the offer (R43).' })
  quantity!: number;

  @Field(() => DurationScalar, {
    description: 'Length of the term; one that the offer is sold for.',
  })
  termDuration!: string;

  @Field(() => BillingCycle, { description: 'How often is billed; one that the offer supports.' })
  billingCycle!: BillingCycle;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it renews by itself. Left out or null: yes, where its offer can.',
  })
  autoRenewEnabled?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of at most 256 characters; left out or null: none.',
  })
  friendlyName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'For an indirect provider: partner-network id of its indirect reseller, which becomes the Partner of Record for good (R4). Left out or null: the seller itself. Everybody else leaves it out.',
  })
  partnerIdOnRecord?: string | null;
}

@InputType('PurchaseAddOnInput', {
  description: 'An add-on for a base subscription. The etag is that of the base.',
})
export class PurchaseAddOnInput extends SubscriptionMoveInput {
  @Field(() => String, {
    description: 'Id of the add-on at the source service; one that belongs to the base’s offer.',
  })
  offerId!: string;

  @Field(() => Int, { description: 'Number of licences, within the limits of the offer (R43).' })
  quantity!: number;

  @Field(() => DurationScalar, {
    nullable: true,
    description:
      'Length of the term; one that the offer is sold for. Left out or null: that of the base.',
  })
  termDuration?: string | null;

  @Field(() => BillingCycle, {
    nullable: true,
    description:
      'How often is billed; one that the offer supports. Left out or null: as often as the base.',
  })
  billingCycle?: BillingCycle | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of at most 256 characters; left out or null: none.',
  })
  friendlyName?: string | null;
}

@ObjectType('CreateSubscriptionPayload', { description: 'What was sold.' })
export class CreateSubscriptionPayload extends SubscriptionWritePayload {}

@ObjectType('PurchaseAddOnPayload', { description: 'The add-on that was bought.' })
export class PurchaseAddOnPayload extends SubscriptionWritePayload {}
