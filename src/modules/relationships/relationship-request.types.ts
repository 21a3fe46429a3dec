import '../../platform/graphql/enums';
import './relationship.enums';

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { Service } from '../../kernel/service';
import { Actor } from '../../platform/graphql/actor.types';
import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Node } from '../../platform/graphql/node.types';
import { OrderDirection } from '../../platform/graphql/order-direction';
import { DateTimeScalar, UuidScalar } from '../../platform/graphql/scalars';
import { Reseller } from '../resellers/reseller.types';
import { RelationshipRequestStatus } from './relationship-request.rules';

@ObjectType('RelationshipRequest', {
  description:
    'A reseller asks one customer for a relationship with delegated administrative privileges. Read by the reseller, by administrators of the customer it names, and by the operator.',
  implements: Node,
  simpleResolvers: true,
})
export class RelationshipRequest extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;
  /** Row id of the customer, null when it is hidden; not part of the graph. */
  readonly customerKey!: string | null;
  readonly invitationKey!: string;
  readonly relationshipKey!: string | null;

  @Field(() => Reseller, {
    nullable: true,
    description:
      'Who asks; null for a customer that has closed the request and has nothing else to do with the partner.',
  })
  reseller!: Reseller | null;

  @Field(() => UuidScalar, {
    nullable: true,
    description:
      'Directory tenant as the reseller typed it, not confirmed to exist; null when it named none.',
  })
  customerTenantId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Free text of the reseller about whom it asks; never part of the link.',
  })
  customerDomainHint!: string | null;

  @Field(() => [Service], {
    description: 'Services for which delegated administrative privileges are asked.',
  })
  services!: readonly Service[];

  @Field(() => Boolean, {
    description: 'Whether delegated administrative privileges are asked for at all (R14).',
  })
  withDelegatedAdmin!: boolean;

  @Field(() => RelationshipRequestStatus, {
    description: 'What has become of it; an overdue one is EXPIRED from that instant on (R25).',
  })
  status!: RelationshipRequestStatus;

  @Field(() => Actor, { description: 'Who asked.' })
  requestedBy!: Actor;

  @Field(() => DateTimeScalar, { description: 'When it was asked.' })
  requestedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it expires unless it is answered (R25).' })
  expiresAt!: Date;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days left to answer it, begun ones counted, so that it is 1 until the last instant; null unless it is PENDING.',
  })
  expiresInDays!: number | null;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who accepted, declined or cancelled it; null while it waits.',
  })
  decidedBy!: Actor | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was accepted, declined, cancelled or marked as expired; null before.',
  })
  decidedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why the customer declined, as it wrote; null otherwise or without a reason.',
  })
  declineReason!: string | null;

  @Field(() => String, { description: 'Version of the request, for `ifMatch`.' })
  etag!: string;

  @Field(() => Int, { description: 'Counts the changes of the request, from 1.' })
  version!: number;

  @Field(() => [String], {
    description: 'Names of the fields that are withheld from this viewer.',
  })
  redactedFields!: readonly string[];
}

const connection = connectionTypes(
  'RelationshipRequest',
  () => RelationshipRequest,
  'relationship requests',
);
export const RelationshipRequestConnection = connection.Connection;

@InputType('RelationshipRequestFilter', {
  description: 'Conditions on a list of relationship requests; all of those sent must hold.',
})
export class RelationshipRequestFilter {
  @Field(() => [RelationshipRequestStatus], {
    nullable: true,
    description: 'In one of these states. Left out or null: any.',
  })
  status?: readonly RelationshipRequestStatus[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Of this reseller, by its opaque id, if the caller sees it. Left out or null: any.',
  })
  reseller?: string | null;
}

export const RelationshipRequestOrderField = {
  NAME: 'NAME',
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
} as const;
export type RelationshipRequestOrderField =
  (typeof RelationshipRequestOrderField)[keyof typeof RelationshipRequestOrderField];

registerDescribedEnum(RelationshipRequestOrderField, {
  name: 'RelationshipRequestOrderField',
  description: 'What a list of relationship requests is ordered by.',
  values: {
    NAME: 'By name of the reseller; hidden ones count as unknown.',
    CREATED_AT: 'By when it was asked.',
    UPDATED_AT: 'By when it last changed.',
  },
});

@InputType('RelationshipRequestOrder', { description: 'Order of a list of relationship requests.' })
export class RelationshipRequestOrder {
  @Field(() => RelationshipRequestOrderField, { description: 'What to order by.' })
  field!: RelationshipRequestOrderField;

  @Field(() => OrderDirection, {
    nullable: true,
    description: 'Which way; ascending when left out or null.',
  })
  direction?: OrderDirection | null;
}
