import { DirectiveLocation, GraphQLList, GraphQLNonNull } from 'graphql';

import type { DirectiveSpec } from './directive-spec';

export const protectedByDirective: DirectiveSpec = {
  name: 'protectedBy',
  description:
    'The rules that protect this field. Of an input: sending it is an attempt that these rules decide. Of an object: what no relationship operation ever changes.',
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.INPUT_FIELD_DEFINITION],
  args: {
    rules: {
      description: 'The rules, the most severe first.',
      type: (enumNamed) =>
        new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(enumNamed('Rule')))),
    },
  },
};
