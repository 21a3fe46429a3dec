import '../../platform/graphql/enums';

import { Field, ID, InputType, ObjectType } from 'type-graphql';

import { RelationshipStatus } from '../../kernel/relationship-status';
import { Service } from '../../kernel/service';
import { Actor } from '../../platform/graphql/actor.types';
import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Node } from '../../platform/graphql/node.types';
import { OrderDirection } from '../../platform/graphql/order-direction';
import { DateTimeScalar } from '../../platform/graphql/scalars';
import { Reseller } from '../resellers/reseller.types';
import { DapStatus } from './delegated-privileges.rules';
import { CustomerDirectoryRole, PartnerGroup } from './relationship.enums';
import { RelationshipOrigin } from './relationship.rules';

@ObjectType('Relationship', {
  description:
    'The business link of a customer and a reseller. It lets the reseller sell new subscriptions; it owns nothing that exists. Of another partner’s a reseller reads the name and the shared services at most (R38).',
  implements: Node,
  simpleResolvers: true,
})
export class Relationship extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;
  /** Row id of the customer, also where the viewer does not see it (R36); not part of the graph. */
  readonly customerKey!: string;

  @Field(() => Reseller, { nullable: true, description: 'The partner.' })
  reseller!: Reseller | null;

  @Field(() => RelationshipStatus, { description: 'Whether it is in force.' })
  status!: RelationshipStatus;

  @Field(() => RelationshipOrigin, {
    nullable: true,
    description: 'How it began; null when withheld.',
  })
  origin!: RelationshipOrigin | null;

  @Field(() => [DelegatedPrivilege], {
    description:
      'Delegated administrative privileges per service, the latest state of each; of another partner only active ones of shared services (R38).',
  })
  privileges!: readonly DelegatedPrivilege[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the customer accepted it; null when withheld or never asked.',
  })
  acceptedAt!: Date | null;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who accepted it; null when withheld or never asked.',
  })
  acceptedBy!: Actor | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null while active.' })
  removedAt!: Date | null;

  @Field(() => Actor, { nullable: true, description: 'Who ended it; null while active.' })
  removedBy!: Actor | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it ended, as the reseller wrote; null while active or without a reason.',
  })
  removalReason!: string | null;

  @Field(() => Reseller, {
    nullable: true,
    description:
      'The provider behind an indirect reseller; null when withheld or when there is no second tier.',
  })
  indirectProvider!: Reseller | null;

  @Field(() => Reseller, {
    nullable: true,
    description:
      'Who serves the customer for a provider; null when withheld or when there is no second tier.',
  })
  indirectReseller!: Reseller | null;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the relationship, for `ifMatch`; null when withheld.',
  })
  etag!: string | null;

  @Field(() => [String], {
    description: 'Names of the fields that are withheld from this viewer.',
  })
  redactedFields!: readonly string[];
}

@ObjectType('PrivilegeRoleAssignment', {
  description:
    'A role in the customer’s tenant that a group of the partner holds implicitly: the tenant’s own list of role members does not show it.',
  simpleResolvers: true,
})
export class PrivilegeRoleAssignment {
  @Field(() => PartnerGroup, { description: 'Whose users hold the role.' })
  partnerGroup!: PartnerGroup;

  @Field(() => CustomerDirectoryRole, { description: 'The role in the customer’s tenant.' })
  customerRole!: CustomerDirectoryRole;
}

@ObjectType('DelegatedPrivilege', {
  description:
    'Delegated administrative privileges of a partner for one service of a customer. Another partner reads of them that they exist and whose they are, not by whom or when (R38).',
  simpleResolvers: true,
})
export class DelegatedPrivilege {
  @Field(() => Relationship, {
    nullable: true,
    description: 'The relationship they belong to; it names the partner.',
  })
  relationship!: Relationship | null;

  @Field(() => Service, { description: 'The service.' })
  service!: Service;

  @Field(() => DapStatus, { description: 'Whether they are in force, and if not, why.' })
  status!: DapStatus;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the partner also holds a subscription of this service with the customer that is PENDING, ACTIVE or SUSPENDED; only one partner per service may do both (R21). Null when withheld.',
  })
  transacting!: boolean | null;

  @Field(() => [PrivilegeRoleAssignment], {
    description:
      'What they amount to in the customer’s tenant. Empty when they are not in force: the roles go with them (R27).',
  })
  roleAssignments!: readonly PrivilegeRoleAssignment[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the customer granted them; null when withheld or not known.',
  })
  grantedAt!: Date | null;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who granted them; null when withheld or not known.',
  })
  grantedBy!: Actor | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When they ended; null while they are in force.',
  })
  endedAt!: Date | null;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who ended them; null while they are in force.',
  })
  endedBy!: Actor | null;
}

const connection = connectionTypes('Relationship', () => Relationship, 'reseller relationships');
export const RelationshipConnection = connection.Connection;

@InputType('RelationshipFilter', {
  description: 'Conditions on a list of relationships; all of those sent must hold.',
})
export class RelationshipFilter {
  @Field(() => [RelationshipStatus], {
    nullable: true,
    description: 'In one of these states. Left out or null: any.',
  })
  status?: readonly RelationshipStatus[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Of this customer, by its opaque id, if the caller sees it. Left out or null: any.',
  })
  customer?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of this reseller, by its opaque id. Left out or null: any.',
  })
  reseller?: string | null;

  @Field(() => [Service], {
    nullable: true,
    description:
      'With active delegated privileges for one of these services. Left out or null: any, also none.',
  })
  service?: readonly Service[] | null;
}

export const RelationshipOrderField = {
  NAME: 'NAME',
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
  ACCEPTED_AT: 'ACCEPTED_AT',
} as const;
export type RelationshipOrderField =
  (typeof RelationshipOrderField)[keyof typeof RelationshipOrderField];

registerDescribedEnum(RelationshipOrderField, {
  name: 'RelationshipOrderField',
  description:
    'What a list of relationships is ordered by. An instant that is withheld counts as unknown.',
  values: {
    NAME: 'By name of the reseller.',
    CREATED_AT: 'By when the relationship began here.',
    UPDATED_AT: 'By when it last changed.',
    ACCEPTED_AT: 'By when the customer accepted it; those never asked for count as unknown.',
  },
});

@InputType('RelationshipOrder', { description: 'Order of a list of relationships.' })
export class RelationshipOrder {
  @Field(() => RelationshipOrderField, { description: 'What to order by.' })
  field!: RelationshipOrderField;

  @Field(() => OrderDirection, {
    nullable: true,
    description: 'Which way; ascending when left out or null.',
  })
  direction?: OrderDirection | null;
}
