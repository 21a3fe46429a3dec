/** The pages of a list that a client walks through, from the first one on. */
const PAGES = 4;
const SUBSCRIPTIONS_A_PAGE = 50;
const SERVICES_ASKED = ['INTUNE', 'OTHER'];

/** By these names they are asked for, measured and compared. */
export const OPERATION = {
  byId: 'customer by id',
  portfolio: 'portfolio, 20 customers',
  longPortfolio: 'portfolio, 100 customers',
  privileges: '20 customers with privileges',
  firstPage: 'subscriptions, first page',
  deepPage: 'subscriptions, page at 90 %',
  count: 'total count',
  pair: 'request and accept',
};

/** Users of one viewer. Many, because each has a rate limit of its own. */
const USERS = 256;

async function tokensFor(issuer, claims) {
  const users = Array.from({ length: USERS }, (_, n) => ({ ...claims, oid: `user-${n}` }));
  return Promise.all(users.map((user) => issuer.token(user)));
}

/** Who reads, and which rows are theirs. */
export async function viewers(issuer, { reader, customers }, postgres, database) {
  const ids = async (text, values) =>
    (await postgres.query(database, text, values)).map(({ id }) => id);
  const ofReader = await ids(
    `SELECT customer_id AS id FROM relationships WHERE reseller_id = $1 AND status = 'ACTIVE'
     ORDER BY customer_id LIMIT 200`,
    [reader.id],
  );
  const step = Math.max(1, Math.floor(customers.length / 200));
  return [
    {
      name: 'reseller',
      reseller: reader.id,
      tokens: await tokensFor(issuer, {
        tid: reader.tenant_id,
        name: 'Reader',
        roles: ['ADMIN_AGENT'],
      }),
      customerIds: ofReader,
      deepCustomer: await deepCustomer(postgres, database, reader.id),
    },
    {
      name: 'operator',
      reseller: null,
      tokens: await tokensFor(issuer, {
        tid: '99999999-0000-4000-8000-000000000001',
        name: 'Operator',
        roles: ['OPERATOR'],
      }),
      customerIds: customers.filter((_, n) => n % step === 0).map(({ id }) => id),
      deepCustomer: await deepCustomer(postgres, database, null),
    },
  ];
}

/**
 * The subscription that stands at 90 % of the list, newest first: its id and its customer, by which every
 * contender finds its own cursor for it.
 */
async function deepCustomer(postgres, database, reseller) {
  const [row] = await postgres.query(
    database,
    `WITH listed AS (
       SELECT id, customer_id, row_number() OVER (ORDER BY creation_date DESC, id DESC) AS place,
         count(*) OVER () AS total
       FROM subscriptions
       WHERE status = 'ACTIVE' AND ($1::uuid IS NULL OR transacting_reseller_id = $1)
     )
     SELECT id, customer_id AS customer FROM listed WHERE place = floor(total * 0.9)`,
    [reseller],
  );
  return row;
}

/** The cursor of each page of a customer list, the first one's null. */
async function cursorsOf(send, operation, first) {
  const cursors = [null];
  while (cursors.length < PAGES) {
    const { customers } = await send(operation({ first, after: cursors.at(-1) }));
    if (!customers.pageInfo.hasNextPage) break;
    cursors.push(customers.pageInfo.endCursor);
  }
  return cursors;
}

/** The cursor of one subscription: the list narrowed to its customer, read up to it. */
async function deepCursor(send, operation, { id, customer }, idOf) {
  for (let first = 1; first <= 25; first += 1) {
    const { subscriptions } = await send(operation({ first, after: null, customer }));
    if (idOf(subscriptions.nodes.at(-1).id) === id) return subscriptions.pageInfo.endCursor;
  }
  throw new Error('the subscription at 90 % of the list is not in it');
}

/**
 * The reading operations of one viewer, each as the list of what is sent in turns.
 *
 * @param send sends one and answers with its data
 */
export async function readsOf(client, viewer, send, idOf) {
  const { reseller, customerIds } = viewer;
  const portfolio = (page) => client.portfolio({ ...page, reseller });
  const privileges = (page) => client.privileges({ ...page, reseller });
  const page = (given) => client.subscriptionPage({ ...given, reseller });
  const pagesOf = async (operation, first) => {
    const cursors = await cursorsOf(send, operation, first);
    return cursors.map((after) => operation({ first, after }));
  };
  const first = SUBSCRIPTIONS_A_PAGE;
  const deep = await deepCursor(send, page, viewer.deepCustomer, idOf);
  return {
    [OPERATION.byId]: customerIds.map((customer) => client.customerById({ customer })),
    [OPERATION.portfolio]: await pagesOf(portfolio, 20),
    [OPERATION.longPortfolio]: await pagesOf(portfolio, 100),
    [OPERATION.privileges]: await pagesOf(privileges, 20),
    [OPERATION.firstPage]: [page({ first, after: null })],
    [OPERATION.deepPage]: [page({ first, after: deep })],
    [OPERATION.count]: [client.totalCount({ reseller })],
  };
}

/** Pairs of a request by one reseller and its acceptance by the customer, each of another customer. */
export async function pairsOf(client, issuer, { asker, customers }, count) {
  if (count > customers.length) {
    throw new Error(
      `${count} pairs are needed, each of another customer; there are ${customers.length}`,
    );
  }
  const askers = await tokensFor(issuer, {
    tid: asker.tenant_id,
    name: 'Asker',
    roles: ['ADMIN_AGENT'],
  });
  return Promise.all(
    customers.slice(0, count).map(async ({ tenant_id: customerTenantId }, n) => {
      const token = await issuer.token({
        tid: customerTenantId,
        oid: 'admin',
        name: 'Administrator',
        roles: ['CUSTOMER_GLOBAL_ADMIN'],
      });
      const asked = { customerTenantId, services: SERVICES_ASKED, asker: asker.id };
      return [
        { ...client.requestRelationship(asked), token: askers[n % askers.length] },
        (data) => ({ ...client.acceptRelationshipRequest(data), token }),
      ];
    }),
  );
}

/** What the pairs have left in the database; the same whoever wrote it. */
export function traceOfPairs(postgres, database, { asker }) {
  return postgres.query(
    database,
    `SELECT 'request ' || status AS what, count(*)::int AS count FROM relationship_requests
       WHERE reseller_id = $1 GROUP BY 1
     UNION ALL SELECT 'relationship ' || status, count(*)::int FROM relationships
       WHERE reseller_id = $1 GROUP BY 1
     UNION ALL SELECT 'privilege ' || service || transacting, count(*)::int FROM delegated_privileges
       WHERE reseller_id = $1 GROUP BY 1
     UNION ALL SELECT 'audit ' || operation || status, count(*)::int FROM audit_records
       WHERE reseller_id = $1 AND customer_id IS NOT NULL GROUP BY 1
     UNION ALL SELECT 'event ' || name, count(*)::int FROM events
       WHERE recipient_reseller_ids = ARRAY[$1::uuid] AND audit_record_id IS NOT NULL GROUP BY 1
     UNION ALL SELECT 'numbered ' || last_sequence, count(*)::int FROM event_counters GROUP BY 1
     ORDER BY 1`,
    [asker.id],
  );
}
