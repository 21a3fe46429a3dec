import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { customerIdOf, eventIdOf, relationshipIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import {
  append,
  appendCommitted,
  connectedTo,
  eventOf,
  insertEvent,
} from '../support/appended-events';
import { type Listen, type Listening, overEvents, overSocket } from '../support/live-client';
import {
  acceptRequest,
  cancelRequest,
  createInvitation,
  removeRelationship,
  requestRelationship,
  rotateInvitation,
} from '../support/relationship-steps';
import { TestApp } from '../support/test-app';

const LIVE = `subscription ($after: String, $filter: EventFilter) {
  events(after: $after, filter: $filter) { cursor node { id name resourceId customerId sequence } }
}`;
const LAST = '{ events(last: 1) { edges { cursor node { id name } } } }';

interface Edge {
  readonly cursor: string;
  readonly node: {
    readonly id: string;
    readonly name: string;
    readonly resourceId: string;
    readonly customerId: string | null;
    readonly sequence: number | null;
  };
}
interface Told {
  readonly events: Edge;
}

const FABRIKAM = DEMO_IDS.resellers.resellerB;

let app: TestApp;
let open: { stop(): void }[];

beforeEach(async () => {
  app = await TestApp.start();
  open = [];
});
afterEach(async () => {
  for (const one of open) one.stop();
  await app.stop();
});

interface Follow {
  readonly after?: string | null;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly at?: TestApp;
  readonly by?: Listen;
}

async function follow(
  who: string,
  { at = app, by = overSocket, ...variables }: Follow = {},
): Promise<Listening<Told>> {
  const one = await by<Told>(at, who, { query: LIVE, variables });
  open.push(one);
  return one;
}

const idsOf = ({ results }: Listening<Told>): string[] => results.map((it) => it.events.node.id);
const namesOf = ({ results }: Listening<Told>): string[] =>
  results.map((it) => it.events.node.name);

async function lastCursor(who: string): Promise<string> {
  const { events } = await app.succeed<{ events: { edges: Edge[] } }>(who, LAST);
  const [last] = events.edges;
  if (!last) throw new Error('the log is empty');
  return last.cursor;
}

describe.each([
  ['WebSocket', overSocket],
  ['server-sent events', overEvents],
])('events over %s', (_, by) => {
  test('are told as they come, to those they concern', async () => {
    await requestRelationship(app, 'reseller-b-admin', DEMO_TENANTS.customer3.tenantId);
    const reseller = await follow('reseller-b-admin', { by });
    const other = await follow('reseller-a-admin', { by });
    const customer = await follow('customer-global', { by });
    await app.untilListening(3);

    const request = await requestRelationship(
      app,
      'reseller-b-admin',
      DEMO_TENANTS.customer.tenantId,
    );
    await Promise.all([reseller.until(1), customer.until(1)]);
    await acceptRequest(app, 'customer-global', request);
    await rotateInvitation(
      app,
      'reseller-a-global',
      await createInvitation(app, 'reseller-a-admin'),
    );
    await Promise.all([reseller.until(3), customer.until(3), other.until(1)]);

    const story = [
      'RESELLER_RELATIONSHIP_REQUESTED',
      'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
    ];
    expect(namesOf(reseller)).toEqual(story);
    expect(namesOf(customer)).toEqual(story);
    expect(namesOf(other)).toEqual(['INVITATION_ROTATED']);
    expect(reseller.results.map((it) => it.events.node.resourceId)[0]).toBe(request);
    // Of the request alone the reseller may not know whom it went to; of what came of it, it may.
    expect(reseller.results.map((it) => it.events.node.customerId !== null)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('that were missed come first, in the order of the log', async () => {
    await rotateInvitation(
      app,
      'reseller-a-global',
      await createInvitation(app, 'reseller-a-admin'),
    );
    const seen = await lastCursor('operator');
    const missed = await appendCommitted(
      app.database,
      Array.from({ length: 230 }, () => eventOf()),
    );

    const live = await follow('operator', { after: seen, by });
    await live.until(230);
    const late = await appendCommitted(app.database, [eventOf(), eventOf()]);
    await live.until(232);

    expect(idsOf(live)).toEqual([...missed, ...late].map(eventIdOf));
  });

  test('are refused for a cursor of another list', async () => {
    const { customers } = await app.succeed<{ customers: { pageInfo: { endCursor: string } } }>(
      'operator',
      '{ customers(first: 1) { pageInfo { endCursor } } }',
    );

    const live = await follow('operator', { after: customers.pageInfo.endCursor, by });
    await live.ended();

    expect(live.codes).toEqual(['INVALID_INPUT']);
  });

  test('are not complete when the server stops: the client is sent away, and goes on elsewhere', async () => {
    const other = await TestApp.start({ beside: app });
    await appendCommitted(app.database, [eventOf()]);
    const after = await lastCursor('operator');
    const live = await follow('operator', { at: other, after, by });
    const first = await appendCommitted(app.database, [eventOf()]);
    await live.until(1);

    await other.stop();
    await live.ended();
    const second = await appendCommitted(app.database, [eventOf()]);
    const again = await follow('operator', { after: live.results[0]?.events.cursor ?? null, by });
    await again.until(1);

    expect(live.closeCode).toBe(by === overSocket ? 1001 : 0);
    expect([...idsOf(live), ...idsOf(again)]).toEqual([...first, ...second].map(eventIdOf));
  });

  test('since a time begin with those that were missed', async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const missed = await appendCommitted(app.database, [eventOf(), eventOf()]);

    const live = await follow('operator', { filter: { since }, by });
    await live.until(2);

    expect(idsOf(live)).toEqual(missed.map(eventIdOf));
  });

  test('of a customer end with NOT_FOUND when the relationship with it ends', async () => {
    const customer = customerIdOf(DEMO_IDS.customers.customer3);
    await app.asOwner(
      `SET session_replication_role = replica;
       UPDATE subscriptions SET status = 'DELETED' WHERE transacting_reseller_id = '${FABRIKAM}'`,
    );
    const mine = await follow('reseller-b-admin', {
      filter: { customer, name: ['CUSTOMER_UPDATED'] },
      by,
    });
    const all = await follow('reseller-b-admin', { by });
    const theirs = await follow('customer3-global', { filter: { customer }, by });
    await app.untilListening(3);

    await removeRelationship(
      app,
      'reseller-b-global',
      relationshipIdOf(DEMO_IDS.relationships.northwindFabrikam),
    );
    await mine.ended();
    await all.until(1);
    await theirs.until(1);

    expect(mine.codes).toEqual(['NOT_FOUND']);
    expect([all.hasEnded, theirs.hasEnded]).toEqual([false, false]);
    expect(namesOf(all)).toContain('RESELLER_RELATIONSHIP_REMOVED');
    await app.untilListening(2);
  });

  test.each([
    ['hidden', customerIdOf(DEMO_IDS.customers.customer)],
    ['absent', customerIdOf(newId())],
  ])('of a customer that is %s are refused', async (_name, customer) => {
    const live = await follow('reseller-b-admin', { filter: { customer }, by });
    await live.ended();

    expect(live.codes).toEqual(['NOT_FOUND']);
    await app.untilListening(0);
  });

  test('end when the caller may not read them any more', async () => {
    const live = await follow('customer-global', { by });
    await app.untilListening(1);
    // From now on the tenant is a partner's, and a role of a customer counts for nothing.
    await app.asOwner(
      `SET session_replication_role = replica;
       INSERT INTO resellers SELECT (jsonb_populate_record(r, jsonb_build_object(
         'id', '${newId()}', 'tenant_id', '${DEMO_TENANTS.customer.tenantId}', 'mpn_id', '99999'))).*
         FROM resellers r WHERE id = '${FABRIKAM}'`,
    );

    await appendCommitted(app.database, [eventOf(DEMO_IDS.customers.customer)]);
    app.wake();
    await live.ended();

    expect(live.codes).toEqual(['ROLE_NOT_ALLOWED']);
    expect(live.results).toEqual([]);
  });
});

test('Last-Event-ID takes the place of the cursor that the operation names', async () => {
  await appendCommitted(app.database, [eventOf()]);
  const first = await lastCursor('operator');
  const [missed = ''] = await appendCommitted(app.database, [eventOf()]);
  const last = await lastCursor('operator');
  const stream = async (lastEventId: string, after: string): Promise<string> => {
    const controller = new AbortController();
    const response = await fetch(`${app.address}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${await app.token('operator')}`,
        'last-event-id': lastEventId,
      },
      body: JSON.stringify({ query: LIVE, variables: { after } }),
      signal: controller.signal,
    });
    let text = '';
    for await (const part of response.body ?? []) {
      text += Buffer.from(part as Uint8Array).toString();
      if (text.includes('event: next')) break;
    }
    controller.abort();
    return text;
  };

  expect(await stream(first, last)).toContain(`id: ${last}\nevent: next`);
  expect(await stream(first, last)).toContain(eventIdOf(missed));
  expect(await stream('no cursor', last)).toContain('INVALID_INPUT');
});

test('what the operator is told of a customer stands in the audit of that customer', async () => {
  const { customer } = DEMO_IDS.customers;
  const live = await follow('operator');
  const own = await follow('customer-global');
  await app.untilListening(2);

  await appendCommitted(app.database, [eventOf(customer), eventOf(customer)]);
  app.wake();
  await Promise.all([live.until(2), own.until(2)]);

  const reads = await app.database.query(sql`
    SELECT customer_id AS customer, actor ->> 'kind' AS kind FROM audit_records
    WHERE operation = 'OPERATOR_READ'`);
  expect(reads).toEqual([{ customer, kind: 'OPERATOR' }]);
});

test('a filter lets through what it names', async () => {
  const live = await follow('operator', {
    filter: { name: ['INVITATION_ROTATED'], resource: relationshipIdOf(newId()) },
  });
  const rotations = await follow('operator', { filter: { name: ['INVITATION_ROTATED'] } });
  await app.untilListening(2);

  await cancelRequest(
    app,
    'reseller-b-admin',
    await requestRelationship(app, 'reseller-b-admin', DEMO_TENANTS.customer.tenantId),
  );
  await rotateInvitation(app, 'reseller-a-global', await createInvitation(app, 'reseller-a-admin'));
  await rotations.until(1);

  expect(namesOf(rotations)).toEqual(['INVITATION_ROTATED']);
  expect(live.results).toEqual([]);
});

test('a commit on one server reaches the subscribers of another', async () => {
  const other = await TestApp.start({ beside: app });
  try {
    const live = await follow('operator', { at: other });
    await other.untilListening(1);

    const request = await requestRelationship(
      app,
      'reseller-b-admin',
      DEMO_TENANTS.customer.tenantId,
    );
    await live.until(1);

    expect(live.results[0]?.events.node.resourceId).toBe(request);
  } finally {
    for (const one of open.splice(0)) one.stop();
    await other.stop();
  }
});

test('a database that cuts every connection costs those who listen no event', async () => {
  const other = await TestApp.start({ beside: app });
  try {
    const here = await follow('operator');
    const there = await follow('operator', { at: other });
    await Promise.all([app.untilListening(1), other.untilListening(1)]);

    await app.asOwner(
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const writer = await connectedTo(app.databaseUrl);
    const id = await insertEvent(writer);
    await writer.end();
    await Promise.all([here.until(1), there.until(1)]);

    expect([idsOf(here), idsOf(there)]).toEqual([[eventIdOf(id)], [eventIdOf(id)]]);
  } finally {
    for (const one of open.splice(0)) one.stop();
    await other.stop();
  }
});

test('what somebody inserts by hand is told too, soon', async () => {
  const writer = await connectedTo(app.databaseUrl);
  try {
    const live = await follow('operator');
    await app.untilListening(1);

    const id = await insertEvent(writer);
    await live.until(1);

    expect(idsOf(live)).toEqual([eventIdOf(id)]);
  } finally {
    await writer.end();
  }
});

test('who loses the connection again and again while many write gets every event once, in order', async () => {
  await appendCommitted(app.database, [eventOf()]);
  const seen = await lastCursor('operator');
  const committed: string[] = [];
  let isWriting = true;
  const write = async (customerId: string): Promise<void> => {
    while (isWriting) {
      await app.database
        .transaction({ actor: 'platform', operation: 'import' }, async (tx) => {
          const ids = await append(tx, [eventOf(customerId), eventOf(customerId)]);
          if (Math.random() < 0.2) throw new Error('undone');
          return ids;
        })
        .then(
          (ids) => committed.push(...ids.map(eventIdOf)),
          () => undefined,
        );
      app.wake();
    }
  };
  const writing = Promise.all(Array.from({ length: 4 }, newId).map(write));
  const got: string[] = [];
  let after = seen;
  const take = (live: Listening<Told>): void => {
    live.stop();
    got.push(...idsOf(live));
    after = live.results.at(-1)?.events.cursor ?? after;
  };

  try {
    for (const by of [overSocket, overEvents, overSocket, overEvents, overSocket, overEvents]) {
      const live = await follow('operator', { after, by });
      await live.until(30);
      take(live);
    }
  } finally {
    isWriting = false;
    await writing;
  }
  const rest = await follow('operator', { after });
  await rest.until(committed.length - got.length);
  take(rest);

  expect(new Set(got).size).toBe(got.length);
  expect([...got].sort()).toEqual([...committed].sort());
  const { events } = await app.succeed<{ events: { edges: Edge[] } }>(
    'operator',
    `{ events(after: "${seen}", first: 100) { edges { cursor node { id name } } } }`,
  );
  expect(got.slice(0, 100)).toEqual(events.edges.map(({ node }) => node.id));
});

test('whom nothing concerns, for them the database is not asked', async () => {
  const live = await follow('reseller-b-admin');
  const witness = await follow('reseller-a-admin');
  await app.untilListening(2);
  const invitation = await createInvitation(app, 'reseller-a-admin');

  const statements = await app.statementsOf(async () => {
    await rotateInvitation(app, 'reseller-a-global', invitation);
    await witness.until(1);
  });

  const readings = statements.filter((it) => it.includes('recipient_reseller_ids @>'));
  expect(readings).toHaveLength(1);
  expect(live.results).toEqual([]);
});
