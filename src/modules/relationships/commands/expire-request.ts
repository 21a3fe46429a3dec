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
  const platform = platformActor('expiry');
  const actor = actorStamp(platform);
  const { resellerId, id } = request;
  await scope.tx.manager.update(
    RelationshipRequestEntity,
    { resellerId, id },
    {
      status: 'EXPIRED',
      decidedAt: scope.now,
      decidedBy: actor,
      version: request.version + 1,
      updatedAt: scope.now,
    },
  );
  scope.recordPlatformAct({
    actor: platform,
    operation: 'EXPIRE_RELATIONSHIP_REQUEST',
    resourceType: 'RELATIONSHIP_REQUEST',
    subject: {
      customerId,
      resellerId,
      resourceId: id,
      oldValue: { status: request.status },
      newValue: { status: 'EXPIRED' },
    },
  });
  scope.emit({
    name: 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
    customerId,
    resellerId,
    recipientResellerIds: [resellerId],
    isForCustomer: true,
    resourceId: id,
    actor,
    data: { requestId: id, resellerId, expiredAt: request.expiresAt.toISOString() },
  });
}
