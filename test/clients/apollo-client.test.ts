import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
} from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode, print } from 'graphql';
import { createClient } from 'graphql-ws';
import { firstValueFrom, Observable } from 'rxjs';
import { WebSocket } from 'ws';

import { cache } from '../../examples/clients/apollo-cache';
import { TestApp } from '../support/test-app';
import { untilTrue } from '../support/until-true';
import { type LiveTransport, TRANSPORTS } from './live-links';
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

/** A link for live operations over any transport; GraphQLWsLink is the same for one of them. */
function liveLink(transport: LiveTransport): ApolloLink {
  return new ApolloLink(
    ({ query, variables }) =>
      new Observable((sink) =>
        transport.subscribe(
          { query: print(query), variables },
          {
            next: (answer) => sink.next(answer),
            error: (failure) => {
              const isRefusal = Array.isArray(failure);
              sink.error(isRefusal ? new CombinedGraphQLErrors({ errors: failure }) : failure);
            },
            complete: () => sink.complete(),
          },
        ),
      ),
  );
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

  /**
   * A page shows Woodgrove's subscriptions; then two of them get another name, and one live answer tells of
   * both.
   */
  async function afterTwoRenamings(
    used: InMemoryCache,
    open: (typeof TRANSPORTS)[number][1],
    names: readonly [string, string],
  ) {
    const transport = await open(app, 'customer-global');
    const link = ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      liveLink(transport),
      await linkAs(app, 'customer-global'),
    );
    const client = new ApolloClient({ cache: used, link });
    const shown: Portfolio[] = [];
    const page = client
      .watchQuery<Portfolio>({ query: gql(PORTFOLIO), variables: WOODGROVE })
      .subscribe(({ data, dataState }) => {
        if (dataState === 'complete') shown.push(data);
      });
    await untilTrue(() => Promise.resolve(shown.length === 1));
    const [watched = '', other = ''] = Object.keys(namesIn(shown[0] as Portfolio));
    const heard: unknown[] = [];
    const asked: string[] = [];
    for (const type of ['EventStream', 'Subscription']) {
      const merge = (_: unknown, incoming: unknown): unknown => {
        asked.push(type);
        return incoming;
      };
      used.policies.addTypePolicies({ [type]: { fields: { subscriptionChanged: { merge } } } });
    }
    const live = client
      .subscribe({ query: gql(SUBSCRIPTION_CHANGED), variables: { id: watched } })
      .subscribe((answer) => heard.push(answer));
    await app.untilListening(1);

    await rename(app, other, names[0]);
    await rename(app, watched, names[1]);
    await untilTrue(() => Promise.resolve(heard.length === 1 && shown.length === 2));
    const result = { asked, shown, heard, watched, other, cached: used.extract() };
    live.unsubscribe();
    page.unsubscribe();
    client.stop();
    transport.close();
    await app.untilListening(0);
    return result;
  }

  describe.each(TRANSPORTS)('over %s', (_, open) => {
    test('with it several subscriptions in one live answer change the page that shows them', async () => {
      const { asked, shown, heard, watched, other, cached } = await afterTwoRenamings(cache, open, [
        'One',
        'Two',
      ]);

      expect(heard).toMatchObject([{ data: { subscriptionChanged: { friendlyName: 'Two' } } }]);
      expect(namesIn(shown.at(-1) as Portfolio)).toMatchObject({
        [watched]: 'Two',
        [other]: 'One',
      });
      expect(cached[`Subscription:${watched}`]).toMatchObject({ id: watched, friendlyName: 'Two' });
      expect(cached[`Subscription:${other}`]).toMatchObject({ id: other, friendlyName: 'One' });
      expect(asked).toEqual(['EventStream']);
    });

    test('without it the page changes too, but the root is taken for a Subscription, so it is needed', async () => {
      const { asked, shown, watched } = await afterTwoRenamings(new InMemoryCache(), open, [
        'Three',
        'Four',
      ]);

      expect(namesIn(shown.at(-1) as Portfolio)).toMatchObject({ [watched]: 'Four' });
      expect(asked).toEqual(['Subscription']);
    });

    test('a fragment on the root is refused, because the client adds __typename to it', async () => {
      const transport = await open(app, 'customer-global');
      const client = new ApolloClient({ cache, link: liveLink(transport) });
      const query = gql`
        subscription Fragment {
          ...Change
        }
        fragment Change on EventStream {
          events {
            cursor
          }
        }
      `;

      const { error } = await firstValueFrom(client.subscribe({ query }));
      client.stop();
      transport.close();

      expect(error?.message).toContain('must not select an introspection top level field');
    });
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
