import 'reflect-metadata';

import { graphql } from 'graphql';
import { Field, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';

import { AnyCaller, ReadAccess } from '../../../src/platform/graphql/access';
import { buildGraphSchema, containerOf } from '../../../src/platform/graphql/build-schema';
import { Delivery, liveField } from '../../../src/platform/graphql/live-field';
import { billingAdmin, contextOf, salesAgent } from './sample-schema';

const PlanField = { UNIT_PRICE: 'UNIT_PRICE', OWNER: 'OWNER', COLOR: 'COLOR' } as const;
registerEnumType(PlanField, { name: 'PlanField', description: 'A field of a plan.' });

@ObjectType('Plan', { description: 'Lists its withheld fields by the values of an enum.' })
class Plan {
  @ReadAccess('SEE_OFFERS')
  @Field(() => String, { nullable: true, description: 'Guarded.' })
  unitPrice!: string | null;

  @Field(() => [PlanField], { description: 'What is withheld.' })
  redactedFields!: string[];
}

@Resolver()
class PlanResolver {
  @AnyCaller()
  @Query(() => Plan, { nullable: true, description: 'One.' })
  plan(): object {
    return { unitPrice: '12', redactedFields: ['OWNER', 'COLOR'] };
  }
}

const schema = buildGraphSchema({
  resolvers: [PlanResolver],
  container: containerOf([new PlanResolver()]),
  liveFields: [
    liveField({
      name: 'live',
      description: 'Live.',
      type: 'String',
      args: {},
      access: { kind: 'anyCaller' },
      async *subscribe(_args, renew) {
        yield new Delivery(await renew(), 'x');
      },
    }),
  ],
});

test.each([
  ['as its value of the enum, in order', salesAgent, ['COLOR', 'OWNER', 'UNIT_PRICE']],
  ['and the others stay as they are for whoever may read it', billingAdmin, ['OWNER', 'COLOR']],
])('a field that the role withholds is listed %s', async (_, actor, redactedFields) => {
  const { data } = await graphql({
    schema,
    source: '{ plan { redactedFields } }',
    contextValue: contextOf(actor),
  });

  expect(data).toMatchObject({ plan: { redactedFields } });
});
