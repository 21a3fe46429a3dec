import { sql } from '../../src/platform/database/sql';
import type { TestApp } from './test-app';

const PAUSE_MS = 5;
const PATIENCE_MS = 20_000;

/** Waits for what happens by itself. */
export async function untilTrue(
  isSo: () => Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Until a transaction waits for a row that another one holds. */
export function untilSomebodyWaits(app: TestApp): Promise<void> {
  return untilTrue(async () => {
    const waiting = await app.database.query(
      sql`SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE d.datname = current_database() AND locktype = 'tuple'`,
    );
    return waiting.length > 0;
  });
}
