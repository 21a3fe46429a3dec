import { Field, InputType, ObjectType } from 'type-graphql';

import { Service } from '../../kernel/service';
import { DateTimeScalar } from '../../platform/graphql/scalars';
import { RelationshipMoveInput, RelationshipMovePayload } from './relationship-write.types';

@InputType()
abstract class EndOfPrivilegesInput extends RelationshipMoveInput {
  @Field(() => [Service], {
    nullable: true,
    description:
      'Services whose privileges end; each must be in force. Left out, null or empty: all that are in force.',
  })
  services?: Service[] | null;
}

@InputType('RemoveDelegatedPrivilegesInput', {
  description: 'Which privileges a customer takes back from one partner.',
})
export class RemoveDelegatedPrivilegesInput extends EndOfPrivilegesInput {}

@ObjectType('RemoveDelegatedPrivilegesPayload', {
  description: 'The relationship, which stays in force without these privileges.',
})
export class RemoveDelegatedPrivilegesPayload extends RelationshipMovePayload {}

@InputType('RelinquishDelegatedPrivilegesInput', {
  description: 'Which privileges a partner gives up.',
})
export class RelinquishDelegatedPrivilegesInput extends EndOfPrivilegesInput {}

@ObjectType('RelinquishDelegatedPrivilegesPayload', {
  description: 'The relationship, which stays in force without these privileges.',
})
export class RelinquishDelegatedPrivilegesPayload extends RelationshipMovePayload {}

@InputType('TerminateDelegatedPrivilegesInput', {
  description: 'Which unused privileges of a partner the operator ends.',
})
export class TerminateDelegatedPrivilegesInput extends EndOfPrivilegesInput {
  @Field(() => DateTimeScalar, {
    description:
      'Since when they have not been used, as the operator states it: this server does not see the use of privileges. It and the grant of each must be more than 90 days ago.',
  })
  unusedSince!: Date;
}

@ObjectType('TerminateDelegatedPrivilegesPayload', {
  description: 'The relationship, which stays in force without these privileges.',
})
export class TerminateDelegatedPrivilegesPayload extends RelationshipMovePayload {}

@InputType('RemoveRelationshipInput', { description: 'Which relationship a reseller ends.' })
export class RemoveRelationshipInput extends RelationshipMoveInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Why, at most 1024 characters; both sides read it. Left out, null or blank: no reason is given.',
  })
  reason?: string | null;
}

@ObjectType('RemoveRelationshipPayload', { description: 'The relationship that has ended.' })
export class RemoveRelationshipPayload extends RelationshipMovePayload {}
