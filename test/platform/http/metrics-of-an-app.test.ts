import type { Client } from 'pg';

import { ERROR_CATALOGUE } from '../../../src/kernel/error-code';
import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../../src/modules/demo/tenants';
import { subscriptionIdOf } from '../../../src/modules/visibility/object-ids';
import { sql } from '../../../src/platform/database/sql';
import { METRICS } from '../../../src/platform/http/metric-definitions';
import { connectedTo, insertEvent } from '../../support/appended-events';
import { overEvents, overSocket } from '../../support/live-client';
import { samplesOf, valueOf } from '../../support/metrics';
import { requestRelationship } from '../../support/relationship-steps';
import { FIRST_ETAG, write } from '../../support/subscription-api';
import { TestApp } from '../../support/test-app';
import { untilTrue } from '../../support/until-true';
import { givenEndpoint, NOBODY, webhookDone } from '../../support/webhook-situations';

/** Those of refusals, and the one of the GraphQL layer that is provoked here. */
const ERROR_CODES = new Set([...Object.keys(ERROR_CATALOGUE), 'GRAPHQL_VALIDATION_FAILED']);
const EVENTS = { query: 'subscription Follow { events { node { id } } }' };

let app: TestApp;
let writer: Client;
beforeEach(async () => {
  app = await TestApp.start();
  writer = await connectedTo(app.databaseUrl);
});
afterEach(async () => {
  await writer.end();
  await app.stop();
});

const value = (name: string, labels: Record<string, string> = {}): Promise<number | null> =>
  valueOf(app.address, name, labels);

describe('SQL time', () => {
  test('grows by each statement, in the mapper’s transactions too', async () => {
    const countOf = async (statement: string): Promise<number> =>
      (await value('sql_duration_seconds_count', { statement })) ?? 0;
    const selects = await countOf('select');
    const commits = await countOf('commit');
    const seconds = (await value('sql_duration_seconds_sum', { statement: 'select' })) ?? 0;

    await app.database.query(sql`SELECT pg_sleep(0.05)`);
    await expect(app.database.query(sql`SELECT 1 / 0`)).rejects.toThrow('division by zero');
    await app.database.transaction({ actor: 'platform', operation: 'record' }, (tx) =>
      tx.query(sql`SELECT 1`),
    );

    // One more says what the transaction is.
    expect(await countOf('select')).toBe(selects + 4);
    expect(await countOf('commit')).toBe(commits + 1);
    const after = (await value('sql_duration_seconds_sum', { statement: 'select' })) ?? 0;
    expect(after - seconds).toBeGreaterThanOrEqual(0.05);
  });

  test('connections in use and those who wait for one are told', async () => {
    const poolSize = 6;
    await writer.query('SELECT pg_advisory_lock(4711)');
    const waiting = Array.from({ length: poolSize + 2 }, () =>
      app.database.query(sql`SELECT pg_advisory_lock(4711), pg_advisory_unlock(4711)`),
    );
    expect(await value('database_connections', { state: 'in_use' })).toBe(poolSize);
    expect(await value('database_connections', { state: 'idle' })).toBe(0);
    expect(await value('database_waiting')).toBe(2);
    await writer.query('SELECT pg_advisory_unlock(4711)');
    await Promise.all(waiting);

    expect(await value('database_connections', { state: 'in_use' })).toBe(0);
    expect(await value('database_waiting')).toBe(0);
  });
});

describe('how late events are told', () => {
  const ageOf = async (id: string, interval: string): Promise<void> => {
    const now = app.clock.now().toISOString();
    await writer.query(
      `UPDATE events SET occurred_at = $2::timestamptz - $3::interval WHERE id = $1`,
      [id, now, interval],
    );
  };

  test('is the time from when it happened', async () => {
    await app.asOwner('ALTER TABLE events DISABLE TRIGGER USER');
    const live = await overSocket(app, 'operator', EVENTS);
    await app.untilListening(1);

    await writer.query('BEGIN');
    await ageOf(await insertEvent(writer), '30 seconds');
    await writer.query('COMMIT');
    app.wake();
    await live.until(1);
    live.stop();

    expect(await value('event_delay_seconds_count')).toBe(1);
    expect(await value('event_delay_seconds_sum')).toBe(30);
  });

  test('what waits behind an open transaction is a backlog until it ends', async () => {
    const live = await overEvents(app, 'operator', EVENTS);
    await app.untilListening(1);
    expect(await value('event_backlog')).toBe(0);

    await writer.query('BEGIN');
    await insertEvent(writer);
    await insertEvent(writer);
    app.wake();
    await untilTrue(async () => (await value('event_backlog')) === 2);
    expect(live.results).toEqual([]);
    await writer.query('COMMIT');
    await live.until(2);

    await untilTrue(async () => (await value('event_backlog')) === 0);
    live.stop();
    await app.untilListening(0);
    expect(await value('event_log_read_age_seconds')).toBe(0);
  });

  test('a log that cannot be read gets older', async () => {
    const live = await overSocket(app, 'operator', EVENTS);
    await app.untilListening(1);
    await app.asOwner('ALTER FUNCTION event_horizon() RENAME TO no_event_horizon');
    app.wake();

    // Longer than between two readings, when nothing is wrong.
    await untilTrue(async () => ((await value('event_log_read_age_seconds')) ?? 0) > 3);
    await app.asOwner('ALTER FUNCTION no_event_horizon() RENAME TO event_horizon');

    await untilTrue(async () => ((await value('event_log_read_age_seconds')) ?? 9) < 2);
    live.stop();
  });
});

test.each([
  ['a WebSocket', overSocket],
  ['server-sent events', overEvents],
])('a field that is refused in what is told over %s is counted, each time', async (_, listen) => {
  const subscriptionId = subscriptionIdOf(DEMO_IDS.subscriptions.northwindProPlus.id);
  const query = `subscription ($id: ID!) {
    subscriptionChanged(id: $id) { customer { subscriptions(after: "nonsense") { totalCount } } }
  }`;
  const variables = { id: subscriptionId };
  const live = await listen(app, 'reseller-b-admin', { query, variables });
  await app.untilListening(1);

  for (const [quantity, ifMatch] of [
    [7, FIRST_ETAG],
    [8, '"2"'],
  ]) {
    const told = live.codes.length + 1;
    await write(app, 'reseller-b-admin', 'updateSubscription', {
      subscriptionId,
      quantity,
      ifMatch,
    });
    await untilTrue(() => Promise.resolve(live.codes.length === told));
  }

  expect(live.codes).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
  expect(await value('errors_total', { code: 'INVALID_INPUT' })).toBe(2);
  live.stop();
});

test('attempts to deliver a webhook are counted by what became of them', async () => {
  const { id } = await givenEndpoint(app, 'reseller-b-admin', { url: NOBODY });
  const attempts = (outcome: string): Promise<number | null> =>
    value('webhook_attempts_total', { outcome });
  expect(await attempts('CONNECTION_FAILED')).toBeNull();

  await webhookDone(app, 'reseller-b-admin', 'testWebhook', { webhookEndpointId: id });
  await app.deliverWebhooks();

  expect(await attempts('CONNECTION_FAILED')).toBe(1);
  expect(await attempts('DELIVERED')).toBeNull();
});

test('how long an event waits for its webhook is told once, by the first attempt', async () => {
  const { id } = await givenEndpoint(app, 'reseller-b-admin', { url: NOBODY });
  await webhookDone(app, 'reseller-b-admin', 'testWebhook', { webhookEndpointId: id });
  app.clock.advance({ ms: 1_500 });

  await app.deliverWebhooks();
  app.clock.advance({ hours: 1 });
  await app.deliverWebhooks();

  expect(await value('webhook_attempts_total', { outcome: 'CONNECTION_FAILED' })).toBe(2);
  expect(await value('webhook_delay_seconds_count')).toBe(1);
  expect(await value('webhook_delay_seconds_sum')).toBe(1.5);
});

describe('what is told after a day of work', () => {
  beforeEach(async () => {
    const live = await overSocket(app, 'operator', EVENTS);
    await app.untilListening(1);
    await requestRelationship(app, 'reseller-b-admin', DEMO_TENANTS.customer.tenantId);
    await app.as('reseller-b-admin', '{ customers { nodes { id companyProfile { domain } } } }');
    await app.as('reseller-b-helpdesk', 'mutation { createInvitation(input: {}) { repeated } }');
    await app.as(null, 'query Guess { invitation(token: "no such link") { id } }');
    await app.as(null, '{ nothing }');
    await live.until(1);
    live.stop();
  });

  test('is defined: every metric, every label', async () => {
    const labelsOf = new Map(
      Object.values(METRICS).map(({ name, labels }) => [name, Object.keys(labels).sort()]),
    );
    const samples = await samplesOf(app.address);
    const seen = new Map(
      samples.map(({ name, labels }) => [
        name.replace(/(seconds)_(?:bucket|sum|count)$/, '$1'),
        Object.keys(labels)
          .filter((label) => label !== 'le')
          .sort(),
      ]),
    );

    expect(
      [...seen].filter(([name, labels]) => String(labelsOf.get(name)) !== String(labels)),
    ).toEqual([]);
    // Nothing was spent, and so nothing of it is told.
    expect([...labelsOf.keys()].filter((name) => !seen.has(name))).toEqual([
      'multipartner_rate_limited_total',
      'multipartner_webhook_attempts_total',
    ]);
  });

  test('names nobody: labels are words of ours, and no number of anybody', async () => {
    const samples = await samplesOf(app.address);
    const texts = samples.flatMap(({ labels }) =>
      Object.entries(labels).flatMap(([label, text]) => (label === 'le' ? [] : [text])),
    );
    // In capitals are codes alone.
    const isOurs = (text: string): boolean =>
      /^\(?[a-z][a-z_-]*\)?$/.test(text) || ERROR_CODES.has(text);

    expect(texts.filter((text) => !isOurs(text))).toEqual([]);
    expect(texts).toContain('ROLE_NOT_ALLOWED');
  });
});
