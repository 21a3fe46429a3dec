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

test('a read that comes alone is written at once, and so is one beside it', async () => {
  record('a', 'b');
  expect(database.groups).toEqual([['a'], ['b']]);

  database.sent[0]?.commit();
  await settled();
  record('c');

  expect(database.groups).toEqual([['a'], ['b'], ['c']]);
});

test('reads that come while two are written share the next statement, and wait for their own', async () => {
  record('a', 'b', 'c', 'd');
  expect(database.groups).toEqual([['a'], ['b']]);

  database.sent[1]?.commit();
  await settled();
  expect(database.groups).toEqual([['a'], ['b'], ['c', 'd']]);
  expect(outcomes).toEqual(['b']);

  database.sent[0]?.commit();
  database.sent[2]?.commit();
  await settled();
  expect(outcomes).toEqual(['b', 'a', 'c', 'd']);
});

test('a statement that fails is the failure of all that share it, and of nobody else', async () => {
  record('a', 'b', 'c', 'd');
  database.sent[0]?.commit();
  await settled();
  record('e');

  database.sent[2]?.fail(new Error('refused'));
  await settled();
  database.sent[1]?.commit();
  database.sent[3]?.commit();
  await settled();

  expect(outcomes).toEqual(['a', 'c: refused', 'd: refused', 'b', 'e']);
});

test('fifty share a statement, and no more', async () => {
  record('first', 'second', ...Array.from({ length: 60 }, (_, n) => `${n}`));
  database.sent[0]?.commit();
  await settled();
  database.sent[1]?.commit();
  await settled();

  expect(database.groups.map((ids) => ids.length)).toEqual([1, 1, 50, 10]);
});

test.each([
  ['just below a second', 999, [['a'], ['b']]],
  ['a second', 1_000, [['a'], ['b'], ['c', 'd']]],
])('statements are waited for %s', async (_, passedMs, groups) => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
  record('a', 'b', 'c');
  now.mockReturnValue(5_000 + passedMs);

  record('d');

  expect(database.groups).toEqual(groups);
});

test('those that hang hold up nobody who comes later', async () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
  record('hangs', 'hangs too');
  now.mockReturnValue(6_000);
  record('a', 'b', 'c');
  expect(database.groups.slice(2)).toEqual([['a'], ['b']]);
  database.sent[2]?.commit();
  await settled();
  database.sent[4]?.commit();
  await settled();

  expect(outcomes).toEqual(['a', 'c']);
});
