import { type CustomerRead, ReadRecorder } from '../../../src/platform/audit/read-recorder';
import type { Queryable } from '../../../src/platform/database/database';
import type { Sql } from '../../../src/platform/database/sql';

const CUSTOMER = '0198f000-0000-7000-8000-000000000001';

const readOf = (correlationId: string): CustomerRead => ({
  actor: { side: 'operator', kind: 'OPERATOR', tenantId: CUSTOMER, userId: 'o', displayName: null },
  customerIds: [CUSTOMER],
  occurredAt: new Date('2026-03-01T08:00:00Z'),
  correlationId,
  customizedData: { field: 'customer' },
});

/** A database that answers when the test says so. */
class HeldDatabase implements Queryable {
  readonly sent: { readonly ids: readonly string[]; commit(): void; fail(error: Error): void }[] =
    [];

  query<Row>({ values }: Sql): Promise<Row[]> {
    const rows = JSON.parse(String(values[0])) as { readonly correlation_id: string }[];
    return new Promise((resolve, reject) => {
      const ids = rows.map((row) => row.correlation_id);
      this.sent.push({ ids, commit: () => resolve([]), fail: reject });
    });
  }

  get groups(): readonly (readonly string[])[] {
    return this.sent.map(({ ids }) => ids);
  }
}

let database: HeldDatabase;
let recorder: ReadRecorder;
let outcomes: string[];
beforeEach(() => {
  database = new HeldDatabase();
  recorder = new ReadRecorder(database);
  outcomes = [];
});
afterEach(() => jest.restoreAllMocks());

function record(...ids: readonly string[]): void {
  for (const id of ids) {
    recorder.record(readOf(id)).then(
      () => outcomes.push(id),
      (error: Error) => outcomes.push(`${id}: ${error.message}`),
    );
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a read that comes alone is written at once', async () => {
  record('a');
  expect(database.groups).toEqual([['a']]);

  database.sent[0]?.commit();
  await settled();
  record('b');

  expect(database.groups).toEqual([['a'], ['b']]);
});

test('reads that come while another is written share the next statement, and wait for their own', async () => {
  record('a', 'b', 'c');
  expect(database.groups).toEqual([['a']]);

  database.sent[0]?.commit();
  await settled();
  expect(database.groups).toEqual([['a'], ['b', 'c']]);
  expect(outcomes).toEqual(['a']);

  database.sent[1]?.commit();
  await settled();
  expect(outcomes).toEqual(['a', 'b', 'c']);
});

test('a statement that fails is the failure of all that share it, and of nobody else', async () => {
  record('a', 'b', 'c');
  database.sent[0]?.commit();
  await settled();
  record('d');

  database.sent[1]?.fail(new Error('refused'));
  await settled();
  database.sent[2]?.commit();
  await settled();

  expect(outcomes).toEqual(['a', 'b: refused', 'c: refused', 'd']);
});

test('fifty share a statement, and no more', async () => {
  record('first', ...Array.from({ length: 60 }, (_, n) => `${n}`));
  database.sent[0]?.commit();
  await settled();
  database.sent[1]?.commit();
  await settled();

  expect(database.groups.map((ids) => ids.length)).toEqual([1, 50, 10]);
});

test.each([
  ['just below a second', 999, [['a']]],
  ['a second', 1_000, [['a'], ['b', 'c']]],
])('a statement is waited for %s', async (_, passedMs, groups) => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
  record('a', 'b');
  now.mockReturnValue(5_000 + passedMs);

  record('c');

  expect(database.groups).toEqual(groups);
});

test('one that hangs holds up nobody who comes later', async () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
  record('hangs');
  now.mockReturnValue(6_000);
  record('a');
  database.sent[1]?.commit();
  await settled();

  record('b');
  database.sent[2]?.commit();
  await settled();

  expect(outcomes).toEqual(['a', 'b']);
});
