import { readFileSync } from 'node:fs';

import { acceptanceOf, documentsOf, requestWith } from './documents.mjs';

const documents = documentsOf({ variable: '', arg: () => '' });
const idOf = (type, key) => Buffer.from(`${type}:${key}`).toString('base64url');

/** As `npm start` does it, without the word `node`. Its paths begin at the root. */
function startOfServer() {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url)));
  const [, ...words] = scripts.start.split(' ');
  return words.map((word) => word.replace(/^(?:\.\/)?(?=(?:scripts|dist)\/)/, '../'));
}

/** Operations of this server. Who asks stands in the token. */
export const multipartner = {
  name: 'this server',
  program: startOfServer(),
  env: ({ database, issuer }) => ({
    DATABASE_URL: database,
    AUTH_ISSUERS: JSON.stringify([issuer]),
    SECRET_KEY: 'a key that only this benchmark knows and uses',
    // The others write no line for a request either.
    LOG_LEVEL: 'warn',
  }),
  customerById: ({ customer }) => ({
    query: documents.customerById,
    operationName: 'CustomerById',
    variables: { id: idOf('Customer', customer) },
  }),
  portfolio: ({ first, after }) => ({
    query: documents.portfolio,
    operationName: 'Portfolio',
    variables: { first, after },
  }),
  privileges: ({ first, after }) => ({
    query: documents.privileges,
    operationName: 'Privileges',
    variables: { first, after },
  }),
  subscriptionPage: ({ first, after, reseller, customer }) => ({
    query: documents.subscriptionPage,
    operationName: 'SubscriptionPage',
    variables: {
      first,
      after,
      filter: {
        status: ['ACTIVE'],
        ...(reseller && { seller: idOf('Reseller', reseller) }),
        ...(customer && { customer: idOf('Customer', customer) }),
      },
    },
  }),
  totalCount: () => ({ query: documents.totalCount, operationName: 'TotalCount', variables: {} }),
  requestRelationship: ({ customerTenantId, services }) =>
    requestWith({ customerTenantId, services }),
  acceptRelationshipRequest: acceptanceOf,
  read: (data) => data,
};
