import { In } from 'typeorm';

import { actorStamp } from '../../../kernel/actor';
import type { CommandScope } from '../../../platform/commands/command';
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

/** Moves locked requests of one reseller to a final state, in one statement. */
export async function closeRequests(
  scope: CommandScope,
  requests: readonly RelationshipRequestEntity[],
  end: RequestEnd & { readonly customerId?: string | null },
): Promise<void> {
  const [first] = requests;
  if (!first) return;
  await scope.tx.manager.update(
    RelationshipRequestEntity,
    { resellerId: first.resellerId, id: In(requests.map(({ id }) => id)) },
    {
      ...end,
      decidedAt: scope.now,
      decidedBy: actorStamp(scope.actor),
      version: () => 'version + 1',
      updatedAt: scope.now,
    },
  );
}
