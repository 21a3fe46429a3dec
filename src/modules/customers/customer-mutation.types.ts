import { Field, ID, InputType, ObjectType } from 'type-graphql';

import { CountryCodeScalar, DateTimeScalar } from '../../platform/graphql/scalars';
import { WriteInputFields, WritePayloadFields } from '../../platform/graphql/write.types';
import { Reseller } from '../resellers/reseller.types';
import { Customer } from './customer.types';
import { AgreementType } from './customer-profile';

@InputType('AddressInput', {
  description: 'A postal address, taken as a whole. Each part at most 200 characters.',
})
export class AddressInput {
  @Field(() => CountryCodeScalar, { nullable: true, description: 'Country. Left out: none.' })
  country?: string | null;

  @Field(() => String, { nullable: true, description: 'Region. Left out: none.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'City. Left out: none.' })
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'State or province. Left out: none.' })
  state?: string | null;

  @Field(() => String, { nullable: true, description: 'Street and number. Left out: none.' })
  addressLine1?: string | null;

  @Field(() => String, { nullable: true, description: 'Second line. Left out: none.' })
  addressLine2?: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code. Left out: none.' })
  postalCode?: string | null;
}

@InputType('BillingProfileInput', {
  description:
    'Where and in which language a customer is billed. A field that is left out stays as it is; null and a blank text clear it.',
})
export class BillingProfileInput {
  @Field(() => String, {
    nullable: true,
    description: 'First name of the person to write to, at most 50 characters.',
  })
  firstName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Last name of the person to write to, at most 50 characters.',
  })
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: 'Address for bills by e-mail.' })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Culture for numbers and dates, `zh-CN` for instance.',
  })
  culture?: string | null;

  @Field(() => String, { nullable: true, description: 'Language of letters, `zh` for instance.' })
  language?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the company on bills, at most 256 characters.',
  })
  companyName?: string | null;

  @Field(() => AddressInput, {
    nullable: true,
    description: 'Postal address for bills; replaces the present one as a whole.',
  })
  defaultAddress?: AddressInput | null;
}

@InputType('CompanyProfileChanges', {
  description:
    'What changes of the company behind a customer. A field that is left out stays as it is; null clears it.',
})
export class CompanyProfileChanges {
  @Field(() => String, {
    nullable: true,
    description: 'Name of the company, 1 to 256 characters; it cannot be cleared.',
  })
  companyName?: string | null;

  @Field(() => String, { nullable: true, description: 'Default domain of the tenant.' })
  domain?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Number in the public register. Some countries ask for it: missing there is INVALID_INPUT with the legacy code 600049, malformed with 600050.',
  })
  organizationRegistrationNumber?: string | null;
}

@InputType('UpdateCustomerInput', {
  description:
    'Contact and company data of a customer that change. Tenant, country, cloud instance and owner of the account are no part of it.',
})
export class UpdateCustomerInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the customer.' })
  customerId!: string;

  @Field(() => CompanyProfileChanges, {
    nullable: true,
    description: 'What changes of the company. Left out or null: nothing.',
  })
  companyProfile?: CompanyProfileChanges | null;

  @Field(() => BillingProfileInput, {
    nullable: true,
    description:
      'What changes of the billing profile; by the row of it, and by partners that sell to the customer or made its account. Left out or null: nothing.',
  })
  billingProfile?: BillingProfileInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'MPN id of the indirect reseller that is attached to the account. Only an indirect provider sends it, and names one of its own resellers; one that another provider attached is not there to be replaced. Left out: it stays; null: nobody is attached any more.',
  })
  associatedPartnerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The `etag` that was read; needed (R40). Missing is ETAG_REQUIRED.',
  })
  ifMatch?: string | null;
}

@ObjectType('UpdateCustomerPayload', { description: 'The customer after the edit.' })
export class UpdateCustomerPayload extends WritePayloadFields {
  @Field(() => Customer, {
    nullable: true,
    description: 'The customer as it is now; unchanged in a dry run.',
  })
  customer!: Customer | null;
}

@InputType('AgreementContactInput', {
  description: 'Who accepted an agreement for the customer.',
})
export class AgreementContactInput {
  @Field(() => String, { nullable: true, description: 'First name.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'Last name.' })
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: 'Address for e-mail.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number.' })
  phoneNumber?: string | null;
}

@InputType('RecordAgreementInput', {
  description: 'An agreement of one reseller or of one customer (R20).',
})
export class RecordAgreementInput extends WriteInputFields {
  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the reseller that has signed the agreement of its instance. Either this or `customerId`.',
  })
  resellerId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Opaque id of the customer that has agreed. Either this or `resellerId`.',
  })
  customerId?: string | null;

  @Field(() => AgreementType, {
    nullable: true,
    description: 'What the customer has agreed to; needed for a customer, not for a reseller.',
  })
  type?: AgreementType | null;

  @Field(() => DateTimeScalar, { description: 'When; never in the future.' })
  dateAgreed!: Date;

  @Field(() => AgreementContactInput, {
    nullable: true,
    description: 'Who accepted it for the customer. Left out or null: not known.',
  })
  primaryContact?: AgreementContactInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Id of the text that the customer accepted. Left out or null: not known.',
  })
  templateId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where that text can be read. Left out or null: not known.',
  })
  agreementLink?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Id of the user who confirmed it. Left out or null: not known.',
  })
  userId?: string | null;
}

@ObjectType('RecordAgreementPayload', { description: 'Whose agreement it is.' })
export class RecordAgreementPayload extends WritePayloadFields {
  @Field(() => Customer, {
    nullable: true,
    description: 'The customer that has agreed; null for an agreement of a reseller.',
  })
  customer!: Customer | null;

  @Field(() => Reseller, {
    nullable: true,
    description: 'The reseller that has signed; null for an agreement of a customer.',
  })
  reseller!: Reseller | null;
}
