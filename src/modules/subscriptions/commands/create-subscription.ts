import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { Catalogue } from '../../catalogue/catalogue';
import { refusalToSell } from '../../relationships/selling.rules';
import type { FindOffer } from '../conflict.rules';
import { type NewSale, refusalOfSale, refusalOfSecondHolder } from '../sale.rules';
import { insertSale } from './insert-sale';
import { lockBuyer, type LockedBuyer } from './lock-buyer';
import type { SubscriptionTarget } from './lock-subscription';
import { SALE_CONTRACTS } from './sale-contracts';

export interface CreateSubscriptionInput extends WriteInput, NewSale {
  /** Row id of the customer. */
  readonly customerId: string;
  /** As at the source service, in any letter case. */
  readonly offerId: string;
}

/**
 * A reseller sells something new (R7): it transacts it from now on, and is its Partner of Record unless
 * an indirect provider names its reseller. What the customer holds already stays as it is (R8).
 */
export class CreateSubscription implements Command<CreateSubscriptionInput, SubscriptionTarget> {
  readonly contract = SALE_CONTRACTS.createSubscription;
  readonly operation = 'subscription';

  constructor(private readonly catalogue: Catalogue) {}

  async execute(scope: CommandScope, input: CreateSubscriptionInput): Promise<SubscriptionTarget> {
    const { customerId, partnerIdOnRecord = null } = input;
    const locked = await lockBuyer(scope, customerId, partnerIdOnRecord);
    const { actor, buyer, held, partnerOnRecord } = locked;
    scope.about({ newValue: orderOf(input) });
    const findOffer: FindOffer = (id) => this.catalogue.find(buyer.customer.cloudInstance, id);
    const offer = findOffer(input.offerId);
    throwIfRefused(refusalToSell(actor, buyer));
    throwIfRefused(refusalOfSecondHolder(offer, buyer));
    const facts = { ...buyer, held, offer, findOffer, seller: buyer.reseller, partnerOnRecord };
    throwIfRefused(refusalOfSale(input, facts, scope.now));
    // The rules let only what is sold pass.
    if (offer === null) throw new Error(`there is no offer ${input.offerId}`);

    const { subscriptionId } = await insertSale(
      scope,
      partiesOf(locked, partnerIdOnRecord),
      offer,
      input,
    );
    scope.about({ resourceId: subscriptionId });
    return { subscriptionId };
  }
}

function partiesOf({ actor, buyer, partnerOnRecord }: LockedBuyer, partnerId: string | null) {
  return {
    customerId: buyer.customerKey,
    transactingResellerId: actor.resellerId,
    partnerId,
    partnerOfRecordId: partnerOnRecord?.resellerId ?? actor.resellerId,
  };
}

/** What the audit keeps of an order. */
function orderOf(input: CreateSubscriptionInput): object {
  const { offerId, quantity, termDuration, billingCycle, partnerIdOnRecord = null } = input;
  return { offerId, quantity, termDuration, billingCycle, partnerIdOnRecord };
}
