import type { ActorStamp, Caller } from '../../kernel/actor';
import { etagOf } from '../../kernel/etag';
import type { RelationshipStatus } from '../../kernel/relationship-status';
import type { Service } from '../../kernel/service';
import { instantOf } from '../../platform/database/instant';
import { isOneOf, type Sql, sql } from '../../platform/database/sql';
import { type Actor, actorFor } from '../../platform/graphql/actor.types';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import { defineReading, type FieldReading } from '../../platform/graphql/reading';
import type { Selection } from '../../platform/graphql/selection';
import { namedResellers } from '../resellers/reseller.queries';
import type { Reseller } from '../resellers/reseller.types';
import { knowsCustomerOf } from '../visibility/change-log.visibility';
import {
  type PartnerSight,
  privilegeSight,
  relationshipSight,
  visiblePrivileges,
  visibleRelationships,
} from '../visibility/relationships.visibility';
import type { DapStatus } from './delegated-privileges.rules';
import type { RelationshipOrigin } from './relationship.rules';
import { DelegatedPrivilege, Relationship } from './relationship.types';

export const RELATIONSHIP_TYPE = 'Relationship';

/** A privilege as JSON, as it stands in the row of its relationship. */
interface PrivilegeRow {
  readonly service: Service;
  readonly status: DapStatus;
  readonly sight: PartnerSight;
  readonly seesCustomer: boolean;
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
  readonly reseller: Reseller;
  readonly status: RelationshipStatus;
  readonly origin: RelationshipOrigin;
  readonly acceptedAt: Date | null;
  readonly acceptedBy: ActorStamp | null;
  readonly removedAt: Date | null;
  readonly removedBy: ActorStamp | null;
  readonly removalReason: string | null;
  readonly indirectProvider: Reseller | null;
  readonly indirectReseller: Reseller | null;
  readonly version: number;
  readonly privileges: readonly PrivilegeRow[];
}

/** Domain section 2.7: derived, never stored. */
const ROLE_ASSIGNMENTS = [
  { partnerGroup: 'ADMIN_AGENTS', customerRole: 'GLOBAL_ADMINISTRATOR' },
  { partnerGroup: 'HELPDESK_AGENTS', customerRole: 'HELPDESK_ADMINISTRATOR' },
] as const;

/** Null for another partner (R38). */
function ofOwnPrivilege<Column extends keyof PrivilegeRow, Value>(
  column: Column,
  value: (own: PrivilegeRow[Column]) => Value,
): FieldReading<PrivilegeRow, Value | null> {
  return {
    needs: ['sight', column],
    value: (row) => (row.sight === 'FULL' ? value(row[column]) : null),
  };
}

function privilegeActor(column: 'grantedBy' | 'endedBy'): FieldReading<PrivilegeRow, Actor | null> {
  return {
    needs: ['sight', 'seesCustomer', column],
    value: (row, viewer) =>
      row.sight === 'FULL' ? actorFor(viewer, row[column], row.seesCustomer) : null,
  };
}

/** Over `relationships rel` and `delegated_privileges p` of it. The relationship itself comes with the object. */
const privilegeReading = defineReading<Omit<DelegatedPrivilege, 'relationship'>, PrivilegeRow>({
  type: DelegatedPrivilege,
  columns: {
    service: sql`p.service`,
    status: sql`p.status`,
    sight: (viewer) => privilegeSight(viewer),
    seesCustomer: (viewer) => knowsCustomerOf(viewer, 'rel'),
    transacting: sql`p.transacting`,
    grantedAt: sql`p.granted_at`,
    grantedBy: sql`p.granted_by`,
    endedAt: sql`p.ended_at`,
    endedBy: sql`p.ended_by`,
  },
  always: [],
  fields: {
    transacting: ofOwnPrivilege('transacting', (isTransacting) => isTransacting),
    roleAssignments: {
      needs: ['status'],
      value: ({ status }) => (status === 'ACTIVE' ? ROLE_ASSIGNMENTS : []),
    },
    grantedAt: ofOwnPrivilege('grantedAt', instantOf),
    grantedBy: privilegeActor('grantedBy'),
    endedAt: ofOwnPrivilege('endedAt', instantOf),
    endedBy: privilegeActor('endedBy'),
  },
});

/** The latest state per service; earlier grants of the same service are history. */
function privilegesColumn(viewer: Caller | null, selection: Selection): Sql {
  return sql`(
    SELECT coalesce(json_agg(${privilegeReading.selectJson(viewer, selection)} ORDER BY p.service), '[]')
    FROM (
      SELECT DISTINCT ON (p.service) p.* FROM delegated_privileges p
      WHERE p.relationship_id = rel.id AND ${visiblePrivileges(viewer, 'p', sql`rel.customer_id`)}
      ORDER BY p.service, p.status = 'ACTIVE' DESC, p.granted_at DESC NULLS LAST, p.id DESC
    ) p
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

/** Null for another partner (R38). */
function ofOwn<Column extends 'origin' | 'acceptedAt' | 'removedAt' | 'removalReason'>(
  column: Column,
): FieldReading<RelationshipRow, RelationshipRow[Column] | null> {
  return {
    needs: ['sight', column],
    value: (row) => (row.sight === 'FULL' ? row[column] : null),
  };
}

function actorReading(
  column: 'acceptedBy' | 'removedBy',
): FieldReading<RelationshipRow, Actor | null> {
  return {
    needs: ['sight', 'seesCustomer', column],
    value: (row, viewer) =>
      row.sight === 'FULL' ? actorFor(viewer, row[column], row.seesCustomer) : null,
  };
}

function tierReading(
  column: 'indirectProvider' | 'indirectReseller',
): FieldReading<RelationshipRow, Reseller | null> {
  return {
    needs: ['sight', column],
    value: (row) => (row.sight === 'FULL' ? row[column] : null),
  };
}

/** Over `relationships rel`. Whoever sees one sees, by name at least, the partners on it. */
export const relationshipReading = defineReading<Relationship, RelationshipRow>({
  type: Relationship,
  columns: {
    key: sql`rel.id`,
    customerKey: sql`rel.customer_id`,
    // R36: the row of a REMOVED relationship stays readable, the customer behind it does not.
    seesCustomer: (viewer) => knowsCustomerOf(viewer, 'rel'),
    sight: (viewer) => relationshipSight(viewer),
    reseller: sql`rel.reseller_id`,
    status: sql`rel.status`,
    origin: sql`rel.origin`,
    acceptedAt: sql`rel.accepted_at`,
    acceptedBy: sql`rel.accepted_by`,
    removedAt: sql`rel.removed_at`,
    removedBy: sql`rel.removed_by`,
    removalReason: sql`rel.removal_reason`,
    indirectProvider: sql`rel.indirect_provider_id`,
    indirectReseller: sql`rel.indirect_reseller_id`,
    version: sql`rel.version`,
    privileges: (viewer, selection) => privilegesColumn(viewer, selection.below('privileges')),
  },
  names: {
    reseller: { source: namedResellers, selection: (it) => it.below('reseller') },
    indirectProvider: { source: namedResellers, selection: (it) => it.below('indirectProvider') },
    indirectReseller: { source: namedResellers, selection: (it) => it.below('indirectReseller') },
  },
  always: ['key', 'customerKey'],
  leadsBack: [['privileges', 'relationship']],
  fields: {
    id: { needs: ['key'], value: ({ key }) => encodeGlobalId(RELATIONSHIP_TYPE, key) },
    origin: ofOwn('origin'),
    acceptedAt: ofOwn('acceptedAt'),
    acceptedBy: actorReading('acceptedBy'),
    removedAt: ofOwn('removedAt'),
    removedBy: actorReading('removedBy'),
    removalReason: ofOwn('removalReason'),
    indirectProvider: tierReading('indirectProvider'),
    indirectReseller: tierReading('indirectReseller'),
    etag: {
      needs: ['sight', 'version'],
      value: ({ sight, version }) => (sight === 'FULL' ? etagOf(version) : null),
    },
    redactedFields: {
      needs: ['sight', 'seesCustomer'],
      value: (row) => [
        ...(row.seesCustomer ? [] : ['customer']),
        ...(row.sight === 'FULL' ? [] : WITHHELD_FROM_PARTNERS),
      ],
    },
    privileges: {
      needs: ['privileges'],
      value: (row, viewer) => toPrivileges(viewer, row),
    },
  },
});

function toPrivileges(viewer: Caller | null, row: RelationshipRow): readonly DelegatedPrivilege[] {
  const relationship = relationshipReading.toObject(viewer, row);
  return row.privileges.map((privilege) =>
    Object.assign(privilegeReading.toObject(viewer, privilege), { relationship }),
  );
}

/** The relationships with these row ids that the caller sees. */
export function findRelationships(
  ctx: RequestContext,
  ids: readonly string[],
  selection: Selection,
): Promise<readonly Relationship[]> {
  return readRelationships(
    ctx,
    isOneOf(sql`rel.id`, ids),
    selection,
    ids.length === 1 ? 'one' : 'many',
  );
}

/**
 * The ACTIVE relationships of these customers in which the caller sees privileges, by name of the
 * partner: where `Customer.partnersWithPrivileges` comes from (R35, R38).
 */
export function findPrivilegedRelationships(
  ctx: RequestContext,
  customerIds: readonly string[],
  selection: Selection,
): Promise<readonly Relationship[]> {
  return readRelationships(
    ctx,
    sql`rel.customer_id = ANY(${[...customerIds]}::uuid[]) AND rel.status = 'ACTIVE' AND EXISTS (
      SELECT 1 FROM delegated_privileges granted
      WHERE granted.customer_id = rel.customer_id AND granted.relationship_id = rel.id
        AND granted.status = 'ACTIVE'
    )`,
    selection,
    'many',
  );
}

async function readRelationships(
  { actor, naming }: RequestContext,
  condition: Sql,
  selection: Selection,
  rowCount: 'one' | 'many',
): Promise<readonly Relationship[]> {
  const statement = sql`
    SELECT ${relationshipReading.select(actor, selection)} FROM relationships rel
    WHERE (${condition}) AND ${visibleRelationships(actor)}
    ORDER BY (SELECT named.name FROM resellers named WHERE named.id = rel.reseller_id), rel.id`;
  const named = relationshipReading.named(actor, selection);
  const rows = await naming.query<RelationshipRow>(statement, named, rowCount);
  return rows.map((row) => relationshipReading.toObject(actor, row));
}
