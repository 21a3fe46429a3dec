import type { Caller, CustomerActor, PartnerActor } from './actor';
import { CLOUD_POLICIES, type CloudPolicy } from './cloud-instance';
import { DomainError, type RefusalDetails } from './domain-error';
import type { ErrorCode } from './error-code';
import type { CustomerRole, PartnerRole, Role } from './roles';
import type { Rule } from './rule';

/** Rows of the role matrix (domain section 6) that have an operation here. */
export const ACTIONS = [
  'SEARCH_CUSTOMERS',
  'CREATE_CUSTOMER',
  'EDIT_CUSTOMER',
  'EDIT_CUSTOMER_BILLING_PROFILE',
  'REQUEST_RELATIONSHIP',
  'ROTATE_INVITATION',
  'SEE_RELATIONSHIPS',
  'USE_DAP',
  'RELINQUISH_DAP',
  'REMOVE_RELATIONSHIP',
  'SELL',
  'MANAGE_OWN_SUBSCRIPTIONS',
  'SEE_OFFERS',
  'SEE_CUSTOMER_AGREEMENT',
  'REGISTER_INDIRECT_RESELLER',
  'END_PARTNER_RELATIONSHIP',
  'SEE_PARTNER_PROFILES',
  'READ_ACTIVITY_LOG',
  'OWN_WEBHOOKS',
  'DECIDE_RELATIONSHIP_REQUEST',
  'ACCEPT_INVITATION',
  'REMOVE_DAP',
  'TERMINATE_DAP',
  'REGISTER_RESELLER',
  'SET_RESELLER_STATUS',
  'RECORD_AGREEMENT',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Who may do one thing. What a caller may do it *to* is asked later (steps 4 and following). */
export interface ActionRow {
  readonly partner: readonly PartnerRole[];
  readonly customer: readonly CustomerRole[];
  readonly operator: boolean;
  /** Application-only credentials of a reseller: reads, and its own webhooks. */
  readonly application: boolean;
}

/** What the role step must know about the object for the few answers that depend on it. */
export interface RoleFacts {
  /** The request or the link that is to be decided belongs to the caller's own reseller (R15, R29). */
  readonly ownRequest: boolean;
}

const SELLERS: readonly PartnerRole[] = ['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN'];
const AGENTS_AND_GLOBAL_ADMIN: readonly PartnerRole[] = [
  'ADMIN_AGENT',
  'SALES_AGENT',
  'HELPDESK_AGENT',
  'GLOBAL_ADMIN',
];
const EVERY_PARTNER_ROLE: readonly PartnerRole[] = [
  'ADMIN_AGENT',
  'SALES_AGENT',
  'HELPDESK_AGENT',
  'GLOBAL_ADMIN',
  'BILLING_ADMIN',
  'USER_MGMT_ADMIN',
];
const CUSTOMER_ADMINS: readonly CustomerRole[] = [
  'CUSTOMER_GLOBAL_ADMIN',
  'CUSTOMER_BILLING_ADMIN',
];

function byPartner(...roles: readonly PartnerRole[]): ActionRow {
  return { partner: roles, customer: [], operator: false, application: false };
}

function byCustomerGlobalAdmin(): ActionRow {
  return {
    partner: [],
    customer: ['CUSTOMER_GLOBAL_ADMIN'],
    operator: false,
    application: false,
  };
}

function byOperator(): ActionRow {
  return { partner: [], customer: [], operator: true, application: false };
}

function reading(partner: readonly PartnerRole[], customer: readonly CustomerRole[]): ActionRow {
  return { partner, customer, operator: true, application: true };
}

/**
 * The matrix of domain section 6. The comments name the decision behind a cell that the sources
 * leave open. `rowOf` adds what a cloud instance decides otherwise.
 */
export const ROLE_MATRIX: Readonly<Record<Action, ActionRow>> = {
  // A plain customer user reads the names of its partners; the other fields are redacted.
  SEARCH_CUSTOMERS: reading(AGENTS_AND_GLOBAL_ADMIN, [...CUSTOMER_ADMINS, 'CUSTOMER_USER']),
  CREATE_CUSTOMER: byPartner(...SELLERS),
  EDIT_CUSTOMER: byPartner(...AGENTS_AND_GLOBAL_ADMIN),
  EDIT_CUSTOMER_BILLING_PROFILE: byPartner(...SELLERS),
  // D22: the sales agent asks, although every request of some instances includes privileges.
  REQUEST_RELATIONSHIP: byPartner(...SELLERS),
  ROTATE_INVITATION: byPartner('GLOBAL_ADMIN'),
  SEE_RELATIONSHIPS: reading(AGENTS_AND_GLOBAL_ADMIN, CUSTOMER_ADMINS),
  // D17: a global administrator uses privileges only when it is an agent as well.
  USE_DAP: byPartner('ADMIN_AGENT', 'HELPDESK_AGENT'),
  RELINQUISH_DAP: byPartner('ADMIN_AGENT', 'GLOBAL_ADMIN'),
  REMOVE_RELATIONSHIP: byPartner('GLOBAL_ADMIN'),
  SELL: byPartner(...SELLERS),
  // D23: no helpdesk agent. The operator suspends for abuse; whatever else it tries, step 7 answers.
  MANAGE_OWN_SUBSCRIPTIONS: { ...byPartner(...SELLERS), operator: true },
  // D18: some instances add the sales agent.
  SEE_OFFERS: reading(['ADMIN_AGENT', 'GLOBAL_ADMIN', 'BILLING_ADMIN'], []),
  SEE_CUSTOMER_AGREEMENT: reading(
    ['SALES_AGENT', 'GLOBAL_ADMIN', 'BILLING_ADMIN'],
    CUSTOMER_ADMINS,
  ),
  REGISTER_INDIRECT_RESELLER: byPartner(...SELLERS),
  // R33.
  END_PARTNER_RELATIONSHIP: byPartner('GLOBAL_ADMIN'),
  SEE_PARTNER_PROFILES: reading([...SELLERS, 'USER_MGMT_ADMIN'], CUSTOMER_ADMINS),
  READ_ACTIVITY_LOG: reading(EVERY_PARTNER_ROLE, CUSTOMER_ADMINS),
  OWN_WEBHOOKS: {
    partner: ['ADMIN_AGENT', 'GLOBAL_ADMIN'],
    customer: ['CUSTOMER_GLOBAL_ADMIN'],
    operator: false,
    application: true,
  },
  // D6: accepting grants administrative rights, so only the highest role may.
  DECIDE_RELATIONSHIP_REQUEST: byCustomerGlobalAdmin(),
  ACCEPT_INVITATION: byCustomerGlobalAdmin(),
  REMOVE_DAP: byCustomerGlobalAdmin(),
  TERMINATE_DAP: byOperator(),
  REGISTER_RESELLER: byOperator(),
  SET_RESELLER_STATUS: byOperator(),
  RECORD_AGREEMENT: byOperator(),
};

/** The row of an action as one instance has it (D18). */
export function rowOf(
  action: Action,
  policy: Pick<CloudPolicy, 'salesAgentSeesOffers'>,
): ActionRow {
  const row = ROLE_MATRIX[action];
  if (action !== 'SEE_OFFERS' || !policy.salesAgentSeesOffers) return row;
  return { ...row, partner: ['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN', 'BILLING_ADMIN'] };
}

/** Every role that a row allows, as refusals name them. */
export function allowedRolesOf(row: ActionRow): readonly Role[] {
  return [...row.partner, ...row.customer, ...(row.operator ? (['OPERATOR'] as const) : [])];
}

/**
 * Steps 1 and 3 of the guards (domain section 5): a token, then the role. Where a rule names a code
 * for the caller's side (R15, R26, R29, R34) that code is the answer, otherwise ROLE_NOT_ALLOWED with
 * the roles that are allowed. An application is no user of its side: it reads and owns webhooks.
 *
 * What a partner's user hears on DECIDE_RELATIONSHIP_REQUEST and ACCEPT_INVITATION depends on whose
 * request it is. Without `facts` those two are left open for it (`null`): the command, which knows the
 * request, asks again with them before it looks at anything else.
 */
export function refusalToAct(
  action: Action,
  actor: Caller | null,
  facts?: RoleFacts,
): DomainError | null {
  if (actor === null) return new DomainError('UNAUTHENTICATED');
  switch (actor.side) {
    case 'partner':
      return refusalToPartner(action, actor, facts);
    case 'customer':
      return refusalToCustomer(action, actor);
    case 'operator':
      return ROLE_MATRIX[action].operator ? null : refuse(action, 'ROLE_NOT_ALLOWED');
    case 'newTenant':
      // A tenant that is not held yet accepts an invitation and does nothing else.
      if (action !== 'ACCEPT_INVITATION' || actor.kind === 'APPLICATION') {
        return refuse(action, 'ROLE_NOT_ALLOWED');
      }
      return actor.roles.includes('CUSTOMER_GLOBAL_ADMIN')
        ? null
        : refuse(action, 'CUSTOMER_ADMIN_REQUIRED', 'R15');
  }
}

/** Whether a caller may do this at all, to whatever object: what `viewer` tells about itself. */
export function mayAct(action: Action, actor: Caller | null): boolean {
  return refusalToAct(action, actor, { ownRequest: false }) === null;
}

function refusalToPartner(
  action: Action,
  actor: PartnerActor,
  facts: RoleFacts | undefined,
): DomainError | null {
  const row = rowOf(action, CLOUD_POLICIES[actor.cloudInstance]);
  if (actor.kind === 'APPLICATION') {
    return row.application ? null : refuseWithoutUser(action, row);
  }
  switch (action) {
    case 'DECIDE_RELATIONSHIP_REQUEST':
    case 'ACCEPT_INVITATION':
      if (facts === undefined) return null;
      if (facts.ownRequest) return refuse(action, 'DAP_GRANT_REQUIRES_CUSTOMER', 'R29');
      if (actor.claimsCustomerGlobalAdmin) {
        return refuse(action, 'RESELLER_CANNOT_BE_CUSTOMER', 'R19');
      }
      return refuse(action, 'CUSTOMER_ADMIN_REQUIRED', 'R15');
    case 'REMOVE_DAP':
      return refuse(action, 'CUSTOMER_ADMIN_REQUIRED', 'R26');
    default:
      return actor.roles.some((role) => row.partner.includes(role))
        ? null
        : refuse(action, 'ROLE_NOT_ALLOWED', undefined, row);
  }
}

function refusalToCustomer(action: Action, actor: CustomerActor): DomainError | null {
  const row = ROLE_MATRIX[action];
  if (actor.kind === 'APPLICATION') return refuseWithoutUser(action, row);
  if (actor.roles.some((role) => row.customer.includes(role))) return null;
  switch (action) {
    case 'DECIDE_RELATIONSHIP_REQUEST':
    case 'ACCEPT_INVITATION':
      return refuse(action, 'CUSTOMER_ADMIN_REQUIRED', 'R15');
    case 'REMOVE_DAP':
      return refuse(action, 'CUSTOMER_ADMIN_REQUIRED', 'R26');
    case 'REMOVE_RELATIONSHIP':
      return refuse(action, 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP', 'R34');
    case 'MANAGE_OWN_SUBSCRIPTIONS':
      // An administrator of the customer hears at step 7 which rule stands in the way (R39 and others).
      return actor.roles.some((role) => CUSTOMER_ADMINS.includes(role))
        ? null
        : refuse(action, 'ROLE_NOT_ALLOWED');
    default:
      return refuse(action, 'ROLE_NOT_ALLOWED');
  }
}

/** An application has no role that could be the wrong one; what it lacks is a user (domain section 6). */
function refuseWithoutUser(action: Action, row: ActionRow): DomainError {
  const { code, allowedRoles } = refuse(action, 'ROLE_NOT_ALLOWED', undefined, row);
  return new DomainError(code, {
    allowedRoles,
    args: { problem: 'NEEDS_USER' },
    detail:
      'Applications of a reseller read what it sees and own webhooks; everything else needs a user.',
  });
}

function refuse(
  action: Action,
  code: ErrorCode,
  rule?: Rule,
  row: ActionRow = ROLE_MATRIX[action],
): DomainError {
  const allowedRoles = allowedRolesOf(row);
  const details: RefusalDetails = {
    allowedRoles,
    detail:
      allowedRoles.length > 0
        ? `Allowed: ${allowedRoles.join(', ')}.`
        : 'No role allows this action.',
  };
  return new DomainError(code, rule ? { ...details, rule } : details);
}
