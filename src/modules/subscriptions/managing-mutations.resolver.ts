import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { CancelSubscription } from './commands/cancel-subscription';
import { MANAGING_CONTRACTS } from './commands/managing-contracts';
import { CancelSubscriptionInput, CancelSubscriptionPayload } from './managing-mutation.types';
import { runOnSubscription } from './run-on-subscription';

@Resolver()
export class ManagingMutationsResolver {
  private readonly cancel = new CancelSubscription();

  constructor(private readonly runner: CommandRunner) {}

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
}
