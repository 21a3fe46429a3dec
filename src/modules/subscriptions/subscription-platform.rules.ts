import type { CloudPolicy } from '../../kernel/cloud-instance';
import {
  type AddOnFacts,
  refusalToEnableAddOn,
  refusalToMoveSubscription,
  retentionEndsAt,
} from './subscription.rules';
import { isNewerCommerce } from './subscription-term.rules';
import type { SubscriptionStatus, SuspendedBy } from './subscription-vocabulary';

/** What falls due by itself. All but `renewed`, which keeps the state, are events of the state table. */
export const DUE_EVENTS = [
  'provisioned',
  'renewed',
  'termEnded',
  'graceOver',
  'retentionOver',
  'baseDeleted',
] as const;
export type DueEvent = (typeof DUE_EVENTS)[number];

/** What decides whether something is due. */
export interface PlatformFacts {
  readonly status: SubscriptionStatus;
  /** Sold here; what was imported is run by the platform of the source. */
  readonly runsHere: boolean;
  /** `null` where the suspension was imported, and while there is none. */
  readonly suspendedBy: SuspendedBy | null;
  readonly suspendedAt: Date | null;
  readonly commitmentEndDate: Date | null;
  /** Of newer commerce alone: its presence tells the two kinds apart. */
  readonly cancellationAllowedUntilDate: Date | null;
  readonly autoRenewEnabled: boolean | null;
  /** Status of the base subscription; `null` when this is no add-on. */
  readonly baseStatus: SubscriptionStatus | null;
}

/** The times that a cloud instance gives. */
export type RetentionPolicy = Pick<
  CloudPolicy,
  'suspendedRetentionDays' | 'expiredGraceDays' | 'disabledRetentionDays'
>;

/**
 * What the platform does to a subscription now, or `null`: domain section 4.5. Only what this server
 * began is finished by it: what was sold here is provisioned, renewed and ended here, and a suspension
 * that was made here runs out here (R47). A term ends at the instant of `commitmentEndDate`; the times
 * of grace and retention include their last instant, at which reactivating is still possible.
 */
export function dueEventOf(
  facts: PlatformFacts,
  policy: RetentionPolicy,
  now: Date,
): DueEvent | null {
  switch (facts.status) {
    case 'NONE':
    case 'PENDING':
      return facts.runsHere ? dueWhileWaiting(facts.baseStatus) : null;
    case 'ACTIVE':
      return dueAtTermEnd(facts, now);
    case 'SUSPENDED':
      return facts.suspendedBy && isOver(facts.suspendedAt, policy.suspendedRetentionDays, now)
        ? 'retentionOver'
        : null;
    case 'EXPIRED':
      return isOver(endOf(facts), policy.expiredGraceDays, now) ? 'graceOver' : null;
    case 'DISABLED': {
      const days = policy.expiredGraceDays + policy.disabledRetentionDays;
      return isOver(endOf(facts), days, now) ? 'retentionOver' : null;
    }
    case 'DELETED':
      return null;
  }
}

/** R46: an add-on waits for its base, as long as there is one. */
function dueWhileWaiting(
  baseStatus: SubscriptionStatus | null,
): 'provisioned' | 'baseDeleted' | null {
  if (baseStatus === 'DELETED') return 'baseDeleted';
  return refusalToEnableAddOn(baseStatus) === null ? 'provisioned' : null;
}

function isOver(begin: Date | null, days: number, now: Date): boolean {
  return begin !== null && now > retentionEndsAt(begin, days);
}

function endOf({ runsHere, commitmentEndDate }: PlatformFacts): Date | null {
  return runsHere ? commitmentEndDate : null;
}

/** A classic subscription that does not renew stays as it is, until its seller suspends it. */
function dueAtTermEnd(facts: PlatformFacts, now: Date): 'renewed' | 'termEnded' | null {
  const end = endOf(facts);
  if (end === null || now < end) return null;
  if (facts.autoRenewEnabled) return 'renewed';
  return isNewerCommerce(facts) ? 'termEnded' : null;
}

const FOLLOWED = ['termEnded', 'graceOver', 'retentionOver'] as const;

/**
 * The add-ons that go the way of their base (R46): those of the same seller alone, for an imported one of
 * somebody else is nobody's to touch (R5). One that is in another state than its base has its own way.
 */
export function addOnsFollowing<AddOn extends AddOnFacts>(
  base: { readonly transactingResellerId: string },
  event: DueEvent,
  addOns: readonly AddOn[],
): readonly AddOn[] {
  const followed = FOLLOWED.find((it) => it === event);
  if (!followed) return [];
  return addOns.filter(
    (addOn) =>
      addOn.transactingResellerId === base.transactingResellerId &&
      refusalToMoveSubscription(addOn.status, followed) === null,
  );
}
