import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { createClient, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';

import { cacheOf } from '../../examples/clients/urql-cache';
import { TestApp } from '../support/test-app';
import {
  ask,
  PORTFOLIO,
  portfolioOnTheWire,
  REQUEST_CHANGED,
  socketUrl,
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
