import 'reflect-metadata';

import { graphql, parse, subscribe } from 'graphql';
import { Arg, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';

import type { PartnerActor } from '../../../src/kernel/actor';
import { MutationContract, PublicAccess, ReadAccess } from '../../../src/platform/graphql/access';
import { buildGraphSchema, containerOf } from '../../../src/platform/graphql/build-schema';
import { refusalBeforeObject } from '../../../src/platform/graphql/guards';
import { Delivery, liveField } from '../../../src/platform/graphql/live-field';
import {
  billingAdmin,
  calls,
  changeQuantityContract,
  contextOf,
  helpdeskAgent,
  refusedMutations,
  salesAgent,
  sampleSchema,
} from './sample-schema';

const schema = sampleSchema();
const CHANGE = `mutation { changeQuantity(input: {subscriptionId: "11111111-1111-4111-8111-111111111111", partnerId: null}) { subscription { id } } }`;
const usHelpdesk: PartnerActor = { ...helpdeskAgent, cloudInstance: 'US_GOVERNMENT' };
const mutation = { kind: 'mutation', contract: changeQuantityContract } as const;

beforeEach(() => {
  calls.length = 0;
  refusedMutations.length = 0;
});

describe('the first steps of the guards', () => {
  test('authentication comes first, before the cloud and the role', () => {
    expect(refusalBeforeObject(mutation, null, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('the cloud comes before the role', () => {
    expect(refusalBeforeObject(mutation, usHelpdesk, {})).toMatchObject({
      code: 'FEATURE_NOT_AVAILABLE_IN_CLOUD',
    });
  });

  test('the role comes third', () => {
    expect(refusalBeforeObject(mutation, helpdeskAgent, {})).toMatchObject({
      code: 'ROLE_NOT_ALLOWED',
    });
  });

  test('a policy rule on the input is asked after the switches and before the role', () => {
    const asked: unknown[] = [];
    const access = {
      ...mutation,
      featureStep: (input: unknown) => {
        asked.push(input);
        return null;
      },
    };

    refusalBeforeObject(access, usHelpdesk, 'one');
    refusalBeforeObject(access, helpdeskAgent, 'two');

    expect(asked).toEqual(['two']);
  });

  test('a caller who passes all three is let through', () => {
    expect(refusalBeforeObject(mutation, salesAgent, {})).toBeNull();
  });
});

describe('in the schema', () => {
  test('an anonymous mutation is UNAUTHENTICATED and not handed over for the audit', async () => {
    const result = await graphql({ schema, source: CHANGE, contextValue: contextOf(null) });

    expect(result.data).toEqual({ changeQuantity: null });
    expect(result.errors?.[0]?.originalError).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(calls).toEqual([]);
    expect(refusedMutations).toEqual([]);
  });

  test('one refused mutation does not erase the results of others', async () => {
    const result = await graphql({
      schema,
      source: '{ motto subscriptions { nodes { id } } thing { id } }',
      contextValue: contextOf(billingAdmin),
    });

    expect(result.data).toMatchObject({ motto: 'nothing changes', subscriptions: null, thing: {} });
    expect(result.errors).toHaveLength(1);
  });

  test('only public fields answer without a token', async () => {
    const result = await graphql({
      schema,
      source: '{ motto thing { id } }',
      contextValue: contextOf(null),
    });

    expect(result.data).toEqual({ motto: 'nothing changes', thing: null });
    expect(result.errors?.map((error) => error.path)).toEqual([['thing']]);
  });

  test('a field sent as null reaches the command, a field left out does not', async () => {
    await graphql({ schema, source: CHANGE, contextValue: contextOf(salesAgent) });

    expect(calls).toEqual(['featureStep', 'changeQuantity subscriptionId,partnerId']);
  });

  test('a live field is refused before anything is streamed', async () => {
    const document = parse('subscription { subscriptionChanged(id: "x") { id } }');

    const refused = await subscribe({ schema, document, contextValue: contextOf(billingAdmin) });
    const allowed = await subscribe({ schema, document, contextValue: contextOf(salesAgent) });

    expect(refused).toMatchObject({
      errors: [{ originalError: { code: 'ROLE_NOT_ALLOWED' } }],
    });
    const first = await (allowed as AsyncGenerator).next();
    expect(first.value).toMatchObject({ data: { subscriptionChanged: { id: 'x' } } });
  });
});

describe('a schema does not build', () => {
  const live = liveField({
    name: 'live',
    description: 'Live.',
    type: 'String',
    args: {},
    access: { kind: 'anyCaller' },
    async *subscribe(_args, renew) {
      yield new Delivery(await renew(), 'x');
    },
  });
  const build = (resolver: object, liveFields = [live]): unknown =>
    buildGraphSchema({
      resolvers: [PublicResolver, resolver.constructor as new () => object],
      container: containerOf([new PublicResolver(), resolver]),
      liveFields,
    });

  @Resolver()
  class PublicResolver {
    @PublicAccess()
    @Query(() => String, { description: 'Public.' })
    greeting(): string {
      return 'hello';
    }
  }

  @Resolver()
  class UndeclaredQuery {
    @Query(() => String, { nullable: true, description: 'Nobody said who.' })
    undeclared(): string {
      return '';
    }
  }

  @Resolver()
  class ContractedQuery {
    @MutationContract({ ...changeQuantityContract, name: 'contracted' })
    @Query(() => String, { nullable: true, description: 'Reads, and says that it writes.' })
    contracted(): string {
      return '';
    }
  }

  @Resolver()
  class UndeclaredMutation {
    @Mutation(() => String, { nullable: true, description: 'Nobody said who.' })
    undeclared(): string {
      return '';
    }
  }

  @Resolver()
  class NonNullMutation {
    @MutationContract({ ...changeQuantityContract, name: 'demand' })
    @Mutation(() => String, { description: 'Would erase the others.' })
    demand(@Arg('input', () => String, { description: 'Any.' }) _input: string): string {
      return '';
    }
  }

  @Resolver()
  class MisnamedMutation {
    @MutationContract(changeQuantityContract)
    @Mutation(() => String, { nullable: true, description: 'Another contract.' })
    rename(): string {
      return '';
    }
  }

  @Resolver()
  class LooseMutation {
    @MutationContract({ ...changeQuantityContract, name: 'loose' })
    @Mutation(() => String, { nullable: true, description: 'No input object.' })
    loose(@Arg('id', () => String, { description: 'Any.' }) _id: string): string {
      return '';
    }
  }

  @ObjectType('Secretive', { description: 'Guards a field and tells nobody.' })
  class Secretive {
    @ReadAccess('SEE_OFFERS')
    @Field(() => String, { nullable: true, description: 'Guarded.' })
    price!: string | null;
  }

  @Resolver()
  class SecretiveResolver {
    @PublicAccess()
    @Query(() => Secretive, { description: 'One.' })
    secretive(): object {
      return {};
    }
  }

  test.each([
    ['with a query that does not say who may read it', UndeclaredQuery, /Query\.undeclared/],
    ['with a query that has the contract of a mutation', ContractedQuery, /does not say who may/],
    ['with a mutation without a contract', UndeclaredMutation, /Mutation\.undeclared/],
    ['with a guarded field that is non-null', NonNullMutation, /Mutation\.demand/],
    ['with a mutation that takes loose arguments', LooseMutation, /Mutation\.loose/],
    ['with the contract of another mutation', MisnamedMutation, /Mutation\.rename/],
    ['when an object hides a field and cannot list it', SecretiveResolver, /Secretive/],
  ])('%s', (_, ResolverClass, message) => {
    expect(() => build(new ResolverClass())).toThrow(message);
  });

  test('without a live field, because tools would take Subscription for the live root', () => {
    expect(() => build(new PublicResolver(), [])).toThrow(/EventStream/);
  });

  test('and does with all of it declared', () => {
    expect(() => build(new PublicResolver())).not.toThrow();
  });
});
