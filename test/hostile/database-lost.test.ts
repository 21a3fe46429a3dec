import { Client, type Pool } from 'pg';

import { sql } from '../../src/platform/database/sql';
import { TestApp } from '../support/test-app';
import { SERVER_URL_VARIABLE } from '../support/test-database';

const LIST = '{ customers { totalCount } }';
const INVITE = 'mutation { createInvitation(input: {}) { dryRun } }';
const SELLER = 'reseller-b-admin';

describe('a database that goes away', () => {
  let app: TestApp;
  let server: Client;
  let name: string;

  beforeAll(async () => {
    app = await TestApp.start();
    const rows = await app.database.query<{ name: string }>(sql`SELECT current_database() AS name`);
    name = rows[0]?.name ?? '';
    server = new Client({ connectionString: process.env[SERVER_URL_VARIABLE] });
    await server.connect();
  });
  afterAll(async () => {
    await server.end();
    await app.stop();
  });

  async function loseConnections(): Promise<void> {
    await server.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
  }

  async function letIn(isOpen: boolean): Promise<void> {
    await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${isOpen}`);
  }

  async function readiness(): Promise<number> {
    return (await fetch(`${app.address}/readyz`)).status;
  }

  test('connections that die while they are idle are replaced, and nobody notices', async () => {
    await app.succeed(SELLER, LIST);
    await loseConnections();
    // The news of the lost connections has to arrive first.
    await new Promise((resolve) => setTimeout(resolve, 200));

    await expect(app.succeed(SELLER, LIST)).resolves.toBeDefined();
  });

  test('a connection that dies while it changes hands does not end the process', async () => {
    const { master } = app.database.dataSource.driver as unknown as { readonly master: Pool };
    // Taken from the pool and not yet in the mapper's hands: nobody listens for its death.
    const connection = await master.connect();
    const isDead = new Promise((resolve) => connection.once('end', resolve));
    await loseConnections();
    await isDead;
    connection.release(true);

    await expect(app.succeed(SELLER, LIST)).resolves.toBeDefined();
  });

  test('connections that die at work are UNAVAILABLE, of reads and writes, and nothing else', async () => {
    const codes = new Set<string | null>();
    let isOver = false;
    const callers = [LIST, LIST, LIST, INVITE, INVITE].map(async (operation) => {
      while (!isOver) codes.add((await app.refusal(SELLER, operation))?.code ?? null);
    });
    for (let round = 0; round < 8; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await loseConnections();
    }
    isOver = true;
    await Promise.all(callers);

    expect([...codes].filter((code) => code !== null && code !== 'UNAVAILABLE')).toEqual([]);
  });

  test.each([
    ['a read', LIST],
    ['a write', INVITE],
  ])('%s is 503 UNAVAILABLE and says when to repeat it', async (_, operation) => {
    await letIn(false);
    await loseConnections();

    const { status, headers, errors } = await app.as(SELLER, operation);
    await letIn(true);

    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
    expect(errors[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 5 });
  });

  test('a field that only then asks it is UNAVAILABLE in an answer of its own', async () => {
    await letIn(false);
    await loseConnections();

    const { status, errors } = await app.as('operator', LIST);
    await letIn(true);

    expect(status).toBe(200);
    expect(errors[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 5 });
  });

  test('the server says that it is not ready, and recovers by itself', async () => {
    await letIn(false);
    await loseConnections();
    const during = await readiness();
    await letIn(true);

    expect(during).toBe(503);
    expect(await readiness()).toBe(200);
    await expect(app.succeed(SELLER, LIST)).resolves.toBeDefined();
  });
});
