import { IsNull } from 'typeorm';

import { actorStamp, type PartnerActor } from '../../../kernel/actor';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import type { CommandScope } from '../../../platform/commands/command';
import type { Transaction } from '../../../platform/database/database';
import { newId } from '../../../platform/ids';
import { InvitationEntity } from '../invitation.entity';
import type { InvitationFacts } from '../invitation.rules';
import { hashOfInvitationToken, invitationToken } from '../invitation-token';
import { getReseller } from './load-facts';

/** What the rules ask before a reseller invites anyone. Invitations of two tiers name no partner here yet. */
export async function loadInvitationFacts(
  tx: Transaction,
  actor: PartnerActor,
): Promise<InvitationFacts> {
  return {
    policy: policyOf(actor.cloudInstance),
    reseller: await getReseller(tx, actor.resellerId),
    indirect: null,
  };
}

/** Finds or makes the one ACTIVE link of a reseller account that names no second partner. The caller holds the reseller's row. */
export class InvitationKeeper {
  constructor(private readonly serverKey: string) {}

  async ensure(
    scope: CommandScope,
    resellerId: string,
    includesDelegatedAdmin: boolean,
  ): Promise<{ readonly invitation: InvitationEntity; readonly created: boolean }> {
    const known = await scope.tx.manager.findOneBy(InvitationEntity, {
      resellerId,
      includesDelegatedAdmin,
      indirectProviderId: IsNull(),
      indirectResellerId: IsNull(),
      status: 'ACTIVE',
    });
    if (known) return { invitation: known, created: false };
    const invitation = await this.insert(scope, {
      resellerId,
      includesDelegatedAdmin,
      indirectProviderId: null,
      indirectResellerId: null,
    });
    return { invitation, created: true };
  }

  /** A new link on these terms; only the hash of its token is stored (E8). */
  async insert(
    scope: CommandScope,
    terms: Pick<
      InvitationEntity,
      'resellerId' | 'includesDelegatedAdmin' | 'indirectProviderId' | 'indirectResellerId'
    >,
  ): Promise<InvitationEntity> {
    const id = newId();
    const invitation = scope.tx.manager.create(InvitationEntity, {
      resellerId: terms.resellerId,
      includesDelegatedAdmin: terms.includesDelegatedAdmin,
      indirectProviderId: terms.indirectProviderId,
      indirectResellerId: terms.indirectResellerId,
      id,
      status: 'ACTIVE',
      tokenHash: hashOfInvitationToken(invitationToken(this.serverKey, id)),
      createdBy: actorStamp(scope.actor),
      createdAt: scope.now,
      revokedAt: null,
    });
    await scope.tx.manager.insert(InvitationEntity, invitation);
    return invitation;
  }
}
