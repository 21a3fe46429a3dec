import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import {
  type DefinitionNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  print,
} from 'graphql';

/**
 * The schema as SDL, sorted, with the directives that are applied to it. type-graphql's own output leaves
 * those out, so that a review would not see a guard go.
 */
export function printGraphSchema(schema: GraphQLSchema): string {
  return `${print(getDocumentNodeFromSchema(lexicographicSortSchema(schema)))}\n`;
}

/**
 * Only what `extended` has beyond `base`: new types, and new fields as extensions of their type. The demo
 * server adds some, and printing the rest a second time would hide them.
 */
export function printAddedSchema(base: GraphQLSchema, extended: GraphQLSchema): string {
  const { definitions } = getDocumentNodeFromSchema(lexicographicSortSchema(extended));
  const added = definitions.flatMap((definition) => addedDefinition(base, definition));
  return `${print({ kind: Kind.DOCUMENT, definitions: added })}\n`;
}

function addedDefinition(base: GraphQLSchema, definition: DefinitionNode): DefinitionNode[] {
  if (definition.kind === Kind.SCHEMA_DEFINITION || !('name' in definition)) return [];
  const name = definition.name?.value ?? '';
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
    return base.getDirective(name) ? [] : [definition];
  }
  const present = base.getType(name);
  if (!present) return [definition];
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !isObjectType(present)) return [];
  const known = present.getFields();
  const fields = definition.fields?.filter((field) => !known[field.name.value]) ?? [];
  return fields.length === 0
    ? []
    : [{ kind: Kind.OBJECT_TYPE_EXTENSION, name: definition.name, fields }];
}
