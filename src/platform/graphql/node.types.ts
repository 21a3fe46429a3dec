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
  /** How many keys its ids carry. */
  readonly keyCount: number;
  /** The type's own loader, scoped to the caller like every other read; one statement for all ids. */
  readonly loader: LoaderDefinition<string, NodeRow>;
  /** Key of the loader from the keys of the id. */
  readonly keyOf: (keys: readonly [string, ...string[]]) => string;
}

/** A type whose objects are found by the last key of their id alone. */
export function nodeSource(
  type: string,
  keyCount: number,
  loader: LoaderDefinition<string, NodeRow>,
): NodeSource {
  return { type, keyCount, loader, keyOf: (keys) => keys[keys.length - 1] ?? keys[0] };
}
