import { sql } from '../../src/platform/database/sql';
import { createLogger } from '../../src/platform/logging';
import { act, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenRequest,
  givenRequestIn,
  givenReseller,
  keyOf,
  observe,
  type RequestSituation,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { untilSomebodyWaits, untilTrue } from '../support/until-true';

// Several servers start in one test.
jest.setTimeout(60_000);

/** Time passes and nothing is marked: this server has no timer. */
let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start();
});
afterEach(() => app.stop());

const DAYS = 90;
const SOON_MS = 5;
const PENDING = sql`SELECT 1 FROM relationship_requests WHERE status = 'PENDING'`;

/** What `count` servers with a timer write, from their start until nothing overdue is pending. */
async function markedBy(count: number): Promise<Awaited<ReturnType<typeof observe>>> {
  return observe(app, async () => {
    const servers = await Promise.all(
      Array.from({ length: count }, () =>
        TestApp.start({ beside: app, platformIntervalMs: SOON_MS }),
      ),
    );
    await untilTrue(async () => (await app.database.query(PENDING)).length === 0);
    await Promise.all(servers.map((server) => server.stop()));
  });
}

async function statusOf({ customer, request }: RequestSituation): Promise<unknown> {
  const { relationshipRequest } = await app.succeed<{ relationshipRequest: object }>(
    customer.as('CUSTOMER_GLOBAL_ADMIN'),
    `query ($id: ID!) { relationshipRequest(id: $id) { status expiresInDays decidedBy { kind } version } }`,
    { id: request.id },
  );
  return relationshipRequest;
}

describe('the timer (R25)', () => {
  test('marks an overdue request EXPIRED, with an audit record and an event of the platform', async () => {
    const situation = await givenRequestIn(app, 'PENDING');
    const { customer, reseller, request } = situation;
    app.clock.advance({ days: DAYS });

    const seen = await markedBy(1);

    expect(await statusOf(situation)).toEqual({
      status: 'EXPIRED',
      expiresInDays: null,
      decidedBy: { kind: 'PLATFORM' },
      version: 2,
    });
    const actor = expect.objectContaining({ kind: 'PLATFORM', userId: 'expiry' }) as unknown;
    expect(seen.audits).toEqual([
      expect.objectContaining({
        operation: 'EXPIRE_RELATIONSHIP_REQUEST',
        resource_type: 'RELATIONSHIP_REQUEST',
        resource_id: keyOf(request.id),
        customer_id: customer.key,
        reseller_id: reseller.key,
        status: 'SUCCEEDED',
        actor,
        old_value: { status: 'PENDING' },
        new_value: { status: 'EXPIRED' },
      }),
    ]);
    expect(seen.events).toEqual([
      expect.objectContaining({
        name: 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
        customer_id: customer.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: true,
        resource_id: keyOf(request.id),
        actor,
      }),
    ]);
  });

  test('leaves a request alone until the instant it expires', async () => {
    const waiting = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: DAYS, ms: -1 });
    const server = await TestApp.start({ beside: app, platformIntervalMs: SOON_MS });
    const before = await statusOf(waiting);
    await new Promise((resolve) => setTimeout(resolve, 40 * SOON_MS));
    const unmarked = await statusOf(waiting);

    app.clock.advance({ ms: 1 });
    await untilTrue(async () => (await app.database.query(PENDING)).length === 0);
    await server.stop();

    expect(before).toMatchObject({ status: 'PENDING', expiresInDays: 1 });
    expect(unmarked).toEqual(before);
    expect(await statusOf(waiting)).toMatchObject({ status: 'EXPIRED' });
  });

  test.each(['ACCEPTED', 'DECLINED', 'CANCELED'] as const)(
    'leaves one that is %s as it is',
    async (state) => {
      const decided = await givenRequestIn(app, state);
      const overdue = await givenRequestIn(app, 'PENDING');
      app.clock.advance({ days: DAYS });

      const seen = await markedBy(1);

      expect(await statusOf(decided)).toMatchObject({ status: state });
      expect(seen.events.map(({ resource_id }) => resource_id)).toEqual([
        keyOf(overdue.request.id),
      ]);
    },
  );

  test('also marks one whose tenant is not held, and one that names nobody', async () => {
    const reseller = await givenReseller(app);
    await givenRequest(app, { customer: null, reseller });
    app.clock.advance({ days: DAYS });

    const seen = await markedBy(1);

    expect(seen.events).toMatchObject([
      { name: 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED', customer_id: null },
    ]);
  });

  test('of several servers on one database marks each request once', async () => {
    const reseller = await givenReseller(app);
    const customer = await givenCustomer(app);
    await givenRequest(app, { customer, reseller });
    // More than one batch.
    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`
        INSERT INTO relationship_requests (reseller_id, id, invitation_id, customer_domain_hint, services,
          with_delegated_admin, status, requested_by, requested_at, expires_at, updated_at)
        SELECT reseller_id, gen_random_uuid(), invitation_id, 'somebody', services, with_delegated_admin, status,
          requested_by, requested_at, expires_at, updated_at
        FROM relationship_requests, generate_series(1, 120)`),
    );
    app.clock.advance({ days: DAYS });

    const seen = await markedBy(2);

    expect(seen.audits).toHaveLength(121);
    expect(seen.events).toHaveLength(121);
    expect(new Set(seen.events.map(({ resource_id }) => resource_id)).size).toBe(121);
    const versions = await app.database.query(
      sql`SELECT DISTINCT status, version FROM relationship_requests`,
    );
    expect(versions).toEqual([{ status: 'EXPIRED', version: 2 }]);
  });

  test('waits for whoever writes subscriptions of the customer (domain section 9.1)', async () => {
    const situation = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: DAYS });
    let server: TestApp | null = null;

    const meanwhile = await app.database.transaction(
      { actor: 'platform', operation: 'record' },
      async (tx) => {
        await tx.query(sql`SELECT 1 FROM customers WHERE id = ${situation.customer.key} FOR SHARE`);
        server = await TestApp.start({ beside: app, platformIntervalMs: SOON_MS });
        await untilSomebodyWaits(app);
        return app.database.query(PENDING);
      },
    );
    await untilTrue(async () => (await app.database.query(PENDING)).length === 0);
    await (server as TestApp | null)?.stop();

    expect(meanwhile).toHaveLength(1);
  });

  test('writes a failure to the log, and comes again', async () => {
    const { request } = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: DAYS });
    const lines: string[] = [];
    const logger = createLogger('error', { write: (line) => void lines.push(line) });
    const refuse = `ALTER TABLE relationship_requests ADD CONSTRAINT not_now CHECK (status <> 'EXPIRED')`;
    const permit = `ALTER TABLE relationship_requests DROP CONSTRAINT not_now`;
    await app.asOwner(refuse);
    const server = await TestApp.start({ beside: app, platformIntervalMs: SOON_MS, logger });

    await untilTrue(() => Promise.resolve(lines.length > 1));
    await app.asOwner(permit);
    await untilTrue(async () => (await app.database.query(PENDING)).length === 0);
    await server.stop();

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: keyOf(request.id) });
  });
});

test('a late timer never makes an expired request usable', async () => {
  const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');
  const input = { relationshipRequestId: request.id };
  const attempts = async (): Promise<string[]> => [
    outcomeOf(
      await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptRelationshipRequest', input),
    ),
    outcomeOf(
      await act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'declineRelationshipRequest', input),
    ),
    outcomeOf(await act(app, reseller.as('ADMIN_AGENT'), 'cancelRelationshipRequest', input)),
  ];
  app.clock.advance({ days: DAYS });

  const unmarked = await attempts();
  await markedBy(1);
  const marked = await attempts();

  expect(unmarked).toEqual(Array.from({ length: 3 }, () => 'REQUEST_EXPIRED (R25)'));
  expect(marked).toEqual(unmarked);
});
