import {
  defaultFieldResolver,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { Extensions } from 'type-graphql';

import type { ConnectionLoader } from './connection-loader';
import type { RequestContext } from './context';
import { boundsOf } from './input-bounds';
import type { Page, PageArgs } from './page';
import type { DocumentSelection, Place } from './selection';

/*
 * A list reads the pages below its objects in the same pass, one statement for each field, before it hands the
 * objects out. Their fields then have an answer at hand: no loader, no promise for each object. What is
 * not read ahead (a single object, a field that stands in a list twice) goes the usual way, through the
 * field's resolver and its loader, which say the same.
 */

const READ_AHEAD = 'readAhead';

type AnyLoader = ConnectionLoader<PageArgs, object>;

/** A connection that a list of its parents reads together with them; the loader is that of its resolver. */
export function ReadAhead<Args extends PageArgs, Node>(
  loader: ConnectionLoader<Args, Node>,
): MethodDecorator {
  return Extensions({ [READ_AHEAD]: loader });
}

/**
 * Pages by the place in the document where their field stands first. On the parent itself and not in a
 * WeakMap: what an old map holds survives every minor collection, and became most of the memory of the process.
 */
const PAGES = Symbol('pages that were read ahead');

interface Parent {
  /** Row id. */
  readonly key: string;
  [PAGES]?: Map<FieldNode, Page<object>>;
}

type Field = GraphQLField<unknown, unknown>;

/** How a field is read ahead, by the field of the built schema. */
const aheadOfField = new WeakMap<
  Field,
  { readonly loader: AnyLoader; readonly refusalOf: ReturnType<typeof boundsOf> }
>();

/** Lets fields answer with what was read ahead for them. */
export function answerAhead(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()) as Field[]) {
      const loader = field.extensions[READ_AHEAD] as AnyLoader | undefined;
      if (!loader) continue;
      aheadOfField.set(field, { loader, refusalOf: boundsOf(field) });
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (parent, args, ctx, info): unknown =>
        (parent as Parent)[PAGES]?.get(info.fieldNodes[0] as FieldNode) ??
        resolve(parent, args, ctx, info);
    }
  }
}

/** Reads the pages that the operation asks for below the objects of one connection; null where it asks for none. */
export function readAhead(
  ctx: RequestContext,
  info: GraphQLResolveInfo,
  connectionType: GraphQLObjectType,
  parents: readonly object[],
  connection: DocumentSelection,
): Promise<unknown> | null {
  const isTwice = connection.has('nodes') && connection.below('edges').has('node');
  const nodeType = getNamedType(connectionType.getFields()['nodes']?.type);
  if (parents.length === 0 || isTwice || !isObjectType(nodeType)) return null;
  const nodes = connection.has('nodes')
    ? connection.below('nodes')
    : connection.below('edges').below('node');
  const reads = nodes.fields.flatMap((name) => {
    const field = nodeType.getFields()[name];
    return field && aheadOfField.has(field)
      ? nodes
          .placesOf(name)
          .map((place) => readPlace(ctx, info, parents as Parent[], field, place, nodes.at(place)))
      : [];
  });
  return reads.length === 0 ? null : Promise.all(reads);
}

async function readPlace(
  ctx: RequestContext,
  info: GraphQLResolveInfo,
  parents: readonly Parent[],
  field: Field,
  place: Place,
  selection: DocumentSelection,
): Promise<void> {
  const ahead = aheadOfField.get(field);
  const args = argumentsOf(field, place[0], info);
  // What is wrong with them is the field's own to say.
  if (!ahead || !args || ahead.refusalOf?.(args)) return;
  const keys = parents.map(({ key }) => ({ parentId: key, args, selection }));
  const pages = await ahead.loader.batch(ctx, keys);
  const found: object[] = [];
  pages.forEach((page, index) => {
    if (page === null || page instanceof Error) return;
    const parent = parents[index] as Parent;
    (parent[PAGES] ??= new Map()).set(place[0], page);
    found.push(...page.nodes);
  });
  const type = getNamedType(field.type);
  if (isObjectType(type)) await readAhead(ctx, info, type, found, selection);
}

function argumentsOf(field: Field, node: FieldNode, info: GraphQLResolveInfo): PageArgs | null {
  try {
    return getArgumentValues(field, node, info.variableValues);
  } catch {
    return null;
  }
}
