import { Field, ID, InputType, Int, InterfaceType } from 'type-graphql';

import { AuditResourceType } from '../../kernel/audit-operation';
import type { EventNameKey } from '../../kernel/event-name';
import { Actor } from '../../platform/graphql/actor.types';
import { connectionTypes } from '../../platform/graphql/connection';
import { EventNameEnum } from '../../platform/graphql/enums';
import { DateTimeScalar } from '../../platform/graphql/scalars';

@InterfaceType('Event', {
  description:
    'Something that happened, as the change log keeps it. One object type per name carries the data.',
})
export abstract class Event {
  @Field(() => ID, { description: 'Opaque id of the event; a repeated delivery has the same one.' })
  id!: string;

  @Field(() => EventNameEnum, { description: 'What happened.' })
  name!: EventNameKey;

  @Field(() => Int, { description: 'Version of the data that this name carries.' })
  version!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of the event among those of its customer, or of its reseller where it has no customer; without gaps. A reseller reads it only where it has a relationship with the customer.',
  })
  sequence!: number | null;

  @Field(() => AuditResourceType, { description: 'What kind of object it is about.' })
  resourceType!: AuditResourceType;

  @Field(() => ID, { description: 'Opaque id of the object it is about.' })
  resourceId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the customer; null where there is none, and for a reseller that has no relationship with it (R36).',
  })
  customerId!: string | null;

  @Field(() => Actor, { description: 'Who caused it.' })
  actor!: Actor;

  @Field(() => String, { description: 'Correlation id of the request that caused it.' })
  correlationId!: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'JSON of what changed as it was before; null where nothing was, and for readers who do not see the object in full (R42).',
  })
  oldValue!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'JSON of what it has become; of a refusal, what was tried. Null as `oldValue` is.',
  })
  newValue!: string | null;
}

// The factory asks for a class that can be made; of an interface none is.
const connection = connectionTypes('Event', () => Event as new () => Event, 'events');
export const EventConnection = connection.Connection;

@InputType('EventFilter', { description: 'Which events to list. Conditions are combined by and.' })
export class EventFilter {
  @Field(() => [EventNameEnum], { nullable: true, description: 'Only events of these names.' })
  name?: readonly EventNameKey[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only events of this customer, as far as the caller may know that they are.',
  })
  customer?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only events about this object: a request, relationship, subscription or other.',
  })
  resource?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Only events with a higher sequence number; together with `customer` this replays what was missed. A first number that is not the next one says that what lies between is not kept any more.',
  })
  afterSequence?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only events at or after this.' })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only events before this.' })
  until?: Date | null;
}
