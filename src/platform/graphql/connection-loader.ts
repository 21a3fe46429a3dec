import { getNamedType, type GraphQLResolveInfo, isObjectType } from 'graphql';

import type { RequestContext } from './context';
import { tellFound } from './found-at-root';
import { type KeysetList, type ListedRow, pageWants, readPage, readPages } from './keyset';
import { defineLoader, type LoaderDefinition } from './loader';
import { type Page, type PageArgs, pageRequest } from './page';
import { readAhead } from './read-ahead';
import { anyOf, type Selection, selectionOf } from './selection';

/** One page below one parent. Pages that differ in the parent only are read together. */
export interface ConnectionKey<Args extends PageArgs> {
  readonly parentId: string;
  readonly args: Args;
  /** What the operation asks for below the connection. */
  readonly selection: Selection;
}

/** How a list is made for one viewer, its arguments, and what is asked for of its objects. */
type ListFor<Args extends PageArgs, Row extends ListedRow, Node> = (
  ctx: RequestContext,
  args: Args,
  nodes: Selection,
) => KeysetList<Row, Node>;

export type ConnectionLoader<Args extends PageArgs, Node> = LoaderDefinition<
  ConnectionKey<Args>,
  Page<Node>
>;

/** What is asked for of the objects of a connection. */
function nodesBelow(connection: Selection): Selection {
  return anyOf([connection.below('nodes'), connection.below('edges').below('node')]);
}

/**
 * A loader for a connection on an object type: one statement for all parents of a list and each set of
 * arguments. `listFor` is asked once per statement and scopes the list to the caller.
 */
export function defineConnectionLoader<Args extends PageArgs, Row extends ListedRow, Node>(
  name: string,
  listFor: ListFor<Args, Row, Node>,
): ConnectionLoader<Args, Node> {
  return defineLoader<ConnectionKey<Args>, Page<Node>>(
    name,
    async (ctx, keys) => {
      const results: (Page<Node> | Error)[] = Array.from<Page<Node>>({ length: keys.length });
      for (const group of groupedByArguments(keys)) {
        const pages = await pagesOf(ctx, listFor, group);
        group.forEach(({ index }, i) => {
          results[index] = pages instanceof Error ? pages : (pages[i] as Page<Node>);
        });
      }
      return results;
    },
    ({ parentId, args, selection }) => JSON.stringify([parentId, args, selection.signature]),
  );
}

/** What a field resolver of a connection returns; INVALID_INPUT for arguments that cannot be right. */
export async function loadConnection<Args extends PageArgs, Node>(
  ctx: RequestContext,
  loader: ConnectionLoader<Args, Node>,
  parentId: string,
  args: Args,
  info: GraphQLResolveInfo,
): Promise<Page<Node>> {
  const page = await ctx.loader(loader).load({ parentId, args, selection: selectionOf(info) });
  if (page === null) throw new Error(`Loader ${loader.name} answered no page`);
  return page;
}

/** The same for a list at the root; `listOf` is told what is asked for of its objects. */
export async function readConnection<Row extends ListedRow, Node extends object>(
  ctx: RequestContext,
  listOf: (nodes: Selection) => KeysetList<Row, Node>,
  args: PageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<Node>> {
  const connection = selectionOf(info);
  const list = listOf(nodesBelow(connection));
  const page = await readPage(ctx.naming, list, pageRequest(args), pageWants(connection));
  const type = getNamedType(info.returnType);
  const ahead = isObjectType(type) ? readAhead(ctx, info, type, page.nodes, connection) : null;
  if (ahead) {
    tellFound(info, page);
    await ahead;
  }
  return page;
}

type Indexed<Args extends PageArgs> = ConnectionKey<Args> & { readonly index: number };

function groupedByArguments<Args extends PageArgs>(
  keys: readonly ConnectionKey<Args>[],
): Indexed<Args>[][] {
  const groups = new Map<string, Indexed<Args>[]>();
  let last: Indexed<Args>[] = [];
  keys.forEach((key, index) => {
    const { parentId, args, selection } = key;
    // What a list reads ahead has one object of arguments for all of its keys.
    const isLikeLast = last[0]?.args === args && last[0].selection === selection;
    if (!isLikeLast) {
      const same = JSON.stringify([args, selection.signature]);
      last = groups.get(same) ?? [];
      groups.set(same, last);
    }
    last.push({ parentId, args, selection, index });
  });
  return [...groups.values()];
}

/** A refusal (a cursor of another list) belongs to its own group; the others still get their pages. */
async function pagesOf<Args extends PageArgs, Row extends ListedRow, Node>(
  ctx: RequestContext,
  listFor: ListFor<Args, Row, Node>,
  group: readonly Indexed<Args>[],
): Promise<Page<Node>[] | Error> {
  const [first] = group;
  if (!first) return [];
  const { args, selection } = first;
  try {
    return await readPages(
      ctx.naming,
      listFor(ctx, args, nodesBelow(selection)),
      pageRequest(args),
      pageWants(selection),
      group.map((key) => key.parentId),
    );
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
