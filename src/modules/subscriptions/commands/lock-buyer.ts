import type { PartnerActor } from '../../../kernel/actor';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { CommandScope } from '../../../platform/commands/command';
import { lockRows } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import { type BuyerFacts, findBuyers } from '../../relationships/sale-facts.queries';
import { refusalToApproachSale } from '../../relationships/selling.rules';
import { findResellerFacts } from '../../resellers/reseller.queries';
import type { HeldSubscription } from '../conflict.rules';
import { findHeldSubscriptions } from '../held-subscriptions.queries';
import type { PartnerOnRecord } from '../partner-of-record.rules';

/** A customer that is about to buy, under lock, with everything the rules look at. */
export interface LockedBuyer {
  readonly actor: PartnerActor;
  readonly buyer: BuyerFacts;
  readonly held: readonly HeldSubscription[];
  /** The partner that the order names; `null` where it names none that is held. */
  readonly partnerOnRecord: PartnerOnRecord | null;
}

/**
 * Loads and locks the two parties of a sale in the common order: customer, resellers. The customer's row
 * is locked as its subject: of two sales at once the second sees what the first one sold (R8), and no
 * relationship operation proves its digests meanwhile. Unknown and foreign customers are answered before
 * any lock.
 *
 * @throws the role's code, then NOT_FOUND.
 */
export async function lockBuyer(
  scope: CommandScope,
  customerId: string,
  partnerIdOnRecord: string | null,
): Promise<LockedBuyer> {
  const { tx } = scope;
  const actor = sellerOf(scope);
  await approach(scope, actor, customerId);
  scope.about({ customerId });

  const named = await findPartnerOnRecord(scope, actor, partnerIdOnRecord);
  await lockRows(tx, 'customers', [customerId], 'changing');
  const accounts = [actor.resellerId, ...(named ? [named.resellerId] : [])];
  await lockRows(tx, 'resellers', [...new Set(accounts)], 'against changes');

  // Read again: between the first look and the lock somebody may have changed it.
  const buyer = await approach(scope, actor, customerId);
  const held = await findHeldSubscriptions(tx, actor, [customerId]);
  return {
    actor,
    buyer,
    held: held.get(customerId) ?? [],
    partnerOnRecord: named && (await findPartnerOnRecord(scope, actor, partnerIdOnRecord)),
  };
}

function sellerOf(scope: CommandScope): PartnerActor {
  const actor = callerOf(scope);
  throwIfRefused(refusalToAct('SELL', actor));
  if (actor.side !== 'partner') throw new Error('only a partner sells');
  return actor;
}

async function approach(
  { tx }: CommandScope,
  actor: PartnerActor,
  customerId: string,
): Promise<BuyerFacts> {
  const [buyer] = await findBuyers(tx, actor, [customerId]);
  const [reseller] = buyer ? [buyer.reseller] : await findResellerFacts(tx, [actor.resellerId]);
  if (!reseller) throw new Error(`there is no reseller ${actor.resellerId}`);
  const policy = policyOf(actor.cloudInstance);
  const relationshipStatus = buyer?.relationshipStatus ?? null;
  throwIfRefused(refusalToApproachSale(actor, { policy, reseller, relationshipStatus }));
  if (!buyer) throw new DomainError('NOT_FOUND');
  return buyer;
}

/** Partners of other instances do not exist here (R17). */
async function findPartnerOnRecord(
  { tx }: CommandScope,
  actor: PartnerActor,
  mpnId: string | null,
): Promise<PartnerOnRecord | null> {
  if (mpnId === null) return null;
  const [found] = await tx.query<PartnerOnRecord>(sql`
    SELECT r.id AS "resellerId", r.kind, r.agreement_accepted AS "agreementAccepted",
      EXISTS (
        SELECT 1 FROM partner_relationships tie
        WHERE tie.provider_id = ${actor.resellerId}::uuid AND tie.indirect_reseller_id = r.id
          AND tie.state = 'ACTIVE'
      ) AS "isPartnershipActive"
    FROM resellers r WHERE r.mpn_id = ${mpnId} AND r.cloud_instance = ${actor.cloudInstance}`);
  return found ?? null;
}
