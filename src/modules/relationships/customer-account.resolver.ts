import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { whole } from '../../platform/graphql/loader';
import { runMutation } from '../../platform/graphql/run-mutation';
import { writePayload } from '../../platform/graphql/write.types';
import { customerById } from '../customers/customer.loader';
import { RELATIONSHIP_CONTRACTS } from './commands/contracts';
import { CreateCustomer } from './commands/create-customer';
import { CreateCustomerInput, CreateCustomerPayload } from './customer-account.types';
import { relationshipById } from './relationship.loader';

@Resolver()
export class CustomerAccountResolver {
  private readonly create = new CreateCustomer();

  constructor(private readonly runner: CommandRunner) {}

  @MutationContract(RELATIONSHIP_CONTRACTS.createCustomer)
  @Mutation(() => CreateCustomerPayload, {
    nullable: true,
    description:
      'A reseller makes the account of a customer. The relationship is in force at once and the reseller owns the account from then on (R2); privileges it gets only from the customer (R29).',
  })
  async createCustomer(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateCustomerInput, { description: 'The account.' })
    input: CreateCustomerInput,
  ): Promise<CreateCustomerPayload> {
    const outcome = await runMutation(this.runner, ctx, this.create, input, (same) => same);
    ctx.clearLoaders();
    const { customerId, relationshipId } = outcome.result;
    const [customer, relationship] = await Promise.all([
      ctx.loader(customerById).load(whole(customerId)),
      ctx.loader(relationshipById).load(whole(relationshipId)),
    ]);
    return { ...writePayload(input, outcome), customer, relationship };
  }
}
