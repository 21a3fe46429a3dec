import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { type App, createApp, schemaForTools } from '../../src/app';
import { loadConfig } from '../../src/config';
import { findPersona, personaClaims } from '../../src/modules/demo/personas';
import { SandboxClock } from '../../src/modules/demo/sandbox-clock';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import type { Database } from '../../src/platform/database/database';
import { raw, sql } from '../../src/platform/database/sql';
import { done } from '../support/relationship-api';
import { CONVENTIONS } from '../support/schema-conventions';
import { givenSubscription, rowOf } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';
import { TestClock } from '../support/test-clock';
import { cloneDatabase } from '../support/test-database';

// The embedded database runs on one thread of its own; a busy machine makes it slow.
jest.setTimeout(60_000);

const RESET = 'mutation { sandboxReset { now } }';
const ADVANCE = 'mutation ($by: Duration!) { sandboxAdvanceClock(by: $by) { now } }';

/** Every row of every table, as text. */
async function contents(database: Database): Promise<Record<string, string | null>> {
  const tables = await database.query<{ name: string }>(sql`
    SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> 'schema_migrations'
    ORDER BY relname`);
  const found: Record<string, string | null> = {};
  for (const { name } of tables) {
    const [row] = await database.query<{ rows: string | null }>(
      sql`SELECT string_agg(t::text, '; ' ORDER BY t::text) AS rows FROM ${raw(name)} t`,
    );
    found[name] = row?.rows ?? null;
  }
  return found;
}

describe('sandboxReset', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.stop());

  async function playSomething(): Promise<void> {
    const { relationshipRequest } = await done(app, 'reseller-b-admin', 'requestRelationship', {
      customerTenantId: DEMO_TENANTS.customer.tenantId,
      clientRequestId: 'once',
    });
    await done(app, 'customer-global', 'acceptRelationshipRequest', {
      relationshipRequestId: relationshipRequest?.id,
    });
  }

  test('begins again: the rows of the story and no other, no audit, no events, no remembered call', async () => {
    await app.succeed('customer-user', RESET);
    const begin = await contents(app.database);
    await playSomething();
    await app.succeed('customer-user', ADVANCE, { by: 'P1D' });
    const played = await contents(app.database);

    const answer = await app.succeed<{ sandboxReset: { now: string } }>('reseller-b-admin', RESET);

    expect(played).not.toEqual(begin);
    expect(await contents(app.database)).toEqual(begin);
    expect(begin).toMatchObject({ audit_records: null, events: null, idempotency_keys: null });
    expect(answer.sandboxReset.now).toBe(app.clock.now().toISOString());
    await playSomething();
  });

  test('leaves the refusals of the database as they were', async () => {
    await app.succeed('reseller-b-admin', RESET);
    await playSomething();
    const attempt = (statement: string): Promise<unknown> =>
      app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
        tx.query(raw(statement)),
      );

    await expect(attempt('TRUNCATE audit_records')).rejects.toThrow(/permission denied/);
    await expect(attempt('DELETE FROM events')).rejects.toThrow(/permission denied/);
    await expect(app.asOwner('TRUNCATE events')).rejects.toMatchObject({ code: 'MP006' });
    await expect(app.asOwner('DELETE FROM audit_records')).rejects.toMatchObject({ code: 'MP005' });
    await expect(app.asOwner('DELETE FROM subscriptions')).rejects.toMatchObject({ code: 'MP003' });
  });

  test('is refused where the database does not hold the demo, and touches nothing', async () => {
    await app.asOwner(`UPDATE pg_trigger SET tgenabled = 'D' WHERE tgname = 'resellers_refuse_identity_change';
      UPDATE resellers SET id = gen_random_uuid() WHERE kind = 'OPERATOR';
      UPDATE pg_trigger SET tgenabled = 'O' WHERE tgname = 'resellers_refuse_identity_change'`);
    const before = await contents(app.database);

    expect(await app.refusal('reseller-b-admin', RESET)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await contents(app.database)).toEqual(before);
  });

  test('needs a token', async () => {
    expect(await app.refusal(null, RESET)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('sandboxAdvanceClock', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  test('lets a request expire, and no token', async () => {
    const { relationshipRequest } = await done(app, 'reseller-b-admin', 'requestRelationship', {
      customerTenantId: DEMO_TENANTS.customer.tenantId,
    });
    const read = async (): Promise<unknown> =>
      app.succeed(
        'customer-global',
        'query ($id: ID!) { relationshipRequest(id: $id) { status expiresInDays } }',
        { id: relationshipRequest?.id },
      );
    const seen: unknown[] = [await read()];

    for (const by of ['P89D', 'P1D']) {
      await app.succeed('customer-user', ADVANCE, { by });
      seen.push(await read());
    }

    expect(seen).toEqual([
      { relationshipRequest: { status: 'PENDING', expiresInDays: 90 } },
      { relationshipRequest: { status: 'PENDING', expiresInDays: 1 } },
      { relationshipRequest: { status: 'EXPIRED', expiresInDays: null } },
    ]);
  });

  test('does what is due by then before it answers, and says so', async () => {
    const other = await TestApp.start();
    const pending = await givenSubscription(other, { status: 'PENDING' });
    await done(other, 'reseller-b-admin', 'requestRelationship', {
      customerTenantId: DEMO_TENANTS.customer2.tenantId,
    });
    const advance = async (by: string): Promise<unknown> => {
      const { sandboxAdvanceClock } = await other.succeed<{ sandboxAdvanceClock: object }>(
        'customer-user',
        'mutation ($by: Duration!) { sandboxAdvanceClock(by: $by) { platformActs { operation count } } }',
        { by },
      );
      return sandboxAdvanceClock;
    };

    const seen = [await advance('PT1S'), await advance('P90D'), await advance('P90D')];
    const { status } = await rowOf(other, pending);
    await other.stop();

    expect(seen).toEqual([
      { platformActs: [{ operation: 'PROVISION_SUBSCRIPTION', count: 1 }] },
      { platformActs: [{ operation: 'EXPIRE_RELATIONSHIP_REQUEST', count: 1 }] },
      // The five of the story.
      { platformActs: [{ operation: 'RENEW_SUBSCRIPTION', count: 5 }] },
    ]);
    expect(status).toBe('ACTIVE');
  });

  test.each(['P0D', 'P6Y', 'P99999999999Y', 'P0.5D', '-P1D'])('%s: INVALID_INPUT', async (by) => {
    expect(await app.refusal('customer-user', ADVANCE, { by })).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('needs a token', async () => {
    expect(await app.refusal(null, ADVANCE, { by: 'P1D' })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});

describe('the clock', () => {
  const BEGIN = new Date('2026-01-31T10:00:00.000Z');

  test.each([
    ['PT1S', '2026-01-31T10:00:01.000Z'],
    ['PT1H30M', '2026-01-31T11:30:00.000Z'],
    ['P90D', '2026-05-01T10:00:00.000Z'],
    ['P2W', '2026-02-14T10:00:00.000Z'],
    ['P1Y2M', '2027-03-31T10:00:00.000Z'],
    ['P5Y', '2031-01-31T10:00:00.000Z'],
  ])('moves forward by %s', (by, then) => {
    const real = new TestClock(BEGIN);
    const clock = new SandboxClock(real);

    expect(clock.advance(by).toISOString()).toBe(then);
    expect(clock.now().toISOString()).toBe(then);
    real.advance({ days: 1 });
    expect(clock.now().getTime()).toBe(Date.parse(then) + 86_400_000);
    clock.reset();
    expect(clock.now()).toEqual(real.now());
  });

  test('goes at most five years ahead of the real time, in however many steps', () => {
    const clock = new SandboxClock(new TestClock(BEGIN));
    clock.advance('P5Y');

    expect(() => clock.advance('PT1S')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(clock.now().toISOString()).toBe('2031-01-31T10:00:00.000Z');
  });
});

describe('where they are', () => {
  const namesOf = (of: 'production' | 'demo'): string[] =>
    Object.keys(schemaForTools(of).getMutationType()?.getFields() ?? {}).filter((name) =>
      name.startsWith('sandbox'),
    );

  test('in the schema of a demo server, and not in that of production', () => {
    expect(namesOf('demo').sort()).toEqual(['sandboxAdvanceClock', 'sandboxReset']);
    expect(namesOf('production')).toEqual([]);
    expect(Object.keys(schemaForTools().getTypeMap()).join()).not.toMatch(/sandbox/i);
  });

  test('a server without the demo does not know them', async () => {
    const { url, drop } = await cloneDatabase('story');
    const config = loadConfig({
      DATABASE_URL: url,
      PORT: '0',
      LOG_LEVEL: 'silent',
      SECRET_KEY: RESET,
    });
    const app = await createApp(config, { platformIntervalMs: null });

    const response = await post(await app.start(), null);
    await app.stop();
    await drop();

    expect(response.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test.each([
    'every element has a description',
    'every description is a sentence',
    'every field of the mutation root is nullable',
  ])('the schema of a demo server keeps it too: %s', (convention) => {
    expect(CONVENTIONS[convention]?.(schemaForTools('demo'))).toEqual([]);
  });

  test('a login that owns no table cannot begin again', async () => {
    const { url, drop } = await cloneDatabase('story');
    const login = new URL(url);
    login.username = 'sandbox_without_tables';
    login.password = 'password';
    const owner = new Client({ connectionString: url });
    await owner.connect();
    await owner.query(
      `CREATE ROLE sandbox_without_tables LOGIN PASSWORD 'password' IN ROLE multipartner_app`,
    );
    const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-sandbox-'));
    const config = loadConfig({
      DATABASE_URL: login.toString(),
      DATA_DIR: dataDir,
      DEMO: '1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      SECRET_KEY: 'a secret key of the sandbox test',
    });
    const app = await createApp(config, { platformIntervalMs: null });
    const before = await contents(app.database);

    const response = await post(await app.start(), await tokenOf(app));
    const after = await contents(app.database);
    await app.stop();
    await owner.query('DROP ROLE sandbox_without_tables');
    await owner.end();
    await drop();
    rmSync(dataDir, { recursive: true, force: true });

    expect(response.errors?.[0]?.extensions.code).toBe('UNAVAILABLE');
    expect(after).toEqual(before);
  });

  test('a server on the embedded database begins again too', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-sandbox-'));
    const config = loadConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' });
    const app = await createApp(config, { clock: new TestClock(), platformIntervalMs: null });
    const before = await contents(app.database);
    await app.database.transaction({ actor: 'platform', operation: 'record' }, (tx) =>
      tx.query(sql`UPDATE customers SET company_name = 'Somebody else'`),
    );

    const response = await post(await app.start(), await tokenOf(app));
    const after = await contents(app.database);
    const [role] = await app.database.query(sql`SELECT current_user AS name`);
    await app.stop();
    rmSync(dataDir, { recursive: true, force: true });

    expect(response.errors).toBeUndefined();
    expect(after).toEqual(before);
    expect(role).toEqual({ name: 'multipartner_app' });
  });
});

async function tokenOf({ demoIssuer }: App): Promise<string | null> {
  const persona = findPersona('customer-user');
  const issued = persona && (await demoIssuer?.issue(personaClaims(persona)));
  return issued?.token ?? null;
}

interface ResetAnswer {
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

async function post(address: string, token: string | null): Promise<ResetAnswer> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: RESET }),
  });
  return (await response.json()) as ResetAnswer;
}
