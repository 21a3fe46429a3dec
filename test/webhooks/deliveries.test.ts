import { Webhook } from 'standardwebhooks';

import { customerIdOf, eventIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import type { RecordedEvent } from '../../src/platform/event-log/append-events';
import { appendCommitted, eventOf } from '../support/appended-events';
import { done } from '../support/relationship-api';
import {
  type CustomerParty,
  givenCustomer,
  givenRelationship,
  givenReseller,
  observe,
  type ResellerParty,
  write,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { answer, WebhookReceiver } from '../support/webhook-receiver';
import {
  type GivenEndpoint,
  givenEndpoint,
  NOBODY,
  sendWebhook,
  webhookDone,
} from '../support/webhook-situations';

const HOUR_MS = 3_600_000;
const TIMEOUT_MS = 2_000;

/** What names resolve to; a test changes it. */
const hosts: Record<string, readonly string[]> = {};

let app: TestApp;
let receiver: WebhookReceiver;
beforeAll(async () => {
  app = await TestApp.start({
    webhookTimeoutMs: TIMEOUT_MS,
    hostLookup: (host) => {
      const found = hosts[host];
      const error = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      return found ? Promise.resolve(found) : Promise.reject(error);
    },
  });
  receiver = await WebhookReceiver.start();
});
afterAll(async () => {
  await app.stop();
  await receiver.stop();
});
beforeEach(async () => {
  receiver.reset();
  await write(app, sql`DELETE FROM webhook_endpoints`);
});

/** An owner with an endpoint at the receiver, and a customer that it is related with. */
async function given(input: Record<string, unknown> = {}) {
  const reseller = await givenReseller(app);
  const customer = await givenCustomer(app);
  const { relationshipId } = await givenRelationship(app, { customer, reseller });
  const who = reseller.as('ADMIN_AGENT');
  const endpoint = await givenEndpoint(app, who, { url: receiver.url, ...input });
  return { reseller, customer, relationshipId, who, endpoint };
}

function eventFor(reseller: ResellerParty, customer: CustomerParty): RecordedEvent {
  return { ...eventOf(customer.key), recipientResellerIds: [reseller.key] };
}

/** Events of these customers, each committed by itself; their opaque ids. */
async function happen(
  reseller: ResellerParty,
  ...customers: readonly CustomerParty[]
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const customer of customers) {
    ids.push(...(await appendCommitted(app.database, [eventFor(reseller, customer)])));
  }
  return ids.map(eventIdOf);
}

async function relatedCustomer(reseller: ResellerParty): Promise<CustomerParty> {
  const customer = await givenCustomer(app);
  await givenRelationship(app, { customer, reseller });
  return customer;
}

interface ReadDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly status: string;
  readonly attemptCount: number;
  readonly nextAttemptAt: string | null;
  readonly endedAt: string | null;
  readonly attempts: {
    readonly nodes: readonly {
      readonly outcome: string;
      readonly httpStatus: number | null;
      readonly durationMs: number;
      readonly nextAttemptAt: string | null;
    }[];
  };
}

async function deliveriesOf(
  who: Parameters<TestApp['as']>[0],
  { id }: Pick<GivenEndpoint, 'id'>,
): Promise<readonly ReadDelivery[]> {
  const { node } = await app.succeed<{ node: { deliveries: { nodes: ReadDelivery[] } } }>(
    who,
    `query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { deliveries(first: 100) { nodes {
      id eventId status attemptCount nextAttemptAt endedAt
      attempts { nodes { outcome httpStatus durationMs nextAttemptAt } } } } } } }`,
    { id },
  );
  return node.deliveries.nodes;
}

const UPDATES = { eventNames: ['CUSTOMER_UPDATED'] };

const received = (): readonly string[] => receiver.received.map(({ data }) => data.id);

/** What `standardwebhooks` makes of a webhook, for whoever knows a secret. */
function verified(index: number, secret: string): unknown {
  const { body, headers } = receiver.received[index]!;
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

describe('what is sent', () => {
  test('the event as the graph answers it, in the envelope of Standard Webhooks, signed', async () => {
    const { who, reseller, customer, relationshipId, endpoint } = await given();
    await done(app, reseller.as('GLOBAL_ADMIN'), 'removeRelationship', { relationshipId });

    await app.deliverWebhooks();

    const { events } = await app.succeed<{ events: { nodes: { id: string; name: string }[] } }>(
      who,
      `{ events(last: 1) { nodes { __typename id name version sequence resourceType resourceId customerId
        actor { kind displayName tenantId } correlationId occurredAt oldValue newValue
        ... on ResellerRelationshipRemovedEvent { relationshipId resellerId reason } } } }`,
    );
    const [event] = events.nodes;
    const sent = receiver.received.at(-1);
    expect(event).toMatchObject({ name: 'RESELLER_RELATIONSHIP_REMOVED', customerId: null });
    expect(sent?.data).toEqual(event);
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      type: 'reseller-relationship-removed',
      timestamp: app.clock.now().toISOString(),
      data: event,
    });
    expect(sent?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': event?.id,
      'webhook-timestamp': expect.stringMatching(/^\d+$/),
    });
    expect(verified(receiver.received.length - 1, endpoint.secret)).toMatchObject({ data: event });
    const wrong = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    expect(() => verified(receiver.received.length - 1, wrong)).toThrow('No matching signature');
    expect(sent?.body).not.toContain(customer.key);
  });

  test('what the log says of it', async () => {
    const { who, reseller, customer, endpoint } = await given();
    const [eventId] = await happen(reseller, customer);

    await app.deliverWebhooks();

    expect(await deliveriesOf(who, endpoint)).toEqual([
      {
        id: expect.any(String),
        eventId,
        status: 'DELIVERED',
        attemptCount: 1,
        nextAttemptAt: null,
        endedAt: app.clock.now().toISOString(),
        attempts: {
          nodes: [
            {
              outcome: 'DELIVERED',
              httpStatus: 204,
              durationMs: expect.any(Number),
              nextAttemptAt: null,
            },
          ],
        },
      },
    ]);
  });

  test('a customer gets what concerns its tenant; nobody gets what is of others, or was before', async () => {
    const { reseller, customer } = await given();
    await givenEndpoint(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), {
      url: `${receiver.url}/customer`,
    });
    const stranger = await givenReseller(app);
    const theirs = await givenEndpoint(app, stranger.as('ADMIN_AGENT'), {
      url: `${receiver.url}/stranger`,
    });
    const [eventId] = await happen(reseller, customer);

    await app.deliverWebhooks();

    expect(receiver.received.map(({ path, data }) => [path, data.id]).sort()).toEqual([
      ['/hook', eventId],
      ['/hook/customer', eventId],
    ]);
    expect(receiver.received.map(({ data }) => data.customerId)).toEqual([
      customer.id,
      customer.id,
    ]);
    // Not even in its log: the name of an event would tell of it.
    expect(await deliveriesOf(stranger.as('ADMIN_AGENT'), theirs)).toEqual([]);
  });

  test('only the names and customers of the filter', async () => {
    const { reseller, customer, who } = await given({ eventNames: ['CUSTOMER_CREATED'] });
    const other = await relatedCustomer(reseller);
    await givenEndpoint(app, who, { url: `${receiver.url}/one`, customerIds: [other.id] });
    const [, second] = await happen(reseller, customer, other);

    await app.deliverWebhooks();

    expect(receiver.received.map(({ path, data }) => [path, data.id])).toEqual([
      ['/hook/one', second],
    ]);
  });

  test('a test goes to the endpoint that it tests, whatever it filters, and to no other', async () => {
    const { who, endpoint } = await given({ eventNames: ['CUSTOMER_CREATED'] });
    await givenEndpoint(app, who, { url: `${receiver.url}/other` });

    await webhookDone(app, who, 'testWebhook', { webhookEndpointId: endpoint.id });
    await app.deliverWebhooks();

    expect(receiver.received).toMatchObject([
      {
        path: '/hook',
        type: 'test-created',
        data: { name: 'TEST_CREATED', webhookEndpointId: endpoint.id },
      },
    ]);
    expect(verified(0, endpoint.secret)).toBeTruthy();
  });
});

describe('how a receiver answers', () => {
  test.each([
    ['with success', answer(200), 'DELIVERED', 200],
    ['with a huge body', answer(200, {}, 'x'.repeat(5_000_000)), 'DELIVERED', 200],
    ['with a failure', answer(500, {}, 'secret of the receiver'), 'HTTP_ERROR', 500],
    ['with too many requests', answer(429), 'HTTP_ERROR', 429],
    ['with a redirect', answer(307, { location: NOBODY }), 'REDIRECTED', 307],
    ['not in time', () => undefined, 'TIMED_OUT', null],
    ['by closing the connection', (response) => response.destroy(), 'CONNECTION_FAILED', null],
    [
      'with something that is not HTTP',
      (response) => response.socket?.end('hello'),
      'CONNECTION_FAILED',
      null,
    ],
  ] as readonly (readonly [string, WebhookReceiver['answering'], string, number | null])[])(
    '%s',
    async (_, answering, outcome, httpStatus) => {
      const { who, reseller, customer, endpoint } = await given();
      receiver.answering = answering;
      await happen(reseller, customer);

      await app.deliverWebhooks();

      const [delivery] = await deliveriesOf(who, endpoint);
      expect(delivery?.attempts.nodes).toMatchObject([{ outcome, httpStatus }]);
      expect(delivery?.status).toBe(outcome === 'DELIVERED' ? 'DELIVERED' : 'PENDING');
      expect(receiver.received).toHaveLength(1);
      const rows = await app.database.query<{ text: string }>(
        sql`SELECT a::text || d::text AS text FROM webhook_attempts a, webhook_deliveries d`,
      );
      expect(rows.map(({ text }) => text).join()).not.toContain('secret of the receiver');
    },
  );

  test('with a status and then without end: the status counts', async () => {
    const { who, reseller, customer, endpoint } = await given();
    receiver.answering = (response) => void response.writeHead(200).write('…');
    await happen(reseller, customer);

    await app.deliverWebhooks();

    expect(await deliveriesOf(who, endpoint)).toMatchObject([{ status: 'DELIVERED' }]);
  });

  test('a redirect is not followed', async () => {
    const { reseller, customer } = await given();
    receiver.answering = answer(302, { location: `${receiver.url}/elsewhere` });
    await happen(reseller, customer);

    await app.deliverWebhooks();

    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  test('not at all: nobody listens', async () => {
    const { who, reseller, customer, endpoint } = await given({ url: NOBODY });
    await happen(reseller, customer);

    await app.deliverWebhooks();

    const [delivery] = await deliveriesOf(who, endpoint);
    expect(delivery?.attempts.nodes).toMatchObject([{ outcome: 'CONNECTION_FAILED' }]);
  });

  test('with a certificate that nobody signed, or none', async () => {
    const { who, reseller, customer, endpoint } = await given({
      url: `https://127.0.0.1:${receiver.port}/hook`,
    });
    await happen(reseller, customer);

    await app.deliverWebhooks();

    const [delivery] = await deliveriesOf(who, endpoint);
    expect(delivery?.attempts.nodes).toMatchObject([{ outcome: 'TLS_FAILED', httpStatus: null }]);
    expect(receiver.received).toEqual([]);
  });
});

describe('where it goes', () => {
  const NAME = 'hooks.example.com';

  test.each([
    ['a private address', ['10.0.0.5'], 'ADDRESS_NOT_ALLOWED'],
    ['a metadata service', ['169.254.169.254'], 'ADDRESS_NOT_ALLOWED'],
    ['a public address and a private one', ['93.184.215.14', 'fd00::1'], 'ADDRESS_NOT_ALLOWED'],
    ['nothing any more', null, 'HOST_NOT_FOUND'],
    ['an empty list', [], 'HOST_NOT_FOUND'],
  ])('a name that leads to %s by then is not connected to', async (_, addresses, outcome) => {
    hosts[NAME] = ['93.184.215.14'];
    const { who, reseller, customer, endpoint } = await given({ url: `https://${NAME}/hook` });
    if (addresses) hosts[NAME] = addresses;
    else delete hosts[NAME];
    await happen(reseller, customer);

    await app.deliverWebhooks();

    const [delivery] = await deliveriesOf(who, endpoint);
    expect(delivery?.attempts.nodes).toMatchObject([{ outcome, httpStatus: null }]);
  });

  test('it connects to the address that was judged, and does not ask for the name again', async () => {
    hosts['hooks.localhost'] = ['127.0.0.1'];
    const { reseller, customer } = await given({
      url: `http://hooks.localhost:${receiver.port}/hook`,
    });
    const [eventId] = await happen(reseller, customer);

    await app.deliverWebhooks();

    expect(received()).toEqual([eventId]);
    expect(receiver.received[0]?.headers.host).toBe(`hooks.localhost:${receiver.port}`);
  });

  test('an address that the server does not allow any more is not connected to', async () => {
    const { who, reseller, customer, endpoint } = await given();
    await write(
      app,
      sql`UPDATE webhook_endpoints SET url = 'https://10.0.0.1/hook' WHERE id = ${endpoint.key}`,
    );
    await happen(reseller, customer);

    await app.deliverWebhooks();

    const [delivery] = await deliveriesOf(who, endpoint);
    expect(delivery?.attempts.nodes).toMatchObject([{ outcome: 'ADDRESS_NOT_ALLOWED' }]);
  });
});

describe('the order', () => {
  test('events of one customer go out one after the other; those of others do not wait', async () => {
    const { who, reseller, customer: stuck, endpoint } = await given(UPDATES);
    const free = await relatedCustomer(reseller);
    const ids = await happen(reseller, stuck, stuck, free, stuck, free);
    receiver.answering = (response, { data }) =>
      response.writeHead(data.customerId === stuck.id ? 503 : 204).end();

    await app.deliverWebhooks();

    expect([...received()].sort()).toEqual([ids[0], ids[2], ids[4]].sort());
    expect(received().filter((id) => id !== ids[0])).toEqual([ids[2], ids[4]]);
    const [first, second] = await deliveriesOf(who, endpoint);
    expect(first).toMatchObject({ status: 'PENDING', attemptCount: 1 });
    expect(second).toMatchObject({ status: 'PENDING', attemptCount: 0 });
    const wait = Date.parse(first?.nextAttemptAt ?? '') - app.clock.now().getTime();
    expect(wait).toBeGreaterThanOrEqual(5_000);
    expect(wait).toBeLessThanOrEqual(10_000);

    receiver.reset();
    await app.deliverWebhooks();
    expect(received()).toEqual([]);
    app.clock.advance({ ms: 10_000 });
    await app.deliverWebhooks();
    expect(received()).toEqual([ids[0], ids[1], ids[3]]);
  });

  test('one that is sent again lets nothing pass what waits between', async () => {
    const { who, reseller, customer, endpoint } = await given(UPDATES);
    const [first, ...later] = await happen(reseller, customer, customer, customer);
    receiver.answering = (response, { data }) =>
      response.writeHead(data.id === first ? 204 : 503).end();
    await app.deliverWebhooks();
    const [delivered] = await deliveriesOf(who, endpoint);
    receiver.reset();

    await webhookDone(app, who, 'redeliverWebhookDelivery', { webhookDeliveryId: delivered?.id });
    await app.deliverWebhooks();
    const atOnce = received();
    app.clock.advance({ ms: 10_000 });
    await app.deliverWebhooks();

    expect(atOnce).toEqual([first]);
    expect(received()).toEqual([first, ...later]);
  });

  test('at most four requests at a time go to one endpoint, two while one fails', async () => {
    const { reseller, customer } = await given();
    const others = [];
    for (let i = 0; i < 7; i += 1) others.push(await relatedCustomer(reseller));
    await app.deliverWebhooks();
    receiver.reset();
    await happen(reseller, customer, ...others);
    const slowly = (status: number): WebhookReceiver['answering'] => {
      return (response) => void setTimeout(() => response.writeHead(status).end(), 50);
    };

    receiver.answering = slowly(500);
    await app.deliverWebhooks();
    const whileWell = receiver.mostAtOnce;
    receiver.reset();
    receiver.answering = slowly(204);
    app.clock.advance({ hours: 1 });
    await app.deliverWebhooks();

    expect(whileWell).toBe(4);
    expect(receiver.mostAtOnce).toBe(2);
    expect(receiver.received).toHaveLength(8);
  });
});

describe('trying again', () => {
  /** Attempts until nothing is due any more, as time goes by. */
  async function letThreeDaysPass(endpoint: GivenEndpoint): Promise<number> {
    for (let attempts = 1; ; attempts += 1) {
      await app.deliverWebhooks();
      const [row] = await app.database.query<{ next: Date | null }>(sql`
        SELECT min(next_attempt_at) AS next FROM webhook_deliveries
        WHERE endpoint_id = ${endpoint.key} AND status = 'PENDING' AND failing_since IS NOT NULL`);
      if (!row?.next) return attempts;
      app.clock.set(row.next);
    }
  }

  test('for three days, and then the endpoint is paused, its owner hears of it, and nothing is lost', async () => {
    const { who, reseller, customer, endpoint } = await given();
    receiver.answering = answer(500);
    const begin = app.clock.now();
    const ids = await happen(reseller, customer, customer);

    const seen = await observe(app, () => letThreeDaysPass(endpoint));

    expect(app.clock.now().getTime() - begin.getTime()).toBe(72 * HOUR_MS);
    expect(receiver.received).toHaveLength(seen.result);
    expect(new Set(received())).toEqual(new Set([ids[0]]));
    expect(seen.events).toEqual([
      expect.objectContaining({
        name: 'WEBHOOK_ENDPOINT_PAUSED',
        recipient_reseller_ids: [reseller.key],
        data: { webhookEndpointId: endpoint.key, pauseReason: 'DELIVERY_FAILED' },
      }),
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        operation: 'PAUSE_WEBHOOK_ENDPOINT',
        reseller_id: reseller.key,
        status: 'SUCCEEDED',
        actor: expect.objectContaining({ kind: 'PLATFORM' }),
      }),
    ]);
    const deliveries = await deliveriesOf(who, endpoint);
    expect(deliveries.map(({ status }) => status)).toEqual(['GIVEN_UP', 'PENDING']);
    expect(deliveries[0]?.attemptCount).toBe(seen.result);

    receiver.reset();
    await app.deliverWebhooks();
    expect(received()).toEqual([]);
    await webhookDone(app, who, 'resumeWebhookEndpoint', { webhookEndpointId: endpoint.id });
    await app.deliverWebhooks();
    // Its own pause is an event of the owner, and of no customer.
    const pause = receiver.received.find(({ type }) => type === 'webhook-endpoint-paused');
    expect(pause?.data).toMatchObject({ webhookEndpointId: endpoint.id });
    expect(received().filter((id) => id !== pause?.data.id)).toEqual(ids);
  });

  test('one that was delivered at last is not counted from its first failure the next time', async () => {
    const { who, reseller, customer, endpoint } = await given();
    const [eventId] = await happen(reseller, customer);
    receiver.answering = answer(500);
    await app.deliverWebhooks();
    receiver.answering = answer(204);
    app.clock.advance({ hours: 1 });
    await app.deliverWebhooks();
    const [delivery] = await deliveriesOf(who, endpoint);
    app.clock.advance({ days: 5 });
    receiver.answering = answer(500);

    await webhookDone(app, who, 'redeliverWebhookDelivery', { webhookDeliveryId: delivery?.id });
    await app.deliverWebhooks();

    expect(received()).toEqual([eventId, eventId, eventId]);
    expect(await deliveriesOf(who, endpoint)).toMatchObject([
      { status: 'PENDING', attemptCount: 3 },
    ]);
  });

  test('not before the receiver asked for it', async () => {
    const { who, reseller, customer, endpoint } = await given();
    receiver.answering = answer(429, { 'retry-after': '600' });
    const begin = app.clock.now();
    await happen(reseller, customer);
    await app.deliverWebhooks();
    receiver.reset();

    app.clock.advance({ ms: 599_999 });
    await app.deliverWebhooks();

    expect(received()).toEqual([]);
    const asked = new Date(begin.getTime() + 600_000).toISOString();
    expect(await deliveriesOf(who, endpoint)).toMatchObject([
      { nextAttemptAt: asked, attempts: { nodes: [{ nextAttemptAt: asked }] } },
    ]);
    app.clock.advance({ ms: 1 });
    await app.deliverWebhooks();
    expect(await deliveriesOf(who, endpoint)).toMatchObject([{ status: 'DELIVERED' }]);
  });

  test('410 pauses at once', async () => {
    const { who, reseller, customer, endpoint } = await given();
    receiver.answering = answer(410);
    await happen(reseller, customer, customer);

    const seen = await observe(app, () => app.deliverWebhooks());

    expect(receiver.received).toHaveLength(1);
    expect(seen.events).toMatchObject([{ data: { pauseReason: 'GONE' } }]);
    expect((await deliveriesOf(who, endpoint)).map(({ status }) => status)).toEqual([
      'GIVEN_UP',
      'PENDING',
    ]);
  });
});

describe('a pause', () => {
  test('loses nothing of what happens meanwhile', async () => {
    const { who, reseller, customer, endpoint } = await given(UPDATES);
    const input = { webhookEndpointId: endpoint.id };
    const before = await happen(reseller, customer);
    await webhookDone(app, who, 'pauseWebhookEndpoint', input);
    await app.deliverWebhooks();
    const during = await happen(reseller, customer, customer);
    app.clock.advance({ days: 10 });
    await app.deliverWebhooks();
    expect(received()).toEqual([]);

    await webhookDone(app, who, 'resumeWebhookEndpoint', input);
    const afterwards = await happen(reseller, customer);
    await app.deliverWebhooks();

    expect(received()).toEqual([...before, ...during, ...afterwards]);
  });
});

describe('the right to see', () => {
  test('lost between writing and sending: what names the customer is not sent', async () => {
    const { who, reseller, customer, relationshipId, endpoint } = await given(UPDATES);
    const url = `${receiver.url}/named`;
    await givenEndpoint(app, who, { ...UPDATES, url, customerIds: [customer.id] });
    receiver.answering = answer(500);
    await happen(reseller, customer);
    await app.deliverWebhooks();
    receiver.reset();

    await done(app, reseller.as('GLOBAL_ADMIN'), 'removeRelationship', { relationshipId });
    app.clock.advance({ hours: 1 });
    await app.deliverWebhooks();

    // The event stays its own; whom it is about it may not know any more (R36).
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
    expect(receiver.received[0]?.data).toMatchObject({
      name: 'CUSTOMER_UPDATED',
      customerId: null,
      sequence: null,
    });
    const { webhookEndpoints } = await app.succeed<{
      webhookEndpoints: { nodes: { id: string; deliveries: { nodes: object[] } }[] };
    }>(
      who,
      '{ webhookEndpoints { nodes { id deliveries { nodes { status nextAttemptAt attemptCount } } } } }',
    );
    const named = webhookEndpoints.nodes.find(({ id }) => id !== endpoint.id);
    expect(named?.deliveries.nodes).toEqual([
      { status: 'WITHHELD', nextAttemptAt: null, attemptCount: 1 },
    ]);
  });

  test('a filter that changed counts for what is not delivered yet', async () => {
    const { who, reseller, customer, endpoint } = await given();
    receiver.answering = answer(500);
    await happen(reseller, customer);
    await app.deliverWebhooks();

    await webhookDone(app, who, 'updateWebhookEndpoint', {
      webhookEndpointId: endpoint.id,
      eventNames: ['CUSTOMER_CREATED'],
      ifMatch: endpoint.etag,
    });
    receiver.reset();
    app.clock.advance({ hours: 1 });
    await app.deliverWebhooks();

    expect(received()).toEqual([]);
    expect(await deliveriesOf(who, endpoint)).toMatchObject([{ status: 'WITHHELD' }]);
  });
});

describe('two secrets', () => {
  test('sign together while they overlap, and the new one alone afterwards', async () => {
    const { who, reseller, customer, endpoint } = await given();
    const { secret } = await webhookDone(app, who, 'rotateWebhookSecret', {
      webhookEndpointId: endpoint.id,
      overlapHours: 2,
    });
    await happen(reseller, customer);
    await app.deliverWebhooks();
    app.clock.advance({ hours: 2 });
    await happen(reseller, customer);
    await app.deliverWebhooks();

    expect(verified(0, endpoint.secret)).toEqual(verified(0, secret ?? ''));
    expect(verified(1, secret ?? '')).toBeTruthy();
    expect(() => verified(1, endpoint.secret)).toThrow('No matching signature');
  });

  test('one that cannot be read with the key of this server is not replaced by nothing', async () => {
    const { who, reseller, customer, endpoint } = await given();
    await write(
      app,
      sql`UPDATE webhook_endpoints SET secret = 'v1.AAAA' WHERE id = ${endpoint.key}`,
    );
    await happen(reseller, customer);

    await app.deliverWebhooks();

    expect(received()).toEqual([]);
    const [delivery] = await deliveriesOf(who, endpoint);
    expect(delivery).toMatchObject({ status: 'PENDING' });
    expect(delivery?.attempts.nodes).toMatchObject([{ outcome: 'SECRET_UNREADABLE' }]);
  });
});

describe('sending again', () => {
  test('one event, and a span of them in their order, come under the ids that they had', async () => {
    const { who, reseller, customer, endpoint } = await given();
    const ids = await happen(reseller, customer, customer, customer);
    await app.deliverWebhooks();
    const [, second] = await deliveriesOf(who, endpoint);
    receiver.reset();

    await webhookDone(app, who, 'redeliverWebhookDelivery', { webhookDeliveryId: second?.id });
    await app.deliverWebhooks();
    const one = [...receiver.received];
    receiver.reset();
    const { deliveryCount } = await webhookDone(app, who, 'redeliverWebhookDeliveries', {
      webhookEndpointId: endpoint.id,
      since: '2020-01-01T00:00:00Z',
    });
    await app.deliverWebhooks();

    expect(one.map(({ headers }) => headers['webhook-id'])).toEqual([ids[1]]);
    expect(deliveryCount).toBe(3);
    expect(received()).toEqual(ids);
    expect((await deliveriesOf(who, endpoint)).map((it) => it.attemptCount)).toEqual([2, 3, 2]);
  });
});

describe('several servers', () => {
  test('deliver each event once, in the order of its customer', async () => {
    const { reseller, customer } = await given();
    const other = await TestApp.start({ beside: app, webhookTimeoutMs: TIMEOUT_MS });
    const customers = [customer];
    for (let i = 0; i < 4; i += 1) customers.push(await relatedCustomer(reseller));
    await app.deliverWebhooks();
    receiver.reset();
    receiver.answering = (response) => void setTimeout(() => response.writeHead(204).end(), 5);
    const ids: string[] = [];

    const working = [app, other].map(async (server) => {
      for (let round = 0; round < 12; round += 1) await server.deliverWebhooks();
    });
    for (let i = 0; i < 8; i += 1) ids.push(...(await happen(reseller, ...customers)));
    await Promise.all(working);
    await Promise.all([app.deliverWebhooks(), other.deliverWebhooks()]);
    await app.deliverWebhooks();
    await other.stop();

    expect(received()).toHaveLength(40);
    expect(new Set(received())).toEqual(new Set(ids));
    for (const { id } of customers) {
      const own = receiver.received.filter(({ data }) => data.customerId === id);
      const sequences = own.map(({ data }) => data.sequence as number);
      expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    }
  });

  test('what a dead one had taken is sent by another once its lease ends, and not before', async () => {
    const { reseller, customer, endpoint, who } = await given({ url: NOBODY });
    const [eventId] = await happen(reseller, customer);
    await app.deliverWebhooks();
    const lease = (seconds: number) =>
      write(
        app,
        sql`UPDATE webhook_deliveries SET lease = id, leased_until = clock_timestamp() + ${seconds} * interval '1 second'
          WHERE endpoint_id = ${endpoint.key}`,
      );
    await write(
      app,
      sql`UPDATE webhook_endpoints SET url = ${receiver.url} WHERE id = ${endpoint.key}`,
    );
    app.clock.advance({ hours: 1 });

    await lease(60);
    await app.deliverWebhooks();
    const before = received();
    await lease(-1);
    await app.deliverWebhooks();

    expect(before).toEqual([]);
    expect(received()).toEqual([eventId]);
    expect(await deliveriesOf(who, endpoint)).toMatchObject([{ status: 'DELIVERED' }]);
  });

  test('one that stops gives back what it was sending', async () => {
    const { reseller, customer, endpoint } = await given();
    const stopping = await TestApp.start({ beside: app, webhookTimeoutMs: 60_000 });
    receiver.answering = () => undefined;
    const [eventId] = await happen(reseller, customer);
    const sending = stopping.deliverWebhooks();
    await receiver.untilReceived(1);

    await stopping.stop();
    await sending;
    receiver.reset();
    await app.deliverWebhooks();

    expect(received()).toEqual([eventId]);
    const rows = await app.database.query<{ count: number }>(sql`
      SELECT count(*)::int FROM webhook_attempts a JOIN webhook_deliveries d ON d.id = a.delivery_id
      WHERE d.endpoint_id = ${endpoint.key}`);
    expect(rows).toEqual([{ count: 1 }]);
  }, 20_000);

  test('a server delivers by itself what it commits', async () => {
    const { who, endpoint } = await given();
    const working = await TestApp.start({ beside: app, platformIntervalMs: 60_000 });

    await sendWebhook(working, who, 'testWebhook', { webhookEndpointId: endpoint.id });
    await receiver.untilReceived(1);
    await working.stop();

    expect(receiver.received[0]?.type).toBe('test-created');
  });
});

describe('what piles up', () => {
  test('an endpoint that has a thousand before it gets no more; the log keeps them', async () => {
    const { who, reseller, customer, endpoint } = await given();
    const other = await relatedCustomer(reseller);
    await app.deliverWebhooks();
    receiver.reset();
    await write(
      app,
      sql`INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_name, event_position, event_occurred_at, lane,
          status, next_attempt_at, created_at)
        SELECT gen_random_uuid(), ${endpoint.key}, gen_random_uuid(), 'CUSTOMER_UPDATED', 0, now(), gen_random_uuid(), 'PENDING',
          timestamptz '2100-01-01', now() FROM generate_series(1, 1000)`,
    );
    const [eventId] = await happen(reseller, customer);
    await app.deliverWebhooks();
    expect(received()).toEqual([]);

    await write(
      app,
      sql`DELETE FROM webhook_deliveries WHERE endpoint_id = ${endpoint.key} AND next_attempt_at > '2099-01-01'`,
    );
    await app.deliverWebhooks();

    expect(received()).toEqual([eventId]);
    expect(await deliveriesOf(who, endpoint)).not.toEqual([]);
    expect(customerIdOf(other.key)).toBe(other.id);
  });

  test('what ended 30 days ago is forgotten, and a deleted endpoint with it', async () => {
    const { who, reseller, customer, endpoint } = await given();
    await happen(reseller, customer);
    await app.deliverWebhooks();
    const gone = await givenEndpoint(app, who, { url: receiver.url });
    await webhookDone(app, who, 'deleteWebhookEndpoint', { webhookEndpointId: gone.id });
    const there = async () => {
      const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
      const { nodes } = await app.succeed<{ nodes: readonly object[] }>(who, query, {
        ids: [endpoint.id, gone.id],
      });
      return [...nodes.map((node) => node !== null), (await deliveriesOf(who, endpoint)).length];
    };

    app.clock.advance({ days: 30 });
    await app.deliverWebhooks();
    const atTheEdge = await there();
    app.clock.advance({ hours: 1 });
    await app.deliverWebhooks();

    expect(atTheEdge).toEqual([true, true, 1]);
    expect(await there()).toEqual([true, false, 0]);
  });
});
