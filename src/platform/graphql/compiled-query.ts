import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

import { objectOf } from './completion';
import { Execution, isPromise } from './execution';

/** Executes one query; what is wrong with its variables is told as graphql-js tells it. */
export type CompiledQuery = (
  context: unknown,
  variables: Readonly<Record<string, unknown>>,
) => ExecutionResult | Promise<ExecutionResult>;

/** As many errors of variables as graphql-js tells. */
const MAX_ERRORS = 50;

/** Of a query that `compilable.ts` accepts. */
export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery {
  const root = schema.getQueryType();
  if (!root) throw new Error('The schema has no queries');
  const { selectionSet, variableDefinitions = [] } = operation;
  const plan = { schema, operation, fragments: fragmentsOf(document) };
  const name = { kind: Kind.NAME, value: '' } as const;
  const data = objectOf(plan, root, [{ kind: Kind.FIELD, name, selectionSet }]);
  return (context, given) => {
    const values = getVariableValues(schema, variableDefinitions, given, { maxErrors: MAX_ERRORS });
    if (values.errors) return { errors: values.errors };
    const run = new Execution(context, values.coerced);
    try {
      const found = data(run, undefined, undefined);
      if (!isPromise(found)) return answerOf(run, found);
      return found.then(
        (it) => answerOf(run, it),
        (error: unknown) => answerOf(run, null, error),
      );
    } catch (error) {
      return answerOf(run, null, error);
    }
  };
}

function answerOf(run: Execution, data: unknown, error?: unknown): ExecutionResult {
  if (error) run.addError(error as GraphQLError, undefined);
  const { errors } = run;
  const made = data as Record<string, unknown> | null;
  return errors.length === 0 ? { data: made } : { errors, data: made };
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}
