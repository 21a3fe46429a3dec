import type { Queryable } from '../../platform/database/database';
import { isOneOf, sql } from '../../platform/database/sql';
import {
  customerDigest,
  subscriptionDigest,
  type SubscriptionDigestFacts,
} from './subscription-digest';

/** What a customer holds, in one number (domain section 9.1). */
export interface CustomerDigest {
  readonly digest: string;
  readonly subscriptionCount: number;
}

type DigestRow = { readonly customerId: string; readonly ownerTenantId: string | null } & (
  ({ readonly isHeld: true } & SubscriptionDigestFacts) | { readonly isHeld: false }
);

/** The digest of each of these customers, by row id, in one statement; not scoped to any viewer. */
export async function findCustomerDigests(
  db: Queryable,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerDigest>> {
  const rows = await db.query<DigestRow>(sql`
    SELECT c.id AS "customerId", owner.tenant_id AS "ownerTenantId", s.id IS NOT NULL AS "isHeld",
      c.tenant_id AS "customerTenantId", s.subscription_id AS "subscriptionId",
      seller.tenant_id AS "transactingResellerTenantId", s.order_id AS "orderId",
      s.partner_id AS "partnerId", por.mpn_id AS "partnerOfRecordMpnId",
      por.tenant_id AS "partnerOfRecordTenantId",
      s.migrated_from_subscription_id AS "migratedFromSubscriptionId", s.offer_id AS "offerId",
      s.friendly_name AS "friendlyName", s.quantity, s.unit_type AS "unitType",
      s.parent_subscription_id AS "parentSubscriptionId", s.status,
      s.creation_date AS "creationDate", s.effective_start_date AS "effectiveStartDate",
      s.commitment_end_date AS "commitmentEndDate",
      s.cancellation_allowed_until_date AS "cancellationAllowedUntilDate",
      s.billing_cycle_end_date AS "billingCycleEndDate",
      s.auto_renew_enabled AS "autoRenewEnabled",
      s.renewal_term_duration AS "renewalTermDuration", s.term_duration AS "termDuration",
      s.billing_type AS "billingType", s.billing_cycle AS "billingCycle",
      s.contract_type AS "contractType", s.is_trial AS "isTrial",
      s.promotion_id AS "promotionId", s.consumption_type AS "consumptionType",
      s.refund_options AS "refundOptions", s.next_term_product AS "nextTermProduct",
      s.next_term_quantity AS "nextTermQuantity", s.next_term_end_date AS "nextTermEndDate"
    FROM customers c
    LEFT JOIN resellers owner ON owner.id = c.account_owner_id
    LEFT JOIN subscriptions s ON s.customer_id = c.id
    LEFT JOIN resellers seller ON seller.id = s.transacting_reseller_id
    LEFT JOIN resellers por ON por.id = s.partner_of_record_id
    WHERE ${isOneOf(sql`c.id`, customerIds)}`);
  const rowsByCustomer = new Map<string, DigestRow[]>();
  for (const row of rows) {
    const group = rowsByCustomer.get(row.customerId);
    if (group) group.push(row);
    else rowsByCustomer.set(row.customerId, [row]);
  }
  return new Map([...rowsByCustomer].map(([id, group]) => [id, digestOf(group)]));
}

function digestOf(rows: readonly DigestRow[]): CustomerDigest {
  const held = rows.flatMap((row) => (row.isHeld ? [subscriptionDigest(row)] : []));
  return {
    digest: customerDigest(rows[0]?.ownerTenantId ?? null, held),
    subscriptionCount: held.length,
  };
}
