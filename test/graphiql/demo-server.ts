import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import Fastify from 'fastify';
import { buildSchema, execute, parse, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

import { registerGraphiql, wantsGraphiql } from '../../src/platform/http/graphiql-page';

const SCHEMA = buildSchema(`
  schema { query: Query mutation: Mutation subscription: EventStream }

  "The questions that may be asked."
  type Query {
    "Who the caller is."
    viewer: Viewer
    "A customer by the tenant id of its directory."
    customer("The tenant id." tenantId: ID!): Customer
  }
  "Who calls."
  type Viewer {
    "The value of the Authorization header as it arrived."
    authorization: String
  }
  "A tenant that buys services from one or more resellers."
  type Customer {
    "The tenant id."
    tenantId: ID!
    "The name of the company."
    companyName: String!
    "What the company bought."
    subscriptions: [Subscription!]!
  }
  "What is bought. Not the root of live operations."
  type Subscription {
    "An opaque id."
    id: ID!
  }
  "The acts."
  type Mutation {
    "Does nothing."
    nothing: Boolean
  }
  "The root of live operations."
  type EventStream {
    "Counts from 1 and says who asked."
    counted("Where it ends." to: Int!): String
  }
`);

const PERSONAS = [
  {
    name: 'reseller-b-admin',
    displayName: 'Bo Fabrikam',
    description: 'Admin agent of Fabrikam Services',
    side: 'PARTNER',
    roles: ['ADMIN_AGENT'],
  },
  {
    name: 'customer-global',
    displayName: 'Wei Woodgrove',
    description: 'Global administrator of Woodgrove',
    side: 'CUSTOMER',
    roles: ['CUSTOMER_GLOBAL_ADMIN'],
  },
];

const EXAMPLES = [
  {
    name: '01-who-am-i',
    title: 'Fabrikam asks who it is',
    persona: 'reseller-b-admin',
    query: '# Press play.\nquery WhoAmI {\n  viewer {\n    authorization\n  }\n}\n',
    keep: { token: 'data.viewer.authorization' },
  },
  {
    name: '02-customer',
    title: 'Woodgrove looks at itself',
    persona: 'customer-global',
    query:
      'query Customer($tenantId: ID!) {\n  customer(tenantId: $tenantId) {\n    companyName\n  }\n}\n',
    variables: { tenantId: 'woodgrove' },
  },
  {
    name: '03-kept',
    title: 'Woodgrove uses what was kept',
    persona: 'customer-global',
    query:
      'query Kept($tenantId: ID!) {\n  customer(tenantId: $tenantId) {\n    tenantId\n  }\n}\n',
    variables: { tenantId: '{{token}}' },
  },
  {
    name: '04-live',
    title: 'Woodgrove listens',
    persona: 'customer-global',
    query: 'subscription Count {\n  counted(to: 2)\n}\n',
  },
];

export interface DemoServer {
  readonly url: string;
  /** Authorization header of every GraphQL call over HTTP, in order; null where there was none. */
  readonly authorizations: (string | null)[];
  /** Payload of every `connection_init`. */
  readonly connections: unknown[];
  /** Personas for which a token was asked. */
  readonly tokensFor: string[];
  stop(): Promise<void>;
}

interface DemoServerOptions {
  readonly demo: boolean;
  /** How long the tokens it gives out live. */
  readonly tokenLifeSeconds?: number;
}

function rootValue(authorization: string | null) {
  return {
    viewer: { authorization },
    customer: ({ tenantId }: { tenantId: string }) => ({
      tenantId,
      companyName: 'Woodgrove Bank',
      subscriptions: [],
    }),
    nothing: null,
    counted: async function* ({ to }: { to: number }) {
      for (let count = 1; count <= to; count += 1) yield { counted: `${count} ${authorization}` };
    },
  };
}

/**
 * A small server with the contract that the page relies on: GraphQL over HTTP and WebSocket, the
 * persona and example routes, and the page. It keeps what it was sent, so that a test can look.
 */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const app = Fastify({ forceCloseConnections: true });
  const seen = {
    authorizations: [] as (string | null)[],
    connections: [] as unknown[],
    tokensFor: [] as string[],
  };

  const page = registerGraphiql(app, {
    directory: join(__dirname, '..', '..', 'dist', 'graphiql'),
    demo: options.demo,
  });
  app.get('/graphql', (request, reply) =>
    wantsGraphiql(request) ? page.send(reply) : reply.code(400).send({ errors: [] }),
  );
  app.post<{
    Body: { query: string; variables?: Record<string, unknown>; operationName?: string };
  }>('/graphql', async ({ body, headers }) => {
    const authorization = headers.authorization ?? null;
    if (body.operationName !== 'IntrospectionQuery') seen.authorizations.push(authorization);
    const document = parse(body.query);
    const errors = validate(SCHEMA, document);
    if (errors.length > 0) return { errors };
    return execute({
      schema: SCHEMA,
      document,
      rootValue: rootValue(authorization),
      variableValues: body.variables,
      operationName: body.operationName,
    });
  });
  if (options.demo) {
    app.get('/demo/personas', () => ({ personas: PERSONAS }));
    app.get('/demo/examples', () => ({ examples: EXAMPLES }));
    app.post<{ Body: { persona: string } }>('/demo/token', ({ body }) => {
      seen.tokensFor.push(body.persona);
      const expiresAt = new Date(Date.now() + (options.tokenLifeSeconds ?? 3600) * 1000);
      const token = `token-${seen.tokensFor.length}-of-${body.persona}`;
      return { token, expiresAt: expiresAt.toISOString() };
    });
  }

  const sockets = serveSockets(seen.connections);
  app.server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    ...seen,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      await app.close();
    },
  };
}

function serveSockets(connections: unknown[]): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  useServer(
    {
      schema: SCHEMA,
      onConnect: ({ connectionParams }) => void connections.push(connectionParams),
      onSubscribe: ({ connectionParams }, _id, { query, variables, operationName }) => ({
        schema: SCHEMA,
        document: parse(query),
        variableValues: variables,
        operationName,
        rootValue: rootValue(String(connectionParams?.['Authorization'] ?? null)),
      }),
    },
    sockets,
  );
  return sockets;
}
