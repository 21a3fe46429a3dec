import { type DocumentNode, GraphQLError, type GraphQLSchema, parse } from 'graphql';

import type { DomainError } from '../../kernel/domain-error';
import type { OperationCost } from '../rate-limit/rate-limiter';
import { RecentlyUsed } from '../recently-used';
import { judgeDocument, refusalOfSource, refusalOfVariables } from './limits';

/** What a client sent, before anything is known about it. */
export interface SentOperation {
  readonly query: string;
  readonly variables: unknown;
}

export type IntakeResult = { readonly cost: OperationCost } & (
  | { readonly document: DocumentNode; readonly problem: null }
  /** A refusal by a limit, or a syntax error. */
  | { readonly document: null; readonly problem: DomainError | GraphQLError }
);

export interface Intake {
  read(operation: SentOperation): IntakeResult;
}

/** Operations that stay parsed. A client sends the same few again and again. */
const MAX_REMEMBERED = 500;
/** What is refused unread costs little, but something. */
const OF_NONSENSE: OperationCost = { points: 1, guesses: 0 };
/** Different sizes of pages of one document. */
const MAX_PRICES = 20;
/** Longer texts are parsed each time, so that memory stays bounded. */
const MAX_REMEMBERED_LENGTH = 16_384;

/**
 * The first step of every operation, whatever transport brought it: limits, then syntax. Nothing
 * that is expensive to look at gets further. Its price comes out of the same look. `guessable`: fields
 * of the query root that answer to whoever guesses a secret.
 */
export function createIntake(schema: GraphQLSchema, guessable: readonly string[] = []): Intake {
  const remembered = new RecentlyUsed<string, Parsed>(MAX_REMEMBERED);
  const parsed = (query: string): Parsed | DomainError | GraphQLError => {
    const known = remembered.get(query);
    if (known) return known;
    const document = refusalOfSource(query) ?? parsedOrError(query);
    if (document instanceof Error) return document;
    const found: Parsed = {
      document,
      weighedVariables: null,
      prices: new RecentlyUsed(MAX_PRICES),
    };
    if (query.length <= MAX_REMEMBERED_LENGTH) remembered.set(query, found);
    return found;
  };
  const priceOf = (
    found: Parsed,
    variables: Readonly<Record<string, unknown>>,
  ): OperationCost | DomainError => {
    const key = found.weighedVariables && sizesOf(found.weighedVariables, variables);
    const known = key === null ? undefined : found.prices.get(key);
    if (known) return known;
    const judged = judgeDocument(found.document, variables, schema);
    if (judged.refusal) return judged.refusal;
    const guesses = guessable.reduce((sum, name) => sum + (judged.rootFields.get(name) ?? 0), 0);
    const price = { points: judged.points, guesses };
    found.weighedVariables = judged.weighedVariables;
    const sizes = sizesOf(judged.weighedVariables, variables);
    if (sizes !== null) found.prices.set(sizes, price);
    return price;
  };
  return {
    read({ query, variables }) {
      const refusal = refusalOfVariables(variables);
      if (refusal) return { document: null, problem: refusal, cost: OF_NONSENSE };
      const found = parsed(query);
      if (found instanceof Error) return { document: null, problem: found, cost: OF_NONSENSE };
      const price = priceOf(found, asRecord(variables));
      if (price instanceof Error) return { document: null, problem: price, cost: OF_NONSENSE };
      return { document: found.document, problem: null, cost: price };
    },
  };
}

/** A document, and what it was found to cost. */
interface Parsed {
  readonly document: DocumentNode;
  /** null before it was judged. */
  weighedVariables: readonly string[] | null;
  /** By the sizes that its variables name. What is too much is judged anew each time. */
  readonly prices: RecentlyUsed<string, OperationCost>;
}

/** The values that a price depends on; null where they are more than numbers, and the price is not remembered. */
function sizesOf(
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): string | null {
  const sizes = names.map((name) => (Object.hasOwn(variables, name) ? variables[name] : undefined));
  const isPlain = sizes.every((size) => size == null || typeof size === 'number');
  return isPlain ? sizes.map(String).join() : null;
}

function parsedOrError(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function asRecord(variables: unknown): Readonly<Record<string, unknown>> {
  return typeof variables === 'object' && variables !== null && !Array.isArray(variables)
    ? (variables as Record<string, unknown>)
    : {};
}
