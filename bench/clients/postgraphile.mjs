/** The fields of a list, for the operator from the table and for a reseller from its portfolio. */
function customers(operationName, fields, pageInfo = 'pageInfo { hasNextPage endCursor }') {
  const args = 'first: $first, after: $after, orderBy: [COMPANY_NAME_ASC, ROW_ID_ASC]';
  const variables = '$first: Int!, $after: Cursor';
  return {
    operator: `query ${operationName}(${variables}) {
      customers: allCustomers(${args}) { nodes { ${fields('')} } ${pageInfo} }
    }`,
    reseller: `query ${operationName}(${variables}, $reseller: UUID!) {
      resellerByRowId(rowId: $reseller) {
        portfolio(${args}) { nodes { ${fields('$reseller')} } ${pageInfo} }
      }
    }`,
  };
}

const only = (attributes) => {
  const given = Object.entries(attributes).filter(([, value]) => value !== '');
  const condition = given.map(([name, value]) => `${name}: ${value}`).join(', ');
  return condition && `, condition: { ${condition} }`;
};

const portfolio = customers(
  'Portfolio',
  (reseller) => `
    id: rowId tenantId country companyName domain updatedAt
    relationships: relationshipsByCustomerId(
      first: 25, orderBy: [CREATED_AT_ASC, ROW_ID_ASC]${only({ resellerId: reseller })}
    ) {
      nodes { id: rowId status acceptedAt reseller: resellerByResellerId { id: rowId name mpnId } }
    }
    subscriptions: purchasesByCustomerId(
      first: 25, orderBy: [ROW_ID_ASC]${only({ transactingResellerId: reseller })}
    ) {
      nodes {
        id: rowId offerId offerName service status quantity termDuration commitmentEndDate
        transactingReseller: resellerByTransactingResellerId { id: rowId name mpnId }
        partnerOfRecord: resellerByPartnerOfRecordId { id: rowId name }
      }
    }`,
);

const privileges = customers(
  'Privileges',
  (reseller) => `
    id: rowId companyName
    relationships: relationshipsByCustomerId(${only({ status: '"ACTIVE"', resellerId: reseller }).slice(2)}) {
      nodes {
        id: rowId
        reseller: resellerByResellerId { id: rowId name }
        privileges: delegatedPrivilegesByCustomerIdAndRelationshipId(condition: { status: "ACTIVE" }) {
          nodes { service status transacting grantedAt }
        }
      }
    }`,
);

const totalCount = {
  operator: 'query TotalCount { customers: allCustomers { totalCount } }',
  reseller: `query TotalCount($reseller: UUID!) {
    resellerByRowId(rowId: $reseller) { portfolio { totalCount } }
  }`,
};

const documentFor = (documents, reseller) => (reseller ? documents.reseller : documents.operator);

/** Conditions are equalities, and a null would be one too. */
const withoutNulls = (values) =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );

const withProfile = ({ companyName, domain, ...customer }) => ({
  ...customer,
  companyProfile: { companyName, ...(domain !== undefined && { domain }) },
});

function withPrivileges({ relationships, ...customer }) {
  const partnersWithPrivileges = relationships.nodes.flatMap(
    ({ privileges: held, ...relationship }) =>
      held.nodes.map((privilege) => ({ ...privilege, relationship })),
  );
  return { ...withProfile(customer), partnersWithPrivileges };
}

/** To the names and the nesting of this server. */
function read(data, operationName) {
  if (operationName === 'CustomerById') return { customer: withProfile(data.customer) };
  if (operationName === 'SubscriptionPage') return data;
  const list = data.customers ?? data.resellerByRowId.portfolio;
  const shape = { Portfolio: withProfile, Privileges: withPrivileges }[operationName];
  return { customers: shape ? { ...list, nodes: list.nodes.map(shape) } : list };
}

export const postgraphile = {
  name: 'PostGraphile 5',
  program: ['contenders/postgraphile.mjs'],
  env: ({ database }) => ({ DATABASE_URL: database, GRAPHILE_ENV: 'production' }),
  customerById: ({ customer }) => ({
    query: `query CustomerById($id: UUID!) {
      customer: customerByRowId(rowId: $id) {
        id: rowId tenantId cloudInstance country companyName domain createdAt updatedAt
      }
    }`,
    operationName: 'CustomerById',
    variables: { id: customer },
  }),
  portfolio: ({ first, after, reseller }) => ({
    query: documentFor(portfolio, reseller),
    operationName: 'Portfolio',
    variables: withoutNulls({ first, after, reseller }),
  }),
  privileges: ({ first, after, reseller }) => ({
    query: documentFor(privileges, reseller),
    operationName: 'Privileges',
    variables: withoutNulls({ first, after, reseller }),
  }),
  subscriptionPage: ({ first, after, reseller, customer }) => ({
    query: `query SubscriptionPage($first: Int!, $after: Cursor, $condition: PurchaseCondition) {
      subscriptions: allPurchases(
        first: $first, after: $after, condition: $condition, orderBy: [CREATION_DATE_DESC, ROW_ID_DESC]
      ) {
        nodes { id: rowId subscriptionId offerName service status quantity creationDate }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    operationName: 'SubscriptionPage',
    variables: {
      first,
      after,
      condition: withoutNulls({
        status: 'ACTIVE',
        transactingResellerId: reseller,
        customerId: customer,
      }),
    },
  }),
  totalCount: ({ reseller }) => ({
    query: documentFor(totalCount, reseller),
    operationName: 'TotalCount',
    variables: withoutNulls({ reseller }),
  }),
  read,
};
