import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { eventIdOf, relationshipIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { appendCommitted, eventOf } from '../support/appended-events';
import { overSocket } from '../support/live-client';
import { doWhatIsDue } from '../support/platform-work';
import { removePrivileges } from '../support/relationship-steps';
import { TestApp } from '../support/test-app';

const DAY_MS = 86_400_000;
const EVENTS = `query ($after: String) { events(first: 100, after: $after) {
  totalCount edges { cursor node { id } } } }`;

interface Page {
  readonly totalCount: number;
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
}

let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start();
});
afterEach(() => app.stop());

async function read(after: string | null = null): Promise<Page> {
  return (await app.succeed<{ events: Page }>('operator', EVENTS, { after })).events;
}

/** Events that happened so many days ago. */
async function givenEvents(...daysAgo: readonly number[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const days of daysAgo) {
    const at = new Date(app.clock.now().getTime() - days * DAY_MS);
    const [id = ''] = await appendCommitted(app.database, [eventOf()], at);
    ids.push(eventIdOf(id));
  }
  return ids;
}

/** Two rounds of the platform, and the minutes between them: the place is published, then the rows go. */
async function cut(retentionDays: number): Promise<void> {
  await doWhatIsDue(app, undefined, retentionDays);
  await app.asOwner(`UPDATE event_log_cuts SET published_at = now() - interval '3 minutes'`);
  await doWhatIsDue(app, undefined, retentionDays);
}

test('events are kept without limit unless the operator limits it', async () => {
  const kept = await givenEvents(4_000, 0);

  await doWhatIsDue(app);
  await app.asOwner(`UPDATE event_log_cuts SET published_at = now() - interval '3 minutes'`);
  await doWhatIsDue(app);

  expect((await read()).edges.map(({ node }) => node.id)).toEqual(kept);
});

test('old events go from the beginning of the log, up to the first that is kept', async () => {
  const [, , ...kept] = await givenEvents(100, 61, 59, 90, 0);

  await cut(60);

  expect((await read()).edges.map(({ node }) => node.id)).toEqual(kept);
});

test('nothing of the last thirty days goes, whatever the database is asked', async () => {
  app.clock.set(new Date());
  const [, kept] = await givenEvents(31, 29);
  await app.database.query(sql`SELECT cut_events(now() + interval '1 day', 100)`);
  await app.asOwner(`UPDATE event_log_cuts SET published_at = now() - interval '3 minutes'`);
  await app.database.query(sql`SELECT cut_events(now() + interval '1 day', 100)`);

  expect((await read()).edges.map(({ node }) => node.id)).toEqual([kept]);
});

test('the role of the server still deletes nothing by itself, and audit records stay', async () => {
  await removePrivileges(
    app,
    'customer-global',
    relationshipIdOf(DEMO_IDS.relationships.woodgroveContoso),
    ['DYNAMICS'],
  );
  await app.asOwner(
    `SET session_replication_role = replica; UPDATE events SET occurred_at = occurred_at - interval '90 days'`,
  );
  const recorded = await app.database.query(sql`SELECT * FROM audit_records ORDER BY id`);

  await expect(app.database.query(sql`DELETE FROM events`)).rejects.toThrow('permission denied');
  await expect(app.asOwner('DELETE FROM events')).rejects.toThrow('events only grows');
  await cut(60);

  expect((await read()).totalCount).toBe(0);
  expect(recorded.length).toBeGreaterThan(0);
  expect(await app.database.query(sql`SELECT * FROM audit_records ORDER BY id`)).toEqual(recorded);
});

test('whoever went on with a gap is refused, from the moment on that its events are going', async () => {
  await givenEvents(100, 90, 80, 0);
  const [first, second, third, last] = (await read()).edges.map(({ cursor }) => cursor);

  const before = await read(first);
  await doWhatIsDue(app, undefined, 60);
  const published = await app.as('operator', EVENTS, { after: second });
  await cut(60);
  const gone = await app.as('operator', EVENTS, { after: first });
  const live = await overSocket(app, 'operator', {
    query: 'subscription ($after: String) { events(after: $after) { cursor } }',
    variables: { after: second },
  });
  await live.ended();

  expect(before.edges).toHaveLength(3);
  for (const { errors } of [published, gone]) {
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'after' });
  }
  expect(live.codes).toEqual(['INVALID_INPUT']);
  expect((await read(third)).edges.map(({ cursor }) => cursor)).toEqual([last]);
  expect((await read(last)).edges).toEqual([]);
});

test('many old events go a part at a time', async () => {
  await givenEvents(100, 100, 100, 0);
  const once = (): Promise<unknown> =>
    app.database.query(
      sql`SELECT cut_events(${app.clock.now()}::timestamptz - interval '60 days', 2)`,
    );

  await once();
  await once();
  const published = (await read()).totalCount;
  await app.asOwner(`UPDATE event_log_cuts SET published_at = now() - interval '3 minutes'`);
  await once();
  const afterFirst = (await read()).totalCount;
  await app.asOwner(`UPDATE event_log_cuts SET published_at = now() - interval '3 minutes'`);
  await once();

  expect([published, afterFirst, (await read()).totalCount]).toEqual([4, 2, 1]);
});
