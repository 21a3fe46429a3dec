import type { Caller } from '../../../kernel/actor';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToEnter } from '../../../kernel/guard-steps';
import type { CommandScope } from '../../../platform/commands/command';
import { lockRows } from '../../../platform/database/row-locks';
import { CustomerEntity } from '../../customers/customer.entity';
import type { ResellerEntity } from '../../resellers/reseller.entity';
import { RELATIONSHIP_OPERATIONS } from '../relationship-operations';
import { RelationshipRequestEntity } from '../relationship-request.entity';
import { refusalToSeeRequest } from '../relationship-request.rules';
import { callerOf, findCustomerByTenant, getReseller } from './load-facts';

/** A request under lock, with everything a decision about it looks at. */
export interface LockedRequest {
  readonly actor: Caller;
  readonly request: RelationshipRequestEntity;
  readonly reseller: ResellerEntity;
  /** The customer the request concerns: the caller's own, or the one it names. */
  readonly customer: CustomerEntity | null;
}

/**
 * Loads and locks a request in the common order: customer, reseller, request. Steps 1 to 4 are asked
 * first, so that nobody holds rows that it may not see; an unknown request and one of others look the same.
 *
 * @throws the codes of steps 1 to 3, then NOT_FOUND.
 */
export async function lockRequest(
  scope: CommandScope,
  requestId: string,
  operation: keyof typeof RELATIONSHIP_OPERATIONS,
): Promise<LockedRequest> {
  const actor = callerOf(scope);
  const { tx } = scope;
  const known = await tx.manager.findOneBy(RelationshipRequestEntity, { id: requestId });
  await refuseEntry(scope, actor, known, operation);
  if (!known) throw new DomainError('NOT_FOUND');
  throwIfRefused(refusalToSeeRequest(actor, known));

  const customerId = await customerConcerned(scope, actor, known);
  if (customerId) await lockRows(tx, 'customers', [customerId], 'changing');
  await lockRows(tx, 'resellers', [known.resellerId], 'against changes');
  await lockRows(tx, 'relationship_requests', [known.id], 'changing');
  // Read again: another call may have decided between the first look and the lock.
  const request = await tx.manager.findOneByOrFail(RelationshipRequestEntity, { id: requestId });
  throwIfRefused(refusalToSeeRequest(actor, request));
  scope.about({ customerId, resellerId: request.resellerId, resourceId: request.id });
  return {
    actor,
    request,
    reseller: await getReseller(tx, request.resellerId),
    customer: customerId ? await tx.manager.findOneBy(CustomerEntity, { id: customerId }) : null,
  };
}

/** Steps 1 to 3. A request that is not there is nobody's own, and has no instance. */
async function refuseEntry(
  scope: CommandScope,
  actor: Caller,
  request: RelationshipRequestEntity | null,
  operation: keyof typeof RELATIONSHIP_OPERATIONS,
): Promise<void> {
  const policy = request ? policyFor(actor, await getReseller(scope.tx, request.resellerId)) : null;
  const ownRequest = actor.side === 'partner' && actor.resellerId === request?.resellerId;
  // Whoever tries to decide its own request sees it: the customer reads of that as well (R29, R42).
  if (request && ownRequest) {
    const { resellerId, id } = request;
    scope.about({
      customerId: await customerConcerned(scope, actor, request),
      resellerId,
      resourceId: id,
    });
  }
  throwIfRefused(refusalToEnter(RELATIONSHIP_OPERATIONS[operation], actor, policy, { ownRequest }));
}

async function customerConcerned(
  scope: CommandScope,
  actor: Caller,
  request: RelationshipRequestEntity,
): Promise<string | null> {
  if (actor.side === 'customer') return actor.customerId;
  if (request.customerId) return request.customerId;
  if (!request.customerTenantId) return null;
  return (await findCustomerByTenant(scope.tx, request.customerTenantId))?.id ?? null;
}

/** The policy row a guard reads: that of the caller's tenant, for others that of the reseller asking. */
export function policyFor(actor: Caller, reseller: ResellerEntity): ReturnType<typeof policyOf> {
  const isHeld = actor.side === 'partner' || actor.side === 'customer';
  return policyOf(isHeld ? actor.cloudInstance : reseller.cloudInstance);
}
