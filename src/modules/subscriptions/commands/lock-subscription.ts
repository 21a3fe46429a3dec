import type { Caller } from '../../../kernel/actor';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import type { CommandScope } from '../../../platform/commands/command';
import { lockRows, type LockStrength } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import { SubscriptionEntity } from '../subscription.entity';
import { findSubscriptionCases, type SubscriptionCase } from '../subscription-facts.queries';

/** Which subscription is meant, by row id. */
export interface SubscriptionTarget {
  readonly subscriptionId: string;
}

/** A subscription under lock, with everything the rules look at. */
export interface LockedSubscription extends Pick<SubscriptionCase, 'caller' | 'facts' | 'offer'> {
  readonly actor: Caller;
  readonly subscription: SubscriptionEntity;
  /** Its add-ons, whoever sold them; locked as well, and empty where they do not matter. */
  readonly addOns: readonly SubscriptionEntity[];
}

/** Whose state the act depends on: the subscription's alone, or that of its base and add-ons too (R46). */
export type LockedFamily = 'ALONE' | 'BASE_AND_ADD_ONS';

/**
 * Loads and locks a subscription in the common order: customer, the caller's own reseller, subscription.
 * The customer's row in share mode keeps relationship operations away, which prove by digests that
 * nothing changed; the reseller's keeps its standing. Absent and hidden ones look the same, and are
 * answered before any lock, so that a stranger neither waits for somebody else's nor holds one.
 *
 * @param customerLock `changing` where the act is a purchase, so that of two at once the second sees the first
 * @throws the role's code, then NOT_FOUND.
 */
export async function lockSubscription(
  scope: CommandScope,
  { subscriptionId: id }: SubscriptionTarget,
  family: LockedFamily = 'ALONE',
  customerLock: LockStrength = 'against changes',
): Promise<LockedSubscription> {
  const { tx } = scope;
  const actor = callerOf(scope);
  throwIfRefused(refusalToAct('MANAGE_OWN_SUBSCRIPTIONS', actor));
  const { customerKey: customerId, transactingResellerKey } = await getCase(scope, actor, id);
  scope.about({ customerId, resourceId: id, concernedResellerIds: [transactingResellerKey] });

  await lockRows(tx, 'customers', [customerId], customerLock);
  if (actor.side === 'partner') {
    await lockRows(tx, 'resellers', [actor.resellerId], 'against changes');
  }
  const ids = family === 'ALONE' ? [id] : await familyOf(scope, customerId, id);
  await lockRows(tx, 'subscriptions', ids, 'changing');

  // Read again: between the first look and the lock somebody may have changed it, or the right to see it.
  const { caller, facts, offer } = await getCase(scope, actor, id);
  const subscription = await tx.manager.findOneByOrFail(SubscriptionEntity, { customerId, id });
  const addOns =
    family === 'ALONE'
      ? []
      : await tx.manager.find(SubscriptionEntity, {
          where: { customerId, parentSubscriptionId: subscription.subscriptionId },
          order: { id: 'ASC' },
        });
  return { actor, caller, facts, offer, subscription, addOns };
}

/** Writes to subscriptions by the platform are timers and imports; they have ways of their own. */
function callerOf(scope: CommandScope): Caller {
  if (scope.actor.side === 'platform') throw new Error('a subscription mutation needs a caller');
  return scope.actor;
}

async function getCase(scope: CommandScope, actor: Caller, id: string): Promise<SubscriptionCase> {
  const [found] = await findSubscriptionCases(scope.tx, actor, [id]);
  if (!found) throw new DomainError('NOT_FOUND');
  return found;
}

/** Row ids of the subscription itself, its base and its add-ons. */
export async function familyOf(
  scope: CommandScope,
  customerId: string,
  id: string,
): Promise<string[]> {
  const rows = await scope.tx.query<{ id: string }>(sql`
    SELECT kin.id FROM subscriptions self JOIN subscriptions kin
      ON kin.id = self.id OR kin.subscription_id = self.parent_subscription_id
        OR kin.parent_subscription_id = self.subscription_id
    WHERE self.customer_id = ${customerId} AND self.id = ${id} AND kin.customer_id = ${customerId}`);
  return rows.map(({ id }) => id);
}
