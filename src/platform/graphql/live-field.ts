import {
  type GraphQLFieldConfig,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isInputType,
  isOutputType,
  parseType,
  typeFromAST,
} from 'graphql';

import { ACCESS_EXTENSION, type FieldAccess, readDirectives } from './access';
import { directiveExtensions } from './apply-directives';
import type { RequestContext } from './context';

/**
 * A field of `EventStream`, the root of live operations. type-graphql would name that root
 * `Subscription`, which is a business type here, so live fields are written out instead of decorated.
 */
export interface LiveField<Args = Record<string, unknown>, Payload = unknown> {
  readonly name: string;
  readonly description: string;
  /** The type in SDL notation, `RelationshipRequest` for instance; nullable like every guarded field. */
  readonly type: string;
  readonly args: Readonly<Record<string, { readonly type: string; readonly description: string }>>;
  readonly access: Exclude<FieldAccess, { kind: 'mutation' }>;
  subscribe(
    args: Args,
    ctx: RequestContext,
    info: GraphQLResolveInfo,
  ): Promise<AsyncIterable<Payload>> | AsyncIterable<Payload>;
  /** Reads the object afresh for this viewer: what it may see can change while it listens. */
  resolve(payload: Payload, args: Args, ctx: RequestContext, info: GraphQLResolveInfo): unknown;
}

/** Forgets the argument types of a live field, so that fields of all modules fit one list. */
export function liveField<Args, Payload>(field: LiveField<Args, Payload>): LiveField {
  return field as unknown as LiveField;
}

export const EVENT_STREAM = 'EventStream';

/** The root of live operations, made from the types of a schema that is otherwise complete. */
export function makeEventStream(
  schema: GraphQLSchema,
  fields: readonly LiveField[],
): GraphQLObjectType {
  if (fields.length === 0) {
    throw new Error(
      `${EVENT_STREAM} needs a field: without it tools take the type Subscription for the live root`,
    );
  }
  return new GraphQLObjectType<unknown, RequestContext>({
    name: EVENT_STREAM,
    description:
      'Root of live operations, over WebSocket or server-sent events. Named so because `Subscription` is a business type; normalised caches need to be told.',
    fields: Object.fromEntries(fields.map((field) => [field.name, fieldConfig(schema, field)])),
  });
}

function fieldConfig(
  schema: GraphQLSchema,
  field: LiveField,
): GraphQLFieldConfig<unknown, RequestContext, Record<string, unknown>> {
  return {
    description: field.description,
    type: typeIn(schema, field.type, isOutputType),
    args: Object.fromEntries(
      Object.entries(field.args).map(([name, { type, description }]) => [
        name,
        { type: typeIn(schema, type, isInputType), description },
      ]),
    ),
    subscribe: (_source, args, ctx, info) => field.subscribe(args, ctx, info),
    resolve: (payload, args, ctx, info) => field.resolve(payload, args, ctx, info),
    extensions: {
      [ACCESS_EXTENSION]: field.access,
      ...(field.access.kind === 'read' && directiveExtensions(readDirectives(field.access.action))),
    },
  };
}

function typeIn<Type>(
  schema: GraphQLSchema,
  notation: string,
  fits: (type: unknown) => type is Type,
): Type {
  const type: unknown = typeFromAST(schema, parseType(notation) as never);
  if (!fits(type)) throw new Error(`The schema has no type ${notation} that fits here`);
  return type;
}
