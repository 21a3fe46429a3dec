import type { Caller } from '../../kernel/actor';
import type { Queryable } from '../../platform/database/database';
import { isOneOf, sql } from '../../platform/database/sql';
import { subscriptionIdOf } from '../visibility/object-ids';
import { subscriptionSight, visibleSubscriptions } from '../visibility/subscriptions.visibility';
import type { HeldSubscription } from './conflict.rules';

interface HeldRow extends Omit<HeldSubscription, 'shownId'> {
  readonly key: string;
  readonly customerKey: string;
  readonly isShown: boolean;
}

/**
 * Everything that these customers hold or held, from anybody: R8 asks across resellers. Whoever is not
 * shown a row is told its service and nothing else of it.
 */
export async function findHeldSubscriptions(
  db: Queryable,
  actor: Caller,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly HeldSubscription[]>> {
  const rows = await db.query<HeldRow>(sql`
    SELECT s.customer_id AS "customerKey", s.id AS key, s.subscription_id AS "subscriptionId",
      s.offer_id AS "offerId", s.service, s.status,
      s.parent_subscription_id AS "parentSubscriptionId", shown.is AS "isShown",
      CASE WHEN NOT shown.is THEN NULL
        WHEN ${subscriptionSight(actor)} = 'FULL' THEN coalesce(s.friendly_name, s.offer_name)
        ELSE s.offer_name END AS "shownName"
    FROM subscriptions s CROSS JOIN LATERAL (SELECT ${visibleSubscriptions(actor)} AS is) shown
    WHERE ${isOneOf(sql`s.customer_id`, customerIds)}
    ORDER BY s.customer_id, s.id`);
  const byCustomer = new Map<string, HeldSubscription[]>();
  for (const { customerKey, key, isShown, ...held } of rows) {
    const list = byCustomer.get(customerKey) ?? [];
    byCustomer.set(customerKey, list);
    list.push({ ...held, shownId: isShown ? subscriptionIdOf(key) : null });
  }
  return byCustomer;
}
