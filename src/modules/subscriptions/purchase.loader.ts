import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { type BuyerFacts, findBuyers } from '../relationships/sale-facts.queries';
import type { HeldSubscription } from './conflict.rules';
import { findHeldSubscriptions } from './held-subscriptions.queries';

/*
 * What decides about purchases, by row id of the customer. Neither is scoped to what the caller may
 * read: the rules and the form of their refusals see to that.
 */

export const buyerOfCaller = defineLoader<string, BuyerFacts>('buyerOfCaller', async (ctx, ids) =>
  ctx.actor?.side === 'partner'
    ? inKeyOrder(ids, await findBuyers(ctx.db, ctx.actor, ids), (buyer) => buyer.customerKey)
    : ids.map(() => null),
);

export const heldByCustomer = defineLoader<string, readonly HeldSubscription[]>(
  'heldByCustomer',
  async (ctx, ids) => {
    if (ctx.actor === null) return ids.map(() => []);
    const held = await findHeldSubscriptions(ctx.db, ctx.actor, ids);
    return ids.map((id) => held.get(id) ?? []);
  },
);
