import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { createClient, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';

import { cacheOf } from '../../examples/clients/urql-cache';
import { TestApp } from '../support/test-app';
import { untilTrue } from '../support/until-true';
import { type LivePayload, TRANSPORTS } from './live-links';
import {
  ask,
  namesIn,
  PORTFOLIO,
  type Portfolio,
  portfolioOnTheWire,
  rename,
  REQUEST_CHANGED,
  socketUrl,
  SUBSCRIPTION_CHANGED,
  takeBack,
  WOODGROVE,
} from './portfolio';

type Exchange = ReturnType<typeof cacheExchange>;

async function clientAs(app: TestApp, persona: string, exchanges: Exchange[]): Promise<Client> {
  const authorization = `Bearer ${await app.token(persona)}`;
  return new Client({
    url: `${app.address}/graphql`,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization } },
    exchanges: [...exchanges, fetchExchange],
  });
}

/** The schema as a client gets it: from the server's SDL. */
async function introspectionOf(app: TestApp) {
  const response = await fetch(`${app.address}/schema.graphql`);
  return introspectionFromSchema(buildSchema(await response.text()));
}

describe('urql with its normalised cache', () => {
  let app: TestApp;
  let cache: Exchange;

  beforeAll(async () => {
    app = await TestApp.start();
    cache = cacheOf(await introspectionOf(app));
  });
  afterAll(() => app.stop());

  test('given the schema keeps every subscription of one answer apart', async () => {
    const expected = await portfolioOnTheWire(app);
    const client = await clientAs(app, 'customer-global', [cache]);

    const first = await client.query(PORTFOLIO, WOODGROVE);
    const again = await client.query(PORTFOLIO, WOODGROVE, { requestPolicy: 'cache-only' });

    expect(first.error).toBeUndefined();
    expect(first.data).toEqual(expected);
    expect(again.data).toEqual(expected);
  });

  test('without the schema cannot give the answer back, so it is needed', async () => {
    const expected = await portfolioOnTheWire(app);
    const client = await clientAs(app, 'customer-global', [cacheExchange()]);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);

    const first = await client.query(PORTFOLIO, WOODGROVE);
    warn.mockRestore();

    expect(first.data).not.toEqual(expected);
  });

  /**
   * A page shows Woodgrove's subscriptions; then two of them get another name, and one live answer tells of
   * both. Answers with what the page showed when the answer was there.
   */
  async function afterTwoRenamings(
    used: Exchange,
    open: (typeof TRANSPORTS)[number][1],
    names: readonly [string, string],
  ) {
    const transport = await open(app, 'customer-global');
    const live = subscriptionExchange({
      forwardSubscription: (operation) => ({
        subscribe: (sink) => ({
          unsubscribe: transport.subscribe(operation as LivePayload, sink),
        }),
      }),
    });
    const client = await clientAs(app, 'customer-global', [used, live]);
    const [watched = '', other = ''] = Object.keys(namesIn(await portfolioOnTheWire(app)));
    const shown: unknown[] = [];
    const page = client
      .query<Portfolio>(PORTFOLIO, WOODGROVE)
      .subscribe(({ data }) => shown.push(data));
    await untilTrue(() => Promise.resolve(shown.length > 0));
    const heard: unknown[] = [];
    const listening = client
      .subscription(SUBSCRIPTION_CHANGED, { id: watched })
      .subscribe(({ data, error }) => heard.push(error ?? data));
    await app.untilListening(1);

    await rename(app, other, names[0]);
    await rename(app, watched, names[1]);
    await untilTrue(() => Promise.resolve(heard.length === 1));
    const again = await client.query<Portfolio>(PORTFOLIO, WOODGROVE, {
      requestPolicy: 'cache-only',
    });
    listening.unsubscribe();
    page.unsubscribe();
    transport.close();
    await app.untilListening(0);
    return { shown, heard, watched, other, cached: again.data };
  }

  describe.each(TRANSPORTS)('over %s', (_, open) => {
    test('given it several subscriptions in one live answer change the page that shows them', async () => {
      const { shown, heard, watched, other, cached } = await afterTwoRenamings(cache, open, [
        'One',
        'Two',
      ]);

      expect(heard).toMatchObject([{ subscriptionChanged: { id: watched, friendlyName: 'Two' } }]);
      expect(cached).toEqual(shown.at(-1));
      expect(namesIn(cached as Portfolio)).toMatchObject({ [watched]: 'Two', [other]: 'One' });
    });

    test('without it neither the page nor the live answer has a subscription', async () => {
      const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      const { shown, heard, cached } = await afterTwoRenamings(cacheExchange(), open, [
        'Three',
        'Four',
      ]);
      warn.mockRestore();

      expect(heard).toEqual([{ subscriptionChanged: null }]);
      expect([...new Set(shown), cached]).toEqual([null, null]);
    });
  });

  test('given it receives a live operation, into the same object of the cache', async () => {
    const id = await ask(app);
    const socket = createClient({
      url: socketUrl(app),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { Authorization: `Bearer ${await app.token('reseller-b-admin')}` },
    });
    const live = subscriptionExchange({
      forwardSubscription: (operation) => ({
        subscribe: (sink) => ({
          unsubscribe: socket.subscribe(operation as SubscribePayload, sink),
        }),
      }),
    });
    const client = await clientAs(app, 'reseller-b-admin', [cache, live]);
    const query = 'query ($id: ID!) { relationshipRequest(id: $id) { __typename id status } }';
    await client.query(query, { id });
    const connected = new Promise((resolve) => {
      socket.on('connected', resolve);
    });

    const changed = new Promise<unknown>((resolve) => {
      client.subscription(REQUEST_CHANGED, { id }).subscribe(({ data, error }) => {
        resolve(error ?? data);
      });
    });
    await connected;
    await takeBack(app, id);
    const received = await changed;
    const cached = await client.query(query, { id }, { requestPolicy: 'cache-only' });
    await socket.dispose();

    expect(received).toMatchObject({ relationshipRequestChanged: { id, status: 'CANCELED' } });
    expect(cached.data).toMatchObject({ relationshipRequest: { id, status: 'CANCELED' } });
  });
});
