import { DomainError } from '../../kernel/domain-error';
import type { ResellerKind } from '../resellers/reseller-facts';

/** What the resolution needs to know of a reseller account. */
export interface ResellerIdentity {
  readonly id: string;
  readonly mpnId: string | null;
}

/** A reseller that is held, or one known only by its partner-network id, for which a row is to be made. */
export type PartnerOfRecord =
  | { readonly kind: 'HELD'; readonly resellerId: string }
  | { readonly kind: 'PLACEHOLDER'; readonly mpnId: string; readonly name: string };

/** Name of the row that stands for a partner until it registers or is imported. */
export function placeholderName(mpnId: string): string {
  return `MPN ${mpnId}`;
}

/**
 * Who is credited for a subscription (domain section 13): the reseller whose partner-network id is
 * `partnerId`; a placeholder when nobody held has that id; the transacting reseller when there is none.
 * Resolved once, when the subscription is inserted, and stored: registering a reseller later must move
 * nobody's credit (R4).
 */
export function resolvePartnerOfRecord(
  subscription: { readonly partnerId: string | null; readonly transactingResellerId: string },
  resellers: readonly ResellerIdentity[],
): PartnerOfRecord {
  const { partnerId, transactingResellerId } = subscription;
  if (partnerId === null || partnerId === '') {
    return { kind: 'HELD', resellerId: transactingResellerId };
  }
  const held = resellers.find((reseller) => reseller.mpnId === partnerId);
  if (held) return { kind: 'HELD', resellerId: held.id };
  return { kind: 'PLACEHOLDER', mpnId: partnerId, name: placeholderName(partnerId) };
}

/** Where the credited partner comes from (domain section 13). */
export const PartnerOfRecordSource = {
  OWN_ID: 'OWN_ID',
  NAMED_RESELLER: 'NAMED_RESELLER',
  TRANSACTING_RESELLER: 'TRANSACTING_RESELLER',
  PLACEHOLDER: 'PLACEHOLDER',
} as const;
export type PartnerOfRecordSource =
  (typeof PartnerOfRecordSource)[keyof typeof PartnerOfRecordSource];

/** What is stored of a subscription's Partner of Record. */
export interface StoredPartnerOfRecord {
  readonly partnerId: string | null;
  /** The credited row is that of the seller. */
  readonly isSeller: boolean;
  /** The credited row stands for a partner that is known by its id only. */
  readonly isPlaceholder: boolean;
}

/**
 * How `resolvePartnerOfRecord` came to what is stored. A placeholder that is registered or imported
 * later keeps its credit, and is from then on the reseller that the order named.
 */
export function partnerOfRecordSource(stored: StoredPartnerOfRecord): PartnerOfRecordSource {
  if (stored.partnerId === null || stored.partnerId === '') return 'TRANSACTING_RESELLER';
  if (stored.isSeller) return 'OWN_ID';
  return stored.isPlaceholder ? 'PLACEHOLDER' : 'NAMED_RESELLER';
}

/** A partner that an order names by its partner-network id, as far as it concerns the seller. */
export interface PartnerOnRecord {
  readonly resellerId: string;
  /** `null` where only the id is known. */
  readonly kind: ResellerKind | null;
  readonly agreementAccepted: boolean;
  /** It is an indirect reseller of the seller, now. */
  readonly isPartnershipActive: boolean;
}

const FIELD = 'input.partnerIdOnRecord';

/**
 * Whom an order credits (domain section 13): an indirect provider names its indirect reseller, never
 * itself; everybody else names nobody. POR_INVALID with the source's number of the case (800015 unknown,
 * 2072 a provider, 800016 no indirect reseller of this seller), AGREEMENT_NOT_ACCEPTED (900123). That an
 * indirect reseller works with another provider is not told apart from its being none.
 */
export function refusalOfPartnerOnRecord(
  partnerId: string | null | undefined,
  seller: { readonly kind: ResellerKind | null },
  named: PartnerOnRecord | null,
): DomainError | null {
  if (partnerId === undefined || partnerId === null) return null;
  if (named === null || named.kind === null) {
    return invalidPartner('800015', 'No partner of this cloud instance has this id.');
  }
  if (named.kind === 'INDIRECT_PROVIDER') {
    return invalidPartner('2072', 'An order never names an indirect provider.');
  }
  if (
    seller.kind !== 'INDIRECT_PROVIDER' ||
    named.kind !== 'INDIRECT_RESELLER' ||
    !named.isPartnershipActive
  ) {
    return invalidPartner(
      '800016',
      'Only an indirect provider names a partner, and only an indirect reseller that works with it.',
    );
  }
  if (named.agreementAccepted) return null;
  return new DomainError('AGREEMENT_NOT_ACCEPTED', {
    field: FIELD,
    legacyCode: '900123',
    args: { agreement: 'RESELLER' },
    detail: 'The partner on record has not signed its agreement.',
  });
}

function invalidPartner(legacyCode: string, detail: string): DomainError {
  return new DomainError('POR_INVALID', { field: FIELD, legacyCode, detail });
}
