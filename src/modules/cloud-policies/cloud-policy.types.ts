import '../../platform/graphql/enums';

import { Field, Int, ObjectType } from 'type-graphql';

import { CloudFeature, CloudInstance } from '../../kernel/cloud-instance';
import { Service } from '../../kernel/service';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { CountryCodeScalar, UrlScalar } from '../../platform/graphql/scalars';

export const DelegatedAdminInRequests = {
  ALWAYS: 'ALWAYS',
  OPTIONAL: 'OPTIONAL',
  NOT_APPLICABLE: 'NOT_APPLICABLE',
} as const;
export const PartnersPerCustomer = { MANY: 'MANY', EXACTLY_ONE: 'EXACTLY_ONE' } as const;
export const IndirectResellerInvites = {
  NO: 'NO',
  JOINTLY_WITH_PROVIDER: 'JOINTLY_WITH_PROVIDER',
  NOT_DOCUMENTED: 'NOT_DOCUMENTED',
} as const;
export const InvitationTextEditable = {
  FIRST_TWO_PARAGRAPHS: 'FIRST_TWO_PARAGRAPHS',
  ALL_BUT_THE_LINK: 'ALL_BUT_THE_LINK',
} as const;
export const PrivilegeUnit = {
  PER_SERVICE: 'PER_SERVICE',
  WHOLE_TENANT: 'WHOLE_TENANT',
  NOT_APPLICABLE: 'NOT_APPLICABLE',
} as const;
export const AgreementCheck = {
  RESELLER_AGREEMENT: 'RESELLER_AGREEMENT',
  CUSTOMER_AGREEMENT: 'CUSTOMER_AGREEMENT',
  NONE: 'NONE',
} as const;

registerDescribedEnum(DelegatedAdminInRequests, {
  name: 'DelegatedAdminInRequests',
  description: 'Whether a relationship request asks for delegated administrative privileges (R14).',
  values: {
    ALWAYS: 'Every request asks for them; one without is refused.',
    OPTIONAL: 'A request may ask for them.',
    NOT_APPLICABLE: 'The instance has no relationship requests.',
  },
});
registerDescribedEnum(PartnersPerCustomer, {
  name: 'PartnersPerCustomer',
  description: 'How many partners a customer of the instance may work with.',
  values: {
    MANY: 'As many as it likes at once (R10).',
    EXACTLY_ONE: 'A single transacting partner.',
  },
});
registerDescribedEnum(IndirectResellerInvites, {
  name: 'IndirectResellerInvites',
  description: 'Whether an indirect reseller makes an invitation of its own (R22, R23).',
  values: {
    NO: 'It cannot; its provider makes the invitation.',
    JOINTLY_WITH_PROVIDER: 'It can: one link asks for two relationships, with it and its provider.',
    NOT_DOCUMENTED: 'The sources do not say.',
  },
});
registerDescribedEnum(InvitationTextEditable, {
  name: 'InvitationTextEditable',
  description: 'What a reseller may change in the text of an invitation e-mail (R13).',
  values: {
    FIRST_TWO_PARAGRAPHS: 'The first two paragraphs; the one with the link stays as it is.',
    ALL_BUT_THE_LINK: 'The whole text, as long as the link stays.',
  },
});
registerDescribedEnum(PrivilegeUnit, {
  name: 'PrivilegeUnit',
  description: 'In which unit delegated administrative privileges are granted and ended.',
  values: {
    PER_SERVICE: 'For each service on its own.',
    WHOLE_TENANT: 'For all services of the customer together.',
    NOT_APPLICABLE: 'They are not granted through relationship requests.',
  },
});
registerDescribedEnum(AgreementCheck, {
  name: 'AgreementCheck',
  description: 'Which agreement must be signed when a relationship is accepted (R20).',
  values: {
    RESELLER_AGREEMENT: 'The reseller must have signed its reseller agreement.',
    CUSTOMER_AGREEMENT: 'The customer must accept the customer agreement with, or before, it.',
    NONE: 'None is asked for.',
  },
});

@ObjectType('CloudRegion', {
  description: 'Countries whose customers and partners may work together (R16).',
  simpleResolvers: true,
})
export class CloudRegion {
  @Field(() => [CountryCodeScalar], { description: 'The countries, in no particular order.' })
  countries!: readonly string[];
}

@ObjectType('CloudPolicyEntry', {
  description: 'One policy of a cloud instance in words: what it is there, and why.',
  simpleResolvers: true,
})
export class CloudPolicyEntry {
  @Field(() => String, {
    description:
      'Which policy: the name of the field that has its value, of a switch `features.` and its name. The same names, in the same order, for every instance.',
  })
  name!: string;

  @Field(() => String, {
    description: 'Its value as text; `yes` or `no` of what is a Boolean or a switch.',
  })
  value!: string;

  @Field(() => String, { description: 'What this value means and why it is so, in English.' })
  reason!: string;

  @Field(() => [String], {
    description:
      'Numbers of the rules and decisions behind it, as refusals and descriptions name them; empty where there is none.',
  })
  rules!: readonly string[];
}

@ObjectType('CloudPolicy', {
  description:
    'What one cloud instance allows. The guards read the same row; nothing else depends on the name of an instance.',
  simpleResolvers: true,
})
export class CloudPolicy {
  @Field(() => CloudInstance, { description: 'The instance that this row is about.' })
  instance!: CloudInstance;

  @Field(() => [CloudPolicyEntry], {
    description:
      'Every policy of the instance with its value and the reason, for a page that compares instances.',
  })
  entries!: readonly CloudPolicyEntry[];

  @Field(() => [CloudFeature], {
    description:
      'Switches that are on. An operation that needs another one answers FEATURE_NOT_AVAILABLE_IN_CLOUD.',
  })
  features!: readonly CloudFeature[];

  @Field(() => [Service], { description: 'Services that exist in this instance.' })
  services!: readonly Service[];

  @Field(() => DelegatedAdminInRequests, {
    description: 'Whether a request asks for delegated administrative privileges (R14).',
  })
  delegatedAdminInRequests!: keyof typeof DelegatedAdminInRequests;

  @Field(() => PartnersPerCustomer, { description: 'How many partners a customer may have.' })
  partnersPerCustomer!: keyof typeof PartnersPerCustomer;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the customer’s administrator accepts, in the locale of this request; null where nothing is accepted.',
  })
  acceptancePlace!: string | null;

  @Field(() => IndirectResellerInvites, {
    description: 'Whether an indirect reseller makes an invitation of its own (R22, R23).',
  })
  indirectResellerInvites!: keyof typeof IndirectResellerInvites;

  @Field(() => InvitationTextEditable, {
    description: 'What a reseller may change in the text of an invitation e-mail (R13).',
  })
  invitationTextEditable!: keyof typeof InvitationTextEditable;

  @Field(() => PrivilegeUnit, { description: 'Unit in which privileges are granted and ended.' })
  privilegeUnit!: keyof typeof PrivilegeUnit;

  @Field(() => AgreementCheck, { description: 'Which agreement the acceptance asks for (R20).' })
  agreementCheck!: keyof typeof AgreementCheck;

  @Field(() => Boolean, {
    description: 'Whether partners manage users of customers through the source service’s API.',
  })
  partnerManagesCustomerUsers!: boolean;

  @Field(() => Boolean, {
    description: 'Whether partners assign licences through the source service’s API.',
  })
  partnerManagesLicences!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the source service takes support requests through its API.',
  })
  supportRequestsByApi!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether the source service offers audit records by API; ours are offered everywhere.',
  })
  sourceAuditApi!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the source service offers support contacts by API.',
  })
  sourceSupportContactApi!: boolean;

  @Field(() => Boolean, { description: 'Whether the source service offers add-ons by API.' })
  sourceAddOnApi!: boolean;

  @Field(() => Boolean, { description: 'Whether a sales agent reads offers (D18).' })
  salesAgentSeesOffers!: boolean;

  @Field(() => Int, {
    description: 'Days after which a suspended subscription is deleted with its data (R47).',
  })
  suspendedRetentionDays!: number;

  @Field(() => Int, {
    description: 'The longest such time in days, when the first billing period was offset (R47).',
  })
  suspendedRetentionMaxDays!: number;

  @Field(() => Int, {
    description:
      'Days for which a subscription that did not renew is EXPIRED, from the end of its term, before it is DISABLED.',
  })
  expiredGraceDays!: number;

  @Field(() => Int, {
    description: 'Days for which a subscription is DISABLED before it is deleted with its data.',
  })
  disabledRetentionDays!: number;

  @Field(() => [CloudRegion], {
    description: 'Groups of countries that may work together; every other country works alone.',
  })
  regions!: readonly CloudRegion[];

  @Field(() => UrlScalar, { description: 'Base address of the source service’s API.' })
  apiBaseUrl!: string;

  @Field(() => String, { description: 'Locale of texts that ask for none this server has.' })
  defaultLocale!: string;

  @Field(() => String, { description: 'Locale used where the default has no text.' })
  fallbackLocale!: string;
}
