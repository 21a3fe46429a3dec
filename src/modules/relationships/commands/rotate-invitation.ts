import { policyOf } from '../../../kernel/cloud-policy.rules';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { InvitationEntity } from '../invitation.entity';
import { refusalToRotate } from '../invitation.rules';
import { RELATIONSHIP_CONTRACTS } from './contracts';
import type { InvitationKeeper } from './invitation-keeper';
import { callerOf } from './load-facts';

export interface RotateInvitationInput extends WriteInput {
  readonly invitationId: string;
}

export interface RotateInvitationResult {
  readonly invitationId: string;
  readonly revokedInvitationId: string;
}

/** Revokes a link and makes its successor (D5). Requests that were made with it keep working by their id. */
export class RotateInvitation implements Command<RotateInvitationInput, RotateInvitationResult> {
  readonly contract = RELATIONSHIP_CONTRACTS.rotateInvitation;
  readonly operation = 'relationship';

  constructor(private readonly invitations: InvitationKeeper) {}

  async execute(
    scope: CommandScope,
    input: RotateInvitationInput,
  ): Promise<RotateInvitationResult> {
    const actor = callerOf(scope);
    if (actor.side !== 'partner') throw new DomainError('ROLE_NOT_ALLOWED');
    await lockRows(scope.tx, 'resellers', [actor.resellerId], 'changing');
    const old = await scope.tx.manager.findOneBy(InvitationEntity, { id: input.invitationId });
    if (!old) throw new DomainError('NOT_FOUND');
    if (old.resellerId === actor.resellerId) {
      const oldValue = { status: old.status };
      scope.about({ resourceId: old.id, oldValue, newValue: { status: 'REVOKED' } });
    }

    const policy = policyOf(actor.cloudInstance);
    throwIfRefused(
      refusalToRotate(actor, {
        policy,
        resellerId: old.resellerId,
        status: old.status,
        etag: null,
      }),
    );

    await scope.tx.manager.update(
      InvitationEntity,
      { resellerId: old.resellerId, id: old.id },
      { status: 'REVOKED', revokedAt: scope.now },
    );
    const next = await this.invitations.insert(scope, old);
    scope.emit({
      name: 'INVITATION_ROTATED',
      customerId: null,
      resellerId: old.resellerId,
      recipientResellerIds: [old.resellerId],
      isForCustomer: false,
      resourceId: next.id,
      data: { resellerId: old.resellerId, oldInvitationId: old.id, newInvitationId: next.id },
    });
    return { invitationId: next.id, revokedInvitationId: old.id };
  }
}
