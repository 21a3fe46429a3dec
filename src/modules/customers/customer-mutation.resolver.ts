import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { whole } from '../../platform/graphql/loader';
import { runMutation } from '../../platform/graphql/run-mutation';
import { writePayload } from '../../platform/graphql/write.types';
import { resellerById } from '../resellers/reseller.loader';
import { RESELLER_TYPE } from '../resellers/reseller.queries';
import { CUSTOMER_CONTRACTS } from './commands/contracts';
import { RecordAgreement } from './commands/record-agreement';
import { UpdateCustomer } from './commands/update-customer';
import { customerById } from './customer.loader';
import { CUSTOMER_TYPE } from './customer.queries';
import {
  RecordAgreementInput,
  RecordAgreementPayload,
  UpdateCustomerInput,
  UpdateCustomerPayload,
} from './customer-mutation.types';

@Resolver()
export class CustomerMutationResolver {
  private readonly update = new UpdateCustomer();
  private readonly record = new RecordAgreement();

  constructor(private readonly runner: CommandRunner) {}

  @MutationContract(CUSTOMER_CONTRACTS.updateCustomer)
  @Mutation(() => UpdateCustomerPayload, {
    nullable: true,
    description:
      'A related reseller edits contact and company data of a customer. Its owner, subscriptions and terms are no part of it (R1 to R4).',
  })
  async updateCustomer(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UpdateCustomerInput, { description: 'Whose, and what changes.' })
    input: UpdateCustomerInput,
  ): Promise<UpdateCustomerPayload> {
    const outcome = await runMutation(this.runner, ctx, this.update, input, withCustomerKey);
    ctx.clearLoaders();
    const customer = await ctx.loader(customerById).load(whole(outcome.result.customerId));
    return { ...writePayload(input, outcome), customer };
  }

  @MutationContract(CUSTOMER_CONTRACTS.recordAgreement)
  @Mutation(() => RecordAgreementPayload, {
    nullable: true,
    description:
      'The operator records that a reseller has signed the agreement of its instance, or what a customer has agreed to (R20). Agreements are added and never taken back.',
  })
  async recordAgreement(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RecordAgreementInput, { description: 'Whose, and what.' })
    input: RecordAgreementInput,
  ): Promise<RecordAgreementPayload> {
    const outcome = await runMutation(this.runner, ctx, this.record, input, withPartyKeys);
    ctx.clearLoaders();
    const { customerId, resellerId } = outcome.result;
    const [customer, reseller] = await Promise.all([
      customerId === null ? null : ctx.loader(customerById).load(whole(customerId)),
      resellerId === null ? null : ctx.loader(resellerById).load(whole(resellerId)),
    ]);
    return { ...writePayload(input, outcome), customer, reseller };
  }
}

function withCustomerKey<Input extends { readonly customerId: string }>(input: Input): Input {
  const [customerId] = decodeIdOf(CUSTOMER_TYPE, input.customerId, 'input.customerId', 1);
  return { ...input, customerId };
}

function withPartyKeys(input: RecordAgreementInput): RecordAgreementInput {
  const keyOf = (type: string, field: 'customerId' | 'resellerId'): string | null => {
    const id = input[field] ?? null;
    return id === null ? null : decodeIdOf(type, id, `input.${field}`, 1)[0];
  };
  return {
    ...input,
    customerId: keyOf(CUSTOMER_TYPE, 'customerId'),
    resellerId: keyOf(RESELLER_TYPE, 'resellerId'),
  };
}
