import {
  buildASTSchema,
  findBreakingChanges,
  type GraphQLSchema,
  Kind,
  parse,
  visit,
} from 'graphql';

interface Deprecable {
  readonly directives?: readonly { readonly name: { readonly value: string } }[] | undefined;
}

function withoutDeprecated<Node extends Deprecable>(node: Node): null | undefined {
  const isDeprecated = node.directives?.some(({ name }) => name.value === 'deprecated') ?? false;
  return isDeprecated ? null : undefined;
}

/**
 * What would break clients that were written against the released contract, one sentence each.
 * What the release had already marked as deprecated may go: its clients were told.
 */
export function breakingChanges(releasedSdl: string, current: GraphQLSchema): string[] {
  const promised = visit(parse(releasedSdl), {
    [Kind.FIELD_DEFINITION]: withoutDeprecated,
    [Kind.INPUT_VALUE_DEFINITION]: withoutDeprecated,
    [Kind.ENUM_VALUE_DEFINITION]: withoutDeprecated,
  });
  const released = buildASTSchema(promised, { assumeValid: true });
  return findBreakingChanges(released, current).map(({ description }) => description);
}
