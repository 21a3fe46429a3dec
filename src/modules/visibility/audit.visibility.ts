import type { Caller } from '../../kernel/actor';
import { mayAct } from '../../kernel/role-matrix';
import { type Sql, sql } from '../../platform/database/sql';
import { transactsWithCustomer, visiblePartnerRelationships } from './parties.visibility';
import { ownRelationships, visibleInvitations, visibleRequests } from './relationships.visibility';
import { aliasOf, isCustomerAdmin, rowsFor, scopeOf } from './scope';
import { ownSales } from './subscriptions.visibility';

/**
 * Which audit records (alias `a`), by the row "Read activity log": a reseller those of its own users and
 * applications, those about its account and those that concern it otherwise; a customer's
 * administrators those of their tenant; the operator all (R42). How much of one they read is
 * `auditSight` and `knowsCustomerOf`.
 */
export function visibleAuditRecords(actor: Caller | null, alias = 'a'): Sql {
  const a = aliasOf(alias);
  return rowsFor(scopeOf('READ_ACTIVITY_LOG', actor), {
    customer: (scope) => sql`${a}.customer_id = ${scope.customerId}::uuid`,
    // That it concerns anybody is said for the index of such records.
    reseller: (scope) => sql`(${a}.reseller_id = ${scope.resellerId}::uuid
        OR ${a}.concerned_reseller_ids <> '{}' AND ${a}.concerned_reseller_ids @> ARRAY[${scope.resellerId}::uuid])`,
  });
}

/**
 * Whether the viewer sees the object of an audit record (alias `a`) in full, as it stands now: old
 * values are for those readers only (R42). False where the record names no object.
 */
export function seesAuditedObject(actor: Caller | null, alias = 'a'): Sql {
  const a = aliasOf(alias);
  if (actor?.side === 'operator') return sql`TRUE`;
  if (actor?.side === 'customer') {
    // An invitation is an account's bearer secret (D5); everything else of its tenant is its own to read.
    return isCustomerAdmin(actor)
      ? sql`(${a}.resource_id IS NOT NULL AND ${a}.resource_type <> 'INVITATION')`
      : sql`FALSE`;
  }
  if (!mayAct('SEE_RELATIONSHIPS', actor)) return sql`FALSE`;
  return sql`CASE ${a}.resource_type
    WHEN 'SUBSCRIPTION' THEN ${soldAs(actor, a)}
    WHEN 'TRANSFER' THEN ${soldAs(actor, a)}
    WHEN 'PARTNER_CUSTOMER_RELATIONSHIP' THEN ${relatedAs(actor, a)}
    WHEN 'PARTNER_CUSTOMER_DAP' THEN ${relatedAs(actor, a)} OR EXISTS (
      SELECT 1 FROM delegated_privileges p JOIN relationships rel ON rel.id = p.relationship_id
      WHERE p.id = ${a}.resource_id AND ${ownRelationships(actor)}
    )
    WHEN 'RELATIONSHIP_REQUEST' THEN EXISTS (
      SELECT 1 FROM relationship_requests req WHERE req.id = ${a}.resource_id AND ${visibleRequests(actor)}
    )
    WHEN 'INVITATION' THEN EXISTS (
      SELECT 1 FROM invitations inv WHERE inv.id = ${a}.resource_id AND ${visibleInvitations(actor)}
    )
    WHEN 'PARTNER_RELATIONSHIP' THEN EXISTS (
      SELECT 1 FROM partner_relationships pr
      WHERE pr.id = ${a}.resource_id AND ${visiblePartnerRelationships(actor)}
    )
    WHEN 'CUSTOMER' THEN EXISTS (
      SELECT 1 FROM customers c WHERE c.id = ${a}.resource_id AND ${transactsWithCustomer(actor)}
    )
    WHEN 'RESELLER' THEN ${a}.resource_id = ${ownResellerOf(actor)}::uuid
    WHEN 'WEBHOOK_ENDPOINT' THEN ${a}.reseller_id = ${ownResellerOf(actor)}::uuid
    ELSE FALSE
  END`;
}

/** The caller's own account; null for whoever has none. */
function ownResellerOf(actor: Caller | null): string | null {
  return actor?.side === 'partner' ? actor.resellerId : null;
}

function soldAs(actor: Caller | null, a: Sql): Sql {
  return sql`EXISTS (SELECT 1 FROM subscriptions s WHERE s.id = ${a}.resource_id AND ${ownSales(actor)})`;
}

function relatedAs(actor: Caller | null, a: Sql): Sql {
  return sql`EXISTS (
    SELECT 1 FROM relationships rel WHERE rel.id = ${a}.resource_id AND ${ownRelationships(actor)}
  )`;
}
