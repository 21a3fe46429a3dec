import 'reflect-metadata';
import './enums';

import {
  assertValidSchema,
  GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  specifiedDirectives,
} from 'graphql';
import {
  buildSchemaSync,
  type ContainerType,
  getMetadataStorage,
  type NonEmptyArray,
} from 'type-graphql';

import { collectDirectives, DIRECTIVE_SPECS } from './apply-directives';
import { enumTypesOf } from './described-enum';
import { makeDirective } from './directives/directive-spec';
import { composeGuards, type GuardHooks } from './guards';
import { boundInputs } from './input-bounds';
import { type LiveField, makeEventStream } from './live-field';
import { answerAhead } from './read-ahead';
import { DateTimeScalar } from './scalars';

type ResolverClass = abstract new (...args: never[]) => object;

export interface GraphSchemaParts extends GuardHooks {
  readonly resolvers: readonly ResolverClass[];
  /** Hands out the resolver instances that the composition root made. */
  readonly container: ContainerType;
  /** Types that only an interface leads to. */
  readonly orphanedTypes?: readonly ResolverClass[];
  readonly liveFields: readonly LiveField[];
}

const DESCRIPTIONS = {
  schema:
    'Customers that work with several resellers at once: relationships, delegated privileges and subscriptions, and the guarantee that no relationship changes what already exists.',
  query: 'Everything that can be read. What a caller may not see looks as if it did not exist.',
  mutation:
    'Everything that can be done: one business act each. Refusals arrive as errors whose `extensions.code` is an `ErrorCode`.',
};

/**
 * The schema that the server serves: types of the modules, directives with the enums that fields share,
 * the root of live operations, guards on every concrete field that declares one, and bounds on every input.
 */
export function buildGraphSchema(parts: GraphSchemaParts): GraphQLSchema {
  readPlainFieldsAsProperties();
  const built = buildSchemaSync({
    resolvers: parts.resolvers as unknown as NonEmptyArray<Function>,
    orphanedTypes: (parts.orphanedTypes ?? []) as unknown as Function[],
    container: parts.container,
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    // Runs introspection on a schema that is not finished yet; `assertValidSchema` below is stricter.
    skipCheck: true,
  });
  const schema = completeSchema(built, parts.liveFields);
  describeRoots(schema);
  collectDirectives(schema);
  resolveTypesByName(schema);
  boundInputs(schema);
  answerAhead(schema);
  composeGuards(schema, parts);
  assertValidSchema(schema);
  return schema;
}

/**
 * A field without a resolver of its own is read by its name. type-graphql would call a function for each,
 * which costs a list more than everything else, and which compiled queries could not see through.
 */
function readPlainFieldsAsProperties(): void {
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
}

/** A container for classes that the composition root made itself. */
export function containerOf(instances: readonly object[]): ContainerType {
  const byClass = new Map<unknown, object>(instances.map((it) => [it.constructor, it]));
  return {
    get(someClass: { readonly name: string }) {
      const instance = byClass.get(someClass);
      if (!instance) throw new Error(`No instance of ${someClass.name} was given to the schema`);
      return instance;
    },
  };
}

/** type-graphql drops the standard directives when it is given any, and names the live root Subscription. */
function completeSchema(built: GraphQLSchema, liveFields: readonly LiveField[]): GraphQLSchema {
  const enumNamed = enumTypesOf(built);
  return new GraphQLSchema({
    ...built.toConfig(),
    description: DESCRIPTIONS.schema,
    subscription: makeEventStream(built, liveFields),
    directives: [
      ...specifiedDirectives,
      ...DIRECTIVE_SPECS.map((spec) => makeDirective(spec, enumNamed)),
    ],
  });
}

function describeRoots(schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  const mutation = schema.getMutationType();
  if (query) query.description = DESCRIPTIONS.query;
  if (mutation) mutation.description = DESCRIPTIONS.mutation;
}

/** type-graphql resolves abstract types in a promise, which compiled queries cannot use. */
function resolveTypesByName(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      type.resolveType = (value: { readonly __typename?: string }) => value.__typename;
    }
    // Each object type answers for itself by name; type-graphql's instanceof check would refuse rows.
    if (isObjectType(type) && !isIntrospectionType(type)) type.isTypeOf = undefined;
  }
}
