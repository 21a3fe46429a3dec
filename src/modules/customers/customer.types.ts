import '../../platform/graphql/enums';

import { Field, ObjectType } from 'type-graphql';

import { CloudInstance } from '../../kernel/cloud-instance';
import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Node } from '../../platform/graphql/node.types';
import { CountryCodeScalar, DateTimeScalar, UuidScalar } from '../../platform/graphql/scalars';
import { AgreementType } from './customer-profile';

export const CustomerPartnerRelationship = {
  UNKNOWN: 'UNKNOWN',
  RESELLER: 'RESELLER',
  ADVISOR: 'ADVISOR',
  SYNDICATION: 'SYNDICATION',
  MICROSOFT_SUPPORT: 'MICROSOFT_SUPPORT',
  NONE: 'NONE',
} as const;
export type CustomerPartnerRelationship =
  (typeof CustomerPartnerRelationship)[keyof typeof CustomerPartnerRelationship];

registerDescribedEnum(CustomerPartnerRelationship, {
  name: 'CustomerPartnerRelationship',
  description: 'What the viewer’s reseller is to a customer.',
  values: {
    UNKNOWN: 'The source service did not say.',
    RESELLER: 'It has an active reseller relationship.',
    ADVISOR: 'It advises the customer and sells nothing.',
    SYNDICATION: 'It sells through the syndication programme.',
    MICROSOFT_SUPPORT: 'It is the support of the operator.',
    NONE: 'Its relationship was removed, or there never was one.',
  },
});

registerDescribedEnum(AgreementType, {
  name: 'AgreementType',
  description: 'What a customer has agreed to.',
  values: {
    MICROSOFT_CLOUD_AGREEMENT: 'The cloud agreement.',
    MICROSOFT_CUSTOMER_AGREEMENT: 'The customer agreement, which succeeds the cloud agreement.',
  },
});

@ObjectType('Address', { description: 'A postal address.', simpleResolvers: true })
export class Address {
  @Field(() => String, { nullable: true, description: 'Country, as the source wrote it.' })
  country!: string | null;

  @Field(() => String, { nullable: true, description: 'Region inside the country.' })
  region!: string | null;

  @Field(() => String, { nullable: true, description: 'City.' })
  city!: string | null;

  @Field(() => String, { nullable: true, description: 'State or province.' })
  state!: string | null;

  @Field(() => String, { nullable: true, description: 'First line: street and number.' })
  addressLine1!: string | null;

  @Field(() => String, { nullable: true, description: 'Second line.' })
  addressLine2!: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code.' })
  postalCode!: string | null;
}

@ObjectType('CompanyProfile', {
  description: 'The company behind a customer.',
  simpleResolvers: true,
})
export class CompanyProfile {
  @Field(() => String, { description: 'Name of the company.' })
  companyName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Default domain of the tenant; null when withheld or not known.',
  })
  domain!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Number of the company in a public register, where its country asks for one; null when withheld or not known.',
  })
  organizationRegistrationNumber!: string | null;
}

@ObjectType('BillingProfile', {
  description: 'Where and in which language a customer is billed.',
  simpleResolvers: true,
})
export class BillingProfile {
  @Field(() => String, { nullable: true, description: 'First name of the person to write to.' })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: 'Last name of the person to write to.' })
  lastName!: string | null;

  @Field(() => String, { nullable: true, description: 'Address for bills by e-mail.' })
  email!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Culture for numbers and dates, `zh-CN` for instance.',
  })
  culture!: string | null;

  @Field(() => String, { nullable: true, description: 'Language of letters, `zh` for instance.' })
  language!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the company on bills.' })
  companyName!: string | null;

  @Field(() => Address, { nullable: true, description: 'Postal address for bills.' })
  defaultAddress!: Address | null;
}

@ObjectType('AgreementContact', {
  description: 'Who accepted an agreement for the customer.',
  simpleResolvers: true,
})
export class AgreementContact {
  @Field(() => String, { nullable: true, description: 'First name.' })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: 'Last name.' })
  lastName!: string | null;

  @Field(() => String, { nullable: true, description: 'Address for e-mail.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number.' })
  phoneNumber!: string | null;
}

@ObjectType('Agreement', {
  description: 'An agreement that a customer has accepted (R20).',
  simpleResolvers: true,
})
export class Agreement {
  /** Row id of the customer; not part of the graph. */
  readonly customerKey!: string;

  @Field(() => AgreementType, { description: 'What was agreed to.' })
  type!: AgreementType;

  @Field(() => DateTimeScalar, { description: 'When; never in the future.' })
  dateAgreed!: Date;

  @Field(() => AgreementContact, {
    nullable: true,
    description: 'Who accepted it for the customer; null when the source did not say.',
  })
  primaryContact!: AgreementContact | null;

  @Field(() => String, { nullable: true, description: 'Id of the text that was accepted.' })
  templateId!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the text can be read.' })
  agreementLink!: string | null;

  @Field(() => String, { nullable: true, description: 'Id of the user who confirmed it.' })
  userId!: string | null;
}

@ObjectType('Customer', {
  description:
    'A tenant that buys services. A reseller sees those with which it has an active relationship (R36).',
  implements: Node,
  simpleResolvers: true,
})
export class Customer extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;
  /** What the rules ask for verdicts; not part of the graph. */
  readonly facts!: CustomerFacts;
  /** Row id of the owner of the account, whether or not the viewer sees it; not part of the graph. */
  readonly ownerKey!: string | null;
  /** Withheld fields that the row tells of; not part of the graph. */
  readonly withheld!: readonly string[];

  @Field(() => UuidScalar, { description: 'Directory tenant of the customer, unique.' })
  tenantId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Id in the commerce system; null when withheld or not known.',
  })
  commerceId!: string | null;

  @Field(() => CloudInstance, { description: 'Cloud instance of the tenant.' })
  cloudInstance!: CloudInstance;

  @Field(() => CountryCodeScalar, {
    nullable: true,
    description:
      'Country of the customer, which decides who may work with it (R16); null when withheld or where the source did not say.',
  })
  country!: string | null;

  @Field(() => CompanyProfile, { description: 'The company behind the tenant.' })
  companyProfile!: CompanyProfile;

  @Field(() => BillingProfile, {
    nullable: true,
    description:
      'Where it is billed. Read by resellers that sell to it and by its own administrators; null for others, or when there is none.',
  })
  billingProfile!: BillingProfile | null;

  @Field(() => [String], {
    description:
      'Names of the partners it works with: all that a user who is no administrator sees of them. A reseller reads its own and those that R38 shows.',
  })
  partnerNames!: readonly string[];

  @Field(() => [String], {
    description: 'Domains of its own beside the default one. Empty when withheld.',
  })
  customDomains!: readonly string[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the viewer’s reseller holds active delegated privileges for at least one service; null for a viewer that is no reseller.',
  })
  allowDelegatedAccess!: boolean | null;

  @Field(() => CustomerPartnerRelationship, {
    nullable: true,
    description: 'What the viewer’s reseller is to it; null for a viewer that is no reseller.',
  })
  relationshipToPartner!: CustomerPartnerRelationship | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The indirect reseller attached to the account, by MPN or tenant id. Read by the partners concerned, the owner of the account, administrators of the customer and the operator.',
  })
  associatedPartnerId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the customer, for `ifMatch`; null when withheld.',
  })
  etag!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When this server came to hold it; null when withheld.',
  })
  createdAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it last changed here; null when withheld.',
  })
  updatedAt!: Date | null;
}

/** Facts about a customer that decide what the caller may do with it. */
export interface CustomerFacts {
  /** Services for which the viewer’s reseller holds ACTIVE privileges. */
  readonly viewerServices: readonly string[];
  readonly viewerRelationshipStatus: 'ACTIVE' | 'REMOVED' | null;
  /** What decides whether it may be sold something (R16, R17, R19, R20), whatever of it the viewer reads. */
  readonly buyer: {
    readonly country: string | null;
    readonly cloudInstance: CloudInstance;
    readonly isPartnerTenant: boolean;
    readonly hasAcceptedAgreement: boolean;
  };
}

const connection = connectionTypes('Customer', () => Customer, 'customers');
export const CustomerConnection = connection.Connection;
