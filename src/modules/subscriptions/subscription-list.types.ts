import '../../platform/graphql/enums';

import { ArgsType, Field, ID, InputType } from 'type-graphql';

import { Service } from '../../kernel/service';
import { ConnectionArgs } from '../../platform/graphql/connection';
import { OrderDirection } from '../../platform/graphql/order-direction';
import { SubscriptionOrderField } from './subscription.enums';
import { SubscriptionStatus } from './subscription-vocabulary';

@InputType('SubscriptionFilter', {
  description:
    'Conditions on a list of subscriptions; all of those sent must hold. A reseller may name the seller only if it is its own (R37).',
})
export class SubscriptionFilter {
  @Field(() => [SubscriptionStatus], {
    nullable: true,
    description: 'In one of these states. Left out or null: any.',
  })
  status?: readonly SubscriptionStatus[] | null;

  @Field(() => [Service], {
    nullable: true,
    description: 'Of one of these services. Left out or null: any.',
  })
  service?: readonly Service[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Held by this customer, by its opaque id. Left out or null: any.',
  })
  customer?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Sold by this reseller, by its opaque id; the transacting reseller. Left out or null: any.',
  })
  seller?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Credited to this reseller, by its opaque id. Left out or null: any.',
  })
  partnerOfRecord?: string | null;
}

@InputType('SubscriptionOrder', { description: 'Order of a list of subscriptions.' })
export class SubscriptionOrder {
  @Field(() => SubscriptionOrderField, { description: 'What to order by.' })
  field!: SubscriptionOrderField;

  @Field(() => OrderDirection, {
    nullable: true,
    description: 'Which way; ascending when left out or null.',
  })
  direction?: OrderDirection | null;
}

@ArgsType()
export class SubscriptionsArgs extends ConnectionArgs {
  @Field(() => SubscriptionFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every subscription the caller sees.',
  })
  filter?: SubscriptionFilter | null;

  @Field(() => SubscriptionOrder, {
    nullable: true,
    description: 'Order; as they came in when left out or null.',
  })
  orderBy?: SubscriptionOrder | null;
}
