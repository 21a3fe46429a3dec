import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DataSource } from 'typeorm';

import { createDataSource, type DatabaseAddress } from '../../src/platform/database/data-source';
import { startEmbeddedDatabase } from '../../src/platform/database/embedded';
import { cloneDatabase } from '../support/test-database';

// The embedded database runs on one thread of its own; a busy machine makes it slow.
jest.setTimeout(60_000);

interface MigratedDatabase {
  readonly address: DatabaseAddress;
  drop(): Promise<void>;
}

async function onServer(): Promise<MigratedDatabase> {
  const { url, drop } = await cloneDatabase('empty');
  return { address: { kind: 'server', url }, drop };
}

async function embedded(): Promise<MigratedDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-migrations-'));
  const { address, stop } = await startEmbeddedDatabase(dataDir);
  return {
    address,
    async drop() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function schemaOf(source: DataSource): Promise<string[]> {
  const rows = await source.query<{ line: string }[]>(`
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'grant ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants WHERE grantee = 'multipartner_app'
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

describe.each([
  ['a PostgreSQL server', onServer],
  ['the embedded database', embedded],
])('migrations on %s', (_, open) => {
  let database: MigratedDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await open();
    source = createDataSource({ address: database.address, as: 'owner' });
    await source.initialize();
    await source.runMigrations();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  test('go down to nothing and up again to the same schema', async () => {
    const before = await schemaOf(source);

    for (const _migration of source.migrations) {
      await source.undoLastMigration({ transaction: 'all' });
    }
    const between = await schemaOf(source);
    await source.runMigrations();

    const ours = between.filter((line) => !line.includes('schema_migrations'));
    expect(ours).toEqual([]);
    expect(before.length).toBeGreaterThan(200);
    expect(await schemaOf(source)).toEqual(before);
  });
});
