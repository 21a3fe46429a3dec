import { Field, ID, InterfaceType } from 'type-graphql';

import type { RequestContext } from './context';
import { type LoaderDefinition, type ObjectKey, whole } from './loader';

@InterfaceType('Node', {
  description: 'An object that can be read again by its opaque id.',
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque id of the object, the same for every caller.' })
  id!: string;
}

/** A row that a loader answers with already carries its opaque id. */
export interface NodeRow {
  readonly id: string;
}

/**
 * How the objects of one type are read by id. A module exports one per type that implements `Node`; the
 * composition root hands all of them to the resolver of `node` and `nodes`.
 */
export interface NodeSource {
  /** Name of the object type, and the first part of its ids. */
  readonly type: string;
  /** By row id, scoped to the caller like every other read; one statement for all ids. */
  readonly load: (ctx: RequestContext, id: string) => Promise<NodeRow | null>;
}

export function nodeSource(type: string, loader: LoaderDefinition<string, NodeRow>): NodeSource {
  return { type, load: (ctx, id) => ctx.loader(loader).load(id) };
}

/** The same for a loader that is told what is asked for: of a node all, for nothing says of which type it is. */
export function objectNodeSource(
  type: string,
  loader: LoaderDefinition<ObjectKey, NodeRow>,
): NodeSource {
  return { type, load: (ctx, id) => ctx.loader(loader).load(whole(id)) };
}
