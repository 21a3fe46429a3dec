import type { Service } from '../../kernel/service';
import type { Catalogue } from '../catalogue/catalogue';
import type { HeldSubscription } from './conflict.rules';
import type { PurchaseFacts } from './purchase.rules';
import type { OfferReference } from './subscription-facts.queries';
import type { UpgradeFacts } from './upgrade.rules';

/** A subscription that might be replaced. */
export interface UpgradedSubscription {
  readonly subscriptionId: string;
  readonly service: Service;
  readonly offer: OfferReference;
}

/** What decides about an upgrade, of what the command and the reads have loaded. */
export function upgradeFacts(
  catalogue: Catalogue,
  { subscriptionId, service, offer: reference }: UpgradedSubscription,
  purchase: PurchaseFacts,
  held: readonly HeldSubscription[],
): UpgradeFacts {
  const { cloudInstance, offerId } = reference;
  const offer = catalogue.find(cloudInstance, offerId);
  return {
    ...purchase,
    subscriptionId,
    service,
    offer,
    targets: offer ? catalogue.upgradeTargetsOf(offer) : [],
    held: held.filter((it) => it.subscriptionId !== subscriptionId),
    findOffer: (id) => catalogue.find(cloudInstance, id),
  };
}
