import type { Queryable } from '../database/database';
import { sql } from '../database/sql';

/** What one call takes away at most, so that nobody waits for it. */
const BATCH_SIZE = 10_000;
const DAY_MS = 86_400_000;

/**
 * Takes events away that are older than so many days, from the beginning of the log (migration 210); their
 * audit records stay. What this call finds goes with a later one, two minutes from now or more.
 */
export async function cutEventsOlderThan(
  db: Queryable,
  retentionDays: number,
  now: Date,
): Promise<void> {
  const cutoff = new Date(now.getTime() - retentionDays * DAY_MS);
  await db.query(sql`SELECT cut_events(${cutoff}, ${BATCH_SIZE})`);
}
