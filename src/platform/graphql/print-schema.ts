import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, lexicographicSortSchema } from 'graphql';

/**
 * The schema as SDL, sorted, with the directives that are applied to it. type-graphql's own output leaves
 * those out, so that a review would not see a guard go.
 */
export function printGraphSchema(schema: GraphQLSchema): string {
  return `${printSchemaWithDirectives(lexicographicSortSchema(schema))}\n`;
}
