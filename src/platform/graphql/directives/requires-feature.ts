import { DirectiveLocation, GraphQLNonNull } from 'graphql';

import type { Caller } from '../../../kernel/actor';
import type { CloudFeature } from '../../../kernel/cloud-instance';
import { policyOf, refusalOfFeatures } from '../../../kernel/cloud-policy.rules';
import type { DomainError } from '../../../kernel/domain-error';
import type { DirectiveSpec } from './directive-spec';

export const requiresFeatureDirective: DirectiveSpec = {
  name: 'requiresFeature',
  description:
    'A feature that the caller’s cloud instance must have (`cloudPolicy`); otherwise FEATURE_NOT_AVAILABLE_IN_CLOUD. For the operator the instance of the object counts.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  isRepeatable: true,
  args: {
    feature: {
      description: 'The feature that must be on.',
      type: (enumNamed) => new GraphQLNonNull(enumNamed('CloudFeature')),
    },
  },
};

/**
 * Step 2 of the guards: FEATURE_NOT_AVAILABLE_IN_CLOUD, read from the policy row of the caller's tenant
 * (domain section 7). Operators, and tenants that are not held yet, have no row: for them the row of
 * the object decides, which only the command knows.
 */
export function refusalByFeature(
  features: readonly CloudFeature[],
  actor: Caller,
): DomainError | null {
  if (actor.side !== 'partner' && actor.side !== 'customer') return null;
  return refusalOfFeatures(features, policyOf(actor.cloudInstance));
}
