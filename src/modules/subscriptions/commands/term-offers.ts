import type { CloudInstance } from '../../../kernel/cloud-instance';
import type { CommandScope } from '../../../platform/commands/command';
import { sql } from '../../../platform/database/sql';
import type { Catalogue } from '../../catalogue/catalogue';
import type { CatalogueOffer } from '../../catalogue/catalogue-offer';
import {
  type HeldSubscription,
  refusalOfAddOnConflict,
  refusalOfConflict,
} from '../conflict.rules';
import type { SubscriptionEntity } from '../subscription.entity';
import type { TermOffers } from './settlement-changes';

/** The offers that the term of a locked subscription is about, and may go over to. */
export async function termOffers(
  scope: CommandScope,
  catalogue: Catalogue,
  instance: CloudInstance,
  subscription: SubscriptionEntity,
): Promise<TermOffers> {
  const nextOffer = catalogue.find(instance, subscription.nextTermProduct);
  return {
    offer: catalogue.find(instance, subscription.offerId),
    nextOffer,
    isNextOfferHeld:
      nextOffer !== null && (await isHeld(scope, catalogue, nextOffer, subscription)),
  };
}

/** R8, as of a sale of the offer to this customer in place of the subscription. */
async function isHeld(
  { tx }: CommandScope,
  catalogue: Catalogue,
  target: CatalogueOffer,
  { customerId, id, parentSubscriptionId }: SubscriptionEntity,
): Promise<boolean> {
  // Nobody is told of them, so nobody's sight is asked.
  const others = await tx.query<HeldSubscription>(sql`
    SELECT id AS key, offer_id AS "offerId", service, status,
      parent_subscription_id AS "parentSubscriptionId", NULL AS "shownId", NULL AS "shownName"
    FROM subscriptions WHERE customer_id = ${customerId} AND id <> ${id}`);
  const refusal =
    parentSubscriptionId === null
      ? refusalOfConflict(target, others, (offerId) =>
          catalogue.find(target.cloudInstance, offerId),
        )
      : refusalOfAddOnConflict(target, parentSubscriptionId, others);
  return refusal !== null;
}
