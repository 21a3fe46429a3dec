import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import type { EventNameKey } from '../../kernel/event-name';
import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { EventNameEnum } from '../../platform/graphql/enums';
import { Node } from '../../platform/graphql/node.types';
import { DateTimeScalar } from '../../platform/graphql/scalars';
import { WebhookAttemptOutcome, WebhookDeliveryStatus } from './webhook-delivery.rules';

registerDescribedEnum(WebhookDeliveryStatus, {
  name: 'WebhookDeliveryStatus',
  description: 'What became of the delivery of one event to one endpoint.',
  values: {
    PENDING: 'It is still to be delivered, for the first time or again.',
    DELIVERED: 'The receiver answered with a status from 200 to 299.',
    GIVEN_UP:
      'Three days of attempts failed, and the endpoint was paused. It is tried again when the endpoint is resumed.',
    WITHHELD:
      'By the time of its delivery the owner had lost the right to read the event, it no longer matched the filter, or the log no longer kept it.',
    CANCELED: 'The endpoint was deleted before it was delivered.',
  },
});

registerDescribedEnum(WebhookAttemptOutcome, {
  name: 'WebhookAttemptOutcome',
  description: 'What became of one attempt to deliver an event.',
  values: {
    DELIVERED: 'The receiver answered with a status from 200 to 299.',
    HTTP_ERROR: 'The receiver answered with another status.',
    REDIRECTED: 'The receiver named another address. Redirects are not followed.',
    GONE: 'The receiver answered 410, which pauses the endpoint at once.',
    TIMED_OUT: 'There was no answer within ten seconds.',
    HOST_NOT_FOUND: 'The host of the address was not found.',
    ADDRESS_NOT_ALLOWED: 'The host leads to an address that webhooks do not go to.',
    CONNECTION_FAILED: 'There was no connection, or it ended without an answer.',
    TLS_FAILED: 'The certificate is not valid for the host, or there is no common TLS.',
    SECRET_UNREADABLE:
      'The server has another SECRET_KEY than the one that the signing secret was stored with. Rotate the secret.',
  },
});

@ObjectType('WebhookDelivery', {
  description: 'The delivery of one event to one webhook endpoint, with every attempt.',
  implements: Node,
  simpleResolvers: true,
})
export class WebhookDelivery extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;

  @Field(() => ID, {
    description: 'Opaque id of the event, which the receiver gets as `webhook-id`.',
  })
  eventId!: string;

  @Field(() => EventNameEnum, { description: 'What happened.' })
  eventName!: EventNameKey;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  eventOccurredAt!: Date;

  @Field(() => WebhookDeliveryStatus, { description: 'What became of it.' })
  status!: WebhookDeliveryStatus;

  @Field(() => Int, { description: 'How often it was tried.' })
  attemptCount!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it is tried next, at the earliest: an event of the same customer that came before goes first. Null when it is not tried again by itself.',
  })
  nextAttemptAt!: Date | null;

  @Field(() => DateTimeScalar, {
    description: 'When the event was found for this endpoint.',
  })
  createdAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was delivered, given up, withheld or canceled; null while it is pending.',
  })
  endedAt!: Date | null;
}

const deliveries = connectionTypes(
  'WebhookDelivery',
  () => WebhookDelivery,
  'deliveries to a webhook endpoint',
);
export const WebhookDeliveryConnection = deliveries.Connection;

@InputType('WebhookDeliveryFilter', {
  description: 'Which deliveries to list. Conditions are combined by and.',
})
export class WebhookDeliveryFilter {
  @Field(() => [WebhookDeliveryStatus], {
    nullable: true,
    description: 'Only deliveries of these outcomes.',
  })
  status?: readonly WebhookDeliveryStatus[] | null;
}

@ObjectType('WebhookAttempt', {
  description:
    'One attempt to deliver an event. What the receiver answered beside its status is not kept.',
  simpleResolvers: true,
})
export class WebhookAttempt {
  @Field(() => ID, { description: 'Opaque id of the attempt.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  durationMs!: number;

  @Field(() => WebhookAttemptOutcome, { description: 'What became of it.' })
  outcome!: WebhookAttemptOutcome;

  @Field(() => Int, {
    nullable: true,
    description: 'HTTP status of the answer; null where there was none.',
  })
  httpStatus!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the next attempt was to follow; null where none was.',
  })
  nextAttemptAt!: Date | null;
}

const attempts = connectionTypes(
  'WebhookAttempt',
  () => WebhookAttempt,
  'attempts to deliver an event',
);
export const WebhookAttemptConnection = attempts.Connection;
