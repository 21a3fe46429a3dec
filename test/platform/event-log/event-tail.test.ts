import type { Client } from 'pg';

import type { Queryable } from '../../../src/platform/database/database';
import {
  EventTail,
  type LoggedEvent,
  type TailListener,
} from '../../../src/platform/event-log/event-tail';
import { appendCommitted, connectedTo, eventOf, insertEvent } from '../../support/appended-events';
import { TestApp } from '../../support/test-app';
import { untilTrue } from '../../support/until-true';

/** So long that a test which needs it fails. */
const NEVER_MS = 600_000;

let app: TestApp;
let tails: EventTail[];
let failures: unknown[];

beforeEach(async () => {
  app = await TestApp.start('empty');
  tails = [];
  failures = [];
});
afterEach(async () => {
  await Promise.all(tails.map((tail) => tail.stop()));
  await app.stop();
});

function tailOf(db: Queryable = app.database, pollMs = NEVER_MS): EventTail {
  const tail = new EventTail({ db, onFailure: (error) => failures.push(error), pollMs });
  tails.push(tail);
  return tail;
}

interface Heard extends TailListener {
  readonly events: readonly LoggedEvent[];
  readonly hasEnded: boolean;
}

function ears(): Heard {
  const events: LoggedEvent[] = [];
  let hasEnded = false;
  return {
    events,
    get hasEnded() {
      return hasEnded;
    },
    offer: (batch) => events.push(...batch),
    end: () => {
      hasEnded = true;
    },
  };
}

function until(isSo: () => boolean): Promise<void> {
  return untilTrue(() => Promise.resolve(isSo()));
}

const idsOf = ({ events }: Heard): string[] => events.map(({ id }) => id);

describe('the tail of the event log', () => {
  test('tells everybody who listens of what is committed from then on, in order', async () => {
    const tail = tailOf();
    await appendCommitted(app.database, [eventOf()]);
    const [one, other] = [ears(), ears()];
    await tail.follow(one);
    const customerId = '01900000-0000-7000-8000-000000000001';
    const first = await appendCommitted(app.database, [eventOf(customerId), eventOf()]);
    await tail.follow(other);
    const second = await appendCommitted(app.database, [eventOf()]);
    tail.wake();
    await until(() => one.events.length === 3 && other.events.length === 1);

    expect(idsOf(one)).toEqual([...first, ...second]);
    expect(idsOf(other)).toEqual(second);
    expect(one.events.find((it) => it.customerId === customerId)).toMatchObject({
      name: 'CUSTOMER_UPDATED',
      isForCustomer: true,
      recipientResellerIds: [],
      resourceId: customerId,
      data: { customerId, changedFields: [] },
      occurredAt: expect.any(Date) as Date,
    });
  });

  test('tells of more events than it reads at a time', async () => {
    const tail = tailOf();
    const heard = ears();
    await tail.follow(heard);

    const written = await appendCommitted(
      app.database,
      Array.from({ length: 1_203 }, () => eventOf()),
    );
    tail.wake();
    await until(() => heard.events.length === 1_203);

    expect(idsOf(heard)).toEqual(written);
  });

  describe('while somebody writes', () => {
    let slow: Client;
    beforeEach(async () => {
      slow = await connectedTo(app.databaseUrl);
    });
    afterEach(() => slow.end());

    test.each(['COMMIT', 'ROLLBACK'])(
      'waits for a lower place, and goes on by itself after the %s',
      async (ending) => {
        const tail = tailOf(app.database, 250);
        const heard = ears();
        await tail.follow(heard);
        await slow.query('BEGIN');
        const first = await insertEvent(slow);
        const second = await appendCommitted(app.database, [eventOf()]);
        tail.wake();
        const late = ears();
        await tail.follow(late);
        const during = idsOf(heard);

        await slow.query(ending);
        await until(() => heard.events.length > 0);

        expect(during).toEqual([]);
        expect(idsOf(heard)).toEqual(ending === 'COMMIT' ? [first, ...second] : second);
        expect(idsOf(late)).toEqual(idsOf(heard));
      },
    );
  });

  test('asks more and more seldom while the first writer of an empty log takes its time', async () => {
    const slow = await connectedTo(app.databaseUrl);
    await slow.query('BEGIN');
    await insertEvent(slow);
    const tail = tailOf(app.database, 60_000);
    await tail.follow(ears());

    const statements = await app.statementsOf(
      () => new Promise((resolve) => setTimeout(resolve, 150)),
    );

    await slow.end();
    // After 4, 8, 16, 32, 64 and 128 milliseconds.
    expect(statements.length).toBeLessThanOrEqual(6);
  });

  test('tells of an event that gets the place of one that was rolled back, as after a crash of the database', async () => {
    const tail = tailOf();
    const heard = ears();
    await tail.follow(heard);
    const [before] = await appendCommitted(app.database, [eventOf()]);
    await app.asOwner(`SELECT nextval('events_position_seq')`);
    tail.wake();
    // Whoever joins is let in by a round that has looked.
    await tail.follow(ears());

    await app.asOwner(`SELECT setval('events_position_seq', max(position)) FROM events`);
    const [after] = await appendCommitted(app.database, [eventOf()]);
    tail.wake();
    await until(() => heard.events.length === 2);

    expect(idsOf(heard)).toEqual([before, after]);
  });

  test('finds by itself what nobody woke it for', async () => {
    const tail = tailOf(app.database, 20);
    const heard = ears();
    await tail.follow(heard);

    const written = await appendCommitted(app.database, [eventOf()]);
    await until(() => heard.events.length === 1);

    expect(idsOf(heard)).toEqual(written);
  });

  test('loses nothing where the database is away for a while', async () => {
    let isAway = false;
    const query = <Row>(statement: Parameters<Queryable['query']>[0]): Promise<Row[]> =>
      isAway ? Promise.reject(new Error('away')) : app.database.query<Row>(statement);
    const tail = tailOf({ query }, 20);
    const heard = ears();
    await tail.follow(heard);
    isAway = true;
    const written = await appendCommitted(app.database, [eventOf(), eventOf()]);
    tail.wake();
    await until(() => failures.length > 1);
    const refused = await tail.follow(ears()).catch((error: unknown) => error);

    isAway = false;
    await until(() => heard.events.length > 0);

    expect(refused).toEqual(new Error('away'));
    expect(idsOf(heard)).toEqual(written);
  });

  test('reads nothing while nobody listens', async () => {
    const tail = tailOf(app.database, 5);
    const { stop } = await tail.follow(ears());
    stop();

    const statements = await app.statementsOf(async () => {
      tail.wake();
      await new Promise((resolve) => setTimeout(resolve, 60));
    });

    expect(tail.listenerCount).toBe(0);
    expect(statements).toEqual([]);
  });

  test('ends its listeners, and those that come later, when it stops', async () => {
    const tail = tailOf();
    const [before, after] = [ears(), ears()];
    await tail.follow(before);

    await tail.stop();
    await tail.follow(after);

    expect([before.hasEnded, after.hasEnded]).toEqual([true, true]);
    expect(tail.listenerCount).toBe(0);
  });
});
