import { Field, InputType, ObjectType } from 'type-graphql';

import { UuidScalar } from '../../platform/graphql/scalars';
import {
  ProtectedInput,
  SubscriptionEditInput,
  SubscriptionMoveInput,
  SubscriptionWritePayload,
} from './subscription-mutation.types';

@InputType('CancelSubscriptionInput', { description: 'Which subscription is to be cancelled.' })
export class CancelSubscriptionInput extends SubscriptionMoveInput {}

@ObjectType('CancelSubscriptionPayload', { description: 'What came of the cancellation.' })
export class CancelSubscriptionPayload extends SubscriptionWritePayload {}

@InputType('AssignSupportContactInput', {
  description: 'Who supports the customer with a subscription from now on.',
})
export class AssignSupportContactInput extends SubscriptionEditInput {
  @ProtectedInput('supportContact')
  @Field(() => UuidScalar, {
    nullable: true,
    description:
      'Directory tenant of a partner with an ACTIVE relationship to the customer; of an indirect provider’s sale one of its resellers (R44). Null: the seller itself. Left out: nothing is asked for, which is refused.',
  })
  supportTenantId?: string | null;
}

@ObjectType('AssignSupportContactPayload', { description: 'What came of the assignment.' })
export class AssignSupportContactPayload extends SubscriptionWritePayload {}
