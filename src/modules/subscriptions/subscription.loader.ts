import { defineConnectionLoader } from '../../platform/graphql/connection-loader';
import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import type { PageArgs } from '../../platform/graphql/page';
import { findSubscriptions, type SubscriptionRow } from './subscription.queries';
import type { Subscription } from './subscription.types';
import { findSubscriptionCases, type SubscriptionCase } from './subscription-facts.queries';
import { type SubscriptionListing, subscriptionListOfCustomer } from './subscription-list.queries';

export const SUBSCRIPTION_TYPE = 'Subscription';

/** By row id. */
export const subscriptionById = defineLoader<string, Subscription>(
  'subscriptionById',
  async (ctx, ids) =>
    inKeyOrder(ids, await findSubscriptions(ctx, ids), (subscription) => subscription.key),
);

export const subscriptionNodes = nodeSource(SUBSCRIPTION_TYPE, subscriptionById);

/** By row id of the customer. */
export const subscriptionsOfCustomer = defineConnectionLoader<
  PageArgs & SubscriptionListing,
  SubscriptionRow
>('subscriptionsOfCustomer', (ctx, listing) => subscriptionListOfCustomer(ctx.actor, listing));

/** What the rules ask, by row id. */
export const subscriptionCaseById = defineLoader<string, SubscriptionCase>(
  'subscriptionCaseById',
  async (ctx, ids) =>
    ctx.actor === null
      ? ids.map(() => null)
      : inKeyOrder(ids, await findSubscriptionCases(ctx.db, ctx.actor, ids), (found) => found.key),
);
