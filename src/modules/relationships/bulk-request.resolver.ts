import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { BulkItemOutcome } from '../../platform/commands/bulk-run';
import type { CommandRunner } from '../../platform/commands/command-runner';
import { MutationContract } from '../../platform/graphql/access';
import { bulkOutcome, bulkTotals } from '../../platform/graphql/bulk.types';
import type { RequestContext } from '../../platform/graphql/context';
import { runBulkMutation } from '../../platform/graphql/run-bulk-mutation';
import { writePayload } from '../../platform/graphql/write.types';
import {
  CancelRelationshipRequestsInput,
  CancelRelationshipRequestsPayload,
  RequestRelationshipsInput,
  RequestRelationshipsPayload,
} from './bulk-request.types';
import { RELATIONSHIP_CONTRACTS } from './commands/contracts';
import { withRequestedPartner, withRequestKey } from './mutation-input';
import type { RelationshipCommands } from './relationship-commands';
import { relationshipRequestById } from './relationship-request.loader';
import type { RelationshipRequest } from './relationship-request.types';

@Resolver()
export class BulkRequestResolver {
  constructor(
    private readonly runner: CommandRunner,
    private readonly commands: RelationshipCommands,
  ) {}

  @MutationContract(RELATIONSHIP_CONTRACTS.requestRelationships)
  @Mutation(() => RequestRelationshipsPayload, {
    nullable: true,
    description:
      'A reseller asks many customers, up to 500 at once. Each item has an outcome of its own, with the codes that `requestRelationship` answers: what one is refused for keeps no other from being done. The whole call is refused only for what holds for all of it.',
  })
  async requestRelationships(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RequestRelationshipsInput, { description: 'Whom, and for what.' })
    input: RequestRelationshipsInput,
  ): Promise<RequestRelationshipsPayload> {
    const { requestRelationship: command } = this.commands;
    const contract = RELATIONSHIP_CONTRACTS.requestRelationships;
    const act = { contract, command };
    const outcomes = await runBulkMutation(this.runner, ctx, act, input, withRequestedPartner);
    const requests = await requestsOf(ctx, outcomes);
    return {
      ...payloadOf(input, outcomes),
      createdCount: outcomes.filter(({ result }) => result?.created).length,
      outcomes: outcomes.map((outcome, index) => ({
        ...bulkOutcome(input, outcome, index),
        relationshipRequest: requests[index] ?? null,
        created: outcome.result?.created ?? false,
      })),
    };
  }

  @MutationContract(RELATIONSHIP_CONTRACTS.cancelRelationshipRequests)
  @Mutation(() => CancelRelationshipRequestsPayload, {
    nullable: true,
    description:
      'The reseller takes many requests back, up to 500 at once, as far as they are waiting (R24). Each item has an outcome of its own, with the codes that `cancelRelationshipRequest` answers.',
  })
  async cancelRelationshipRequests(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CancelRelationshipRequestsInput, { description: 'Which requests.' })
    input: CancelRelationshipRequestsInput,
  ): Promise<CancelRelationshipRequestsPayload> {
    const { cancelRelationshipRequest: command } = this.commands;
    const contract = RELATIONSHIP_CONTRACTS.cancelRelationshipRequests;
    const act = { contract, command };
    const outcomes = await runBulkMutation(this.runner, ctx, act, input, withRequestKey);
    const requests = await requestsOf(ctx, outcomes);
    return {
      ...payloadOf(input, outcomes),
      outcomes: outcomes.map((outcome, index) => ({
        ...bulkOutcome(input, outcome, index),
        relationshipRequest: requests[index] ?? null,
      })),
    };
  }
}

function payloadOf(
  input: RequestRelationshipsInput | CancelRelationshipRequestsInput,
  outcomes: readonly BulkItemOutcome<object>[],
) {
  const isDryRun = input.validateOnly ?? false;
  const isRepeated = outcomes.every((outcome) => outcome.isRepeated);
  return {
    ...writePayload(input, { result: outcomes, isDryRun, isRepeated }),
    ...bulkTotals(outcomes),
    proof: null,
  };
}

function requestsOf(
  ctx: RequestContext,
  outcomes: readonly BulkItemOutcome<{ readonly requestId: string }>[],
): Promise<readonly (RelationshipRequest | null)[]> {
  const requests = ctx.loader(relationshipRequestById);
  return Promise.all(
    outcomes.map(({ result }) => (result === null ? null : requests.load(result.requestId))),
  );
}
