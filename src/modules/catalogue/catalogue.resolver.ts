import { Args, ArgsType, Field, Query, Resolver } from 'type-graphql';

import { AnyCaller, ReadAccess } from '../../platform/graphql/access';
import { pageOfArray } from '../../platform/graphql/array-page';
import { ConnectionArgs } from '../../platform/graphql/connection';
import type { Page } from '../../platform/graphql/page';
import { listOffers } from './offer.queries';
import { Offer, OfferConnection, OfferFilter, ServiceInfo } from './offer.types';
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
  @ReadAccess('SEE_OFFERS')
  @Query(() => OfferConnection, {
    nullable: true,
    description: 'What resellers can sell, by name. Prices are not part of this graph.',
  })
  offers(@Args(() => OffersArgs) args: OffersArgs): Page<Offer> {
    return pageOfArray(listOffers(args.filter ?? {}), args, (offer) => offer.offerId);
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
