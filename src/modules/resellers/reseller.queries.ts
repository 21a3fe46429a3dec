import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { mayAct } from '../../kernel/role-matrix';
import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import { allOf, type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import type { KeysetList, KeysetOrder } from '../../platform/graphql/keyset';
import {
  type ResellerSight,
  resellerSight,
  visibleResellers,
} from '../visibility/parties.visibility';
import { aliasOf } from '../visibility/scope';
import type { Reseller, ResellerFilter, ResellerOrder, ResellerOrderField } from './reseller.types';
import type { ResellerFacts, ResellerKind } from './reseller-facts';
import type { ResellerAccountStatus } from './reseller-standing.rules';

export const RESELLER_TYPE = 'Reseller';

/** A reseller as statements select it: one JSON value, so that any query can join any number of them. */
export interface ResellerJson {
  readonly id: string;
  readonly name: string;
  readonly sight: ResellerSight;
  readonly tenantId: string | null;
  readonly mpnId: string | null;
  readonly country: string | null;
  readonly cloudInstance: CloudInstance;
  readonly kind: ResellerKind | null;
  readonly accountStatus: ResellerAccountStatus;
  readonly agreementAccepted: boolean;
  readonly specialties: readonly Service[];
  readonly isPlaceholder: boolean;
}

/**
 * A joined reseller (alias `r`) as one JSON value, NULL where the join found none. The query that joins
 * decides whether the row is visible; how much of it is read is decided here (R38).
 */
export function resellerJson(actor: Caller | null, alias = 'r'): Sql {
  const r = aliasOf(alias);
  return sql`CASE WHEN ${r}.id IS NOT NULL THEN jsonb_build_object(
    'id', ${r}.id, 'name', ${r}.name, 'sight', ${resellerSight(actor, alias)},
    'tenantId', ${r}.tenant_id, 'mpnId', ${r}.mpn_id, 'country', ${r}.country,
    'cloudInstance', ${r}.cloud_instance, 'kind', ${r}.kind, 'accountStatus', ${r}.account_status,
    'agreementAccepted', ${r}.agreement_accepted, 'specialties', ${r}.specialties,
    'isPlaceholder', ${r}.is_placeholder
  ) END`;
}

const PROFILE_FIELDS = [
  'tenantId',
  'mpnId',
  'country',
  'cloudInstance',
  'kind',
  'accountStatus',
  'agreementAccepted',
  'specialties',
] as const;

/** The object of the graph for a selected reseller. */
export function toReseller(actor: Caller | null, row: ResellerJson): Reseller;
export function toReseller(actor: Caller | null, row: ResellerJson | null): Reseller | null;
export function toReseller(actor: Caller | null, row: ResellerJson | null): Reseller | null {
  if (row === null) return null;
  const isFull = row.sight === 'FULL';
  return {
    id: encodeGlobalId(RESELLER_TYPE, row.id),
    key: row.id,
    name: row.name,
    tenantId: isFull ? row.tenantId : null,
    mpnId: isFull ? row.mpnId : null,
    country: isFull ? row.country : null,
    cloudInstance: isFull ? row.cloudInstance : null,
    kind: isFull ? row.kind : null,
    // Nothing but the number of a placeholder is known; what its columns hold are defaults.
    accountStatus: isFull && !row.isPlaceholder ? row.accountStatus : null,
    agreementAccepted: isFull && !row.isPlaceholder ? row.agreementAccepted : null,
    specialties: isFull ? row.specialties : [],
    redactedFields: [
      ...(isFull ? [] : PROFILE_FIELDS),
      ...(seesPartnerships(actor, row.id) ? [] : ['indirectPartnerships']),
      ...(seesInvitation(actor, row.id) ? [] : ['invitation']),
    ],
  };
}

function isOwn(actor: Caller | null, resellerId: string): boolean {
  return actor?.side === 'partner' && actor.resellerId === resellerId;
}

/** Partnerships are read by the partner itself and the operator; of another account only one's own link with it. */
function seesPartnerships(actor: Caller | null, resellerId: string): boolean {
  return (
    mayAct('SEE_PARTNER_PROFILES', actor) &&
    (isOwn(actor, resellerId) || actor?.side === 'operator')
  );
}

/** The link is a bearer secret of the account (D5). */
function seesInvitation(actor: Caller | null, resellerId: string): boolean {
  return (
    mayAct('SEE_RELATIONSHIPS', actor) && (isOwn(actor, resellerId) || actor?.side === 'operator')
  );
}

interface ResellerRow {
  readonly reseller: ResellerJson;
}

/** The resellers with these row ids that the caller sees. */
export async function findResellers(
  ctx: RequestContext,
  ids: readonly string[],
): Promise<readonly Reseller[]> {
  return readResellers(ctx, sql`r.id = ANY(${[...ids]}::uuid[])`);
}

export async function findResellerByMpnId(
  ctx: RequestContext,
  mpnId: string,
): Promise<Reseller | null> {
  // An MPN id that the caller is not told must not be found by trying.
  const known = sql`r.mpn_id = ${mpnId} AND ${resellerSight(ctx.actor)} = 'FULL'`;
  const [reseller] = await readResellers(ctx, known);
  return reseller ?? null;
}

async function readResellers(ctx: RequestContext, condition: Sql): Promise<readonly Reseller[]> {
  const rows = await ctx.db.query<ResellerRow>(sql`
    SELECT ${resellerJson(ctx.actor)} AS reseller FROM resellers r
    WHERE (${condition}) AND ${visibleResellers(ctx.actor)}`);
  return rows.map(({ reseller }) => toReseller(ctx.actor, reseller));
}

/** What the rules ask about resellers. Not scoped: only for decisions about what the caller may do. */
export function findResellerFacts(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly ResellerFacts[]> {
  return db.query<ResellerFacts>(sql`
    SELECT r.id, r.name, r.kind, r.account_status AS "accountStatus",
      r.agreement_accepted AS "agreementAccepted", r.country, r.cloud_instance AS "cloudInstance"
    FROM resellers r WHERE r.id = ANY(${[...ids]}::uuid[])`);
}

export type ResellerListRow = ResellerRow;

/** The partners that the caller sees. A condition on a withheld field is not met by any value. */
export function resellerList(
  actor: Caller | null,
  filter: ResellerFilter | null | undefined,
  order: ResellerOrder | null | undefined,
): KeysetList {
  const isFull = sql`${resellerSight(actor)} = 'FULL'`;
  const conditions = [visibleResellers(actor)];
  if (filter?.name) conditions.push(sql`starts_with(lower(r.name), lower(${filter.name}))`);
  if (filter?.country) conditions.push(sql`${isFull} AND r.country = ${filter.country}`);
  if (filter?.specialty) {
    conditions.push(sql`${isFull} AND r.specialties @> ARRAY[${filter.specialty}]::text[]`);
  }
  return {
    name: 'Query.resellers',
    select: sql`${resellerJson(actor)} AS reseller`,
    from: sql`resellers r`,
    where: allOf(conditions),
    order: orderOf(isFull, order),
  };
}

function orderOf(isFull: Sql, order: ResellerOrder | null | undefined): KeysetOrder {
  const field: ResellerOrderField = order?.field ?? 'NAME';
  const direction = order?.direction ?? 'ASC';
  const id = { expression: sql`r.id`, type: 'uuid', direction } as const;
  const name = `${field} ${direction}`;
  switch (field) {
    case 'NAME':
      return { name, keys: [{ expression: sql`r.name`, type: 'text', direction }, id] };
    case 'CREATED_AT':
      return { name, keys: [instantWhere(isFull, sql`r.created_at`, direction), id] };
    case 'UPDATED_AT':
      return { name, keys: [instantWhere(isFull, sql`r.updated_at`, direction), id] };
  }
}

/** The instant where the viewer may know it, so that the order of a list does not tell it. */
function instantWhere(isFull: Sql, instant: Sql, direction: 'ASC' | 'DESC') {
  return {
    expression: sql`CASE WHEN ${isFull} THEN ${instant} END`,
    type: 'timestamptz',
    direction,
    isNullable: true,
  } as const;
}
