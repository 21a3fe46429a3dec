import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import { asCustomer } from '../../kernel/actor';
import type { Command, CommandOutcome } from '../../platform/commands/command';
import type { CommandRunner } from '../../platform/commands/command-runner';
import type { WriteInput } from '../../platform/commands/contract';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import type { FeatureStepRule } from '../../platform/graphql/guards';
import { whole } from '../../platform/graphql/loader';
import { runMutation } from '../../platform/graphql/run-mutation';
import { writePayload } from '../../platform/graphql/write.types';
import type { AcceptanceResult } from './commands/accept-relationship-request';
import { RELATIONSHIP_CONTRACTS } from './commands/contracts';
import type { RelationshipResult } from './commands/end-privileges';
import { featureRefusalOfInvitation, featureRefusalOfRequest } from './feature-step.rules';
import { invitationById } from './invitation.loader';
import {
  AcceptInvitationInput,
  AcceptInvitationPayload,
  CreateInvitationInput,
  CreateInvitationPayload,
  RotateInvitationInput,
  RotateInvitationPayload,
} from './invitation-mutation.types';
import {
  boundedServices,
  withInvitationKey,
  withPartnerKey,
  withRelationshipKey,
  withRequestedPartner,
  withRequestKey,
} from './mutation-input';
import { proofFor } from './proof.types';
import { relationshipById } from './relationship.loader';
import type { RelationshipCommands } from './relationship-commands';
import {
  RelinquishDelegatedPrivilegesInput,
  RelinquishDelegatedPrivilegesPayload,
  RemoveDelegatedPrivilegesInput,
  RemoveDelegatedPrivilegesPayload,
  RemoveRelationshipInput,
  RemoveRelationshipPayload,
  TerminateDelegatedPrivilegesInput,
  TerminateDelegatedPrivilegesPayload,
} from './relationship-mutation.types';
import { relationshipRequestById } from './relationship-request.loader';
import {
  AcceptRelationshipRequestInput,
  AcceptRelationshipRequestPayload,
  CancelRelationshipRequestInput,
  CancelRelationshipRequestPayload,
  DeclineRelationshipRequestInput,
  DeclineRelationshipRequestPayload,
  RequestRelationshipInput,
  RequestRelationshipPayload,
} from './relationship-request-mutation.types';
import type { AcceptancePayload, RelationshipMovePayload } from './relationship-write.types';

@Resolver()
export class RelationshipMutationResolver {
  constructor(
    private readonly runner: CommandRunner,
    private readonly commands: RelationshipCommands,
  ) {}

  @MutationContract(RELATIONSHIP_CONTRACTS.createInvitation, {
    featureStep: featureRefusalOfInvitation as FeatureStepRule,
  })
  @Mutation(() => CreateInvitationPayload, {
    nullable: true,
    description:
      'Makes the invitation link of the caller’s reseller, one for all its customers. The second call answers with the same link (R11, R12).',
  })
  async createInvitation(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateInvitationInput, { description: 'What the link asks for.' })
    input: CreateInvitationInput,
  ): Promise<CreateInvitationPayload> {
    const outcome = await this.run(ctx, this.commands.createInvitation, input, withPartnerKey);
    const { invitationId, created } = outcome.result;
    const invitation = await ctx.loader(invitationById).load(invitationId);
    return { ...writePayload(input, outcome), proof: null, created, invitation };
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.rotateInvitation)
  @Mutation(() => RotateInvitationPayload, {
    nullable: true,
    description:
      'Replaces a link: the old one is refused from now on (R12). Requests made with it keep working by their id.',
  })
  async rotateInvitation(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RotateInvitationInput, { description: 'Which link.' })
    input: RotateInvitationInput,
  ): Promise<RotateInvitationPayload> {
    const outcome = await this.run(ctx, this.commands.rotateInvitation, input, withInvitationKey);
    const { invitationId, revokedInvitationId } = outcome.result;
    const invitations = ctx.loader(invitationById);
    const [invitation, revokedInvitation] = await Promise.all([
      invitations.load(invitationId),
      invitations.load(revokedInvitationId),
    ]);
    return { ...writePayload(input, outcome), proof: null, invitation, revokedInvitation };
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.requestRelationship, {
    featureStep: featureRefusalOfRequest as FeatureStepRule,
  })
  @Mutation(() => RequestRelationshipPayload, {
    nullable: true,
    description:
      'A reseller asks one customer for a relationship. Tells nothing about the tenant it names. Makes the invitation link of the account as well where there is none.',
  })
  async requestRelationship(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RequestRelationshipInput, { description: 'Whom and for what.' })
    input: RequestRelationshipInput,
  ): Promise<RequestRelationshipPayload> {
    const outcome = await this.run(
      ctx,
      this.commands.requestRelationship,
      input,
      withRequestedPartner,
    );
    const { requestId, created } = outcome.result;
    const relationshipRequest = await ctx.loader(relationshipRequestById).load(requestId);
    return { ...writePayload(input, outcome), proof: null, created, relationshipRequest };
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.cancelRelationshipRequest)
  @Mutation(() => CancelRelationshipRequestPayload, {
    nullable: true,
    description: 'The reseller takes its request back while it is waiting (R24).',
  })
  async cancelRelationshipRequest(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CancelRelationshipRequestInput, { description: 'Which request.' })
    input: CancelRelationshipRequestInput,
  ): Promise<CancelRelationshipRequestPayload> {
    const outcome = await this.run(
      ctx,
      this.commands.cancelRelationshipRequest,
      input,
      withRequestKey,
    );
    const { requestId } = outcome.result;
    const relationshipRequest = await ctx.loader(relationshipRequestById).load(requestId);
    return { ...writePayload(input, outcome), proof: null, relationshipRequest };
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.acceptRelationshipRequest)
  @Mutation(() => AcceptRelationshipRequestPayload, {
    nullable: true,
    description:
      'The customer says yes: the relationship is in force, with privileges for the services it chooses, and nothing it holds changes. Accepting again answers with the same.',
  })
  async acceptRelationshipRequest(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => AcceptRelationshipRequestInput, { description: 'Which, and for what.' })
    input: AcceptRelationshipRequestInput,
  ): Promise<AcceptRelationshipRequestPayload> {
    const outcome = await this.run(
      ctx,
      this.commands.acceptRelationshipRequest,
      input,
      withRequestKey,
    );
    return acceptancePayload(ctx, input, outcome);
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.acceptInvitation)
  @Mutation(() => AcceptInvitationPayload, {
    nullable: true,
    description:
      'The customer follows a reseller’s link and says yes. A waiting request of this reseller to this tenant is accepted with it. A tenant that is not held yet becomes a customer.',
  })
  async acceptInvitation(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => AcceptInvitationInput, { description: 'Which link, and for what.' })
    input: AcceptInvitationInput,
  ): Promise<AcceptInvitationPayload> {
    const outcome = await this.run(ctx, this.commands.acceptInvitation, input, boundedServices);
    // The tenant is held now, so it reads what it has accepted.
    if (ctx.actor?.side === 'newTenant' && !outcome.isDryRun) {
      ctx.actAs(asCustomer(ctx.actor, outcome.result.customer));
    }
    return acceptancePayload(ctx, input, outcome);
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.declineRelationshipRequest)
  @Mutation(() => DeclineRelationshipRequestPayload, {
    nullable: true,
    description: 'The customer says no; the reseller may ask again later (R15).',
  })
  async declineRelationshipRequest(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => DeclineRelationshipRequestInput, { description: 'Which, and why.' })
    input: DeclineRelationshipRequestInput,
  ): Promise<DeclineRelationshipRequestPayload> {
    const outcome = await this.run(
      ctx,
      this.commands.declineRelationshipRequest,
      input,
      withRequestKey,
    );
    const { requestId } = outcome.result;
    const relationshipRequest = await ctx.loader(relationshipRequestById).load(requestId);
    const proof = proofFor(ctx.actor, outcome);
    return { ...writePayload(input, outcome), proof, relationshipRequest };
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.removeDelegatedPrivileges)
  @Mutation(() => RemoveDelegatedPrivilegesPayload, {
    nullable: true,
    description:
      'The customer takes privileges back from one partner, at any time and without a reason (R26). Relationship, subscriptions and billing stay (R27).',
  })
  async removeDelegatedPrivileges(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RemoveDelegatedPrivilegesInput, { description: 'Whose, and which.' })
    input: RemoveDelegatedPrivilegesInput,
  ): Promise<RemoveDelegatedPrivilegesPayload> {
    const command = this.commands.removeDelegatedPrivileges;
    const outcome = await this.run(ctx, command, input, withRelationshipKey);
    return relationshipPayload(ctx, input, outcome);
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.relinquishDelegatedPrivileges)
  @Mutation(() => RelinquishDelegatedPrivilegesPayload, {
    nullable: true,
    description:
      'A partner gives up privileges of its own and keeps the relationship (R28). They come back only by a new request that the customer accepts (R29).',
  })
  async relinquishDelegatedPrivileges(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RelinquishDelegatedPrivilegesInput, { description: 'Of which customer.' })
    input: RelinquishDelegatedPrivilegesInput,
  ): Promise<RelinquishDelegatedPrivilegesPayload> {
    const command = this.commands.relinquishDelegatedPrivileges;
    const outcome = await this.run(ctx, command, input, withRelationshipKey);
    return relationshipPayload(ctx, input, outcome);
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.terminateDelegatedPrivileges)
  @Mutation(() => TerminateDelegatedPrivilegesPayload, {
    nullable: true,
    description:
      'The operator ends privileges that were not used for more than 90 days, where its instance does that (D16). Relationship, subscriptions and billing stay (R27); they come back only by a new request that the customer accepts (R29).',
  })
  async terminateDelegatedPrivileges(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => TerminateDelegatedPrivilegesInput, { description: 'Whose, and which.' })
    input: TerminateDelegatedPrivilegesInput,
  ): Promise<TerminateDelegatedPrivilegesPayload> {
    const command = this.commands.terminateDelegatedPrivileges;
    const outcome = await this.run(ctx, command, input, withRelationshipKey);
    return relationshipPayload(ctx, input, outcome);
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.removeRelationship)
  @Mutation(() => RemoveRelationshipPayload, {
    nullable: true,
    description:
      'A reseller ends its relationship with a customer, once nothing it sold is active any more (R30). Nothing is suspended to make it possible (R31); the row stays as history (R32).',
  })
  async removeRelationship(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RemoveRelationshipInput, { description: 'Which, and why.' })
    input: RemoveRelationshipInput,
  ): Promise<RemoveRelationshipPayload> {
    const command = this.commands.removeRelationship;
    const outcome = await this.run(ctx, command, input, withRelationshipKey);
    return relationshipPayload(ctx, input, outcome);
  }

  private async run<Input extends WriteInput, Result extends object>(
    ctx: RequestContext,
    command: Command<Input, Result>,
    input: Input,
    translate: (input: Input) => Input,
  ): Promise<CommandOutcome<Result>> {
    const outcome = await runMutation(this.runner, ctx, command, input, translate);
    // What this request read before the command is out of date.
    ctx.clearLoaders();
    return outcome;
  }
}

async function acceptancePayload(
  ctx: RequestContext,
  input: WriteInput,
  outcome: CommandOutcome<AcceptanceResult>,
): Promise<AcceptancePayload> {
  const { requestId, relationshipId, providerRelationshipId } = outcome.result;
  const relationships = ctx.loader(relationshipById);
  const [relationship, providerRelationship, relationshipRequest] = await Promise.all([
    relationships.load(whole(relationshipId)),
    providerRelationshipId ? relationships.load(whole(providerRelationshipId)) : null,
    requestId === null ? null : ctx.loader(relationshipRequestById).load(requestId),
  ]);
  const proof = proofFor(ctx.actor, outcome);
  return {
    ...writePayload(input, outcome),
    proof,
    relationship,
    providerRelationship,
    relationshipRequest,
  };
}

async function relationshipPayload(
  ctx: RequestContext,
  input: WriteInput,
  outcome: CommandOutcome<RelationshipResult>,
): Promise<RelationshipMovePayload> {
  const relationship = await ctx
    .loader(relationshipById)
    .load(whole(outcome.result.relationshipId));
  return { ...writePayload(input, outcome), proof: proofFor(ctx.actor, outcome), relationship };
}
