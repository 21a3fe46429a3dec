import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';

import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { type JWTPayload, SignJWT } from 'jose';

import { DomainError } from '../../src/kernel/domain-error';
import { createTokenVerifier } from '../../src/platform/auth/token-verifier';
import type { RequestContext } from '../../src/platform/graphql/context';
import { createErrorMap } from '../../src/platform/graphql/error-map';
import { Delivery } from '../../src/platform/graphql/live-field';
import { createMetrics } from '../../src/platform/http/metrics';
import type { HttpServer, HttpServerOptions } from '../../src/platform/http/options';
import type { RequestFacts } from '../../src/platform/http/request-facts';
import { createHttpServer } from '../../src/platform/http/server';
import { createLogger, failureLogger } from '../../src/platform/logging';

/** A schema of the shape that limits and transports care about, and of nothing else. */
export const TEST_SDL = `
  type Query {
    hello(name: String): String
    whoAmI: String
    "Refuses a caller without a token."
    secret: String
    boom: String
    slow(ms: Int!): String
    items(first: Int, last: Int, after: String): ItemConnection!
    nodes(ids: [ID!]!): [Node]!
    node(id: ID!): Node
    matrix(values: [[Int]]): Int
  }
  interface Node { id: ID! }
  type ItemConnection { edges: [ItemEdge!]! nodes: [Item!]! totalCount: Int }
  type ItemEdge { node: Item! cursor: String! }
  type Item implements Node { id: ID! name: String parent: Item items(first: Int = 25, last: Int): ItemConnection! }
  type Mutation { write(input: WriteInput!): Int }
  input WriteInput { value: Int! }
  type EventStream {
    count(to: Int!): Int
    forever: Int
    mine: String
    broken: Int
    "Texts of so many characters, as fast as they are taken."
    flood(size: Int!): String
    "Where the client said it would go on."
    resumed: String
  }
  schema { query: Query mutation: Mutation subscription: EventStream }
`;

export interface TestContext {
  readonly facts: RequestFacts;
}

const ISSUER = 'https://login.example.com';
const AUDIENCE = 'multipartner';
export const TENANT = '11111111-2222-4333-8444-555555555555';
const keys = generateKeyPairSync('ed25519');

/** A token that the test server takes. */
export async function testToken(claims: JWTPayload = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    iss: ISSUER,
    aud: AUDIENCE,
    exp: now + 600,
    tid: TENANT,
    sub: 'ada',
    ...claims,
  })
    .setProtectedHeader({ alg: 'EdDSA' })
    .sign(keys.privateKey);
}

type Resolver = GraphQLFieldResolver<unknown, TestContext, Record<string, unknown>>;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the tests look at from outside. */
export interface Observed {
  writes: number;
  readonly contexts: TestContext[];
  readonly openStreams: Set<string>;
  /** How much was asked of the field `flood`. */
  flooded: number;
  readonly logLines: string[];
}

/** Emits nothing and ends when it is told to. */
function silentSource(observed: Observed, name: string): AsyncIterable<unknown> {
  observed.openStreams.add(name);
  let end: (result: IteratorResult<unknown>) => void = () => undefined;
  const done: IteratorResult<unknown> = { done: true, value: undefined };
  const iterator: AsyncIterableIterator<unknown> = {
    next: () => new Promise((resolve) => (end = resolve)),
    return: () => {
      observed.openStreams.delete(name);
      end(done);
      return Promise.resolve(done);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/** The context of the sample has nothing of a real one. */
function told<Payload>(ctx: TestContext, payload: Payload, cursor: string | null = null) {
  return new Delivery(ctx as unknown as RequestContext, payload, cursor);
}

async function* counted(ctx: TestContext, to: number): AsyncGenerator<Delivery<number>> {
  for (let value = 1; value <= to; value += 1) yield told(ctx, value, `cursor-${value}`);
}

async function* once<Value>(value: Value): AsyncGenerator<Value> {
  yield value;
}

async function* flooding(
  observed: Observed,
  ctx: TestContext,
  size: number,
): AsyncGenerator<Delivery<string>> {
  for (observed.flooded = 0; ; observed.flooded += 1) {
    // Elsewhere too, work goes on meanwhile.
    await new Promise(setImmediate);
    yield told(ctx, 'x'.repeat(size), `cursor-${observed.flooded}`);
  }
}

async function* breaking(ctx: TestContext): AsyncGenerator<Delivery<number>> {
  yield told(ctx, 1);
  throw new Error('the secret inside of the source');
}

function resolvers(observed: Observed): Record<string, Resolver> {
  const items = { edges: [], nodes: [], totalCount: 0 };
  return {
    'Query.hello': (_source, { name }) => `Hello ${String(name ?? 'world')}`,
    'Query.whoAmI': (_source, _args, { facts }) => facts.token?.userId ?? 'nobody',
    'Query.secret': (_source, _args, { facts }) => {
      if (!facts.token) throw new DomainError('UNAUTHENTICATED');
      return 'told';
    },
    'Query.boom': () => {
      throw new Error('the secret inside of a resolver');
    },
    'Query.slow': (_source, { ms }) => wait(Number(ms)).then(() => 'done'),
    'Query.items': () => items,
    'Query.nodes': () => [],
    'Query.node': () => null,
    'Item.items': () => items,
    'Mutation.write': () => {
      observed.writes += 1;
      return observed.writes;
    },
  };
}

function streams(observed: Observed): Record<string, Resolver> {
  return {
    count: (_source, { to }, ctx) => counted(ctx, Number(to)),
    forever: (_source, _args, { facts }) => silentSource(observed, facts.requestId),
    mine: (_source, _args, ctx) => {
      if (!ctx.facts.token) throw new DomainError('UNAUTHENTICATED');
      return counted(ctx, 1);
    },
    broken: (_source, _args, ctx) => breaking(ctx),
    flood: (_source, { size }, ctx) => flooding(observed, ctx, Number(size)),
    resumed: (_source, _args, ctx) => once(told(ctx, ctx.facts.resumeAfter ?? 'nowhere')),
  };
}

export function testSchema(observed: Observed): GraphQLSchema {
  const schema = buildSchema(TEST_SDL);
  const byField = resolvers(observed);
  for (const [name, resolve] of Object.entries(byField)) {
    const [type = '', field = ''] = name.split('.');
    const found = schema.getType(type);
    if (found && 'getFields' in found) Object.assign(found.getFields()[field] ?? {}, { resolve });
  }
  const subscriptions = schema.getSubscriptionType()?.getFields() ?? {};
  for (const [name, subscribe] of Object.entries(streams(observed))) {
    Object.assign(subscriptions[name] ?? {}, {
      subscribe,
      resolve: ({ payload }: Delivery<unknown>) => payload,
    });
  }
  return schema;
}

export interface TestServer extends Observed {
  readonly server: HttpServer;
  readonly url: string;
  post(body: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly extensions: Record<string, unknown>;
    }[];
  };
  readonly codes: readonly unknown[];
}

export async function answerOf(response: Response): Promise<TestAnswer> {
  const body = (await response.json()) as TestAnswer['body'];
  const codes = (body.errors ?? []).map(({ extensions }) => extensions['code']);
  return { status: response.status, headers: response.headers, body, codes };
}

export async function startTestServer(
  over: Partial<Omit<HttpServerOptions, 'config'>> & {
    config?: Partial<HttpServerOptions['config']>;
  } = {},
): Promise<TestServer> {
  const observed: Observed = {
    writes: 0,
    flooded: 0,
    contexts: [],
    openStreams: new Set(),
    logLines: [],
  };
  const logger = createLogger('debug', { write: (line) => void observed.logLines.push(line) });
  const server = await createHttpServer({
    schema: testSchema(observed),
    printSdl: () => TEST_SDL,
    verifier: createTokenVerifier([
      {
        issuer: ISSUER,
        audiences: [AUDIENCE],
        mayNameOperators: false,
        keys: () => keys.publicKey,
      },
    ]),
    contextFor: (facts) => {
      const context = { facts };
      observed.contexts.push(context);
      return Promise.resolve(context);
    },
    errorMap: createErrorMap({ logFailure: failureLogger(logger) }),
    logger,
    metrics: createMetrics(),
    readiness: () => Promise.resolve(true),
    graphiqlDirectory: join(__dirname, 'no-such-folder'),
    ...over,
    config: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      corsOrigins: [],
      trustProxy: false,
      ...over.config,
    },
  });
  const url = await server.listen();
  const post: TestServer['post'] = async (body, headers = {}) =>
    answerOf(
      await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  return Object.assign(observed, { server, url, post });
}
