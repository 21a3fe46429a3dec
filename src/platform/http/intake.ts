import { type DocumentNode, GraphQLError, type GraphQLSchema, parse } from 'graphql';

import type { DomainError } from '../../kernel/domain-error';
import type { OperationCost } from '../rate-limit/rate-limiter';
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
/** Longer texts are parsed each time, so that memory stays bounded. */
const MAX_REMEMBERED_LENGTH = 16_384;

/**
 * The first step of every operation, whatever transport brought it: limits, then syntax. Nothing
 * that is expensive to look at gets further. Its price comes out of the same look. `guessable`: fields
 * of the query root that answer to whoever guesses a secret.
 */
export function createIntake(schema: GraphQLSchema, guessable: readonly string[] = []): Intake {
  const remembered = new Map<string, DocumentNode>();
  const parsed = (query: string): DocumentNode | DomainError | GraphQLError => {
    const known = remembered.get(query);
    if (known) {
      // Put at the end again: the least recently used one is dropped first.
      remembered.delete(query);
      remembered.set(query, known);
      return known;
    }
    const document = refusalOfSource(query) ?? parsedOrError(query);
    if ('kind' in document && 'definitions' in document && query.length <= MAX_REMEMBERED_LENGTH) {
      remembered.set(query, document);
      const [oldest] = remembered.keys();
      if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    }
    return document;
  };
  return {
    read({ query, variables }) {
      const refusal = refusalOfVariables(variables);
      if (refusal) return { document: null, problem: refusal, cost: OF_NONSENSE };
      const document = parsed(query);
      if (document instanceof Error)
        return { document: null, problem: document, cost: OF_NONSENSE };
      const judged = judgeDocument(document, asRecord(variables), schema);
      if (judged.refusal) return { document: null, problem: judged.refusal, cost: OF_NONSENSE };
      const guesses = guessable.reduce((sum, name) => sum + (judged.rootFields.get(name) ?? 0), 0);
      return { document, problem: null, cost: { points: judged.points, guesses } };
    },
  };
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
