import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  locatedError,
  type OperationDefinitionNode,
  responsePathAsArray,
  type ValueNode,
} from 'graphql';

import type { Execution, Place } from './execution';

/** What is the same for all executions of one query. */
export interface Plan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

type Arguments = Record<string, unknown>;

/** A field at one place in the document, all of its nodes merged. */
export class PlannedField {
  private readonly hasVariables: boolean;
  private constants: Readonly<Arguments> | null = null;

  constructor(
    readonly plan: Plan,
    readonly parentType: GraphQLObjectType,
    readonly key: string,
    readonly definition: GraphQLField<unknown, unknown>,
    /** One array for all executions: `selection.ts` remembers by it what is asked for below. */
    readonly nodes: readonly [FieldNode, ...FieldNode[]],
  ) {
    this.hasVariables = !!nodes[0].arguments?.some(({ value }) => mentionsVariable(value));
  }

  placeBelow(parent: Place): NonNullable<Place> {
    return { prev: parent, key: this.key, typename: this.parentType.name };
  }

  resolve(
    resolve: GraphQLFieldResolver<unknown, unknown>,
    run: Execution,
    source: unknown,
    parent: Place,
  ): unknown {
    const { definition, parentType, plan } = this;
    return resolve(source, this.argumentsIn(run), run.context, {
      fieldName: definition.name,
      fieldNodes: this.nodes,
      returnType: definition.type,
      parentType,
      path: this.placeBelow(parent),
      schema: plan.schema,
      fragments: plan.fragments,
      rootValue: undefined,
      operation: plan.operation,
      variableValues: run.variables as Record<string, unknown>,
    });
  }

  /** What takes the place of a value that could not be had: null, or, where there may be none, its parent's. */
  nullFor(run: Execution, thrown: unknown, type: GraphQLOutputType, place: Place): null {
    const error = locatedError(thrown, this.nodes, responsePathAsArray(place));
    if (isNonNullType(type)) throw error;
    run.addError(error, place);
    return null;
  }

  /** An object of its own for each call; what is in it is shared. */
  private argumentsIn(run: Execution): Arguments {
    if (this.definition.args.length === 0) return {};
    const known = this.hasVariables ? run.args.get(this) : this.constants;
    if (known) return { ...known };
    const found = getArgumentValues(this.definition, this.nodes[0], run.variables);
    if (this.hasVariables) run.args.set(this, found);
    else this.constants = found;
    return { ...found };
  }
}

function mentionsVariable(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return true;
    case Kind.LIST:
      return value.values.some(mentionsVariable);
    case Kind.OBJECT:
      return value.fields.some((field) => mentionsVariable(field.value));
    default:
      return false;
  }
}
