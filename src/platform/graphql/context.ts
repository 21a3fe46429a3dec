import type { Caller } from '../../kernel/actor';
import type { Clock } from '../../kernel/clock';
import type { Queryable } from '../database/database';
import { type Loader, type LoaderDefinition, LoaderRegistry } from './loader';

/** What every resolver, loader and query of one request gets. */
export interface RequestContext {
  /** Whoever sent a valid token, or `null`. */
  readonly actor: Caller | null;
  readonly correlationId: string;
  readonly requestId: string;
  readonly clock: Clock;
  /** One of the five locales of domain section 8, already resolved from the headers. */
  readonly locale: string;
  readonly db: Queryable;
  loader<Key extends string | number | object, Value>(
    definition: LoaderDefinition<Key, Value>,
  ): Loader<Key, Value>;
  clearLoaders(): void;
  /**
   * From now on the caller is this one. For a tenant that a mutation made a customer: it reads what it
   * has just accepted.
   */
  actAs(actor: Caller): void;
  /**
   * The same request reading through another connection, with loaders of its own: inside a command the
   * embedded database deadlocks when a loader waits for a second connection.
   */
  withReader(db: Queryable): RequestContext;
}

export interface RequestContextParts {
  readonly actor: Caller | null;
  readonly correlationId: string;
  readonly requestId: string;
  readonly clock: Clock;
  readonly locale: string;
  readonly db: Queryable;
}

export function createRequestContext(parts: RequestContextParts): RequestContext {
  const loaders = new LoaderRegistry();
  let { actor } = parts;
  // The GraphQL server copies the context for each operation. A getter of its prototype stays alive in
  // the copy; a property of its own would keep the first caller.
  const prototype = {
    get actor(): Caller | null {
      return actor;
    },
  };
  const { actor: _first, ...facts } = parts;
  const ctx: RequestContext = Object.assign(Object.create(prototype) as typeof prototype, facts, {
    loader: <Key extends string | number | object, Value>(
      definition: LoaderDefinition<Key, Value>,
    ) => loaders.get(definition, ctx),
    clearLoaders: () => loaders.clearAll(),
    actAs: (other: Caller) => {
      actor = other;
      loaders.clearAll();
    },
    withReader: (db: Queryable) => createRequestContext({ ...parts, actor, db }),
  });
  return ctx;
}
