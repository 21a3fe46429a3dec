import type { GraphQLResolveInfo } from 'graphql';

/** On the info of a root field, which every call has for itself. */
const LISTENER = Symbol('who is told what a list has found');

type Listener = (found: object) => void;

interface Listened {
  [LISTENER]?: Listener;
}

/** The listener is told what a list at the root has found, before more is read for its objects. */
export function onFound(info: GraphQLResolveInfo, listener: Listener): void {
  (info as Listened)[LISTENER] = listener;
}

export function tellFound(info: GraphQLResolveInfo, found: object): void {
  (info as Listened)[LISTENER]?.(found);
}
