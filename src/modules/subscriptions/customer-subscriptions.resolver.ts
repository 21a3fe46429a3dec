import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';

import { loadConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import type { Page } from '../../platform/graphql/page';
import { ReadAhead } from '../../platform/graphql/read-ahead';
import { Customer } from '../customers/customer.types';
import { subscriptionsOfCustomer } from './subscription.loader';
import { type Subscription, SubscriptionConnection } from './subscription.types';
import { SubscriptionsArgs } from './subscription-list.types';

/** What subscriptions add to the older type. */
@Resolver(() => Customer)
export class CustomerSubscriptionsResolver {
  @ReadAhead(subscriptionsOfCustomer)
  @FieldResolver(() => SubscriptionConnection, {
    description:
      'Its subscriptions, as far as the caller sees them (R37): all for its administrators.',
  })
  subscriptions(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
    @Args(() => SubscriptionsArgs) args: SubscriptionsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Subscription>> {
    return loadConnection(ctx, subscriptionsOfCustomer, customer.key, args, info);
  }
}
