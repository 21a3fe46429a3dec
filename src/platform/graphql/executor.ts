import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';

import { RecentlyUsed } from '../recently-used';
import { isCompilable } from './compilable';
import { type CompiledQuery, compileQuery } from './compiled-query';

/** An operation that was parsed, validated and found within the limits. */
export interface ValidOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: unknown;
}

export type Executor = (operation: ValidOperation) => Promise<ExecutionResult>;

export interface ExecutorOptions {
  /** How often an operation is seen before it is compiled. */
  readonly compiledWhenSeen?: number;
  /** Called for every execution: by a compiled query, or by graphql-js. */
  readonly onExecution?: (isCompiled: boolean) => void;
}

/** What is known of one operation of one document. */
interface Known {
  timesSeen: number;
  /** null: not compiled, or not compilable. */
  compiled: CompiledQuery | null;
}

/** Operations that are remembered, compiled or not: memory stays bounded, whatever clients send. */
const MAX_KNOWN = 200;
/** Compiling costs what two executions save, and the first one afterwards more: what is sent once or twice is not worth it. */
const COMPILED_WHEN_SEEN = 3;

/**
 * Executes queries and mutations. Queries that come again are compiled once; what `compilable.ts` does not accept is
 * executed by graphql-js.
 */
export function createExecutor(
  schema: GraphQLSchema,
  { compiledWhenSeen = COMPILED_WHEN_SEEN, onExecution }: ExecutorOptions = {},
): Executor {
  const known = new RecentlyUsed<OperationDefinitionNode, Known>(MAX_KNOWN);
  const compiledFor = (
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): CompiledQuery | null => {
    const found = known.get(operation) ?? { timesSeen: 0, compiled: null };
    if (found.timesSeen === 0) known.set(operation, found);
    found.timesSeen += 1;
    if (found.timesSeen === compiledWhenSeen) {
      found.compiled = compiled(schema, document, operation);
    }
    return found.compiled;
  };
  return async ({ document, operationName, variables = {}, context }) => {
    const byGraphqlJs = (): ExecutionResult | Promise<ExecutionResult> => {
      onExecution?.(false);
      return execute({
        schema,
        document,
        operationName: operationName ?? null,
        variableValues: variables,
        contextValue: context,
      });
    };
    const operation = getOperationAST(document, operationName);
    if (!operation) return byGraphqlJs();
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [notHere()] };
    const query = compiledFor(document, operation);
    if (!query) return byGraphqlJs();
    onExecution?.(true);
    return query(context, variables);
  };
}

function notHere(): GraphQLError {
  return new GraphQLError('Live operations are sent over WebSocket or to /graphql/stream.', {
    extensions: { code: 'BAD_REQUEST' },
  });
}

function compiled(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery | null {
  return isCompilable(schema, document, operation)
    ? compileQuery(schema, document, operation)
    : null;
}
