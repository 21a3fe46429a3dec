import { join, raw, sql } from '../../src/platform/database/sql';
import type { TestApp } from './test-app';

/**
 * A text for the content of each of these tables: another one where it is another. All are of one moment. A sum of the
 * rows' hashes: to make texts of all rows and to put them in order was most of what the database did in test/safe-writes.
 */
export async function contentsOf<Table extends string>(
  app: TestApp,
  tables: readonly Table[],
): Promise<ReadonlyMap<Table, string>> {
  const contents = tables.map(
    (name) => sql`SELECT ${name}::text AS name,
        concat_ws(' ', count(*), sum(hash_record_extended(t, 0))) AS content
      FROM ${raw(`"${name}"`)} t`,
  );
  const rows = await app.database.query<{ name: Table; content: string }>(
    join(contents, ' UNION ALL '),
  );
  return new Map(rows.map(({ name, content }) => [name, content]));
}
