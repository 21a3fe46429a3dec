import 'reflect-metadata';

import { randomBytes } from 'node:crypto';

import { openDatabase } from '../../src/platform/database/open-database';
import { type PostgresServer, startPostgresServer } from './postgres-server';
import { createTemplate, SERVER_URL_VARIABLE } from './test-database';

declare global {
  var multipartnerTestServer: PostgresServer | undefined;
}

/** Starts PostgreSQL once and prepares the databases that every test file copies. */
export default async function globalSetup(): Promise<void> {
  const server = await startPostgresServer();
  globalThis.multipartnerTestServer = server;
  process.env[SERVER_URL_VARIABLE] = server.url;
  process.env.MULTIPARTNER_TEST_RUN = randomBytes(4).toString('hex');
  const empty = await createTemplate(server.url, 'empty');
  const { database } = await openDatabase({ url: empty, dataDir: '', entities: [] });
  await database.close();
}
