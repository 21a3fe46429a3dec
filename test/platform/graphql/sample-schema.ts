import type { GraphQLSchema } from 'graphql';
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  InterfaceType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';

import type { Caller, PartnerActor } from '../../../src/kernel/actor';
import { systemClock } from '../../../src/kernel/clock';
import { Service } from '../../../src/kernel/service';
import type { CommandContract } from '../../../src/platform/commands/contract';
import {
  AnyCaller,
  MutationContract,
  PublicAccess,
  ReadAccess,
} from '../../../src/platform/graphql/access';
import { ApplyDirectives } from '../../../src/platform/graphql/apply-directives';
import { buildGraphSchema, containerOf } from '../../../src/platform/graphql/build-schema';
import { ConnectionArgs, connectionTypes } from '../../../src/platform/graphql/connection';
import { createRequestContext, type RequestContext } from '../../../src/platform/graphql/context';
import type { RefusedMutation } from '../../../src/platform/graphql/guards';
import { Delivery, liveField } from '../../../src/platform/graphql/live-field';
import { type Page, pageRequest } from '../../../src/platform/graphql/page';
import { UuidScalar } from '../../../src/platform/graphql/scalars';

/** A schema of a few types that shows what the plumbing does; it knows no module. */

@InterfaceType('Thing', { description: 'Whatever has an id.', resolveType: () => 'Subscription' })
export abstract class Thing {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;
}

// Named like GraphQL's own root, because that is the name that goes wrong.
@ObjectType('Subscription', { description: 'Something bought.', implements: Thing })
export class SampleSubscription extends Thing {
  @ApplyDirectives({ protectedBy: { rules: ['R1', 'R5'] } })
  @Field(() => Int, { nullable: true, description: 'Licences.' })
  quantity!: number | null;

  @Field(() => Service, { nullable: true, description: 'Its service.' })
  service!: Service | null;

  @Field(() => [String], { description: 'What is withheld.' })
  redactedFields!: string[];
}

const subscriptions = connectionTypes('Subscription', () => SampleSubscription, 'subscriptions');

@InputType('ChangeQuantityInput', { description: 'A change.' })
export class ChangeQuantityInput {
  @Field(() => UuidScalar, { description: 'Which one.' })
  subscriptionId!: string;

  @ApplyDirectives({ protectedBy: { rules: ['R1', 'R5'] } })
  @Field(() => Int, { nullable: true, description: 'Licences.' })
  quantity?: number | null;

  @ApplyDirectives({ guardPartnerOfRecord: {}, protectedBy: { rules: ['R4'] } })
  @Field(() => String, { nullable: true, description: 'The partner to be credited.' })
  partnerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Makes a repetition safe.' })
  clientRequestId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only asks.' })
  validateOnly?: boolean | null;
}

@ObjectType('ChangeQuantityPayload', { description: 'What came of it.' })
export class ChangeQuantityPayload {
  @Field(() => SampleSubscription, { nullable: true, description: 'The changed one.' })
  subscription!: SampleSubscription | null;

  @Field(() => String, { nullable: true, description: 'That nothing else changed.' })
  proof!: string | null;
}

export const changeQuantityContract: CommandContract = {
  name: 'changeQuantity',
  action: 'MANAGE_OWN_SUBSCRIPTIONS',
  features: ['MULTI_PARTNER'],
  rejects: [
    'FEATURE_NOT_AVAILABLE_IN_CLOUD',
    'ROLE_NOT_ALLOWED',
    'POR_CHANGE_NOT_ALLOWED',
    'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
  ],
  emits: ['SUBSCRIPTION_UPDATED'],
  leavesUnchanged: ['PARTNER_OF_RECORD'],
  guardsSubscription: 'OTHER',
  guardsPartnerOfRecord: true,
  operation: 'UPDATE_SUBSCRIPTION',
  resourceType: 'SUBSCRIPTION',
};

const SAMPLE = { __typename: 'Subscription', id: 'one', quantity: 5, service: 'DYNAMICS' };

/** What the resolvers of the sample were asked for; resolvers behind a guard stay out when it refuses. */
export const calls: string[] = [];

@Resolver(() => SampleSubscription)
export class SampleResolver {
  @PublicAccess()
  @Query(() => String, { description: 'Works without a token.' })
  motto(): string {
    return 'nothing changes';
  }

  @AnyCaller()
  @Query(() => Thing, { nullable: true, description: 'Any object.' })
  thing(): object {
    calls.push('thing');
    return { ...SAMPLE, redactedFields: ['service'] };
  }

  @ReadAccess('SEARCH_CUSTOMERS')
  @Query(() => subscriptions.Connection, { nullable: true, description: 'A list.' })
  subscriptions(@Args(() => ConnectionArgs) args: ConnectionArgs): Page<object> {
    calls.push('subscriptions');
    pageRequest(args);
    const node = { ...SAMPLE, redactedFields: [] };
    return {
      edges: [{ cursor: 'c', node }],
      nodes: [node],
      pageInfo: {
        hasNextPage: false,
        hasPreviousPage: false,
        startCursor: 'c',
        endCursor: 'c',
      },
      totalCount: null,
    };
  }

  @AnyCaller()
  @Query(() => String, { nullable: true, description: 'Fails as told.' })
  failing(): string {
    throw failure.next;
  }

  @MutationContract(changeQuantityContract, {
    featureStep: () => {
      calls.push('featureStep');
      return null;
    },
  })
  @Mutation(() => ChangeQuantityPayload, { nullable: true, description: 'Changes it.' })
  changeQuantity(
    @Arg('input', () => ChangeQuantityInput, { description: 'What to change.' })
    input: ChangeQuantityInput,
    @Ctx() _ctx: RequestContext,
  ): object {
    calls.push(`changeQuantity ${Object.keys(input).join()}`);
    return { subscription: { ...SAMPLE, redactedFields: [] } };
  }

  @ReadAccess('SEE_OFFERS')
  @FieldResolver(() => String, { nullable: true, description: 'Its offer.' })
  offerName(): string {
    return 'Office 365 Enterprise E3';
  }
}

/** The error that `failing` throws next. */
export const failure: { next: unknown } = { next: null };

export const refusedMutations: RefusedMutation[] = [];

export function sampleSchema(): GraphQLSchema {
  return buildGraphSchema({
    resolvers: [SampleResolver],
    container: containerOf([new SampleResolver()]),
    liveFields: [
      liveField<{ readonly id: string }, { readonly id: string }>({
        name: 'subscriptionChanged',
        description: 'Each change of one subscription.',
        type: 'Subscription',
        args: { id: { type: 'ID!', description: 'Which one.' } },
        access: { kind: 'read', action: 'SEARCH_CUSTOMERS' },
        async *subscribe({ id }, renew) {
          yield new Delivery(await renew(), { ...SAMPLE, id, redactedFields: [] });
        },
      }),
    ],
    onMutationRefused: async (refused) => {
      refusedMutations.push(refused);
    },
  });
}

export function contextOf(actor: Caller | null): RequestContext {
  return createRequestContext({
    actor,
    correlationId: 'correlation-1',
    requestId: 'request-1',
    clock: systemClock,
    locale: 'en-US',
    db: {
      query: () => Promise.reject(new Error('the sample has no database')),
    },
  });
}

export const salesAgent: PartnerActor = {
  side: 'partner',
  kind: 'PARTNER_USER',
  tenantId: '11111111-1111-4111-8111-111111111111',
  userId: 'sales',
  displayName: 'Sales Agent',
  resellerId: '22222222-2222-4222-8222-222222222222',
  cloudInstance: 'CHINA_21VIANET',
  roles: ['SALES_AGENT'],
  claimsCustomerGlobalAdmin: false,
};

export const helpdeskAgent: PartnerActor = { ...salesAgent, roles: ['HELPDESK_AGENT'] };
export const billingAdmin: PartnerActor = { ...salesAgent, roles: ['BILLING_ADMIN'] };
export const adminAgent: PartnerActor = { ...salesAgent, roles: ['ADMIN_AGENT'] };
