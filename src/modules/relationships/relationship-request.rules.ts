import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import {
  expandServices,
  refusalOfMissingServices,
  refusalOfPrivilegeUnit,
  refusalToAskWithoutDap,
} from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { etagOf, refusalOfEtag } from '../../kernel/etag';
import { refusalToEnter } from '../../kernel/guard-steps';
import type { Service } from '../../kernel/service';
import { refusalToMove, type TransitionTable } from '../../kernel/transitions';
import { refusalOfStanding } from '../resellers/reseller-standing.rules';
import { refusalOfResellerAgreement } from './agreement.rules';
import { type InvitationFacts, refusalOfJointProvider, refusalToInvite } from './invitation.rules';
import { RELATIONSHIP_OPERATIONS } from './relationship-operations';

export const RelationshipRequestStatus = {
  PENDING: 'PENDING',
  ACCEPTED: 'ACCEPTED',
  DECLINED: 'DECLINED',
  CANCELED: 'CANCELED',
  EXPIRED: 'EXPIRED',
} as const;
export type RelationshipRequestStatus =
  (typeof RelationshipRequestStatus)[keyof typeof RelationshipRequestStatus];

export const REQUEST_EVENTS = [
  'request',
  'acceptInvitation',
  'accept',
  'decline',
  'cancel',
  'expire',
] as const;
export type RequestEvent = (typeof REQUEST_EVENTS)[number];

/**
 * Domain section 4.2. A link that is accepted without a request makes one that is ACCEPTED at once. The
 * repeated acceptance of an ACCEPTED one is no move: `isRepeatedAcceptance` recognises it before.
 */
export const REQUEST_TRANSITIONS: TransitionTable<
  RelationshipRequestStatus | 'NONE',
  RequestEvent
> = {
  NONE: { request: 'PENDING', acceptInvitation: 'ACCEPTED' },
  PENDING: { accept: 'ACCEPTED', decline: 'DECLINED', cancel: 'CANCELED', expire: 'EXPIRED' },
  ACCEPTED: {},
  DECLINED: {},
  CANCELED: {},
  EXPIRED: {},
};

/** R25: how long a request waits for its answer. */
export const REQUEST_EXPIRY_DAYS = 90;
const MS_PER_DAY = 86_400_000;

/** When a request made now expires. */
export function expiryOf(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + REQUEST_EXPIRY_DAYS * MS_PER_DAY);
}

/** R25: expired from the instant `expiresAt` on, whether or not a timer has noticed. */
export function isExpired(expiresAt: Date, now: Date): boolean {
  return now.getTime() >= expiresAt.getTime();
}

/** The status a reader sees: an overdue request is EXPIRED before any timer has marked it. */
export function effectiveStatus(
  request: { readonly status: RelationshipRequestStatus; readonly expiresAt: Date },
  now: Date,
): RelationshipRequestStatus {
  return request.status === 'PENDING' && isExpired(request.expiresAt, now)
    ? 'EXPIRED'
    : request.status;
}

/**
 * Days left to answer a request, begun ones counted: 90 for one that was just made, 1 until its last
 * instant; `null` for one that nobody can answer any more (R25).
 */
export function daysLeft(
  request: { readonly status: RelationshipRequestStatus; readonly expiresAt: Date },
  now: Date,
): number | null {
  if (effectiveStatus(request, now) !== 'PENDING') return null;
  return Math.ceil((request.expiresAt.getTime() - now.getTime()) / MS_PER_DAY);
}

export interface RequestFacts {
  readonly resellerId: string;
  readonly status: RelationshipRequestStatus;
  readonly expiresAt: Date;
  /** Services for which privileges are asked, expanded. */
  readonly services: readonly Service[];
  readonly withDelegatedAdmin: boolean;
  /** The tenant that the reseller named; `null` leaves the request open to whoever is sent its id. */
  readonly customerTenantId: string | null;
  /** The customer whose it is: the one that decided, or one that was known when it was made. */
  readonly customerId: string | null;
  readonly version: number;
}

/**
 * Step 8 for a request: REQUEST_EXPIRED (R25) for an expired or overdue one, REQUEST_NOT_PENDING for
 * one that has been decided or cancelled (R24). Marking an overdue one as expired is the timer's move.
 */
export function refusalOfRequestState(
  request: Pick<RequestFacts, 'status' | 'expiresAt'>,
  event: Exclude<RequestEvent, 'request' | 'acceptInvitation'>,
  now: Date,
): DomainError | null {
  const { status, expiresAt } = request;
  if (status !== 'PENDING') {
    return new DomainError(status === 'EXPIRED' ? 'REQUEST_EXPIRED' : 'REQUEST_NOT_PENDING');
  }
  const isOverdue = isExpired(expiresAt, now);
  if (event !== 'expire') {
    return isOverdue
      ? new DomainError('REQUEST_EXPIRED')
      : refusalToMove(REQUEST_TRANSITIONS, status, event);
  }
  return isOverdue
    ? null
    : new DomainError('INVALID_STATE_TRANSITION', {
        args: { state: status, event },
        detail: `It expires at ${expiresAt.toISOString()}.`,
      });
}

/**
 * Step 4 (R15, R24, R36): a reseller sees its own requests; a customer those that name its tenant or
 * that it has decided, and one that names nobody as long as nobody has.
 */
export function refusalToSeeRequest(
  actor: Caller | null,
  request: Pick<RequestFacts, 'resellerId' | 'customerId' | 'customerTenantId'>,
): DomainError | null {
  switch (actor?.side) {
    case 'partner':
      if (actor.resellerId === request.resellerId) return null;
      break;
    case 'customer':
      if (request.customerId !== null) {
        if (request.customerId === actor.customerId) return null;
      } else if (
        request.customerTenantId === null ||
        request.customerTenantId.toLowerCase() === actor.tenantId.toLowerCase()
      ) {
        return null;
      }
      break;
    case 'operator':
      return null;
    case 'newTenant':
    case undefined:
      break;
  }
  return new DomainError('NOT_FOUND');
}

export interface RequestingFacts extends InvitationFacts {
  /**
   * Services with ACTIVE privileges of the ACTIVE relationship with the named tenant; `null` without one.
   * Asked jointly: those that both have, `null` unless both are related (R23).
   */
  readonly activeServices: readonly Service[] | null;
}

export interface RequestingInput {
  readonly customerTenantId?: string | null;
  readonly customerDomainHint?: string | null;
  /** Left out or empty: every service of the instance. */
  readonly services?: readonly Service[] | null;
  readonly withDelegatedAdmin: boolean;
}

/**
 * requestRelationship (domain section 4.2). Nothing about the named tenant is asked or told: all that
 * depends on the customer is checked at the acceptance. R9 speaks only of the caller's own relationship.
 */
export function refusalToRequest(
  actor: Caller | null,
  facts: RequestingFacts,
  input: RequestingInput,
): DomainError | null {
  const { policy, reseller, activeServices } = facts;
  const asked = expandServices(input.services, input.withDelegatedAdmin, policy);
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.requestRelationship, actor, policy),
    () => refusalToAskWithoutDap(input.withDelegatedAdmin, policy),
    () => refusalOfMissingServices(input.services ?? [], policy),
    () => refusalOfStanding('REQUEST_RELATIONSHIP', reseller),
    () => refusalToInvite(facts),
    () => refusalOfJointProvider('REQUEST_RELATIONSHIP', facts),
    () => refusalOfResellerAgreement(reseller, policy),
    () =>
      activeServices !== null && asked.every((service) => activeServices.includes(service))
        ? new DomainError('RELATIONSHIP_ALREADY_EXISTS')
        : null,
    () => refusalOfRequestInput(input, policy),
  );
}

function refusalOfRequestInput(input: RequestingInput, policy: CloudPolicy): DomainError | null {
  if (!input.customerTenantId && !input.customerDomainHint?.trim()) {
    return new DomainError('INVALID_INPUT', {
      field: 'input.customerTenantId',
      args: { problem: 'NO_CUSTOMER_NAMED' },
      detail: 'Name the customer by customerTenantId, customerDomainHint or both.',
    });
  }
  const services = input.services ?? [];
  if (!input.withDelegatedAdmin && services.length > 0) {
    return new DomainError('INVALID_INPUT', {
      field: 'input.services',
      args: { problem: 'SERVICES_WITHOUT_PRIVILEGES' },
      detail: 'A request without delegated administrative privileges names no services.',
    });
  }
  return refusalOfPrivilegeUnit(services, policy);
}

export interface DecisionFacts {
  readonly policy: CloudPolicy;
  readonly request: RequestFacts;
}

/** declineRelationshipRequest: a global administrator of the customer (R15), while PENDING. */
export function refusalToDecline(
  actor: Caller | null,
  facts: DecisionFacts,
  input: { readonly ifMatch?: string | null },
  now: Date,
): DomainError | null {
  const { policy, request } = facts;
  const ownRequest = actor?.side === 'partner' && actor.resellerId === request.resellerId;
  return firstRefusal(
    () =>
      refusalToEnter(RELATIONSHIP_OPERATIONS.declineRelationshipRequest, actor, policy, {
        ownRequest,
      }),
    () => refusalToSeeRequest(actor, request),
    () => refusalOfRequestState(request, 'decline', now),
    () => refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(request.version)),
  );
}

/** cancelRelationshipRequest (R24): the requesting reseller, while PENDING. */
export function refusalToCancel(
  actor: Caller | null,
  facts: DecisionFacts,
  input: { readonly ifMatch?: string | null },
  now: Date,
): DomainError | null {
  const { policy, request } = facts;
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.cancelRelationshipRequest, actor, policy),
    () => refusalToSeeRequest(actor, request),
    () => refusalOfRequestState(request, 'cancel', now),
    () => refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(request.version)),
  );
}
