import type { Caller } from '../../kernel/actor';
import { type Sql, sql } from '../../platform/database/sql';
import { administeredServices } from './relationships.visibility';
import { aliasOf, hasRow, isCustomerAdmin, perCustomer, rowsFor, scopeOf } from './scope';

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
  return soldBy(scope.resellerId, s, sql`${s}.customer_id`);
}

function soldBy(resellerId: string, s: Sql, customerId: Sql): Sql {
  const relationship = sql`FROM relationships own
    WHERE own.customer_id = ${customerId} AND own.reseller_id = ${resellerId}::uuid`;
  return sql`(${s}.transacting_reseller_id = ${resellerId}::uuid AND (
    ${s}.status = 'SUSPENDED'
    OR ${hasRow(sql`${relationship} AND own.status = 'ACTIVE'`)}
    OR NOT ${hasRow(sql`${relationship} AND own.status = 'REMOVED'`)}
  ))`;
}

/**
 * Which subscriptions (alias `s`): a reseller its own sales, and others' of a service for which it
 * holds ACTIVE privileges (R37), for the roles of "Search customers, see details" and applications; a
 * customer's administrators all of their tenant, its other users none; the operator all. Where a customer
 * is given, those of that customer.
 */
export function visibleSubscriptions(actor: Caller | null, alias = 's', customerId?: Sql): Sql {
  const s = aliasOf(alias);
  return perCustomer(alias, customerId, (ofCustomer) =>
    rowsFor(scopeOf('SEARCH_CUSTOMERS', actor), {
      customer: (scope) =>
        isCustomerAdmin(actor) ? sql`${s}.customer_id = ${scope.customerId}::uuid` : sql`FALSE`,
      reseller: ({ resellerId }) => sql`(${soldBy(resellerId, s, ofCustomer)}
        OR ${s}.service = ANY(${administeredServices(resellerId, ofCustomer)}))`,
    }),
  );
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
