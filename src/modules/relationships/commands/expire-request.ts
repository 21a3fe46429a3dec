import { actorStamp, platformActor } from '../../../kernel/actor';
import type { CommandScope } from '../../../platform/commands/command';
import { RelationshipRequestEntity } from '../relationship-request.entity';

/**
 * Marks an overdue request EXPIRED and says so (R25). It has been expired since its `expiresAt` for
 * everybody who asked; this only makes room for the next request of the pair.
 */
export async function expireRequest(
  scope: CommandScope,
  request: RelationshipRequestEntity,
  customerId: string | null,
): Promise<void> {
  const actor = actorStamp(platformActor('expiry'));
  await scope.tx.manager.update(
    RelationshipRequestEntity,
    { resellerId: request.resellerId, id: request.id },
    {
      status: 'EXPIRED',
      decidedAt: scope.now,
      decidedBy: actor,
      version: request.version + 1,
      updatedAt: scope.now,
    },
  );
  scope.emit({
    name: 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
    customerId,
    resellerId: request.resellerId,
    recipientResellerIds: [request.resellerId],
    isForCustomer: true,
    resourceId: request.id,
    actor,
    data: {
      requestId: request.id,
      resellerId: request.resellerId,
      expiredAt: request.expiresAt.toISOString(),
    },
  });
}
