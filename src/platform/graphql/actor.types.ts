import './enums';

import { Field, ObjectType } from 'type-graphql';

import { ActorKind, type ActorStamp, type Caller } from '../../kernel/actor';
import { UuidScalar } from './scalars';

@ObjectType('Actor', {
  description:
    'Somebody who acted: a person, a program or the server itself. The other side of a relationship reads kind and tenant only.',
  simpleResolvers: true,
})
export class Actor {
  @Field(() => ActorKind, { description: 'What kind of caller it was.' })
  kind!: ActorKind;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the person or program; null for the other side, and where it is unknown.',
  })
  displayName!: string | null;

  @Field(() => UuidScalar, {
    nullable: true,
    description: 'Directory tenant of the actor; null for the server itself.',
  })
  tenantId!: string | null;
}

/** An actor as one caller may see it: names stay inside the actor's tenant; the operator reads all. */
export function actorFor(viewer: Caller | null, stamp: ActorStamp): Actor;
export function actorFor(viewer: Caller | null, stamp: ActorStamp | null): Actor | null;
export function actorFor(viewer: Caller | null, stamp: ActorStamp | null): Actor | null {
  if (stamp === null) return null;
  const seesName =
    viewer !== null && (viewer.side === 'operator' || viewer.tenantId === stamp.tenantId);
  return {
    kind: stamp.kind,
    displayName: seesName ? stamp.displayName : null,
    tenantId: stamp.tenantId,
  };
}
