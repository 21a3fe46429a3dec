import { offerKeyOf } from '../../src/modules/catalogue/offer-key';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import {
  customerIdOf,
  offerIdOf,
  partnerRelationshipIdOf,
  relationshipIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { encodeGlobalId } from '../../src/platform/graphql/global-id';
import { schemaUnderTest } from '../support/app-schema';
import { createInvitation, requestRelationship } from '../support/relationship-steps';
import { TestApp } from '../support/test-app';
import { givenDelivery, givenEndpoint } from '../support/webhook-situations';

const ABSENT = '01900000-0000-7000-8000-00000000dead';

let app: TestApp;
/** Objects that reseller B sees, by name of their type. */
const ids: Record<string, string> = {
  Customer: customerIdOf(DEMO_IDS.customers.customer3),
  Offer: offerIdOf(offerKeyOf('CHINA_21VIANET', OFFER_IDS.INTUNE)),
  Relationship: relationshipIdOf(DEMO_IDS.relationships.northwindFabrikam),
  Reseller: resellerIdOf(DEMO_IDS.resellers.resellerB),
  Subscription: subscriptionIdOf(DEMO_IDS.subscriptions.northwindProPlus.id),
};

beforeAll(async () => {
  app = await TestApp.start();
  const { tenantId } = DEMO_TENANTS.customer;
  ids.RelationshipRequest = await requestRelationship(app, 'reseller-b-admin', tenantId);
  ids.Invitation = await createInvitation(app, 'reseller-b-admin');
  const endpoint = await givenEndpoint(app, 'reseller-b-admin');
  ids.WebhookEndpoint = endpoint.id;
  ids.WebhookDelivery = await givenDelivery(app, endpoint);
});
afterAll(() => app.stop());

type Found = { readonly __typename: string; readonly id: string } | null;

async function nodesOf(who: string, asked: readonly string[]): Promise<readonly Found[]> {
  const { nodes } = await app.succeed<{ nodes: readonly Found[] }>(
    who,
    `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`,
    { ids: asked },
  );
  return nodes;
}

describe('node', () => {
  test.each([
    'Customer',
    'Invitation',
    'Offer',
    'Relationship',
    'RelationshipRequest',
    'Reseller',
    'Subscription',
    'WebhookDelivery',
    'WebhookEndpoint',
  ])('reads a %s again by its id', async (type) => {
    const { node } = await app.succeed<{ node: Found }>(
      'reseller-b-admin',
      `query ($id: ID!) { node(id: $id) { __typename id } }`,
      { id: ids[type] },
    );

    expect(node).toEqual({ __typename: type, id: ids[type] });
  });

  test('reads a PartnerRelationship as one of its partners', async () => {
    const id = partnerRelationshipIdOf(DEMO_IDS.partnership);

    expect(await nodesOf('provider-global', [id])).toEqual([
      { __typename: 'PartnerRelationship', id },
    ]);
  });

  test('knows every type that says it is a node', () => {
    const schema = schemaUnderTest();
    const node = schema.getType('Node');
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => 'getInterfaces' in type && type.getInterfaces().some((it) => it === node),
    );

    expect(types.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(ids), 'PartnerRelationship'].sort(),
    );
  });

  test.each([
    ['reseller-a-admin', 'Invitation'],
    ['reseller-a-admin', 'RelationshipRequest'],
    ['customer-global', 'Customer'],
    ['customer-global', 'Subscription'],
    ['customer-global', 'Offer'],
    ['reseller-us-admin', 'Relationship'],
    ['reseller-us-admin', 'Reseller'],
    ['reseller-b-billing', 'Customer'],
    ['reseller-b-billing', 'Subscription'],
    ['reseller-b-usermgmt', 'Offer'],
    ['customer-user', 'RelationshipRequest'],
  ])('is scoped like every other read: null for %s and a %s', async (who, type) => {
    expect(await nodesOf(who, [ids[type] ?? ''])).toEqual([null]);
  });

  test('keeps the order of ids, with null for what is hidden or absent', async () => {
    const asked = [
      ids.Subscription,
      subscriptionIdOf(DEMO_IDS.subscriptions.woodgroveMail.id),
      ids.Customer,
      customerIdOf(ABSENT),
      ids.Subscription,
    ] as string[];

    const found = await nodesOf('reseller-b-admin', asked);

    expect(found.map((node) => node?.id ?? null)).toEqual([
      ids.Subscription,
      null,
      ids.Customer,
      null,
      ids.Subscription,
    ]);
  });

  test('takes one statement for each type and one for what they name, however many ids', async () => {
    const all = Object.values(DEMO_IDS.subscriptions).map(({ id }) => subscriptionIdOf(id));
    const statements = (asked: readonly string[]) =>
      app.statementsOf(() => nodesOf('reseller-a-admin', asked));
    const two = await statements(all.slice(0, 2));

    expect(await statements(all)).toHaveLength(two.length);
    expect(await statements([...all, ids.Customer ?? ''])).toHaveLength(two.length + 1);
    // One brings what it names along.
    expect(await statements(all.slice(0, 1))).toHaveLength(two.length - 1);
  });

  test.each([
    ['no id at all', 'hello'],
    ['a type that is no node', encodeGlobalId('Event', ABSENT)],
    ['a type that does not exist', encodeGlobalId('Constructor', ABSENT)],
    ['keys that do not fit', encodeGlobalId('Customer', ABSENT, ABSENT)],
    ['another spelling of an id', `${customerIdOf(ABSENT)}=`],
  ])('refuses %s as INVALID_INPUT', async (_, id) => {
    const query = `query ($id: ID!) { node(id: $id) { id } }`;

    const { data, errors } = await app.as('reseller-b-admin', query, { id });

    expect(data).toEqual({ node: null });
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'id' });
  });

  test.each([
    [100, null],
    [101, { code: 'INVALID_INPUT', rule: null }],
  ])('of %i ids at once: %p', async (count, expected) => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;
    const asked = Array.from({ length: count }, () => ids.Customer);

    expect(await app.refusal('reseller-b-admin', query, { ids: asked })).toEqual(expected);
  });

  test('needs a token', async () => {
    const query = `{ node(id: "${ids.Customer}") { id } }`;

    expect(await app.refusal(null, query)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
