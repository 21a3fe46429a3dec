import '../../platform/graphql/enums';

import { Field, ID, InputType } from 'type-graphql';

import { RelationshipStatus } from '../../kernel/relationship-status';
import { Service } from '../../kernel/service';
import { SubscriptionStatus } from '../../kernel/subscription-status';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { OrderDirection } from '../../platform/graphql/order-direction';

registerDescribedEnum(RelationshipStatus, {
  name: 'RelationshipStatus',
  description: 'Whether a reseller relationship is in force.',
  values: {
    ACTIVE: 'The reseller may sell new subscriptions to the customer (R7).',
    REMOVED: 'It has ended; the row stays with its history (R32).',
  },
});

@InputType('CustomerFilter', {
  description:
    'Conditions on a list of customers; all of those sent must hold. `service`, `partnerOfRecord` and `subscriptionStatus` must hold on one and the same subscription that the caller sees.',
})
export class CustomerFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Beginning of the company’s name, in any letter case. Left out or null: any.',
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Beginning of the domain, in any letter case. Left out or null: any.',
  })
  domain?: string | null;

  @Field(() => [RelationshipStatus], {
    nullable: true,
    description:
      'A relationship of the caller’s side in one of these states. Left out or null: any, also none.',
  })
  relationshipStatus?: readonly RelationshipStatus[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the viewer’s reseller holds active delegated privileges for at least one service; for other viewers, whether any partner does. Left out or null: either.',
  })
  hasDap?: boolean | null;

  @Field(() => [Service], {
    nullable: true,
    description: 'A subscription of one of these services. Left out or null: any, also none.',
  })
  service?: readonly Service[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'A subscription for which this reseller is credited, by its opaque id. Left out or null: any.',
  })
  partnerOfRecord?: string | null;

  @Field(() => [SubscriptionStatus], {
    nullable: true,
    description: 'A subscription in one of these states. Left out or null: any, also none.',
  })
  subscriptionStatus?: readonly SubscriptionStatus[] | null;
}

export const CustomerOrderField = {
  NAME: 'NAME',
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
  ACCEPTED_AT: 'ACCEPTED_AT',
} as const;
export type CustomerOrderField = (typeof CustomerOrderField)[keyof typeof CustomerOrderField];

registerDescribedEnum(CustomerOrderField, {
  name: 'CustomerOrderField',
  description: 'What a list of customers is ordered by.',
  values: {
    NAME: 'By name of the company.',
    CREATED_AT: 'By when this server came to hold them.',
    UPDATED_AT: 'By when they last changed here.',
    ACCEPTED_AT:
      'By when they accepted the relationship with the viewer’s reseller, those without such a moment as unknown. Only for a reseller; others get INVALID_INPUT.',
  },
});

@InputType('CustomerOrder', { description: 'Order of a list of customers.' })
export class CustomerOrder {
  @Field(() => CustomerOrderField, { description: 'What to order by.' })
  field!: CustomerOrderField;

  @Field(() => OrderDirection, {
    nullable: true,
    description: 'Which way; ascending when left out or null.',
  })
  direction?: OrderDirection | null;
}
