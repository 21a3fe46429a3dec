import { InputType, ObjectType } from 'type-graphql';

import { SubscriptionMoveInput, SubscriptionWritePayload } from './subscription-mutation.types';

@InputType('CancelSubscriptionInput', { description: 'Which subscription is to be cancelled.' })
export class CancelSubscriptionInput extends SubscriptionMoveInput {}

@ObjectType('CancelSubscriptionPayload', { description: 'What came of the cancellation.' })
export class CancelSubscriptionPayload extends SubscriptionWritePayload {}
