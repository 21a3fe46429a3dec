import type { DataSource } from 'typeorm';

import { createDataSource, type DatabaseAddress } from './data-source';
import { DatabaseStartError, isPermissionDenied, startErrorOf } from './start-error';
import { StatementLog } from './statement-log';

export interface Migrated {
  /** Names of the migrations that ran now, oldest first. */
  readonly done: readonly string[];
  /** No migration had run before. */
  readonly wasEmpty: boolean;
}

// An arbitrary number of our own: of several processes that start at once on one server, the second
// waits for the first and finds nothing to do.
export const MIGRATION_LOCK = 7_463_251_904;

/**
 * Runs what is missing of the migrations, as the owner of the tables. Where nothing is missing it
 * only reads, so that a login without any right to change tables can start the server.
 *
 * @throws DatabaseStartError when the login may not do what is missing, or cannot connect.
 */
export async function migrate(address: DatabaseAddress): Promise<Migrated> {
  // Whoever calls says what failed; the mapper's own log would say it a second time.
  const statementLog = new StatementLog();
  const source = createDataSource({ address, as: 'owner', statementLog });
  try {
    await source.initialize();
  } catch (error) {
    throw (address.kind === 'server' && startErrorOf(error, address.url)) || error;
  }
  try {
    if (address.kind === 'embedded') await source.query('RESET ROLE');
    const applied = await appliedMigrations(source);
    // The mapper keeps a migration under the name of its class.
    const missing = source.migrations.filter(({ constructor }) => !applied.has(constructor.name));
    if (missing.length === 0) return { done: [], wasEmpty: false };
    const done = await runMigrations(source, address, missing.length);
    return { done, wasEmpty: applied.size === 0 };
  } finally {
    await source.destroy();
  }
}

async function loginOf(source: DataSource): Promise<string> {
  const [row] = await source.query<{ login: string }[]>('SELECT session_user AS login');
  return row?.login ?? '';
}

async function appliedMigrations(source: DataSource): Promise<ReadonlySet<string>> {
  const table = String(source.options.migrationsTableName);
  const [found] = await source.query<{ table: string | null }[]>(
    'SELECT to_regclass($1)::text AS table',
    [table],
  );
  if (!found?.table) return new Set();
  try {
    const rows = await source.query<{ name: string }[]>(`SELECT name FROM ${table}`);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (!isPermissionDenied(error)) throw error;
    const login = await loginOf(source);
    throw new DatabaseStartError(
      `The login ${login} may not read this database. As its owner: GRANT multipartner_app TO ${login}.`,
      error,
    );
  }
}

async function runMigrations(
  source: DataSource,
  address: DatabaseAddress,
  missingCount: number,
): Promise<string[]> {
  try {
    const done = await runOneAtATime(source, address);
    return done.map(({ name }) => name);
  } catch (error) {
    if (!isPermissionDenied(error)) throw error;
    const login = await loginOf(source);
    const { message } = error as Error;
    throw new DatabaseStartError(
      `The database lacks ${missingCount} ${missingCount === 1 ? 'migration' : 'migrations'}, and the login ${login} may not run them: ${message}. Run npm run migrate with the login that owns the tables.`,
      error,
    );
  }
}

async function runOneAtATime(
  source: DataSource,
  address: DatabaseAddress,
): Promise<{ name: string }[]> {
  if (address.kind === 'embedded') return source.runMigrations();
  const holder = source.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await source.runMigrations();
  } finally {
    await holder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await holder.release();
  }
}
