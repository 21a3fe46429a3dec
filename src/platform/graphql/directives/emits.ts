import { DirectiveLocation, GraphQLList, GraphQLNonNull } from 'graphql';

import type { DirectiveSpec } from './directive-spec';

export const emitsDirective: DirectiveSpec = {
  name: 'emits',
  description:
    'Events that this mutation writes: of a change in its transaction, of a rejected one with the record of its refusal. Dry runs write none.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    events: {
      description: 'Names of the events.',
      type: (enumNamed) =>
        new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(enumNamed('EventName')))),
    },
  },
};
