import type { BillingCycle } from '../../../kernel/billing';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { Catalogue } from '../../catalogue/catalogue';
import { ADD_ON_ORDER, refusalToPurchaseAddOn } from '../add-on.rules';
import type { OrderedTerms } from '../sale.rules';
import type { SubscriptionEntity } from '../subscription.entity';
import { insertSale } from './insert-sale';
import { lockPurchase } from './lock-purchase';
import type { SubscriptionTarget } from './lock-subscription';
import { throwIfChangeRefused } from './reject-change';
import { SALE_CONTRACTS } from './sale-contracts';

export interface PurchaseAddOnInput extends WriteInput, SubscriptionTarget {
  /** As at the source service, in any letter case. */
  readonly offerId: string;
  readonly quantity: number;
  readonly termDuration?: string | null;
  readonly billingCycle?: BillingCycle | null;
  readonly friendlyName?: string | null;
  readonly ifMatch?: string | null;
}

/** The seller of a base orders an add-on for it (R46); it credits whom the base credits. */
export class PurchaseAddOn implements Command<PurchaseAddOnInput, SubscriptionTarget> {
  readonly contract = SALE_CONTRACTS.purchaseAddOn;
  readonly operation = 'subscription';

  constructor(private readonly catalogue: Catalogue) {}

  async execute(scope: CommandScope, input: PurchaseAddOnInput): Promise<SubscriptionTarget> {
    const locked = await lockPurchase(scope, input);
    const { caller, purchase, held, subscription: base } = locked;
    const { cloudInstance } = locked.offer;
    const offer = this.catalogue.find(cloudInstance, input.offerId);
    const terms = termsOf(input, base);
    scope.about({ newValue: orderOf(input, base) });
    const order = {
      offer,
      terms,
      base: {
        subscriptionId: base.subscriptionId,
        offer: this.catalogue.find(cloudInstance, base.offerId),
      },
      held,
      ifMatch: input.ifMatch,
    };
    throwIfChangeRefused(
      scope,
      { contract: this.contract, attempts: [ADD_ON_ORDER] },
      locked,
      refusalToPurchaseAddOn(caller, purchase, scope.now, order),
    );
    // The rules let only what is sold pass.
    if (offer === null) throw new Error(`there is no offer ${input.offerId}`);

    const { customerId, transactingResellerId, partnerId, partnerOfRecordId } = base;
    const { subscriptionId } = await insertSale(
      scope,
      {
        customerId,
        transactingResellerId,
        partnerId,
        partnerOfRecordId,
        parentSubscriptionId: base.subscriptionId,
      },
      offer,
      terms,
    );
    scope.about({ resourceId: subscriptionId });
    return { subscriptionId };
  }
}

/** What the order leaves out is as at the base; it renews with the base, where it can renew at all. */
function termsOf(input: PurchaseAddOnInput, base: SubscriptionEntity): OrderedTerms {
  return {
    quantity: input.quantity,
    termDuration: input.termDuration ?? base.termDuration,
    billingCycle: input.billingCycle ?? base.billingCycle,
    autoRenewEnabled: base.autoRenewEnabled === false ? false : null,
    friendlyName: input.friendlyName ?? null,
  };
}

/** What the audit keeps of an order. */
function orderOf(
  { offerId, quantity }: PurchaseAddOnInput,
  { subscriptionId: parentSubscriptionId }: SubscriptionEntity,
): object {
  return { offerId, quantity, parentSubscriptionId };
}
