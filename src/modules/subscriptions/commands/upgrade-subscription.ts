import type { BillingCycle } from '../../../kernel/billing';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { Catalogue } from '../../catalogue/catalogue';
import type { CatalogueOffer } from '../../catalogue/catalogue-offer';
import type { SubscriptionEntity } from '../subscription.entity';
import { refusalToUpgrade, UPGRADE, type UpgradeOrder } from '../upgrade.rules';
import { upgradeFacts } from '../upgrade-facts';
import { insertSale } from './insert-sale';
import { lockPurchase } from './lock-purchase';
import type { SubscriptionTarget } from './lock-subscription';
import { writeChange } from './record-change';
import { throwIfChangeRefused } from './reject-change';
import { SALE_CONTRACTS } from './sale-contracts';

export interface UpgradeSubscriptionInput extends WriteInput, SubscriptionTarget {
  /** As at the source service, in any letter case. */
  readonly targetOfferId: string;
  readonly termDuration?: string | null;
  readonly billingCycle?: BillingCycle | null;
  readonly ifMatch?: string | null;
}

/**
 * The seller replaces a subscription by one of another offer (R45): the old one ends, a new one with the
 * same seller, seats and Partner of Record begins.
 */
export class UpgradeSubscription implements Command<UpgradeSubscriptionInput, SubscriptionTarget> {
  readonly contract = SALE_CONTRACTS.upgradeSubscription;
  readonly operation = 'subscription';

  constructor(private readonly catalogue: Catalogue) {}

  async execute(scope: CommandScope, input: UpgradeSubscriptionInput): Promise<SubscriptionTarget> {
    const locked = await lockPurchase(scope, input);
    const { caller, purchase, subscription: replaced, held } = locked;
    scope.about({
      oldValue: { status: replaced.status, offerId: replaced.offerId },
      newValue: { status: 'DELETED', targetOfferId: input.targetOfferId },
    });
    const target = this.catalogue.find(locked.offer.cloudInstance, input.targetOfferId);
    const order: UpgradeOrder = {
      target,
      terms: {
        quantity: replaced.quantity,
        termDuration: input.termDuration ?? replaced.termDuration,
        billingCycle: input.billingCycle ?? replaced.billingCycle,
      },
      ifMatch: input.ifMatch,
    };
    const facts = upgradeFacts(
      this.catalogue,
      { ...replaced, offer: locked.offer },
      purchase,
      held,
    );
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [UPGRADE] },
      locked,
      refusalToUpgrade(caller, facts, scope.now, order),
    );
    // The rules let only what is sold pass, in a number of seats.
    if (target === null) throw new Error(`there is no offer ${input.targetOfferId}`);
    return this.replace(scope, replaced, target, order);
  }

  private async replace(
    scope: CommandScope,
    replaced: SubscriptionEntity,
    target: CatalogueOffer,
    { terms }: UpgradeOrder,
  ): Promise<SubscriptionTarget> {
    await writeChange(scope, replaced, { status: 'DELETED' }, ['status']);
    const { customerId, transactingResellerId, partnerId, partnerOfRecordId } = replaced;
    const sold = await insertSale(
      scope,
      {
        customerId,
        transactingResellerId,
        partnerId,
        partnerOfRecordId,
        migratedFromSubscriptionId: replaced.subscriptionId,
      },
      target,
      {
        ...terms,
        quantity: terms.quantity ?? 0,
        autoRenewEnabled: replaced.autoRenewEnabled === false ? false : null,
        friendlyName: replaced.friendlyName,
      },
    );
    scope.about({ customizedData: { replacedBy: sold.sourceId } });
    return { subscriptionId: sold.subscriptionId };
  }
}
