import type { Caller } from '../../kernel/actor';
import { mayAct } from '../../kernel/role-matrix';
import { join, type Sql, sql } from '../../platform/database/sql';
import { aliasOf, hasRow, isCustomerAdmin, rowsFor, scopeOf } from './scope';
import { ownSales, visibleSubscriptions } from './subscriptions.visibility';

/**
 * Which customers (alias `c`): a customer's user its own tenant; a reseller those with which it has an
 * ACTIVE relationship (R36), for the roles of "Search customers, see details"; the operator all.
 */
export function visibleCustomers(actor: Caller | null, alias = 'c'): Sql {
  const c = aliasOf(alias);
  return rowsFor(scopeOf('SEARCH_CUSTOMERS', actor), {
    customer: (scope) => sql`${c}.id = ${scope.customerId}::uuid`,
    reseller: (scope) => sql`EXISTS (
        SELECT 1 FROM relationships seen_rel
        WHERE seen_rel.customer_id = ${c}.id AND seen_rel.reseller_id = ${scope.resellerId}::uuid
          AND seen_rel.status = 'ACTIVE'
      )`,
  });
}

/** The customers of a list, in SQL: their tables (alias `c`), which rows, and keys that an index may have together. */
export interface ListedCustomers {
  readonly from: Sql;
  readonly where: Sql;
  readonly id: Sql;
  readonly name: Sql;
  /** When the relationship with the viewer's reseller was accepted. */
  readonly acceptedAt: Sql;
}

/**
 * Which customers a list has: those of `visibleCustomers`. Of a reseller it starts from its relationships, which an
 * index has in the order of the customers' names, so that a page costs the same in a large portfolio.
 */
export function listedCustomers(actor: Caller | null): ListedCustomers {
  const scope = scopeOf('SEARCH_CUSTOMERS', actor);
  if (scope.kind !== 'RESELLER') {
    const where = visibleCustomers(actor);
    return {
      from: sql`customers c`,
      where,
      id: sql`c.id`,
      name: sql`c.company_name`,
      acceptedAt: sql`NULL::timestamptz`,
    };
  }
  return {
    // One for each customer: there is at most one ACTIVE relationship of a pair (R9).
    from: sql`relationships seen_rel JOIN customers c ON c.id = seen_rel.customer_id`,
    where: sql`seen_rel.reseller_id = ${scope.resellerId}::uuid AND seen_rel.status = 'ACTIVE'`,
    id: sql`seen_rel.customer_id`,
    name: sql`seen_rel.customer_name`,
    acceptedAt: sql`seen_rel.accepted_at`,
  };
}

/**
 * Whether the caller reads a customer's row as one of its administrators, the operator or a related
 * reseller does. The remaining viewer is a plain user of the customer, who reads partner names only.
 */
export function seesCustomerDetails(actor: Caller | null): boolean {
  return (
    mayAct('SEARCH_CUSTOMERS', actor) && (actor?.side !== 'customer' || isCustomerAdmin(actor))
  );
}

/**
 * Whether the viewer's reseller sells to the customer (alias `c`): it holds a subscription there that is
 * PENDING, ACTIVE or SUSPENDED. Decides who reads the billing profile (domain 2.1).
 */
export function transactsWithCustomer(actor: Caller | null, alias = 'c'): Sql {
  const c = aliasOf(alias);
  const scope = scopeOf('SEARCH_CUSTOMERS', actor);
  if (scope.kind !== 'RESELLER') return sql`FALSE`;
  return hasRow(sql`FROM subscriptions sold
    WHERE sold.customer_id = ${c}.id AND sold.transacting_reseller_id = ${scope.resellerId}::uuid
      AND sold.status IN ('PENDING', 'ACTIVE', 'SUSPENDED')`);
}

/**
 * Who reads the indirect reseller attached to a customer's account (alias `c`): administrators of the
 * customer, the operator, the owner of the account, and of the resellers that one itself and its
 * provider. Another partner must not learn it (R38).
 */
export function knowsAssociatedPartner(actor: Caller | null, alias = 'c'): Sql {
  const c = aliasOf(alias);
  if (!seesCustomerDetails(actor)) return sql`FALSE`;
  const scope = scopeOf('SEARCH_CUSTOMERS', actor);
  if (scope.kind !== 'RESELLER') return sql`TRUE`;
  return sql`(coalesce(${c}.account_owner_id = ${scope.resellerId}::uuid, FALSE) OR EXISTS (
    SELECT 1 FROM resellers attached
    WHERE ${c}.associated_partner_id IN (attached.mpn_id, attached.tenant_id::text)
      AND (attached.id = ${scope.resellerId}::uuid
        OR attached.id IN (${activePartnersOf(scope.resellerId)}))
  ))`;
}

/*
 * Sets of row ids of resellers. They do not depend on the row that is looked at, so the database makes
 * each at most once for a statement; a condition for every row took seconds on a large portfolio.
 */

/** Provider and indirect reseller while they work together. */
function activePartnersOf(resellerId: string): Sql {
  return sql`
    SELECT tie.indirect_reseller_id FROM partner_relationships tie
    WHERE tie.provider_id = ${resellerId}::uuid AND tie.state = 'ACTIVE'
    UNION ALL
    SELECT tie.provider_id FROM partner_relationships tie
    WHERE tie.indirect_reseller_id = ${resellerId}::uuid AND tie.state = 'ACTIVE'`;
}

/** R38: both hold ACTIVE privileges for the same service of the same customer. */
function sharingServiceWith(resellerId: string): Sql {
  return sql`
    SELECT theirs.reseller_id FROM delegated_privileges mine
    JOIN delegated_privileges theirs ON theirs.customer_id = mine.customer_id
      AND theirs.service = mine.service AND theirs.status = 'ACTIVE'
    WHERE mine.reseller_id = ${resellerId}::uuid AND mine.status = 'ACTIVE'`;
}

/** Named as the other tier on a relationship or an invitation of this reseller; the name outlives a partnership. */
function namedByTiersOf(resellerId: string): Sql {
  return sql`
    SELECT tier.indirect_provider_id FROM relationships tier
    WHERE tier.reseller_id = ${resellerId}::uuid AND tier.indirect_provider_id IS NOT NULL
    UNION ALL
    SELECT tier.indirect_reseller_id FROM relationships tier
    WHERE tier.reseller_id = ${resellerId}::uuid AND tier.indirect_reseller_id IS NOT NULL
    UNION ALL
    SELECT tier.indirect_provider_id FROM invitations tier
    WHERE tier.reseller_id = ${resellerId}::uuid AND tier.indirect_provider_id IS NOT NULL
    UNION ALL
    SELECT tier.indirect_reseller_id FROM invitations tier
    WHERE tier.reseller_id = ${resellerId}::uuid AND tier.indirect_reseller_id IS NOT NULL`;
}

/** Has or had a relationship with the customer, directly or as the other tier, asks for one, or sold it something. */
function workingForCustomer(customerId: string, tenantId: string): Sql {
  return sql`
    SELECT coalesce(tier.id, tied.reseller_id) FROM relationships tied
    CROSS JOIN LATERAL unnest(
      ARRAY[tied.reseller_id, tied.indirect_provider_id, tied.indirect_reseller_id]
    ) AS tier (id) WHERE tied.customer_id = ${customerId}::uuid
    UNION ALL
    SELECT asked.reseller_id FROM relationship_requests asked
    WHERE asked.status = 'PENDING'
      AND (asked.customer_tenant_id = ${tenantId}::uuid OR asked.customer_id = ${customerId}::uuid)
    UNION ALL
    SELECT bought.transacting_reseller_id FROM subscriptions bought
    WHERE bought.customer_id = ${customerId}::uuid`;
}

/**
 * Partners of Record of subscriptions that the caller sees: their names are part of even the reduced
 * form (R37). A reseller's own sales and those it sees by privilege are two sets, because one
 * condition for both would read the whole table.
 */
function creditedOnSeenSubscriptions(actor: Caller | null): Sql {
  if (actor?.side !== 'partner') {
    return sql`
      SELECT credited.partner_of_record_id FROM subscriptions credited
      WHERE ${visibleSubscriptions(actor, 'credited')}`;
  }
  return sql`
    SELECT credited.partner_of_record_id FROM subscriptions credited
    WHERE ${ownSales(actor, 'credited')}
    UNION ALL
    SELECT credited.partner_of_record_id FROM delegated_privileges held
    JOIN subscriptions credited ON credited.customer_id = held.customer_id
      AND credited.service = held.service
    WHERE held.reseller_id = ${actor.resellerId}::uuid AND held.status = 'ACTIVE'`;
}

/**
 * Which resellers (alias `r`), as design section 7 lists them: a partner's user its own account, its
 * indirect partners, and others as far as R38 and the Partner of Record of R37 name them; an
 * administrator of a customer the partners it has or had a relationship or an open request with, that
 * sold it something, or that are credited for it; the operator all. What of a row they see is
 * `resellerSight`.
 */
export function visibleResellers(actor: Caller | null, alias = 'r'): Sql {
  const r = aliasOf(alias);
  if (actor === null) return sql`FALSE`;
  switch (actor.side) {
    case 'newTenant':
      return sql`FALSE`;
    case 'operator':
      return sql`TRUE`;
    case 'customer':
      if (!isCustomerAdmin(actor)) return sql`FALSE`;
      return sql`(${r}.id IN (${workingForCustomer(actor.customerId, actor.tenantId)})
        OR ${r}.id IN (${creditedOnSeenSubscriptions(actor)}))`;
    case 'partner': {
      const { resellerId } = actor;
      const sets: Sql[] = [];
      if (mayAct('SEE_PARTNER_PROFILES', actor) || mayAct('SEE_RELATIONSHIPS', actor)) {
        sets.push(activePartnersOf(resellerId));
      }
      if (mayAct('SEE_RELATIONSHIPS', actor)) {
        sets.push(namedByTiersOf(resellerId), sharingServiceWith(resellerId));
      }
      if (mayAct('SEARCH_CUSTOMERS', actor)) sets.push(creditedOnSeenSubscriptions(actor));
      const seen = [
        sql`${r}.id = ${resellerId}::uuid`,
        ...sets.map((set) => sql`${r}.id IN (${set})`),
      ];
      return sql`(${join(seen, ' OR ')})`;
    }
  }
}

/** How much of a reseller's row a viewer reads: all of it, or id and name (R38). */
export type ResellerSight = 'FULL' | 'NAME';

/**
 * What of a visible reseller (alias `r`) the caller reads, as an SQL expression of `ResellerSight`. FULL
 * needs the row "See partner profiles" and one's own account, an indirect partner or, for a customer, a
 * partner that works for it.
 */
export function resellerSight(actor: Caller | null, alias = 'r'): Sql {
  const r = aliasOf(alias);
  const scope = scopeOf('SEE_PARTNER_PROFILES', actor);
  switch (scope.kind) {
    case 'NOTHING':
      return sql`'NAME'::text`;
    case 'EVERYTHING':
      return sql`'FULL'::text`;
    case 'CUSTOMER':
      return sql`CASE WHEN ${r}.id IN (${workingForCustomer(scope.customerId, scope.tenantId)})
        THEN 'FULL' ELSE 'NAME' END`;
    case 'RESELLER':
      return sql`CASE WHEN ${r}.id = ${scope.resellerId}::uuid
        OR ${r}.id IN (${activePartnersOf(scope.resellerId)}) THEN 'FULL' ELSE 'NAME' END`;
  }
}

/**
 * Which provider - indirect reseller links (alias `pr`), ended ones too: the two partners themselves,
 * for the roles of "See partner profiles", and the operator. They are not a customer's business.
 */
export function visiblePartnerRelationships(actor: Caller | null, alias = 'pr'): Sql {
  const pr = aliasOf(alias);
  const scope = scopeOf('SEE_PARTNER_PROFILES', actor);
  switch (scope.kind) {
    case 'EVERYTHING':
      return sql`TRUE`;
    case 'RESELLER':
      return sql`(${pr}.provider_id = ${scope.resellerId}::uuid
        OR ${pr}.indirect_reseller_id = ${scope.resellerId}::uuid)`;
    default:
      return sql`FALSE`;
  }
}
