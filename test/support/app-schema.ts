import type { GraphQLSchema } from 'graphql';

import { schemaForTools } from '../../src/app';

let schema: GraphQLSchema | null = null;

/** The schema that the tests of `test/schema/` judge: that of the server. */
export function schemaUnderTest(): GraphQLSchema {
  return (schema ??= schemaForTools());
}
