import { Field, ID, InputType, ObjectType } from 'type-graphql';

import { WriteInputFields, WritePayloadFields } from '../../platform/graphql/write.types';
import { Proof } from './proof.types';
import { Relationship } from './relationship.types';
import { RelationshipRequest } from './relationship-request.types';

const IF_MATCH =
  'The `etag` that was read. Where it is sent it must be the present one (R40); left out or null: not compared.';

/** Of a mutation that moves the state of one request. */
@InputType()
export abstract class RequestMoveInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the relationship request.' })
  relationshipRequestId!: string;

  @Field(() => String, { nullable: true, description: IF_MATCH })
  ifMatch?: string | null;
}

/** Of a mutation that moves the state of one relationship or of its privileges. */
@InputType()
export abstract class RelationshipMoveInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the relationship.' })
  relationshipId!: string;

  @Field(() => String, { nullable: true, description: IF_MATCH })
  ifMatch?: string | null;
}

/** Of a mutation that touches no customer, so that there is nothing to prove. */
@ObjectType()
export abstract class PayloadWithoutProof extends WritePayloadFields {
  @Field(() => Proof, {
    nullable: true,
    description: 'Always null here: this operation concerns nothing that a customer holds.',
  })
  proof!: null;
}

@ObjectType()
export abstract class PayloadWithProof extends WritePayloadFields {
  @Field(() => Proof, {
    nullable: true,
    description: 'That nothing the customer holds has changed; null for a dry run.',
  })
  proof!: Proof | null;
}

@ObjectType()
export abstract class RelationshipMovePayload extends PayloadWithProof {
  @Field(() => Relationship, {
    nullable: true,
    description: 'The relationship as it is now; unchanged in a dry run.',
  })
  relationship!: Relationship | null;
}

@ObjectType()
export abstract class AcceptancePayload extends PayloadWithProof {
  @Field(() => Relationship, {
    nullable: true,
    description:
      'The relationship that is in force now; null in a dry run when there is none yet. A repeated acceptance answers with the one of the first, also when it has ended since.',
  })
  relationship!: Relationship | null;

  @Field(() => Relationship, {
    nullable: true,
    description:
      'The relationship with the provider, where one link asked for two (R23). Null otherwise, in a dry run when there is none yet, and in a repeated acceptance once it has ended.',
  })
  providerRelationship!: Relationship | null;

  @Field(() => RelationshipRequest, {
    nullable: true,
    description:
      'The request that is accepted with it; null when a link was followed and every privilege was there already, and in a dry run that would make it.',
  })
  relationshipRequest!: RelationshipRequest | null;
}
