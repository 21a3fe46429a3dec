import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isLeafType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';

/** Fields of an operation, fragments put in their place; more takes tens of milliseconds to compile. */
const MAX_FIELDS = 150;

/**
 * Names that become part of generated code. `__proto__` would set a prototype there, and the compiler joins
 * the names of a path by `_`, so that `a { b }` and an alias `b_a` would be taken for each other.
 */
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * Whether a query means the same to `graphql-jit` as it does to graphql-js. Everything that was seen to differ
 * stays with graphql-js (`README.md`, Decisions):
 *
 * - mutations, introspection, and selections with an interface or a union;
 * - `@skip` and `@include`: the compiler notes a condition on the node, and a fragment has two places;
 * - texts among the arguments: they become code, and the compiler evaluates some of them;
 * - a variable of an input type that holds itself: the compiler follows its fields until no memory is left;
 * - a variable inside a list or an object of an argument: left out, it becomes null;
 * - names that collide in generated code.
 */
export function isCompilable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root) return false;
  if (operation.directives?.length) return false;
  const variables = operation.variableDefinitions ?? [];
  if (!variables.every((definition) => acceptsVariable(schema, definition))) return false;
  return new Judge(document).accepts(root, operation.selectionSet);
}

function acceptsVariable(
  schema: GraphQLSchema,
  { variable, type }: VariableDefinitionNode,
): boolean {
  const input = typeFromAST(schema, type as NamedTypeNode);
  return PLAIN_NAME.test(variable.name.value) && isInputType(input) && isOfFiniteDepth(input, []);
}

function isOfFiniteDepth(input: GraphQLInputType, around: readonly GraphQLInputType[]): boolean {
  const type = getNamedType(input);
  if (!isInputObjectType(type)) return true;
  if (around.includes(type)) return false;
  return Object.values(type.getFields()).every((field) =>
    isOfFiniteDepth(field.type, [...around, type]),
  );
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
      // Of an interface, it would be one of the abstract types that stay away.
      const condition = fragment.typeCondition?.name.value ?? parent.name;
      return condition === parent.name && this.accepts(parent, fragment.selectionSet);
    });
  }

  private acceptsField(parent: GraphQLObjectType, field: FieldNode): boolean {
    this.fields += 1;
    if (this.fields > MAX_FIELDS) return false;
    if (field.alias && !PLAIN_NAME.test(field.alias.value)) return false;
    const name = field.name.value;
    if (name === '__typename') return true;
    const definition = PLAIN_NAME.test(name) ? parent.getFields()[name] : undefined;
    if (!definition) return false;
    if (!field.arguments?.every(({ value }) => isVariable(value) || isHarmless(value)))
      return false;
    const type = getNamedType(definition.type);
    if (isLeafType(type)) return true;
    return isObjectType(type) && !!field.selectionSet && this.accepts(type, field.selectionSet);
  }
}

function isVariable(value: ValueNode): boolean {
  return value.kind === Kind.VARIABLE;
}

/** A value that is written out, without a text and without a variable in it. */
function isHarmless(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
    case Kind.STRING:
      return false;
    case Kind.LIST:
      return value.values.every(isHarmless);
    case Kind.OBJECT:
      return value.fields.every((field) => isHarmless(field.value));
    default:
      return true;
  }
}
