import { DirectiveLocation, GraphQLNonNull } from 'graphql';

import type { DirectiveSpec } from './directive-spec';

/** The decision is the table of domain section 5, in the rules of the module that owns subscriptions. */
export const guardSubscriptionDirective: DirectiveSpec = {
  name: 'guardSubscription',
  description:
    'The mutation touches an existing subscription: only the reseller that sold it may, whatever privileges others hold (rules R1, R2, R3, R5). Sending a protected field is the attempt, even with its present value.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    change: {
      description: 'The kind of change that the mutation exists for.',
      type: (enumNamed) => new GraphQLNonNull(enumNamed('SubscriptionChange')),
    },
  },
};
