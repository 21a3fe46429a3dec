import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST } from 'graphql';

import { DomainError } from '../../kernel/domain-error';
import { parsedUrl } from '../../kernel/url';
import type { TokenVerifier } from '../auth/token-verifier';
import type { Logger } from '../logging';
import type { OperationCost, RateLimiter } from '../rate-limit/rate-limiter';
import { RecentlyUsed } from '../recently-used';
import type { ServedRequest } from './apollo';
import { httpRefusal } from './error-answers';
import { type GraphiqlPage, wantsGraphiql } from './graphiql-page';
import type { Intake, SentOperation } from './intake';
import { JSON_TYPE, responseType } from './media-type';
import { rateLimitFields } from './rate-limit-fields';
import { authenticate, type RequestFacts } from './request-facts';

export const GRAPHQL_PATH = '/graphql';

export interface GraphqlRouteParts {
  readonly apollo: ApolloServer<ServedRequest>;
  readonly intake: Intake;
  readonly verifier: TokenVerifier;
  readonly contextFor: (facts: RequestFacts) => Promise<object>;
  readonly limiter: RateLimiter | null;
  readonly logger: Logger;
  readonly page: GraphiqlPage;
}

/** `OPTIONS` is answered by the CORS plugin where origins are configured. */
export function methodsBesides(hasCors: boolean): ('PUT' | 'PATCH' | 'DELETE' | 'OPTIONS')[] {
  return hasCors ? ['PUT', 'PATCH', 'DELETE'] : ['PUT', 'PATCH', 'DELETE', 'OPTIONS'];
}

/** Checked before the body is read, so that nobody makes the server parse what it will refuse anyway. */
export function onlyMethods(...allowed: readonly string[]) {
  const list = allowed.join(', ');
  return (request: FastifyRequest, reply: FastifyReply, next: (error?: Error) => void): void => {
    if (allowed.includes(request.method)) return next();
    reply.header('allow', list);
    next(httpRefusal(405, `Only ${list} are answered here.`));
  };
}

/** Verifies the token of a request that is going to be executed. */
export function authenticating(verifier: TokenVerifier, logger: Logger) {
  return async (request: FastifyRequest): Promise<void> => {
    const { ids, headers } = request;
    request.facts = {
      ...ids,
      address: request.ip,
      charge: null,
      token: await authenticate(headers.authorization, verifier, ids, logger),
    };
  };
}

export function registerGraphql(
  app: FastifyInstance,
  parts: GraphqlRouteParts,
  hasCors: boolean,
): void {
  const { page, verifier, logger } = parts;
  app.route({
    method: ['GET', 'POST', ...methodsBesides(hasCors)],
    url: GRAPHQL_PATH,
    onRequest: [
      onlyMethods('GET', 'POST'),
      (request, reply, next) => {
        if (wantsGraphiql(request)) void page.send(reply);
        else next();
      },
      refusingUnanswerable(),
      authenticating(verifier, logger),
    ],
    handler: (request, reply) => answer(parts, request, reply),
  });
}

/** Names of hosts that were found right. A server is reached by a few. */
const MAX_HOSTS = 100;

function refusingUnanswerable() {
  const hosts = new RecentlyUsed<string, true>(MAX_HOSTS);
  const isHost = (request: FastifyRequest): boolean => {
    const { host } = request;
    if (hosts.get(host)) return true;
    if (!parsedUrl(`http://${request.hostname}/`)) return false;
    hosts.set(host, true);
    return true;
  };
  return (request: FastifyRequest, _reply: FastifyReply, next: (error?: Error) => void): void => {
    // RFC 9112, section 3.2: whatever stands there would go into addresses that are made of it.
    if (!isHost(request)) return next(httpRefusal(400, 'The Host header is no host name.'));
    request.answerType = responseType(request.headers.accept);
    // Said before anything is executed.
    if (request.answerType === null) {
      return next(
        httpRefusal(406, 'Answers are application/graphql-response+json or application/json.'),
      );
    }
    next();
  };
}

/** A text of so many characters costs less as bytes. */
const LONG_TEXT = 8_192;

/** Node puts a text behind the header before it makes bytes of it, which copies all of it once more. */
function asSent(text: string): string | Buffer {
  return text.length < LONG_TEXT ? text : Buffer.from(text);
}

async function answer(
  parts: GraphqlRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | Buffer> {
  const { apollo, contextFor } = parts;
  await refuseBeforeApollo(parts, request, reply);
  const { facts, startedAtMs } = request;
  if (!facts) throw new Error('The request was not authenticated');
  const served: ServedRequest = { context: await contextFor(facts), facts, startedAtMs };
  const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: asReadByApollo(request),
    context: () => Promise.resolve(served),
  });
  if (body.kind !== 'complete') throw new Error('Nothing is answered in parts here');
  for (const [name, value] of headers) reply.header(name, value);
  reply.header('content-type', `${request.answerType}; charset=utf-8`);
  if (status === undefined || status < 400) return asSent(body.string);
  reply.code(status);
  return withIds(request, body.string);
}

/** A page of another site can make a browser send a request with none of these, or with a simple type, unasked. */
const ASKED_FOR = 'apollo-require-preflight';
const READ_BY_APOLLO = ['content-type', 'x-apollo-operation-name', ASKED_FOR];

/** Left out it would mean all types, which Apollo compares with those of answers in parts for each request. */
const TYPE_IS_DECIDED = ['accept', ''] as const;

/** No browser sends such a body without asking, which is all that Apollo would look for in its type. */
const OF_JSON_BODY = new HeaderMap([TYPE_IS_DECIDED, [ASKED_FOR, 'true']]);

/** The request without what was decided before: who sent it, and in which media type the answer is. */
function asReadByApollo(request: FastifyRequest): HTTPGraphQLRequest {
  const { method, url, body } = request;
  const isJson = method === 'POST' && request.mediaType === JSON_TYPE;
  const headers = isJson ? OF_JSON_BODY : headersReadByApollo(request);
  return { method, headers, search: searchOf(url), body };
}

function headersReadByApollo(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap([TYPE_IS_DECIDED]);
  for (const name of READ_BY_APOLLO) {
    const value = request.headers[name];
    if (typeof value === 'string' && value !== '') headers.set(name, value);
  }
  return headers;
}

/** The part of an address from its question mark on. */
function searchOf(url: string): string {
  const [address = ''] = url.split('#', 1);
  const start = address.indexOf('?');
  return start === -1 ? '' : address.slice(start);
}

/** What is wrong otherwise is Apollo's to say, in its own words and order. */
async function refuseBeforeApollo(
  { intake, limiter }: GraphqlRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const sent = sentOperation(request);
  if (!sent) return;
  const { document, problem, cost } = intake.read(sent);
  await chargeRequest(limiter, cost, request, reply);
  if (problem instanceof DomainError) throw problem;
  if (document && getOperationAST(document, sent.operationName)?.operation === 'subscription') {
    throw httpRefusal(400, 'Live operations are sent over WebSocket or to /graphql/stream.');
  }
}

/** Charges a request to its caller, and says in its header fields what is left. */
export async function chargeRequest(
  limiter: RateLimiter | null,
  cost: OperationCost,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (!limiter || !request.facts || cost.points === 0) return;
  const charged = await limiter.charge(request.facts, cost);
  request.facts = { ...request.facts, charge: charged.charge };
  reply.headers(rateLimitFields(charged));
  if (charged.refusal) throw charged.refusal;
}

function sentOperation(
  request: FastifyRequest,
): (SentOperation & { readonly operationName: string | null }) | null {
  const source = (request.method === 'GET' ? request.query : request.body) as
    | {
        readonly query?: unknown;
        readonly variables?: unknown;
        readonly operationName?: unknown;
      }
    | null
    | undefined;
  const query = source?.query;
  if (typeof query !== 'string') return null;
  const name = source?.operationName;
  return {
    query,
    variables: parsedVariables(source?.variables),
    operationName: typeof name === 'string' ? name : null,
  };
}

/** In the address variables are a text. */
function parsedVariables(variables: unknown): unknown {
  if (typeof variables !== 'string') return variables;
  try {
    return JSON.parse(variables);
  } catch {
    return null;
  }
}

/** Apollo refuses some requests before it has a context, and therefore without the ids. */
function withIds({ ids }: FastifyRequest, text: string): string {
  const body = JSON.parse(text) as {
    errors?: { extensions?: { correlationId?: unknown; requestId?: unknown } }[];
  };
  const { correlationId, requestId } = ids;
  for (const { extensions } of body.errors ?? []) {
    if (extensions?.correlationId === null) Object.assign(extensions, { correlationId, requestId });
  }
  return JSON.stringify(body);
}
