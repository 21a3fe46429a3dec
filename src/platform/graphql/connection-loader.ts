import type { GraphQLResolveInfo } from 'graphql';

import type { RequestContext } from './context';
import { type KeysetList, type PageWants, pageWants, readPage, readPages } from './keyset';
import { defineLoader, type LoaderDefinition } from './loader';
import { type Page, type PageArgs, type PageRequest, pageRequest } from './page';

/** One page below one parent. Pages that differ in the parent only are read together. */
export interface ConnectionKey<Args extends PageArgs> {
  readonly parentId: string;
  readonly args: Args;
  readonly request: PageRequest;
  readonly wants: PageWants;
}

/**
 * A loader for a connection on an object type: one statement for all parents of a list and each set of
 * arguments. `listFor` is asked once per statement and scopes the list to the caller.
 */
export function defineConnectionLoader<Args extends PageArgs, Row extends object>(
  name: string,
  listFor: (ctx: RequestContext, args: Args) => KeysetList,
): LoaderDefinition<ConnectionKey<Args>, Page<Row>> {
  return defineLoader<ConnectionKey<Args>, Page<Row>>(
    name,
    async (ctx, keys) => {
      const results: (Page<Row> | Error)[] = Array.from<Page<Row>>({ length: keys.length });
      for (const group of groupedByArguments(keys)) {
        const pages = await pagesOf<Args, Row>(ctx, listFor, group);
        group.forEach(({ index }, i) => {
          results[index] = pages instanceof Error ? pages : (pages[i] as Page<Row>);
        });
      }
      return results;
    },
    ({ parentId, args, wants }) => JSON.stringify([parentId, args, wants]),
  );
}

/** What a field resolver of a connection returns; INVALID_INPUT for arguments that cannot be right. */
export async function loadConnection<Args extends PageArgs, Row extends object>(
  ctx: RequestContext,
  loader: LoaderDefinition<ConnectionKey<Args>, Page<Row>>,
  parentId: string,
  args: Args,
  info: GraphQLResolveInfo,
): Promise<Page<Row>> {
  const key = { parentId, args, request: pageRequest(args), wants: pageWants(info) };
  const page = await ctx.loader(loader).load(key);
  if (page === null) throw new Error(`Loader ${loader.name} answered no page`);
  return page;
}

/** The same for a list at the root. */
export async function readConnection<Row extends object>(
  ctx: RequestContext,
  list: KeysetList,
  args: PageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<Row>> {
  return readPage<Row>(ctx.db, list, pageRequest(args), pageWants(info));
}

type Indexed<Args extends PageArgs> = ConnectionKey<Args> & { readonly index: number };

function groupedByArguments<Args extends PageArgs>(
  keys: readonly ConnectionKey<Args>[],
): Indexed<Args>[][] {
  const groups = new Map<string, Indexed<Args>[]>();
  keys.forEach((key, index) => {
    const same = JSON.stringify([key.args, key.wants]);
    const group = groups.get(same);
    if (group) group.push({ ...key, index });
    else groups.set(same, [{ ...key, index }]);
  });
  return [...groups.values()];
}

/** A refusal (a cursor of another list) belongs to its own group; the others still get their pages. */
async function pagesOf<Args extends PageArgs, Row extends object>(
  ctx: RequestContext,
  listFor: (ctx: RequestContext, args: Args) => KeysetList,
  group: readonly Indexed<Args>[],
): Promise<Page<Row>[] | Error> {
  const [first] = group;
  if (!first) return [];
  try {
    return await readPages<Row>(
      ctx.db,
      listFor(ctx, first.args),
      first.request,
      first.wants,
      group.map((key) => key.parentId),
    );
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
