import { schemaUnderTest } from '../support/app-schema';
import { givenPortfolio, type Portfolio } from '../support/portfolio-parties';
import { TestApp } from '../support/test-app';

const LIST = '{ totalCount pageInfo { hasNextPage hasPreviousPage } nodes { id } }';

/** SQL statements of one query, the look-up of a provider's or a customer's user included; null: it may not ask. */
type Price = readonly [
  selection: string,
  provider: number | null,
  customer: number | null,
  /** What it reads of a customer is written down, in one statement. */
  operator: number | null,
];

/** `$x` stands for the id of an object in the test. Whoever changes a number says why in the commit. */
const PRICES: Readonly<Record<string, Price>> = {
  auditRecords: [`auditRecords ${LIST}`, 2, 2, 2],
  cloudPolicies: ['cloudPolicies { instance }', 1, 1, 0],
  cloudPolicy: ['cloudPolicy { instance }', 1, 1, 0],
  customer: ['customer(id: "$customer") { id companyProfile { companyName } }', 2, 2, 2],
  customers: [`customers ${LIST}`, 2, 2, 2],
  errorCatalog: ['errorCatalog { code }', 1, 1, 0],
  events: [`events ${LIST}`, 3, 3, 3],
  invitation: ['invitation(token: "$token") { id }', 2, 2, 1],
  node: ['node(id: "$subscription") { id }', 2, 2, 2],
  nodes: ['nodes(ids: ["$customer", "$subscription", "$relationship"]) { id }', 4, 4, 4],
  offers: ['offers { totalCount nodes { id } }', 1, null, 0],
  relationship: ['relationship(id: "$relationship") { id }', 2, 2, 2],
  relationshipRequest: ['relationshipRequest(id: "$request") { id }', 2, 2, 2],
  relationshipRequests: [`relationshipRequests ${LIST}`, 2, 2, 2],
  relationships: [`relationships ${LIST}`, 2, 2, 2],
  reseller: ['reseller(id: "$reseller") { id name }', 2, 2, 1],
  resellers: [`resellers ${LIST}`, 2, 2, 1],
  services: ['services { name }', 1, 1, 0],
  subscription: ['subscription(id: "$subscription") { id }', 2, 2, 2],
  subscriptions: [`subscriptions ${LIST}`, 2, 2, 2],
  validateInvitationEmail: [
    'validateInvitationEmail(invitationId: "$invitation", text: "Welcome")',
    2,
    2,
    1,
  ],
  viewer: ['viewer { roles }', 1, 1, 0],
  // Nobody but the owner reads an endpoint.
  webhookEndpoints: [`webhookEndpoints ${LIST}`, 2, 2, null],
};

const QUERIES = Object.keys(schemaUnderTest().getQueryType()?.getFields() ?? {});
const SIDES = ['provider', 'customer', 'operator'] as const;

let app: TestApp;
let portfolio: Portfolio;
beforeAll(async () => {
  app = await TestApp.start();
  portfolio = await givenPortfolio(app, 3);
}, 60_000);
afterAll(() => app.stop());

function documentOf(selection: string): string {
  const { customers, relationships, requests, resellers, subscriptions, invitation } = portfolio;
  const ids: Readonly<Record<string, string | undefined>> = {
    customer: customers[0],
    relationship: relationships[0],
    request: requests[0],
    reseller: resellers[0],
    subscription: subscriptions[0],
    invitation: invitation.id,
    token: invitation.token,
  };
  return `{ ${selection.replace(/\$(\w+)/g, (_, name: string) => ids[name] ?? '')} }`;
}

test('every field of Query has its price, and nothing else has', () => {
  expect(Object.keys(PRICES).sort()).toEqual([...QUERIES].sort());
});

test.each(QUERIES)('%s costs what the list says', async (query) => {
  const [selection = '', ...expected] = PRICES[query] ?? [];

  const counted: (number | null)[] = [];
  for (const side of SIDES) {
    let isRefused = false;
    const statements = await app.statementsOf(async () => {
      const { errors } = await app.as(portfolio[side], documentOf(selection));
      isRefused = errors.length > 0;
    });
    counted.push(isRefused ? null : statements.length);
  }

  expect(counted).toEqual(expected);
});
