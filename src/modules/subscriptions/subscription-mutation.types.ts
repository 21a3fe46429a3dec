import './subscription.enums';

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { ApplyDirectives } from '../../platform/graphql/apply-directives';
import { DurationScalar, UuidScalar } from '../../platform/graphql/scalars';
import { WriteInputFields, WritePayloadFields } from '../../platform/graphql/write.types';
import { Subscription } from './subscription.types';
import { rulesProtecting, type SubscriptionInputField } from './subscription-guard.rules';
import { BillingCycle } from './subscription-vocabulary';

/** Prints the rules that decide an attempt at this field, from the table that the guard reads. */
export function ProtectedInput(field: SubscriptionInputField): PropertyDecorator {
  return ApplyDirectives({ protectedBy: { rules: rulesProtecting(field) } });
}

@InputType()
export abstract class SubscriptionWriteInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the subscription.' })
  subscriptionId!: string;
}

@InputType()
export abstract class SubscriptionMoveInput extends SubscriptionWriteInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The `etag` that was read. Where it is sent it must be the present one (R40); left out or null: not compared.',
  })
  ifMatch?: string | null;
}

@InputType()
export abstract class SubscriptionEditInput extends SubscriptionWriteInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The `etag` that was read. Needed, although the schema lets it out: it is asked for after all other rights (R40), so that a forbidden change is named as such.',
  })
  ifMatch?: string | null;
}

@InputType('UpdateSubscriptionInput', {
  description:
    'Changes of fields of a subscription. A field that is left out stays as it is. One that is sent is an attempt to change it, with null or its present value too.',
})
export class UpdateSubscriptionInput extends SubscriptionEditInput {
  @ProtectedInput('quantity')
  @Field(() => Int, {
    nullable: true,
    description:
      'Number of licences, within the limits of the offer; only while the subscription is active (R43). Null is refused.',
  })
  quantity?: number | null;

  @ProtectedInput('friendlyName')
  @Field(() => String, {
    nullable: true,
    description: 'Name of at most 256 characters; null takes it away.',
  })
  friendlyName?: string | null;

  @ProtectedInput('autoRenewEnabled')
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it renews by itself, where its offer can. Null is refused. What was said about the next term stays for the day it is turned on again.',
  })
  autoRenewEnabled?: boolean | null;

  @ProtectedInput('renewalTermDuration')
  @Field(() => DurationScalar, {
    nullable: true,
    description:
      'Length of the terms that follow by renewal: P1M or P1Y, where it renews by itself. Null: as long as the term before.',
  })
  renewalTermDuration?: string | null;

  @ProtectedInput('billingCycle')
  @Field(() => BillingCycle, {
    nullable: true,
    description: 'How often is billed; one that the offer supports. Null is refused.',
  })
  billingCycle?: BillingCycle | null;

  @ProtectedInput('termDuration')
  @Field(() => DurationScalar, {
    nullable: true,
    description:
      'Length of the term: P1M, P1Y or P3Y, as the offer is sold. Null is refused. The dates of a term that runs stay: the new length counts when the next one begins, unless `renewalTermDuration` says another.',
  })
  termDuration?: string | null;

  @ApplyDirectives({ guardPartnerOfRecord: {} })
  @ProtectedInput('partnerId')
  @Field(() => String, {
    nullable: true,
    description:
      'Partner-network id of the Partner of Record. Whoever sends it is refused with POR_CHANGE_NOT_ALLOWED, the seller too.',
  })
  partnerId?: string | null;
}

@InputType('SuspendSubscriptionInput', { description: 'Which subscription is to be suspended.' })
export class SuspendSubscriptionInput extends SubscriptionMoveInput {
  @Field(() => [String], {
    nullable: true,
    description:
      'Why, in words of your own: at most 10, of 1 to 256 characters each. Seller, customer and operator read them in `suspensionReasons` until the suspension is lifted, also on the add-ons that follow. Left out, null or empty: none is given.',
  })
  reasons?: string[] | null;
}

@InputType('ReactivateSubscriptionInput', {
  description: 'Which suspended subscription is to be active again.',
})
export class ReactivateSubscriptionInput extends SubscriptionMoveInput {}

@InputType('ChangePartnerOfRecordInput', {
  description: 'Who would be credited for a subscription. Nobody may change that.',
})
export class ChangePartnerOfRecordInput extends SubscriptionWriteInput {
  @ApplyDirectives({ guardPartnerOfRecord: {} })
  @ProtectedInput('partnerId')
  @Field(() => String, {
    nullable: true,
    description: 'Partner-network id of the partner; left out or null: nobody beside the seller.',
  })
  partnerId?: string | null;
}

@InputType('TransferSubscriptionInput', {
  description: 'Who would take over a subscription. Ownership never moves here.',
})
export class TransferSubscriptionInput extends SubscriptionWriteInput {
  @ProtectedInput('transactingReseller')
  @Field(() => UuidScalar, {
    nullable: true,
    description: 'Directory tenant of the partner; left out or null: not said.',
  })
  toResellerTenantId?: string | null;
}

@ObjectType()
export abstract class SubscriptionWritePayload extends WritePayloadFields {
  @Field(() => Subscription, {
    nullable: true,
    description:
      'The subscription as it is now; unchanged in a dry run. Null when the caller sees it no longer, and where a dry run would have made it.',
  })
  subscription!: Subscription | null;
}

@ObjectType('UpdateSubscriptionPayload', { description: 'What came of the change.' })
export class UpdateSubscriptionPayload extends SubscriptionWritePayload {}

@ObjectType('SuspendSubscriptionPayload', { description: 'What came of the suspension.' })
export class SuspendSubscriptionPayload extends SubscriptionWritePayload {}

@ObjectType('ReactivateSubscriptionPayload', { description: 'What came of the reactivation.' })
export class ReactivateSubscriptionPayload extends SubscriptionWritePayload {}

@ObjectType('ChangePartnerOfRecordPayload', {
  description: 'Never answered: every change of a Partner of Record is refused.',
})
export class ChangePartnerOfRecordPayload extends SubscriptionWritePayload {}

@ObjectType('TransferSubscriptionPayload', {
  description: 'Never answered: every transfer is refused.',
})
export class TransferSubscriptionPayload extends SubscriptionWritePayload {}
