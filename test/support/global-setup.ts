import 'reflect-metadata';

import { randomBytes } from 'node:crypto';

import { loadDemoStory } from '../../src/modules/demo/demo-story';
import type { Database } from '../../src/platform/database/database';
import { openDatabase } from '../../src/platform/database/open-database';
import { type PostgresServer, startPostgresServer } from './postgres-server';
import { STORY_BEGIN } from './story-time';
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
  await prepare(await createTemplate(server.url, 'empty'), async () => undefined);
  await prepare(await createTemplate(server.url, 'story'), async (database) => {
    await loadDemoStory(database, STORY_BEGIN, 'CHINA_21VIANET');
  });
}

async function prepare(url: string, fill: (database: Database) => Promise<void>): Promise<void> {
  const { database } = await openDatabase({ url, dataDir: '', entities: [] });
  await fill(database);
  await database.close();
}
