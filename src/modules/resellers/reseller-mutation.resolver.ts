import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { whole } from '../../platform/graphql/loader';
import { runMutation } from '../../platform/graphql/run-mutation';
import { writePayload } from '../../platform/graphql/write.types';
import { RESELLER_CONTRACTS } from './commands/contracts';
import { RegisterReseller } from './commands/register-reseller';
import { SetResellerStatus } from './commands/set-reseller-status';
import { resellerById } from './reseller.loader';
import { RESELLER_TYPE } from './reseller.queries';
import {
  RegisterResellerInput,
  RegisterResellerPayload,
  SetResellerStatusInput,
  SetResellerStatusPayload,
} from './reseller-mutation.types';

@Resolver()
export class ResellerMutationResolver {
  private readonly register = new RegisterReseller();
  private readonly setStatus = new SetResellerStatus();

  constructor(private readonly runner: CommandRunner) {}

  @MutationContract(RESELLER_CONTRACTS.registerReseller)
  @Mutation(() => RegisterResellerPayload, {
    nullable: true,
    description:
      'The operator registers a partner account, whose users may sign in from then on. A partner that was known by its MPN id keeps its row and what it is credited for.',
  })
  async registerReseller(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RegisterResellerInput, { description: 'The account.' })
    input: RegisterResellerInput,
  ): Promise<RegisterResellerPayload> {
    const outcome = await runMutation(this.runner, ctx, this.register, input, (same) => same);
    ctx.clearLoaders();
    const { resellerId, created } = outcome.result;
    const reseller = await ctx.loader(resellerById).load(whole(resellerId));
    return { ...writePayload(input, outcome), created, reseller };
  }

  @MutationContract(RESELLER_CONTRACTS.setResellerStatus)
  @Mutation(() => SetResellerStatusPayload, {
    nullable: true,
    description:
      'The operator changes how a partner account stands: in good standing, restricted or suspended (R18). Relationships, privileges and subscriptions stay.',
  })
  async setResellerStatus(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SetResellerStatusInput, { description: 'Which account, and how.' })
    input: SetResellerStatusInput,
  ): Promise<SetResellerStatusPayload> {
    const outcome = await runMutation(this.runner, ctx, this.setStatus, input, withResellerKey);
    ctx.clearLoaders();
    const reseller = await ctx.loader(resellerById).load(whole(outcome.result.resellerId));
    return { ...writePayload(input, outcome), reseller };
  }
}

function withResellerKey<Input extends { readonly resellerId: string }>(input: Input): Input {
  const [resellerId] = decodeIdOf(RESELLER_TYPE, input.resellerId, 'input.resellerId', 1);
  return { ...input, resellerId };
}
