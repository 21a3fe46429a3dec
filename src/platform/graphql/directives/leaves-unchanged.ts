import { DirectiveLocation, GraphQLList, GraphQLNonNull } from 'graphql';

import type { DirectiveSpec } from './directive-spec';

export const leavesUnchangedDirective: DirectiveSpec = {
  name: 'leavesUnchanged',
  description:
    'The mutation proves that it leaves these as they were: digests before and after are compared inside its transaction, and a difference rolls everything back (`proof`).',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    what: {
      description: 'What stays as it was.',
      type: (enumNamed) =>
        new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(enumNamed('Invariant')))),
    },
  },
};
