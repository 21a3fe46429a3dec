// Mercurius with its JIT compiler and dataloaders, over raw rows.
import fastify from 'fastify';
import mercurius from 'mercurius';

import {
  decodeCursor,
  listOf,
  manyByCustomer,
  oneById,
  resolversOver,
  typeDefs,
} from './plain.mjs';
import { binding, openPool, where } from './statements.mjs';

const { query, transaction } = openPool();

const CUSTOMER = `c.id, c.tenant_id AS "tenantId", c.cloud_instance AS "cloudInstance", c.country,
  c.company_name AS "companyName", c.domain, c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;
const RELATIONSHIP = `r.id, r.customer_id AS "customerId", r.reseller_id AS "resellerId", r.status,
  r.accepted_at AS "acceptedAt"`;
const PRIVILEGE = `p.customer_id AS "customerId", p.service, p.status, p.transacting,
  p.granted_at AS "grantedAt", p.relationship_id AS "relationshipId", p.reseller_id AS "resellerId"`;
const SUBSCRIPTION = `s.id, s.customer_id AS "customerId", s.subscription_id AS "subscriptionId",
  s.offer_id AS "offerId", s.offer_name AS "offerName", s.service, s.status, s.quantity,
  s.term_duration AS "termDuration", s.creation_date AS "creationDate",
  s.commitment_end_date AS "commitmentEndDate", s.transacting_reseller_id AS "transactingResellerId",
  s.partner_of_record_id AS "partnerOfRecordId"`;

const isRelatedTo = (id) => `EXISTS (
  SELECT 1 FROM relationships own
  WHERE own.customer_id = c.id AND own.reseller_id = ${id} AND own.status = 'ACTIVE')`;

function customers(_root, { first, after, reseller }) {
  return listOf({
    first,
    keysOf: ({ companyName, id }) => [companyName, id],
    read: () => {
      const { bind, values } = binding();
      const keys = decodeCursor(after);
      const conditions = where(
        reseller && isRelatedTo(bind(reseller)),
        keys && `(c.company_name, c.id) > (${bind(keys[0])}, ${bind(keys[1])})`,
      );
      return query(
        `SELECT ${CUSTOMER} FROM customers c ${conditions}
         ORDER BY c.company_name, c.id LIMIT ${bind(first + 1)}`,
        values,
      );
    },
    count: async () => {
      const { bind, values } = binding();
      const conditions = where(reseller && isRelatedTo(bind(reseller)));
      const text = `SELECT count(*)::int AS total FROM customers c ${conditions}`;
      return (await query(text, values))[0].total;
    },
  });
}

function subscriptions(_root, { first, after, filter }) {
  const { status, seller, customer } = filter ?? {};
  return listOf({
    first,
    keysOf: ({ creationDate, id }) => [creationDate, id],
    read: () => {
      const { bind, values } = binding();
      const keys = decodeCursor(after);
      const conditions = where(
        status && `s.status = ANY(${bind(status)})`,
        seller && `s.transacting_reseller_id = ${bind(seller)}`,
        customer && `s.customer_id = ${bind(customer)}`,
        keys && `(s.creation_date, s.id) < (${bind(keys[0])}, ${bind(keys[1])})`,
      );
      return query(
        `SELECT ${SUBSCRIPTION} FROM subscriptions s ${conditions}
         ORDER BY s.creation_date DESC, s.id DESC LIMIT ${bind(first + 1)}`,
        values,
      );
    },
  });
}

/** Rows below customers, of one reseller where one is named. */
function below(text, column, order) {
  return manyByCustomer((ids, reseller) =>
    query(
      `${text} = ANY($1) ${reseller ? `AND ${column} = $2` : ''} ORDER BY ${order}`,
      reseller ? [ids, reseller] : [ids],
    ),
  );
}

const loaders = () => ({
  reseller: oneById((ids) =>
    query('SELECT id, name, mpn_id AS "mpnId" FROM resellers WHERE id = ANY($1)', [ids]),
  ),
  relationships: below(
    `SELECT ${RELATIONSHIP} FROM relationships r WHERE r.customer_id`,
    'r.reseller_id',
    'r.created_at, r.id',
  ),
  subscriptions: below(
    `SELECT ${SUBSCRIPTION} FROM subscriptions s WHERE s.customer_id`,
    's.transacting_reseller_id',
    's.id',
  ),
  privileges: below(
    `SELECT ${PRIVILEGE} FROM delegated_privileges p WHERE p.status = 'ACTIVE' AND p.customer_id`,
    'p.reseller_id',
    'p.service, p.id',
  ),
});

const customer = async (_root, { id }) =>
  (await query(`SELECT ${CUSTOMER} FROM customers c WHERE c.id = $1`, [id]))[0] ?? null;

const resolvers = resolversOver({ customer, customers, subscriptions }, transaction);

const app = fastify();
app.register(mercurius, { schema: typeDefs, resolvers, jit: 1, context: loaders });
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
