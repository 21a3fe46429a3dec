import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import { refusalOfRegions } from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { etagOf, refusalOfEtag } from '../../kernel/etag';
import { refusalToAct } from '../../kernel/role-matrix';
import { refusalToMove, type TransitionTable } from '../../kernel/transitions';
import type { ResellerFacts } from './reseller-facts';

export const PartnershipState = { ACTIVE: 'ACTIVE', ENDED: 'ENDED' } as const;
export type PartnershipState = (typeof PartnershipState)[keyof typeof PartnershipState];

export const PARTNERSHIP_EVENTS = ['create', 'end'] as const;
export type PartnershipEvent = (typeof PARTNERSHIP_EVENTS)[number];

/** A second `create` answers with the same link; after an end a new one is made, and the old one stays as history. */
export const PARTNERSHIP_TRANSITIONS: TransitionTable<PartnershipState | 'NONE', PartnershipEvent> =
  {
    NONE: { create: 'ACTIVE' },
    ACTIVE: { create: 'ACTIVE', end: 'ENDED' },
    ENDED: {},
  };

type Tier = Pick<ResellerFacts, 'kind' | 'country' | 'cloudInstance'>;

export interface NewPartnershipFacts {
  readonly policy: CloudPolicy;
  /** The caller's own reseller. */
  readonly provider: Tier;
  /** The partner that was named; `null` where there is none. */
  readonly indirectReseller: Tier | null;
}

/**
 * createPartnerRelationship: role, then a provider's account, then the partner, then R16 between the
 * two. A partner that is no indirect reseller of this instance looks like one that does not exist:
 * otherwise a provider could ask about anybody.
 */
export function refusalToCreatePartnership(
  actor: Caller | null,
  { policy, provider, indirectReseller }: NewPartnershipFacts,
): DomainError | null {
  const refusal = firstRefusal(
    () => refusalToAct('REGISTER_INDIRECT_RESELLER', actor),
    () =>
      provider.kind === 'INDIRECT_PROVIDER'
        ? null
        : new DomainError('ROLE_NOT_ALLOWED', {
            args: { problem: 'FOR_INDIRECT_PROVIDERS_ONLY' },
            detail: 'Only an indirect provider registers indirect resellers.',
          }),
  );
  if (refusal) return refusal;
  if (
    indirectReseller?.kind !== 'INDIRECT_RESELLER' ||
    indirectReseller.cloudInstance !== provider.cloudInstance
  ) {
    return new DomainError('NOT_FOUND', { field: 'input.indirectResellerTenantId' });
  }
  return refusalOfRegions(provider.country, indirectReseller.country, policy);
}

export interface PartnershipFacts {
  readonly providerId: string;
  readonly indirectResellerId: string;
  readonly state: PartnershipState;
  readonly version: number;
}

/** endPartnerRelationship (R33): the provider's global administrator, while the two work together. */
export function refusalToEndPartnership(
  actor: Caller | null,
  link: PartnershipFacts | null,
  input: { readonly ifMatch?: string | null },
): DomainError | null {
  return firstRefusal(
    () => refusalToAct('END_PARTNER_RELATIONSHIP', actor),
    () => refusalOfSide(actor, link),
    () => (link ? refusalToMove(PARTNERSHIP_TRANSITIONS, link.state, 'end') : null),
    () => (link ? refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(link.version)) : null),
  );
}

/** One of the two sees the link; of these the provider ends it. To everybody else it does not exist. */
function refusalOfSide(actor: Caller | null, link: PartnershipFacts | null): DomainError | null {
  const own = actor?.side === 'partner' ? actor.resellerId : null;
  switch (own) {
    case link?.providerId:
      return null;
    case link?.indirectResellerId:
      return new DomainError('ROLE_NOT_ALLOWED', {
        rule: 'R33',
        args: { problem: 'FOR_INDIRECT_PROVIDERS_ONLY' },
        detail: 'The provider ends the partnership.',
      });
    default:
      return new DomainError('NOT_FOUND');
  }
}
