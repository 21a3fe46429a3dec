import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import { migrate, MIGRATION_LOCK } from '../../../src/platform/database/migrate';
import { openDatabase } from '../../../src/platform/database/open-database';
import { sql } from '../../../src/platform/database/sql';
import { DatabaseStartError } from '../../../src/platform/database/start-error';
import { cloneDatabase, SERVER_URL_VARIABLE, type TestDatabase } from '../../support/test-database';

const RUN = randomBytes(4).toString('hex');
const PASSWORD = 'only-for-this-test';

/** Owns a database and may do nothing else in the cluster. */
const OWNER = `multipartner_owner_${RUN}`;
/** The login of a server: it owns nothing. */
const SERVER = `multipartner_server_${RUN}`;
const OWNED = `multipartner_owned_${RUN}`;

async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: process.env[SERVER_URL_VARIABLE] });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlAs(login: string, database: string): string {
  const url = new URL(process.env[SERVER_URL_VARIABLE] ?? '');
  url.username = login;
  url.password = PASSWORD;
  url.pathname = `/${database}`;
  return url.toString();
}

/** The role that statements run as. */
async function workingRole(url: string): Promise<string> {
  const { database } = await openDatabase({ url, dataDir: '', entities: [] });
  try {
    const [row] = await database.query<{ role: string }>(sql`SELECT current_user AS role`);
    return row?.role ?? '';
  } finally {
    await database.close();
  }
}

async function startError(url: string): Promise<string> {
  try {
    return `works as ${await workingRole(url)}`;
  } catch (error) {
    if (error instanceof DatabaseStartError) return error.message;
    throw error;
  }
}

describe('logins of a PostgreSQL server', () => {
  let migrated: TestDatabase;
  let migratedName: string;

  beforeAll(async () => {
    migrated = await cloneDatabase('empty');
    migratedName = new URL(migrated.url).pathname.slice(1);
    await asSuperuser(
      `CREATE ROLE ${OWNER} LOGIN PASSWORD '${PASSWORD}'`,
      `CREATE ROLE ${SERVER} LOGIN PASSWORD '${PASSWORD}'`,
      `CREATE DATABASE ${OWNED} OWNER ${OWNER}`,
    );
  });
  afterAll(async () => {
    await migrated.drop();
    await asSuperuser(
      `DROP DATABASE IF EXISTS ${OWNED} WITH (FORCE)`,
      `DROP ROLE IF EXISTS ${OWNER}`,
      `DROP ROLE IF EXISTS ${SERVER}`,
    );
  });

  test('a login without the role is told what to grant, and its password is not shown', async () => {
    const sentence = await startError(urlAs(SERVER, migratedName));

    expect(sentence).toContain(`GRANT multipartner_app TO ${SERVER}`);
    expect(sentence).not.toContain(PASSWORD);
  });

  test('a login that is only a member of the role runs the server on a migrated database', async () => {
    await asSuperuser(`GRANT multipartner_app TO ${SERVER}`);

    expect(await workingRole(urlAs(SERVER, migratedName))).toBe('multipartner_app');
  });

  test('on a database that lacks migrations it is told to have them run by the owner', async () => {
    const sentence = await startError(urlAs(SERVER, OWNED));

    expect(sentence).toContain('npm run migrate');
  });

  test('an owner that may not grant the role still migrates, once', async () => {
    const address = { kind: 'server', url: urlAs(OWNER, OWNED) } as const;

    const first = await migrate(address);
    const second = await migrate(address);

    expect(first).toMatchObject({ wasEmpty: true });
    expect(first.done.length).toBeGreaterThan(5);
    expect(second).toEqual({ done: [], wasEmpty: false });
    expect(await workingRole(urlAs(SERVER, OWNED))).toBe('multipartner_app');
  });

  test('where nothing is missing it only reads, and waits for nobody who migrates', async () => {
    const other = new Client({ connectionString: urlAs(OWNER, OWNED) });
    await other.connect();
    await other.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);

    const migrated = await migrate({ kind: 'server', url: urlAs(OWNER, OWNED) });
    await other.end();

    expect(migrated.done).toEqual([]);
  });

  test('where one migration is missing the sentence says one', async () => {
    const owner = new Client({ connectionString: urlAs(OWNER, OWNED) });
    await owner.connect();
    const { rows } = await owner.query<{ id: number; timestamp: string; name: string }>(
      'DELETE FROM schema_migrations WHERE id = (SELECT max(id) FROM schema_migrations) RETURNING *',
    );

    const sentence = await startError(urlAs(SERVER, OWNED));
    await owner.query('INSERT INTO schema_migrations (id, timestamp, name) VALUES ($1, $2, $3)', [
      rows[0]?.id,
      rows[0]?.timestamp,
      rows[0]?.name,
    ]);
    await owner.end();

    expect(sentence).toContain('The database lacks 1 migration, and');
  });

  test('and is refused as the login of a server until it has the role', async () => {
    const before = await startError(urlAs(OWNER, OWNED));
    await asSuperuser(`GRANT multipartner_app TO ${OWNER}`);

    expect(before).toContain(`GRANT multipartner_app TO ${OWNER}`);
    expect(await workingRole(urlAs(OWNER, OWNED))).toBe('multipartner_app');
  });

  test.each([
    ['no server is there', (url: URL) => (url.port = '1'), 'cannot be reached'],
    ['the database does not exist', (url: URL) => (url.pathname = '/absent'), 'refuses the login'],
  ])('where %s the sentence says so without the password', async (_, change, expected) => {
    const url = new URL(urlAs(SERVER, migratedName));
    change(url);

    const sentence = await startError(url.toString());

    expect(sentence).toContain(expected);
    expect(sentence).toContain('DATABASE_URL');
    expect(sentence).not.toContain(PASSWORD);
  });
});
