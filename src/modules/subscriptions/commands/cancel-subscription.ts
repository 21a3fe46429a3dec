import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { STATUS_CHANGE } from '../subscription.rules';
import { addOnsCanceledWith, refusalToCancel } from '../subscription-cancel.rules';
import { lockSubscription, type SubscriptionTarget } from './lock-subscription';
import { MANAGING_CONTRACTS } from './managing-contracts';
import { writeChange } from './record-change';
import { throwIfChangeRefused } from './reject-change';

export interface CancelSubscriptionInput extends WriteInput, SubscriptionTarget {
  readonly ifMatch?: string | null;
}

/** The seller takes a sale back within its window; the add-ons that it sold with it go too (R46). */
export class CancelSubscription implements Command<CancelSubscriptionInput, SubscriptionTarget> {
  readonly contract = MANAGING_CONTRACTS.cancelSubscription;
  readonly operation = 'subscription';

  async execute(scope: CommandScope, input: CancelSubscriptionInput): Promise<SubscriptionTarget> {
    const locked = await lockSubscription(scope, input, 'BASE_AND_ADD_ONS');
    const { caller, facts, subscription } = locked;
    scope.about({ oldValue: { status: subscription.status }, newValue: { status: 'DELETED' } });
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [STATUS_CHANGE] },
      locked,
      refusalToCancel(caller, facts, scope.now, input.ifMatch),
    );

    const addOns = addOnsCanceledWith(subscription, locked.addOns);
    for (const row of [subscription, ...addOns]) {
      await writeChange(scope, row, { status: 'DELETED' }, ['status']);
    }
    if (addOns.length > 0) {
      const canceledAddOns = addOns.map((addOn) => addOn.subscriptionId).join(' ');
      scope.about({ customizedData: { canceledAddOns } });
    }
    return { subscriptionId: subscription.id };
  }
}
