import { type GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql';

/** A place in the answer; undefined is that of the whole. */
export type Place = GraphQLResolveInfo['path'] | undefined;

type Arguments = Readonly<Record<string, unknown>>;

/** One execution of a compiled query: what all of its fields share. */
export class Execution {
  readonly errors: GraphQLError[] = [];
  /** Fields that are waited for, each with the place of its object. */
  readonly awaited: { readonly parent: Place; readonly answer: Promise<unknown> }[] = [];
  /** Of fields with variables among their arguments. */
  readonly args = new Map<object, Arguments>();
  private readonly nulls = new Set<string>();

  constructor(
    readonly context: unknown,
    readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  /** Says why there is a null; not what a field below it comes to later, as graphql-js has it. */
  addError(error: GraphQLError, place: Place): void {
    const path = responsePathAsArray(place);
    // Names have no dot in them.
    const nameOf = (depth: number): string => path.slice(0, depth).join('.');
    for (let depth = path.length; depth >= 0; depth -= 1) {
      if (this.nulls.has(nameOf(depth))) return;
    }
    this.nulls.add(nameOf(path.length));
    this.errors.push(error);
  }
}

export function isPromise(value: unknown): value is Promise<unknown> {
  const mayBe = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return mayBe && typeof (value as { readonly then?: unknown }).then === 'function';
}
