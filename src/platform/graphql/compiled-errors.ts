import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type Source,
  type SourceLocation,
} from 'graphql';

/**
 * An answer of a compiled query with its errors as graphql-js makes them: whatever reads an error later finds the
 * same in it. Where a null was passed on to a parent, graphql-js tells of the first cause alone, and so does this.
 */
export function rebuiltErrors(result: ExecutionResult, document: DocumentNode): ExecutionResult {
  const nulls = new Set<string>();
  const errors = (result.errors ?? []).filter(({ path = [] }) => {
    const place = JSON.stringify(nullAbove(result.data, path));
    if (nulls.has(place)) return false;
    nulls.add(place);
    return true;
  });
  return { ...result, errors: errors.map((error) => rebuilt(error, document.loc?.source)) };
}

/** The path as far as there is data: to the field itself, or to the parent that became null with it. */
function nullAbove(
  data: unknown,
  path: readonly (string | number)[],
): readonly (string | number)[] {
  let value = data;
  const depth = path.findIndex((key) => {
    if (value === null || value === undefined) return true;
    value = (value as Readonly<Record<string, unknown>>)[key];
    return false;
  });
  return depth === -1 ? path : path.slice(0, depth);
}

function rebuilt(error: GraphQLError, source: Source | undefined): GraphQLError {
  const { locations = [], path = null } = error;
  const cause = causeOf(error);
  return new GraphQLError(cause.message, {
    ...(source && { source, positions: locations.map((location) => offset(source, location)) }),
    path,
    originalError: cause,
  });
}

/** What was thrown; of an error that the compiled query found by itself, its own words. */
function causeOf({ message, originalError }: GraphQLError): Error {
  // Whatever the type says: a resolver may throw anything.
  const thrown: unknown = originalError;
  if (thrown === undefined) return new GraphQLError(message);
  return thrown instanceof Error
    ? thrown
    : new Error(`Unexpected error value: ${JSON.stringify(thrown)}`);
}

/** Where a line and column lie in the text; lines end as in `getLocation` of graphql-js. */
function offset({ body }: Source, { line, column }: SourceLocation): number {
  const breaks = [...body.matchAll(/\r\n|[\n\r]/g)];
  const before = breaks[line - 2];
  return (before ? before.index + before[0].length : 0) + column - 1;
}
