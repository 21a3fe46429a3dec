import { Arg, Ctx, Query, Resolver } from 'type-graphql';

import {
  CLOUD_POLICIES,
  type CloudFeature,
  CloudInstance,
  type CloudPolicy as PolicyRow,
} from '../../kernel/cloud-instance';
import { textIn } from '../../kernel/locale';
import { AnyCaller, PublicAccess } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { CloudPolicy } from './cloud-policy.types';
import { policyEntries } from './policy-entries';

function policyObject(row: PolicyRow, locale: string): CloudPolicy {
  return {
    ...row,
    acceptancePlace: row.acceptancePlace && textIn(locale, row.acceptancePlace),
    features: (Object.keys(row.features) as CloudFeature[]).filter(
      (feature) => row.features[feature],
    ),
    regions: row.regions.map((countries) => ({ countries })),
    entries: policyEntries(row),
  };
}

@Resolver(() => CloudPolicy)
export class CloudPolicyResolver {
  @AnyCaller()
  @Query(() => CloudPolicy, {
    nullable: true,
    description:
      'The policy of one cloud instance; of the caller’s own without an argument, and null then for a caller that belongs to no instance.',
  })
  cloudPolicy(
    @Ctx() ctx: RequestContext,
    @Arg('instance', () => CloudInstance, {
      nullable: true,
      description: 'The instance; the caller’s own when left out or null.',
    })
    instance?: CloudInstance | null,
  ): CloudPolicy | null {
    const { actor } = ctx;
    const own = actor && 'cloudInstance' in actor ? actor.cloudInstance : null;
    const asked = instance ?? own;
    return asked ? policyObject(CLOUD_POLICIES[asked], ctx.locale) : null;
  }

  @PublicAccess()
  @Query(() => [CloudPolicy], {
    description: 'The policies of all cloud instances. Works without a token.',
  })
  cloudPolicies(@Ctx() ctx: RequestContext): readonly CloudPolicy[] {
    return Object.values(CLOUD_POLICIES).map((row) => policyObject(row, ctx.locale));
  }
}
