import type { Caller } from '../../kernel/actor';
import type { CloudInstance, CloudPolicy } from '../../kernel/cloud-instance';
import {
  expandServices,
  refusalOfFeatures,
  refusalOfInstances,
  refusalOfPrivilegeUnit,
  refusalOfRegions,
  refusalToAskWithoutDap,
} from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { etagOf, refusalOfEtag } from '../../kernel/etag';
import { refusalToEnter } from '../../kernel/guard-steps';
import type { Service } from '../../kernel/service';
import type { ResellerFacts } from '../resellers/reseller-facts';
import { refusalOfStanding } from '../resellers/reseller-standing.rules';
import { refusalOfCustomerAgreement, refusalOfResellerAgreement } from './agreement.rules';
import { type GrantFacts, refusalToGrant } from './delegated-privileges.rules';
import { type InvitationStatus, refusalOfInvitationState } from './invitation.rules';
import { RELATIONSHIP_OPERATIONS } from './relationship-operations';
import {
  refusalOfRequestState,
  refusalToSeeRequest,
  type RequestFacts,
} from './relationship-request.rules';

/** The customer that accepts, as held or as its token describes it. */
export interface AcceptingCustomer {
  readonly country: string | null;
  readonly cloudInstance: CloudInstance;
  /** Its tenant is also the tenant of a partner (R19). */
  readonly isPartnerTenant: boolean;
  readonly hasAcceptedAgreement: boolean;
  /** It is not held yet and is created by this acceptance. */
  readonly isNew: boolean;
}

/** R23: the provider whose relationship is accepted with that of its indirect reseller. */
export interface JointPartnerFacts extends GrantFacts {
  readonly reseller: ResellerFacts;
  /** Services with ACTIVE privileges of its ACTIVE relationship with the customer; `null` without one. */
  readonly activeServices: readonly Service[] | null;
}

export interface AcceptanceFacts extends GrantFacts {
  readonly policy: CloudPolicy;
  readonly reseller: ResellerFacts;
  readonly customer: AcceptingCustomer;
  /** `null` where one relationship is asked for. */
  readonly jointPartner?: JointPartnerFacts | null;
  /** The link names two partners (R22, R23), and they do not work together any more. */
  readonly isPartnershipOver: boolean;
}

export interface AcceptanceInput {
  /** Left out: every service that is asked for. Fewer may be granted, never more (D15). */
  readonly services?: readonly Service[] | null;
  readonly acceptsCustomerAgreement?: boolean | null;
  readonly ifMatch?: string | null;
}

/** The services that an acceptance grants: those named, or all that are asked for. */
export function servicesGranted(
  named: readonly Service[] | null | undefined,
  asked: readonly Service[],
): readonly Service[] {
  return named ? [...new Set(named)] : asked;
}

/**
 * S15, section 4.2: the same customer accepts again and names the same services or none. No refusal
 * and no second effect, whatever has changed since.
 */
export function isRepeatedAcceptance(
  request: Pick<RequestFacts, 'status' | 'customerId'>,
  acceptedServices: readonly Service[],
  actor: Caller | null,
  named: readonly Service[] | null | undefined,
): boolean {
  if (request.status !== 'ACCEPTED' || actor?.side !== 'customer') return false;
  if (request.customerId !== actor.customerId) return false;
  return !named || named.length === 0 || isSameSet(named, acceptedServices);
}

function isSameSet(one: readonly Service[], other: readonly Service[]): boolean {
  return (
    one.every((service) => other.includes(service)) &&
    other.every((service) => one.includes(service))
  );
}

export interface RequestAcceptanceFacts extends AcceptanceFacts {
  readonly request: RequestFacts;
  /** What the first acceptance granted; empty as long as there was none. */
  readonly acceptedServices: readonly Service[];
}

/** acceptRelationshipRequest: domain section 5 from the first step to the last. */
export function refusalToAccept(
  actor: Caller | null,
  facts: RequestAcceptanceFacts,
  input: AcceptanceInput,
  now: Date,
): DomainError | null {
  const { policy, request, acceptedServices } = facts;
  const ownRequest = actor?.side === 'partner' && actor.resellerId === request.resellerId;
  const refusal = firstRefusal(
    () =>
      refusalToEnter(RELATIONSHIP_OPERATIONS.acceptRelationshipRequest, actor, policy, {
        ownRequest,
      }),
    () => refusalToSeeRequest(actor, request),
  );
  if (refusal) return refusal;
  if (isRepeatedAcceptance(request, acceptedServices, actor, input.services)) return null;
  const granted = servicesGranted(input.services, request.services);
  return firstRefusal(
    () => refusalOfParties(facts, request.withDelegatedAdmin, granted, input),
    () => refusalOfRequestState(request, 'accept', now),
    () => refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(request.version)),
    () => refusalOfGrantInput(granted, request.services, policy),
  );
}

export interface InvitationAcceptanceFacts extends AcceptanceFacts {
  readonly invitation: {
    readonly resellerId: string;
    readonly indirectProviderId: string | null;
    readonly status: InvitationStatus;
    readonly includesDelegatedAdmin: boolean;
  };
  /** A request of this reseller that names the caller's tenant, PENDING and not overdue. */
  readonly pendingRequest: RequestFacts | null;
  /** Services with ACTIVE privileges of the ACTIVE relationship of the two; `null` without one. */
  readonly activeServices: readonly Service[] | null;
}

/** The services for which a link asks: those of the waiting request, or all of the instance. */
export function servicesAskedByLink(
  facts: Pick<InvitationAcceptanceFacts, 'pendingRequest' | 'invitation' | 'policy'>,
): readonly Service[] {
  if (facts.pendingRequest !== null) return facts.pendingRequest.services;
  return expandServices(null, facts.invitation.includesDelegatedAdmin, facts.policy);
}

/** The relationship already has every listed privilege: it is returned as it is (section 4.2). */
export function isAlreadyAccepted(
  facts: InvitationAcceptanceFacts,
  input: Pick<AcceptanceInput, 'services'>,
): boolean {
  const granted = servicesGranted(input.services, servicesAskedByLink(facts));
  const { activeServices, jointPartner } = facts;
  return [activeServices, ...(jointPartner ? [jointPartner.activeServices] : [])].every(
    (active) => active !== null && granted.every((service) => active.includes(service)),
  );
}

/** R15, R29: whom a link asks for, and so who would grant itself something: both partners of a joint one (R23). */
export function isOwnLink(
  actor: Caller | null,
  link: { readonly resellerId: string; readonly indirectProviderId: string | null },
): boolean {
  if (actor?.side !== 'partner') return false;
  return [link.resellerId, link.indirectProviderId].includes(actor.resellerId);
}

/**
 * acceptInvitation, once the link is read (`parseInvitationUrl`) and its token resolved (an unknown
 * one is NOT_FOUND). A revoked link is refused even where nothing would change (R12).
 */
export function refusalToAcceptInvitation(
  actor: Caller | null,
  facts: InvitationAcceptanceFacts,
  input: AcceptanceInput,
  now: Date,
): DomainError | null {
  const { policy, invitation, pendingRequest } = facts;
  const ownRequest = isOwnLink(actor, invitation);
  const refusal = refusalToEnter(RELATIONSHIP_OPERATIONS.acceptInvitation, actor, policy, {
    ownRequest,
  });
  if (refusal) return refusal;
  if (isAlreadyAccepted(facts, input)) return refusalOfInvitationState(invitation.status, 'accept');
  const asked = servicesAskedByLink(facts);
  const granted = servicesGranted(input.services, asked);
  const withDelegatedAdmin =
    pendingRequest?.withDelegatedAdmin ?? invitation.includesDelegatedAdmin;
  return firstRefusal(
    () => refusalOfParties(facts, withDelegatedAdmin, granted, input),
    () => refusalOfInvitationState(invitation.status, 'accept'),
    () => (pendingRequest ? refusalOfRequestState(pendingRequest, 'accept', now) : null),
    () =>
      pendingRequest
        ? refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(pendingRequest.version))
        : null,
    () => refusalOfGrantInput(granted, asked, policy),
  );
}

/**
 * What the two parties and their instance must allow at this moment: R14 and new customers (the switches
 * that depend on the object), standing (R18), then R16, R17, R19, both parts of R20, R21. Where two
 * relationships are accepted at once, each for both partners: both or none (R23).
 */
function refusalOfParties(
  facts: AcceptanceFacts,
  withDelegatedAdmin: boolean,
  granted: readonly Service[],
  input: AcceptanceInput,
): DomainError | null {
  const { policy, customer, jointPartner } = facts;
  const partners = [facts, ...(jointPartner ? [jointPartner] : [])];
  const ofEach = (ask: (partner: GrantFacts & { reseller: ResellerFacts }) => DomainError | null) =>
    firstRefusal(...partners.map((partner) => () => ask(partner)));
  const acceptsNow = input.acceptsCustomerAgreement === true;
  return firstRefusal(
    () => (customer.isNew ? refusalOfFeatures(['NEW_CUSTOMERS'], policy) : null),
    // Granting nothing where privileges always belong to a request would make one without them.
    () =>
      refusalToAskWithoutDap(withDelegatedAdmin && granted.length > 0, policy, 'input.services'),
    () => ofEach(({ reseller }) => refusalOfStanding('BE_ACCEPTED', reseller)),
    () => (facts.isPartnershipOver ? new DomainError('NO_INDIRECT_PARTNERSHIP') : null),
    () => ofEach(({ reseller }) => refusalOfRegions(customer.country, reseller.country, policy)),
    () =>
      ofEach(({ reseller }) => refusalOfInstances(customer.cloudInstance, reseller.cloudInstance)),
    () => refusalOfPartnerTenant(customer),
    () => ofEach(({ reseller }) => refusalOfResellerAgreement(reseller, policy)),
    () => refusalOfCustomerAgreement(customer, acceptsNow, policy),
    () => ofEach((partner) => refusalToGrant(granted, partner)),
  );
}

/** R19: RESELLER_CANNOT_BE_CUSTOMER for a tenant that is a partner's. */
export function refusalOfPartnerTenant(
  customer: Pick<AcceptingCustomer, 'isPartnerTenant'>,
): DomainError | null {
  return customer.isPartnerTenant ? new DomainError('RESELLER_CANNOT_BE_CUSTOMER') : null;
}

/** Step 10: no more than is asked for (D15), and the whole tenant where privileges have no smaller unit. */
function refusalOfGrantInput(
  granted: readonly Service[],
  asked: readonly Service[],
  policy: CloudPolicy,
): DomainError | null {
  const excess = granted.filter((service) => !asked.includes(service));
  if (excess.length > 0) {
    return new DomainError('INVALID_INPUT', {
      field: 'input.services',
      args: { unaskedServices: excess },
      detail: `Not asked for: ${excess.join(', ')}. Grant the services asked for or fewer of them.`,
    });
  }
  return refusalOfPrivilegeUnit(granted, policy);
}
