import type { Act, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { RelationshipRequestEntity } from '../relationship-request.entity';
import { refusalOfRequestState } from '../relationship-request.rules';
import type { RequestResult } from './close-request';
import { EXPIRY_CONTRACT, expiryOfRequest, markExpired } from './expire-request';
import { findCustomerByTenant } from './load-facts';

export interface ExpireRelationshipRequestInput extends WriteInput {
  /** Row id. */
  readonly relationshipRequestId: string;
}

/**
 * Somebody decided the request, or another server marked it, between the look at what is overdue and
 * the lock. No refusal: nobody asked for anything, so there is nothing to record either.
 */
export class NothingToExpire extends Error {
  constructor() {
    super('the request is not pending and overdue any more');
    this.name = 'NothingToExpire';
  }
}

/** The timer's move: an overdue request becomes EXPIRED (R25, domain section 4.2). */
export class ExpireRelationshipRequest implements Act<
  ExpireRelationshipRequestInput,
  RequestResult
> {
  readonly contract = EXPIRY_CONTRACT;
  readonly operation = 'relationship';

  async execute(
    scope: CommandScope,
    { relationshipRequestId: id }: ExpireRelationshipRequestInput,
  ): Promise<RequestResult> {
    const { tx } = scope;
    const known = await tx.manager.findOneBy(RelationshipRequestEntity, { id });
    if (!known) throw new NothingToExpire();
    const customerId = await customerConcerned(scope, known);

    // Expiry is a relationship operation too: it takes the customer's row (domain section 9.1).
    if (customerId) await lockRows(tx, 'customers', [customerId], 'changing');
    await lockRows(tx, 'resellers', [known.resellerId], 'against changes');
    await lockRows(tx, 'relationship_requests', [id], 'changing');
    const request = await tx.manager.findOneBy(RelationshipRequestEntity, { id });
    if (!request || refusalOfRequestState(request, 'expire', scope.now))
      throw new NothingToExpire();

    await markExpired(tx, [request], scope.now);
    const { subject, event } = expiryOfRequest(request, customerId);
    scope.about(subject);
    scope.emit(event);
    return { requestId: id };
  }
}

async function customerConcerned(
  scope: CommandScope,
  { customerId, customerTenantId }: RelationshipRequestEntity,
): Promise<string | null> {
  if (customerId) return customerId;
  if (!customerTenantId) return null;
  return (await findCustomerByTenant(scope.tx, customerTenantId))?.id ?? null;
}
