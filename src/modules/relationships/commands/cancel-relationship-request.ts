import { DomainError } from '../../../kernel/domain-error';
import {
  type BulkCommand,
  type CommandItem,
  type CommandScope,
  executeOne,
} from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { RelationshipRequestEntity } from '../relationship-request.entity';
import { refusalToCancel } from '../relationship-request.rules';
import { aboutClosing, closeRequests, type RequestEnd, type RequestResult } from './close-request';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { type LockedRequest, lockRequests, policyFor } from './decide-request';

export interface CancelRelationshipRequestInput extends WriteInput {
  readonly relationshipRequestId: string;
  readonly ifMatch?: string | null;
}

const CANCELED: RequestEnd = { status: 'CANCELED', declineReason: null };

/** The requesting reseller takes requests back, while nobody has decided (R24). */
export class CancelRelationshipRequest implements BulkCommand<
  CancelRelationshipRequestInput,
  RequestResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.cancelRelationshipRequest;
  readonly operation = 'relationship';

  execute(scope: CommandScope, input: CancelRelationshipRequestInput): Promise<RequestResult> {
    return executeOne(this, scope, input);
  }

  async executeEach(
    items: readonly CommandItem<CancelRelationshipRequestInput>[],
  ): Promise<readonly (RequestResult | DomainError)[]> {
    const [first] = items;
    if (!first) return [];
    const locked = await lockRequests(
      items.map(({ scope, input }) => ({ scope, requestId: input.relationshipRequestId })),
      'cancelRelationshipRequest',
    );
    const canceled: RelationshipRequestEntity[] = [];
    const outcomes = items.map(({ scope, input }, index) => {
      const found = locked[index];
      if (!found) throw new Error('a request was neither locked nor refused');
      if (found instanceof DomainError) return found;
      const { actor, request, reseller } = found;
      aboutClosing(scope, request, CANCELED);
      const facts = { policy: policyFor(actor, reseller), request };
      const refusal = refusalToCancel(actor, facts, input, scope.now);
      if (refusal) return refusal;
      canceled.push(request);
      // For the rest of the call it is canceled already.
      request.status = CANCELED.status;
      this.record(scope, found);
      return { requestId: request.id };
    });
    await closeRequests(first.scope, canceled, CANCELED);
    return outcomes;
  }

  private record(scope: CommandScope, { request, customer }: LockedRequest): void {
    scope.emit({
      name: 'RESELLER_RELATIONSHIP_REQUEST_CANCELED',
      customerId: customer?.id ?? null,
      resellerId: request.resellerId,
      recipientResellerIds: [request.resellerId],
      isForCustomer: true,
      resourceId: request.id,
      data: { requestId: request.id, resellerId: request.resellerId },
    });
  }
}
