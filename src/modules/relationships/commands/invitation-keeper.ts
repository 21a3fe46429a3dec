import { In } from 'typeorm';

import { actorStamp, type PartnerActor } from '../../../kernel/actor';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import type { CommandScope } from '../../../platform/commands/command';
import type { Transaction } from '../../../platform/database/database';
import { findRows } from '../../../platform/database/find-rows';
import { lockAndRead } from '../../../platform/database/row-locks';
import { isOneOf, type Sql, sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import { PartnerRelationshipEntity } from '../../resellers/partner-relationship.entity';
import { ResellerEntity } from '../../resellers/reseller.entity';
import { InvitationEntity } from '../invitation.entity';
import type { IndirectFacts, InvitationFacts } from '../invitation.rules';
import { hashOfInvitationToken, invitationToken } from '../invitation-token';
import { getReseller } from './load-facts';

/** The second partner that a reseller names, if any: its indirect reseller or its provider. */
export interface SecondPartner {
  readonly indirectResellerId?: string | null;
  readonly indirectProviderId?: string | null;
}

/**
 * Locks the account that invites and the providers it names, in the order of their ids. Rows of others
 * are left alone: whoever is no partner is refused without. Answers with the account that invites.
 */
export async function lockInviters(
  tx: Transaction,
  { resellerId }: PartnerActor,
  providerIds: readonly string[],
): Promise<ResellerEntity> {
  const ties =
    providerIds.length === 0
      ? []
      : await tx.manager.findBy(PartnerRelationshipEntity, {
          providerId: In([...providerIds]),
          indirectResellerId: resellerId,
          state: 'ACTIVE',
        });
  const partners = ties.map(({ providerId }) => providerId);
  const ids = [...new Set([resellerId, ...partners])];
  const locked = await lockAndRead(tx, ResellerEntity, isOneOf(sql`id`, ids), 'changing');
  const reseller = locked.find(({ id }) => id === resellerId);
  if (!reseller) throw new Error('the account that invites is not there');
  return reseller;
}

/** What the rules ask before a reseller, whose row is locked, invites anyone, alone or with the second tier. */
export async function loadInvitationFacts(
  tx: Transaction,
  actor: PartnerActor,
  reseller: ResellerEntity,
  { indirectResellerId, indirectProviderId }: SecondPartner = {},
): Promise<InvitationFacts> {
  const policy = policyOf(actor.cloudInstance);
  if (indirectProviderId) {
    const isPartnershipActive = await hasPartnership(tx, indirectProviderId, reseller.id);
    const provider = isPartnershipActive ? await getReseller(tx, indirectProviderId) : reseller;
    return {
      policy,
      reseller,
      indirect: { provider, indirectReseller: reseller, isPartnershipActive },
    };
  }
  if (indirectResellerId)
    return { policy, reseller, indirect: await servedBy(tx, reseller, indirectResellerId) };
  return { policy, reseller, indirect: null };
}

/** A partner that does not exist and one of others look the same: neither has a partnership with this one. */
async function servedBy(
  tx: Transaction,
  provider: ResellerEntity,
  indirectResellerId: string,
): Promise<IndirectFacts> {
  const isPartnershipActive = await hasPartnership(tx, provider.id, indirectResellerId);
  const indirectReseller = isPartnershipActive
    ? await getReseller(tx, indirectResellerId)
    : provider;
  return { provider, indirectReseller, isPartnershipActive };
}

/** Whether the two work together now. */
export function hasPartnership(
  tx: Transaction,
  providerId: string,
  indirectResellerId: string,
): Promise<boolean> {
  const where = { providerId, indirectResellerId, state: 'ACTIVE' } as const;
  return tx.manager.existsBy(PartnerRelationshipEntity, where);
}

export type InvitationTerms = Pick<
  InvitationEntity,
  'resellerId' | 'includesDelegatedAdmin' | 'indirectProviderId' | 'indirectResellerId'
>;

function isActiveOn(terms: InvitationTerms): Sql {
  const { resellerId, includesDelegatedAdmin, indirectProviderId, indirectResellerId } = terms;
  return sql`reseller_id = ${resellerId} AND includes_delegated_admin = ${includesDelegatedAdmin} AND status = 'ACTIVE'
    AND indirect_provider_id IS NOT DISTINCT FROM ${indirectProviderId}::uuid
    AND indirect_reseller_id IS NOT DISTINCT FROM ${indirectResellerId}::uuid`;
}

/** Finds or makes the one ACTIVE link of a reseller account on these terms. The caller holds the reseller's row. */
export class InvitationKeeper {
  constructor(private readonly serverKey: string) {}

  async ensure(
    scope: CommandScope,
    terms: InvitationTerms,
  ): Promise<{ readonly invitation: InvitationEntity; readonly created: boolean }> {
    const [known] = await findRows(scope.tx, InvitationEntity, isActiveOn(terms));
    if (known) return { invitation: known, created: false };
    const invitation = await this.insert(scope, terms);
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
