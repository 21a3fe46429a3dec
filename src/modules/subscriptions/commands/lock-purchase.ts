import type { CommandScope } from '../../../platform/commands/command';
import { findBuyers } from '../../relationships/sale-facts.queries';
import type { HeldSubscription } from '../conflict.rules';
import { findHeldSubscriptions } from '../held-subscriptions.queries';
import type { PurchaseFacts } from '../purchase.rules';
import {
  type LockedSubscription,
  lockSubscription,
  type SubscriptionTarget,
} from './lock-subscription';

/** A subscription for which something is bought, under lock, with everything the rules look at. */
export interface LockedPurchase extends LockedSubscription {
  readonly purchase: PurchaseFacts;
  /** All that the customer holds, from anybody. */
  readonly held: readonly HeldSubscription[];
}

/**
 * Locks as every other mutation of a subscription does, but for the customer's row: it is the subject of
 * a purchase, as it is of a sale (R8).
 *
 * @throws the role's code, then NOT_FOUND.
 */
export async function lockPurchase(
  scope: CommandScope,
  target: SubscriptionTarget,
): Promise<LockedPurchase> {
  const { tx } = scope;
  const locked = await lockSubscription(scope, target, 'BASE_AND_ADD_ONS', 'changing');
  const { actor, facts, subscription } = locked;
  const { customerId } = subscription;
  const [trade = null] = actor.side === 'partner' ? await findBuyers(tx, actor, [customerId]) : [];
  const held = await findHeldSubscriptions(tx, actor, [customerId]);
  return {
    ...locked,
    purchase: { subscription: facts, trade },
    held: held.get(customerId) ?? [],
  };
}
