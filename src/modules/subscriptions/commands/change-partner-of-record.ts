import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { PARTNER_OF_RECORD_CHANGE, refusalToChangePartnerOfRecord } from '../subscription.rules';
import { SUBSCRIPTION_CONTRACTS } from './contracts';
import { lockSubscription, type SubscriptionTarget } from './lock-subscription';
import { throwIfChangeRefused } from './reject-change';

export interface ChangePartnerOfRecordInput extends WriteInput, SubscriptionTarget {
  /** Partner-network id of whoever would be credited. */
  readonly partnerId?: string | null;
}

/** Exists to refuse: nobody moves the credit for a subscription through this server (R4, D21). */
export class ChangePartnerOfRecord implements Command<
  ChangePartnerOfRecordInput,
  SubscriptionTarget
> {
  readonly contract = SUBSCRIPTION_CONTRACTS.changePartnerOfRecord;
  readonly operation = 'subscription';

  async execute(scope: CommandScope, input: ChangePartnerOfRecordInput): Promise<never> {
    const locked = await lockSubscription(scope, input);
    const refusal = refusalToChangePartnerOfRecord(locked.caller);
    scope.about({
      oldValue: { partnerId: locked.subscription.partnerId },
      newValue: { partnerId: input.partnerId ?? null },
    });
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [PARTNER_OF_RECORD_CHANGE] },
      locked,
      refusal,
    );
    throw refusal;
  }
}
