import type { GraphiQLProps } from 'graphiql';
import type { ExecutionResult } from 'graphql';
import { getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-ws';

import { GRAPHQL_SOCKET_URL, GRAPHQL_URL } from './addresses';
import type { KeptValues } from './kept-values';
import type { Session } from './session';

type Fetcher = GraphiQLProps['fetcher'];

interface Operation {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown>;
}

interface Sink<T> {
  next(value: T): void;
  error(failure: unknown): void;
  complete(): void;
}

interface LiveResult<T> {
  subscribe(sink: Sink<T>): { unsubscribe(): void };
}

type EditedHeaders = Record<string, string> | undefined;

/**
 * GraphiQL's way to the server: HTTP for queries and mutations, WebSocket for live operations. The
 * token of the session goes with both; what is written in the headers editor wins over it.
 */
export function createFetcher(session: Session, kept: KeptValues): Fetcher {
  return (params, options) => {
    const operation: Operation = {
      query: params.query,
      operationName: params.operationName,
      variables: kept.fillVariables(params.variables as Operation['variables']),
    };
    const headers = options?.headers as EditedHeaders;
    return isSubscription(operation)
      ? (subscribe(session, operation, headers) as ReturnType<Fetcher>)
      : post(session, operation, headers).then((answer) => {
          kept.learn(operation.operationName, answer);
          return answer;
        });
  };
}

/** A document that does not parse goes to the server over HTTP, which says what is wrong with it. */
function isSubscription({ query, operationName }: Operation): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false;
  }
}

async function post(
  session: Session,
  operation: Operation,
  edited: EditedHeaders,
): Promise<ExecutionResult> {
  const headers = new Headers({
    accept: 'application/graphql-response+json, application/json;q=0.9',
    'content-type': 'application/json',
  });
  const authorization = await session.authorization();
  if (authorization !== null) headers.set('authorization', authorization);
  for (const [name, value] of Object.entries(edited ?? {})) headers.set(name, String(value));

  const response = await fetch(GRAPHQL_URL, {
    method: 'POST',
    headers,
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    throw new Error(`The server answered ${response.status} without JSON: ${text.slice(0, 500)}`);
  }
}

/**
 * A connection per live operation: the token is given at `connection_init` and holds for the whole
 * connection, so the next operation must not inherit the persona of the last one.
 *
 * An observable and not an async generator: a generator that waits for its next event answers
 * `return()` only after that event, and the stop button would do nothing until then.
 */
function subscribe(
  session: Session,
  operation: Operation,
  edited: EditedHeaders,
): LiveResult<ExecutionResult> {
  return {
    subscribe(sink) {
      const client = createClient({
        url: GRAPHQL_SOCKET_URL,
        retryAttempts: 2,
        connectionParams: async () => {
          const authorization = await session.authorization();
          return { ...(authorization === null ? {} : { Authorization: authorization }), ...edited };
        },
      });
      const stop = client.subscribe(operation, {
        next: (result) => sink.next(result as ExecutionResult),
        error: (failure) => sink.error(readable(failure)),
        complete: () => sink.complete(),
      });
      return {
        unsubscribe() {
          stop();
          void client.dispose();
        },
      };
    },
  };
}

/** graphql-ws fails with a list of GraphQL errors, a close event or an error; GraphiQL prints JSON. */
function readable(failure: unknown): unknown {
  if (Array.isArray(failure)) return failure;
  const { code, reason, message } = failure as { code?: number; reason?: string; message?: string };
  if (code === undefined) return { message: message ?? String(failure) };
  return { message: `The server closed the connection: ${code} ${reason ?? ''}`.trim() };
}
