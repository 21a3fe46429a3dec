import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import {
  refusalOfInstances,
  refusalOfRegions,
  refusalToAskWithoutDap,
} from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { refusalOfEtag } from '../../kernel/etag';
import { refusalToEnter } from '../../kernel/guard-steps';
import { refusalToMove, type TransitionTable } from '../../kernel/transitions';
import type { ResellerFacts } from '../resellers/reseller-facts';
import { refusalOfStanding } from '../resellers/reseller-standing.rules';
import { refusalOfResellerAgreement } from './agreement.rules';
import { RELATIONSHIP_OPERATIONS } from './relationship-operations';

export const InvitationStatus = { ACTIVE: 'ACTIVE', REVOKED: 'REVOKED' } as const;
export type InvitationStatus = (typeof InvitationStatus)[keyof typeof InvitationStatus];

export const INVITATION_EVENTS = ['create', 'rotate', 'accept'] as const;
export type InvitationEvent = (typeof INVITATION_EVENTS)[number];

/** Domain section 4.1. A second `create` answers with the same link; an acceptance leaves it as it is (R12). */
export const INVITATION_TRANSITIONS: TransitionTable<InvitationStatus | 'NONE', InvitationEvent> = {
  NONE: { create: 'ACTIVE' },
  ACTIVE: { create: 'ACTIVE', rotate: 'REVOKED', accept: 'ACTIVE' },
  REVOKED: {},
};

/** Step 8 for an invitation: INVITATION_REVOKED for whatever is tried with a revoked one (R12). */
export function refusalOfInvitationState(
  state: InvitationStatus | 'NONE',
  event: InvitationEvent,
): DomainError | null {
  if (state === 'REVOKED') return new DomainError('INVITATION_REVOKED');
  return refusalToMove(INVITATION_TRANSITIONS, state, event);
}

/** The two partners of a two-tier invitation or request. */
export interface IndirectFacts {
  readonly provider: ResellerFacts;
  readonly indirectReseller: ResellerFacts;
  /** There is an ACTIVE partnership between the two. */
  readonly isPartnershipActive: boolean;
}

export interface InvitationFacts {
  readonly policy: CloudPolicy;
  /** The caller's own reseller. */
  readonly reseller: ResellerFacts;
  /** `null` for an invitation that names one partner only. */
  readonly indirect: IndirectFacts | null;
}

/**
 * R22, then R23, asked after the standing: whether this reseller makes invitations at all, and
 * whether the second partner it names, or needs, is its partner.
 */
export function refusalToInvite(facts: InvitationFacts): DomainError | null {
  const { policy, reseller, indirect } = facts;
  if (reseller.kind === 'INDIRECT_RESELLER') {
    // An instance whose practice is not documented allows nothing by silence.
    if (policy.indirectResellerInvites !== 'JOINTLY_WITH_PROVIDER') {
      return new DomainError('INDIRECT_RESELLER_CANNOT_INVITE');
    }
    if (indirect === null) {
      return new DomainError('NO_INDIRECT_PARTNERSHIP', {
        args: { problem: 'NO_PROVIDER_NAMED' },
        detail: 'An indirect reseller invites jointly with its provider; name the provider.',
      });
    }
  }
  if (indirect === null) return null;
  const isOneOfThem = [indirect.provider.id, indirect.indirectReseller.id].includes(reseller.id);
  return indirect.isPartnershipActive && isOneOfThem
    ? null
    : new DomainError('NO_INDIRECT_PARTNERSHIP');
}

/**
 * R23: the provider that an indirect reseller invites with; `null` where one relationship is asked for. In
 * other instances a second partner only says who serves the customers (R22).
 */
export function jointProviderOf(facts: InvitationFacts): ResellerFacts | null {
  const { policy, reseller, indirect } = facts;
  if (indirect === null || policy.indirectResellerInvites !== 'JOINTLY_WITH_PROVIDER') return null;
  return indirect.indirectReseller.id === reseller.id ? indirect.provider : null;
}

/** R18 and R20 for the provider that is asked for jointly; asked once it is known to be a partner. */
export function refusalOfJointProvider(
  act: 'CREATE_INVITATION' | 'REQUEST_RELATIONSHIP',
  facts: InvitationFacts,
): DomainError | null {
  const provider = jointProviderOf(facts);
  if (provider === null) return null;
  return firstRefusal(
    () => refusalOfStanding(act, provider),
    () => refusalOfResellerAgreement(provider, facts.policy),
  );
}

function refusalOfTiers(facts: InvitationFacts): DomainError | null {
  const { policy, indirect } = facts;
  if (indirect === null) return null;
  const { provider, indirectReseller } = indirect;
  return firstRefusal(
    () => refusalOfRegions(provider.country, indirectReseller.country, policy),
    () => refusalOfInstances(provider.cloudInstance, indirectReseller.cloudInstance),
  );
}

/**
 * createInvitation (domain section 4.1): roles, R14, R18, R22, R23, then R16 and R17 between the two
 * tiers, and the reseller's part of R20.
 */
export function refusalToCreateInvitation(
  actor: Caller | null,
  facts: InvitationFacts,
  input: { readonly includesDelegatedAdmin: boolean },
): DomainError | null {
  const { policy, reseller } = facts;
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.createInvitation, actor, policy),
    () =>
      refusalToAskWithoutDap(input.includesDelegatedAdmin, policy, 'input.includesDelegatedAdmin'),
    () => refusalOfStanding('CREATE_INVITATION', reseller),
    () => refusalToInvite(facts),
    () => refusalOfJointProvider('CREATE_INVITATION', facts),
    () => refusalOfTiers(facts),
    () => refusalOfResellerAgreement(reseller, policy),
  );
}

/**
 * R23: where two tiers invite jointly the indirect reseller makes the link, so a provider makes none in
 * its reseller's place.
 */
export function refusalOfServedInvitation(facts: InvitationFacts): DomainError | null {
  const { indirect, policy } = facts;
  if (indirect === null || policy.indirectResellerInvites !== 'JOINTLY_WITH_PROVIDER') return null;
  if (jointProviderOf(facts) !== null) return null;
  return new DomainError('FEATURE_NOT_AVAILABLE_IN_CLOUD', {
    rule: 'R23',
    field: 'input.indirectResellerId',
    detail: 'Here the indirect reseller makes the joint link and names its provider.',
  });
}

export interface RotationFacts {
  readonly policy: CloudPolicy;
  readonly resellerId: string;
  readonly status: InvitationStatus;
  readonly etag: string | null;
}

/** rotateInvitation (D5): the reseller's global administrator, and a link that is still ACTIVE. */
export function refusalToRotate(
  actor: Caller | null,
  facts: RotationFacts,
  input: { readonly ifMatch?: string | null } = {},
): DomainError | null {
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.rotateInvitation, actor, facts.policy),
    () =>
      actor?.side === 'partner' && actor.resellerId === facts.resellerId
        ? null
        : new DomainError('NOT_FOUND'),
    () => refusalOfInvitationState(facts.status, 'rotate'),
    () => (facts.etag === null ? null : refusalOfEtag('ACCEPTED', input.ifMatch, facts.etag)),
  );
}
