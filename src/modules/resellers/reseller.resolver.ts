import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Query,
  Resolver,
  Root,
} from 'type-graphql';

import { ReadAccess } from '../../platform/graphql/access';
import { ConnectionArgs } from '../../platform/graphql/connection';
import { loadConnection, readConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import { exactlyOne } from '../../platform/graphql/exactly-one';
import { decodeIdOf } from '../../platform/graphql/global-id';
import type { Page } from '../../platform/graphql/page';
import { ReadAhead } from '../../platform/graphql/read-ahead';
import { selectionOf } from '../../platform/graphql/selection';
import { partnershipsOfReseller } from './partner-relationship.loader';
import {
  type PartnerRelationship,
  PartnerRelationshipConnection,
} from './partner-relationship.types';
import { resellerById } from './reseller.loader';
import { findResellerByMpnId, RESELLER_TYPE, resellerList } from './reseller.queries';
import { Reseller, ResellerConnection, ResellerFilter, ResellerOrder } from './reseller.types';

@ArgsType()
class ResellersArgs extends ConnectionArgs {
  @Field(() => ResellerFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every partner the caller sees.',
  })
  filter?: ResellerFilter | null;

  @Field(() => ResellerOrder, {
    nullable: true,
    description: 'Order; by name when left out or null.',
  })
  orderBy?: ResellerOrder | null;
}

@ArgsType()
class PartnershipsArgs extends ConnectionArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Beginning of the other partner’s name, in any letter case. Left out or null: any.',
  })
  name?: string | null;
}

@Resolver(() => Reseller)
export class ResellerResolver {
  @ReadAccess('SEE_PARTNER_PROFILES')
  @Query(() => Reseller, {
    nullable: true,
    description:
      'One partner, by its opaque id or its MPN id; null when it does not exist or is hidden.',
  })
  async reseller(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Opaque id. Not with `mpnId`.' })
    id: string | null | undefined,
    @Arg('mpnId', () => String, {
      nullable: true,
      description: 'Partner-network id. Not with `id`.',
    })
    mpnId: string | null | undefined,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Reseller | null> {
    const key = exactlyOne({ id, mpnId });
    const selection = selectionOf(info);
    if (key.name === 'mpnId') return findResellerByMpnId(ctx, key.value, selection);
    const [row] = decodeIdOf(RESELLER_TYPE, key.value, 'id', 1);
    return ctx.loader(resellerById).load({ id: row, selection });
  }

  @ReadAccess('SEE_PARTNER_PROFILES')
  @Query(() => ResellerConnection, {
    nullable: true,
    description:
      'Partners that the caller sees: its own account and its indirect partners, partners of its own tenant, all for the operator.',
  })
  resellers(
    @Ctx() ctx: RequestContext,
    @Args(() => ResellersArgs) args: ResellersArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Reseller>> {
    const { filter, orderBy } = args;
    return readConnection(
      ctx,
      (nodes) => resellerList(ctx.actor, filter, orderBy, nodes),
      args,
      info,
    );
  }

  @ReadAhead(partnershipsOfReseller)
  @FieldResolver(() => PartnerRelationshipConnection, {
    description:
      'Links between provider and indirect reseller, by name of the other partner. Of another account a partner sees its own link with it only.',
  })
  indirectPartnerships(
    @Root() reseller: Reseller,
    @Ctx() ctx: RequestContext,
    @Args(() => PartnershipsArgs) args: PartnershipsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<PartnerRelationship>> {
    return loadConnection(ctx, partnershipsOfReseller, reseller.key, args, info);
  }
}
