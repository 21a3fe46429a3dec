import type { Caller } from '../../kernel/actor';
import { type Sql, sql } from '../../platform/database/sql';
import { aliasOf, isCustomerAdmin, rowsFor, scopeOf } from './scope';

/** How much of a subscription a viewer reads: everything, or the reduced form of R37. */
export type SubscriptionSight = 'FULL' | 'REDUCED';

/**
 * The caller's own sales (alias `s`). After its relationship has been removed a seller keeps reading
 * those that are SUSPENDED, and no others (R32). A sale that never had one (imported) stays readable.
 */
export function ownSales(actor: Caller | null, alias = 's'): Sql {
  const s = aliasOf(alias);
  const scope = scopeOf('SEARCH_CUSTOMERS', actor);
  if (scope.kind !== 'RESELLER') return sql`FALSE`;
  return sql`(${s}.transacting_reseller_id = ${scope.resellerId}::uuid AND (
    ${s}.status = 'SUSPENDED'
    OR coalesce((
      SELECT bool_or(kept.status = 'ACTIVE') FROM relationships kept
      WHERE kept.customer_id = ${s}.customer_id AND kept.reseller_id = ${scope.resellerId}::uuid
    ), TRUE)
  ))`;
}

/**
 * Which subscriptions (alias `s`): a reseller its own sales, and others' of a service for which it
 * holds ACTIVE privileges (R37), for the roles of "Search customers, see details" and applications; a
 * customer's administrators all of their tenant, its other users none; the operator all.
 */
export function visibleSubscriptions(actor: Caller | null, alias = 's'): Sql {
  const s = aliasOf(alias);
  return rowsFor(scopeOf('SEARCH_CUSTOMERS', actor), {
    customer: (scope) =>
      isCustomerAdmin(actor) ? sql`${s}.customer_id = ${scope.customerId}::uuid` : sql`FALSE`,
    reseller: (scope) => sql`(${ownSales(actor, alias)} OR EXISTS (
        SELECT 1 FROM delegated_privileges held
        WHERE held.customer_id = ${s}.customer_id AND held.service = ${s}.service
          AND held.reseller_id = ${scope.resellerId}::uuid AND held.status = 'ACTIVE'
      ))`,
  });
}

/**
 * Holds for every subscription (alias `s`) that `visibleSubscriptions` lets through, and for few others:
 * what the reseller sold, and what there is of services for which it holds privileges. Says nothing new,
 * but as a set of ids, which indexes gather. A list of all that a reseller sees needs it beside the
 * predicate, whose two halves share no index, so that the whole table would be read; where customers or
 * ids are given it would be in the way.
 */
export function gatheredSubscriptions(actor: Caller | null, alias = 's'): Sql {
  const s = aliasOf(alias);
  const scope = scopeOf('SEARCH_CUSTOMERS', actor);
  if (scope.kind !== 'RESELLER') return sql`TRUE`;
  return sql`${s}.id IN (
    SELECT sold.id FROM subscriptions sold WHERE sold.transacting_reseller_id = ${scope.resellerId}::uuid
    UNION ALL
    SELECT other.id FROM delegated_privileges held
    JOIN subscriptions other ON other.customer_id = held.customer_id AND other.service = held.service
    WHERE held.reseller_id = ${scope.resellerId}::uuid AND held.status = 'ACTIVE'
  )`;
}

/** What of a visible subscription (alias `s`) the caller reads, as an SQL expression of `SubscriptionSight` (R37). */
export function subscriptionSight(actor: Caller | null, alias = 's'): Sql {
  const s = aliasOf(alias);
  if (actor?.side !== 'partner') return sql`'FULL'`;
  return sql`CASE WHEN ${s}.transacting_reseller_id = ${actor.resellerId}::uuid
    THEN 'FULL' ELSE 'REDUCED' END`;
}
