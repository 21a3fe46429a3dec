import {
  type FieldNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  Kind,
  type SelectionNode,
} from 'graphql';

/**
 * Whether the operation selects a path below the present field, `isSelected(info, 'edges', 'node')`
 * for instance. Aliases, fragments, @skip and @include count as they do in execution; type conditions are
 * taken as met, because a field too many costs less than one too few.
 */
export function isSelected(info: GraphQLResolveInfo, ...path: readonly string[]): boolean {
  return path.length === 0 || selectedBelow(info, info.fieldNodes, path).length > 0;
}

/** Names of the fields selected below the present field, or below a path from it. */
export function selectedFields(
  info: GraphQLResolveInfo,
  ...path: readonly string[]
): ReadonlySet<string> {
  const parents = path.length === 0 ? info.fieldNodes : selectedBelow(info, info.fieldNodes, path);
  return new Set(childrenOf(info, parents).map((field) => field.name.value));
}

function selectedBelow(
  info: GraphQLResolveInfo,
  parents: readonly FieldNode[],
  path: readonly string[],
): readonly FieldNode[] {
  return path.reduce(
    (fields, name) => childrenOf(info, fields).filter((field) => field.name.value === name),
    parents,
  );
}

function childrenOf(info: GraphQLResolveInfo, parents: readonly FieldNode[]): FieldNode[] {
  return parents.flatMap((parent) => fieldsOf(info, parent.selectionSet?.selections ?? []));
}

function fieldsOf(info: GraphQLResolveInfo, selections: readonly SelectionNode[]): FieldNode[] {
  return selections.flatMap((selection) => {
    if (!isIncluded(info, selection)) return [];
    switch (selection.kind) {
      case Kind.FIELD:
        return [selection];
      case Kind.INLINE_FRAGMENT:
        return fieldsOf(info, selection.selectionSet.selections);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = info.fragments[selection.name.value];
        return fragment ? fieldsOf(info, fragment.selectionSet.selections) : [];
      }
    }
  });
}

function isIncluded(info: GraphQLResolveInfo, node: SelectionNode): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues);
  if (skip?.['if'] === true) return false;
  const include = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues);
  return include?.['if'] !== false;
}
