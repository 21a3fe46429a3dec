import {
  type FieldNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  Kind,
  type SelectionNode,
} from 'graphql';

/** What an operation asks for below one of its fields, by names of fields; aliases make no difference. */
export interface Selection {
  has(field: string): boolean;
  /** What it asks for below a field; nothing where the field is not selected. */
  below(field: string): Selection;
  /** Equal for selections that ask for the same. */
  readonly signature: string;
}

/** For whoever cannot say what will be asked for, as the payload of a mutation before it is read. */
export const EVERYTHING: Selection = {
  has: () => true,
  below: () => EVERYTHING,
  signature: '*',
};

/** For code that reads these fields of an object, and nothing below them. */
export function selectionOfNames(...names: readonly string[]): Selection {
  return {
    has: (field) => names.includes(field),
    below: () => selectionOfNames(),
    signature: [...names].sort().join(' '),
  };
}

/** What of an operation is needed to follow fragments, @skip and @include. */
type Operation = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

/**
 * A selection as it stands in a document. Fragments, @skip and @include count as they do in execution; type
 * conditions are taken as met, because a field too many costs less than one too few.
 */
export class DocumentSelection implements Selection {
  private readonly nodesByName = new Map<string, FieldNode[]>();
  private readonly known = new Map<string, DocumentSelection>();
  private ownSignature: string | null = null;

  constructor(
    private readonly operation: Operation,
    parents: readonly FieldNode[],
  ) {
    for (const parent of parents) {
      for (const node of fieldsOf(operation, parent.selectionSet?.selections ?? [])) {
        const same = this.nodesByName.get(node.name.value);
        if (same) same.push(node);
        else this.nodesByName.set(node.name.value, [node]);
      }
    }
  }

  has(field: string): boolean {
    return this.nodesByName.has(field);
  }

  below(field: string): DocumentSelection {
    let below = this.known.get(field);
    if (!below) {
      below = new DocumentSelection(this.operation, this.nodesOf(field));
      this.known.set(field, below);
    }
    return below;
  }

  /** The same field under several aliases may have several arguments: its places by name in the response. */
  placesOf(field: string): readonly (readonly [FieldNode, ...FieldNode[]])[] {
    const places = new Map<string, [FieldNode, ...FieldNode[]]>();
    for (const node of this.nodesOf(field)) {
      const key = node.alias?.value ?? field;
      const place = places.get(key);
      if (place) place.push(node);
      else places.set(key, [node]);
    }
    return [...places.values()];
  }

  get fields(): readonly string[] {
    return [...this.nodesByName.keys()];
  }

  get signature(): string {
    this.ownSignature ??= [...this.nodesByName.keys()]
      .sort()
      .map((name) => {
        const below = this.below(name).signature;
        return below === '' ? name : `${name}{${below}}`;
      })
      .join(' ');
    return this.ownSignature;
  }

  private nodesOf(field: string): readonly FieldNode[] {
    return this.nodesByName.get(field) ?? [];
  }
}

// By the values of the variables first: a compiled operation keeps the nodes of its document, and @skip
// means something else in each execution.
const known = new WeakMap<object, WeakMap<readonly FieldNode[], DocumentSelection>>();

/** What the operation asks for below the present field; found once for all objects of a list. */
export function selectionOf(info: GraphQLResolveInfo): DocumentSelection {
  const { fieldNodes, variableValues } = info;
  let ofOperation = known.get(variableValues);
  if (!ofOperation) known.set(variableValues, (ofOperation = new WeakMap()));
  let selection = ofOperation.get(fieldNodes);
  if (!selection) {
    selection = new DocumentSelection(info, fieldNodes);
    ofOperation.set(fieldNodes, selection);
  }
  return selection;
}

/** What any of several selections asks for. */
export function anyOf(selections: readonly Selection[]): Selection {
  if (selections.includes(EVERYTHING)) return EVERYTHING;
  const distinct = [...new Map(selections.map((it) => [it.signature, it])).values()];
  const [only, second] = distinct;
  if (only && !second) return only;
  return {
    has: (field) => distinct.some((it) => it.has(field)),
    below: (field) => anyOf(distinct.map((it) => it.below(field))),
    get signature() {
      return distinct
        .map((it) => it.signature)
        .sort()
        .join(' | ');
    },
  };
}

function fieldsOf(operation: Operation, selections: readonly SelectionNode[]): FieldNode[] {
  return selections.flatMap((selection) => {
    if (!isIncluded(operation, selection)) return [];
    switch (selection.kind) {
      case Kind.FIELD:
        return [selection];
      case Kind.INLINE_FRAGMENT:
        return fieldsOf(operation, selection.selectionSet.selections);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = operation.fragments[selection.name.value];
        return fragment ? fieldsOf(operation, fragment.selectionSet.selections) : [];
      }
    }
  });
}

function isIncluded({ variableValues }: Operation, node: SelectionNode): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variableValues);
  if (skip?.['if'] === true) return false;
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variableValues);
  return include?.['if'] !== false;
}
