import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';

import { loadConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import { mapPage, type Page } from '../../platform/graphql/page';
import { Customer } from '../customers/customer.types';
import { isCustomerAdmin } from '../visibility/scope';
import { digestOfCustomer, subscriptionsOfCustomer } from './subscription.loader';
import { toSubscription } from './subscription.queries';
import { type Subscription, SubscriptionConnection } from './subscription.types';
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
    const page = await loadConnection(ctx, subscriptionsOfCustomer, customer.key, args, info);
    return mapPage(page, (row) => toSubscription(ctx.actor, row));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Digest of everything it holds and of who owns its account: two equal ones mean that nothing which rules R1 to R4 protect has changed in between. Read by its administrators and the operator; null for others.',
  })
  async subscriptionsDigest(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
  ): Promise<string | null> {
    const { actor } = ctx;
    if (actor?.side !== 'operator' && !isCustomerAdmin(actor)) return null;
    return ctx.loader(digestOfCustomer).load(customer.key);
  }
}
