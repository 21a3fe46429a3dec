import { defineConnectionLoader } from '../../platform/graphql/connection-loader';
import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import { findSubscriptions, type SubscriptionRow } from './subscription.queries';
import type { Subscription } from './subscription.types';
import { findSubscriptionCases, type SubscriptionCase } from './subscription-facts.queries';
import { subscriptionListOfCustomer } from './subscription-list.queries';
import type { SubscriptionsArgs } from './subscription-list.types';

export const SUBSCRIPTION_TYPE = 'Subscription';

/** By row id. */
export const subscriptionById = defineLoader<string, Subscription>(
  'subscriptionById',
  async (ctx, ids) =>
    inKeyOrder(ids, await findSubscriptions(ctx, ids), (subscription) => subscription.key),
);

export const subscriptionNodes = nodeSource(SUBSCRIPTION_TYPE, subscriptionById);

/** By row id of the customer. */
export const subscriptionsOfCustomer = defineConnectionLoader<SubscriptionsArgs, SubscriptionRow>(
  'subscriptionsOfCustomer',
  (ctx, args) => subscriptionListOfCustomer(ctx.actor, args),
);

/** What the rules ask, by row id. */
export const subscriptionCaseById = defineLoader<string, SubscriptionCase>(
  'subscriptionCaseById',
  async (ctx, ids) =>
    ctx.actor === null
      ? ids.map(() => null)
      : inKeyOrder(ids, await findSubscriptionCases(ctx.db, ctx.actor, ids), (found) => found.key),
);
