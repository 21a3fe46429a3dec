import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import { refusalOfPrivilegeUnit } from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { etagOf, refusalOfEtag } from '../../kernel/etag';
import { refusalToEnter } from '../../kernel/guard-steps';
import type { Service } from '../../kernel/service';
import { refusalToMove, type TransitionTable } from '../../kernel/transitions';
import { refusalToSeeRelationship, type RelationshipFacts } from './relationship.rules';
import { RELATIONSHIP_OPERATIONS } from './relationship-operations';

/** Status of delegated administrative privileges for one service (domain section 2.7). */
export const DapStatus = {
  ACTIVE: 'ACTIVE',
  REMOVED_BY_CUSTOMER: 'REMOVED_BY_CUSTOMER',
  RELINQUISHED_BY_PARTNER: 'RELINQUISHED_BY_PARTNER',
  TERMINATED_BY_OPERATOR: 'TERMINATED_BY_OPERATOR',
  ENDED_WITH_RELATIONSHIP: 'ENDED_WITH_RELATIONSHIP',
} as const;
export type DapStatus = (typeof DapStatus)[keyof typeof DapStatus];

export const DAP_EVENTS = [
  'grant',
  'removeDap',
  'relinquish',
  'terminate',
  'endWithRelationship',
] as const;
export type DapEvent = (typeof DAP_EVENTS)[number];

/** Domain section 4.4. What has ended comes back only by a new grant of the customer (R29). */
export const DAP_TRANSITIONS: TransitionTable<DapStatus | 'NONE', DapEvent> = {
  NONE: { grant: 'ACTIVE' },
  ACTIVE: {
    removeDap: 'REMOVED_BY_CUSTOMER',
    relinquish: 'RELINQUISHED_BY_PARTNER',
    terminate: 'TERMINATED_BY_OPERATOR',
    endWithRelationship: 'ENDED_WITH_RELATIONSHIP',
  },
  REMOVED_BY_CUSTOMER: { grant: 'ACTIVE' },
  RELINQUISHED_BY_PARTNER: { grant: 'ACTIVE' },
  TERMINATED_BY_OPERATOR: { grant: 'ACTIVE' },
  ENDED_WITH_RELATIONSHIP: { grant: 'ACTIVE' },
};

/** Another reseller that holds privileges for one service of the customer now. */
export interface PrivilegeHolder {
  /** The opaque id, as blockers name it. */
  readonly resellerId: string;
  readonly resellerName: string;
  readonly service: Service;
  /** It also holds a subscription of that service that is PENDING, ACTIVE or SUSPENDED (D7). */
  readonly isTransacting: boolean;
}

export interface GrantFacts {
  /** ACTIVE privileges of the customer's other resellers. */
  readonly otherHolders: readonly PrivilegeHolder[];
  /** Services of which the reseller in question transacts a subscription with this customer. */
  readonly soldServices: readonly Service[];
}

/**
 * R21, D7: for one service only one transacting partner holds privileges. DAP_CONFLICT names every
 * holder and service in the way, and refuses the whole acceptance, or the sale that would make a
 * second holder (there `services` are those of the sale for which the seller holds privileges).
 */
export function refusalToGrant(
  services: readonly Service[],
  facts: GrantFacts,
): DomainError | null {
  const conflicts = facts.otherHolders.filter(
    ({ service, isTransacting }) =>
      isTransacting && services.includes(service) && facts.soldServices.includes(service),
  );
  if (conflicts.length === 0) return null;
  const names = conflicts.map(({ resellerName, service }) => `${resellerName} for ${service}`);
  return new DomainError('DAP_CONFLICT', {
    args: {
      holders: unique(conflicts.map(({ resellerName }) => resellerName)),
      services: unique(conflicts.map(({ service }) => service)),
    },
    detail: `Held by ${names.join(', ')}.`,
    blockers: conflicts.map(({ resellerId, resellerName, service }) => ({
      type: 'Reseller',
      id: resellerId,
      name: resellerName,
      service,
      clearedBy: 'removeDelegatedPrivileges',
    })),
  });
}

/**
 * Who holds privileges beside the second of two partners that are granted them at once: the first one
 * too, for whatever it sells (R21, R23).
 */
export function holdersBeside(
  first: Omit<PrivilegeHolder, 'service' | 'isTransacting'>,
  firstSells: readonly Service[],
  holders: readonly PrivilegeHolder[],
): readonly PrivilegeHolder[] {
  const coming = firstSells.filter(
    (service) =>
      !holders.some((it) => it.resellerId === first.resellerId && it.service === service),
  );
  return [...holders, ...coming.map((service) => ({ ...first, service, isTransacting: true }))];
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

/** Of the services granted, those whose privileges are not ACTIVE yet: what a grant really writes. */
export function servicesToGrant(
  granted: readonly Service[],
  active: readonly Service[],
): readonly Service[] {
  return granted.filter((service) => !active.includes(service));
}

/** State of the privileges of one relationship for one service. */
export interface PrivilegeFacts {
  readonly service: Service;
  readonly status: DapStatus;
}

/** Services whose privileges are ACTIVE. */
export function activeServicesOf(privileges: readonly PrivilegeFacts[]): readonly Service[] {
  return privileges.filter(({ status }) => status === 'ACTIVE').map(({ service }) => service);
}

/** The services that an end of privileges concerns: those named, or all that are ACTIVE. */
export function servicesToEnd(
  named: readonly Service[] | null | undefined,
  privileges: readonly PrivilegeFacts[],
): readonly Service[] {
  return named && named.length > 0 ? [...new Set(named)] : activeServicesOf(privileges);
}

/**
 * Step 8: each service that is named must be ACTIVE; when none is named at least one is. Otherwise
 * INVALID_STATE_TRANSITION naming state and event.
 */
export function refusalToEnd(
  event: Exclude<DapEvent, 'grant'>,
  named: readonly Service[] | null | undefined,
  privileges: readonly PrivilegeFacts[],
): DomainError | null {
  const services = servicesToEnd(named, privileges);
  if (services.length === 0) {
    return refusalToMove(DAP_TRANSITIONS, privileges[0]?.status ?? 'NONE', event);
  }
  return firstRefusal(
    ...services.map((service) => () => {
      const state = privileges.find((privilege) => privilege.service === service)?.status;
      return refusalToMove(DAP_TRANSITIONS, state ?? 'NONE', event);
    }),
  );
}

export interface EndOfPrivilegesFacts {
  readonly policy: CloudPolicy;
  readonly relationship: RelationshipFacts;
  /** The latest state per service; a service that was never granted is left out. */
  readonly privileges: readonly PrivilegeFacts[];
}

export interface EndOfPrivilegesInput {
  /** Left out or empty: every service with ACTIVE privileges. */
  readonly services?: readonly Service[] | null;
  readonly ifMatch?: string | null;
}

/** removeDelegatedPrivileges (R26): the customer's global administrator, at any time, without reason. */
export function refusalToRemovePrivileges(
  actor: Caller | null,
  facts: EndOfPrivilegesFacts,
  input: EndOfPrivilegesInput = {},
): DomainError | null {
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.removeDelegatedPrivileges, actor, facts.policy),
    () => refusalToEndPrivileges('removeDap', actor, facts, input),
  );
}

/** relinquishDelegatedPrivileges (R28): a partner gives up its own privileges and keeps the relationship. */
export function refusalToRelinquish(
  actor: Caller | null,
  facts: EndOfPrivilegesFacts,
  input: EndOfPrivilegesInput = {},
): DomainError | null {
  return firstRefusal(
    () =>
      refusalToEnter(RELATIONSHIP_OPERATIONS.relinquishDelegatedPrivileges, actor, facts.policy),
    () => refusalToEndPrivileges('relinquish', actor, facts, input),
  );
}

function refusalToEndPrivileges(
  event: 'removeDap' | 'relinquish',
  actor: Caller | null,
  facts: EndOfPrivilegesFacts,
  input: EndOfPrivilegesInput,
): DomainError | null {
  const { policy, relationship, privileges } = facts;
  return firstRefusal(
    () => refusalToSeeRelationship(actor, relationship),
    () => refusalToEnd(event, input.services, privileges),
    () => refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(relationship.version)),
    () => refusalOfPrivilegeUnit(input.services ?? [], policy),
  );
}

/** Days without use after which the operator may end privileges (D16). */
export const UNUSED_DAYS = 90;
const DAY_MS = 86_400_000;

export interface TerminationFacts extends EndOfPrivilegesFacts {
  /** When the ACTIVE privileges were granted; null where an import did not say. */
  readonly grants: readonly { readonly service: Service; readonly grantedAt: Date | null }[];
}

export interface TerminationInput extends EndOfPrivilegesInput {
  /** Since when they were not used, as the operator states it: use happens outside this server. */
  readonly unusedSince: Date;
}

/**
 * terminateDelegatedPrivileges (D16): the operator, where the instance has the switch, for privileges
 * that were not used for more than 90 days. What was granted later cannot have been unused so long.
 */
export function refusalToTerminate(
  actor: Caller | null,
  facts: TerminationFacts,
  input: TerminationInput,
  now: Date,
): DomainError | null {
  const { policy, relationship, privileges } = facts;
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.terminateDelegatedPrivileges, actor, policy),
    () => refusalToSeeRelationship(actor, relationship),
    () => refusalToEnd('terminate', input.services, privileges),
    () => refusalOfRecentUse(facts, input, now),
    () => refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(relationship.version)),
    () => refusalOfPrivilegeUnit(input.services ?? [], policy),
  );
}

function refusalOfRecentUse(
  { privileges, grants }: TerminationFacts,
  { services, unusedSince }: TerminationInput,
  now: Date,
): DomainError | null {
  const latest = now.getTime() - UNUSED_DAYS * DAY_MS;
  const recent = servicesToEnd(services, privileges).filter((service) => {
    const grantedAt = grants.find((grant) => grant.service === service)?.grantedAt?.getTime() ?? 0;
    return Math.max(unusedSince.getTime(), grantedAt) >= latest;
  });
  if (recent.length === 0) return null;
  return new DomainError('INVALID_STATE_TRANSITION', {
    field: 'input.unusedSince',
    detail: `Granted or used within the last ${UNUSED_DAYS} days: ${recent.join(', ')}.`,
  });
}

/** R27: AOBO needs a role of the row "Use DAP" and ACTIVE privileges for the service. */
export function refusalToAdminister(
  actor: Caller | null,
  service: Service,
  facts: { readonly policy: CloudPolicy; readonly activeServices: readonly Service[] },
): DomainError | null {
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.administer, actor, facts.policy),
    () =>
      facts.activeServices.includes(service)
        ? null
        : new DomainError('DAP_NOT_GRANTED', { args: { services: [service] } }),
  );
}
