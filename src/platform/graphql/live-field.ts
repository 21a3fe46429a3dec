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
import { refusalBeforeObject } from './guards';

/** Something that a live operation tells its client, in the context that it was read in. */
export class Delivery<Payload> {
  constructor(
    readonly ctx: RequestContext,
    readonly payload: Payload,
    /** Where the client can go on from after this one; null where the operation has no such place. */
    readonly cursor: string | null = null,
  ) {}
}

/**
 * The caller as it stands now, with loaders of its own. Everything that a live operation reads, it reads
 * through a context that it has just renewed.
 *
 * @throws the refusal of the field's guard, which ends the operation.
 */
export type Renew = () => Promise<RequestContext>;

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
  /**
   * The right to see is asked again for every delivery: what a viewer may see can change while it listens. A
   * source that throws ends the operation, and the client is told why.
   */
  subscribe(
    args: Args,
    renew: Renew,
    info: GraphQLResolveInfo,
  ): Promise<AsyncIterable<Delivery<Payload>>> | AsyncIterable<Delivery<Payload>>;
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
  return new GraphQLObjectType<Delivery<unknown>, RequestContext>({
    name: EVENT_STREAM,
    description:
      'Root of live operations, over WebSocket or server-sent events. Named so because `Subscription` is a business type; normalised caches need to be told.',
    fields: Object.fromEntries(fields.map((field) => [field.name, fieldConfig(schema, field)])),
  });
}

function fieldConfig(
  schema: GraphQLSchema,
  field: LiveField,
): GraphQLFieldConfig<Delivery<unknown>, RequestContext, Record<string, unknown>> {
  const { access } = field;
  return {
    description: field.description,
    type: typeIn(schema, field.type, isOutputType),
    args: Object.fromEntries(
      Object.entries(field.args).map(([name, { type, description }]) => [
        name,
        { type: typeIn(schema, type, isInputType), description },
      ]),
    ),
    subscribe: (_source, args, ctx, info) => {
      const renew: Renew = async () => {
        const renewed = await ctx.renewed();
        const refusal = refusalBeforeObject(access, renewed.actor, args);
        if (refusal) throw refusal;
        return renewed;
      };
      const after = 'after' in field.args ? ctx.resumeAfter : null;
      return field.subscribe(after === null ? args : { ...args, after }, renew, info);
    },
    resolve: ({ payload }) => payload,
    extensions: {
      [ACCESS_EXTENSION]: access,
      ...(access.kind === 'read' && directiveExtensions(readDirectives(access.action))),
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
