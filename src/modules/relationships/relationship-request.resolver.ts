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
import { readConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { defineLoader, inKeyOrder, type LoaderDefinition } from '../../platform/graphql/loader';
import type { Page } from '../../platform/graphql/page';
import { ActionVerdict } from '../../platform/graphql/refusal.types';
import { selectionOf } from '../../platform/graphql/selection';
import { customerById } from '../customers/customer.loader';
import { Customer } from '../customers/customer.types';
import { invitationById } from './invitation.loader';
import { Invitation } from './invitation.types';
import { relationshipById } from './relationship.loader';
import { Relationship } from './relationship.types';
import { relationshipRequestById } from './relationship-request.loader';
import { RELATIONSHIP_REQUEST_TYPE, relationshipRequestList } from './relationship-request.queries';
import {
  RelationshipRequest,
  RelationshipRequestConnection,
  RelationshipRequestFilter,
  RelationshipRequestOrder,
} from './relationship-request.types';
import { findRequestFacts, type KeyedRequestFacts } from './request-verdict.queries';
import type { SalesReader } from './sales.port';
import { verdictsOnRequest } from './viewer-actions.rules';

@ArgsType()
class RelationshipRequestsArgs extends ConnectionArgs {
  @Field(() => RelationshipRequestFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every request in the caller’s list.',
  })
  filter?: RelationshipRequestFilter | null;

  @Field(() => RelationshipRequestOrder, {
    nullable: true,
    description: 'Order; by when they were asked when left out or null.',
  })
  orderBy?: RelationshipRequestOrder | null;
}

@Resolver(() => RelationshipRequest)
export class RelationshipRequestResolver {
  private readonly factsOfRequest: LoaderDefinition<string, KeyedRequestFacts>;

  constructor(sales: SalesReader) {
    this.factsOfRequest = defineLoader('factsOfRequest', async (ctx, ids) =>
      inKeyOrder(ids, await findRequestFacts(ctx, sales, ids), (facts) => facts.key),
    );
  }

  @ReadAccess('SEE_RELATIONSHIPS')
  @Query(() => RelationshipRequest, {
    nullable: true,
    description:
      'One relationship request; null when it does not exist or is hidden. A global administrator of a customer also reads one that names no tenant, when it knows its id (R15).',
  })
  relationshipRequest(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'Opaque id.' }) id: string,
  ): Promise<RelationshipRequest | null> {
    const [key] = decodeIdOf(RELATIONSHIP_REQUEST_TYPE, id, 'id', 1);
    return ctx.loader(relationshipRequestById).load(key);
  }

  @ReadAccess('SEE_RELATIONSHIPS')
  @Query(() => RelationshipRequestConnection, {
    nullable: true,
    description:
      'Requests of the caller’s own reseller; for a customer’s administrators those that name their tenant or that it decided; all for the operator.',
  })
  relationshipRequests(
    @Ctx() ctx: RequestContext,
    @Args(() => RelationshipRequestsArgs) args: RelationshipRequestsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<RelationshipRequest>> {
    const now = ctx.clock.now();
    return readConnection(ctx, () => relationshipRequestList(ctx.actor, args, now), args, info);
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description:
      'The customer. Always there for its own users; null for the reseller until there is a relationship, whether or not such a tenant exists.',
  })
  async customer(
    @Root() request: RelationshipRequest,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    const { customerKey: id } = request;
    return id === null ? null : ctx.loader(customerById).load({ id, selection: selectionOf(info) });
  }

  @FieldResolver(() => Invitation, {
    nullable: true,
    description:
      'The link that belongs to it; null for everybody but its reseller and the operator.',
  })
  invitation(
    @Root() request: RelationshipRequest,
    @Ctx() ctx: RequestContext,
  ): Promise<Invitation | null> {
    return ctx.loader(invitationById).load(request.invitationKey);
  }

  @FieldResolver(() => Relationship, {
    nullable: true,
    description: 'The relationship that came of it; null unless it was accepted.',
  })
  async relationship(
    @Root() request: RelationshipRequest,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Relationship | null> {
    const { relationshipKey: id } = request;
    const selection = selectionOf(info);
    return id === null ? null : ctx.loader(relationshipById).load({ id, selection });
  }

  @FieldResolver(() => [ActionVerdict], {
    description:
      'What the caller may do with it now and, if not, why: ACCEPT, DECLINE, CANCEL. ACCEPT supposes that a customer agreement is accepted with it where one is asked for.',
  })
  async viewerActions(
    @Root() request: RelationshipRequest,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly ActionVerdict[]> {
    const facts = await ctx.loader(this.factsOfRequest).load(request.key);
    return facts === null ? [] : [...verdictsOnRequest(ctx.actor, facts, ctx.clock.now())];
  }
}
