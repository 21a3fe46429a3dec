import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Values of arguments, by field and name; null leaves the argument out. */
export type Arguments = (field: string, argument: string) => string | null;

type Field = GraphQLField<unknown, unknown>;

/**
 * Operations that together read every field of every object two steps from the query root: the objects
 * of a root field, what they lead to, and what that leads to. One operation for each first step, so that
 * each stays below the limits of the server.
 */
export function deepQueries(
  schema: GraphQLSchema,
  given: Arguments,
): readonly { readonly title: string; readonly query: string }[] {
  const root = schema.getQueryType();
  const fields: readonly Field[] = Object.values(root?.getFields() ?? {});
  const reader = new Reader(schema, given);
  return fields.flatMap((field) =>
    reader.steps(getNamedType(field.type)).map(({ title, selection }) => ({
      title: `${field.name} ${title}`.trim(),
      query: `query { ${reader.call(field)} ${selection} }`,
    })),
  );
}

interface FirstStep {
  readonly title: string;
  readonly selection: string;
}

class Reader {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly given: Arguments,
  ) {}

  call(field: Field, alias = field.name): string {
    const passed = field.args.flatMap(({ name, type }) => {
      const value = this.given(field.name, name);
      if (value !== null) return [`${name}: ${value}`];
      if (isNonNullType(type)) throw new Error(`say what ${field.name} takes as ${name}`);
      return [];
    });
    return `${alias}: ${field.name}${passed.length > 0 ? `(${passed.join(', ')})` : ''}`;
  }

  /** One selection of the plain fields, and one for each field that leads on. */
  steps(type: GraphQLNamedType): readonly FirstStep[] {
    if (isLeafType(type)) return [{ title: '', selection: '' }];
    if (isAbstractType(type)) {
      return this.schema.getPossibleTypes(type).flatMap((possible) =>
        this.steps(possible).map(({ title, selection }) => ({
          title: `${possible.name} ${title}`,
          selection: `{ ... on ${possible.name} ${selection} }`,
        })),
      );
    }
    const fields = fieldsOf(type);
    const nodes = fields.find(({ name }) => name === 'nodes');
    if (nodes) {
      return this.steps(getNamedType(nodes.type)).map(({ title, selection }) => ({
        title,
        selection: `{ totalCount pageInfo { endCursor hasNextPage hasPreviousPage } nodes ${selection} }`,
      }));
    }
    const ahead = fields.filter((field) => !isLeafType(getNamedType(field.type)));
    return [
      { title: '', selection: this.everything(type, 0) },
      ...ahead.map((field) => ({
        title: field.name,
        selection: `{ ${this.call(field)} ${this.everything(getNamedType(field.type), 1)} }`,
      })),
    ];
  }

  /** All plain fields, and those of so many further steps. */
  private everything(type: GraphQLNamedType, stepsLeft: number, prefix = ''): string {
    if (isLeafType(type)) return '';
    if (isAbstractType(type)) {
      // Fields of one name may differ between the types behind an interface.
      const parts = this.schema
        .getPossibleTypes(type)
        .map((it) => `... on ${it.name} ${this.everything(it, stepsLeft, `${it.name}_`)}`);
      return `{ ${parts.join(' ')} }`;
    }
    const parts = fieldsOf(type).flatMap((field) => {
      const target = getNamedType(field.type);
      if (field.name === 'edges') return [];
      const isFrame = field.name === 'nodes' || target.name === 'PageInfo';
      const left = stepsLeft - (isLeafType(target) || isFrame ? 0 : 1);
      if (left < 0) return [];
      return [`${this.call(field, prefix + field.name)} ${this.everything(target, left)}`];
    });
    return `{ __typename ${parts.join(' ')} }`;
  }
}

function fieldsOf(type: GraphQLNamedType): readonly Field[] {
  return isObjectType(type) ? Object.values(type.getFields()) : [];
}
