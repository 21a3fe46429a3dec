import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import { ReadAccess } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { Offer } from '../catalogue/offer.types';
import { offerKeyOf } from '../catalogue/offer-key';
import type { OfferReads } from '../catalogue/offer-reads';
import { ProtectedField, Subscription } from './subscription.types';
import { isWithheld } from './subscription-visibility.rules';
import { UpgradeEligibility } from './upgrade.types';
import type { UpgradeReads } from './upgrade-reads';

/** What a subscription may be replaced by. */
@Resolver(() => Subscription)
export class UpgradeResolver {
  constructor(
    private readonly reads: UpgradeReads,
    private readonly offers: OfferReads,
  ) {}

  @ReadAccess('SEE_OFFERS')
  @ProtectedField('upgradePaths')
  @FieldResolver(() => [Offer], {
    nullable: true,
    description:
      'Offers that the catalogue can replace it by (R45), whether or not that is possible now; null when withheld.',
  })
  async upgradePaths(
    @Root() subscription: Subscription,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly Offer[] | null> {
    if (isWithheld('upgradePaths', subscription.sight)) return null;
    const targets = await this.reads.paths(ctx, subscription.key);
    return targets.flatMap(
      (target) => this.offers.find(ctx.actor, offerKeyOf(target.cloudInstance, target.id)) ?? [],
    );
  }

  @ProtectedField('upgradeEligibility')
  @FieldResolver(() => [UpgradeEligibility], {
    nullable: true,
    description:
      'Whether the caller can upgrade it now, for each of its paths or for the target that is named, with every reason why not (R45); null when withheld.',
  })
  async upgradeEligibility(
    @Root() subscription: Subscription,
    @Ctx() ctx: RequestContext,
    @Arg('targetOfferId', () => String, {
      nullable: true,
      description: 'Id of one offer at the source service; left out or null: each of the paths.',
    })
    targetOfferId?: string | null,
  ): Promise<readonly UpgradeEligibility[] | null> {
    if (isWithheld('upgradeEligibility', subscription.sight)) return null;
    return this.reads.eligibility(ctx, subscription.key, targetOfferId ?? null);
  }
}

/** The offer is an object of the graph for those who see offers at all. */
@Resolver(() => UpgradeEligibility)
export class UpgradeTargetResolver {
  constructor(private readonly offers: OfferReads) {}

  @FieldResolver(() => Offer, {
    nullable: true,
    description:
      'The target; null when the catalogue does not know it or the caller does not see offers.',
  })
  targetOffer(@Root() { target }: UpgradeEligibility, @Ctx() ctx: RequestContext): Offer | null {
    return target && this.offers.find(ctx.actor, offerKeyOf(target.cloudInstance, target.id));
  }
}
