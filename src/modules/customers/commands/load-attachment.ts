import type { Transaction } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import type { AttachmentFacts } from '../associated-partner.rules';

/**
 * What the rules ask before `mpnId` takes the place of `attached`. The caller holds the row of the
 * provider, so that no partnership ends meanwhile.
 */
export async function loadAttachment(
  tx: Transaction,
  providerId: string,
  { mpnId, attached }: { readonly mpnId: string | null; readonly attached: string | null },
): Promise<AttachmentFacts> {
  const [facts] = await tx.query<AttachmentFacts>(sql`
    WITH mine AS (
      SELECT r.mpn_id, r.tenant_id::text AS tenant_id, tie.state
      FROM partner_relationships tie JOIN resellers r ON r.id = tie.indirect_reseller_id
      WHERE tie.provider_id = ${providerId}::uuid
    )
    SELECT own.kind,
      EXISTS (SELECT 1 FROM mine WHERE state = 'ACTIVE' AND mpn_id = ${mpnId}::text) AS "isOwnReseller",
      ${attached}::text IS NULL
        OR EXISTS (SELECT 1 FROM mine WHERE ${attached}::text IN (mpn_id, tenant_id)) AS "mayReplace"
    FROM resellers own WHERE own.id = ${providerId}::uuid`);
  if (!facts) throw new Error('a user of a partner has an account');
  return facts;
}
