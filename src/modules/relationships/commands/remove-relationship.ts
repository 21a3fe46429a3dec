import { actorStamp } from '../../../kernel/actor';
import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { activeServicesOf } from '../delegated-privileges.rules';
import { provingUnchanged } from '../proof';
import { RelationshipEntity } from '../relationship.entity';
import { refusalToRemove } from '../relationship.rules';
import type { SubscriptionPort } from '../subscription.port';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import {
  endPrivileges,
  type LockedRelationship,
  lockRelationship,
  type RelationshipResult,
} from './end-privileges';

export interface RemoveRelationshipInput extends WriteInput {
  readonly relationshipId: string;
  /** Kept with the relationship and shown to both sides. */
  readonly reason?: string | null;
  readonly ifMatch?: string | null;
}

/**
 * The reseller ends its relationship with a customer (R30). The row stays as history, the privileges
 * end with it, and no subscription is touched (R31, R32).
 */
export class RemoveRelationship implements Command<RemoveRelationshipInput, RelationshipResult> {
  readonly contract = RELATIONSHIP_CONTRACTS.removeRelationship;
  readonly operation = 'relationship';

  constructor(private readonly subscriptions: SubscriptionPort) {}

  async execute(scope: CommandScope, input: RemoveRelationshipInput): Promise<RelationshipResult> {
    const locked = await lockRelationship(scope, input.relationshipId, 'removeRelationship');
    const { actor, relationship } = locked;
    const { customerId, resellerId } = relationship;
    const reason = input.reason?.trim() || null;
    scope.about({
      oldValue: {
        status: relationship.status,
        services: activeServicesOf(locked.facts.privileges),
      },
      newValue: { status: 'REMOVED', services: [], reason },
    });
    const sold = await this.subscriptions.soldBy(scope.tx, customerId, resellerId);
    throwIfRefused(refusalToRemove(actor, { ...locked.facts, sold }, input));

    const { proof } = await provingUnchanged(scope, this.subscriptions, customerId, () =>
      this.remove(scope, locked, reason),
    );
    return { relationshipId: relationship.id, proof };
  }

  private async remove(
    scope: CommandScope,
    locked: LockedRelationship,
    reason: string | null,
  ): Promise<void> {
    const { customerId, id, resellerId, version } = locked.relationship;
    await endPrivileges(scope, locked, 'endWithRelationship', null);
    await scope.tx.manager.update(
      RelationshipEntity,
      { customerId, id },
      {
        status: 'REMOVED',
        removedAt: scope.now,
        removedBy: actorStamp(scope.actor),
        removalReason: reason,
        version: version + 1,
        updatedAt: scope.now,
      },
    );
    scope.emit({
      name: 'RESELLER_RELATIONSHIP_REMOVED',
      customerId,
      resellerId,
      recipientResellerIds: [resellerId],
      isForCustomer: true,
      resourceId: id,
      data: { relationshipId: id, resellerId, reason },
    });
  }
}
