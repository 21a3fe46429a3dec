import DataLoader from 'dataloader';

import type { RequestContext } from './context';
import { anyOf, EVERYTHING, type Selection } from './selection';

/** What a key may be. Keys of several parts are objects; they need a `cacheKey`. */
type LoaderKey = string | number | object;

/**
 * How to fetch many objects at once. Modules export definitions; the context builds the loader on
 * first use in a request, so the plumbing knows no module.
 */
export interface LoaderDefinition<Key extends LoaderKey, Value> {
  /** Unique; it names the loader in logs and in the statement counts of the budget tests. */
  readonly name: string;
  /**
   * Keys and results in the same order; one statement. Absent or hidden is `null`; an `Error` refuses one
   * key, a throw all of them.
   */
  readonly batch: (
    ctx: RequestContext,
    keys: readonly Key[],
  ) => Promise<readonly (Value | null | Error)[]>;
  readonly cacheKey: (key: Key) => unknown;
}

export type Loader<Key extends LoaderKey, Value> = DataLoader<Key, Value | null, unknown>;

export function defineLoader<Key extends string | number, Value>(
  name: string,
  batch: LoaderDefinition<Key, Value>['batch'],
): LoaderDefinition<Key, Value>;
export function defineLoader<Key extends object, Value>(
  name: string,
  batch: LoaderDefinition<Key, Value>['batch'],
  cacheKey: (key: Key) => string,
): LoaderDefinition<Key, Value>;
export function defineLoader<Key extends LoaderKey, Value>(
  name: string,
  batch: LoaderDefinition<Key, Value>['batch'],
  cacheKey: (key: Key) => unknown = (key) => key,
): LoaderDefinition<Key, Value> {
  return { name, batch, cacheKey };
}

/** One object by its row id, and what is asked for of it. */
export interface ObjectKey {
  readonly id: string;
  readonly selection: Selection;
}

/** The key for code that cannot say what will be asked for: all of the object. */
export function whole(id: string): ObjectKey {
  return { id, selection: EVERYTHING };
}

/**
 * A loader for the objects of one type by row id: one statement for all of them, with the columns that any of
 * them is asked for. `find` scopes them to the caller.
 */
export function defineObjectLoader<Value extends { readonly key: string }>(
  name: string,
  find: (
    ctx: RequestContext,
    ids: readonly string[],
    selection: Selection,
  ) => Promise<readonly Value[]>,
): LoaderDefinition<ObjectKey, Value> {
  return defineLoader<ObjectKey, Value>(
    name,
    async (ctx, keys) => {
      const ids = [...new Set(keys.map(({ id }) => id))];
      const found = await find(ctx, ids, anyOf(keys.map(({ selection }) => selection)));
      return inKeyOrder(
        keys,
        found,
        ({ key }) => key,
        ({ id }) => id,
      );
    },
    ({ id, selection }) => `${id} ${selection.signature}`,
  );
}

/**
 * The rows of a batch in the order of its keys, `null` where a key has none. Every batch function ends
 * with it, because a database answers in the order that suits it.
 */
export function inKeyOrder<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => unknown,
  normalize: (key: Key) => unknown = (key) => key,
): (Row | null)[] {
  const rowByKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => rowByKey.get(normalize(key)) ?? null);
}

/** The same for to-many: all rows of each key, an empty list where there are none. */
export function groupedInKeyOrder<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => unknown,
  normalize: (key: Key) => unknown = (key) => key,
): Row[][] {
  const rowsByKey = new Map<unknown, Row[]>();
  for (const row of rows) {
    const group = rowsByKey.get(keyOf(row));
    if (group) group.push(row);
    else rowsByKey.set(keyOf(row), [row]);
  }
  return keys.map((key) => rowsByKey.get(normalize(key)) ?? []);
}

/** The loaders of one request and one viewer: never shared, because their batches are scoped to the actor. */
export class LoaderRegistry {
  // Keyed by the definition itself: its types are what `get` answers with.
  private readonly loaders = new Map<object, DataLoader<never, unknown, unknown>>();

  get<Key extends LoaderKey, Value>(
    definition: LoaderDefinition<Key, Value>,
    ctx: RequestContext,
  ): Loader<Key, Value> {
    const existing = this.loaders.get(definition);
    if (existing) return existing as unknown as Loader<Key, Value>;
    const loader: Loader<Key, Value> = new DataLoader<Key, Value | null, unknown>(
      async (keys) => {
        const values = await definition.batch(ctx, keys);
        if (values.length !== keys.length) {
          throw new Error(
            `Loader ${definition.name} answered ${values.length} values for ${keys.length} keys`,
          );
        }
        return values;
      },
      { cacheKeyFn: definition.cacheKey, name: definition.name },
    );
    this.loaders.set(definition, loader as unknown as DataLoader<never, unknown, unknown>);
    return loader;
  }

  /** Called after every command, so that its payload reads what the command wrote. */
  clearAll(): void {
    for (const loader of this.loaders.values()) loader.clearAll();
  }
}
