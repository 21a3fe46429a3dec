import type { GraphQLSchema } from 'graphql';

import { sampleSchema } from '../platform/graphql/sample-schema';

/** The schema that the tests of `test/schema/` judge. */
export function schemaUnderTest(): GraphQLSchema {
  return sampleSchema();
}
