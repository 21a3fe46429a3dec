import { GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';
import { registerEnumType } from 'type-graphql';

/** One enum of the schema. `values` must describe every member: a new one does not compile without. */
export interface EnumSpec<Enum extends object> {
  readonly name: string;
  readonly description: string;
  readonly values: Readonly<Record<keyof Enum & string, string>>;
}

interface RegisteredEnum extends EnumSpec<Record<string, string>> {
  readonly members: Readonly<Record<string, string>>;
}

const registered = new Map<string, RegisteredEnum>();

/** Registers a closed set with type-graphql, with a description on the enum and on each value. */
export function registerDescribedEnum<Enum extends Readonly<Record<string, string>>>(
  members: Enum,
  spec: EnumSpec<Enum>,
): void {
  const { name, description } = spec;
  const values: Readonly<Record<string, string>> = spec.values;
  registered.set(name, { name, description, values, members });
  registerEnumType<Record<string, string>>(members, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      Object.entries(values).map(([value, text]) => [value, { description: text }]),
    ),
  });
}

/**
 * Enum types by name: the instance of the built schema where a field uses it, otherwise a new one.
 * Two instances of one name make a schema that cannot be built.
 */
export function enumTypesOf(schema: GraphQLSchema): (name: string) => GraphQLEnumType {
  const made = new Map<string, GraphQLEnumType>();
  return (name) => {
    const existing = schema.getType(name) ?? made.get(name);
    if (isEnumType(existing)) return existing;
    const spec = registered.get(name);
    if (!spec) throw new Error(`No enum named ${name} is registered`);
    const type = new GraphQLEnumType({
      name,
      description: spec.description,
      values: Object.fromEntries(
        Object.entries(spec.members).map(([key, value]) => [
          key,
          { value, description: spec.values[key] },
        ]),
      ),
    });
    made.set(name, type);
    return type;
  };
}
