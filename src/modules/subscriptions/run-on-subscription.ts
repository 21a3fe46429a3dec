import type { Command } from '../../platform/commands/command';
import type { CommandRunner } from '../../platform/commands/command-runner';
import type { WriteInput } from '../../platform/commands/contract';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { whole } from '../../platform/graphql/loader';
import { runMutation } from '../../platform/graphql/run-mutation';
import { writePayload } from '../../platform/graphql/write.types';
import type { SubscriptionTarget } from './commands/lock-subscription';
import { SUBSCRIPTION_TYPE, subscriptionById } from './subscription.loader';
import type { SubscriptionWritePayload } from './subscription-mutation.types';

/** Runs the command behind a mutation of an existing subscription and answers with what it is then. */
export function runOnSubscription<GraphInput extends WriteInput & SubscriptionTarget>(
  runner: CommandRunner,
  ctx: RequestContext,
  command: Command<GraphInput, SubscriptionTarget>,
  input: GraphInput,
  translate: (input: GraphInput) => GraphInput = withRowId,
): Promise<SubscriptionWritePayload> {
  return runForSubscription(runner, ctx, command, input, translate);
}

/** The same for a mutation that makes the subscription; in a dry run there is none. */
export async function runForSubscription<GraphInput extends WriteInput>(
  runner: CommandRunner,
  ctx: RequestContext,
  command: Command<GraphInput, SubscriptionTarget>,
  input: GraphInput,
  translate: (input: GraphInput) => GraphInput,
): Promise<SubscriptionWritePayload> {
  const outcome = await runMutation(runner, ctx, command, input, translate);
  // What this request read before the command is out of date.
  ctx.clearLoaders();
  const subscription = await ctx
    .loader(subscriptionById)
    .load(whole(outcome.result.subscriptionId));
  return { subscription, ...writePayload(input, outcome) };
}

/** The row id in the place of the opaque one. */
export function withRowId<GraphInput extends SubscriptionTarget>(input: GraphInput): GraphInput {
  const [subscriptionId] = decodeIdOf(
    SUBSCRIPTION_TYPE,
    input.subscriptionId,
    'input.subscriptionId',
    1,
  );
  return { ...input, subscriptionId };
}
