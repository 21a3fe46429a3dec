import type { Transaction } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';
import type { SubscriptionEntity } from './subscription.entity';
import type { SupportContactFacts } from './support-contact.rules';

/** A partner that is named as a support contact. */
export interface NamedContact extends SupportContactFacts {
  readonly resellerId: string;
}

/** The partner of a tenant, as the rules look at it; read under the lock of customer and seller. */
export async function findNamedContact(
  tx: Transaction,
  { customerId, transactingResellerId }: SubscriptionEntity,
  tenantId: string,
): Promise<NamedContact | null> {
  const [found] = await tx.query<NamedContact>(sql`
    SELECT contact.id AS "resellerId", contact.id = seller.id AS "isSeller", seller.kind AS "sellerKind",
      EXISTS (
        SELECT 1 FROM relationships tie
        WHERE tie.customer_id = ${customerId} AND tie.status = 'ACTIVE'
          AND contact.id IN (tie.reseller_id, tie.indirect_reseller_id)
      ) AS "isRelated",
      EXISTS (
        SELECT 1 FROM partner_relationships link
        WHERE link.provider_id = seller.id AND link.indirect_reseller_id = contact.id AND link.state = 'ACTIVE'
      ) AS "isResellerOfSeller"
    FROM resellers contact CROSS JOIN resellers seller
    WHERE contact.tenant_id = ${tenantId}::uuid AND seller.id = ${transactingResellerId}`);
  return found ?? null;
}

/** Who is named now; `null` = the default, which is the seller. */
export async function findSupportContact(
  tx: Transaction,
  { customerId, id }: SubscriptionEntity,
): Promise<{ readonly resellerId: string; readonly tenantId: string | null } | null> {
  const [found] = await tx.query<{ resellerId: string; tenantId: string | null }>(sql`
    SELECT named.reseller_id AS "resellerId", contact.tenant_id AS "tenantId"
    FROM subscription_support_contacts named JOIN resellers contact ON contact.id = named.reseller_id
    WHERE named.customer_id = ${customerId} AND named.subscription_id = ${id}`);
  return found ?? null;
}
