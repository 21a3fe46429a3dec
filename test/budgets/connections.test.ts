import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';

import { schemaUnderTest } from '../support/app-schema';
import { givenPortfolio, type Portfolio } from '../support/portfolio-parties';
import { TestApp } from '../support/test-app';

const CALLER = 1;
/** Nobody looks the operator up, but its reading of a customer is written down, in one statement. */
const RECORD = 1;

type Parents = keyof Pick<
  Portfolio,
  | 'customers'
  | 'relationships'
  | 'requests'
  | 'resellers'
  | 'subscriptions'
  | 'webhookEndpoints'
  | 'webhookDeliveries'
>;

/** SQL statements of a list below its parents, however many they are. */
const PRICES: Readonly<Record<string, readonly [parents: Parents, statements: number]>> = {
  'Customer.partnerHistory': ['customers', 1],
  'Customer.relationships': ['customers', 1],
  'Customer.subscriptions': ['customers', 1],
  'Relationship.history': ['relationships', 1],
  'RelationshipRequest.history': ['requests', 1],
  'Reseller.indirectPartnerships': ['resellers', 1],
  'Subscription.partnerOfRecordAttempts': ['subscriptions', 1],
  'WebhookDelivery.attempts': ['webhookDeliveries', 1],
  'WebhookEndpoint.deliveries': ['webhookEndpoints', 1],
};

function connectionsBelowObjects(schema: GraphQLSchema): readonly string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !roots.includes(type))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
        .map((field) => `${type.name}.${field.name}`),
    );
}

/** What the operator does not see. */
const OWNERS_ONLY = /^Webhook/;

const MANY = 6;

let app: TestApp;
let portfolio: Portfolio;
beforeAll(async () => {
  app = await TestApp.start();
  portfolio = await givenPortfolio(app, MANY);
}, 60_000);
afterAll(() => app.stop());

test('every list below an object has its price, and nothing else has', () => {
  expect(Object.keys(PRICES).sort()).toEqual(
    [...connectionsBelowObjects(schemaUnderTest())].sort(),
  );
});

async function statementsFor(
  side: 'provider' | 'operator',
  field: string,
  ids: readonly string[],
): Promise<number> {
  const [parent = '', list = ''] = field.split('.');
  const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${parent} {
    ${list} { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { id } } } } }`;
  const read = async (): Promise<void> => {
    const { nodes } = await app.succeed<{ nodes: readonly (object | null)[] }>(
      portfolio[side],
      document,
      { ids },
    );
    const seen = OWNERS_ONLY.test(field) && side === 'operator' ? 0 : ids.length;
    expect(nodes.filter((node) => node !== null)).toHaveLength(seen);
  };
  return (await app.statementsOf(read)).length;
}

/** Of one object what it names comes with it, for several it is read once. */
function statementsOfParents(parents: Parents, count: number): number {
  const isNaming = parents === 'relationships' || parents === 'subscriptions';
  return isNaming && count > 1 ? 2 : 1;
}

describe.each(Object.entries(PRICES))('%s', (field, [parents, statements]) => {
  test.each([1, MANY])('of %i for the provider and the operator', async (count) => {
    const ids = portfolio[parents].slice(0, count);
    const record = parents === 'resellers' ? 0 : RECORD;
    const read = statementsOfParents(parents, count);
    const operator = OWNERS_ONLY.test(field) ? read : read + statements + record;

    expect([
      await statementsFor('provider', field, ids),
      await statementsFor('operator', field, ids),
    ]).toEqual([CALLER + read + statements, operator]);
  });
});
