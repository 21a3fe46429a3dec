import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';

import { ReadAccess } from '../../platform/graphql/access';
import { readConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import { exactlyOne } from '../../platform/graphql/exactly-one';
import { decodeIdOf } from '../../platform/graphql/global-id';
import type { Page } from '../../platform/graphql/page';
import { ActionVerdict } from '../../platform/graphql/refusal.types';
import { UuidScalar } from '../../platform/graphql/scalars';
import { selectionOf } from '../../platform/graphql/selection';
import { customerById } from '../customers/customer.loader';
import { Customer } from '../customers/customer.types';
import { SUBSCRIPTION_TYPE, subscriptionById, subscriptionCaseById } from './subscription.loader';
import { findSubscriptionBySubscriptionId } from './subscription.queries';
import { ProtectedField, Subscription, SubscriptionConnection } from './subscription.types';
import { subscriptionList } from './subscription-list.queries';
import { SubscriptionsArgs } from './subscription-list.types';
import { actionsFor, verdictsOnSubscription } from './subscription-verdict.rules';
import { isWithheld } from './subscription-visibility.rules';
import { SubscriptionAction } from './subscription-vocabulary';
import type { UpgradeReads } from './upgrade-reads';

// The row "Search customers" also admits the plain users of a customer, to the names of their partners.
// Subscriptions are read by the same partner roles and by administrators, as this row has them.
const READING = 'SEE_RELATIONSHIPS';

@Resolver(() => Subscription)
export class SubscriptionResolver {
  constructor(private readonly upgrades: UpgradeReads) {}

  @ReadAccess(READING)
  @Query(() => Subscription, {
    nullable: true,
    description: 'One subscription; null when it does not exist or is hidden.',
  })
  subscription(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Opaque id. Not with `subscriptionId`.' })
    id: string | null | undefined,
    @Arg('subscriptionId', () => UuidScalar, {
      nullable: true,
      description: 'Id at the source service. Not with `id`.',
    })
    subscriptionId: string | null | undefined,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Subscription | null> {
    const key = exactlyOne({ id, subscriptionId });
    const selection = selectionOf(info);
    if (key.name === 'subscriptionId') {
      return findSubscriptionBySubscriptionId(ctx, key.value, selection);
    }
    const [row] = decodeIdOf(SUBSCRIPTION_TYPE, key.value, 'id', 1);
    return ctx.loader(subscriptionById).load({ id: row, selection });
  }

  @ReadAccess(READING)
  @Query(() => SubscriptionConnection, {
    nullable: true,
    description:
      'Subscriptions that the caller sees: a reseller its own sales and, in a reduced form, those of services for which it holds delegated privileges (R37); a customer’s administrator those of its tenant.',
  })
  subscriptions(
    @Ctx() ctx: RequestContext,
    @Args(() => SubscriptionsArgs) args: SubscriptionsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Subscription>> {
    return readConnection(ctx, (nodes) => subscriptionList(ctx.actor, args, nodes), args, info);
  }

  @ProtectedField('customer')
  @FieldResolver(() => Customer, {
    nullable: true,
    description:
      'The customer that holds it; null when withheld, or when its seller has no relationship with the customer any more (R36).',
  })
  async customer(
    @Root() { customerKey, sight }: Subscription,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    if (isWithheld('customer', sight)) return null;
    return ctx.loader(customerById).load({ id: customerKey, selection: selectionOf(info) });
  }

  @FieldResolver(() => [SubscriptionAction], {
    nullable: true,
    description:
      'What the source service offers on it, as far as the caller may do it; null when withheld.',
  })
  async actions(
    @Root() subscription: Subscription,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly SubscriptionAction[] | null> {
    if (isWithheld('actions', subscription.sight)) return null;
    const found = await ctx.loader(subscriptionCaseById).load(subscription.key);
    return found ? actionsFor(found.caller, found.facts, ctx.clock.now()) : [];
  }

  @FieldResolver(() => [ActionVerdict], {
    description:
      'What the caller may do to it now and, if not, the code and rule that the mutation answers (S16).',
  })
  async viewerActions(
    @Root() subscription: Subscription,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly ActionVerdict[]> {
    const found = await ctx.loader(subscriptionCaseById).load(subscription.key);
    if (found === null) return [];
    return [
      ...verdictsOnSubscription(found.caller, found.facts, ctx.clock.now()),
      ...(await this.upgrades.verdicts(ctx, subscription.key)),
    ];
  }
}
