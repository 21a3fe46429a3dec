import { Client } from 'pg';

import { createDataSource } from '../../src/platform/database/data-source';
import { cloneDatabase, type TestDatabase } from '../support/test-database';

async function schemaOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(`
      SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS line
        FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT 'grant ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants WHERE grantee = 'multipartner_app'
      ORDER BY 1`);
    return rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await cloneDatabase('empty');
  });
  afterAll(() => database.drop());

  test('go down to nothing and up again to the same schema', async () => {
    const source = createDataSource({
      address: { kind: 'server', url: database.url },
      as: 'owner',
    });
    await source.initialize();
    const before = await schemaOf(database.url);

    for (const _ of source.migrations) await source.undoLastMigration({ transaction: 'all' });
    const between = await schemaOf(database.url);
    await source.runMigrations();
    await source.destroy();

    const ours = between.filter((line) => !line.includes('schema_migrations'));
    expect(ours).toEqual([]);
    expect(before.length).toBeGreaterThan(200);
    expect(await schemaOf(database.url)).toEqual(before);
  });
});
