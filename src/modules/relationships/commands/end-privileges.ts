import { actorStamp, type Caller } from '../../../kernel/actor';
import { policyOf } from '../../../kernel/cloud-policy.rules';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import type { Service } from '../../../kernel/service';
import type { CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import type { ResellerEntity } from '../../resellers/reseller.entity';
import {
  activeServicesOf,
  type DapEvent,
  type DapStatus,
  type EndOfPrivilegesFacts,
  servicesToEnd,
} from '../delegated-privileges.rules';
import { type Proof, provingUnchanged } from '../proof';
import { RelationshipEntity } from '../relationship.entity';
import { refusalToSeeRelationship } from '../relationship.rules';
import { RELATIONSHIP_OPERATIONS } from '../relationship-operations';
import type { SubscriptionPort } from '../subscription.port';
import { callerOf, getRelationship, getReseller, listPrivileges } from './load-facts';

export interface EndPrivilegesInput extends WriteInput {
  readonly relationshipId: string;
  /** Left out or empty: every service with ACTIVE privileges. */
  readonly services?: readonly Service[] | null;
  readonly ifMatch?: string | null;
}

export interface RelationshipResult {
  readonly relationshipId: string;
  readonly proof: Proof;
}

export interface LockedRelationship {
  readonly actor: Caller;
  readonly relationship: RelationshipEntity;
  readonly reseller: ResellerEntity;
  readonly facts: EndOfPrivilegesFacts;
}

/**
 * Loads and locks a relationship in the common order, with the state of its privileges. An unknown one
 * and one of others look the same.
 *
 * @throws the role's code first, then NOT_FOUND, for an unknown id.
 */
export async function lockRelationship(
  scope: CommandScope,
  relationshipId: string,
  operation: keyof typeof RELATIONSHIP_OPERATIONS,
): Promise<LockedRelationship> {
  const actor = callerOf(scope);
  const { tx } = scope;
  throwIfRefused(refusalToAct(RELATIONSHIP_OPERATIONS[operation].action, actor));
  const { customerId, resellerId } = await getRelationship(tx, relationshipId);
  if (refusalToSeeRelationship(actor, { customerId, resellerId })) {
    throw new DomainError('NOT_FOUND');
  }
  scope.about({ customerId, resellerId, resourceId: relationshipId });
  await lockRows(tx, 'customers', [customerId], 'changing');
  await lockRows(tx, 'resellers', [resellerId], 'against changes');
  await lockRows(tx, 'relationships', [relationshipId], 'changing');
  const relationship = await getRelationship(tx, relationshipId);
  const reseller = await getReseller(tx, resellerId);
  const isHeld = actor.side === 'partner' || actor.side === 'customer';
  return {
    actor,
    relationship,
    reseller,
    facts: {
      policy: policyOf(isHeld ? actor.cloudInstance : reseller.cloudInstance),
      relationship,
      privileges: await listPrivileges(tx, customerId, relationshipId),
    },
  };
}

// The moves of the state table that callers make; a test holds the two together.
export const ENDED_BY = {
  removeDap: 'REMOVED_BY_CUSTOMER',
  relinquish: 'RELINQUISHED_BY_PARTNER',
  terminate: 'TERMINATED_BY_OPERATOR',
  endWithRelationship: 'ENDED_WITH_RELATIONSHIP',
} as const satisfies Partial<Record<DapEvent, DapStatus>>;

/** Notes for the audit what is tried, before anything refuses it (R42). */
export function aboutEnding(
  scope: CommandScope,
  { facts }: LockedRelationship,
  event: 'removeDap' | 'relinquish' | 'terminate',
  named: readonly Service[] | null | undefined,
): void {
  const services = servicesToEnd(named, facts.privileges);
  const active = activeServicesOf(facts.privileges).filter((it) => services.includes(it));
  scope.about({
    oldValue: { services: active, status: 'ACTIVE' },
    newValue: { services, status: ENDED_BY[event] },
  });
}

/** Ends the privileges that an end concerns, and says so to both sides (R27: nothing else ends). */
export async function endPrivileges(
  scope: CommandScope,
  { relationship, facts }: LockedRelationship,
  event: Exclude<keyof typeof ENDED_BY, 'terminate'>,
  named: readonly Service[] | null | undefined,
): Promise<void> {
  const services = servicesToEnd(named, facts.privileges);
  if (services.length === 0) return;
  const status = ENDED_BY[event];
  const { customerId, id, resellerId } = relationship;
  await markEnded(scope, relationship, services, status);
  scope.emit({
    name: 'DAP_ADMIN_RELATIONSHIP_TERMINATED',
    customerId,
    resellerId,
    recipientResellerIds: [resellerId],
    isForCustomer: true,
    resourceId: id,
    data: { relationshipId: id, resellerId, services, status },
  });
}

/** Writes the end of ACTIVE privileges. */
export async function markEnded(
  scope: CommandScope,
  { customerId, id }: RelationshipEntity,
  services: readonly Service[],
  status: (typeof ENDED_BY)[keyof typeof ENDED_BY],
): Promise<void> {
  await scope.tx.query(sql`
    UPDATE delegated_privileges
    SET status = ${status}, ended_at = ${scope.now}, ended_by = ${JSON.stringify(actorStamp(scope.actor))}
    WHERE customer_id = ${customerId} AND relationship_id = ${id} AND status = 'ACTIVE' AND service = ANY(${[...services]})`);
}

/** Ends privileges without the relationship, and proves that nothing else ended (R27). */
export async function endPrivilegesOnly(
  scope: CommandScope,
  subscriptions: SubscriptionPort,
  locked: LockedRelationship,
  event: 'removeDap' | 'relinquish',
  named: readonly Service[] | null | undefined,
): Promise<RelationshipResult> {
  const { customerId, id, version } = locked.relationship;
  const { proof } = await provingUnchanged(scope, subscriptions, customerId, async () => {
    await endPrivileges(scope, locked, event, named);
    await scope.tx.manager.update(
      RelationshipEntity,
      { customerId, id },
      { version: version + 1, updatedAt: scope.now },
    );
  });
  return { relationshipId: id, proof };
}
