import { defineLoader, defineObjectLoader, inKeyOrder } from '../../platform/graphql/loader';
import { objectNodeSource } from '../../platform/graphql/node.types';
import { findResellerFacts, findResellers, RESELLER_TYPE } from './reseller.queries';
import type { ResellerFacts } from './reseller-facts';

/** By row id. */
export const resellerById = defineObjectLoader('resellerById', findResellers);

/** What the rules ask, by row id; for decisions only, because it is not scoped to the caller. */
export const resellerFactsById = defineLoader<string, ResellerFacts>(
  'resellerFactsById',
  async (ctx, ids) => inKeyOrder(ids, await findResellerFacts(ctx.db, ids), (facts) => facts.id),
);

export const resellerNodes = objectNodeSource(RESELLER_TYPE, resellerById);
