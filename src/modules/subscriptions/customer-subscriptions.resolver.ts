import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';

import { loadConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import { mapPage, type Page } from '../../platform/graphql/page';
import { Customer } from '../customers/customer.types';
import { subscriptionsOfCustomer } from './subscription.loader';
import { toSubscription } from './subscription.queries';
import { type Subscription, SubscriptionConnection } from './subscription.types';
import { selectedPartners } from './subscription-list.queries';
import { SubscriptionsArgs } from './subscription-list.types';

/** What subscriptions add to the older type. */
@Resolver(() => Customer)
export class CustomerSubscriptionsResolver {
  @FieldResolver(() => SubscriptionConnection, {
    description:
      'Its subscriptions, as far as the caller sees them (R37): all for its administrators.',
  })
  async subscriptions(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
    @Args(() => SubscriptionsArgs) args: SubscriptionsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Subscription>> {
    const listing = { ...args, partners: selectedPartners(info) };
    const page = await loadConnection(ctx, subscriptionsOfCustomer, customer.key, listing, info);
    return mapPage(page, (row) => toSubscription(ctx.actor, row));
  }
}
