import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';

/**
 * How many pairs of fields the rule "overlapping fields can be merged" compares in a document,
 * estimated from above, and not counted on beyond `limit`.
 *
 * For every selection set, those of inline fragments too, the rule compares all fields that share a
 * response name, and then what is selected in them. Sixty inline fragments inside each other around
 * three hundred fields of one name stay within every other limit and cost seconds.
 */
export function countMergedPairs(document: DocumentNode, limit: number): number {
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  let pairs = 0;
  visit(document, {
    SelectionSet: (selectionSet) => {
      if (pairs <= limit) pairs += pairsIn([selectionSet], fragments, limit - pairs);
    },
  });
  return pairs;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Pairs in selection sets that are answered as one object. */
function pairsIn(
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
  limit: number,
): number {
  let pairs = 0;
  for (const group of fieldsByResponseName(selectionSets, fragments).values()) {
    pairs += (group.length * (group.length - 1)) / 2;
    if (pairs > limit) return pairs;
    const inner = group.flatMap(({ selectionSet }) => selectionSet ?? []);
    // A field that stands alone is compared when its own selection set is visited.
    if (group.length > 1 && inner.length > 0) pairs += pairsIn(inner, fragments, limit - pairs);
  }
  return pairs;
}

function fieldsByResponseName(
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): ReadonlyMap<string, readonly FieldNode[]> {
  const groups = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const pending = [...selectionSets];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const selection of next.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const group = groups.get(name);
        if (group) group.push(selection);
        else groups.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        pending.push(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) pending.push(fragment.selectionSet);
      }
    }
  }
  return groups;
}
