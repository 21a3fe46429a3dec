import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import { findResellers, RESELLER_TYPE } from './reseller.queries';
import type { Reseller } from './reseller.types';

/** By row id. */
export const resellerById = defineLoader<string, Reseller>('resellerById', async (ctx, ids) =>
  inKeyOrder(ids, await findResellers(ctx, ids), (reseller) => reseller.key),
);

export const resellerNodes = nodeSource(RESELLER_TYPE, 1, resellerById);
