import { Field, ID, InputType, ObjectType } from 'type-graphql';

import { UuidScalar } from '../../platform/graphql/scalars';
import { WriteInputFields, WritePayloadFields } from '../../platform/graphql/write.types';
import { PartnerRelationship } from './partner-relationship.types';

@InputType('CreatePartnerRelationshipInput', {
  description: 'Which indirect reseller a provider registers.',
})
export class CreatePartnerRelationshipInput extends WriteInputFields {
  @Field(() => UuidScalar, {
    description:
      'Directory tenant of the indirect reseller. One that is not held, one that is no indirect reseller and one of another cloud instance are NOT_FOUND alike.',
  })
  indirectResellerTenantId!: string;
}

@ObjectType('CreatePartnerRelationshipPayload', {
  description: 'The link between the two partners.',
})
export class CreatePartnerRelationshipPayload extends WritePayloadFields {
  @Field(() => PartnerRelationship, {
    nullable: true,
    description: 'The link, seen from the provider; null in a dry run that would make it.',
  })
  partnerRelationship!: PartnerRelationship | null;

  @Field(() => Boolean, { description: 'False when the two worked together already.' })
  created!: boolean;
}

@InputType('EndPartnerRelationshipInput', { description: 'Which partnership a provider ends.' })
export class EndPartnerRelationshipInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the link between the two partners.' })
  partnerRelationshipId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The `etag` that was read. Where it is sent it must be the present one (R40); left out or null: not compared.',
  })
  ifMatch?: string | null;
}

@ObjectType('EndPartnerRelationshipPayload', { description: 'The partnership that has ended.' })
export class EndPartnerRelationshipPayload extends WritePayloadFields {
  @Field(() => PartnerRelationship, {
    nullable: true,
    description: 'The link as it is now; unchanged in a dry run.',
  })
  partnerRelationship!: PartnerRelationship | null;
}
