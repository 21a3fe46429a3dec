import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

import { RecentlyUsed } from '../recently-used';
import { isCompilable } from './compilable';
import { rebuiltErrors } from './compiled-errors';

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

type Compiled = (
  root: undefined,
  context: unknown,
  variables: Readonly<Record<string, unknown>>,
) => ExecutionResult | Promise<ExecutionResult>;

/** What is known of one operation of one document. */
interface Known {
  timesSeen: number;
  /** null: not compiled, or not compilable. */
  compiled: Compiled | null;
}

/** Operations that are remembered, compiled or not; the largest takes some 300 kB. */
const MAX_KNOWN = 200;
/** Compiling costs what is saved by some three executions: what is sent once or twice is not worth it. */
const COMPILED_WHEN_SEEN = 3;

/**
 * Executes queries and mutations. Queries that come again are compiled once (`graphql-jit`) where that means the
 * same; everything else is executed by graphql-js.
 */
export function createExecutor(
  schema: GraphQLSchema,
  { compiledWhenSeen = COMPILED_WHEN_SEEN, onExecution }: ExecutorOptions = {},
): Executor {
  const known = new RecentlyUsed<OperationDefinitionNode, Known>(MAX_KNOWN);
  const compiledFor = (
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): Compiled | null => {
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
    // Whatever is wrong with variables is said by graphql-js, in its words.
    if (!query || !areWellTyped(schema, operation, variables)) return byGraphqlJs();
    const result = await query(undefined, context, withDefaults(operation, variables));
    // Nothing was executed yet: the compiler takes a variable for wrong that graphql-js takes for right.
    if (result.data === undefined) return byGraphqlJs();
    onExecution?.(true);
    return result.errors ? rebuiltErrors(result, document) : result;
  };
}

function notHere(): GraphQLError {
  return new GraphQLError('Live operations are sent over WebSocket or to /graphql/stream.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });
}

function compiled(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Compiled | null {
  if (!isCompilable(schema, document, operation)) return null;
  const query = compileQuery(schema, document, operation.name?.value ?? '');
  return isCompiledQuery(query) ? (query.query as Compiled) : null;
}

function areWellTyped(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  if (variableDefinitions.length === 0) return true;
  return !getVariableValues(schema, variableDefinitions, variables, { maxErrors: 1 }).errors;
}

/** The compiler makes JSON of default values, and forgets them where null is not allowed. */
function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const left = variableDefinitions.filter(
    ({ variable, defaultValue }) => defaultValue && !Object.hasOwn(variables, variable.name.value),
  );
  if (left.length === 0) return variables;
  const defaults = left.map(({ variable, defaultValue }) => [
    variable.name.value,
    defaultValue && valueFromASTUntyped(defaultValue),
  ]);
  return { ...variables, ...(Object.fromEntries(defaults) as Record<string, unknown>) };
}
