import type { Caller } from '../../kernel/actor';
import { etagOf } from '../../kernel/etag';
import {
  allOf,
  type Columns,
  columns,
  isOneOf,
  join,
  type Sql,
  sql,
} from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import { type KeysetList, PARENT_ID } from '../../platform/graphql/keyset';
import { visiblePartnerRelationships } from '../visibility/parties.visibility';
import type { PartnershipState } from './partner-relationship.rules';
import type { PartnerRelationship } from './partner-relationship.types';

export const PARTNER_RELATIONSHIP_TYPE = 'PartnerRelationship';

interface PartnerRelationshipRow {
  readonly key: string;
  readonly isProvider: boolean;
  readonly partnerTenantId: string | null;
  readonly name: string;
  readonly mpnId: string | null;
  readonly location: string | null;
  readonly state: PartnershipState;
  readonly version: number;
}

/** The link with the partner on the other side of `viewpoint`, the row id of one of the two. */
function partnershipColumns(viewpoint: Sql): Columns {
  return columns({
    key: sql`pr.id`,
    isProvider: sql`pr.provider_id = ${viewpoint}`,
    partnerTenantId: sql`o.tenant_id`,
    name: sql`o.name`,
    mpnId: sql`o.mpn_id`,
    location: sql`o.country`,
    state: sql`pr.state`,
    version: sql`pr.version`,
  });
}

function tables(viewpoint: Sql): Sql {
  return sql`partner_relationships pr JOIN resellers o ON o.id =
    CASE WHEN pr.provider_id = ${viewpoint} THEN pr.indirect_reseller_id ELSE pr.provider_id END`;
}

function toPartnerRelationship(row: PartnerRelationshipRow): PartnerRelationship {
  const { key, isProvider, partnerTenantId, name, mpnId, location, state, version } = row;
  return {
    id: encodeGlobalId(PARTNER_RELATIONSHIP_TYPE, key),
    key,
    partnerTenantId,
    name,
    mpnId,
    location,
    state,
    relationshipType: isProvider
      ? 'IS_INDIRECT_CLOUD_SOLUTION_PROVIDER_OF'
      : 'IS_INDIRECT_RESELLER_OF',
    etag: etagOf(version),
  };
}

/** The links of each of many resellers, ordered by the name of the other partner. */
export function partnershipList(
  actor: Caller | null,
  nameStart: string | null | undefined,
): KeysetList<PartnerRelationshipRow, PartnerRelationship> {
  const conditions = [
    sql`${PARENT_ID} IN (pr.provider_id, pr.indirect_reseller_id)`,
    visiblePartnerRelationships(actor),
  ];
  if (nameStart) conditions.push(sql`starts_with(lower(o.name), lower(${nameStart}))`);
  return {
    name: 'Reseller.indirectPartnerships',
    select: partnershipColumns(PARENT_ID),
    from: tables(PARENT_ID),
    where: allOf(conditions),
    order: {
      name: 'NAME',
      keys: [
        { expression: sql`o.name`, type: 'text', isOfOtherTable: true },
        { expression: sql`pr.id`, type: 'uuid' },
      ],
    },
    toNode: toPartnerRelationship,
  };
}

export async function findPartnerRelationships(
  ctx: RequestContext,
  ids: readonly string[],
): Promise<readonly PartnerRelationship[]> {
  const { actor } = ctx;
  const viewpoint =
    actor?.side === 'partner' ? sql`${actor.resellerId}::uuid` : sql`pr.provider_id`;
  const rows = await ctx.db.query<PartnerRelationshipRow>(
    join(
      [
        sql`SELECT ${partnershipColumns(viewpoint)} FROM ${tables(viewpoint)}`,
        sql`WHERE ${isOneOf(sql`pr.id`, ids)} AND ${visiblePartnerRelationships(actor)}`,
      ],
      ' ',
    ),
  );
  return rows.map(toPartnerRelationship);
}
