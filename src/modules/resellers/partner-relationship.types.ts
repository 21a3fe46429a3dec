import { Field, ObjectType } from 'type-graphql';

import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Node } from '../../platform/graphql/node.types';
import { CountryCodeScalar, UuidScalar } from '../../platform/graphql/scalars';
import { PartnershipState } from './partner-relationship.rules';

registerDescribedEnum(PartnershipState, {
  name: 'PartnershipState',
  description: 'Whether two partners work together.',
  values: {
    ACTIVE: 'The two work together.',
    ENDED: 'They no longer do; what each has with customers stayed as it was (R33).',
  },
});

export const PartnerRelationshipType = {
  IS_INDIRECT_RESELLER_OF: 'IS_INDIRECT_RESELLER_OF',
  IS_INDIRECT_CLOUD_SOLUTION_PROVIDER_OF: 'IS_INDIRECT_CLOUD_SOLUTION_PROVIDER_OF',
} as const;
export type PartnerRelationshipType =
  (typeof PartnerRelationshipType)[keyof typeof PartnerRelationshipType];

registerDescribedEnum(PartnerRelationshipType, {
  name: 'PartnerRelationshipType',
  description: 'What the partner whose list this is, is to the other one.',
  values: {
    IS_INDIRECT_RESELLER_OF: 'It resells what the other partner buys and bills.',
    IS_INDIRECT_CLOUD_SOLUTION_PROVIDER_OF: 'It buys and bills what the other partner resells.',
  },
});

@ObjectType('PartnerRelationship', {
  description:
    'The link between an indirect provider and an indirect reseller, seen from one of the two. Read by itself it is seen from the caller’s reseller, for the operator from the provider.',
  implements: Node,
  simpleResolvers: true,
})
export class PartnerRelationship extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;

  @Field(() => UuidScalar, {
    nullable: true,
    description: 'Directory tenant of the other partner; null when only its MPN id is known.',
  })
  partnerTenantId!: string | null;

  @Field(() => String, { description: 'Name of the other partner.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Partner-network id of the other partner; null when it has none.',
  })
  mpnId!: string | null;

  @Field(() => CountryCodeScalar, {
    nullable: true,
    description: 'Country of the other partner; null when not known.',
  })
  location!: string | null;

  @Field(() => PartnerRelationshipType, {
    description: 'What the partner whose list this is, is to the other one.',
  })
  relationshipType!: PartnerRelationshipType;

  @Field(() => PartnershipState, { description: 'Whether the two work together.' })
  state!: PartnershipState;

  @Field(() => String, { description: 'Version of the link, for `ifMatch`.' })
  etag!: string;
}

const connection = connectionTypes(
  'PartnerRelationship',
  () => PartnerRelationship,
  'links between an indirect provider and its indirect resellers',
);
export const PartnerRelationshipConnection = connection.Connection;
