// The floor: no GraphQL. The operation's name chooses a statement, and PostgreSQL writes the answer.
import { createServer } from 'node:http';

import { acceptRelationshipRequest, requestRelationship } from './request-and-accept.mjs';
import { binding, openPool, where } from './statements.mjs';

const { query, transaction } = openPool();

const instant = (column) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function decodeCursor(cursor) {
  return cursor ? JSON.parse(Buffer.from(cursor, 'base64url').toString()) : null;
}

const isRelatedTo = (id) => `EXISTS (
  SELECT 1 FROM relationships own
  WHERE own.customer_id = c.id AND own.reseller_id = ${id} AND own.status = 'ACTIVE')`;

/** A page with whether there is more; `keys` are what the next page begins after. */
function pageJson({ rows, node, keys, order, first }) {
  return `
    SELECT json_build_object(
      'nodes', coalesce(json_agg(${node} ORDER BY ${order}) FILTER (WHERE place <= ${first}), '[]'),
      'pageInfo', json_build_object(
        'hasNextPage', count(*) > ${first},
        'endCursor', (array_agg(translate(encode(convert_to(
          json_build_array(${keys})::text, 'UTF8'), 'base64'), E'\\n', '') ORDER BY place DESC)
          FILTER (WHERE place <= ${first}))[1]
      )
    ) AS page
    FROM (${rows}) row`;
}

/** A page of customers by name. `node` writes one of them, alias `row`, given how to bind a value. */
function customers({ first, after, reseller }, node) {
  const { bind, values } = binding();
  const keys = decodeCursor(after);
  const conditions = where(
    reseller && isRelatedTo(bind(reseller)),
    keys && `(c.company_name, c.id) > (${bind(keys[0])}, ${bind(keys[1])})`,
  );
  const page = pageJson({
    rows: `SELECT c.*, row_number() OVER (ORDER BY c.company_name, c.id) AS place FROM customers c
      ${conditions} ORDER BY c.company_name, c.id LIMIT ${first + 1}`,
    node: node((column) => (reseller ? `AND ${column} = ${bind(reseller)}` : '')),
    keys: 'row.company_name, row.id',
    order: 'row.place',
    first,
  });
  return [
    `SELECT json_build_object('customers', page)::text AS data FROM (${page}) answer`,
    values,
  ];
}

const portfolio = (variables) =>
  customers(
    variables,
    (only) => `json_build_object(
      'id', row.id, 'tenantId', row.tenant_id, 'country', row.country,
      'companyProfile', json_build_object('companyName', row.company_name, 'domain', row.domain),
      'updatedAt', ${instant('row.updated_at')},
      'relationships', json_build_object('nodes', (
        SELECT coalesce(json_agg(json_build_object(
          'id', r.id, 'status', r.status, 'acceptedAt', ${instant('r.accepted_at')},
          'reseller', json_build_object('id', p.id, 'name', p.name, 'mpnId', p.mpn_id)
        ) ORDER BY r.created_at, r.id), '[]')
        FROM relationships r JOIN resellers p ON p.id = r.reseller_id
        WHERE r.customer_id = row.id ${only('r.reseller_id')}
      )),
      'subscriptions', json_build_object('nodes', (
        SELECT coalesce(json_agg(json_build_object(
          'id', s.id, 'offerId', s.offer_id, 'offerName', s.offer_name, 'service', s.service,
          'status', s.status, 'quantity', s.quantity, 'termDuration', s.term_duration,
          'commitmentEndDate', ${instant('s.commitment_end_date')},
          'transactingReseller', json_build_object('id', t.id, 'name', t.name, 'mpnId', t.mpn_id),
          'partnerOfRecord', json_build_object('id', por.id, 'name', por.name)
        ) ORDER BY s.id), '[]')
        FROM subscriptions s JOIN resellers t ON t.id = s.transacting_reseller_id
        JOIN resellers por ON por.id = s.partner_of_record_id
        WHERE s.customer_id = row.id ${only('s.transacting_reseller_id')}
      ))
    )`,
  );

const privileges = (variables) =>
  customers(
    variables,
    (only) => `json_build_object(
      'id', row.id, 'companyProfile', json_build_object('companyName', row.company_name),
      'partnersWithPrivileges', (
        SELECT coalesce(json_agg(json_build_object(
          'service', p.service, 'status', p.status, 'transacting', p.transacting,
          'grantedAt', ${instant('p.granted_at')},
          'relationship', json_build_object(
            'id', p.relationship_id, 'reseller', json_build_object('id', r.id, 'name', r.name))
        )), '[]')
        FROM delegated_privileges p JOIN resellers r ON r.id = p.reseller_id
        WHERE p.customer_id = row.id AND p.status = 'ACTIVE' ${only('p.reseller_id')}
      )
    )`,
  );

function subscriptionPage({ first, after, filter: { status, seller, customer } }) {
  const { bind, values } = binding();
  const keys = decodeCursor(after);
  const conditions = where(
    `s.status = ANY(${bind(status)})`,
    seller && `s.transacting_reseller_id = ${bind(seller)}`,
    customer && `s.customer_id = ${bind(customer)}`,
    keys && `(s.creation_date, s.id) < (${bind(keys[0])}, ${bind(keys[1])})`,
  );
  const page = pageJson({
    rows: `SELECT s.*, row_number() OVER (ORDER BY s.creation_date DESC, s.id DESC) AS place
      FROM subscriptions s ${conditions}
      ORDER BY s.creation_date DESC, s.id DESC LIMIT ${first + 1}`,
    node: `json_build_object(
      'id', row.id, 'subscriptionId', row.subscription_id, 'offerName', row.offer_name,
      'service', row.service, 'status', row.status, 'quantity', row.quantity,
      'creationDate', ${instant('row.creation_date')})`,
    keys: 'row.creation_date, row.id',
    order: 'row.place',
    first,
  });
  return [
    `SELECT json_build_object('subscriptions', page)::text AS data FROM (${page}) answer`,
    values,
  ];
}

const customerById = ({ id }) => [
  `SELECT json_build_object('customer', json_build_object(
     'id', c.id, 'tenantId', c.tenant_id, 'cloudInstance', c.cloud_instance, 'country', c.country,
     'companyProfile', json_build_object('companyName', c.company_name, 'domain', c.domain),
     'createdAt', ${instant('c.created_at')}, 'updatedAt', ${instant('c.updated_at')}
   ))::text AS data FROM customers c WHERE c.id = $1`,
  [id],
];

function totalCount({ reseller }) {
  const { bind, values } = binding();
  const conditions = where(reseller && isRelatedTo(bind(reseller)));
  return [
    `SELECT json_build_object('customers', json_build_object('totalCount', count(*)))::text AS data
     FROM customers c ${conditions}`,
    values,
  ];
}

const READS = {
  CustomerById: customerById,
  Portfolio: portfolio,
  Privileges: privileges,
  SubscriptionPage: subscriptionPage,
  TotalCount: totalCount,
};
const WRITES = {
  RequestRelationship: requestRelationship,
  AcceptRelationshipRequest: acceptRelationshipRequest,
};

async function answer({ operationName, variables }) {
  const write = WRITES[operationName];
  if (write) return JSON.stringify(await transaction((tx) => write(tx, variables.input)));
  const read = READS[operationName];
  if (!read) return 'null';
  const [row] = await query(...read(variables));
  return row.data;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  try {
    response.end(`{"data":${await answer(JSON.parse(await bodyOf(request)))}}`);
  } catch (error) {
    response.statusCode = 500;
    response.end(JSON.stringify({ errors: [{ message: String(error) }] }));
  }
});
server.listen(Number(process.env.PORT), '127.0.0.1');
