import { type ImportRefusal, importRefusal } from './import-refusal';
import type { PartnerRecord } from './partner-body';

/** A reseller that is held under the tenant id or the MPN id of a partner's body. */
export interface HeldPartner {
  readonly id: string;
  readonly tenantId: string | null;
  readonly mpnId: string | null;
  readonly isPlaceholder: boolean;
}

/**
 * The held reseller that a body speaks of: the one of its tenant, otherwise a placeholder of its MPN id,
 * which the body then fills (domain section 13).
 */
export function heldPartnerOf(
  partner: Pick<PartnerRecord, 'tenantId' | 'mpnId'>,
  candidates: readonly HeldPartner[],
): HeldPartner | null {
  return (
    candidates.find(({ tenantId }) => tenantId === partner.tenantId) ??
    candidates.find(({ isPlaceholder }) => isPlaceholder) ??
    null
  );
}

/** Neither the tenant nor the MPN id of a partner ever changes, and no two partners share one. */
export function refusalOfPartnerIdentity(
  partner: Pick<PartnerRecord, 'tenantId' | 'mpnId'>,
  candidates: readonly HeldPartner[],
): ImportRefusal | null {
  const held = heldPartnerOf(partner, candidates);
  const other = candidates.find((candidate) => candidate !== held);
  if (other) return ownedBySomebodyElse();
  if (!held || partner.mpnId === null || held.mpnId === null || held.mpnId === partner.mpnId)
    return null;
  const expected = `"${held.mpnId}", as it is held: the MPN id of a partner never changes`;
  return importRefusal('OWNERSHIP_CHANGE_NOT_ALLOWED', 'mpnId', expected, null);
}

function ownedBySomebodyElse(): ImportRefusal {
  const expected = 'an MPN id of its own: this one is held as another partner’s';
  return importRefusal('OWNERSHIP_CHANGE_NOT_ALLOWED', 'mpnId', expected, null);
}

/** What an import does to the partnership of a provider and its indirect reseller. */
export type PartnershipStep = 'CREATE' | 'END' | 'KEEP';

/**
 * @param held State of the last partnership of the pair, null when there never was one.
 * @param told What the body says; a body without a state is a list of those that work together.
 */
export function partnershipStep(
  held: 'ACTIVE' | 'ENDED' | null,
  told: 'ACTIVE' | 'ENDED' | null,
): PartnershipStep {
  if (told === null) return held === null ? 'CREATE' : 'KEEP';
  if (held === told) return 'KEEP';
  return held === 'ACTIVE' ? 'END' : 'CREATE';
}
