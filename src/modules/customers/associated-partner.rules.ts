import { DomainError } from '../../kernel/domain-error';
import type { ResellerKind } from '../resellers/reseller-facts';

/** What the rules ask before the indirect reseller attached to an account is set (domain section 2.1). */
export interface AttachmentFacts {
  /** Of the caller's own reseller. */
  readonly kind: ResellerKind | null;
  /** The named one is an indirect reseller with which the caller's reseller works now. */
  readonly isOwnReseller: boolean;
  /** What is attached is nothing, is or was the caller's own reseller, or the caller owns the account. */
  readonly mayReplace: boolean;
}

/** The MPN id that is meant: blanks around it say nothing, and a blank one says as much as none. */
export function associatedPartnerOf(sent: string | null | undefined): string | null {
  return sent?.trim() || null;
}

const FIELD = 'input.associatedPartnerId';

/**
 * Steps 4 to 6 for a provider: what another provider has attached is not there for this one (R38), and
 * whom it attaches works with it now (R23). Null takes the attachment away and names nobody.
 */
export function refusalToAttach(
  mpnId: string | null,
  { kind, isOwnReseller, mayReplace }: AttachmentFacts,
): DomainError | null {
  if (kind !== 'INDIRECT_PROVIDER') return null;
  if (!mayReplace) {
    return new DomainError('NOT_FOUND', {
      field: FIELD,
      detail: 'What is attached to this account is not yours to change.',
    });
  }
  return mpnId === null || isOwnReseller
    ? null
    : new DomainError('NO_INDIRECT_PARTNERSHIP', { field: FIELD });
}

/** Step 10: the field is an indirect provider's; no value of it is right for an account of another kind. */
export function refusalOfAttachingKind({ kind }: AttachmentFacts): DomainError | null {
  if (kind === 'INDIRECT_PROVIDER') return null;
  return new DomainError('INVALID_INPUT', {
    field: FIELD,
    args: { problem: 'FOR_INDIRECT_PROVIDERS_ONLY' },
    detail: 'Only an indirect provider attaches an indirect reseller to an account.',
  });
}
