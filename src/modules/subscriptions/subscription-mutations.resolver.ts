import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import type { Catalogue } from '../catalogue/catalogue';
import { ChangePartnerOfRecord } from './commands/change-partner-of-record';
import { SUBSCRIPTION_CONTRACTS } from './commands/contracts';
import { ReactivateSubscription } from './commands/reactivate-subscription';
import { SuspendSubscription } from './commands/suspend-subscription';
import { TransferSubscription } from './commands/transfer-subscription';
import { UpdateSubscription } from './commands/update-subscription';
import { runOnSubscription } from './run-on-subscription';
import {
  ChangePartnerOfRecordInput,
  ChangePartnerOfRecordPayload,
  ReactivateSubscriptionInput,
  ReactivateSubscriptionPayload,
  SuspendSubscriptionInput,
  SuspendSubscriptionPayload,
  TransferSubscriptionInput,
  TransferSubscriptionPayload,
  UpdateSubscriptionInput,
  UpdateSubscriptionPayload,
} from './subscription-mutation.types';

@Resolver()
export class SubscriptionMutationsResolver {
  private readonly update: UpdateSubscription;
  private readonly suspend = new SuspendSubscription();
  private readonly reactivate = new ReactivateSubscription();
  private readonly changePartner = new ChangePartnerOfRecord();
  private readonly transfer = new TransferSubscription();

  constructor(
    private readonly runner: CommandRunner,
    catalogue: Catalogue,
  ) {
    this.update = new UpdateSubscription(catalogue);
  }

  @MutationContract(SUBSCRIPTION_CONTRACTS.updateSubscription)
  @Mutation(() => UpdateSubscriptionPayload, {
    nullable: true,
    description:
      'Changes fields of a subscription; only its seller may. All forbidden fields of one input are refused together, the most severe first.',
  })
  updateSubscription(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UpdateSubscriptionInput, { description: 'What is to change.' })
    input: UpdateSubscriptionInput,
  ): Promise<UpdateSubscriptionPayload> {
    return runOnSubscription(this.runner, ctx, this.update, input);
  }

  @MutationContract(SUBSCRIPTION_CONTRACTS.suspendSubscription)
  @Mutation(() => SuspendSubscriptionPayload, {
    nullable: true,
    description:
      'Takes the users’ access away: by the seller, or by the operator against abuse. Add-ons of the same seller follow (R46). What is not reactivated in time is deleted (R47).',
  })
  suspendSubscription(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SuspendSubscriptionInput, { description: 'Which one.' })
    input: SuspendSubscriptionInput,
  ): Promise<SuspendSubscriptionPayload> {
    return runOnSubscription(this.runner, ctx, this.suspend, input);
  }

  @MutationContract(SUBSCRIPTION_CONTRACTS.reactivateSubscription)
  @Mutation(() => ReactivateSubscriptionPayload, {
    nullable: true,
    description:
      'Gives the users their access back. Seller and operator each lift their own suspension only; an add-on needs its base active (R46), and wakes only by its own call.',
  })
  reactivateSubscription(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ReactivateSubscriptionInput, { description: 'Which one.' })
    input: ReactivateSubscriptionInput,
  ): Promise<ReactivateSubscriptionPayload> {
    return runOnSubscription(this.runner, ctx, this.reactivate, input);
  }

  @MutationContract(SUBSCRIPTION_CONTRACTS.changePartnerOfRecord)
  @Mutation(() => ChangePartnerOfRecordPayload, {
    nullable: true,
    description:
      'Exists to show what never happens: every change of the Partner of Record is refused, for the seller and the operator too (R4). The attempt is audited, and told to seller and customer.',
  })
  changePartnerOfRecord(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ChangePartnerOfRecordInput, { description: 'Of what, to whom.' })
    input: ChangePartnerOfRecordInput,
  ): Promise<ChangePartnerOfRecordPayload> {
    return runOnSubscription(this.runner, ctx, this.changePartner, input);
  }

  @MutationContract(SUBSCRIPTION_CONTRACTS.transferSubscription)
  @Mutation(() => TransferSubscriptionPayload, {
    nullable: true,
    description:
      'Exists to show what never happens: the ownership of a subscription does not move here (R2). The attempt is audited, and told to seller and customer.',
  })
  transferSubscription(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => TransferSubscriptionInput, { description: 'Of what, to whom.' })
    input: TransferSubscriptionInput,
  ): Promise<TransferSubscriptionPayload> {
    return runOnSubscription(this.runner, ctx, this.transfer, input);
  }
}
