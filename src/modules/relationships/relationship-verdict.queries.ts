import type { Caller } from '../../kernel/actor';
import type { CloudInstance, CloudPolicy } from '../../kernel/cloud-instance';
import { policyOf } from '../../kernel/cloud-policy.rules';
import { isOneOf, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { visibleRelationships } from '../visibility/relationships.visibility';
import type { PrivilegeFacts } from './delegated-privileges.rules';
import type { RelationshipFacts, SoldSubscription } from './relationship.rules';
import type { SalesReader } from './sales.port';
import type { RelationshipVerdictFacts } from './viewer-actions.rules';

/** The policy that guards ask: of the caller's tenant, for the operator of the object's (domain section 7). */
export function policyFor(actor: Caller | null, ofObject: CloudInstance): CloudPolicy {
  return policyOf(actor && 'cloudInstance' in actor ? actor.cloudInstance : ofObject);
}

export interface KeyedFacts extends RelationshipVerdictFacts {
  readonly key: string;
}

interface FactsRow extends RelationshipFacts {
  readonly key: string;
  readonly cloudInstance: CloudInstance;
  readonly privileges: readonly PrivilegeFacts[];
}

/** What decides about these relationships, for verdicts: the same facts that the commands load under a lock. */
export async function findRelationshipFacts(
  ctx: RequestContext,
  sales: SalesReader,
  ids: readonly string[],
): Promise<readonly KeyedFacts[]> {
  const rows = await ctx.db.query<FactsRow>(sql`
    SELECT rel.id AS key, rel.customer_id AS "customerId", rel.reseller_id AS "resellerId", rel.status,
      rel.version, c.cloud_instance AS "cloudInstance", (
        SELECT coalesce(jsonb_agg(jsonb_build_object('service', latest.service, 'status', latest.status)), '[]')
        FROM (
          SELECT DISTINCT ON (p.service) p.service, p.status FROM delegated_privileges p
          WHERE p.customer_id = rel.customer_id AND p.relationship_id = rel.id
          ORDER BY p.service, p.status = 'ACTIVE' DESC, p.granted_at DESC NULLS LAST, p.id DESC
        ) latest
      ) AS privileges
    FROM relationships rel JOIN customers c ON c.id = rel.customer_id
    WHERE ${isOneOf(sql`rel.id`, ids)} AND ${visibleRelationships(ctx.actor)}`);
  const sold = await sales.salesOf(ctx, rows);
  return rows.map((row, index) => factsOf(ctx.actor, row, sold[index] ?? []));
}

function factsOf(
  actor: Caller | null,
  row: FactsRow,
  sold: readonly SoldSubscription[],
): KeyedFacts {
  const { key, customerId, resellerId, status, version, privileges } = row;
  return {
    key,
    policy: policyFor(actor, row.cloudInstance),
    relationship: { customerId, resellerId, status, version },
    privileges,
    sold,
  };
}
