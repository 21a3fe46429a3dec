import type { CommandScope } from '../../../platform/commands/command';
import { newId } from '../../../platform/ids';
import type { CatalogueOffer } from '../../catalogue/catalogue-offer';
import { type OrderedTerms, renewalTermOf } from '../sale.rules';
import { SubscriptionEntity } from '../subscription.entity';
import type { TermDuration } from '../subscription-vocabulary';
import type { SubscriptionTarget } from './lock-subscription';

/** Who is concerned by a sale, and what it comes from. */
export interface SaleParties {
  readonly customerId: string;
  readonly transactingResellerId: string;
  /** As the order names it. */
  readonly partnerId: string | null;
  readonly partnerOfRecordId: string;
  /** Of an add-on: the `subscriptionId` of its base. */
  readonly parentSubscriptionId?: string | null;
  /** Of an upgrade: the `subscriptionId` of what it replaces. */
  readonly migratedFromSubscriptionId?: string | null;
}

/** What came of a sale. */
export interface MadeSubscription extends SubscriptionTarget {
  /** Its `subscriptionId` in the graph. */
  readonly sourceId: string;
}

const LICENSES = 'Licenses';
// Everything in the catalogue is a product of one publisher.
const PUBLISHER = 'Microsoft Corporation';

/**
 * Writes what was sold, with an order of its own, and tells seller and customer. It is PENDING until the
 * platform provisions it; only then its term begins, so none of the dates of the term is known yet.
 */
export async function insertSale(
  scope: CommandScope,
  parties: SaleParties,
  offer: CatalogueOffer,
  terms: OrderedTerms,
): Promise<MadeSubscription> {
  const { customerId, transactingResellerId } = parties;
  const [id, subscriptionId, orderId] = [newId(), newId(), newId()];
  await scope.tx.manager.insert(SubscriptionEntity, {
    ...parties,
    id,
    subscriptionId,
    orderId,
    ...columnsOfOffer(offer),
    ...columnsOfTerms(offer, terms),
    status: 'PENDING',
    creationDate: scope.now,
    contractType: 'SUBSCRIPTION',
    runsHere: true,
    createdAt: scope.now,
    updatedAt: scope.now,
  });
  scope.emit({
    name: 'SUBSCRIPTION_CREATED',
    customerId,
    resellerId: transactingResellerId,
    recipientResellerIds: [transactingResellerId],
    isForCustomer: true,
    resourceId: id,
    data: { subscriptionId: id },
  });
  return { subscriptionId: id, sourceId: subscriptionId };
}

/** What a subscription takes over from its offer. */
export function columnsOfOffer(offer: CatalogueOffer) {
  return {
    service: offer.service,
    offerId: offer.id,
    offerName: offer.name,
    publisherName: PUBLISHER,
    isMicrosoftProduct: true,
    unitType: offer.billing === 'LICENSE' ? LICENSES : null,
    hasPurchasableAddons: offer.hasAddOns,
    isTrial: offer.isTrial,
    billingType: offer.billing,
  };
}

function columnsOfTerms(offer: CatalogueOffer, terms: OrderedTerms) {
  // The rules let no other length of a term pass.
  const termDuration = terms.termDuration as TermDuration;
  return {
    quantity: terms.quantity,
    termDuration,
    billingCycle: terms.billingCycle,
    autoRenewEnabled: terms.autoRenewEnabled ?? offer.isAutoRenewable,
    renewalTermDuration: offer.isAutoRenewable ? renewalTermOf(termDuration) : null,
    friendlyName: terms.friendlyName ?? null,
  };
}
