import { acceptanceOf, documentsOf, requestWith } from './documents.mjs';

const documents = documentsOf({
  variable: ', $reseller: ID',
  arg: (name) => `, ${name}: $reseller`,
});

/** Operations of the contenders that answer `contenders/plain.graphql`, by row ids. */
const operations = {
  customerById: ({ customer }) => ({
    query: documents.customerById,
    operationName: 'CustomerById',
    variables: { id: customer },
  }),
  portfolio: ({ first, after, reseller }) => ({
    query: documents.portfolio,
    operationName: 'Portfolio',
    variables: { first, after, reseller },
  }),
  privileges: ({ first, after, reseller }) => ({
    query: documents.privileges,
    operationName: 'Privileges',
    variables: { first, after, reseller },
  }),
  subscriptionPage: ({ first, after, reseller, customer }) => ({
    query: documents.subscriptionPage,
    operationName: 'SubscriptionPage',
    variables: { first, after, filter: { status: ['ACTIVE'], seller: reseller, customer } },
  }),
  totalCount: ({ reseller }) => ({
    query: documents.totalCount,
    operationName: 'TotalCount',
    variables: { reseller },
  }),
  requestRelationship: requestWith,
  acceptRelationshipRequest: acceptanceOf,
  read: (data) => data,
};

const env = ({ database }) => ({ DATABASE_URL: database });

export const mercurius = {
  name: 'Mercurius, JIT',
  program: ['contenders/mercurius.mjs'],
  env,
  ...operations,
};

export const apollo = {
  name: 'Apollo, TypeORM',
  program: ['contenders/apollo-typeorm.mjs'],
  env,
  ...operations,
};

/** Knows the operations by their names, and reads no document. */
export const handwritten = {
  name: 'hand-written SQL',
  program: ['contenders/handwritten.mjs'],
  env,
  ...operations,
};
