// Apollo's standalone server with TypeORM entities and dataloaders, set up as their guides show it.
import 'reflect-metadata';

import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { DataSource, EntitySchema, In } from 'typeorm';

import {
  decodeCursor,
  listOf,
  manyByCustomer,
  oneById,
  resolversOver,
  typeDefs,
} from './plain.mjs';

const text = (name) => ({ type: 'text', ...(name && { name }) });
const uuid = (name) => ({ type: 'uuid', name });
const instant = (name) => ({ type: 'timestamptz', name });
const id = { type: 'uuid', primary: true };

const Reseller = new EntitySchema({
  name: 'Reseller',
  tableName: 'resellers',
  columns: { id, name: text(), mpnId: text('mpn_id') },
});
const Customer = new EntitySchema({
  name: 'Customer',
  tableName: 'customers',
  columns: {
    id,
    tenantId: uuid('tenant_id'),
    cloudInstance: text('cloud_instance'),
    country: text(),
    companyName: text('company_name'),
    domain: text(),
    createdAt: instant('created_at'),
    updatedAt: instant('updated_at'),
  },
});
const Relationship = new EntitySchema({
  name: 'Relationship',
  tableName: 'relationships',
  columns: {
    id,
    customerId: uuid('customer_id'),
    resellerId: uuid('reseller_id'),
    status: text(),
    acceptedAt: instant('accepted_at'),
    createdAt: instant('created_at'),
  },
});
const Privilege = new EntitySchema({
  name: 'DelegatedPrivilege',
  tableName: 'delegated_privileges',
  columns: {
    id,
    customerId: uuid('customer_id'),
    relationshipId: uuid('relationship_id'),
    resellerId: uuid('reseller_id'),
    service: text(),
    status: text(),
    transacting: { type: 'boolean' },
    grantedAt: instant('granted_at'),
  },
});
const Subscription = new EntitySchema({
  name: 'Subscription',
  tableName: 'subscriptions',
  columns: {
    id,
    customerId: uuid('customer_id'),
    subscriptionId: uuid('subscription_id'),
    transactingResellerId: uuid('transacting_reseller_id'),
    partnerOfRecordId: uuid('partner_of_record_id'),
    offerId: text('offer_id'),
    offerName: text('offer_name'),
    service: text(),
    status: text(),
    quantity: { type: 'integer' },
    termDuration: text('term_duration'),
    creationDate: instant('creation_date'),
    commitmentEndDate: instant('commitment_end_date'),
  },
});

const source = await new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  poolSize: 10,
  installExtensions: false,
  entities: [Reseller, Customer, Relationship, Privilege, Subscription],
}).initialize();
const tableOf = (entity) => source.getRepository(entity);

function customersOf(reseller) {
  const builder = tableOf(Customer).createQueryBuilder('c');
  if (!reseller) return builder;
  const own = builder
    .subQuery()
    .select('1')
    .from(Relationship, 'own')
    .where('own.customerId = c.id AND own.resellerId = :reseller AND own.status = :active');
  return builder.where(`EXISTS ${own.getQuery()}`, { reseller, active: 'ACTIVE' });
}

function customers(_root, { first, after, reseller }) {
  return listOf({
    first,
    keysOf: ({ companyName, id: key }) => [companyName, key],
    read: () => {
      const keys = decodeCursor(after);
      const builder = customersOf(reseller);
      if (keys) {
        builder.andWhere('(c.companyName, c.id) > (:name, :id)', { name: keys[0], id: keys[1] });
      }
      return builder
        .orderBy({ 'c.companyName': 'ASC', 'c.id': 'ASC' })
        .limit(first + 1)
        .getMany();
    },
    count: () => customersOf(reseller).getCount(),
  });
}

function subscriptions(_root, { first, after, filter }) {
  const { status, seller, customer } = filter ?? {};
  return listOf({
    first,
    keysOf: ({ creationDate, id: key }) => [creationDate, key],
    read: () => {
      const keys = decodeCursor(after);
      const builder = tableOf(Subscription)
        .createQueryBuilder('s')
        .where({
          ...(status && { status: In(status) }),
          ...(seller && { transactingResellerId: seller }),
          ...(customer && { customerId: customer }),
        });
      if (keys) {
        builder.andWhere('(s.creationDate, s.id) < (:at, :id)', { at: keys[0], id: keys[1] });
      }
      return builder
        .orderBy({ 's.creationDate': 'DESC', 's.id': 'DESC' })
        .limit(first + 1)
        .getMany();
    },
  });
}

/** Rows below customers, of one reseller where one is named. */
function below(entity, column, order, conditions = {}) {
  return manyByCustomer((ids, reseller) =>
    tableOf(entity).find({
      where: { customerId: In(ids), ...conditions, ...(reseller && { [column]: reseller }) },
      order,
    }),
  );
}

const loaders = async () => ({
  reseller: oneById((ids) => tableOf(Reseller).findBy({ id: In(ids) })),
  relationships: below(Relationship, 'resellerId', { createdAt: 'ASC', id: 'ASC' }),
  subscriptions: below(Subscription, 'transactingResellerId', { id: 'ASC' }),
  privileges: below(Privilege, 'resellerId', { service: 'ASC', id: 'ASC' }, { status: 'ACTIVE' }),
});

const customer = (_root, args) => tableOf(Customer).findOneBy({ id: args.id });

/** The pair of mutations is SQL by hand here too: of what it writes, little would be an entity's own. */
const transaction = (work) =>
  source.transaction((manager) => work((text, values) => manager.query(text, values)));

const resolvers = resolversOver({ customer, customers, subscriptions }, transaction);

await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: loaders,
});
