import type {
  Caller,
  Input,
  Instance,
  Relationship,
  Reseller,
  Service,
  State,
  Verdict,
} from './model';

/*
 * The tables of the domain document that every prediction reads, and the questions about the world that
 * several of its rules ask. Nothing of the server is imported.
 */

export interface Policy {
  readonly requests: boolean;
  readonly endsUnused: boolean;
  readonly dap: 'ALWAYS' | 'OPTIONAL' | 'NEVER';
  readonly agreement: 'RESELLER' | 'CUSTOMER';
  readonly isJoint: boolean;
  readonly isWholeTenant: boolean;
  readonly services: readonly Service[];
  readonly region: readonly string[];
  readonly retentionDays: number;
  /** How long an expired one waits (4.5, "grace"), and the terms that are sold: decided by the server. */
  readonly graceDays: number;
  readonly terms: readonly string[];
}

const CHINESE: readonly Service[] = ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'OTHER'];
export const SERVICES: readonly Service[] = [
  'EXCHANGE_OFFICE',
  'DYNAMICS',
  'INTUNE',
  'AZURE',
  'OTHER',
];

/** Section 7. Of the regions only the countries that the attack uses. */
export const POLICIES: Readonly<Record<Instance, Policy>> = {
  // prettier-ignore
  CHINA_21VIANET: { requests: true, endsUnused: false, dap: 'ALWAYS', agreement: 'RESELLER', isJoint: false, isWholeTenant: false, services: CHINESE, region: ['CN'], retentionDays: 60, graceDays: 30, terms: ['P1M', 'P1Y'] },
  // prettier-ignore
  GLOBAL: { requests: true, endsUnused: true, dap: 'OPTIONAL', agreement: 'CUSTOMER', isJoint: true, isWholeTenant: true, services: SERVICES, region: ['DE', 'FR'], retentionDays: 90, graceDays: 30, terms: ['P1M', 'P1Y', 'P3Y'] },
  // prettier-ignore
  US_GOVERNMENT: { requests: false, endsUnused: false, dap: 'NEVER', agreement: 'CUSTOMER', isJoint: false, isWholeTenant: false, services: ['AZURE', 'OTHER'], region: [], retentionDays: 90, graceDays: 30, terms: ['P1M', 'P1Y', 'P3Y'] },
};

const SELLERS = ['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN'];
export const CUSTOMER_ADMINS = ['CUSTOMER_GLOBAL_ADMIN', 'CUSTOMER_BILLING_ADMIN'];

export interface Row {
  readonly partner?: readonly string[];
  readonly customer?: readonly string[];
  readonly isOperators?: boolean;
  readonly switch?: 'requests' | 'endsUnused';
  /** What other users of a customer, and those of a partner, hear (section 5, step 3). */
  readonly otherCustomer?: string;
  readonly anyPartner?: string;
}

const DECIDING: Row = {
  customer: ['CUSTOMER_GLOBAL_ADMIN'],
  otherCustomer: 'CUSTOMER_ADMIN_REQUIRED',
  switch: 'requests',
};
const ASKING: Row = { partner: SELLERS, switch: 'requests' };
const MANAGING: Row = { partner: SELLERS, customer: CUSTOMER_ADMINS, isOperators: true };
const OPERATORS: Row = { isOperators: true };

/** Section 6, and what sections 3 and 4 say of single acts. */
const MATRIX: Readonly<Record<string, Row>> = {
  createInvitation: ASKING,
  requestRelationship: ASKING,
  requestRelationships: ASKING,
  cancelRelationshipRequest: ASKING,
  cancelRelationshipRequests: ASKING,
  rotateInvitation: { partner: ['GLOBAL_ADMIN'], switch: 'requests' },
  acceptRelationshipRequest: DECIDING,
  declineRelationshipRequest: DECIDING,
  acceptInvitation: DECIDING,
  // prettier-ignore
  removeDelegatedPrivileges: { customer: ['CUSTOMER_GLOBAL_ADMIN'], otherCustomer: 'CUSTOMER_ADMIN_REQUIRED', anyPartner: 'CUSTOMER_ADMIN_REQUIRED' },
  relinquishDelegatedPrivileges: { partner: ['ADMIN_AGENT', 'GLOBAL_ADMIN'] },
  terminateDelegatedPrivileges: { isOperators: true, switch: 'endsUnused' },
  // prettier-ignore
  removeRelationship: { partner: ['GLOBAL_ADMIN'], otherCustomer: 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP' },
  createCustomer: { partner: SELLERS },
  updateCustomer: { partner: [...SELLERS, 'HELPDESK_AGENT'] },
  recordAgreement: OPERATORS,
  registerReseller: OPERATORS,
  setResellerStatus: OPERATORS,
  createPartnerRelationship: { partner: SELLERS },
  endPartnerRelationship: { partner: ['GLOBAL_ADMIN'] },
  updateSubscription: MANAGING,
  suspendSubscription: MANAGING,
  reactivateSubscription: MANAGING,
  cancelSubscription: MANAGING,
  assignSupportContact: MANAGING,
  purchaseAddOn: MANAGING,
  upgradeSubscription: MANAGING,
  scheduleNextTermInstructions: MANAGING,
  createSubscription: { partner: SELLERS },
  changePartnerOfRecord: MANAGING,
  transferSubscription: MANAGING,
};

export interface Who extends Caller {
  readonly side: 'partner' | 'customer' | 'newcomer' | 'operator';
  /** Row id of the reseller or the customer. */
  readonly id: string;
  readonly policy: Policy | null;
}

export function whoIs(s: State, caller: Caller): Who {
  const { tenant } = caller;
  if (tenant === 'operator') return { ...caller, side: 'operator', id: '', policy: null };
  const reseller = Object.values(s.resellers).find((it) => it.tenant === tenant);
  if (reseller)
    return { ...caller, side: 'partner', id: reseller.id, policy: POLICIES[reseller.instance] };
  const customer = Object.values(s.customers).find((it) => it.tenant === tenant);
  if (customer)
    return { ...caller, side: 'customer', id: customer.id, policy: POLICIES[customer.instance] };
  return { ...caller, side: 'newcomer', id: '', policy: null };
}

/** Step 2 of what a reseller asks for: the switch, then R14 and R39 by its own instance, before any role. */
export function refusalOfFeature(act: string, { policy }: Who, input: Input): string | null {
  if (policy === null || MATRIX[act] !== ASKING) return null;
  if (!policy.requests) return 'FEATURE_NOT_AVAILABLE_IN_CLOUD';
  if (policy.dap === 'ALWAYS' && input.dap === false) return 'DAP_REQUIRED_IN_CLOUD';
  const isMissing = input.services?.some((service) => !policy.services.includes(service));
  return isMissing ? 'FEATURE_NOT_AVAILABLE_IN_CLOUD' : null;
}

/** Steps 1 to 3. `policy` is the object's, for callers without an instance of their own. */
export function refusalToEnter(act: string, who: Who, own = false, policy: Policy | null = null) {
  const row = MATRIX[act] ?? {};
  const has = (roles: readonly string[] = []) => who.roles.some((role) => roles.includes(role));
  const switches = who.policy ?? policy;
  if (row.switch && switches && !switches[row.switch]) return 'FEATURE_NOT_AVAILABLE_IN_CLOUD';
  if (who.isApplication) return 'ROLE_NOT_ALLOWED';
  switch (who.side) {
    case 'operator':
      return row.isOperators ? null : 'ROLE_NOT_ALLOWED';
    case 'partner':
      // R15, R19, R29.
      if (row === DECIDING && own) return 'DAP_GRANT_REQUIRES_CUSTOMER';
      if (row === DECIDING)
        return has(['CUSTOMER_GLOBAL_ADMIN'])
          ? 'RESELLER_CANNOT_BE_CUSTOMER'
          : 'CUSTOMER_ADMIN_REQUIRED';
      return row.anyPartner ?? (has(row.partner) ? null : 'ROLE_NOT_ALLOWED');
    case 'customer':
      return has(row.customer) ? null : (row.otherCustomer ?? 'ROLE_NOT_ALLOWED');
    case 'newcomer':
      if (act !== 'acceptInvitation') return 'ROLE_NOT_ALLOWED';
      return has(row.customer) ? null : 'CUSTOMER_ADMIN_REQUIRED';
  }
}

export const list = <Kind>(rows: Readonly<Record<string, Kind>>): Kind[] => Object.values(rows);

export function activeTie(s: State, customer: string, reseller: string): Relationship | undefined {
  return list(s.relationships).find(
    (it) => it.customer === customer && it.reseller === reseller && it.status === 'ACTIVE',
  );
}

export function holds(s: State, customer: string, reseller: string, service: Service): boolean {
  return activeTie(s, customer, reseller)?.privileges[service]?.status === 'ACTIVE';
}

/** D7. */
export const TRANSACTING = ['PENDING', 'ACTIVE', 'SUSPENDED'];
export function sells(s: State, customer: string, reseller: string, service: Service): boolean {
  return list(s.subscriptions).some(
    (it) =>
      it.customer === customer &&
      it.seller === reseller &&
      it.service === service &&
      TRANSACTING.includes(it.status),
  );
}

/** R21: another one that sells the service holds privileges for it. */
export function hasOtherHolder(s: State, customer: string, reseller: string, service: Service) {
  return list(s.resellers).some(
    ({ id }) =>
      id !== reseller && holds(s, customer, id, service) && sells(s, customer, id, service),
  );
}

/** R18, by what it refuses to a RESTRICTED one as well. */
export function standingOf(reseller: Reseller, isRefusedToRestricted = true): string | null {
  if (reseller.standing === 'SUSPENDED') return 'RESELLER_SUSPENDED';
  return reseller.standing === 'RESTRICTED' && isRefusedToRestricted ? 'RESELLER_RESTRICTED' : null;
}

export function etag(input: Input, version: number, isRequired = false): string | null {
  if (input.ifMatch === undefined) return isRequired ? 'ETAG_REQUIRED' : null;
  return input.ifMatch === version ? null : 'ETAG_MISMATCH';
}

/** R16. */
export function region(one: string | null, other: string | null, { region: countries }: Policy) {
  const together =
    one !== null &&
    other !== null &&
    (one === other || (countries.includes(one) && countries.includes(other)));
  return together ? null : 'REGION_NOT_ALLOWED';
}

export const unit = (services: readonly Service[] | null | undefined, policy: Policy) =>
  policy.isWholeTenant &&
  !!services?.length &&
  policy.services.some((it) => !services.includes(it)) &&
  'INVALID_INPUT';

export const unsigned = (reseller: Reseller, policy: Policy) =>
  policy.agreement === 'RESELLER' && !reseller.signed && 'AGREEMENT_NOT_ACCEPTED';

export const sorted = (services: readonly Service[]) => [...new Set(services)].sort();

export const expand = (
  named: readonly Service[] | null | undefined,
  dap: boolean,
  policy: Policy,
) => sorted(!dap ? [] : named?.length ? named : policy.services);

export const DAY = 86_400_000;
/** The row of the caller's tenant; for others that of the object (section 7). */
export const policyOf = (who: Who, reseller: Reseller | undefined): Policy | null =>
  who.policy ?? (reseller ? POLICIES[reseller.instance] : null);

/** What one act comes to, once the caller may do such a thing and sees what it is done to. */
export type Judge = (s: State, who: Who, input: Input) => Verdict;
