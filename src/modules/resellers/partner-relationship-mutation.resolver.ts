import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { runMutation } from '../../platform/graphql/run-mutation';
import { writePayload } from '../../platform/graphql/write.types';
import { RESELLER_CONTRACTS } from './commands/contracts';
import { CreatePartnerRelationship } from './commands/create-partner-relationship';
import { EndPartnerRelationship } from './commands/end-partner-relationship';
import { partnerRelationshipById } from './partner-relationship.loader';
import { PARTNER_RELATIONSHIP_TYPE } from './partner-relationship.queries';
import {
  CreatePartnerRelationshipInput,
  CreatePartnerRelationshipPayload,
  EndPartnerRelationshipInput,
  EndPartnerRelationshipPayload,
} from './partner-relationship-mutation.types';

@Resolver()
export class PartnerRelationshipMutationResolver {
  private readonly create = new CreatePartnerRelationship();
  private readonly end = new EndPartnerRelationship();

  constructor(private readonly runner: CommandRunner) {}

  @MutationContract(RESELLER_CONTRACTS.createPartnerRelationship)
  @Mutation(() => CreatePartnerRelationshipPayload, {
    nullable: true,
    description:
      'An indirect provider registers an indirect reseller, in its own country or region (R16). It gives neither of them a customer or a privilege. Registering again answers with the same link.',
  })
  async createPartnerRelationship(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreatePartnerRelationshipInput, { description: 'With whom.' })
    input: CreatePartnerRelationshipInput,
  ): Promise<CreatePartnerRelationshipPayload> {
    const outcome = await runMutation(this.runner, ctx, this.create, input, (same) => same);
    ctx.clearLoaders();
    const { partnerRelationshipId, created } = outcome.result;
    const partnerRelationship = await ctx
      .loader(partnerRelationshipById)
      .load(partnerRelationshipId);
    return { ...writePayload(input, outcome), created, partnerRelationship };
  }

  @MutationContract(RESELLER_CONTRACTS.endPartnerRelationship)
  @Mutation(() => EndPartnerRelationshipPayload, {
    nullable: true,
    description:
      'An indirect provider stops working with an indirect reseller (R33). No customer, no relationship with one and no privilege ends with it. Both partners receive an event.',
  })
  async endPartnerRelationship(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EndPartnerRelationshipInput, { description: 'Which partnership.' })
    input: EndPartnerRelationshipInput,
  ): Promise<EndPartnerRelationshipPayload> {
    const outcome = await runMutation(this.runner, ctx, this.end, input, withLinkKey);
    ctx.clearLoaders();
    const partnerRelationship = await ctx
      .loader(partnerRelationshipById)
      .load(outcome.result.partnerRelationshipId);
    return { ...writePayload(input, outcome), partnerRelationship };
  }
}

function withLinkKey<Input extends { readonly partnerRelationshipId: string }>(
  input: Input,
): Input {
  const [partnerRelationshipId] = decodeIdOf(
    PARTNER_RELATIONSHIP_TYPE,
    input.partnerRelationshipId,
    'input.partnerRelationshipId',
    1,
  );
  return { ...input, partnerRelationshipId };
}
