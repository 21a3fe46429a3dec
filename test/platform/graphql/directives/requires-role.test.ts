import { graphql } from 'graphql';

import { ACTIONS, ROLE_MATRIX } from '../../../../src/kernel/role-matrix';
import { requiresRoleArguments } from '../../../../src/platform/graphql/directives/requires-role';
import {
  billingAdmin,
  calls,
  contextOf,
  helpdeskAgent,
  refusedMutations,
  salesAgent,
  sampleSchema,
} from '../sample-schema';

const schema = sampleSchema();
const CHANGE = `mutation { changeQuantity(input: {subscriptionId: "11111111-1111-4111-8111-111111111111", quantity: 1}) { subscription { id } } }`;

beforeEach(() => {
  calls.length = 0;
  refusedMutations.length = 0;
});

test('a root read that the role matrix refuses is null with ROLE_NOT_ALLOWED and never runs', async () => {
  const result = await graphql({
    schema,
    source: '{ subscriptions { nodes { id } } }',
    contextValue: contextOf(billingAdmin),
  });

  expect(result.data).toEqual({ subscriptions: null });
  expect(result.errors?.[0]?.originalError).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
  expect(calls).toEqual([]);
});

test('a field of an object that the role matrix refuses is null without an error, and listed', async () => {
  const source = '{ subscriptions { nodes { id offerName redactedFields } } }';

  const refused = await graphql({ schema, source, contextValue: contextOf(salesAgent) });
  const allowed = await graphql({
    schema,
    source,
    contextValue: contextOf({ ...salesAgent, roles: ['SALES_AGENT', 'BILLING_ADMIN'] }),
  });

  expect(refused.errors).toBeUndefined();
  expect(refused.data).toMatchObject({
    subscriptions: { nodes: [{ offerName: null, redactedFields: ['offerName'] }] },
  });
  expect(allowed.data).toMatchObject({
    subscriptions: { nodes: [{ offerName: expect.any(String), redactedFields: [] }] },
  });
});

test('what visibility withholds and what the role withholds stand in one list', async () => {
  const result = await graphql({
    schema,
    source: '{ thing { ... on Subscription { redactedFields } } }',
    contextValue: contextOf(salesAgent),
  });

  expect(result.data).toEqual({ thing: { redactedFields: ['offerName', 'service'] } });
});

test.each([
  ['an alias', '{ a: subscriptions { nodes { b: offerName } } }'],
  [
    'a fragment on the concrete type',
    '{ subscriptions { nodes { ...f } } } fragment f on Subscription { b: offerName }',
  ],
  [
    'an interface',
    '{ subscriptions { nodes { ... on Thing { ... on Subscription { b: offerName } } } } }',
  ],
  ['edges', '{ subscriptions { edges { node { b: offerName } } } }'],
])('a guarded field reached through %s answers the same', async (_, source) => {
  const result = await graphql({ schema, source, contextValue: contextOf(salesAgent) });

  expect(result.errors).toBeUndefined();
  expect(JSON.stringify(result.data)).toContain('"b":null');
});

test('a mutation that the role refuses does not run, and its refusal is handed over for the audit', async () => {
  const result = await graphql({
    schema,
    source: CHANGE,
    contextValue: contextOf(helpdeskAgent),
  });

  expect(result.data).toEqual({ changeQuantity: null });
  expect(result.errors?.[0]?.originalError).toMatchObject({
    code: 'ROLE_NOT_ALLOWED',
    allowedRoles: expect.arrayContaining(['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN']),
  });
  expect(calls).toEqual(['featureStep']);
  expect(refusedMutations).toMatchObject([
    { contract: { name: 'changeQuantity' }, refusal: { code: 'ROLE_NOT_ALLOWED' } },
  ]);
});

test.each(ACTIONS)('%s is printed with those who may, and without empty lists', (action) => {
  const printed = requiresRoleArguments(action);

  expect({
    partner: [],
    customer: [],
    operator: false,
    application: false,
    ...printed,
  }).toEqual(ROLE_MATRIX[action]);
  expect(Object.values(printed)).not.toContainEqual([]);
});
