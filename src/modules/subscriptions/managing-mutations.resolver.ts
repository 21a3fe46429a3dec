import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import type { Catalogue } from '../catalogue/catalogue';
import { AssignSupportContact } from './commands/assign-support-contact';
import { CancelSubscription } from './commands/cancel-subscription';
import { MANAGING_CONTRACTS } from './commands/managing-contracts';
import { ScheduleNextTermInstructions } from './commands/schedule-next-term-instructions';
import {
  AssignSupportContactInput,
  AssignSupportContactPayload,
  CancelSubscriptionInput,
  CancelSubscriptionPayload,
  ScheduleNextTermInstructionsInput,
  ScheduleNextTermInstructionsPayload,
} from './managing-mutation.types';
import { runOnSubscription } from './run-on-subscription';

@Resolver()
export class ManagingMutationsResolver {
  private readonly cancel = new CancelSubscription();
  private readonly assignContact = new AssignSupportContact();

  private readonly schedule: ScheduleNextTermInstructions;

  constructor(
    private readonly runner: CommandRunner,
    catalogue: Catalogue,
  ) {
    this.schedule = new ScheduleNextTermInstructions(catalogue);
  }

  @MutationContract(MANAGING_CONTRACTS.cancelSubscription)
  @Mutation(() => CancelSubscriptionPayload, {
    nullable: true,
    description:
      'Ends an active subscription at once, with its data; only its seller may, until `cancellationAllowedUntilDate`. Add-ons of the same seller go with their base (R46). Later, `autoRenewEnabled: false` lets it end with its term.',
  })
  cancelSubscription(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CancelSubscriptionInput, { description: 'Which one.' })
    input: CancelSubscriptionInput,
  ): Promise<CancelSubscriptionPayload> {
    return runOnSubscription(this.runner, ctx, this.cancel, input);
  }

  @MutationContract(MANAGING_CONTRACTS.assignSupportContact)
  @Mutation(() => AssignSupportContactPayload, {
    nullable: true,
    description:
      'Says who supports the customer with a subscription; only its seller may (R44). A contact that loses its relationship with the customer is shown as the seller, and as itself again when it has one again.',
  })
  assignSupportContact(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => AssignSupportContactInput, { description: 'Who, for which one.' })
    input: AssignSupportContactInput,
  ): Promise<AssignSupportContactPayload> {
    return runOnSubscription(this.runner, ctx, this.assignContact, input);
  }

  @MutationContract(MANAGING_CONTRACTS.scheduleNextTermInstructions)
  @Mutation(() => ScheduleNextTermInstructionsPayload, {
    nullable: true,
    description:
      'Says what a subscription renews as: another product, other licences, another end; only its seller may. It is judged now; what cannot be followed when the term ends is left out then.',
  })
  scheduleNextTermInstructions(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ScheduleNextTermInstructionsInput, { description: 'What, for which one.' })
    input: ScheduleNextTermInstructionsInput,
  ): Promise<ScheduleNextTermInstructionsPayload> {
    return runOnSubscription(this.runner, ctx, this.schedule, input);
  }
}
