import { setTimeout as delay } from 'node:timers/promises';

import type { PartnerActor } from '../../src/kernel/actor';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import type { Event } from '../../src/modules/event-log/event.types';
import { eventFeed, type FeedArgs } from '../../src/modules/event-log/event-feed';
import { SharedReads } from '../../src/platform/database/shared-reads';
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
let reads: SharedReads;
let renewals: number;

beforeEach(async () => {
  app = await TestApp.start();
  tail = new EventTail({ db: app.database, onFailure: () => undefined, pollMs: 600_000 });
  reads = new SharedReads();
  renewals = 0;
});
afterEach(async () => {
  await tail.stop();
  await app.stop();
});

type Feed = AsyncIterator<Delivery<Edge<Event>>>;

function feedOf(args: FeedArgs, actor: PartnerActor = FABRIKAM): Promise<Feed> {
  const { database: db, clock } = app;
  return eventFeed({ tail, reads }, args, () => {
    renewals += 1;
    const ids = { correlationId: 'c', requestId: 'r', locale: 'en-US' };
    return Promise.resolve(createRequestContext({ ...ids, actor, clock, db }));
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

function endRelationships({ resellerId }: PartnerActor): Promise<void> {
  return app.asOwner(
    `UPDATE relationships SET status = 'REMOVED', removed_at = now()
     WHERE reseller_id = '${resellerId}'`,
  );
}

test('what is held for a reader that is slow is read again before it is handed out', async () => {
  const feed = await feedOf({});
  await appendCommitted(app.database, [toFabrikam(), toFabrikam(), toFabrikam()]);
  tail.wake();

  const first = await next(feed);
  await endRelationships(FABRIKAM);
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

const CONTOSO: PartnerActor = { ...FABRIKAM, resellerId: DEMO_IDS.resellers.resellerA };

test('those who may see the same share the statement of a page, and nobody else', async () => {
  await endRelationships(CONTOSO);
  const feeds = [
    await feedOf({}),
    await feedOf({}, { ...FABRIKAM, userId: 'li' }),
    await feedOf({ filter: { name: ['CUSTOMER_UPDATED'] } }),
    await feedOf({}, CONTOSO),
  ];
  const waiting = feeds.map(next);
  const both = { ...toFabrikam(), recipientResellerIds: [FABRIKAM.resellerId, CONTOSO.resellerId] };

  const statements = await app.statementsOf(async () => {
    await appendCommitted(app.database, [both]);
    tail.wake();
    await Promise.all(waiting);
  });

  const pages = statements.filter((it) => it.includes('recipient_reseller_ids @>'));
  expect(pages).toHaveLength(3);
  const [first, second, filtered, other] = (await Promise.all(waiting)).map(({ node }) => node);
  expect(second).toEqual(first);
  expect(filtered?.id).toBe(first?.id);
  expect(first?.customerId).not.toBeNull();
  expect(other).toMatchObject({ id: first?.id, customerId: null });
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
