import 'reflect-metadata';

import { graphql, type GraphQLSchema } from 'graphql';
import { Arg, Mutation, Query, Resolver } from 'type-graphql';

import type { Caller } from '../../../src/kernel/actor';
import { AnyCaller, ReadAccess, SandboxAccess } from '../../../src/platform/graphql/access';
import { buildGraphSchema, containerOf } from '../../../src/platform/graphql/build-schema';
import { Delivery, liveField } from '../../../src/platform/graphql/live-field';
import { newTenantUser } from '../../support/rule-facts';
import {
  adminAgent,
  calls,
  contextOf,
  helpdeskAgent,
  refusedMutations,
  salesAgent,
  sampleSchema,
} from './sample-schema';

const TOO_LONG = 'x'.repeat(2_000_000);
const NEW_TENANT = newTenantUser(['CUSTOMER_GLOBAL_ADMIN']);

const played: string[] = [];
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

@Resolver()
class DemoResolver {
  @AnyCaller()
  @Query(() => String, { nullable: true, description: 'For every caller.' })
  anybody(): string {
    return 'here';
  }

  @ReadAccess('SEE_OFFERS')
  @Query(() => String, { nullable: true, description: 'For some.' })
  offers(): string {
    return 'offers';
  }

  @SandboxAccess()
  @Mutation(() => String, { nullable: true, description: 'The demo’s own.' })
  play(@Arg('text', () => String, { description: 'Any.' }) text: string): string {
    played.push(text);
    return text;
  }
}

@Resolver()
class SandboxQuery {
  @SandboxAccess()
  @Query(() => String, { nullable: true, description: 'No read.' })
  misplaced(): string {
    return '';
  }
}

@Resolver()
class PlainResolver {
  @AnyCaller()
  @Query(() => String, { nullable: true, description: 'For every caller.' })
  anybody(): string {
    return 'here';
  }
}

function build(...resolvers: readonly object[]): GraphQLSchema {
  return buildGraphSchema({
    resolvers: resolvers.map((it) => it.constructor as new () => object) as never,
    container: containerOf([...resolvers]),
    liveFields: [live],
  });
}

const demo = build(new DemoResolver());
const sample = sampleSchema();

beforeEach(() => {
  played.length = 0;
  calls.length = 0;
  refusedMutations.length = 0;
});

async function ask(schema: GraphQLSchema, actor: Caller | null, source: string, text = 'hello') {
  const { data, errors } = await graphql({
    schema,
    source,
    contextValue: contextOf(actor),
    variableValues: { text },
  });
  return {
    data,
    codes: (errors ?? []).map(({ originalError }) => (originalError as { code?: string }).code),
  };
}

const PLAY = 'mutation ($text: String!) { play(text: $text) }';

test('a sandbox mutation is for every caller with a token, within bounds', async () => {
  expect(await ask(demo, salesAgent, PLAY)).toEqual({ data: { play: 'hello' }, codes: [] });
  expect(await ask(demo, null, PLAY)).toEqual({ data: { play: null }, codes: ['UNAUTHENTICATED'] });
  expect(await ask(demo, salesAgent, PLAY, TOO_LONG)).toEqual({
    data: { play: null },
    codes: ['INVALID_INPUT'],
  });
  expect(played).toEqual(['hello']);
});

test('a tenant that is not held reads null where a role is asked for, and whatever is for every caller', async () => {
  const both = '{ anybody offers }';

  expect(await ask(demo, NEW_TENANT, both)).toEqual({
    data: { anybody: 'here', offers: null },
    codes: [],
  });
  expect(await ask(demo, helpdeskAgent, both)).toEqual({
    data: { anybody: 'here', offers: null },
    codes: ['ROLE_NOT_ALLOWED'],
  });
});

const CHANGE = `mutation ($text: String!) { changeQuantity(input:
  {subscriptionId: "11111111-1111-4111-8111-111111111111", clientRequestId: $text, validateOnly: true}) { proof } }`;

test('an input out of bounds reaches no command, and is recorded without what cannot be stored', async () => {
  const { codes } = await ask(sample, salesAgent, CHANGE, TOO_LONG);

  expect(codes).toEqual(['INVALID_INPUT']);
  expect(calls.filter((it) => it.startsWith('changeQuantity'))).toEqual([]);
  expect(refusedMutations.map(({ input }) => input)).toEqual([{ validateOnly: true }]);
});

test('a refusal within bounds is recorded with its input', async () => {
  const { codes } = await ask(sample, helpdeskAgent, CHANGE);

  expect(codes).toEqual(['ROLE_NOT_ALLOWED']);
  expect(refusedMutations.map(({ input }) => input)).toMatchObject([{ clientRequestId: 'hello' }]);
});

test('a refused field of an object is null and listed, an allowed one is read', async () => {
  const source = '{ subscriptions { nodes { offerName redactedFields } } }';

  const refused = await ask(sample, helpdeskAgent, source);
  const allowed = await ask(sample, adminAgent, source);

  expect(refused.data?.subscriptions).toEqual({
    nodes: [{ offerName: null, redactedFields: ['offerName'] }],
  });
  expect(allowed.data?.subscriptions).toEqual({
    nodes: [{ offerName: 'Office 365 Enterprise E3', redactedFields: [] }],
  });
});

test('what is for the demo’s mutations is no access to a query', () => {
  expect(() => build(new PlainResolver(), new SandboxQuery())).toThrow(/Query\.misplaced/);
  expect(() => build(new PlainResolver())).not.toThrow();
});
