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
    description:
      'Directory tenant of the actor; null for the server itself, and for a reseller where it may not know the customer that acted (R36).',
  })
  tenantId!: string | null;
}

/**
 * An actor as one caller may see it: names stay inside the actor's tenant; the operator reads all. The
 * tenant of a customer is the customer, so a reseller that may not know whose row it reads
 * (`knowsCustomer`) sees the kind only (R36).
 */
export function actorFor(viewer: Caller | null, stamp: ActorStamp, knowsCustomer: boolean): Actor;
export function actorFor(
  viewer: Caller | null,
  stamp: ActorStamp | null,
  knowsCustomer: boolean,
): Actor | null;
export function actorFor(
  viewer: Caller | null,
  stamp: ActorStamp | null,
  knowsCustomer: boolean,
): Actor | null {
  if (stamp === null) return null;
  const isHidden =
    viewer?.side === 'partner' &&
    !knowsCustomer &&
    stamp.kind === 'CUSTOMER_USER' &&
    stamp.tenantId !== viewer.tenantId;
  const seesName =
    viewer !== null && (viewer.side === 'operator' || viewer.tenantId === stamp.tenantId);
  return {
    kind: stamp.kind,
    displayName: seesName ? stamp.displayName : null,
    tenantId: isHidden ? null : stamp.tenantId,
  };
}
