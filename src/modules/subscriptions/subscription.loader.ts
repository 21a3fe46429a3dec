import { defineConnectionLoader } from '../../platform/graphql/connection-loader';
import { defineLoader, defineObjectLoader, inKeyOrder } from '../../platform/graphql/loader';
import { objectNodeSource } from '../../platform/graphql/node.types';
import type { PageArgs } from '../../platform/graphql/page';
import { findSubscriptions } from './subscription.queries';
import { findSubscriptionCases, type SubscriptionCase } from './subscription-facts.queries';
import { type SubscriptionListing, subscriptionListOfCustomer } from './subscription-list.queries';

export const SUBSCRIPTION_TYPE = 'Subscription';

/** By row id. */
export const subscriptionById = defineObjectLoader('subscriptionById', findSubscriptions);

export const subscriptionNodes = objectNodeSource(SUBSCRIPTION_TYPE, subscriptionById);

/** By row id of the customer. */
export const subscriptionsOfCustomer = defineConnectionLoader(
  'subscriptionsOfCustomer',
  (ctx, listing: PageArgs & SubscriptionListing, nodes) =>
    subscriptionListOfCustomer(ctx.actor, listing, nodes),
);

/** What the rules ask, by row id. */
export const subscriptionCaseById = defineLoader<string, SubscriptionCase>(
  'subscriptionCaseById',
  async (ctx, ids) =>
    ctx.actor === null
      ? ids.map(() => null)
      : inKeyOrder(ids, await findSubscriptionCases(ctx.db, ctx.actor, ids), (found) => found.key),
);
