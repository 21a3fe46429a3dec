import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { givenCustomers } from '../support/party-rows';
import { TestApp } from '../support/test-app';

type Page = { readonly totalCount: number; readonly nodes: readonly { readonly id: string }[] };
type Customer = Readonly<Record<string, Page>> & { readonly id: string };

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenCustomers(app.database, 3, DEMO_IDS.resellers.resellerA, ['EXCHANGE_OFFICE']);
}, 60_000);
afterAll(() => app.stop());

const PERSONA = 'reseller-a-admin';
const ONE = 'one: subscriptions(first: 1) { totalCount nodes { id } }';
const LAST = 'last: subscriptions(last: 1) { totalCount nodes { id } }';

async function asked<Data>(query: string): Promise<{ data: Data; statements: number }> {
  let data: Data | undefined;
  const statements = await app.statementsOf(async () => {
    data = await app.succeed<Data>(PERSONA, query);
  });
  return { data: data as Data, statements: statements.length };
}

/** The same of each customer by itself, where nothing is read ahead. */
async function oneByOne(ids: readonly string[], selection: string): Promise<readonly Customer[]> {
  const customers: Customer[] = [];
  for (const id of ids) {
    const { data } = await asked<{ customer: Customer }>(
      `{ customer(id: "${id}") { id ${selection} } }`,
    );
    customers.push(data.customer);
  }
  return customers;
}

const idsOf = (customers: readonly Customer[]): string[] => customers.map(({ id }) => id);

test('a field under two names keeps the arguments of each, and costs a statement each', async () => {
  const { data, statements } = await asked<{ customers: { nodes: Customer[] } }>(
    `{ customers { nodes { id ${ONE} ${LAST} } } }`,
  );
  const { nodes } = data.customers;

  expect(statements).toBe(4);
  expect(nodes).toEqual(await oneByOne(idsOf(nodes), `${ONE} ${LAST}`));
  expect(nodes.some(({ one, last }) => one?.nodes[0]?.id !== last?.nodes[0]?.id)).toBe(true);
});

test('objects that stand in `nodes` and in `edges` answer in each place what is asked for there', async () => {
  // The same node of the document leads both places, and one of them asks for more below it.
  const { data } = await asked<{
    customers: { nodes: Customer[]; edges: { node: Customer }[] };
  }>(`{ customers {
    nodes { id ...Some }
    edges { node { id ...Some subscriptions(first: 1) { totalCount } } }
  } } fragment Some on Customer { subscriptions(first: 1) { nodes { id } } }`);
  const { nodes, edges } = data.customers;
  const some = 'subscriptions(first: 1) { nodes { id } }';
  const more = 'subscriptions(first: 1) { nodes { id } totalCount }';

  expect(nodes).toEqual(await oneByOne(idsOf(nodes), some));
  expect(edges.map(({ node }) => node)).toEqual(await oneByOne(idsOf(nodes), more));
});

test('what is wrong with the arguments below a list is an error of the field, for each object', async () => {
  const { errors } = await app.as(
    PERSONA,
    '{ customers(first: 2) { nodes { id subscriptions(first: 101) { totalCount } } } }',
  );

  expect(errors.map(({ extensions }) => [extensions.code, extensions.field])).toEqual([
    ['INVALID_INPUT', 'first'],
  ]);
});
