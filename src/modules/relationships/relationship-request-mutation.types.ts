import { Field, ID, InputType, ObjectType } from 'type-graphql';

import { Service } from '../../kernel/service';
import { UuidScalar } from '../../platform/graphql/scalars';
import { WriteInputFields } from '../../platform/graphql/write.types';
import { RelationshipRequest } from './relationship-request.types';
import {
  AcceptancePayload,
  PayloadWithoutProof,
  PayloadWithProof,
  RequestMoveInput,
} from './relationship-write.types';

@InputType('RequestRelationshipInput', {
  description: 'Whom a reseller asks, and for what. Names the customer by tenant, hint or both.',
})
export class RequestRelationshipInput extends WriteInputFields {
  @Field(() => UuidScalar, {
    nullable: true,
    description:
      'Directory tenant of the customer. It is not checked before the customer accepts: unknown tenants and those of others get the same answer. Left out or null: whoever is sent the id of the request decides.',
  })
  customerTenantId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A note of the reseller’s own about whom it asks, at most 1024 characters; never part of the link. Left out or null: none.',
  })
  customerDomainHint?: string | null;

  @Field(() => [Service], {
    nullable: true,
    description:
      'Services for which delegated administrative privileges are asked. Left out, null or empty: every service of the cloud instance.',
  })
  services?: Service[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether privileges are asked for at all. Left out or null: true. False is refused where every request includes them (R14).',
  })
  withDelegatedAdmin?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the provider that an indirect reseller asks with, by an active partnership (R23): two relationships at once, both or none. Left out or null: the caller’s reseller asks for itself.',
  })
  indirectProviderId?: string | null;
}

@ObjectType('RequestRelationshipPayload', { description: 'The request that waits now.' })
export class RequestRelationshipPayload extends PayloadWithoutProof {
  @Field(() => RelationshipRequest, {
    nullable: true,
    description: 'The request; null in a dry run that would make it.',
  })
  relationshipRequest!: RelationshipRequest | null;

  @Field(() => Boolean, {
    description:
      'False when a request of this reseller to this tenant was waiting already; it is answered unchanged.',
  })
  created!: boolean;
}

@InputType('CancelRelationshipRequestInput', { description: 'Which request is taken back.' })
export class CancelRelationshipRequestInput extends RequestMoveInput {}

@ObjectType('CancelRelationshipRequestPayload', { description: 'The request that was taken back.' })
export class CancelRelationshipRequestPayload extends PayloadWithoutProof {
  @Field(() => RelationshipRequest, {
    nullable: true,
    description: 'The request as it is now; unchanged in a dry run.',
  })
  relationshipRequest!: RelationshipRequest | null;
}

@InputType('AcceptRelationshipRequestInput', {
  description: 'Which request is accepted, and for which services.',
})
export class AcceptRelationshipRequestInput extends RequestMoveInput {
  @Field(() => [Service], {
    nullable: true,
    description:
      'Services for which privileges are granted: those asked for or fewer, never more (D15). Left out or null: all that are asked for. An empty list grants none, and is refused where every request includes privileges (R14).',
  })
  services?: Service[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: the customer accepts its customer agreement with this step, needed where the instance asks for one and there is none yet (R20). Left out, null or false: it does not.',
  })
  acceptsCustomerAgreement?: boolean | null;
}

@ObjectType('AcceptRelationshipRequestPayload', { description: 'What the acceptance began.' })
export class AcceptRelationshipRequestPayload extends AcceptancePayload {}

@InputType('DeclineRelationshipRequestInput', { description: 'Which request is declined.' })
export class DeclineRelationshipRequestInput extends RequestMoveInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Why, at most 1024 characters; both sides read it. Left out, null or blank: no reason is given.',
  })
  reason?: string | null;
}

@ObjectType('DeclineRelationshipRequestPayload', { description: 'The request that was declined.' })
export class DeclineRelationshipRequestPayload extends PayloadWithProof {
  @Field(() => RelationshipRequest, {
    nullable: true,
    description: 'The request as it is now; unchanged in a dry run.',
  })
  relationshipRequest!: RelationshipRequest | null;
}
