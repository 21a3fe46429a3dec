import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST } from 'graphql';

import { DomainError } from '../../kernel/domain-error';
import { parsedUrl } from '../../kernel/url';
import type { TokenVerifier } from '../auth/token-verifier';
import type { Logger } from '../logging';
import type { OperationCost, RateLimiter } from '../rate-limit/rate-limiter';
import { markServed } from './apollo';
import { httpRefusal } from './error-answers';
import { type GraphiqlPage, wantsGraphiql } from './graphiql-page';
import type { Intake, SentOperation } from './intake';
import { responseType } from './media-type';
import { rateLimitFields } from './rate-limit-fields';
import { authenticate, type RequestFacts } from './request-facts';

export const GRAPHQL_PATH = '/graphql';

export interface GraphqlRouteParts {
  readonly apollo: ApolloServer<object>;
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
  const { apollo, contextFor, page } = parts;
  const handler = fastifyApolloHandler<object>(apollo, {
    context: (request) => Promise.resolve(request.graphContext ?? {}),
  });
  app.route({
    method: ['GET', 'POST', ...methodsBesides(hasCors)],
    url: GRAPHQL_PATH,
    onRequest: [
      onlyMethods('GET', 'POST'),
      async (request, reply) => (wantsGraphiql(request) ? page.send(reply) : undefined),
      refuseUnanswerable,
      authenticating(parts.verifier, parts.logger),
    ],
    preHandler: async (request, reply) => {
      await refuseBeforeApollo(parts, request, reply);
      const { facts } = request;
      if (!facts) throw new Error('The request was not authenticated');
      const context = await contextFor(facts);
      markServed(context, { facts, startedAtMs: request.startedAtMs });
      request.graphContext = context;
    },
    onSend: (request, reply, payload, done) => done(null, withIds(request, reply, payload)),
    handler,
  });
}

function refuseUnanswerable(
  request: FastifyRequest,
  _reply: FastifyReply,
  next: (error?: Error) => void,
): void {
  // The bridge to Apollo builds an address from it.
  if (!parsedUrl(`http://${request.hostname}/`)) {
    return next(httpRefusal(400, 'The Host header is no host name.'));
  }
  // Apollo would say so only after execution.
  if (responseType(request.headers.accept) === null) {
    return next(
      httpRefusal(406, 'Answers are application/graphql-response+json or application/json.'),
    );
  }
  next();
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
function withIds(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const isJson = String(reply.getHeader('content-type')).includes('json');
  if (reply.statusCode < 400 || typeof payload !== 'string' || !isJson) return payload;
  const { correlationId, requestId } = request.ids;
  const body = JSON.parse(payload) as {
    errors?: { extensions?: { correlationId?: unknown; requestId?: unknown } }[];
  };
  for (const { extensions } of body.errors ?? []) {
    if (extensions?.correlationId === null) Object.assign(extensions, { correlationId, requestId });
  }
  return JSON.stringify(body);
}
