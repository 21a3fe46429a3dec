import type { CloudInstance } from '../../kernel/cloud-instance';
import type { HeldTenant } from '../../platform/auth/caller';
import type { Queryable } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';

interface HeldRow {
  readonly side: 'reseller' | 'customer';
  readonly id: string;
  readonly cloud_instance: CloudInstance;
}

/** What is held of a caller's tenant, in one statement. */
export async function findHeldTenant(db: Queryable, tenantId: string): Promise<HeldTenant> {
  const rows = await db.query<HeldRow>(sql`
    SELECT 'reseller' AS side, id, cloud_instance FROM resellers WHERE tenant_id = ${tenantId}::uuid
    UNION ALL
    SELECT 'customer' AS side, id, cloud_instance FROM customers WHERE tenant_id = ${tenantId}::uuid`);
  const held = (side: HeldRow['side']): HeldTenant['reseller'] => {
    const row = rows.find((candidate) => candidate.side === side);
    return row ? { id: row.id, cloudInstance: row.cloud_instance } : null;
  };
  return { reseller: held('reseller'), customer: held('customer') };
}
