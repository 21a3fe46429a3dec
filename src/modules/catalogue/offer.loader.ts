import { mayAct } from '../../kernel/role-matrix';
import { defineLoader } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import { findOfferObject } from './offer.queries';
import type { Offer } from './offer.types';

/** By the id of the source service; only for the row "See prices and offers". */
export const offerById = defineLoader<string, Offer>('offerById', async (ctx, ids) => {
  const maySee = mayAct('SEE_OFFERS', ctx.actor);
  return ids.map((id) => (maySee ? findOfferObject(id) : null));
});

export const offerNodes = nodeSource('Offer', offerById);
