import type { Service } from '../../kernel/service';
import type { SubscriptionStatus, SuspendedBy } from '../subscriptions/subscription-vocabulary';
import { type ImportRefusal, importRefusal } from './import-refusal';

/** A subscription as it is held before the import. */
export interface HeldSubscription {
  readonly customerId: string;
  readonly transactingResellerId: string;
  readonly partnerId: string | null;
  readonly service: Service;
  readonly status: SubscriptionStatus;
  readonly suspendedBy: SuspendedBy | null;
}

/** What the import would make of it. */
export type IncomingSubscription = Pick<
  HeldSubscription,
  'customerId' | 'transactingResellerId' | 'partnerId' | 'status'
>;

/**
 * Whether a body may be taken over into a subscription that is held. Neither its owners (R2) nor its
 * Partner of Record (R4) ever change; what is deleted stays so (R43), and the operator's suspension
 * stays until the operator lifts it (domain section 4.5). Everything else follows the source.
 */
export function refusalToTakeOver(
  incoming: IncomingSubscription,
  held: HeldSubscription,
): ImportRefusal | null {
  return (
    refusalOfOtherOwners(incoming, held) ??
    refusalOfOtherPartnerOfRecord(incoming, held) ??
    refusalOfStatus(incoming, held)
  );
}

function refusalOfOtherOwners(
  incoming: IncomingSubscription,
  held: HeldSubscription,
): ImportRefusal | null {
  const owner =
    incoming.customerId !== held.customerId
      ? 'customer'
      : incoming.transactingResellerId !== held.transactingResellerId
        ? 'transacting reseller'
        : null;
  if (owner === null) return null;
  const expected = `the id of a subscription of the same ${owner}: this one is held with another ${owner}, which never changes`;
  return importRefusal('OWNERSHIP_CHANGE_NOT_ALLOWED', 'id', expected);
}

function refusalOfOtherPartnerOfRecord(
  incoming: IncomingSubscription,
  held: HeldSubscription,
): ImportRefusal | null {
  if (incoming.partnerId === held.partnerId) return null;
  const present = held.partnerId === null ? 'no MPN id' : `"${held.partnerId}"`;
  const expected = `${present}, as it is held: the Partner of Record never changes`;
  return importRefusal('POR_CHANGE_NOT_ALLOWED', 'partnerId', expected);
}

function refusalOfStatus(
  incoming: IncomingSubscription,
  held: HeldSubscription,
): ImportRefusal | null {
  if (held.status === 'DELETED' && incoming.status !== 'DELETED') {
    const expected = 'deleted, as it is held: a deleted subscription never changes';
    return importRefusal('SUBSCRIPTION_DELETED', 'status', expected);
  }
  if (held.suspendedBy === 'OPERATOR' && !KEEPS_SUSPENSION.includes(incoming.status)) {
    const expected = 'suspended, as it is held: only the operator lifts its own suspension';
    return importRefusal('INVALID_STATE_TRANSITION', 'status', expected);
  }
  return null;
}

const KEEPS_SUSPENSION: readonly SubscriptionStatus[] = ['SUSPENDED', 'DELETED'];

// D7, R21: what counts as selling a service to a customer now.
const TRANSACTING: readonly SubscriptionStatus[] = ['PENDING', 'ACTIVE', 'SUSPENDED'];

export function isTransactingStatus(status: SubscriptionStatus): boolean {
  return TRANSACTING.includes(status);
}

/** The base that an add-on names, as it is held. */
export interface HeldBase {
  readonly customerId: string;
}

/** An add-on needs its base, with the same customer (R46); whether it may be sold is not asked. */
export function refusalOfBase(customerId: string, base: HeldBase | null): ImportRefusal | null {
  if (base?.customerId === customerId) return null;
  const expected = 'a base subscription of this customer that is held or imported with it';
  return importRefusal('ADDON_PARENT_MISMATCH', 'parentSubscriptionId', expected, 'R46');
}
