import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  Lexer,
  type ObjectFieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
  type ValueNode,
} from 'graphql';

import { DomainError } from '../../kernel/domain-error';
import { countMergedPairs } from './merge-cost';

/** What one HTTP request, or one live operation, may ask for. All operations of a document count together. */
export const LIMITS = {
  bodyBytes: 1_048_576,
  tokens: 2_000,
  /** Braces, brackets and parentheses inside each other; far above what `depth` lets through. */
  nesting: 64,
  /** Fields inside each other; introspection is exempt. */
  depth: 12,
  /** Fields, with or without alias, after every fragment is put in its place. */
  fields: 1_000,
  /** Pairs of fields of one response name that have to be compared (see `countMergedPairs`). */
  comparisons: 50_000,
  /** Objects that the page sizes allow, of all lists together. */
  objects: 100_000,
} as const;

/** Page size where neither `first` nor `last` is given. */
const DEFAULT_PAGE_SIZE = 25;
/** Counted for a page size that is no number; the field itself refuses it later. */
const MAX_PAGE_SIZE = 100;

function tooComplex(limit: keyof typeof LIMITS, what: string, found: number | string): DomainError {
  return new DomainError('QUERY_TOO_COMPLEX', {
    args: { limit, maximum: LIMITS[limit] },
    detail: `Limit: ${limit}. The request has ${found} ${what}; at most ${LIMITS[limit]} are allowed.`,
  });
}

const OPENING: ReadonlySet<string> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
]);
const CLOSING: ReadonlySet<string> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
]);

/**
 * Refuses a text that is too long or too deep before it is parsed: the parser and what follows call
 * themselves for each level. A text that is no GraphQL at all passes; the parser says what is wrong.
 */
export function refusalOfSource(text: string): DomainError | null {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  for (let tokens = 0; ; tokens += 1) {
    if (tokens > LIMITS.tokens) return tooComplex('tokens', 'tokens or more', tokens);
    try {
      lexer.advance();
    } catch {
      return null;
    }
    const { kind } = lexer.token;
    if (kind === TokenKind.EOF) return null;
    if (OPENING.has(kind)) depth += 1;
    if (CLOSING.has(kind)) depth -= 1;
    if (depth > LIMITS.nesting) return tooComplex('nesting', 'levels of nesting or more', depth);
  }
}

/** Refuses variables that are nested too deep, without calling itself for each level. */
export function refusalOfVariables(variables: unknown): DomainError | null {
  let level: readonly unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.nesting) return tooComplex('nesting', 'levels of nesting or more', depth);
    level = valuesIn(level);
  }
  return null;
}

function valuesIn(level: readonly unknown[]): unknown[] {
  const values: unknown[] = [];
  for (const value of level) {
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) values.push(inner);
  }
  return values;
}

/** What a selection asks for, fragments put in their place. */
interface Weight {
  readonly fields: number;
  readonly depth: number;
  /** Of every list in it, the page sizes on the way there multiplied, and all of these added up. */
  readonly objects: number;
  /** Fields, each as often as the page sizes around it allow; writes count for many. */
  readonly work: number;
}

const NOTHING: Weight = { fields: 0, depth: 0, objects: 0, work: 0 };

/** Work of one point of a rate limit. */
const WORK_PER_POINT = 100;
/** A write locks, checks and records, whatever is selected of its payload. */
const WORK_OF_MUTATION = 1_000;
const WORK_OF_BULK_ITEM = 200;

/** What a document asks for: a refusal where that is too much, and its price. */
export interface Judgement {
  readonly refusal: DomainError | null;
  /** At least 1, and 0 for introspection alone. */
  readonly points: number;
  /** How often each field of the query root is asked for. */
  readonly rootFields: ReadonlyMap<string, number>;
  /** Names of the variables that it depends on: sizes of pages, lists of ids, inputs. */
  readonly weighedVariables: readonly string[];
}

/**
 * Refuses a document that asks for too much, with QUERY_TOO_COMPLEX and the limit. Each fragment is
 * weighed once, so the work grows with the length of the document and not with what it expands to.
 */
export function judgeDocument(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): Judgement {
  const weighing = new Weighing(document, variables, schema);
  const total = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => weighing.ofOperation(operation))
    .reduce(beside, NOTHING);
  const points = Math.ceil(total.work / WORK_PER_POINT);
  return {
    refusal: refusalOf(total, document),
    points,
    rootFields: weighing.rootFields,
    weighedVariables: [...weighing.weighedVariables],
  };
}

/** The refusal alone. */
export function validateLimits(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): DomainError | null {
  return judgeDocument(document, variables, schema).refusal;
}

function refusalOf(total: Weight, document: DocumentNode): DomainError | null {
  if (total.depth > LIMITS.depth) {
    return tooComplex('depth', 'levels of fields', total.depth);
  }
  if (total.fields > LIMITS.fields) {
    return tooComplex('fields', 'fields and aliases', total.fields);
  }
  if (total.objects > LIMITS.objects) {
    return tooComplex('objects', 'objects by the product of its page sizes', total.objects);
  }
  const pairs = countMergedPairs(document, LIMITS.comparisons);
  return pairs > LIMITS.comparisons
    ? tooComplex('comparisons', 'pairs of fields of one name or more', pairs)
    : null;
}

function beside(one: Weight, other: Weight): Weight {
  return {
    fields: one.fields + other.fields,
    depth: Math.max(one.depth, other.depth),
    objects: one.objects + other.objects,
    work: one.work + other.work,
  };
}

class Weighing {
  readonly rootFields = new Map<string, number>();
  readonly weighedVariables = new Set<string>();
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** null while a fragment is being weighed: one that contains itself is refused by validation. */
  private readonly weights = new Map<string, Weight | null>();

  constructor(
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly schema: GraphQLSchema,
  ) {
    this.fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  ofOperation(operation: OperationDefinitionNode): Weight {
    const defaults = Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
        variable.name.value,
        defaultValue,
      ]),
    );
    // Defaults of variables differ between operations, and with them the weight of a fragment.
    this.weights.clear();
    const root = this.schema.getRootType(operation.operation);
    return this.ofSelections(operation.selectionSet, root ?? undefined, defaults);
  }

  private ofSelections(
    { selections }: SelectionSetNode,
    parent: GraphQLCompositeType | undefined,
    defaults: VariableDefaults,
  ): Weight {
    let total = NOTHING;
    for (const selection of selections) {
      switch (selection.kind) {
        case Kind.FIELD:
          total = beside(total, this.ofField(selection, parent, defaults));
          break;
        case Kind.INLINE_FRAGMENT: {
          const type = this.typeNamed(selection.typeCondition?.name.value) ?? parent;
          total = beside(total, this.ofSelections(selection.selectionSet, type, defaults));
          break;
        }
        case Kind.FRAGMENT_SPREAD:
          total = beside(total, this.ofFragment(selection.name.value, defaults));
      }
    }
    return total;
  }

  private ofFragment(name: string, defaults: VariableDefaults): Weight {
    const known = this.weights.get(name);
    if (known !== undefined) return known ?? NOTHING;
    const fragment = this.fragments.get(name);
    if (!fragment) return NOTHING;
    this.weights.set(name, null);
    const type = this.typeNamed(fragment.typeCondition.name.value);
    const weight = this.ofSelections(fragment.selectionSet, type, defaults);
    this.weights.set(name, weight);
    return weight;
  }

  private ofField(
    field: FieldNode,
    parent: GraphQLCompositeType | undefined,
    defaults: VariableDefaults,
  ): Weight {
    const name = field.name.value;
    const definition = fieldOf(parent, name);
    const type = definition && getNamedType(definition.type);
    const inner = field.selectionSet
      ? this.ofSelections(field.selectionSet, isCompositeType(type) ? type : undefined, defaults)
      : NOTHING;
    const size = definition ? this.listSize(field, definition, defaults) : null;
    const isIntrospection = name.startsWith('__');
    if (parent && parent === this.schema.getQueryType()) {
      this.rootFields.set(name, (this.rootFields.get(name) ?? 0) + 1);
    }
    return {
      fields: inner.fields + 1,
      depth: name === '__schema' || name === '__type' ? 1 : inner.depth + 1,
      objects: size === null ? inner.objects : size * Math.max(1, inner.objects),
      work: isIntrospection
        ? 0
        : (size ?? 1) * (inner.work + 1) + this.workOfWrite(field, parent, defaults),
    };
  }

  private workOfWrite(
    field: FieldNode,
    parent: GraphQLCompositeType | undefined,
    defaults: VariableDefaults,
  ): number {
    if (!parent || parent !== this.schema.getMutationType()) return 0;
    const input = field.arguments?.find((argument) => argument.name.value === 'input');
    return WORK_OF_MUTATION + WORK_OF_BULK_ITEM * this.itemsIn(input, defaults);
  }

  /** Length of the list `items` in an input, whether it is written out or a variable. */
  private itemsIn(input: ArgumentNode | undefined, defaults: VariableDefaults): number {
    const value = this.valueOf(input, defaults) as
      { readonly items?: unknown; readonly fields?: readonly ObjectFieldNode[] } | null | undefined;
    if (Array.isArray(value?.items)) return value.items.length;
    if (!Array.isArray(value?.fields)) return 0;
    const written = (value.fields as readonly ObjectFieldNode[]).find(
      (field) => field.name.value === 'items',
    );
    const items = this.valueOf(written, defaults);
    return Array.isArray(items) ? items.length : 0;
  }

  /** How many objects the caller asks this field for; null when the field is no list of that kind. */
  private listSize(
    field: FieldNode,
    definition: GraphQLField<unknown, unknown>,
    defaults: VariableDefaults,
  ): number | null {
    const has = (name: string): boolean => definition.args.some((arg) => arg.name === name);
    const given = (name: string): unknown =>
      this.valueOf(
        field.arguments?.find((argument) => argument.name.value === name),
        defaults,
      );
    if (has('ids')) {
      const ids = given('ids');
      return Array.isArray(ids) ? ids.length : 1;
    }
    if (!has('first') && !has('last')) return null;
    const sizes = [given('first'), given('last')].filter((size) => size != null).map(pageSize);
    return sizes.length > 0 ? Math.max(...sizes) : DEFAULT_PAGE_SIZE;
  }

  private valueOf(
    argument: ArgumentNode | ObjectFieldNode | undefined,
    defaults: VariableDefaults,
  ): unknown {
    if (!argument) return undefined;
    const { value } = argument;
    if (value.kind !== Kind.VARIABLE) return literal(value);
    const name = value.name.value;
    this.weighedVariables.add(name);
    if (Object.hasOwn(this.variables, name)) return this.variables[name];
    const fallback = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    return fallback && literal(fallback);
  }

  private typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

type VariableDefaults = Readonly<Record<string, ValueNode | undefined>>;

function fieldOf(
  type: GraphQLCompositeType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function pageSize(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return MAX_PAGE_SIZE;
  return Math.max(0, value);
}

/** Enough of a literal to count with: numbers, and lists by their length. */
function literal(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.INT:
      return Number(node.value);
    case Kind.LIST:
      return node.values;
    case Kind.NULL:
      return null;
    default:
      return node;
  }
}
