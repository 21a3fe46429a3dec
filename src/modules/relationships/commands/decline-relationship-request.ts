import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { type Proof, provingUnchanged } from '../proof';
import { refusalToDecline } from '../relationship-request.rules';
import type { SubscriptionPort } from '../subscription.port';
import { aboutClosing, closeRequests, type RequestResult } from './close-request';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import { lockRequest, policyFor } from './decide-request';

export interface DeclineRelationshipRequestInput extends WriteInput {
  readonly relationshipRequestId: string;
  /** Kept with the request and shown to both sides. */
  readonly reason?: string | null;
  readonly ifMatch?: string | null;
}

export interface DeclineRelationshipRequestResult extends RequestResult {
  readonly proof: Proof;
}

/** The customer's global administrator says no (R15). */
export class DeclineRelationshipRequest implements Command<
  DeclineRelationshipRequestInput,
  DeclineRelationshipRequestResult
> {
  readonly contract = RELATIONSHIP_CONTRACTS.declineRelationshipRequest;
  readonly operation = 'relationship';

  constructor(private readonly subscriptions: SubscriptionPort) {}

  async execute(
    scope: CommandScope,
    input: DeclineRelationshipRequestInput,
  ): Promise<DeclineRelationshipRequestResult> {
    const locked = await lockRequest(
      scope,
      input.relationshipRequestId,
      'declineRelationshipRequest',
    );
    const { actor, request, reseller, customer } = locked;
    const end = { status: 'DECLINED', declineReason: input.reason?.trim() || null } as const;
    aboutClosing(scope, request, end);
    throwIfRefused(
      refusalToDecline(actor, { policy: policyFor(actor, reseller), request }, input, scope.now),
    );
    if (!customer) throw new DomainError('NOT_FOUND');

    const { proof } = await provingUnchanged(scope, this.subscriptions, customer.id, () =>
      // Whoever declines becomes known as the customer of the request, also where it named none.
      closeRequests(scope, [request], { ...end, customerId: customer.id }),
    );
    scope.emit({
      name: 'RESELLER_RELATIONSHIP_REQUEST_DECLINED',
      customerId: customer.id,
      resellerId: request.resellerId,
      recipientResellerIds: [request.resellerId],
      isForCustomer: true,
      resourceId: request.id,
      data: { requestId: request.id, resellerId: request.resellerId, reason: end.declineReason },
    });
    return { requestId: request.id, proof };
  }
}
