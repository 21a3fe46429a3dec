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
import { exactlyOne } from '../../platform/graphql/exactly-one';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { defineLoader, type LoaderDefinition } from '../../platform/graphql/loader';
import type { Page } from '../../platform/graphql/page';
import { UuidScalar } from '../../platform/graphql/scalars';
import { type Selection, selectionOf, selectionOfNames } from '../../platform/graphql/selection';
import { resellerById } from '../resellers/reseller.loader';
import { Reseller } from '../resellers/reseller.types';
import { agreementsOfCustomer, customerById } from './customer.loader';
import { CUSTOMER_TYPE, findCustomerByTenantId, seesDigest } from './customer.queries';
import { Agreement, Customer, CustomerConnection } from './customer.types';
import type { CustomerDigests } from './customer-digest.port';
import { customerList } from './customer-list.queries';
import { CustomerFilter, CustomerOrder } from './customer-list.types';

@ArgsType()
class CustomersArgs extends ConnectionArgs {
  @Field(() => CustomerFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every customer the caller sees.',
  })
  filter?: CustomerFilter | null;

  @Field(() => CustomerOrder, {
    nullable: true,
    description: 'Order; by name when left out or null.',
  })
  orderBy?: CustomerOrder | null;
}

@Resolver(() => Customer)
export class CustomerResolver {
  private readonly digestOfCustomer: LoaderDefinition<string, string>;

  constructor(digests: CustomerDigests) {
    this.digestOfCustomer = defineLoader('digestOfCustomer', (ctx, ids) =>
      digests.digestsOf(ctx, ids),
    );
  }

  @ReadAccess('SEARCH_CUSTOMERS')
  @Query(() => Customer, {
    nullable: true,
    description:
      'One customer, by its opaque id or its directory tenant; null when it does not exist or is hidden (R36).',
  })
  async customer(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Opaque id. Not with `tenantId`.' })
    id: string | null | undefined,
    @Arg('tenantId', () => UuidScalar, {
      nullable: true,
      description: 'Directory tenant. Not with `id`.',
    })
    tenantId: string | null | undefined,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    const key = exactlyOne({ id, tenantId });
    const selection = selectionOf(info);
    if (key.name === 'tenantId') return findCustomerByTenantId(ctx, key.value, selection);
    const [row] = decodeIdOf(CUSTOMER_TYPE, key.value, 'id', 1);
    return ctx.loader(customerById).load({ id: row, selection });
  }

  @ReadAccess('SEARCH_CUSTOMERS')
  @Query(() => CustomerConnection, {
    nullable: true,
    description:
      'Customers that the caller sees: a reseller those with which it has an active relationship (R36), a customer’s user its own tenant, the operator all.',
  })
  customers(
    @Ctx() ctx: RequestContext,
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Customer>> {
    const { filter, orderBy } = args;
    return readConnection(
      ctx,
      (nodes) => customerList(ctx.actor, filter, orderBy, nodes),
      args,
      info,
    );
  }

  // Read on its own, and only where it is asked for: whether a partner is visible costs something.
  @FieldResolver(() => Reseller, {
    nullable: true,
    description:
      'The partner that created the account; written once, never changed (R2). Null when the customer signed up by itself or with the operator, and when hidden.',
  })
  async accountOwner(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Reseller | null> {
    return ownerOf(customer, ctx, selectionOf(info));
  }

  @FieldResolver(() => [String], {
    description: 'Names of the fields that are withheld from this viewer, in whole or in part.',
  })
  async redactedFields(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly string[]> {
    const { withheld } = customer;
    if (ctx.actor?.side !== 'partner') return withheld;
    if (await ownerOf(customer, ctx, selectionOfNames('id'))) return withheld;
    // Listed also where there is no owner: a reseller must not learn that another partner is one.
    return ['accountOwner', ...withheld];
  }

  @ReadAccess('SEE_CUSTOMER_AGREEMENT')
  @FieldResolver(() => [Agreement], {
    nullable: true,
    description:
      'Agreements that the customer has accepted (R20), the latest first; null for roles that may not see them.',
  })
  agreements(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
  ): Promise<readonly Agreement[] | null> {
    return ctx.loader(agreementsOfCustomer).load(customer.key);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'SHA-256 over everything the customer holds and who owns its account, so that anybody can check that a relationship changed nothing (R1 to R4). Read by administrators of the customer and the operator; null for others.',
  })
  async subscriptionsDigest(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
  ): Promise<string | null> {
    return seesDigest(ctx.actor) ? ctx.loader(this.digestOfCustomer).load(customer.key) : null;
  }
}

/** The owner of the account, null where the viewer does not see it. */
async function ownerOf(
  { ownerKey }: Customer,
  ctx: RequestContext,
  selection: Selection,
): Promise<Reseller | null> {
  return ownerKey === null ? null : ctx.loader(resellerById).load({ id: ownerKey, selection });
}
