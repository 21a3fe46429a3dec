import { actorStamp } from '../../../kernel/actor';
import type { CommandScope } from '../../../platform/commands/command';
import type { CustomerEntity } from '../../customers/customer.entity';
import { RelationshipRequestEntity } from '../relationship-request.entity';

export interface RequestResult {
  readonly requestId: string;
}

/** How a request ends without a relationship. */
export interface RequestEnd {
  readonly status: 'DECLINED' | 'CANCELED';
  readonly declineReason: string | null;
}

/** Notes for the audit what is tried, before anything refuses it (R42). */
export function aboutClosing(
  scope: CommandScope,
  request: RelationshipRequestEntity,
  end: RequestEnd,
): void {
  scope.about({ oldValue: { status: request.status }, newValue: end });
}

/** Moves a locked request to a final state without a relationship. */
export async function closeRequest(
  scope: CommandScope,
  request: RelationshipRequestEntity,
  customer: CustomerEntity | null,
  end: RequestEnd,
): Promise<void> {
  await scope.tx.manager.update(
    RelationshipRequestEntity,
    { resellerId: request.resellerId, id: request.id },
    {
      ...end,
      // Whoever declines becomes known as the customer of the request, also where it named none.
      ...(end.status === 'DECLINED' && { customerId: customer?.id ?? null }),
      decidedAt: scope.now,
      decidedBy: actorStamp(scope.actor),
      version: request.version + 1,
      updatedAt: scope.now,
    },
  );
}
