import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { refusalToCancel } from '../relationship-request.rules';
import { aboutClosing, closeRequest, type RequestResult } from './close-request';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { lockRequest, policyFor } from './decide-request';

export interface CancelRelationshipRequestInput extends WriteInput {
  readonly relationshipRequestId: string;
  readonly ifMatch?: string | null;
}

const CANCELED = { status: 'CANCELED', declineReason: null } as const;

/** The requesting reseller takes its request back, while nobody has decided (R24). */
export class CancelRelationshipRequest implements Command<
  CancelRelationshipRequestInput,
  RequestResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.cancelRelationshipRequest;
  readonly operation = 'relationship';

  async execute(
    scope: CommandScope,
    input: CancelRelationshipRequestInput,
  ): Promise<RequestResult> {
    const locked = await lockRequest(
      scope,
      input.relationshipRequestId,
      'cancelRelationshipRequest',
    );
    const { actor, request, reseller, customer } = locked;
    aboutClosing(scope, request, CANCELED);
    throwIfRefused(
      refusalToCancel(actor, { policy: policyFor(actor, reseller), request }, input, scope.now),
    );

    await closeRequest(scope, request, customer, CANCELED);
    scope.emit({
      name: 'RESELLER_RELATIONSHIP_REQUEST_CANCELED',
      customerId: customer?.id ?? null,
      resellerId: request.resellerId,
      recipientResellerIds: [request.resellerId],
      isForCustomer: true,
      resourceId: request.id,
      data: { requestId: request.id, resellerId: request.resellerId },
    });
    return { requestId: request.id };
  }
}
