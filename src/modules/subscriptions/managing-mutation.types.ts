import { Field, InputType, Int, ObjectType } from 'type-graphql';

import { DateTimeScalar, UuidScalar } from '../../platform/graphql/scalars';
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

@InputType('NextTermInstructionsInput', {
  description: 'What the next term of a subscription begins with; at least one of its fields.',
})
export class NextTermInstructionsInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Offer id: the present one, or one that it may be upgraded or, as a trial, converted to. Null or left out: as it is.',
  })
  product?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Licences, within the limits of that offer. Null or left out: as many as it has then.',
  })
  quantity?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'End of the next term: after that of the running one, and no later than a whole term would end. Null or left out: a whole term.',
  })
  customTermEndDate?: Date | null;
}

@InputType('ScheduleNextTermInstructionsInput', {
  description: 'What a subscription’s next term is to begin with.',
})
export class ScheduleNextTermInstructionsInput extends SubscriptionEditInput {
  @ProtectedInput('scheduledNextTermInstructions')
  @Field(() => NextTermInstructionsInput, {
    nullable: true,
    description:
      'Takes the place of what was scheduled before, as a whole. Null takes it away; left out: nothing is asked for, which is refused.',
  })
  scheduledNextTermInstructions?: NextTermInstructionsInput | null;
}

@ObjectType('ScheduleNextTermInstructionsPayload', { description: 'What came of the schedule.' })
export class ScheduleNextTermInstructionsPayload extends SubscriptionWritePayload {}
