import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  validate,
} from 'graphql';

import type { ErrorMap } from '../graphql/error-map';
import type { Delivery } from '../graphql/live-field';
import type { OperationCost, RateLimiter } from '../rate-limit/rate-limiter';
import type { Intake } from './intake';
import type { LiveLimits, OpenCount } from './live-limits';
import { codesOf, type Metrics, type Transport } from './metrics';
import type { RequestFacts } from './request-facts';

export interface LiveParts {
  readonly schema: GraphQLSchema;
  readonly intake: Intake;
  readonly errorMap: ErrorMap;
  readonly contextFor: (facts: RequestFacts) => Promise<object>;
  readonly metrics: Metrics;
  readonly limiter: RateLimiter | null;
  readonly limits: LiveLimits;
  /** Of each caller, over all transports. */
  readonly connections: OpenCount;
  readonly operations: OpenCount;
}

/** What a client is told. */
export interface LiveAnswer extends ExecutionResult {
  /** Where it can go on from afterwards, or null; left out of what says that nothing began, or why it ended. */
  readonly cursor?: string | null;
}

export interface SentLiveOperation {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/** A live operation that may start, or what is wrong with it. */
export type PreparedLiveOperation =
  | {
      readonly args: ExecutionArgs;
      readonly problems: null;
      readonly cost: OperationCost;
    }
  | { readonly args: null; readonly problems: readonly Error[] };

function badRequest(message: string): PreparedLiveOperation {
  return {
    args: null,
    problems: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })],
  };
}

/**
 * The way of every live operation, over WebSocket and server-sent events alike: the limits of HTTP,
 * syntax, validation, and nothing but `subscription`: the libraries would run mutations too.
 */
export function prepareLiveOperation(
  parts: LiveParts,
  sent: SentLiveOperation,
): PreparedLiveOperation {
  const { query, operationName, variables } = sent;
  if (typeof query !== 'string') return badRequest('The operation has no `query`.');
  if (operationName != null && typeof operationName !== 'string') {
    return badRequest('`operationName` must be a string.');
  }
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) {
    return badRequest('`variables` must be an object.');
  }
  const { document, problem, cost } = parts.intake.read({ query, variables });
  if (problem) return { args: null, problems: [problem] };
  const errors = validate(parts.schema, document);
  if (errors.length > 0) return { args: null, problems: errors };
  if (getOperationAST(document, operationName)?.operation !== 'subscription') {
    return badRequest('Only a subscription may be sent here; send anything else to POST /graphql.');
  }
  return { args: argsOf(parts.schema, document, operationName, variables), problems: null, cost };
}

function argsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: unknown,
): ExecutionArgs {
  return {
    schema,
    document,
    operationName: operationName ?? null,
    variableValues: (variables ?? {}) as Record<string, unknown>,
  };
}

/** A live operation that was charged to its caller, and counted among those that it has open. */
export interface Admitted {
  readonly facts: RequestFacts;
  /** Takes it off the count. */
  release(): void;
}

/** @throws RATE_LIMITED */
export async function admit(
  { limiter, operations }: LiveParts,
  facts: RequestFacts,
  cost: OperationCost,
): Promise<Admitted> {
  const { charge, refusal } = limiter
    ? await limiter.charge(facts, cost)
    : { charge: null, refusal: null };
  if (refusal) throw refusal;
  return { facts: { ...facts, charge }, release: operations.take(facts) };
}

/** Starts a live operation; whatever keeps it from starting is its only answer. */
export async function startLiveOperation(
  parts: LiveParts,
  args: ExecutionArgs,
  admitted: Admitted,
  transport: Transport,
): Promise<AsyncGenerator<LiveAnswer> | ExecutionResult> {
  const { facts } = admitted;
  const name = getOperationAST(args.document, args.operationName)?.name?.value ?? null;
  const result = await openedOrRefused(parts, args, admitted);
  if ('errors' in result) reportRefusal(parts, result.errors ?? [], facts, transport, name);
  else count(parts, { transport, name, facts, codes: [] });
  return result;
}

/** Counts a live operation that did not start, by the codes that its client gets to see. */
export function reportRefusal(
  parts: LiveParts,
  errors: readonly GraphQLError[],
  facts: RequestFacts,
  transport: Transport,
  name: string | null = null,
): readonly GraphQLFormattedError[] {
  const answers = errors.map((error) => parts.errorMap(error, facts));
  count(parts, { transport, name, facts, codes: codesOf(answers) });
  return answers;
}

interface Begun {
  readonly transport: Transport;
  readonly name: string | null;
  readonly facts: RequestFacts;
  readonly codes: readonly string[];
}

function count({ metrics }: LiveParts, { facts, ...begun }: Begun): void {
  const hasToken = facts.token !== null;
  metrics.finished({ ...begun, type: 'subscription', hasToken, durationMs: 0 });
}

/** Each delivery is executed in the context that it was read in, of the caller as it stood then. */
async function openedOrRefused(
  parts: LiveParts,
  args: ExecutionArgs,
  { facts, release }: Admitted,
): Promise<AsyncGenerator<LiveAnswer> | ExecutionResult> {
  try {
    const contextValue = await parts.contextFor(facts);
    const source = await createSourceEventStream({ ...args, contextValue });
    if (!(Symbol.asyncIterator in source)) {
      release();
      return source;
    }
    parts.metrics.liveOperationOpened();
    const onEnd = (): void => {
      parts.metrics.liveOperationClosed();
      release();
    };
    const { charge } = facts;
    return answered(source as AsyncIterable<Delivery<unknown>>, onEnd, async (delivery) => ({
      ...(await execute({ ...args, rootValue: delivery, contextValue: delivery.ctx })),
      // Charged once, when it began: how often something happens is not the listener's doing.
      ...(charge && { extensions: { cost: charge } }),
      cursor: delivery.cursor,
    }));
  } catch (error) {
    release();
    return { errors: [asGraphQLError(error)] };
  }
}

export function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

/**
 * Not an async generator: one that waits for its next event would answer `return()` only after that
 * event, and a client that stops would keep its source open until then.
 */
function answered(
  source: AsyncIterable<Delivery<unknown>>,
  onEnd: () => void,
  answer: (delivery: Delivery<unknown>) => Promise<LiveAnswer>,
): AsyncGenerator<LiveAnswer> {
  const iterator = source[Symbol.asyncIterator]();
  let isOpen = true;
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    if (isOpen) {
      isOpen = false;
      onEnd();
      await iterator.return?.();
    }
    return { done: true, value: undefined };
  };
  const generator: AsyncGenerator<LiveAnswer> = {
    next: async () => {
      try {
        const event = await iterator.next();
        return event.done ? await end() : { done: false, value: await answer(event.value) };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
    throw: async (error: unknown) => {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => generator,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
  return generator;
}

/**
 * An answer as clients may see it: errors through the one map, the same as over HTTP. Those of fields are counted here;
 * those of what did not begin or has ended are counted by who says so.
 */
export function presentable(
  { errorMap, metrics }: Pick<LiveParts, 'errorMap' | 'metrics'>,
  { data, errors, extensions, cursor }: LiveAnswer,
  facts: RequestFacts,
): Pick<ExecutionResult, 'data' | 'extensions'> & {
  errors?: readonly GraphQLFormattedError[];
} {
  const shown = errors?.map((error) => errorMap(error, facts));
  if (cursor !== undefined) metrics.answered(shown);
  return {
    ...(shown && { errors: shown }),
    ...(data !== undefined && { data }),
    ...(extensions && { extensions }),
  };
}

/** The longest that a timer can wait; a token that lives longer is looked at again then. */
const MAX_TIMER_MS = 2_147_483_647;

/** Calls back when the token of a connection is no longer taken; the answer cancels. */
export function atExpiry(facts: Pick<RequestFacts, 'token'>, callback: () => void): () => void {
  const { token } = facts;
  if (token === null) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const remainingMs = token.validUntil.getTime() - Date.now();
    if (remainingMs <= 0) return callback();
    timer = setTimeout(wait, Math.min(remainingMs, MAX_TIMER_MS));
    timer.unref();
  };
  timer = setTimeout(wait, 0);
  timer.unref();
  return () => clearTimeout(timer);
}
