import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Query, Resolver } from 'type-graphql';

import type { Caller } from '../../kernel/actor';
import { ACTIONS, mayAct } from '../../kernel/role-matrix';
import type { Role } from '../../kernel/roles';
import { AnyCaller } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { selectionOf } from '../../platform/graphql/selection';
import { customerById } from '../customers/customer.loader';
import { Customer } from '../customers/customer.types';
import { resellerById } from '../resellers/reseller.loader';
import { Reseller } from '../resellers/reseller.types';
import { Viewer } from './viewer.types';

type ViewerFacts = Omit<Viewer, 'reseller' | 'customer'>;

function rolesOf(actor: Caller): readonly Role[] {
  return actor.side === 'operator' ? ['OPERATOR'] : actor.roles;
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @AnyCaller()
  @Query(() => Viewer, {
    nullable: true,
    description: 'Who the caller is and what its roles allow; null without a token.',
  })
  viewer(@Ctx() ctx: RequestContext): ViewerFacts | null {
    const { actor } = ctx;
    if (actor === null) return null;
    return {
      kind: actor.kind,
      tenantId: actor.tenantId,
      displayName: actor.displayName,
      roles: rolesOf(actor),
      cloudInstance: 'cloudInstance' in actor ? actor.cloudInstance : null,
      allowedActions: ACTIONS.filter((action) => mayAct(action, actor)),
    };
  }

  @FieldResolver(() => Reseller, { nullable: true })
  async reseller(
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Reseller | null> {
    const { actor } = ctx;
    if (actor?.side !== 'partner') return null;
    return ctx.loader(resellerById).load({ id: actor.resellerId, selection: selectionOf(info) });
  }

  @FieldResolver(() => Customer, { nullable: true })
  async customer(
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    const { actor } = ctx;
    if (actor?.side !== 'customer') return null;
    return ctx.loader(customerById).load({ id: actor.customerId, selection: selectionOf(info) });
  }
}
