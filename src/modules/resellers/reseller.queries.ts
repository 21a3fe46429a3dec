import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { mayAct } from '../../kernel/role-matrix';
import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import { allOf, isOneOf, type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import type { KeysetList, KeysetOrder } from '../../platform/graphql/keyset';
import type { NamedSource } from '../../platform/graphql/named-objects';
import { defineReading, type FieldReading } from '../../platform/graphql/reading';
import type { Selection } from '../../platform/graphql/selection';
import {
  type ResellerSight,
  resellerSight,
  visibleResellers,
} from '../visibility/parties.visibility';
import {
  Reseller,
  type ResellerFilter,
  type ResellerOrder,
  type ResellerOrderField,
} from './reseller.types';
import type { ResellerFacts, ResellerKind } from './reseller-facts';
import type { ResellerAccountStatus } from './reseller-standing.rules';

export const RESELLER_TYPE = 'Reseller';

/** A reseller as statements select it (alias `r`), or as JSON where it belongs to something else. */
export interface ResellerRow {
  readonly key: string;
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
type ProfileField = (typeof PROFILE_FIELDS)[number];

/** A field of the profile, null for whoever reads the name only (R38). */
function ofProfile<Field extends ProfileField>(
  field: Field,
): FieldReading<ResellerRow, ResellerRow[Field] | null> {
  return {
    needs: ['sight', field],
    value: (row) => (row.sight === 'FULL' ? row[field] : null),
  };
}

/** Nothing but the number of a placeholder is known; what its columns hold are defaults. */
function ofRegistered<Field extends 'accountStatus' | 'agreementAccepted'>(
  field: Field,
): FieldReading<ResellerRow, ResellerRow[Field] | null> {
  return {
    needs: ['sight', 'isPlaceholder', field],
    value: (row) => (row.sight === 'FULL' && !row.isPlaceholder ? row[field] : null),
  };
}

/**
 * A query decides whether a reseller (alias `r`) is visible; how much of it is read is decided here (R38).
 */
export const resellerReading = defineReading<Reseller, ResellerRow>({
  type: Reseller,
  columns: {
    key: sql`r.id`,
    name: sql`r.name`,
    sight: (viewer) => resellerSight(viewer),
    tenantId: sql`r.tenant_id`,
    mpnId: sql`r.mpn_id`,
    country: sql`r.country`,
    cloudInstance: sql`r.cloud_instance`,
    kind: sql`r.kind`,
    accountStatus: sql`r.account_status`,
    agreementAccepted: sql`r.agreement_accepted`,
    specialties: sql`r.specialties`,
    isPlaceholder: sql`r.is_placeholder`,
  },
  always: ['key'],
  fields: {
    id: { needs: ['key'], value: ({ key }) => encodeGlobalId(RESELLER_TYPE, key) },
    tenantId: ofProfile('tenantId'),
    mpnId: ofProfile('mpnId'),
    country: ofProfile('country'),
    cloudInstance: ofProfile('cloudInstance'),
    kind: ofProfile('kind'),
    accountStatus: ofRegistered('accountStatus'),
    agreementAccepted: ofRegistered('agreementAccepted'),
    specialties: {
      needs: ['sight', 'specialties'],
      value: ({ sight, specialties }) => (sight === 'FULL' ? specialties : []),
    },
    redactedFields: {
      needs: ['sight'],
      value: ({ key, sight }, viewer) => [
        ...(sight === 'FULL' ? [] : PROFILE_FIELDS),
        ...(seesPartnerships(viewer, key) ? [] : ['indirectPartnerships']),
        ...(seesInvitation(viewer, key) ? [] : ['invitation']),
      ],
    },
  },
});

/**
 * Resellers that rows of a list name. Not scoped: whoever sees a row that names a reseller sees its name at
 * least (R38).
 */
export const namedResellers: NamedSource = {
  from: sql`resellers r`,
  id: sql`r.id`,
  select: resellerReading.select,
  selectJson: resellerReading.selectJson,
  toObject: (viewer, row) => resellerReading.toObject(viewer, row as ResellerRow),
};

/**
 * The reseller with this row id as JSON, as one column of a statement that reads few rows, and all of them
 * whole. Not a join: the database would plan it with the rest.
 */
export function resellerColumn(viewer: Caller | null, id: Sql, selection: Selection): Sql {
  return sql`(SELECT ${resellerReading.selectJson(viewer, selection)} FROM resellers r WHERE r.id = ${id})`;
}

/** The object for such a column. */
export function toReseller(viewer: Caller | null, row: ResellerRow): Reseller;
export function toReseller(viewer: Caller | null, row: ResellerRow | null): Reseller | null;
export function toReseller(viewer: Caller | null, row: ResellerRow | null): Reseller | null {
  return row === null ? null : resellerReading.toObject(viewer, row);
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

/** The resellers with these row ids that the caller sees. */
export async function findResellers(
  ctx: RequestContext,
  ids: readonly string[],
  selection: Selection,
): Promise<readonly Reseller[]> {
  return readResellers(ctx, isOneOf(sql`r.id`, ids), selection);
}

export async function findResellerByMpnId(
  ctx: RequestContext,
  mpnId: string,
  selection: Selection,
): Promise<Reseller | null> {
  // An MPN id that the caller is not told must not be found by trying.
  const known = sql`r.mpn_id = ${mpnId} AND ${resellerSight(ctx.actor)} = 'FULL'`;
  const [reseller] = await readResellers(ctx, known, selection);
  return reseller ?? null;
}

async function readResellers(
  { actor, db }: RequestContext,
  condition: Sql,
  selection: Selection,
): Promise<readonly Reseller[]> {
  const rows = await db.query<ResellerRow>(sql`
    SELECT ${resellerReading.select(actor, selection)} FROM resellers r
    WHERE (${condition}) AND ${visibleResellers(actor)}`);
  return rows.map((row) => resellerReading.toObject(actor, row));
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

/** The partners that the caller sees. A condition on a withheld field is not met by any value. */
export function resellerList(
  actor: Caller | null,
  filter: ResellerFilter | null | undefined,
  order: ResellerOrder | null | undefined,
  selection: Selection,
): KeysetList<ResellerRow, Reseller> {
  const isFull = sql`${resellerSight(actor)} = 'FULL'`;
  const conditions = [visibleResellers(actor)];
  if (filter?.name) conditions.push(sql`starts_with(lower(r.name), lower(${filter.name}))`);
  if (filter?.country) conditions.push(sql`${isFull} AND r.country = ${filter.country}`);
  if (filter?.specialty) {
    conditions.push(sql`${isFull} AND r.specialties @> ARRAY[${filter.specialty}]::text[]`);
  }
  return {
    name: 'Query.resellers',
    select: resellerReading.select(actor, selection),
    from: sql`resellers r`,
    where: allOf(conditions),
    order: orderOf(isFull, order),
    toNode: (row) => resellerReading.toObject(actor, row),
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
