import type { Caller } from '../../kernel/actor';
import { type Sql, sql } from '../../platform/database/sql';
import { aliasOf, hasRow, perCustomer, rowsFor, scopeOf } from './scope';

/** How much of a row about another partner a reseller reads: all, or what R38 tells (name and service). */
export type PartnerSight = 'FULL' | 'REDUCED';

/** The services for which a reseller holds ACTIVE privileges with a customer, as an array. */
export function administeredServices(resellerId: string, customerId: Sql): Sql {
  return sql`ARRAY(
    SELECT held.service FROM delegated_privileges held
    WHERE held.customer_id = ${customerId} AND held.reseller_id = ${resellerId}::uuid
      AND held.status = 'ACTIVE'
  )`;
}

/**
 * R38: the viewer's reseller holds ACTIVE privileges for this service of this customer itself. Said so that no
 * index is looked into for each of these services; theirs are found by the relationship.
 */
function holdsSameService(resellerId: string, theirs: Sql, customerId: Sql): Sql {
  return sql`(${theirs}.status = 'ACTIVE'
    AND ${administeredServices(resellerId, customerId)} @> ARRAY[${theirs}.service])`;
}

/**
 * The reseller relationships that are the caller's own (alias `rel`): what the list of relationships
 * holds ("See requests and relationships of own reseller"). REMOVED ones stay readable as rows (R36);
 * a customer's administrators see all of their tenant (R35); the operator all.
 */
export function ownRelationships(actor: Caller | null, alias = 'rel'): Sql {
  const rel = aliasOf(alias);
  return rowsFor(scopeOf('SEE_RELATIONSHIPS', actor), {
    customer: (scope) => sql`${rel}.customer_id = ${scope.customerId}::uuid`,
    reseller: (scope) => sql`${rel}.reseller_id = ${scope.resellerId}::uuid`,
  });
}

/**
 * Which reseller relationships (alias `rel`) may be read at all: one's own, and, for a reseller, the
 * ACTIVE one of another partner that holds privileges for a service for which the viewer holds them
 * too (R38). Of the latter it reads what `relationshipSight` calls REDUCED. Where a customer is given,
 * those of that customer.
 */
export function visibleRelationships(actor: Caller | null, alias = 'rel', customerId?: Sql): Sql {
  const rel = aliasOf(alias);
  const own = ownRelationships(actor, alias);
  const scope = scopeOf('SEE_RELATIONSHIPS', actor);
  return perCustomer(alias, customerId, (ofCustomer) => {
    if (scope.kind !== 'RESELLER') return own;
    const isShared = hasRow(sql`FROM delegated_privileges shared
      WHERE shared.customer_id = ${ofCustomer} AND shared.relationship_id = ${rel}.id
        AND ${holdsSameService(scope.resellerId, aliasOf('shared'), ofCustomer)}`);
    return sql`(${own} OR ${rel}.status = 'ACTIVE' AND ${isShared})`;
  });
}

/** What of a visible relationship (alias `rel`) the caller reads, as an SQL expression of `PartnerSight` (R38). */
export function relationshipSight(actor: Caller | null, alias = 'rel'): Sql {
  return sightOfPartner(actor, alias);
}

/**
 * Which delegated privileges (alias `p`): a reseller its own, ended ones too, and of others the ACTIVE
 * ones for services for which it holds privileges itself (R38); a customer's administrators all of
 * their tenant, per partner and service (R35); the operator all. Where a customer is given, those of that
 * customer.
 */
export function visiblePrivileges(actor: Caller | null, alias = 'p', customerId?: Sql): Sql {
  const p = aliasOf(alias);
  return perCustomer(alias, customerId, (ofCustomer) =>
    rowsFor(scopeOf('SEE_RELATIONSHIPS', actor), {
      customer: (scope) => sql`${p}.customer_id = ${scope.customerId}::uuid`,
      // Not OR: the planner would look up what the reseller holds, for each relationship that is read.
      reseller: ({ resellerId }) => sql`CASE WHEN ${p}.reseller_id = ${resellerId}::uuid THEN TRUE
        ELSE ${holdsSameService(resellerId, p, ofCustomer)} END`,
    }),
  );
}

/** What of a visible privilege (alias `p`) the caller reads: REDUCED is the service without users or dates (R38). */
export function privilegeSight(actor: Caller | null, alias = 'p'): Sql {
  return sightOfPartner(actor, alias);
}

function sightOfPartner(actor: Caller | null, alias: string): Sql {
  const row = aliasOf(alias);
  if (actor?.side !== 'partner') return sql`'FULL'`;
  return sql`CASE WHEN ${row}.reseller_id = ${actor.resellerId}::uuid THEN 'FULL' ELSE 'REDUCED' END`;
}

/**
 * Which relationship requests (alias `req`) stand in a list: a reseller's own; for a customer's
 * administrators those that name their tenant or that their tenant has decided. A request without
 * `customerTenantId` stands in no customer's list (R15). The operator sees all.
 */
export function visibleRequests(actor: Caller | null, alias = 'req'): Sql {
  const req = aliasOf(alias);
  return rowsFor(scopeOf('SEE_RELATIONSHIPS', actor), {
    customer: (scope) => sql`(${req}.customer_tenant_id = ${scope.tenantId}::uuid
        OR ${req}.customer_id = ${scope.customerId}::uuid)`,
    reseller: (scope) => sql`${req}.reseller_id = ${scope.resellerId}::uuid`,
  });
}

/**
 * Which relationship requests (alias `req`) are found by their id: those of `visibleRequests` and, for
 * a CUSTOMER_GLOBAL_ADMIN, one that names no tenant and that no tenant has decided, because whoever
 * may decide it by its id (R15) must be able to read what it decides.
 */
export function visibleRequestsById(actor: Caller | null, alias = 'req'): Sql {
  const req = aliasOf(alias);
  const listed = visibleRequests(actor, alias);
  const mayDecide =
    actor?.side === 'customer' &&
    actor.kind !== 'APPLICATION' &&
    actor.roles.includes('CUSTOMER_GLOBAL_ADMIN');
  if (!mayDecide) return listed;
  return sql`(${listed} OR ${req}.customer_tenant_id IS NULL AND ${req}.customer_id IS NULL)`;
}

/**
 * Which invitations (alias `inv`) by id: those of the caller's own reseller, because the link is a
 * bearer secret of that account (D5), and all for the operator. A customer reads one by its token.
 */
export function visibleInvitations(actor: Caller | null, alias = 'inv'): Sql {
  const inv = aliasOf(alias);
  const scope = scopeOf('SEE_RELATIONSHIPS', actor);
  switch (scope.kind) {
    case 'EVERYTHING':
      return sql`TRUE`;
    case 'RESELLER':
      return sql`${inv}.reseller_id = ${scope.resellerId}::uuid`;
    default:
      return sql`FALSE`;
  }
}

/**
 * Which partners of a customer (alias `rel`, ACTIVE) are named by `Customer.partnerNames`: all of them to
 * every user of the customer, plain ones included (section 6), and to the operator; to a reseller
 * itself and whom R38 shows.
 */
export function namedRelationships(actor: Caller | null, alias = 'rel'): Sql {
  const rel = aliasOf(alias);
  const scope = scopeOf('SEARCH_CUSTOMERS', actor);
  if (scope.kind !== 'CUSTOMER') return visibleRelationships(actor, alias);
  return sql`${rel}.customer_id = ${scope.customerId}::uuid`;
}
