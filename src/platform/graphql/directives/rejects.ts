import { DirectiveLocation, GraphQLList, GraphQLNonNull } from 'graphql';

import type { DirectiveSpec } from './directive-spec';

export const rejectsDirective: DirectiveSpec = {
  name: 'rejects',
  description:
    'Every code with which this mutation itself refuses. Codes that any operation may answer (INTERNAL, UNAVAILABLE, RATE_LIMITED, QUERY_TOO_COMPLEX) are not repeated.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    codes: {
      description: 'The codes, in the order in which they are checked.',
      type: (enumNamed) =>
        new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(enumNamed('ErrorCode')))),
    },
  },
};
