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

/** For code that reads one field of an object, and below it what is asked for there. */
export function selectionBelow(name: string, below: Selection): Selection {
  const nothing = selectionOfNames();
  return {
    has: (field) => field === name,
    below: (field) => (field === name ? below : nothing),
    signature: `${name}{${below.signature}}`,
  };
}

/** What of an operation is needed to follow fragments, @skip and @include. */
type Operation = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

/** The nodes of one field of the answer: several where fragments or repetitions are merged. */
export type Place = readonly [FieldNode, ...FieldNode[]];

/**
 * A selection as it stands in a document. Fragments, @skip and @include count as they do in execution; type
 * conditions are taken as met, because a field too many costs less than one too few.
 */
export class DocumentSelection implements Selection {
  private readonly nodesByName = new Map<string, FieldNode[]>();
  private readonly known = new Map<string, DocumentSelection>();
  private readonly places = new Map<string, readonly Place[]>();
  private readonly knownPlaces = new Map<readonly FieldNode[], DocumentSelection>();
  private ownSignature: string | null = null;

  /** Keeps nothing of `info` but what it needs: it outlives the request. */
  static below(
    { fragments, variableValues }: GraphQLResolveInfo,
    parents: readonly FieldNode[],
  ): DocumentSelection {
    return new DocumentSelection({ fragments, variableValues }, parents);
  }

  private constructor(
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

  /** What is asked for at one of the places of a field. */
  at(place: readonly FieldNode[]): DocumentSelection {
    let at = this.knownPlaces.get(place);
    if (!at) {
      at = new DocumentSelection(this.operation, place);
      this.knownPlaces.set(place, at);
    }
    return at;
  }

  /** The same field under several aliases may have several arguments: its places by name in the response. */
  placesOf(field: string): readonly Place[] {
    let places = this.places.get(field);
    if (!places) {
      places = placesAmong(this.nodesOf(field));
      this.places.set(field, places);
    }
    return places;
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

// graphql-js makes the list of nodes anew for each execution. A compiled query keeps its own for all
// executions, and has no @skip or @include that could mean something else in the next one (compilable.ts).
const known = new WeakMap<readonly FieldNode[], DocumentSelection>();

/** What the operation asks for below the present field; found once for all objects of a list. */
export function selectionOf(info: GraphQLResolveInfo): DocumentSelection {
  const { fieldNodes } = info;
  let selection = known.get(fieldNodes);
  if (!selection) {
    selection = DocumentSelection.below(info, fieldNodes);
    known.set(fieldNodes, selection);
  }
  return selection;
}

function placesAmong(nodes: readonly FieldNode[]): readonly Place[] {
  const places = new Map<string, [FieldNode, ...FieldNode[]]>();
  for (const node of nodes) {
    const key = (node.alias ?? node.name).value;
    const place = places.get(key);
    if (place) place.push(node);
    else places.set(key, [node]);
  }
  return [...places.values()];
}

/** What any of several selections asks for. */
export function anyOf(selections: readonly Selection[]): Selection {
  if (selections.includes(EVERYTHING)) return EVERYTHING;
  const distinct = new Map(selections.map((it) => [it.signature, it]));
  // Who asks for nothing adds nothing; what is left alone stays the object that it is, and what is known of it.
  if (distinct.size > 1) distinct.delete('');
  const [only, ...others] = distinct.values();
  return only && others.length === 0 ? only : new AnySelection([...distinct.values()]);
}

class AnySelection implements Selection {
  constructor(private readonly selections: readonly Selection[]) {}

  has(field: string): boolean {
    return this.selections.some((it) => it.has(field));
  }

  below(field: string): Selection {
    return anyOf(this.selections.map((it) => it.below(field)));
  }

  get signature(): string {
    return this.selections
      .map((it) => it.signature)
      .sort()
      .join(' | ');
  }
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
