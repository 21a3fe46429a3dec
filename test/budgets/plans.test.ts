import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';

import { resellerIdOf } from '../../src/modules/visibility/object-ids';
import { schemaUnderTest } from '../support/app-schema';
import { BIG, fillBigDatabase } from '../support/big-database';
import { type List, LISTS } from '../support/every-list';
import { readsOf } from '../support/plans';
import { operatorUser } from '../support/relationship-situations';
import { type Claims, type SentQuery, TestApp } from '../support/test-app';

/** Rows in the filled database. Nothing may read one of these from end to end. */
const ROWS: Readonly<Record<string, number>> = {
  customers: 8_000,
  relationships: 24_000,
  delegated_privileges: 36_000,
  relationship_requests: 16_000,
  subscriptions: 32_000,
  events: 24_000,
  audit_records: 24_000,
  webhook_deliveries: 24_000,
  webhook_attempts: 48_000,
};

/** What cannot be had without reading a table, and why. */
const SCANS: Readonly<Record<string, string>> = {
  'operator: customers(filter: { hasDap: false })':
    'a customer without something stands in no index; each is asked',
  'operator: events(filter: { name: [CUSTOMER_CREATED] })':
    'an index by name would be written with every event, for a question that is asked seldom',
};

const claims = (tid: string, roles: readonly string[]): Claims => ({
  tid,
  sub: 'who reads',
  roles,
  tenant_name: 'Big',
  tenant_country: 'CN',
});
const VIEWERS = {
  reseller: claims(BIG.reseller.tenantId, ['ADMIN_AGENT', 'GLOBAL_ADMIN']),
  customer: claims(BIG.customer.tenantId, ['CUSTOMER_GLOBAL_ADMIN']),
  operator: operatorUser('who reads'),
} as const;
type Viewer = keyof typeof VIEWERS;

/** The list at the root through which the objects of a type are reached here. */
const PARENT_LISTS: Readonly<Record<string, string>> = {
  Customer: 'customers',
  Relationship: 'relationships',
  RelationshipRequest: 'relationshipRequests',
  Reseller: 'resellers',
  Subscription: 'subscriptions',
  WebhookDelivery: 'webhookEndpoints.deliveries',
  WebhookEndpoint: 'webhookEndpoints',
};

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({ template: 'empty' });
  await fillBigDatabase(app);
}, 240_000);
afterAll(() => app.stop());

const REFUSALS: ReadonlySet<string> = new Set(['INVALID_INPUT', 'ROLE_NOT_ALLOWED']);

interface Page {
  readonly totalCount?: number;
  readonly pageInfo?: { readonly startCursor: string | null };
}

interface Read {
  /** The statement behind the list; null where the viewer may not ask. */
  readonly query: SentQuery | null;
  /** One, or one for each parent. */
  readonly pages: readonly Page[];
}

async function read(viewer: Viewer, path: string, args: string, wants: string): Promise<Read> {
  const [root = '', ...below] = path.split(' ');
  const parents = path.split(' ').slice(0, -1);
  const list = `${below.at(-1) ?? root}${args && `(${args})`} { ${wants} }`;
  const document = parents.reduceRight(
    (inner, parent, depth) => `${parent}(first: ${depth === 0 ? 50 : 2}) { nodes { ${inner} } }`,
    list,
  );
  let pages: readonly Page[] = [];
  let isRefused = false;
  const queries = await app.queriesOf(async () => {
    const { data, errors } = await app.as<Record<string, { nodes: readonly object[] }> | null>(
      VIEWERS[viewer],
      `{ ${document} }`,
    );
    isRefused = errors.length > 0;
    // What is refused to a viewer (an order by what it is not told, a list of others), and nothing else.
    expect(errors.filter(({ extensions }) => !REFUSALS.has(extensions.code))).toEqual([]);
    const found = data?.[root];
    if (found)
      pages = below.reduce<readonly object[]>(
        (lists, child) =>
          lists.flatMap((it) =>
            (it as { nodes: readonly Record<string, object>[] }).nodes.map(
              (node) => node[child] ?? {},
            ),
          ),
        [found],
      );
  });
  if (isRefused) return { query: null, pages };
  const query = queries.filter(({ text }) => text.includes('"$parent"')).at(-1);
  if (!query) throw new Error(`no list was read by ${document}`);
  return { query, pages };
}

const ROW = 'pageInfo { hasNextPage hasPreviousPage } nodes { id }';
const joined = (...args: readonly string[]): string => args.filter((it) => it !== '').join(', ');

/** Arguments of a list: as it is, with each filter, in each order both ways, and both at once. */
function variantsOf({ filters = [], orders = [] }: List): readonly string[] {
  const byFilter = filters.map((filter) => `filter: { ${filter} }`);
  const byOrder = orders.flatMap((field) => [
    `orderBy: { field: ${field} }`,
    `orderBy: { field: ${field}, direction: DESC }`,
  ]);
  const [filter] = byFilter;
  const both = filter ? orders.map((field) => joined(filter, `orderBy: { field: ${field} }`)) : [];
  return ['', ...byFilter, ...byOrder, ...both];
}

/** The statements of a list in one variant: its first page, its count, and a page 90 % into it. */
async function statementsOf(
  viewer: Viewer,
  path: string,
  args: string,
): Promise<Readonly<Record<'first' | 'count' | 'deep', SentQuery | null>>> {
  const first = await read(viewer, path, joined(args, 'first: 20'), ROW);
  const count = await read(viewer, path, args, 'totalCount');
  const total = Math.max(0, ...count.pages.map(({ totalCount }) => totalCount ?? 0));
  const tenth = Math.min(100, Math.ceil(total / 10));
  if (tenth === 0) return { first: first.query, count: count.query, deep: null };
  const tail = await read(viewer, path, joined(args, `last: ${tenth}`), 'pageInfo { startCursor }');
  const after = tail.pages.find(({ pageInfo }) => pageInfo?.startCursor)?.pageInfo?.startCursor;
  const deep = await read(viewer, path, joined(args, 'first: 20', `after: "${after}"`), ROW);
  return { first: first.query, count: count.query, deep: deep.query };
}

/**
 * Tables that a statement reads from end to end: with a scan, or, where no filter asks for rare rows,
 * with more than half of the rows of an index.
 */
async function readThroughBy(query: SentQuery, isFiltered: boolean): Promise<readonly string[]> {
  const reads = await readsOf(app, query);
  return reads
    .filter(({ table, step, rows }) => {
      const size = ROWS[table];
      return size && (step === 'Seq Scan' || (!isFiltered && rows > size / 2));
    })
    .map(({ table, step, rows }) => `${step} of ${table} (${rows} rows)`);
}

/** Rows of a table that a statement looks at. */
async function rowsReadBy(query: SentQuery | null, of: string): Promise<number> {
  if (!query) throw new Error('the list was refused');
  const reads = await readsOf(app, query);
  return reads.filter(({ table }) => table === of).reduce((sum, { rows }) => sum + rows, 0);
}

const IN_MEMORY = ['Query.offers'];

test('every list of the schema is here, with every filter and every order that it has', () => {
  const types = Object.values(schemaUnderTest().getTypeMap()).filter(isObjectType);
  const fields = types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
      .map((field) => ({ name: `${type.name}.${field.name}`, args: field.args })),
  );
  const offered = fields
    .filter(({ name }) => !IN_MEMORY.includes(name))
    .map(({ name, args }) => {
      const typeOf = (arg: string) => args.find((it) => it.name === arg)?.type;
      const [filter, order] = [typeOf('filter'), typeOf('orderBy')];
      const field = isInputObjectType(order) ? getNamedType(order.getFields().field?.type) : null;
      return {
        name: name.replace(/^\w+/, (type) => PARENT_LISTS[type] ?? type),
        filters: isInputObjectType(filter) ? Object.keys(filter.getFields()).sort() : [],
        orders: isEnumType(field)
          ? field
              .getValues()
              .map((value) => value.name)
              .sort()
          : [],
      };
    });

  const tried = LISTS.map(({ path, filters = [], orders = [] }) => ({
    name: path.includes(' ') ? path.replaceAll(' ', '.') : `Query.${path}`,
    filters: [...new Set(filters.map((filter) => filter.split(':')[0]))].sort(),
    orders: [...orders].sort(),
  }));
  const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
  expect(tried.sort(byName)).toEqual(offered.sort(byName));
});

const CASES = LISTS.flatMap((list) =>
  (Object.keys(VIEWERS) as Viewer[]).map((viewer) => [viewer, list.path, list] as const),
);

test.each(CASES)(
  'the %s reads %s by indexes',
  async (viewer, path, list) => {
    const found: string[] = [];
    for (const args of variantsOf(list)) {
      const label = `${viewer}: ${path}${args && `(${args})`}`;
      for (const [what, query] of Object.entries(await statementsOf(viewer, path, args))) {
        // Who sees everything has everything counted.
        const isCountOfAll = what === 'count' && viewer === 'operator' && !path.includes(' ');
        if (!query || isCountOfAll || label in SCANS) continue;
        found.push(
          ...(await readThroughBy(query, args.includes('filter'))).map(
            (how) => `${label}, ${what}: ${how}`,
          ),
        );
      }
    }

    expect(found).toEqual([]);
  },
  120_000,
);

/** 20 and the next one, of 200 sales and 100 customers; some are passed over. */
const A_PAGE_AND_A_BIT = 40;
const OWN_SALES = `filter: { seller: "${resellerIdOf(BIG.reseller.id)}" }`;
const BY_INSTANT = ['CREATED_AT', 'UPDATED_AT'].map((field) => `orderBy: { field: ${field} }`);

test.each([
  ['customers', ''],
  ['customers', 'orderBy: { field: NAME, direction: DESC }'],
  ...['', 'orderBy: { field: NAME }', ...BY_INSTANT].map((order) => [
    'subscriptions',
    joined(OWN_SALES, order),
  ]),
])(
  'a page of a portfolio reads that page, wherever it lies: %s(%s)',
  async (list = '', args = '') => {
    const { first, deep } = await statementsOf('reseller', list, args);

    expect(await rowsReadBy(first, list)).toBeLessThan(A_PAGE_AND_A_BIT);
    expect(await rowsReadBy(deep, list)).toBeLessThan(A_PAGE_AND_A_BIT);
  },
);
