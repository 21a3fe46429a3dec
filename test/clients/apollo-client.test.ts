import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { cache } from '../../examples/clients/apollo-cache';
import { TestApp } from '../support/test-app';
import {
  ask,
  PORTFOLIO,
  type Portfolio,
  portfolioOnTheWire,
  REQUEST_CHANGED,
  socketUrl,
  takeBack,
  WOODGROVE,
} from './portfolio';

async function linkAs(app: TestApp, persona: string): Promise<HttpLink> {
  const authorization = `Bearer ${await app.token(persona)}`;
  return new HttpLink({ uri: `${app.address}/graphql`, headers: { authorization } });
}

async function portfolioThrough(app: TestApp, used: InMemoryCache): Promise<Portfolio | undefined> {
  const client = new ApolloClient({ cache: used, link: await linkAs(app, 'customer-global') });
  const { data } = await client.query<Portfolio>({ query: gql(PORTFOLIO), variables: WOODGROVE });
  client.stop();
  return data;
}

describe('Apollo Client', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => cache.reset());

  test('with the setting of the README keeps every subscription of one answer apart', async () => {
    const expected = await portfolioOnTheWire(app);

    const read = await portfolioThrough(app, cache);

    const ids = expected.customer.subscriptions.nodes.map(({ id }) => `Subscription:${id}`);
    expect(ids).toHaveLength(3);
    expect(read).toEqual(expected);
    expect(Object.keys(cache.extract())).toEqual(expect.arrayContaining(ids));
  });

  test.each([
    ['with it a fragment on the root of live operations is kept', cache, true],
    ['without it such a fragment is lost, so it is needed', new InMemoryCache(), false],
  ])('%s', (_, used, isKept) => {
    const fragment =
      'fragment Change on EventStream { relationshipRequestChanged(id: "1") { id } }';
    const relationshipRequestChanged = { __typename: 'RelationshipRequest', id: '1' };

    used.write({
      dataId: 'ROOT_SUBSCRIPTION',
      query: gql(`subscription { ...Change } ${fragment}`),
      result: { __typename: 'EventStream', relationshipRequestChanged },
    });

    expect('RelationshipRequest:1' in used.extract()).toBe(isKept);
  });

  test('with it receives a live operation, into the same object of the cache', async () => {
    const id = await ask(app);
    const socket = createClient({
      url: socketUrl(app),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { Authorization: `Bearer ${await app.token('reseller-b-admin')}` },
    });
    const client = new ApolloClient({ cache, link: new GraphQLWsLink(socket) });
    const received: unknown[] = [];
    const connected = new Promise((resolve) => {
      socket.on('connected', resolve);
    });

    const changed = new Promise<void>((resolve, reject) => {
      client.subscribe({ query: gql(REQUEST_CHANGED), variables: { id } }).subscribe({
        next: ({ data, error }) => {
          if (error) reject(error);
          received.push(data);
          resolve();
        },
        error: reject,
      });
    });
    await connected;
    await takeBack(app, id);
    await changed;
    client.stop();
    await socket.dispose();

    expect(received.at(-1)).toMatchObject({
      relationshipRequestChanged: { id, status: 'CANCELED' },
    });
    expect(cache.extract()[`RelationshipRequest:${id}`]).toMatchObject({ status: 'CANCELED' });
  });
});
