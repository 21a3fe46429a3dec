import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { addOnsSuspendedWith, refusalToSuspend, STATUS_CHANGE } from '../subscription.rules';
import { keptReasons } from '../suspension-reasons.rules';
import { SUBSCRIPTION_CONTRACTS } from './contracts';
import {
  type LockedSubscription,
  lockSubscription,
  type SubscriptionTarget,
} from './lock-subscription';
import { type SubscriptionChanges, writeChange } from './record-change';
import { throwIfChangeRefused } from './reject-change';

export interface SuspendSubscriptionInput extends WriteInput, SubscriptionTarget {
  readonly ifMatch?: string | null;
  /** Why; shown as `suspensionReasons` until it is lifted. */
  readonly reasons?: readonly string[] | null;
}

/** The seller, or the operator against abuse, takes the users' access away; add-ons follow (R46). */
export class SuspendSubscription implements Command<SuspendSubscriptionInput, SubscriptionTarget> {
  readonly contract = SUBSCRIPTION_CONTRACTS.suspendSubscription;
  readonly operation = 'subscription';

  async execute(scope: CommandScope, input: SuspendSubscriptionInput): Promise<SubscriptionTarget> {
    const locked = await lockSubscription(scope, input, 'BASE_AND_ADD_ONS');
    const { caller, facts, subscription } = locked;
    const suspensionReasons = keptReasons(input.reasons);
    scope.about({
      oldValue: { status: subscription.status },
      newValue: { status: 'SUSPENDED', ...(suspensionReasons && { suspensionReasons }) },
    });
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [STATUS_CHANGE] },
      locked,
      refusalToSuspend(caller, facts, input.ifMatch, input.reasons),
    );

    const suspension = { ...suspensionBy(locked, scope.now), suspensionReasons };
    const changed = suspensionReasons ? ['status', 'suspensionReasons'] : ['status'];
    const addOns = addOnsSuspendedWith(subscription, locked.addOns);
    for (const row of [subscription, ...addOns]) {
      await writeChange(scope, row, suspension, changed);
    }
    if (addOns.length > 0) {
      const suspendedAddOns = addOns.map((addOn) => addOn.subscriptionId).join(' ');
      scope.about({ customizedData: { suspendedAddOns } });
    }
    return { subscriptionId: subscription.id };
  }
}

function suspensionBy({ actor }: LockedSubscription, now: Date): SubscriptionChanges {
  return {
    status: 'SUSPENDED',
    suspendedBy: actor.side === 'operator' ? 'OPERATOR' : 'RESELLER',
    suspendedAt: now,
  };
}
