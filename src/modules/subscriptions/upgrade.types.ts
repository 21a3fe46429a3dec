import { Field, InputType, ObjectType } from 'type-graphql';

import type { RefusalFacts } from '../../kernel/verdict';
import { registerDescribedEnum } from '../../platform/graphql/described-enum';
import { Refusal } from '../../platform/graphql/refusal.types';
import { DurationScalar } from '../../platform/graphql/scalars';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import {
  ProtectedInput,
  SubscriptionMoveInput,
  SubscriptionWritePayload,
} from './subscription-mutation.types';
import { BillingCycle } from './subscription-vocabulary';
import { UpgradeReason } from './upgrade.rules';

registerDescribedEnum(UpgradeReason, {
  name: 'UpgradeReason',
  description: 'Why a subscription cannot be upgraded, in the words of the source service.',
  values: {
    DELEGATED_ADMIN_PERMISSIONS_DISABLED:
      'The seller holds no delegated administrative privileges for the service (R45).',
    SUBSCRIPTION_STATUS_NOT_ACTIVE: 'The subscription is not active.',
    CONFLICTING_SERVICE_TYPES:
      'The customer holds the target offer, or services it contains, beside it (R8).',
    CONCURRENCY_CONFLICTS: 'The customer holds as many of the target offer as it may.',
    USER_CONTEXT_REQUIRED: 'An application signed in without a user.',
    SUBSCRIPTION_ADD_ONS_PRESENT: 'It has add-ons, which would be left without their base.',
    SUBSCRIPTION_DOES_NOT_HAVE_ANY_UPGRADE_PATHS: 'The catalogue has no upgrade of its offer.',
    SUBSCRIPTION_TARGET_OFFER_NOT_FOUND:
      'The target is no upgrade of its offer, or is no longer sold.',
    SUBSCRIPTION_NOT_PROVISIONED: 'It is being provisioned.',
    OFFER_DOES_NOT_SUPPORT_BILLING_CYCLE: 'The target is not billed as often as it is.',
    INSUFFICIENT_GRANULAR_ADMIN_PERMISSIONS:
      'A granular privilege is missing. Never answered as long as there are none.',
    OTHER: 'Something else; the refusal says what.',
  },
});

export const UpgradeType = {
  NONE: 'NONE',
  UPGRADE_ONLY: 'UPGRADE_ONLY',
  UPGRADE_WITH_LICENSE_TRANSFER: 'UPGRADE_WITH_LICENSE_TRANSFER',
} as const;
export type UpgradeType = (typeof UpgradeType)[keyof typeof UpgradeType];

registerDescribedEnum(UpgradeType, {
  name: 'UpgradeType',
  description: 'What an upgrade takes along.',
  values: {
    NONE: 'There is no path to the target.',
    UPGRADE_ONLY: 'The seats; users get their licences anew.',
    UPGRADE_WITH_LICENSE_TRANSFER:
      'The licences of the users too. Never answered: this server holds no licences of users.',
  },
});

@ObjectType('UpgradeIneligibility', {
  description: 'One reason why a subscription cannot be upgraded.',
  simpleResolvers: true,
})
export class UpgradeIneligibility {
  @Field(() => UpgradeReason, { description: 'The reason, in the words of the source service.' })
  reason!: UpgradeReason;

  @Field(() => Refusal, {
    description: 'What `upgradeSubscription` would answer if nothing else were in the way.',
  })
  refusal!: RefusalFacts;
}

@ObjectType('UpgradeEligibility', {
  description:
    'Whether a subscription can be upgraded to an offer by this caller now, with its present seats and terms; with every reason why not.',
  simpleResolvers: true,
})
export class UpgradeEligibility {
  @Field(() => String, {
    nullable: true,
    description: 'Id of the target at the source service; null where there is no path at all.',
  })
  targetOfferId!: string | null;

  /** Not part of the graph. */
  readonly target!: CatalogueOffer | null;

  @Field(() => UpgradeType, { description: 'What an upgrade would take along.' })
  upgradeType!: UpgradeType;

  @Field(() => Boolean, { description: 'Whether nothing is in the way.' })
  isEligible!: boolean;

  @Field(() => [UpgradeIneligibility], {
    description:
      'Everything in the way, in the order in which the mutation asks; empty when nothing is.',
  })
  reasons!: readonly UpgradeIneligibility[];
}

@InputType('UpgradeSubscriptionInput', {
  description: 'What a subscription is to be replaced by. Its seats stay.',
})
export class UpgradeSubscriptionInput extends SubscriptionMoveInput {
  @ProtectedInput('targetOfferId')
  @Field(() => String, {
    description: 'Id of the offer at the source service; one of `upgradePaths`.',
  })
  targetOfferId!: string;

  @Field(() => DurationScalar, {
    nullable: true,
    description:
      'Length of the new term; one that the offer is sold for. Left out or null: as long as before.',
  })
  termDuration?: string | null;

  @Field(() => BillingCycle, {
    nullable: true,
    description:
      'How often is billed; one that the offer supports. Left out or null: as often as before.',
  })
  billingCycle?: BillingCycle | null;
}

@ObjectType('UpgradeSubscriptionPayload', {
  description: 'The new subscription; it names the old one as `migratedFromSubscriptionId`.',
})
export class UpgradeSubscriptionPayload extends SubscriptionWritePayload {}
