import { Field, ID, InterfaceType } from 'type-graphql';

import type { LoaderDefinition } from './loader';

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
  /** The type's own loader by row id, scoped to the caller like every other read; one statement for all ids. */
  readonly loader: LoaderDefinition<string, NodeRow>;
}

export function nodeSource(type: string, loader: LoaderDefinition<string, NodeRow>): NodeSource {
  return { type, loader };
}
