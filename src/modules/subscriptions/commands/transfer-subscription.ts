import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { OWNERSHIP_CHANGE, refusalToTransfer } from '../subscription.rules';
import { SUBSCRIPTION_CONTRACTS } from './contracts';
import { lockSubscription, type SubscriptionTarget } from './lock-subscription';
import { throwIfChangeRefused } from './reject-change';

export interface TransferSubscriptionInput extends WriteInput, SubscriptionTarget {
  /** Directory tenant of the partner that would take the subscription over. */
  readonly toResellerTenantId?: string | null;
}

/** Exists to refuse: ownership of a subscription never moves here (R2, domain section 4.6). */
export class TransferSubscription implements Command<
  TransferSubscriptionInput,
  SubscriptionTarget
> {
  readonly contract = SUBSCRIPTION_CONTRACTS.transferSubscription;
  readonly operation = 'subscription';

  async execute(scope: CommandScope, input: TransferSubscriptionInput): Promise<never> {
    const locked = await lockSubscription(scope, input);
    const refusal = refusalToTransfer(locked.caller);
    scope.about({ newValue: { toResellerTenantId: input.toResellerTenantId ?? null } });
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [OWNERSHIP_CHANGE] },
      locked,
      refusal,
    );
    throw refusal;
  }
}
