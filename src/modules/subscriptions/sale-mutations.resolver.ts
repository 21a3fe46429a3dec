import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import type { Catalogue } from '../catalogue/catalogue';
import { CUSTOMER_TYPE } from '../customers/customer.queries';
import { CreateSubscription } from './commands/create-subscription';
import { PurchaseAddOn } from './commands/purchase-add-on';
import { SALE_CONTRACTS } from './commands/sale-contracts';
import { UpgradeSubscription } from './commands/upgrade-subscription';
import { runForSubscription, runOnSubscription } from './run-on-subscription';
import {
  CreateSubscriptionInput,
  CreateSubscriptionPayload,
  PurchaseAddOnInput,
  PurchaseAddOnPayload,
} from './sale.types';
import { UpgradeSubscriptionInput, UpgradeSubscriptionPayload } from './upgrade.types';

/** The mutations by which a reseller sells. */
@Resolver()
export class SaleMutationsResolver {
  private readonly create: CreateSubscription;
  private readonly addOn: PurchaseAddOn;
  private readonly upgrade: UpgradeSubscription;

  constructor(
    private readonly runner: CommandRunner,
    catalogue: Catalogue,
  ) {
    this.create = new CreateSubscription(catalogue);
    this.addOn = new PurchaseAddOn(catalogue);
    this.upgrade = new UpgradeSubscription(catalogue);
  }

  @MutationContract(SALE_CONTRACTS.createSubscription)
  @Mutation(() => CreateSubscriptionPayload, {
    nullable: true,
    description:
      'Sells something new to a customer (R7). The seller transacts it and is its Partner of Record, unless an indirect provider names its reseller. Refused with what is in the way when the customer holds the offer, or services it contains, from anybody (R8). It is PENDING until the platform has provisioned it.',
  })
  createSubscription(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateSubscriptionInput, { description: 'What is sold to whom.' })
    input: CreateSubscriptionInput,
  ): Promise<CreateSubscriptionPayload> {
    return runForSubscription(this.runner, ctx, this.create, input, withCustomerRow);
  }

  @MutationContract(SALE_CONTRACTS.purchaseAddOn)
  @Mutation(() => PurchaseAddOnPayload, {
    nullable: true,
    description:
      'Orders an add-on for an active subscription; only the seller of that base may (R46). It credits whom the base credits, and follows the base when that is suspended or ends. Answers with the add-on, PENDING until the platform has provisioned it.',
  })
  purchaseAddOn(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => PurchaseAddOnInput, { description: 'Which add-on, for which base.' })
    input: PurchaseAddOnInput,
  ): Promise<PurchaseAddOnPayload> {
    return runOnSubscription(this.runner, ctx, this.addOn, input);
  }

  @MutationContract(SALE_CONTRACTS.upgradeSubscription)
  @Mutation(() => UpgradeSubscriptionPayload, {
    nullable: true,
    description:
      'Replaces an active subscription by one of a larger offer; only its seller may, with delegated privileges for its service (R45). The old one ends, the new one has its seats, its seller and its Partner of Record, and is PENDING until the platform has provisioned it. `upgradeEligibility` tells beforehand what is in the way.',
  })
  upgradeSubscription(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UpgradeSubscriptionInput, { description: 'What becomes of which one.' })
    input: UpgradeSubscriptionInput,
  ): Promise<UpgradeSubscriptionPayload> {
    return runOnSubscription(this.runner, ctx, this.upgrade, input);
  }
}

function withCustomerRow(input: CreateSubscriptionInput): CreateSubscriptionInput {
  const [customerId] = decodeIdOf(CUSTOMER_TYPE, input.customerId, 'input.customerId', 1);
  return { ...input, customerId };
}
