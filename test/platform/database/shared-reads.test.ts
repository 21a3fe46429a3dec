import type { Queryable } from '../../../src/platform/database/database';
import { SharedReads } from '../../../src/platform/database/shared-reads';
import { type Sql, sql } from '../../../src/platform/database/sql';

interface Sent {
  readonly statement: Sql;
  readonly answer: (rows: unknown[]) => void;
  readonly fail: (error: Error) => void;
}

/** A database that answers when it is told to. */
function slowDatabase(): { readonly db: Queryable; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const query = <Row>(statement: Sql): Promise<Row[]> =>
    new Promise<unknown[]>((answer, fail) => sent.push({ statement, answer, fail })) as Promise<
      Row[]
    >;
  return { db: { query }, sent };
}

const one = (value: unknown): Sql => sql`SELECT ${value}`;

let reads: SharedReads;
let db: Queryable;
let sent: Sent[];

beforeEach(() => {
  reads = new SharedReads();
  ({ db, sent } = slowDatabase());
});

test('what is asked again while it is answered is sent once, and each gets a list of its own', async () => {
  const asked = [reads.over(db).query(one('a')), reads.over(db).query(one('a'))];
  sent[0]?.answer([{ found: 1 }]);

  const [first, second] = await Promise.all(asked);

  expect(sent).toHaveLength(1);
  expect(first).toEqual([{ found: 1 }]);
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
});

test.each([
  ['another value', one('a'), one('b')],
  ['another text', one('a'), sql`SELECT  ${'a'}`],
  ['a number that looks like a text', one(1n), one('1')],
  ['a list that looks like a text', one(['a', 'b']), one('a,b')],
  ['a list that is cut elsewhere', one(['a,b']), one(['a', 'b'])],
  ['an instant a millisecond later', one(new Date(1)), one(new Date(2))],
  ['nothing instead of a text', one(null), one('null')],
])('%s is a statement of its own', (_, first, second) => {
  void reads.over(db).query(first);
  void reads.over(db).query(second);

  expect(sent).toHaveLength(2);
});

test('what has been answered is asked anew', async () => {
  const first = reads.over(db).query(one(1n));
  sent[0]?.answer([]);
  await first;

  void reads.over(db).query(one(1n));

  expect(sent).toHaveLength(2);
});

test('a failure is told to all who waited, and the next one asks anew', async () => {
  const asked = [reads.over(db).query(one('a')), reads.over(db).query(one('a'))];
  sent[0]?.fail(new Error('gone'));

  await expect(Promise.allSettled(asked)).resolves.toMatchObject([
    { status: 'rejected', reason: { message: 'gone' } },
    { status: 'rejected', reason: { message: 'gone' } },
  ]);
  void reads.over(db).query(one('a'));

  expect(sent).toHaveLength(2);
});
