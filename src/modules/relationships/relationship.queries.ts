import type { ActorStamp, Caller } from '../../kernel/actor';
import { etagOf } from '../../kernel/etag';
import type { RelationshipStatus } from '../../kernel/relationship-status';
import type { Service } from '../../kernel/service';
import { instantOf } from '../../platform/database/instant';
import { type Sql, sql } from '../../platform/database/sql';
import { actorFor } from '../../platform/graphql/actor.types';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import { type ResellerJson, resellerJson, toReseller } from '../resellers/reseller.queries';
import { visibleCustomers } from '../visibility/parties.visibility';
import {
  type PartnerSight,
  privilegeSight,
  relationshipSight,
  visiblePrivileges,
  visibleRelationships,
} from '../visibility/relationships.visibility';
import type { DapStatus } from './delegated-privileges.rules';
import type { RelationshipOrigin } from './relationship.rules';
import type { DelegatedPrivilege, Relationship } from './relationship.types';

export const RELATIONSHIP_TYPE = 'Relationship';

interface PrivilegeJson {
  readonly service: Service;
  readonly status: DapStatus;
  readonly sight: PartnerSight;
  readonly transacting: boolean;
  readonly grantedAt: string | null;
  readonly grantedBy: ActorStamp | null;
  readonly endedAt: string | null;
  readonly endedBy: ActorStamp | null;
}

export interface RelationshipRow {
  readonly key: string;
  readonly customerKey: string;
  readonly seesCustomer: boolean;
  readonly sight: PartnerSight;
  readonly reseller: ResellerJson;
  readonly status: RelationshipStatus;
  readonly origin: RelationshipOrigin;
  readonly acceptedAt: Date | null;
  readonly acceptedBy: ActorStamp | null;
  readonly removedAt: Date | null;
  readonly removedBy: ActorStamp | null;
  readonly removalReason: string | null;
  readonly indirectProvider: ResellerJson | null;
  readonly indirectReseller: ResellerJson | null;
  readonly version: number;
  readonly privileges: readonly PrivilegeJson[];
}

/** Columns of a relationship (alias `rel`) as the caller may read them; needs `RELATIONSHIP_TABLES`. */
export function relationshipColumns(actor: Caller | null): Sql {
  return sql`rel.id AS key, rel.customer_id AS "customerKey", ${seesCustomer(actor)} AS "seesCustomer",
    ${relationshipSight(actor)} AS sight, ${resellerJson(actor, 'r')} AS reseller, rel.status, rel.origin,
    rel.accepted_at AS "acceptedAt", rel.accepted_by AS "acceptedBy", rel.removed_at AS "removedAt",
    rel.removed_by AS "removedBy", rel.removal_reason AS "removalReason",
    ${otherTier(actor, sql`rel.indirect_provider_id`)} AS "indirectProvider",
    ${otherTier(actor, sql`rel.indirect_reseller_id`)} AS "indirectReseller",
    rel.version, ${privilegesJson(actor)} AS privileges`;
}

/** Whoever sees a relationship sees, by name at least, the partners on it; so this join hides none. */
export const RELATIONSHIP_TABLES: Sql = sql`relationships rel
  JOIN resellers r ON r.id = rel.reseller_id`;

/** Not a join: few relationships have a second tier, and a join would read all partners for each list. */
function otherTier(actor: Caller | null, id: Sql): Sql {
  return sql`(SELECT ${resellerJson(actor, 'tier')} FROM resellers tier WHERE tier.id = ${id})`;
}

/**
 * R36: the row of a REMOVED relationship stays readable, the customer behind it does not. With LIMIT,
 * because of EXISTS the database would gather all customers for a page of a few relationships.
 */
function seesCustomer(actor: Caller | null): Sql {
  return sql`coalesce((
    SELECT TRUE FROM customers c WHERE c.id = rel.customer_id AND ${visibleCustomers(actor)} LIMIT 1
  ), FALSE)`;
}

/** The latest state per service; earlier grants of the same service are history. */
function privilegesJson(actor: Caller | null): Sql {
  return sql`(
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'service', latest.service, 'status', latest.status, 'sight', latest.sight,
      'transacting', latest.transacting, 'grantedAt', latest.granted_at, 'grantedBy', latest.granted_by,
      'endedAt', latest.ended_at, 'endedBy', latest.ended_by
    ) ORDER BY latest.service), '[]')
    FROM (
      SELECT DISTINCT ON (p.service) p.*, ${privilegeSight(actor)} AS sight
      FROM delegated_privileges p
      WHERE p.customer_id = rel.customer_id AND p.relationship_id = rel.id AND ${visiblePrivileges(actor)}
      ORDER BY p.service, p.status = 'ACTIVE' DESC, p.granted_at DESC NULLS LAST, p.id DESC
    ) latest
  )`;
}

// What R38 keeps from another partner: it tells the name and the service, no users and no dates.
const WITHHELD_FROM_PARTNERS = [
  'acceptedAt',
  'acceptedBy',
  'etag',
  'indirectProvider',
  'indirectReseller',
  'origin',
  'removalReason',
  'removedAt',
  'removedBy',
] as const;

/** The object of the graph for a selected relationship, without what this viewer may not read. */
export function toRelationship(actor: Caller | null, row: RelationshipRow): Relationship {
  const { key, seesCustomer: showsCustomer } = row;
  const isFull = row.sight === 'FULL';
  const relationship = {
    id: encodeGlobalId(RELATIONSHIP_TYPE, key),
    key,
    customerKey: showsCustomer ? row.customerKey : null,
    reseller: toReseller(actor, row.reseller),
    status: row.status,
    origin: isFull ? row.origin : null,
    acceptedAt: isFull ? row.acceptedAt : null,
    acceptedBy: isFull ? actorFor(actor, row.acceptedBy, showsCustomer) : null,
    removedAt: isFull ? row.removedAt : null,
    removedBy: isFull ? actorFor(actor, row.removedBy, showsCustomer) : null,
    removalReason: isFull ? row.removalReason : null,
    indirectProvider: isFull ? toReseller(actor, row.indirectProvider) : null,
    indirectReseller: isFull ? toReseller(actor, row.indirectReseller) : null,
    etag: isFull ? etagOf(row.version) : null,
    redactedFields: [
      ...(showsCustomer ? [] : ['customer']),
      ...(isFull ? [] : WITHHELD_FROM_PARTNERS),
    ],
    privileges: [] as readonly DelegatedPrivilege[],
  };
  relationship.privileges = row.privileges.map((it) => toPrivilege(actor, relationship, it));
  return relationship;
}

function toPrivilege(
  actor: Caller | null,
  relationship: Relationship,
  row: PrivilegeJson,
): DelegatedPrivilege {
  const isFull = row.sight === 'FULL';
  return {
    relationship,
    service: row.service,
    status: row.status,
    roleAssignments: row.status === 'ACTIVE' ? ROLE_ASSIGNMENTS : [],
    transacting: isFull ? row.transacting : null,
    grantedAt: isFull ? instantOf(row.grantedAt) : null,
    grantedBy: isFull ? actorFor(actor, row.grantedBy, relationship.customerKey !== null) : null,
    endedAt: isFull ? instantOf(row.endedAt) : null,
    endedBy: isFull ? actorFor(actor, row.endedBy, relationship.customerKey !== null) : null,
  };
}

/** Domain section 2.7: derived, never stored. */
const ROLE_ASSIGNMENTS = [
  { partnerGroup: 'ADMIN_AGENTS', customerRole: 'GLOBAL_ADMINISTRATOR' },
  { partnerGroup: 'HELPDESK_AGENTS', customerRole: 'HELPDESK_ADMINISTRATOR' },
] as const;

/** The relationships with these row ids that the caller sees. */
export function findRelationships(
  ctx: RequestContext,
  ids: readonly string[],
): Promise<readonly Relationship[]> {
  return readRelationships(ctx, sql`rel.id = ANY(${[...ids]}::uuid[])`);
}

/**
 * The ACTIVE relationships of these customers in which the caller sees privileges, by name of the
 * partner: where `Customer.partnersWithPrivileges` comes from (R35, R38).
 */
export function findPrivilegedRelationships(
  ctx: RequestContext,
  customerIds: readonly string[],
): Promise<readonly Relationship[]> {
  return readRelationships(
    ctx,
    sql`rel.customer_id = ANY(${[...customerIds]}::uuid[]) AND rel.status = 'ACTIVE' AND EXISTS (
      SELECT 1 FROM delegated_privileges granted
      WHERE granted.customer_id = rel.customer_id AND granted.relationship_id = rel.id
        AND granted.status = 'ACTIVE'
    )`,
  );
}

async function readRelationships(
  ctx: RequestContext,
  condition: Sql,
): Promise<readonly Relationship[]> {
  const { actor } = ctx;
  const rows = await ctx.db.query<RelationshipRow>(sql`
    SELECT ${relationshipColumns(actor)} FROM ${RELATIONSHIP_TABLES}
    WHERE (${condition}) AND ${visibleRelationships(actor)}
    ORDER BY r.name, rel.id`);
  return rows.map((row) => toRelationship(actor, row));
}
