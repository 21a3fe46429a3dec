import type { GraphQLInterfaceType } from 'graphql';

import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { PERSONAS } from '../../src/modules/demo/personas';
import {
  customerIdOf,
  relationshipIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { schemaUnderTest } from '../support/app-schema';
import { deepQueries } from '../support/deep-queries';
import { createInvitation, requestRelationship } from '../support/relationship-steps';
import { TestApp } from '../support/test-app';
import { givenDelivery, givenEndpoint } from '../support/webhook-situations';

/*
 * Every field of the schema that two levels of objects lead to, read by every persona. What a persona may
 * not see is null or left out; nothing of it is an error of the server.
 */

const { customers, relationships, resellers, subscriptions } = DEMO_IDS;

const BY_ID = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

/** Ids of all objects in an answer that `node` would find. */
function idsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { __typename, id } = value as { readonly __typename?: string; readonly id?: string };
  const isNode = schemaUnderTest()
    .getImplementations(schemaUnderTest().getType('Node') as GraphQLInterfaceType)
    .objects.some(({ name }) => name === __typename);
  return [...(isNode && id ? [id] : []), ...Object.values(value).flatMap(idsIn)];
}

/** A root field that the caller may not read at all. */
const REFUSALS: ReadonlySet<string> = new Set(['ROLE_NOT_ALLOWED', 'UNAUTHENTICATED']);

describe('every field, for every persona', () => {
  let app: TestApp;
  let queries: ReturnType<typeof deepQueries>;

  beforeAll(async () => {
    app = await TestApp.start();
    const invitation = await createInvitation(app, 'reseller-b-admin');
    const { viewer } = await app.succeed<{ viewer: { customer: { tenantId: string } } }>(
      'customer-global',
      '{ viewer { customer { tenantId } } }',
    );
    const request = await requestRelationship(app, 'reseller-b-admin', viewer.customer.tenantId);
    // Something in every log: an attempt that is refused, and one that is not allowed.
    const attempt = `mutation ($id: ID!) {
      updateSubscription(input: { subscriptionId: $id, quantity: 3, partnerId: "1" }) { dryRun }
    }`;
    const id = subscriptionIdOf(subscriptions.woodgroveMail.id);
    const endpoint = await givenEndpoint(app, 'reseller-a-admin');
    await givenDelivery(app, endpoint);
    await app.as('reseller-a-admin', attempt, { id });
    await app.as('reseller-b-helpdesk', attempt, { id });
    const ids: Readonly<Record<string, string>> = {
      customer: customerIdOf(customers.customer),
      invitation,
      node: relationshipIdOf(relationships.northwindFabrikam),
      relationship: relationshipIdOf(relationships.woodgroveContoso),
      relationshipRequest: request,
      reseller: resellerIdOf(resellers.resellerA),
      subscription: id,
    };
    queries = deepQueries(schemaUnderTest(), (field, argument) => {
      if (argument === 'first') return '3';
      if (argument === 'id') return JSON.stringify(ids[field] ?? null);
      if (argument === 'ids') return JSON.stringify(Object.values(ids));
      if (argument === 'invitationId') return JSON.stringify(invitation);
      return argument === 'text' ? '"text"' : null;
    });
  });
  afterAll(() => app.stop());

  test('no field of the query root is left out', () => {
    const fields = Object.keys(schemaUnderTest().getQueryType()?.getFields() ?? {});

    const read = new Set(queries.map(({ title }) => title.split(' ')[0]));

    expect([...read].sort()).toEqual(fields.sort());
  });

  test.each([...PERSONAS.map(({ name }) => name), null])('%s', async (persona) => {
    const answers = await Promise.all(
      queries.map(({ query }) => app.as<Record<string, unknown> | null>(persona, query)),
    );
    const broken = answers.flatMap(({ status, data, errors }, index) => {
      const isRefusal = errors.every(({ extensions }) => REFUSALS.has(extensions.code));
      if (status === 200 && data !== null && isRefusal) return [];
      const said = errors.map(({ message, path = [] }) => `${path.join('.')}: ${message}`);
      return [`${queries[index]?.title} -> ${status} ${said.join('; ')}`];
    });

    expect(broken).toEqual([]);

    // What is reached by any path is what the caller may ask for by its id.
    const reached = [...new Set(answers.flatMap(({ data }) => idsIn(data)))];
    expect(reached.length > 0).toBe(persona !== null);
    const shown: (object | null)[] = [];
    for (let at = 0; persona !== null && at < reached.length; at += 100) {
      const { nodes } = await app.succeed<{ nodes: (object | null)[] }>(persona, BY_ID, {
        ids: reached.slice(at, at + 100),
      });
      shown.push(...nodes);
    }
    expect(reached.filter((_, index) => shown[index] === null)).toEqual([]);
  });
});
