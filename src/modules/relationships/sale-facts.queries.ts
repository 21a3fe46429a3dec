import type { PartnerActor } from '../../kernel/actor';
import { policyOf } from '../../kernel/cloud-policy.rules';
import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import { isOneOf, sql } from '../../platform/database/sql';
import { resellerIdOf } from '../visibility/object-ids';
import type { PrivilegeHolder } from './delegated-privileges.rules';
import type { SaleFacts } from './selling.rules';

/** What decides about sales of the caller's reseller to one customer. */
export interface BuyerFacts extends SaleFacts {
  /** Row id of the customer. */
  readonly customerKey: string;
  /** Services for which the caller's reseller holds ACTIVE privileges of this customer. */
  readonly activeServices: readonly Service[];
  /** ACTIVE privileges of the customer's other resellers, for R21. */
  readonly otherHolders: readonly PrivilegeHolder[];
}

type BuyerRow = Omit<BuyerFacts, 'policy'>;

/**
 * The facts of sales to these customers, in one statement; a customer that does not exist is not in the
 * answer. Not scoped: `relationshipStatus` says whether the caller may know of the customer (R36).
 */
export async function findBuyers(
  db: Queryable,
  actor: PartnerActor,
  customerIds: readonly string[],
): Promise<readonly BuyerFacts[]> {
  const rows = await db.query<BuyerRow>(sql`
    SELECT c.id AS "customerKey",
      jsonb_build_object('country', c.country, 'cloudInstance', c.cloud_instance,
        'isPartnerTenant', EXISTS (SELECT 1 FROM resellers same WHERE same.tenant_id = c.tenant_id),
        'hasAcceptedAgreement', EXISTS (SELECT 1 FROM agreements agreed WHERE agreed.customer_id = c.id)
      ) AS customer,
      jsonb_build_object('id', r.id, 'name', r.name, 'kind', r.kind, 'accountStatus', r.account_status,
        'agreementAccepted', r.agreement_accepted, 'country', r.country, 'cloudInstance', r.cloud_instance
      ) AS reseller,
      (
        SELECT min(own.status) FROM relationships own
        WHERE own.customer_id = c.id AND own.reseller_id = r.id
      ) AS "relationshipStatus",
      ARRAY(
        SELECT held.service FROM delegated_privileges held
        WHERE held.customer_id = c.id AND held.reseller_id = r.id AND held.status = 'ACTIVE'
        ORDER BY held.service
      ) AS "activeServices",
      (
        SELECT coalesce(jsonb_agg(jsonb_build_object('resellerId', p.reseller_id, 'resellerName', holder.name,
          'service', p.service, 'isTransacting', p.transacting) ORDER BY holder.name, p.service), '[]')
        FROM delegated_privileges p JOIN resellers holder ON holder.id = p.reseller_id
        WHERE p.customer_id = c.id AND p.status = 'ACTIVE' AND p.reseller_id <> r.id
      ) AS "otherHolders"
    FROM customers c JOIN resellers r ON r.id = ${actor.resellerId}::uuid
    WHERE ${isOneOf(sql`c.id`, customerIds)}`);
  return rows.map((row) => ({
    ...row,
    policy: policyOf(actor.cloudInstance),
    otherHolders: row.otherHolders.map((holder) => ({
      ...holder,
      resellerId: resellerIdOf(holder.resellerId),
    })),
  }));
}
