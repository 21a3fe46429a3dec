import type { Queryable } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
const AT_ONCE = 1_000;

/** Forgets deliveries, with their attempts, and deleted endpoints that ended 30 days ago. Answers whether more is to be forgotten. */
export async function forgetDeliveries(db: Queryable, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  const gone = await db.query(sql`
    DELETE FROM webhook_deliveries WHERE id IN (
      SELECT id FROM webhook_deliveries WHERE ended_at < ${before} ORDER BY ended_at LIMIT ${AT_ONCE}
    ) RETURNING 1`);
  if (gone.length === AT_ONCE) return true;
  await db.query(sql`
    DELETE FROM webhook_endpoints w WHERE w.status = 'DELETED' AND w.updated_at < ${before}
      AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.endpoint_id = w.id)`);
  return false;
}
