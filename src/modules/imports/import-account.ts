import type { Clock } from '../../kernel/clock';
import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Database } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';
import { newId } from '../../platform/ids';
import type { ImportAccount } from './import-scope';
import { canonicalId, isMpnId, isUuid } from './values';

/** The partner whose account was read, by its tenant id or MPN id; null when it is not held. */
export async function findAccount(database: Database, id: string): Promise<ImportAccount | null> {
  const tenantId = isUuid(id) ? canonicalId(id) : null;
  const mpnId = isMpnId(id) ? id : null;
  const [account] = await database.query<ImportAccount>(sql`
    SELECT id, tenant_id AS "tenantId", name FROM resellers
    WHERE tenant_id = ${tenantId}::uuid OR mpn_id = ${mpnId}`);
  return account ?? null;
}

/** A partner to be registered, so that its account can be imported. */
export interface NewAccount {
  readonly tenantId: string;
  readonly name: string;
  readonly country: string | null;
  readonly cloudInstance: CloudInstance;
}

/**
 * Registers the partner whose account is imported into a database that does not hold it yet. Who sells
 * at the source has signed its reseller agreement there (R20).
 */
export async function registerAccount(
  database: Database,
  clock: Clock,
  { tenantId, name, country, cloudInstance }: NewAccount,
): Promise<ImportAccount> {
  const id = newId();
  const now = clock.now();
  await database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
    tx.query(sql`
      INSERT INTO resellers (id, tenant_id, name, country, cloud_instance, kind, agreement_accepted, created_at, updated_at)
      VALUES (${id}, ${tenantId}, ${name}, ${country}, ${cloudInstance}, 'DIRECT_BILL', true, ${now}, ${now})`),
  );
  return { id, tenantId, name };
}
