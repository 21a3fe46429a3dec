import { DirectiveLocation, GraphQLList, GraphQLNonNull } from 'graphql';

import type { DirectiveSpec } from './directive-spec';

export const emitsDirective: DirectiveSpec = {
  name: 'emits',
  description:
    'Events that this mutation writes, in the transaction of its change. Dry runs write none.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    events: {
      description: 'Names of the events.',
      type: (enumNamed) =>
        new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(enumNamed('EventName')))),
    },
  },
};
