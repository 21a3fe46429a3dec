import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import { findResellerFacts, findResellers, RESELLER_TYPE } from './reseller.queries';
import type { Reseller } from './reseller.types';
import type { ResellerFacts } from './reseller-facts';

/** By row id. */
export const resellerById = defineLoader<string, Reseller>('resellerById', async (ctx, ids) =>
  inKeyOrder(ids, await findResellers(ctx, ids), (reseller) => reseller.key),
);

/** What the rules ask, by row id; for decisions only, because it is not scoped to the caller. */
export const resellerFactsById = defineLoader<string, ResellerFacts>(
  'resellerFactsById',
  async (ctx, ids) => inKeyOrder(ids, await findResellerFacts(ctx.db, ids), (facts) => facts.id),
);

export const resellerNodes = nodeSource(RESELLER_TYPE, resellerById);
