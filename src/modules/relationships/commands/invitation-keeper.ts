import { IsNull } from 'typeorm';

import { actorStamp, type PartnerActor } from '../../../kernel/actor';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import type { CommandScope } from '../../../platform/commands/command';
import type { Transaction } from '../../../platform/database/database';
import { newId } from '../../../platform/ids';
import { PartnerRelationshipEntity } from '../../resellers/partner-relationship.entity';
import type { ResellerEntity } from '../../resellers/reseller.entity';
import { InvitationEntity } from '../invitation.entity';
import type { IndirectFacts, InvitationFacts } from '../invitation.rules';
import { hashOfInvitationToken, invitationToken } from '../invitation-token';
import { getReseller } from './load-facts';

/** What the rules ask before a reseller invites anyone, for itself or for a partner of the second tier. */
export async function loadInvitationFacts(
  tx: Transaction,
  actor: PartnerActor,
  indirectResellerId: string | null = null,
): Promise<InvitationFacts> {
  const reseller = await getReseller(tx, actor.resellerId);
  return {
    policy: policyOf(actor.cloudInstance),
    reseller,
    indirect:
      indirectResellerId === null
        ? null
        : await loadIndirectFacts(tx, reseller, indirectResellerId),
  };
}

/** A partner that does not exist and one of others look the same: neither has a partnership with this one. */
async function loadIndirectFacts(
  tx: Transaction,
  provider: ResellerEntity,
  indirectResellerId: string,
): Promise<IndirectFacts> {
  const partnership = await tx.manager.findOneBy(PartnerRelationshipEntity, {
    providerId: provider.id,
    indirectResellerId,
    state: 'ACTIVE',
  });
  return {
    provider,
    indirectReseller: partnership ? await getReseller(tx, indirectResellerId) : provider,
    isPartnershipActive: partnership !== null,
  };
}

export type InvitationTerms = Pick<
  InvitationEntity,
  'resellerId' | 'includesDelegatedAdmin' | 'indirectProviderId' | 'indirectResellerId'
>;

/** Finds or makes the one ACTIVE link of a reseller account on these terms. The caller holds the reseller's row. */
export class InvitationKeeper {
  constructor(private readonly serverKey: string) {}

  async ensure(
    scope: CommandScope,
    terms: Omit<InvitationTerms, 'indirectProviderId'>,
  ): Promise<{ readonly invitation: InvitationEntity; readonly created: boolean }> {
    const known = await scope.tx.manager.findOneBy(InvitationEntity, {
      ...terms,
      indirectProviderId: IsNull(),
      indirectResellerId: terms.indirectResellerId ?? IsNull(),
      status: 'ACTIVE',
    });
    if (known) return { invitation: known, created: false };
    const invitation = await this.insert(scope, { ...terms, indirectProviderId: null });
    return { invitation, created: true };
  }

  /** A new link on these terms; only the hash of its token is stored (E8). */
  async insert(scope: CommandScope, terms: InvitationTerms): Promise<InvitationEntity> {
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
