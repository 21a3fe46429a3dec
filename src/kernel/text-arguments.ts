import type { CloudFeature } from './cloud-instance';
import type { Role } from './roles';
import type { Service } from './service';

/** What is wrong with an input, where the field alone does not say it. */
export const InputProblem = {
  NOT_AN_ID: 'NOT_AN_ID',
  NOT_A_CURSOR: 'NOT_A_CURSOR',
  CUT_OFF: 'CUT_OFF',
  NOT_WELL_FORMED: 'NOT_WELL_FORMED',
  NO_CUSTOMER_NAMED: 'NO_CUSTOMER_NAMED',
  NO_PROVIDER_NAMED: 'NO_PROVIDER_NAMED',
  SERVICES_WITHOUT_PRIVILEGES: 'SERVICES_WITHOUT_PRIVILEGES',
  WHOLE_TENANT_ONLY: 'WHOLE_TENANT_ONLY',
  ORDER_FOR_RESELLERS_ONLY: 'ORDER_FOR_RESELLERS_ONLY',
  HIDDEN_FROM_VIEWER: 'HIDDEN_FROM_VIEWER',
  NOTHING_TO_CHANGE: 'NOTHING_TO_CHANGE',
  BLANK: 'BLANK',
  NO_AUTO_RENEWAL: 'NO_AUTO_RENEWAL',
  RENEWAL_IS_OFF: 'RENEWAL_IS_OFF',
  NO_TERM_END: 'NO_TERM_END',
  FOR_INDIRECT_PROVIDERS_ONLY: 'FOR_INDIRECT_PROVIDERS_ONLY',
  NO_ACCOUNT_FOR_TENANT: 'NO_ACCOUNT_FOR_TENANT',
  IN_THE_FUTURE: 'IN_THE_FUTURE',
  OFFER_NOT_FOR_SALE: 'OFFER_NOT_FOR_SALE',
  ADD_ON_NEEDS_BASE: 'ADD_ON_NEEDS_BASE',
  NOT_AN_ADD_ON: 'NOT_AN_ADD_ON',
  ADD_ONS_PRESENT: 'ADD_ONS_PRESENT',
  ADDRESS_NOT_ALLOWED: 'ADDRESS_NOT_ALLOWED',
  HOST_NOT_FOUND: 'HOST_NOT_FOUND',
  TOO_MANY_ENDPOINTS: 'TOO_MANY_ENDPOINTS',
  NEEDS_USER: 'NEEDS_USER',
} as const;
export type InputProblem = (typeof InputProblem)[keyof typeof InputProblem];

interface KindValues {
  /** As it is: names of the graph, states, events. */
  readonly text: string;
  readonly number: number;
  readonly instant: Date;
  readonly list: readonly string[];
  readonly services: readonly Service[];
  readonly roles: readonly Role[];
  readonly problem: InputProblem;
  readonly feature: CloudFeature;
  readonly agreement: 'RESELLER' | 'CUSTOMER';
}

/**
 * What the text of a refusal may name, and how it is written: a service, role or instant in the words of
 * the reader. One name means the same in every text.
 */
export const TEXT_ARGUMENTS = {
  /** An instant is later than this. */
  after: 'instant',
  agreement: 'agreement',
  /** Values or fields of which one fits. */
  allowed: 'list',
  availableServices: 'services',
  /** How many things are in the way. */
  count: 'number',
  days: 'number',
  event: 'text',
  /** Fields of which exactly one is sent. */
  exactlyOneOf: 'list',
  feature: 'feature',
  field: 'text',
  /** Partners that hold what was asked for. */
  holders: 'list',
  /** A limit of the server, by its name. */
  limit: 'text',
  maximum: 'number',
  maximumCount: 'number',
  maximumLength: 'number',
  minimum: 'number',
  objectType: 'text',
  /** A field that cannot be sent together with `field`. */
  otherField: 'text',
  problem: 'problem',
  roles: 'roles',
  seconds: 'number',
  services: 'services',
  state: 'text',
  /** Who made a suspension that only its maker lifts. */
  suspendedBy: 'text',
  unaskedServices: 'services',
  until: 'instant',
} as const satisfies Record<string, keyof KindValues>;

export type TextArguments = {
  readonly [Name in keyof typeof TEXT_ARGUMENTS]?: KindValues[(typeof TEXT_ARGUMENTS)[Name]];
};
