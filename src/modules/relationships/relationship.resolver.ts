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
import { relationshipById } from './relationship.loader';
import { RELATIONSHIP_TYPE } from './relationship.queries';
import {
  Relationship,
  RelationshipConnection,
  RelationshipFilter,
  RelationshipOrder,
} from './relationship.types';
import { relationshipList } from './relationship-list.queries';
import { findRelationshipFacts, type KeyedFacts } from './relationship-verdict.queries';
import type { SalesReader } from './sales.port';
import { verdictsOnRelationship } from './viewer-actions.rules';

@ArgsType()
export class RelationshipsArgs extends ConnectionArgs {
  @Field(() => RelationshipFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every relationship the caller sees here.',
  })
  filter?: RelationshipFilter | null;

  @Field(() => RelationshipOrder, {
    nullable: true,
    description: 'Order; by when they began when left out or null.',
  })
  orderBy?: RelationshipOrder | null;
}

@Resolver(() => Relationship)
export class RelationshipResolver {
  private readonly factsOfRelationship: LoaderDefinition<string, KeyedFacts>;

  constructor(sales: SalesReader) {
    this.factsOfRelationship = defineLoader('factsOfRelationship', async (ctx, ids) =>
      inKeyOrder(ids, await findRelationshipFacts(ctx, sales, ids), (facts) => facts.key),
    );
  }

  @ReadAccess('SEE_RELATIONSHIPS')
  @Query(() => Relationship, {
    nullable: true,
    description: 'One reseller relationship; null when it does not exist or is hidden (R36, R38).',
  })
  relationship(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'Opaque id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Relationship | null> {
    const [row] = decodeIdOf(RELATIONSHIP_TYPE, id, 'id', 1);
    return ctx.loader(relationshipById).load({ id: row, selection: selectionOf(info) });
  }

  @ReadAccess('SEE_RELATIONSHIPS')
  @Query(() => RelationshipConnection, {
    nullable: true,
    description:
      'Relationships of the caller’s own reseller, ended ones too; for a customer’s administrators those of their tenant (R35); all for the operator.',
  })
  relationships(
    @Ctx() ctx: RequestContext,
    @Args(() => RelationshipsArgs) args: RelationshipsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Relationship>> {
    return readConnection(ctx, (nodes) => relationshipList(ctx.actor, args, nodes), args, info);
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description:
      'The customer; null when hidden: a reseller sees no customer behind a removed relationship (R36).',
  })
  customer(
    @Root() { customerKey }: Relationship,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    return ctx.loader(customerById).load({ id: customerKey, selection: selectionOf(info) });
  }

  @FieldResolver(() => [ActionVerdict], {
    description:
      'What the caller may do with it now and, if not, why: REMOVE, RELINQUISH_PRIVILEGES, REMOVE_PRIVILEGES.',
  })
  async viewerActions(
    @Root() relationship: Relationship,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly ActionVerdict[]> {
    const facts = await ctx.loader(this.factsOfRelationship).load(relationship.key);
    return facts === null ? [] : [...verdictsOnRelationship(ctx.actor, facts)];
  }
}
