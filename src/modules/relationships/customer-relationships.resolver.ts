import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';

import type { Caller } from '../../kernel/actor';
import type { Service } from '../../kernel/service';
import { loadConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import type { Page } from '../../platform/graphql/page';
import { ReadAhead } from '../../platform/graphql/read-ahead';
import { ActionVerdict } from '../../platform/graphql/refusal.types';
import { selectionOf } from '../../platform/graphql/selection';
import { Customer } from '../customers/customer.types';
import { resellerFactsById } from '../resellers/reseller.loader';
import type { ResellerFacts } from '../resellers/reseller-facts';
import { privilegedRelationships, relationshipsOfCustomer } from './relationship.loader';
import { RelationshipsArgs } from './relationship.resolver';
import { DelegatedPrivilege, Relationship, RelationshipConnection } from './relationship.types';
import { policyFor } from './relationship-verdict.queries';
import { verdictsOnCustomer } from './viewer-actions.rules';

/** Fields of a customer that its relationships answer. */
@Resolver(() => Customer)
export class CustomerRelationshipsResolver {
  @ReadAhead(relationshipsOfCustomer)
  @FieldResolver(() => RelationshipConnection, {
    description:
      'Its reseller relationships. Its administrators see all (R35); a reseller its own, and another partner’s as far as R38 shows it.',
  })
  relationships(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
    @Args(() => RelationshipsArgs) args: RelationshipsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Relationship>> {
    return loadConnection(ctx, relationshipsOfCustomer, customer.key, args, info);
  }

  @FieldResolver(() => [DelegatedPrivilege], {
    description:
      'Who holds active delegated administrative privileges now, per service, by name of the partner (R35). A reseller sees its own and, for the same services, those of others (R38).',
  })
  async partnersWithPrivileges(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly DelegatedPrivilege[]> {
    const relationships = await ctx
      .loader(privilegedRelationships)
      .load({ id: customer.key, selection: selectionOf(info) });
    return (relationships ?? []).flatMap(({ privileges }) =>
      privileges.filter(({ status }) => status === 'ACTIVE'),
    );
  }

  @FieldResolver(() => [ActionVerdict], {
    description:
      'What the caller may do with it now and, if not, why: SELL once, ADMINISTER for each service of the cloud instance.',
  })
  async viewerActions(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly ActionVerdict[]> {
    const { viewerServices, viewerRelationshipStatus, buyer } = customer.facts;
    return [
      ...verdictsOnCustomer(ctx.actor, {
        policy: policyFor(ctx.actor, customer.cloudInstance),
        reseller: (await ownReseller(ctx, ctx.actor)) ?? NO_RESELLER,
        relationshipStatus: viewerRelationshipStatus,
        customer: buyer,
        activeServices: viewerServices as readonly Service[],
      }),
    ];
  }
}

async function ownReseller(
  ctx: RequestContext,
  actor: Caller | null,
): Promise<ResellerFacts | null> {
  if (actor?.side !== 'partner') return null;
  return ctx.loader(resellerFactsById).load(actor.resellerId);
}

/** Stands in for viewers that are no reseller: their role is refused before anything of it is asked. */
const NO_RESELLER: ResellerFacts = {
  id: '',
  name: '',
  kind: null,
  accountStatus: null,
  agreementAccepted: false,
  country: null,
  cloudInstance: 'GLOBAL',
};
