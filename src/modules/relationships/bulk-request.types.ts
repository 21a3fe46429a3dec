import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { Service } from '../../kernel/service';
import { BulkOutcomeFields, type BulkTotals } from '../../platform/graphql/bulk.types';
import { LongList } from '../../platform/graphql/input-bounds';
import { MAX_BULK_ITEMS } from '../../platform/graphql/run-bulk-mutation';
import { UuidScalar } from '../../platform/graphql/scalars';
import { WriteInputFields } from '../../platform/graphql/write.types';
import { RelationshipRequest } from './relationship-request.types';
import { PayloadWithoutProof } from './relationship-write.types';

const ITEM_ID =
  'An id of your own for this item, 1 to 128 characters; shared with the single mutation of the same act (R41). Left out or null: the item is known by the id of the call, if it has one, and its position.';

@InputType('RequestRelationshipsItem', {
  description: 'One customer that a reseller asks; as the input of `requestRelationship`.',
})
export class RequestRelationshipsItem {
  @Field(() => String, { nullable: true, description: ITEM_ID })
  clientRequestId?: string | null;

  @Field(() => UuidScalar, {
    nullable: true,
    description:
      'Directory tenant of the customer; not checked before it accepts. Left out or null: whoever is sent the id of the request decides.',
  })
  customerTenantId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A note of the reseller’s own about whom it asks. Left out or null: none.',
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

@InputType('RequestRelationshipsInput', {
  description: 'Whom a reseller asks, each for something of its own.',
})
export class RequestRelationshipsInput extends WriteInputFields {
  @LongList(MAX_BULK_ITEMS)
  @Field(() => [RequestRelationshipsItem], {
    description:
      '1 to 500 items. They are decided in this order, as if each had been sent in a call of its own.',
  })
  items!: RequestRelationshipsItem[];
}

@ObjectType('RequestRelationshipsOutcome', {
  description: 'What became of one item of `requestRelationships`.',
  simpleResolvers: true,
})
export class RequestRelationshipsOutcome extends BulkOutcomeFields {
  @Field(() => RelationshipRequest, {
    nullable: true,
    description:
      'The request; null when the item was refused, and in a dry run that would make it.',
  })
  relationshipRequest!: RelationshipRequest | null;

  @Field(() => Boolean, {
    description:
      'True when this item made the request; false when one was waiting already, and for a refused item.',
  })
  created!: boolean;
}

@ObjectType()
abstract class BulkPayload extends PayloadWithoutProof implements BulkTotals {
  @Field(() => Int, { description: 'Items of the call.' })
  totalCount!: number;

  @Field(() => Int, { description: 'Items that were not refused, repeated ones included.' })
  succeededCount!: number;

  @Field(() => Int, { description: 'Items that were refused.' })
  refusedCount!: number;
}

@ObjectType('RequestRelationshipsPayload', {
  description: 'What became of each item, in the order of the call, and how many came to what.',
})
export class RequestRelationshipsPayload extends BulkPayload {
  @Field(() => Int, { description: 'Requests that were made and did not wait already.' })
  createdCount!: number;

  @Field(() => [RequestRelationshipsOutcome], {
    description: 'One outcome for each item, in the order of the call.',
  })
  outcomes!: RequestRelationshipsOutcome[];
}

@InputType('CancelRelationshipRequestsItem', {
  description: 'One request that is taken back; as the input of `cancelRelationshipRequest`.',
})
export class CancelRelationshipRequestsItem {
  @Field(() => String, { nullable: true, description: ITEM_ID })
  clientRequestId?: string | null;

  @Field(() => ID, { description: 'Opaque id of the relationship request.' })
  relationshipRequestId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The `etag` that was read. Where it is sent it must be the present one (R40); left out or null: not compared.',
  })
  ifMatch?: string | null;
}

@InputType('CancelRelationshipRequestsInput', { description: 'Which requests are taken back.' })
export class CancelRelationshipRequestsInput extends WriteInputFields {
  @LongList(MAX_BULK_ITEMS)
  @Field(() => [CancelRelationshipRequestsItem], {
    description:
      '1 to 500 items. They are decided in this order, as if each had been sent in a call of its own.',
  })
  items!: CancelRelationshipRequestsItem[];
}

@ObjectType('CancelRelationshipRequestsOutcome', {
  description: 'What became of one item of `cancelRelationshipRequests`.',
  simpleResolvers: true,
})
export class CancelRelationshipRequestsOutcome extends BulkOutcomeFields {
  @Field(() => RelationshipRequest, {
    nullable: true,
    description: 'The request as it is now; null when the item was refused.',
  })
  relationshipRequest!: RelationshipRequest | null;
}

@ObjectType('CancelRelationshipRequestsPayload', {
  description: 'What became of each item, in the order of the call, and how many came to what.',
})
export class CancelRelationshipRequestsPayload extends BulkPayload {
  @Field(() => [CancelRelationshipRequestsOutcome], {
    description: 'One outcome for each item, in the order of the call.',
  })
  outcomes!: CancelRelationshipRequestsOutcome[];
}
