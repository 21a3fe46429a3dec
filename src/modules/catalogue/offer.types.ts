import '../../platform/graphql/enums';

import { Field, InputType, Int, ObjectType } from 'type-graphql';

import { BillingCycle, BillingType } from '../../kernel/billing';
import { CloudInstance } from '../../kernel/cloud-instance';
import { Service } from '../../kernel/service';
import { connectionTypes } from '../../platform/graphql/connection';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Node } from '../../platform/graphql/node.types';
import { CountryCodeScalar, DurationScalar } from '../../platform/graphql/scalars';
import { LimitUnitOfMeasure } from './catalogue-offer';

registerDescribedEnum(LimitUnitOfMeasure, {
  name: 'LimitUnitOfMeasure',
  description: 'What the limit of an offer counts.',
  values: {
    NONE: 'There is no limit.',
    CONCURRENT: 'Subscriptions of the offer that a customer holds at the same time.',
    LIFETIME: 'Subscriptions of the offer that a customer ever held.',
  },
});

@ObjectType('Offer', {
  implements: Node,
  description: 'A product that resellers sell. There is no price in this graph.',
  simpleResolvers: true,
})
export class Offer extends Node {
  @Field(() => String, { description: 'Id of the offer at the source service, in lower case.' })
  offerId!: string;

  @Field(() => CloudInstance, {
    description:
      'Cloud instance that sells it. Another may have an offer of its own with the same id.',
  })
  cloudInstance!: CloudInstance;

  @Field(() => String, { description: 'Name under which it is sold.' })
  name!: string;

  @Field(() => Service, { description: 'The service that it is administered with.' })
  service!: Service;

  @Field(() => Int, { description: 'The fewest licences a subscription may have (R43).' })
  minimumQuantity!: number;

  @Field(() => Int, { description: 'The most licences a subscription may have (R43).' })
  maximumQuantity!: number;

  @Field(() => CountryCodeScalar, { description: 'Country whose catalogue lists it.' })
  country!: string;

  @Field(() => String, { description: 'Locale of the name in that catalogue.' })
  locale!: string;

  @Field(() => Boolean, { description: 'Whether it needs a base subscription (R46).' })
  isAddOn!: boolean;

  @Field(() => Boolean, { description: 'Whether there are add-ons for it.' })
  hasAddOns!: boolean;

  @Field(() => Boolean, { description: 'Whether it is a trial.' })
  isTrial!: boolean;

  @Field(() => Boolean, { description: 'Whether a subscription may renew by itself.' })
  isAutoRenewable!: boolean;

  @Field(() => Boolean, { description: 'Whether it can be bought at present.' })
  isAvailableForPurchase!: boolean;

  @Field(() => BillingType, { description: 'What is billed.' })
  billing!: BillingType;

  @Field(() => [BillingCycle], { description: 'How often it may be billed.' })
  supportedBillingCycles!: readonly BillingCycle[];

  @Field(() => [DurationScalar], { description: 'Terms that it is sold for.' })
  supportedTermDurations!: readonly string[];

  @Field(() => [Offer], { description: 'Offers that a subscription may be upgraded to (R45).' })
  upgradeTargetOffers!: readonly Offer[];

  @Field(() => [Offer], { description: 'Offers that a trial may become.' })
  conversionTargetOffers!: readonly Offer[];

  @Field(() => [Offer], { description: 'Offers one of which an add-on needs as its base (R46).' })
  prerequisiteOffers!: readonly Offer[];

  @Field(() => LimitUnitOfMeasure, { description: 'What `limit` counts.' })
  limitUnitOfMeasure!: LimitUnitOfMeasure;

  @Field(() => Int, { nullable: true, description: 'How many of those; null where none.' })
  limit!: number | null;
}

@InputType('OfferFilter', { description: 'Which offers to list. Conditions are combined by and.' })
export class OfferFilter {
  @Field(() => Service, { nullable: true, description: 'Only offers of this service.' })
  service?: Service | null;

  @Field(() => CountryCodeScalar, {
    nullable: true,
    description: 'Only offers in the catalogue of this country.',
  })
  country?: string | null;

  @Field(() => CloudInstance, {
    nullable: true,
    description:
      'Only offers of this cloud instance. For the operator, who sees all; anybody else sees its own only.',
  })
  cloudInstance?: CloudInstance | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only add-ons that this offer can be the base of (R46), by its `offerId`, as subscriptions have it. Nothing for an offer that the catalogue does not know, or that has no add-ons.',
  })
  addOnOf?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only offers that can, or cannot, be bought at present.',
  })
  isAvailableForPurchase?: boolean | null;
}

const connection = connectionTypes('Offer', () => Offer, 'offers');
export const OfferConnection = connection.Connection;

@ObjectType('ServiceInfo', {
  description: 'A service and where it exists.',
  simpleResolvers: true,
})
export class ServiceInfo {
  @Field(() => Service, { description: 'The service.' })
  service!: Service;

  @Field(() => String, { description: 'Its name in English.' })
  name!: string;

  @Field(() => [CloudInstance], { description: 'Cloud instances that have it.' })
  instances!: readonly CloudInstance[];
}
