import { Field, ID, ObjectType } from 'type-graphql';

import type { EventNameKey } from '../../kernel/event-name';
import { WebhookPauseReason } from '../../kernel/webhook-pause-reason';
import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { EventNameEnum } from '../../platform/graphql/enums';
import { Node } from '../../platform/graphql/node.types';
import { DateTimeScalar } from '../../platform/graphql/scalars';
import { WebhookEndpointStatus } from './webhook-endpoint.rules';

registerDescribedEnum(WebhookEndpointStatus, {
  name: 'WebhookEndpointStatus',
  description: 'Whether events are delivered to a webhook endpoint.',
  values: {
    ACTIVE: 'Events are delivered.',
    PAUSED: 'Events wait in the log until it is resumed.',
    DELETED: 'Nothing is delivered any more. It and its deliveries are forgotten after 30 days.',
  },
});

@ObjectType('WebhookEndpoint', {
  description:
    'An address of the caller’s own side to which events are delivered, signed by Standard Webhooks.',
  implements: Node,
  simpleResolvers: true,
})
export class WebhookEndpoint extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;

  @Field(() => String, { description: 'Where events are sent to.' })
  url!: string;

  @Field(() => String, { nullable: true, description: 'A note of its owner; null without one.' })
  description!: string | null;

  @Field(() => [EventNameEnum], { description: 'Only events of these names; empty: of all.' })
  eventNames!: readonly EventNameKey[];

  @Field(() => [ID], {
    description: 'Only events of these customers, by their opaque ids; empty: of all, and of none.',
  })
  customerIds!: readonly string[];

  @Field(() => WebhookEndpointStatus, { description: 'Whether events are delivered.' })
  status!: WebhookEndpointStatus;

  @Field(() => WebhookPauseReason, {
    nullable: true,
    description: 'Why it is paused; null when it is not.',
  })
  pauseReason!: WebhookPauseReason | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it is paused; null when it is not.',
  })
  pausedAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When the signing secret was made.' })
  secretCreatedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Until when the secret before it signs as well; null when no secret was replaced, or none overlaps.',
  })
  previousSecretEndsAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it changed last.' })
  updatedAt!: Date;

  @Field(() => String, { description: 'Version of the endpoint, for `ifMatch`.' })
  etag!: string;
}

const connection = connectionTypes(
  'WebhookEndpoint',
  () => WebhookEndpoint,
  'webhook endpoints of the caller’s own side',
);
export const WebhookEndpointConnection = connection.Connection;
