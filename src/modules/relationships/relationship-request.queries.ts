import type { ActorStamp, Caller } from '../../kernel/actor';
import { etagOf } from '../../kernel/etag';
import type { Service } from '../../kernel/service';
import { allOf, type Columns, columns, isOneOf, type Sql, sql } from '../../platform/database/sql';
import { actorFor } from '../../platform/graphql/actor.types';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf, encodeGlobalId } from '../../platform/graphql/global-id';
import type { KeysetList, KeysetOrder, SortKey } from '../../platform/graphql/keyset';
import { EVERYTHING } from '../../platform/graphql/selection';
import {
  RESELLER_TYPE,
  resellerReading,
  type ResellerRow,
  toReseller,
} from '../resellers/reseller.queries';
import { visibleCustomers, visibleResellers } from '../visibility/parties.visibility';
import { visibleRequests, visibleRequestsById } from '../visibility/relationships.visibility';
import { daysLeft, type RelationshipRequestStatus } from './relationship-request.rules';
import type {
  RelationshipRequest,
  RelationshipRequestFilter,
  RelationshipRequestOrder,
} from './relationship-request.types';

export const RELATIONSHIP_REQUEST_TYPE = 'RelationshipRequest';

interface RelationshipRequestRow {
  readonly key: string;
  readonly reseller: ResellerRow | null;
  readonly invitationKey: string;
  readonly customerKey: string | null;
  readonly customerTenantId: string | null;
  readonly customerDomainHint: string | null;
  readonly services: readonly Service[];
  readonly withDelegatedAdmin: boolean;
  readonly status: RelationshipRequestStatus;
  readonly requestedBy: ActorStamp;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly decidedBy: ActorStamp | null;
  readonly decidedAt: Date | null;
  readonly declineReason: string | null;
  readonly relationshipKey: string | null;
  readonly version: number;
}

function requestColumns(actor: Caller | null, now: Date): Columns {
  const reseller = resellerReading.selectJson(actor, EVERYTHING);
  return columns({
    key: sql`req.id`,
    reseller: sql`CASE WHEN r.id IS NOT NULL THEN ${reseller} END`,
    invitationKey: sql`req.invitation_id`,
    customerKey: customerKey(actor),
    customerTenantId: sql`req.customer_tenant_id`,
    customerDomainHint: sql`req.customer_domain_hint`,
    services: sql`req.services`,
    withDelegatedAdmin: sql`req.with_delegated_admin`,
    status: effectiveStatus(now),
    requestedBy: sql`req.requested_by`,
    requestedAt: sql`req.requested_at`,
    expiresAt: sql`req.expires_at`,
    decidedBy: sql`req.decided_by`,
    decidedAt: sql`req.decided_at`,
    declineReason: sql`req.decline_reason`,
    relationshipKey: sql`req.relationship_id`,
    version: sql`req.version`,
  });
}

/**
 * Whoever may decide a request that names no tenant (R15) reads who asks; the partner is no other way
 * visible to it, or every customer would see every partner with such a request.
 */
function tables(actor: Caller | null): Sql {
  // Who sees every partner: a list by name can begin with the partners.
  if (actor?.side === 'operator') {
    return sql`relationship_requests req JOIN resellers r ON r.id = req.reseller_id`;
  }
  return sql`relationship_requests req LEFT JOIN resellers r ON r.id = req.reseller_id AND (
    ${visibleResellers(actor)}
    OR req.customer_tenant_id IS NULL AND req.customer_id IS NULL AND req.status = 'PENDING'
  )`;
}

/**
 * Domain 2.5: always set for the customer's own users; for the reseller only once it has a relationship
 * with the customer, so that a request tells nothing about a tenant.
 */
function customerKey(actor: Caller | null): Sql {
  if (actor?.side === 'customer') return sql`${actor.customerId}::uuid`;
  return sql`(
    SELECT c.id FROM customers c
    WHERE (c.id = req.customer_id OR req.customer_id IS NULL AND c.tenant_id = req.customer_tenant_id)
      AND ${visibleCustomers(actor)}
  )`;
}

/** R25: computed from `expires_at` whenever somebody asks, so that a late timer changes nothing. */
function effectiveStatus(now: Date): Sql {
  return sql`CASE WHEN req.status = 'PENDING' AND req.expires_at <= ${now}::timestamptz
    THEN 'EXPIRED' ELSE req.status END`;
}

function toRelationshipRequest(
  actor: Caller | null,
  row: RelationshipRequestRow,
  now: Date,
): RelationshipRequest {
  const { reseller, requestedBy, decidedBy, ...plain } = row;
  return {
    ...plain,
    id: encodeGlobalId(RELATIONSHIP_REQUEST_TYPE, row.key),
    reseller: toReseller(actor, reseller),
    requestedBy: actorFor(actor, requestedBy, row.customerKey !== null),
    decidedBy: actorFor(actor, decidedBy, row.customerKey !== null),
    expiresInDays: daysLeft(row, now),
    etag: etagOf(row.version),
    redactedFields: [
      // Also where the tenant is not held: both must look the same to the reseller.
      ...(actor?.side === 'partner' && row.customerKey === null ? ['customer'] : []),
      // The link is a bearer secret of the reseller's account (D5); the request itself is enough.
      ...(actor?.side === 'customer' ? ['invitation'] : []),
      ...(reseller === null ? ['reseller'] : []),
    ],
  };
}

/** The requests with these row ids that the caller sees, also those it may only read by their id (R15). */
export async function findRelationshipRequests(
  ctx: RequestContext,
  ids: readonly string[],
): Promise<readonly RelationshipRequest[]> {
  const { actor } = ctx;
  const now = ctx.clock.now();
  const rows = await ctx.db.query<RelationshipRequestRow>(sql`
    SELECT ${requestColumns(actor, now)} FROM ${tables(actor)}
    WHERE ${isOneOf(sql`req.id`, ids)} AND ${visibleRequestsById(actor)}`);
  return rows.map((row) => toRelationshipRequest(actor, row, now));
}

export interface RelationshipRequestListing {
  readonly filter?: RelationshipRequestFilter | null;
  readonly orderBy?: RelationshipRequestOrder | null;
}

/** The requests that stand in the caller's list. */
export function relationshipRequestList(
  actor: Caller | null,
  listing: RelationshipRequestListing,
  now: Date,
): KeysetList<RelationshipRequestRow, RelationshipRequest> {
  const { status, reseller } = listing.filter ?? {};
  const conditions = [visibleRequests(actor)];
  if (status) conditions.push(sql`${effectiveStatus(now)} = ANY(${[...status]}::text[])`);
  if (reseller) {
    const [resellerId] = decodeIdOf(RESELLER_TYPE, reseller, 'filter.reseller', 1);
    // `r` is null where the partner is hidden, so a hidden one cannot be found by trying.
    conditions.push(sql`r.id = ${resellerId}::uuid`);
  }
  return {
    name: 'Query.relationshipRequests',
    select: requestColumns(actor, now),
    from: tables(actor),
    where: allOf(conditions),
    order: orderOf(actor, listing.orderBy),
    toNode: (row) => toRelationshipRequest(actor, row, now),
  };
}

function orderOf(
  actor: Caller | null,
  order: RelationshipRequestOrder | null | undefined,
): KeysetOrder {
  const field = order?.field ?? 'CREATED_AT';
  const direction = order?.direction ?? 'ASC';
  const by: Readonly<Record<typeof field, SortKey>> = {
    NAME: {
      expression: sql`r.name`,
      type: 'text',
      direction,
      isNullable: actor?.side !== 'operator',
      isOfOtherTable: true,
    },
    CREATED_AT: { expression: sql`req.requested_at`, type: 'timestamptz', direction },
    UPDATED_AT: { expression: sql`req.updated_at`, type: 'timestamptz', direction },
  };
  return {
    name: `${field} ${direction}`,
    keys: [by[field], { expression: sql`req.id`, type: 'uuid', direction }],
  };
}
