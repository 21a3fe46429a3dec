import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { refusalToReactivate, STATUS_CHANGE } from '../subscription.rules';
import { SUBSCRIPTION_CONTRACTS } from './contracts';
import { lockSubscription, type SubscriptionTarget } from './lock-subscription';
import { writeChange } from './record-change';
import { throwIfChangeRefused } from './reject-change';

export interface ReactivateSubscriptionInput extends WriteInput, SubscriptionTarget {
  readonly ifMatch?: string | null;
}

/** Whoever suspended gives the users their access back. Add-ons wake one by one, each by its own call. */
export class ReactivateSubscription implements Command<
  ReactivateSubscriptionInput,
  SubscriptionTarget
> {
  readonly contract = SUBSCRIPTION_CONTRACTS.reactivateSubscription;
  readonly operation = 'subscription';

  async execute(
    scope: CommandScope,
    input: ReactivateSubscriptionInput,
  ): Promise<SubscriptionTarget> {
    const locked = await lockSubscription(scope, input, 'BASE_AND_ADD_ONS');
    const { caller, facts, subscription } = locked;
    scope.about({ oldValue: { status: subscription.status }, newValue: { status: 'ACTIVE' } });
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [STATUS_CHANGE] },
      locked,
      refusalToReactivate(caller, facts, scope.now, input.ifMatch),
    );

    await writeChange(
      scope,
      subscription,
      { status: 'ACTIVE', suspendedBy: null, suspendedAt: null, suspensionReasons: null },
      subscription.suspensionReasons ? ['status', 'suspensionReasons'] : ['status'],
    );
    return { subscriptionId: subscription.id };
  }
}
