import { defineLoader } from '../../platform/graphql/loader';
import { type NodeSource, nodeSource } from '../../platform/graphql/node.types';
import type { Offer } from './offer.types';
import type { OfferReads } from './offer-reads';

/** By key. */
export function offerNodes(offers: OfferReads): NodeSource {
  const offerByKey = defineLoader<string, Offer>('offerByKey', async (ctx, keys) =>
    keys.map((key) => offers.find(ctx.actor, key)),
  );
  return nodeSource('Offer', offerByKey);
}
