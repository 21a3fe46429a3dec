import {
  type DirectiveLocation,
  GraphQLDirective,
  type GraphQLEnumType,
  type GraphQLInputType,
} from 'graphql';

/** Looks an enum of the schema up by name, so that directives and fields share one instance. */
export type EnumLookup = (name: string) => GraphQLEnumType;

export interface DirectiveArgument {
  readonly description: string;
  readonly type: (enumNamed: EnumLookup) => GraphQLInputType;
  readonly defaultValue?: unknown;
}

/** The definition of a directive before the enums of its arguments are known. */
export interface DirectiveSpec {
  readonly name: string;
  readonly description: string;
  readonly locations: readonly DirectiveLocation[];
  readonly isRepeatable?: boolean;
  readonly args: Readonly<Record<string, DirectiveArgument>>;
}

export function makeDirective(spec: DirectiveSpec, enumNamed: EnumLookup): GraphQLDirective {
  return new GraphQLDirective({
    name: spec.name,
    description: spec.description,
    locations: spec.locations,
    isRepeatable: spec.isRepeatable ?? false,
    args: Object.fromEntries(
      Object.entries(spec.args).map(([name, { description, type, defaultValue }]) => [
        name,
        { description, type: type(enumNamed), defaultValue },
      ]),
    ),
  });
}
