import { createHash } from 'node:crypto';

/** One refund option as it is stored; `expiresAfter` null = never. */
export interface DigestedRefundOption {
  readonly type: string;
  readonly expiresAfter: Date | string | null;
}

/**
 * What the digest of a subscription covers (domain section 9.1): the fields of R1 to R4, and nothing
 * that is computed or that may change without the subscription changing. `null` = absent.
 */
export interface SubscriptionDigestFacts {
  readonly customerTenantId: string;
  readonly subscriptionId: string;
  readonly transactingResellerTenantId: string | null;
  readonly orderId: string | null;
  readonly partnerId: string | null;
  readonly partnerOfRecordMpnId: string | null;
  /** Stands for the Partner of Record where it has no partner-network id. */
  readonly partnerOfRecordTenantId: string | null;
  readonly migratedFromSubscriptionId: string | null;
  readonly offerId: string | null;
  readonly friendlyName: string | null;
  readonly quantity: number | null;
  readonly unitType: string | null;
  readonly parentSubscriptionId: string | null;
  readonly status: string;
  readonly creationDate: Date | null;
  readonly effectiveStartDate: Date | null;
  readonly commitmentEndDate: Date | null;
  readonly cancellationAllowedUntilDate: Date | null;
  readonly billingCycleEndDate: Date | null;
  readonly autoRenewEnabled: boolean | null;
  readonly renewalTermDuration: string | null;
  readonly termDuration: string | null;
  readonly billingType: string | null;
  readonly billingCycle: string | null;
  readonly contractType: string | null;
  readonly isTrial: boolean | null;
  readonly promotionId: string | null;
  readonly consumptionType: string | null;
  readonly refundOptions: readonly DigestedRefundOption[] | null;
  readonly nextTermProduct: string | null;
  readonly nextTermQuantity: number | null;
  readonly nextTermEndDate: Date | null;
}

/**
 * Lower-case hex SHA-256 by which anybody who reads the graph can check that a relationship operation
 * left a subscription as it was. The recipe is part of the contract (domain section 9.1): compact JSON
 * array of strings, null = absent, instants with milliseconds in UTC.
 */
export function subscriptionDigest(facts: SubscriptionDigestFacts): string {
  return sha256(JSON.stringify(digestedValues(facts)));
}

/**
 * The digest of everything a customer holds and of who owns its account: the same recipe over the
 * account owner's tenant id and the digests of its subscriptions, sorted.
 */
export function customerDigest(
  accountOwnerTenantId: string | null,
  subscriptionDigests: readonly string[],
): string {
  return sha256(JSON.stringify([accountOwnerTenantId, ...[...subscriptionDigests].sort()]));
}

function digestedValues(facts: SubscriptionDigestFacts): readonly (string | null)[] {
  return [
    facts.customerTenantId,
    facts.subscriptionId,
    facts.transactingResellerTenantId,
    facts.orderId,
    facts.partnerId,
    facts.partnerOfRecordMpnId ?? facts.partnerOfRecordTenantId,
    facts.migratedFromSubscriptionId,
    facts.offerId,
    facts.friendlyName,
    text(facts.quantity),
    facts.unitType,
    facts.parentSubscriptionId,
    facts.status,
    instant(facts.creationDate),
    instant(facts.effectiveStartDate),
    instant(facts.commitmentEndDate),
    instant(facts.cancellationAllowedUntilDate),
    instant(facts.billingCycleEndDate),
    text(facts.autoRenewEnabled),
    facts.renewalTermDuration,
    facts.termDuration,
    facts.billingType,
    facts.billingCycle,
    facts.contractType,
    text(facts.isTrial),
    facts.promotionId,
    facts.consumptionType,
    refunds(facts.refundOptions),
    facts.nextTermProduct,
    text(facts.nextTermQuantity),
    instant(facts.nextTermEndDate),
  ];
}

function text(value: number | boolean | null): string | null {
  return value === null ? null : String(value);
}

function instant(value: Date | null): string | null {
  return value === null ? null : value.toISOString();
}

function refunds(options: readonly DigestedRefundOption[] | null): string | null {
  if (options === null) return null;
  return options.map(refund).sort().join(',');
}

function refund({ type, expiresAfter }: DigestedRefundOption): string {
  // Stored as JSON, where an instant is text and may lack the milliseconds.
  const until = expiresAfter === null ? '' : new Date(expiresAfter).toISOString();
  return `${type}@${until}`;
}

function sha256(json: string): string {
  return createHash('sha256').update(json, 'utf8').digest('hex');
}
