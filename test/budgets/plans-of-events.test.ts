import { readsOf } from '../support/plans';
import { operatorUser } from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

const COUNT = 20_000;
const EVENTS_A_DAY = 100;
/** Of the 200 days, so that nine tenths of the events lie before it. */
const LATE_DAY = 180;
const OPERATOR = operatorUser('who reads');

const dayOf = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();

/** So many events in the order of their times, and one that a clock wrote which ran ahead by months. */
const FILL = `
  SET session_replication_role = replica;
  INSERT INTO events (id, scope_id, sequence, to_customer, name, version, resource_type, resource_id, actor,
      correlation_id, occurred_at, data)
    SELECT ('b1600009-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'b1600001-0000-7000-8000-000000000000', n, false,
      'RESELLER_STATUS_CHANGED', 1, 'RESELLER', 'b1600001-0000-7000-8000-000000000000', '{"kind": "OPERATOR"}',
      'correlation', CASE n WHEN 50 THEN timestamptz '2026-07-18T06:00:00Z'
        ELSE timestamptz '2026-01-01T00:00:00Z' + n * interval '1 day' / ${EVENTS_A_DAY} END, '{}'
    FROM generate_series(1, ${COUNT}) n ORDER BY n;
  RESET session_replication_role;
  ANALYZE events`;

interface Page {
  readonly events: {
    readonly nodes: readonly { readonly sequence: number; readonly occurredAt: string }[];
  };
}

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({ template: 'empty' });
}, 60_000);
afterAll(() => app.stop());
beforeEach(() =>
  app.asOwner(`SET session_replication_role = replica; DELETE FROM events; ${FILL}`),
);

async function first20Since(since: string) {
  let page: Page | null = null;
  const queries = await app.queriesOf(async () => {
    page = await app.succeed<Page>(
      OPERATOR,
      `{ events(filter: { since: "${since}" }, first: 20) { pageInfo { hasNextPage } nodes { sequence occurredAt } } }`,
    );
  });
  const query = queries.find(({ text }) => text.includes('"$parent"'));
  if (!query || !page) throw new Error('no list was read');
  const reads = await readsOf(app, query);
  const rows = reads
    .filter(({ table }) => table === 'events')
    .reduce((sum, read) => sum + read.rows, 0);
  return { sequences: (page as Page).events.nodes.map(({ sequence }) => sequence), rows };
}

test('a list since some day begins there: it reads that day, a row for each later one, and the page', async () => {
  await app.asOwner(
    `SET session_replication_role = replica; DELETE FROM events WHERE sequence = 50`,
  );

  const { sequences, rows } = await first20Since(dayOf(LATE_DAY));

  expect(sequences).toEqual(Array.from({ length: 20 }, (_, n) => LATE_DAY * EVENTS_A_DAY + n));
  expect(rows).toBeLessThan(EVENTS_A_DAY + 100);
});

test('what a clock that ran ahead wrote long before is in the list all the same', async () => {
  const { sequences } = await first20Since(dayOf(LATE_DAY));

  expect(sequences[0]).toBe(50);
  expect(sequences[1]).toBe(LATE_DAY * EVENTS_A_DAY);
});

test('a list since a time to come is empty', async () => {
  const { sequences, rows } = await first20Since('2030-01-01T00:00:00Z');

  expect(sequences).toEqual([]);
  expect(rows).toBeLessThan(10);
});
