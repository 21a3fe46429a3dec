import {
  ApolloServer,
  type ApolloServerPlugin,
  type GraphQLRequestContextWillSendResponse,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { ExecutionResult, GraphQLSchema } from 'graphql';

import { CHALLENGE } from '../auth/bearer';
import type { ErrorMap } from '../graphql/error-map';
import { createExecutor } from '../graphql/executor';
import type { Logger } from '../logging';
import { codesOf, type Metrics } from './metrics';
import type { RequestFacts } from './request-facts';

/**
 * What one HTTP request carries through Apollo: the application's context, and what we report with. Apollo copies
 * it for each request, so it is small, and the context inside it stays the one that was made.
 */
export interface ServedRequest {
  readonly context: object;
  readonly facts: RequestFacts;
  readonly startedAtMs: number;
}

export interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly errorMap: ErrorMap;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const MAX_NAME_LENGTH = 100;
/** For errors that Apollo finds before it has a context; the route fills in the ids. */
const NO_SCOPE = { correlationId: null, requestId: null, locale: 'en-US' };

export function createApolloServer(parts: ApolloParts): ApolloServer<ServedRequest> {
  const { schema, errorMap, logger } = parts;
  const scopes = new WeakMap<object, RequestFacts>();
  return new ApolloServer<ServedRequest>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // A registered query would be kept in memory for whoever sends one; clients fall back at once.
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    // Apollo's own adds a line break, for which the text of a whole answer is copied.
    stringifyResult: (result) => JSON.stringify(result),
    logger: logger.child({ component: 'apollo' }),
    formatError: (_formatted, error) =>
      errorMap(error, (isObject(error) && scopes.get(error)) || NO_SCOPE),
    plugins: [
      // Wraps every field resolver otherwise, which nearly doubles the cost of a list.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      executingPlugin(parts),
      reportingPlugin(parts, scopes),
    ],
  });
}

/**
 * Executes in Apollo's place: it asks plugins for an answer before it executes by graphql-js. An operation that is not
 * in the document is left to Apollo, which refuses it.
 */
function executingPlugin({
  schema,
  errorMap,
  metrics,
}: ApolloParts): ApolloServerPlugin<ServedRequest> {
  const executor = createExecutor(schema, { onExecution: metrics.executed });
  return {
    requestDidStart: ({ contextValue: { context, facts } }) =>
      Promise.resolve({
        responseForOperation: async ({ document, operation, request }) => {
          if (!operation) return null;
          const { operationName, variables } = request;
          const result = await executor({ document, operationName, variables, context });
          return responseOf(result, (error) => errorMap(error, facts));
        },
      }),
  };
}

/** With 400 where nothing was executed, for a variable of a wrong type for instance. */
function responseOf(
  { data, errors }: ExecutionResult,
  mapped: (error: unknown) => ReturnType<ErrorMap>,
): GraphQLResponse {
  return {
    http: { status: data === undefined ? 400 : undefined, headers: new HeaderMap() },
    body: {
      kind: 'single',
      singleResult: {
        ...(data !== undefined && { data }),
        ...(errors && { errors: errors.map(mapped) }),
      },
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Tells each error whose it is, before Apollo formats it, and reports what the operation came to. */
function reportingPlugin(
  parts: ApolloParts,
  scopes: WeakMap<object, RequestFacts>,
): ApolloServerPlugin<ServedRequest> {
  return {
    requestDidStart: ({ contextValue: served }) =>
      Promise.resolve({
        didEncounterErrors: ({ errors }) => {
          for (const error of errors) scopes.set(error, served.facts);
          return Promise.resolve();
        },
        willSendResponse: (context) => {
          showCost(served.facts, context.response.body);
          report(parts, served, context);
          return Promise.resolve();
        },
      }),
  };
}

/** What the operation cost, in every answer. */
function showCost({ charge }: RequestFacts, body: GraphQLResponse['body']): void {
  if (charge === null || body.kind !== 'single') return;
  const { singleResult } = body;
  singleResult.extensions = { ...singleResult.extensions, cost: charge };
}

function report(
  { logger, metrics }: ApolloParts,
  { facts, startedAtMs }: ServedRequest,
  { response, operation, operationName }: GraphQLRequestContextWillSendResponse<ServedRequest>,
): void {
  const codes = response.body.kind === 'single' ? codesOf(response.body.singleResult.errors) : [];
  // RFC 9110: whoever is told to show a token is told which kind, also inside a 200.
  if (codes.includes('UNAUTHENTICATED')) response.http.headers.set('www-authenticate', CHALLENGE);
  const type = operation?.operation ?? 'unknown';
  const durationMs = Math.round(performance.now() - startedAtMs);
  const outcome = metrics.finished({
    transport: 'http',
    type,
    name: operation?.name?.value ?? null,
    hasToken: facts.token !== null,
    codes,
    durationMs,
  });
  logger.info(
    {
      correlationId: facts.correlationId,
      requestId: facts.requestId,
      type,
      operation: operationName?.slice(0, MAX_NAME_LENGTH) ?? null,
      outcome,
      codes,
      durationMs,
    },
    'operation',
  );
}
