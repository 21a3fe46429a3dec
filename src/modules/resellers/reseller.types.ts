import '../../platform/graphql/enums';

import { Field, InputType, ObjectType } from 'type-graphql';

import { CloudInstance } from '../../kernel/cloud-instance';
import { Service } from '../../kernel/service';
import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Node } from '../../platform/graphql/node.types';
import { OrderDirection } from '../../platform/graphql/order-direction';
import { CountryCodeScalar, UuidScalar } from '../../platform/graphql/scalars';
import { ResellerKind } from './reseller-facts';
import { ResellerAccountStatus } from './reseller-standing.rules';

registerDescribedEnum(ResellerKind, {
  name: 'ResellerKind',
  description: 'What a reseller is in the programme.',
  values: {
    DIRECT_BILL: 'Buys from the operator and faces the customer itself.',
    INDIRECT_PROVIDER: 'Buys from the operator and bills; its indirect resellers face customers.',
    INDIRECT_RESELLER: 'Faces the customer and has no billing relation with the operator.',
    OPERATOR: 'The operator itself: it transacts what customers bought from it.',
  },
});

registerDescribedEnum(ResellerAccountStatus, {
  name: 'ResellerAccountStatus',
  description: 'How a reseller account stands with the operator (R18).',
  values: {
    ACTIVE: 'In good standing.',
    RESTRICTED: 'Manages what exists; sells nothing new and asks for no relationship.',
    SUSPENDED: 'Manages what exists; also orders no seats, add-ons or upgrades.',
  },
});

@ObjectType('Reseller', {
  description:
    'A partner account enrolled in the programme. Some viewers read no more of it than its name (R38).',
  implements: Node,
  simpleResolvers: true,
})
export class Reseller extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;

  @Field(() => String, { description: 'Name of the partner.' })
  name!: string;

  @Field(() => UuidScalar, {
    nullable: true,
    description:
      'Directory tenant of the partner, unique; null when withheld, or when only its MPN id is known.',
  })
  tenantId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Partner-network id, unique, never changes; null when withheld, or when it has none.',
  })
  mpnId!: string | null;

  @Field(() => CountryCodeScalar, {
    nullable: true,
    description: 'Country of the account; null when withheld or not known.',
  })
  country!: string | null;

  @Field(() => CloudInstance, {
    nullable: true,
    description: 'Cloud instance of the account; null when withheld.',
  })
  cloudInstance!: CloudInstance | null;

  @Field(() => ResellerKind, {
    nullable: true,
    description: 'Its part in the programme; null when withheld or not known.',
  })
  kind!: ResellerKind | null;

  @Field(() => ResellerAccountStatus, {
    nullable: true,
    description: 'Its standing with the operator (R18); null when withheld or not known.',
  })
  accountStatus!: ResellerAccountStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it has signed the reseller agreement of its cloud instance (R20); null when withheld.',
  })
  agreementAccepted!: boolean | null;

  @Field(() => [Service], {
    description:
      'What it is specialised in; for display and search, gives no rights. Empty when withheld.',
  })
  specialties!: readonly Service[];

  @Field(() => [String], {
    description: 'Names of the fields that are withheld from this viewer.',
  })
  redactedFields!: readonly string[];
}

const connection = connectionTypes('Reseller', () => Reseller, 'partners');
export const ResellerConnection = connection.Connection;

@InputType('ResellerFilter', {
  description: 'Conditions on a list of partners; all of those sent must hold.',
})
export class ResellerFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Beginning of the name, in any letter case. Left out or null: any.',
  })
  name?: string | null;

  @Field(() => CountryCodeScalar, {
    nullable: true,
    description: 'Country, where it is not withheld. Left out or null: any.',
  })
  country?: string | null;

  @Field(() => Service, {
    nullable: true,
    description: 'One of the specialties, where they are not withheld. Left out or null: any.',
  })
  specialty?: Service | null;
}

export const ResellerOrderField = {
  NAME: 'NAME',
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
} as const;
export type ResellerOrderField = (typeof ResellerOrderField)[keyof typeof ResellerOrderField];

registerDescribedEnum(ResellerOrderField, {
  name: 'ResellerOrderField',
  description: 'What a list of partners is ordered by.',
  values: {
    NAME: 'By name.',
    CREATED_AT: 'By when the account was registered; partners seen by name only come as unknown.',
    UPDATED_AT: 'By when the account last changed; partners seen by name only come as unknown.',
  },
});

@InputType('ResellerOrder', { description: 'Order of a list of partners.' })
export class ResellerOrder {
  @Field(() => ResellerOrderField, { description: 'What to order by.' })
  field!: ResellerOrderField;

  @Field(() => OrderDirection, {
    nullable: true,
    description: 'Which way; ascending when left out or null.',
  })
  direction?: OrderDirection | null;
}
