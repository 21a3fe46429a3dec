import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';

import { AnyCaller, ReadAccess } from '../../platform/graphql/access';
import { pageOfArray } from '../../platform/graphql/array-page';
import { ConnectionArgs } from '../../platform/graphql/connection';
import type { RequestContext } from '../../platform/graphql/context';
import type { Page } from '../../platform/graphql/page';
import { Offer, OfferConnection, OfferFilter, ServiceInfo } from './offer.types';
import type { OfferReads } from './offer-reads';
import { listServices } from './services';

@ArgsType()
class OffersArgs extends ConnectionArgs {
  @Field(() => OfferFilter, {
    nullable: true,
    description: 'Conditions; left out or null: the whole catalogue.',
  })
  filter?: OfferFilter | null;
}

@Resolver(() => Offer)
export class CatalogueResolver {
  constructor(private readonly reads: OfferReads) {}

  @ReadAccess('SEE_OFFERS')
  @Query(() => OfferConnection, {
    nullable: true,
    description:
      'What resellers can sell in the cloud instance of the caller, by name; the operator sees all. Prices are not part of this graph.',
  })
  offers(@Ctx() ctx: RequestContext, @Args(() => OffersArgs) args: OffersArgs): Page<Offer> {
    return pageOfArray(this.reads.list(ctx.actor, args.filter ?? {}), args, (offer) => offer.id);
  }

  @AnyCaller()
  @Query(() => [ServiceInfo], {
    nullable: true,
    description: 'Services and the cloud instances that have them.',
  })
  services(): readonly ServiceInfo[] {
    return listServices();
  }
}
