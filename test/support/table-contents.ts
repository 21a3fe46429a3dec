import { join, raw, sql } from '../../src/platform/database/sql';
import type { TestApp } from './test-app';

/** A text for the content of each of these tables: another one where it is another. All are of one moment. */
export async function contentsOf<Table extends string>(
  app: TestApp,
  tables: readonly Table[],
): Promise<ReadonlyMap<Table, string>> {
  const contents = tables.map(
    (name) => sql`SELECT ${name}::text AS name,
        count(*) || ' ' || coalesce(md5(string_agg(t::text, ';' ORDER BY t::text)), '') AS content
      FROM ${raw(`"${name}"`)} t`,
  );
  const rows = await app.database.query<{ name: Table; content: string }>(
    join(contents, ' UNION ALL '),
  );
  return new Map(rows.map(({ name, content }) => [name, content]));
}
