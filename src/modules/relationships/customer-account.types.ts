import { Field, InputType, ObjectType } from 'type-graphql';

import { CountryCodeScalar, UuidScalar } from '../../platform/graphql/scalars';
import { WriteInputFields, WritePayloadFields } from '../../platform/graphql/write.types';
import { Customer } from '../customers/customer.types';
import { BillingProfileInput } from '../customers/customer-mutation.types';
import { Relationship } from './relationship.types';

@InputType('NewCompanyProfile', { description: 'The company behind a new customer.' })
export class NewCompanyProfile {
  @Field(() => String, { description: 'Name of the company, 1 to 256 characters.' })
  companyName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Default domain of the tenant. Left out or null: not known.',
  })
  domain?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Number in the public register. Some countries ask for it: missing there is INVALID_INPUT with the legacy code 600049, malformed with 600050. Left out or null: none.',
  })
  organizationRegistrationNumber?: string | null;
}

@InputType('CreateCustomerInput', { description: 'The account of a new customer.' })
export class CreateCustomerInput extends WriteInputFields {
  @Field(() => UuidScalar, {
    description:
      'Directory tenant of the customer. That of a partner is refused (R19), and so is one that is held already, whoever works with it.',
  })
  tenantId!: string;

  @Field(() => CountryCodeScalar, {
    description: 'Country of the customer; one in which the reseller may work (R16).',
  })
  country!: string;

  @Field(() => NewCompanyProfile, { description: 'The company.' })
  companyProfile!: NewCompanyProfile;

  @Field(() => BillingProfileInput, {
    nullable: true,
    description: 'Where and in which language it is billed. Left out or null: not known yet.',
  })
  billingProfile?: BillingProfileInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'MPN id of the indirect reseller that is attached to the account. Only an indirect provider sends it, and names one of its own resellers. Left out or null: nobody is attached.',
  })
  associatedPartnerId?: string | null;
}

@ObjectType('CreateCustomerPayload', {
  description:
    'The customer and the relationship with it. There is no proof: nothing of the customer was there before.',
})
export class CreateCustomerPayload extends WritePayloadFields {
  @Field(() => Customer, {
    nullable: true,
    description: 'The customer, whose account the caller’s reseller owns; null in a dry run.',
  })
  customer!: Customer | null;

  @Field(() => Relationship, {
    nullable: true,
    description: 'The relationship, in force at once and without privileges; null in a dry run.',
  })
  relationship!: Relationship | null;
}
