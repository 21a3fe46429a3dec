import type { CloudFeature, CloudPolicy } from '../../kernel/cloud-instance';

/** One policy of one instance, in words. */
export interface PolicyEntry {
  readonly name: string;
  readonly value: string;
  readonly reason: string;
  /** Numbers of the rules and decisions behind it, as refusals name them. */
  readonly rules: readonly string[];
}

interface PolicyText {
  readonly name: string;
  readonly rules: readonly string[];
  readonly value: (row: CloudPolicy) => string;
  readonly reason: (row: CloudPolicy) => string;
}

type KeysOf<Kind> = {
  [Key in keyof CloudPolicy]: CloudPolicy[Key] extends Kind ? Key : never;
}[keyof CloudPolicy];

/** A policy that is one of a few words: what each of them means. */
function choice<Key extends KeysOf<string>>(
  name: Key,
  rules: readonly string[],
  reasons: Readonly<Record<CloudPolicy[Key], string>>,
): PolicyText {
  return {
    name,
    rules,
    value: (row) => row[name],
    reason: (row) => reasons[row[name]],
  };
}

function yesNo(isOn: boolean): 'yes' | 'no' {
  return isOn ? 'yes' : 'no';
}

function flag(
  name: KeysOf<boolean>,
  rules: readonly string[],
  reasons: { readonly yes: string; readonly no: string },
): PolicyText {
  return {
    name,
    rules,
    value: (row) => yesNo(row[name]),
    reason: (row) => reasons[yesNo(row[name])],
  };
}

function feature(
  key: CloudFeature,
  rules: readonly string[],
  reasons: { readonly yes: string; readonly no: string },
): PolicyText {
  return {
    name: `features.${key}`,
    rules,
    value: (row) => yesNo(row.features[key]),
    reason: (row) => reasons[yesNo(row.features[key])],
  };
}

function listed(values: readonly string[]): string {
  return values.join(', ');
}

const SWITCHES: readonly PolicyText[] = [
  feature('MULTI_PARTNER', ['R10', 'D2'], {
    yes: 'Customers take further partners, by a link or a request of each.',
    no: 'There are no links and no relationship requests: the pages about this instance say that a customer works with one partner, and they outweigh the general ones. Asking is refused with FEATURE_NOT_AVAILABLE_IN_CLOUD.',
  }),
  feature('NEW_CUSTOMERS', [], {
    yes: 'Tenants that are not held yet become customers.',
    no: 'The instance takes no new customers; those it has go on as before.',
  }),
  feature('GDAP', ['D19'], {
    yes: 'Granular delegated privileges exist here; the wide ones are no longer given to new tenants at the source since September 2023.',
    no: 'Granular delegated privileges are off: not offered by Partner Center here, or the sources contradict each other and off is the safer reading.',
  }),
  feature('TERMINATE_UNUSED_DAP', ['D16'], {
    yes: 'The operator may end delegated privileges that nobody used for 90 days.',
    no: 'Delegated privileges end only by the customer, by their holder or with the relationship, however long they are unused.',
  }),
];

const RELATIONSHIPS: readonly PolicyText[] = [
  choice('delegatedAdminInRequests', ['R14', 'D22'], {
    ALWAYS:
      'Every request and link asks for delegated privileges; one without is refused with DAP_REQUIRED_IN_CLOUD.',
    OPTIONAL: 'A request or link asks for delegated privileges or goes without them.',
    NOT_APPLICABLE: 'There are no relationship requests that could ask for delegated privileges.',
  }),
  choice('partnersPerCustomer', ['R10', 'D2'], {
    MANY: 'A customer works with any number of partners at once.',
    EXACTLY_ONE: 'A customer has a single transacting partner.',
  }),
  {
    name: 'acceptancePlace',
    rules: ['R15', 'D6'],
    value: ({ acceptancePlace }) => acceptancePlace?.['en-US'] ?? 'none',
    reason: ({ acceptancePlace }) =>
      acceptancePlace === null
        ? 'Nothing is accepted here, because there are no requests.'
        : 'Where the customer’s global administrator accepts at the source. Only that role accepts, because accepting grants administrative rights.',
  },
  choice('indirectResellerInvites', ['R22', 'R23'], {
    NO: 'An indirect reseller makes no link and no request of its own (INDIRECT_RESELLER_CANNOT_INVITE); where there are links at all, its provider makes them and may send them through it.',
    JOINTLY_WITH_PROVIDER:
      'An indirect reseller invites together with a provider it works with: one link asks for two relationships, both or none.',
    NOT_DOCUMENTED:
      'The sources do not say; an undocumented practice is not allowed by silence, so it is refused.',
  }),
  choice('privilegeUnit', ['R26', 'D15'], {
    PER_SERVICE:
      'Privileges are granted and ended for each service on its own; a customer may grant fewer than asked.',
    WHOLE_TENANT:
      'Privileges cover the whole tenant: they are granted and ended for all services together.',
    NOT_APPLICABLE: 'Relationship requests, which would grant privileges, do not exist here.',
  }),
  choice('agreementCheck', ['R20'], {
    RESELLER_AGREEMENT: 'The reseller must have signed its reseller agreement.',
    CUSTOMER_AGREEMENT:
      'The customer accepts the customer agreement with, or before, the acceptance.',
    NONE: 'No agreement is asked for at the acceptance.',
  }),
  {
    name: 'regions',
    rules: ['R16'],
    value: ({ regions }) =>
      regions.length === 0 ? 'same country' : regions.map(listed).join('; '),
    reason: ({ regions }) =>
      regions.some((region) => region.length > 1)
        ? 'Two parties work together within one country or within one of these groups of countries; a country that is not known matches none.'
        : 'Two parties work together only within one country; a country that is not known matches none.',
  },
  choice('invitationTextEditable', ['R13'], {
    FIRST_TWO_PARAGRAPHS:
      'The first two paragraphs of the invitation e-mail may be edited; the link stays as it is.',
    ALL_BUT_THE_LINK: 'All of the invitation e-mail may be edited; the link stays as it is.',
  }),
];

const SERVICES_AND_INTERFACES: readonly PolicyText[] = [
  {
    name: 'services',
    rules: ['R39'],
    value: ({ services }) => listed(services),
    reason: ({ services }) =>
      services.includes('AZURE')
        ? 'The services that exist in this instance.'
        : 'The services that exist in this instance; Azure subscriptions do not.',
  },
  flag('partnerManagesCustomerUsers', ['R39'], {
    yes: 'Partners manage users of their customers through the source’s API.',
    no: 'Partners do not manage users of customers, nor their passwords, through the source’s API.',
  }),
  flag('partnerManagesLicences', ['R39'], {
    yes: 'Partners assign licences of their customers through the source’s API.',
    no: 'Partners do not assign licences through the source’s API.',
  }),
  flag('supportRequestsByApi', [], {
    yes: 'The source takes support requests by API.',
    no: 'The source takes support requests in its portal only.',
  }),
  flag('sourceAuditApi', [], {
    yes: 'The source lists audit records by API; this server keeps its own besides.',
    no: 'The source lists no audit records by API here; this server keeps its own.',
  }),
  flag('sourceSupportContactApi', [], {
    yes: 'The source has support contacts of subscriptions in its API. Describes the source and guards nothing.',
    no: 'The source’s API does not list support contacts here. Describes the source and guards nothing.',
  }),
  flag('sourceAddOnApi', [], {
    yes: 'The source has add-ons in its API. Describes the source and guards nothing.',
    no: 'The source’s API does not list add-ons here. Describes the source and guards nothing.',
  }),
  {
    name: 'auditRecords',
    rules: ['R42', 'D13'],
    value: () => 'yes',
    reason: () =>
      'This server records every attempt and lists the records in every instance, refusals too: they are the proof of what did not happen.',
  },
  flag('salesAgentSeesOffers', ['D18'], {
    yes: 'A sales agent reads prices and offers.',
    no: 'A sales agent does not read prices and offers; administrators and billing do.',
  }),
];

const TIMES_AND_TEXTS: readonly PolicyText[] = [
  {
    name: 'suspendedRetentionDays',
    rules: ['R47'],
    value: (row) => String(row.suspendedRetentionDays),
    reason: () =>
      'Days for which a suspended subscription can be reactivated; after them it is deleted with its data. Where the sources name no time it is 90.',
  },
  {
    name: 'suspendedRetentionMaxDays',
    rules: ['R47'],
    value: (row) => String(row.suspendedRetentionMaxDays),
    reason: ({ suspendedRetentionDays, suspendedRetentionMaxDays }) =>
      suspendedRetentionMaxDays > suspendedRetentionDays
        ? 'The longest such time at the source, when the first billing period was offset.'
        : 'The time is never longer here.',
  },
  {
    name: 'expiredGraceDays',
    rules: [],
    value: (row) => String(row.expiredGraceDays),
    reason: () =>
      'Days after the end of a term that did not renew in which users still have access; then the subscription is disabled. Newer commerce only, where it is the same in every instance.',
  },
  {
    name: 'disabledRetentionDays',
    rules: ['R47'],
    value: (row) => String(row.disabledRetentionDays),
    reason: () =>
      'Days for which administrators still reach the data of a disabled subscription; then it is deleted with them. Where the sources name no time it is that of a suspended one.',
  },
  {
    name: 'apiBaseUrl',
    rules: [],
    value: (row) => row.apiBaseUrl,
    reason: () => 'Base address of the source service, which each instance has in its own cloud.',
  },
  {
    name: 'defaultLocale',
    rules: [],
    value: (row) => row.defaultLocale,
    reason: ({ fallbackLocale }) =>
      `Language of texts of this instance that ask for none; ${fallbackLocale} where it has no text.`,
  },
  {
    name: 'fallbackLocale',
    rules: [],
    value: (row) => row.fallbackLocale,
    reason: () => 'Language used where the default one has no text.',
  },
];

const POLICY_TEXTS: readonly PolicyText[] = [
  ...SWITCHES,
  ...RELATIONSHIPS,
  ...SERVICES_AND_INTERFACES,
  ...TIMES_AND_TEXTS,
];

/** Every policy of a row with its value and the reason. Reasons follow values, never the name of an instance. */
export function policyEntries(row: CloudPolicy): readonly PolicyEntry[] {
  return POLICY_TEXTS.map(({ name, rules, value, reason }) => ({
    name,
    value: value(row),
    reason: reason(row),
    rules,
  }));
}
