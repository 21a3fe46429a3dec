import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import {
  placeholderName,
  type ResellerIdentity,
  resolvePartnerOfRecord,
} from '../../subscriptions/partner-of-record.rules';
import type { ImportScope } from '../import-scope';
import { recordSet } from './record-set';

/** Who is credited for a new subscription of the account, by the `partnerId` of its body. */
export type PartnersOfRecord = (partnerId: string | null) => string;

/**
 * Resolves the Partners of Record of a batch of new subscriptions, and makes placeholders for partners
 * that are not held (domain section 13).
 */
export async function resolvePartnersOfRecord(
  scope: ImportScope,
  partnerIds: readonly (string | null)[],
): Promise<PartnersOfRecord> {
  const mpnIds = [...new Set(partnerIds.filter((id) => id !== null))];
  let resellers = await resellersOf(scope, mpnIds);
  const unknown = mpnIds.filter((mpnId) => !resellers.some((held) => held.mpnId === mpnId));
  if (unknown.length > 0) {
    await insertPlaceholders(scope, unknown);
    resellers = await resellersOf(scope, mpnIds);
  }
  return (partnerId) => {
    const transactingResellerId = scope.account.id;
    const resolved = resolvePartnerOfRecord({ partnerId, transactingResellerId }, resellers);
    if (resolved.kind === 'HELD') return resolved.resellerId;
    throw new Error(`the placeholder of MPN id ${resolved.mpnId} was not made`);
  };
}

async function resellersOf(
  scope: ImportScope,
  mpnIds: readonly string[],
): Promise<ResellerIdentity[]> {
  if (mpnIds.length === 0) return [];
  return scope.tx.query(
    sql`SELECT id, mpn_id AS "mpnId" FROM resellers WHERE mpn_id = ANY(${mpnIds})`,
  );
}

async function insertPlaceholders(scope: ImportScope, mpnIds: readonly string[]): Promise<void> {
  const rows = mpnIds.map((mpnId) => ({
    id: newId(),
    mpn_id: mpnId,
    name: placeholderName(mpnId),
  }));
  const made = await scope.tx.query(sql`
    INSERT INTO resellers (id, mpn_id, name, cloud_instance, is_placeholder, created_at, updated_at)
    SELECT i.id, i.mpn_id, i.name, ${scope.cloudInstance}, true, ${scope.now}, ${scope.now}
    FROM ${recordSet(rows, { id: 'uuid', mpn_id: 'text', name: 'text' }, 'i')}
    ON CONFLICT (mpn_id) DO NOTHING RETURNING id`);
  scope.tally.add('Reseller', 'created', made.length);
}
