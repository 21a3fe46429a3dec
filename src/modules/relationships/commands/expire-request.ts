import { In } from 'typeorm';

import { actorStamp, platformActor } from '../../../kernel/actor';
import type { AuditSubject } from '../../../platform/audit/record-audit';
import type { CommandScope } from '../../../platform/commands/command';
import type { ActContract } from '../../../platform/commands/contract';
import type { Transaction } from '../../../platform/database/database';
import type { EventDraft } from '../../../platform/event-log/append-events';
import { RelationshipRequestEntity } from '../relationship-request.entity';

/** Who marks what falls due. */
export const EXPIRY_ACTOR = platformActor('expiry');

export const EXPIRY_CONTRACT: ActContract = {
  name: 'expireRelationshipRequest',
  operation: 'EXPIRE_RELATIONSHIP_REQUEST',
  resourceType: 'RELATIONSHIP_REQUEST',
};

/** What is to be recorded of an expiry. */
export interface Expiry {
  readonly subject: AuditSubject;
  readonly event: EventDraft;
}

/**
 * Marks locked, overdue requests of one reseller EXPIRED (R25), in one statement. They have been expired
 * since their `expiresAt` for everybody who asked.
 */
export async function markExpired(
  { manager }: Transaction,
  requests: readonly RelationshipRequestEntity[],
  now: Date,
): Promise<void> {
  const [first] = requests;
  if (!first) return;
  await manager.update(
    RelationshipRequestEntity,
    { resellerId: first.resellerId, id: In(requests.map(({ id }) => id)) },
    {
      status: 'EXPIRED',
      decidedAt: now,
      decidedBy: actorStamp(EXPIRY_ACTOR),
      version: () => 'version + 1',
      updatedAt: now,
    },
  );
}

export function expiryOfRequest(
  request: RelationshipRequestEntity,
  customerId: string | null,
): Expiry {
  const { id, resellerId } = request;
  const decidedBy = actorStamp(EXPIRY_ACTOR);
  return {
    subject: {
      customerId,
      resellerId,
      resourceId: id,
      oldValue: { status: request.status },
      newValue: { status: 'EXPIRED' },
    },
    event: {
      name: 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
      customerId,
      resellerId,
      recipientResellerIds: [resellerId],
      isForCustomer: true,
      resourceId: id,
      actor: decidedBy,
      data: { requestId: id, resellerId, expiredAt: request.expiresAt.toISOString() },
    },
  };
}

/**
 * Marks an overdue request inside another act, to make room for the next one of the pair. It is the
 * platform's act all the same, and has an audit record of its own.
 */
export async function expireRequest(
  scope: CommandScope,
  request: RelationshipRequestEntity,
  customerId: string | null,
): Promise<void> {
  await markExpired(scope.tx, [request], scope.now);
  recordExpiry(scope, request, customerId);
}

/** The records of an expiry inside another act. */
export function recordExpiry(
  scope: CommandScope,
  request: RelationshipRequestEntity,
  customerId: string | null,
): void {
  const { subject, event } = expiryOfRequest(request, customerId);
  const { operation, resourceType } = EXPIRY_CONTRACT;
  scope.recordPlatformAct({ actor: EXPIRY_ACTOR, operation, resourceType, subject, event });
}
