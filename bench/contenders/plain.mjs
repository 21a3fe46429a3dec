// What Mercurius and Apollo have in common: the schema, and resolvers over whatever reads the rows.
import { readFileSync } from 'node:fs';

import DataLoader from 'dataloader';
import { GraphQLScalarType } from 'graphql';

import { acceptRelationshipRequest, requestRelationship } from './request-and-accept.mjs';

export const typeDefs = readFileSync(new URL('plain.graphql', import.meta.url), 'utf8');

const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (date) => date.toISOString(),
});

function encodeCursor(keys) {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

export function decodeCursor(cursor) {
  return cursor ? JSON.parse(Buffer.from(cursor, 'base64url').toString()) : null;
}

/**
 * A list at the root, whose rows are read when they are asked for, once.
 *
 * @param read answers up to `first + 1` rows
 * @param keysOf what a cursor holds of a row
 */
export function listOf({ first, read, keysOf, count }) {
  let rows = null;
  return { first, keysOf, count, rows: () => (rows ??= read()) };
}

const pageOf = (rows, first) => (rows.length > first ? rows.slice(0, first) : rows);

/** A list below a parent comes with its nodes. */
const nodesOf = (list) => list.nodes ?? list.rows().then((rows) => pageOf(rows, list.first));

async function pageInfoOf(list) {
  const rows = await list.rows();
  const last = pageOf(rows, list.first).at(-1);
  return {
    hasNextPage: rows.length > list.first,
    endCursor: last ? encodeCursor(list.keysOf(last)) : null,
  };
}

const below = (loader, id, first) =>
  loader.load(id).then((rows) => ({ nodes: pageOf(rows, first) }));

/**
 * @param query `customer`, `customers` and `subscriptions`, the latter two as `listOf`
 * @param transaction hands a function that sends statements to what it runs
 */
export function resolversOver(query, transaction) {
  const mutation =
    (act) =>
    async (_root, { input }) =>
      Object.values(await transaction((tx) => act(tx, input)))[0];
  return {
    DateTime,
    Query: query,
    Mutation: {
      requestRelationship: mutation(requestRelationship),
      acceptRelationshipRequest: mutation(acceptRelationshipRequest),
    },
    CustomerConnection: {
      nodes: nodesOf,
      pageInfo: pageInfoOf,
      totalCount: (list) => list.count(),
    },
    SubscriptionConnection: { nodes: nodesOf, pageInfo: pageInfoOf },
    Customer: {
      companyProfile: (customer) => customer,
      relationships: ({ id }, { first, reseller }, ctx) =>
        below(ctx.relationships(reseller), id, first),
      subscriptions: ({ id }, { first, seller }, ctx) =>
        below(ctx.subscriptions(seller), id, first),
      partnersWithPrivileges: ({ id }, { reseller }, ctx) => ctx.privileges(reseller).load(id),
    },
    // What is asked of the relationship stands in the privilege's own row.
    DelegatedPrivilege: {
      relationship: ({ relationshipId, resellerId }) => ({ id: relationshipId, resellerId }),
    },
    Relationship: { reseller: ({ resellerId }, _args, ctx) => ctx.reseller.load(resellerId) },
    Subscription: {
      transactingReseller: (row, _args, ctx) => ctx.reseller.load(row.transactingResellerId),
      partnerOfRecord: (row, _args, ctx) => ctx.reseller.load(row.partnerOfRecordId),
    },
  };
}

/** A loader of one row for each id. */
export function oneById(read) {
  return new DataLoader(async (ids) => {
    const rows = new Map((await read(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** A loader of the rows below each customer, one for each value of an argument. */
export function manyByCustomer(read) {
  const loaders = new Map();
  return (argument = null) => {
    if (!loaders.has(argument))
      loaders.set(
        argument,
        groupedLoader((ids) => read(ids, argument)),
      );
    return loaders.get(argument);
  };
}

function groupedLoader(read) {
  return new DataLoader(async (ids) => {
    const groups = new Map(ids.map((id) => [id, []]));
    for (const row of await read(ids)) groups.get(row.customerId).push(row);
    return ids.map((id) => groups.get(id));
  });
}
