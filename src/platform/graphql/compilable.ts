import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';

/** Fields of an operation, fragments put in their place: what a compiled query takes of memory grows with them. */
const MAX_FIELDS = 150;

/**
 * Whether a query can be compiled. What is asked for at a place must be the same in every execution and for every
 * object, so these stay with graphql-js: `@skip` and `@include`, and selections with an interface or a union;
 * moreover mutations, whose fields wait for each other, and introspection.
 */
export function isCompilable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root) return false;
  if (operation.directives?.length) return false;
  return new Judge(document).accepts(root, operation.selectionSet);
}

class Judge {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private fields = 0;

  constructor(document: DocumentNode) {
    this.fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  accepts(parent: GraphQLObjectType, { selections }: SelectionSetNode): boolean {
    return selections.every((selection) => {
      if (selection.directives?.length) return false;
      if (selection.kind === Kind.FIELD) return this.acceptsField(parent, selection);
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.fragments.get(selection.name.value);
      if (!fragment || fragment.directives?.length) return false;
      return this.accepts(parent, fragment.selectionSet);
    });
  }

  private acceptsField(parent: GraphQLObjectType, field: FieldNode): boolean {
    this.fields += 1;
    if (this.fields > MAX_FIELDS) return false;
    if (field.name.value === '__typename') return true;
    const definition = parent.getFields()[field.name.value];
    if (!definition) return false;
    const type = getNamedType(definition.type);
    if (isLeafType(type)) return true;
    return isObjectType(type) && !!field.selectionSet && this.accepts(type, field.selectionSet);
  }
}
