import { setTimeout as delay } from 'node:timers/promises';

import type { PartnerActor } from '../../src/kernel/actor';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import type { Event } from '../../src/modules/event-log/event.types';
import { eventFeed, type FeedArgs } from '../../src/modules/event-log/event-feed';
import { EventTail } from '../../src/platform/event-log/event-tail';
import { createRequestContext } from '../../src/platform/graphql/context';
import type { Delivery } from '../../src/platform/graphql/live-field';
import type { Edge } from '../../src/platform/graphql/page';
import { appendCommitted, eventOf } from '../support/appended-events';
import { TestApp } from '../support/test-app';

const FABRIKAM: PartnerActor = {
  side: 'partner',
  kind: 'PARTNER_USER',
  tenantId: '00000000-0000-4000-8000-000000000000',
  userId: 'zhao',
  displayName: 'Zhao Lei',
  resellerId: DEMO_IDS.resellers.resellerB,
  cloudInstance: 'CHINA_21VIANET',
  roles: ['ADMIN_AGENT'],
  claimsCustomerGlobalAdmin: false,
};

let app: TestApp;
let tail: EventTail;
let renewals: number;

beforeEach(async () => {
  app = await TestApp.start();
  tail = new EventTail({ db: app.database, onFailure: () => undefined, pollMs: 600_000 });
  renewals = 0;
});
afterEach(async () => {
  await tail.stop();
  await app.stop();
});

type Feed = AsyncIterator<Delivery<Edge<Event>>>;

function feedOf(args: FeedArgs): Promise<Feed> {
  const { database: db, clock } = app;
  return eventFeed(tail, args, () => {
    renewals += 1;
    const ids = { correlationId: 'c', requestId: 'r', locale: 'en-US' };
    return Promise.resolve(createRequestContext({ ...ids, actor: FABRIKAM, clock, db }));
  });
}

async function next(feed: Feed): Promise<Edge<Event>> {
  const { value } = (await feed.next()) as IteratorResult<Delivery<Edge<Event>>, undefined>;
  if (!value) throw new Error('the feed has ended');
  expect(value.cursor).toBe(value.payload.cursor);
  return value.payload;
}

const toFabrikam = () => ({
  ...eventOf(DEMO_IDS.customers.customer3),
  recipientResellerIds: [FABRIKAM.resellerId],
});

test('what is held for a reader that is slow is read again before it is handed out', async () => {
  const feed = await feedOf({});
  await appendCommitted(app.database, [toFabrikam(), toFabrikam(), toFabrikam()]);
  tail.wake();

  const first = await next(feed);
  await app.asOwner(
    `UPDATE relationships SET status = 'REMOVED', removed_at = now()
     WHERE reseller_id = '${FABRIKAM.resellerId}'`,
  );
  const second = await next(feed);
  await delay(1_050);
  const third = await next(feed);

  const edges = [first, second, third];
  expect(edges.map(({ node }) => node.customerId !== null)).toEqual([true, true, false]);
  expect(new Set(edges.map(({ node }) => node.id)).size).toBe(3);
});

test('a page of events is read at once, for whoever takes them fast', async () => {
  const feed = await feedOf({});
  await appendCommitted(app.database, Array.from({ length: 90 }, toFabrikam));
  tail.wake();

  for (let count = 0; count < 90; count += 1) await next(feed);

  // One as it began, one for the page.
  expect(renewals).toBe(2);
});

test('one that waits ends with its consumer, and with the tail', async () => {
  const [left, stopped] = [await feedOf({}), await feedOf({})];
  const waiting = [left.next(), stopped.next()];

  await left.return?.();
  expect((await waiting[0])?.done).toBe(true);
  expect(tail.listenerCount).toBe(1);
  await tail.stop();

  expect((await waiting[1])?.done).toBe(true);
  expect(tail.listenerCount).toBe(0);
});
