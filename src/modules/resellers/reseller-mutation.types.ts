import { Field, ID, InputType, ObjectType } from 'type-graphql';

import { CloudInstance } from '../../kernel/cloud-instance';
import { Service } from '../../kernel/service';
import { CountryCodeScalar, UuidScalar } from '../../platform/graphql/scalars';
import { WriteInputFields, WritePayloadFields } from '../../platform/graphql/write.types';
import { Reseller } from './reseller.types';
import { ResellerKind } from './reseller-facts';
import { ResellerAccountStatus } from './reseller-standing.rules';

@InputType('RegisterResellerInput', { description: 'What the operator says of a partner account.' })
export class RegisterResellerInput extends WriteInputFields {
  @Field(() => UuidScalar, {
    description:
      'Directory tenant of the partner, from which its users sign in. Never changes. A tenant that is held as a customer’s is refused (R19).',
  })
  tenantId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Partner-network id, 1 to 20 decimal digits; never changes. Where a partner is known by it only, that row is filled. Left out or null: it has none yet.',
  })
  mpnId?: string | null;

  @Field(() => String, { description: 'Name of the partner, 1 to 256 characters.' })
  name!: string;

  @Field(() => CountryCodeScalar, {
    description: 'Country of the account; decides with which customers it may work (R16).',
  })
  country!: string;

  @Field(() => CloudInstance, { description: 'Cloud instance of the account (R17).' })
  cloudInstance!: CloudInstance;

  @Field(() => ResellerKind, {
    description: 'Its part in the programme. An instance has one account of kind OPERATOR.',
  })
  kind!: ResellerKind;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it has signed the reseller agreement of its cloud instance (R20). Left out or null: not yet; `recordAgreement` says so later.',
  })
  agreementAccepted?: boolean | null;

  @Field(() => [Service], {
    nullable: true,
    description: 'What it is specialised in; gives no rights. Left out or null: nothing.',
  })
  specialties?: Service[] | null;
}

@ObjectType('RegisterResellerPayload', { description: 'The partner account that is registered.' })
export class RegisterResellerPayload extends WritePayloadFields {
  @Field(() => Reseller, {
    nullable: true,
    description: 'The account; null in a dry run that would make it.',
  })
  reseller!: Reseller | null;

  @Field(() => Boolean, {
    description:
      'False when the row of a partner that was known by its MPN id was filled, and when the account was registered before.',
  })
  created!: boolean;
}

@InputType('SetResellerStatusInput', { description: 'How a partner account stands from now on.' })
export class SetResellerStatusInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the reseller.' })
  resellerId!: string;

  @Field(() => ResellerAccountStatus, {
    description: 'The standing (R18). What the reseller has already stays as it is.',
  })
  accountStatus!: ResellerAccountStatus;
}

@ObjectType('SetResellerStatusPayload', { description: 'The account with its standing.' })
export class SetResellerStatusPayload extends WritePayloadFields {
  @Field(() => Reseller, {
    nullable: true,
    description: 'The account as it is now; unchanged in a dry run.',
  })
  reseller!: Reseller | null;
}
