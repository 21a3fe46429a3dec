/** The two mutations; what they are given differs by how a contender names objects. */
export const requestWith = (input) => ({
  query: `mutation RequestRelationship($input: RequestRelationshipInput!) {
    requestRelationship(input: $input) { created relationshipRequest { id status services } }
  }`,
  operationName: 'RequestRelationship',
  variables: { input },
});

/** @param data of the request */
export const acceptanceOf = ({ requestRelationship: { relationshipRequest } }) => ({
  query: `mutation AcceptRelationshipRequest($input: AcceptRelationshipRequestInput!) {
    acceptRelationshipRequest(input: $input) {
      relationshipRequest { id status }
      relationship { id status reseller { id name } privileges { service status } }
      proof { unchanged subscriptionCount }
    }
  }`,
  operationName: 'AcceptRelationshipRequest',
  variables: { input: { relationshipRequestId: relationshipRequest.id } },
});

/**
 * The operations as this server's clients write them. The plain contenders answer the same documents,
 * with an argument that names the reseller where this server looks at the caller.
 *
 * @param arg writes such an argument, or nothing
 */
export function documentsOf({ variable, arg }) {
  const paged = `($first: Int!, $after: String${variable})`;
  const pageInfo = 'pageInfo { hasNextPage endCursor }';
  return {
    customerById: `query CustomerById($id: ID!) {
      customer(id: $id) {
        id tenantId cloudInstance country companyProfile { companyName domain } createdAt updatedAt
      }
    }`,
    portfolio: `query Portfolio${paged} {
      customers(first: $first, after: $after${arg('reseller')}) {
        nodes {
          id tenantId country companyProfile { companyName domain } updatedAt
          relationships(first: 25${arg('reseller')}) {
            nodes { id status acceptedAt reseller { id name mpnId } }
          }
          subscriptions(first: 25${arg('seller')}) {
            nodes {
              id offerId offerName service status quantity termDuration commitmentEndDate
              transactingReseller { id name mpnId }
              partnerOfRecord { id name }
            }
          }
        }
        ${pageInfo}
      }
    }`,
    privileges: `query Privileges${paged} {
      customers(first: $first, after: $after${arg('reseller')}) {
        nodes {
          id companyProfile { companyName }
          partnersWithPrivileges${arg('reseller') && '(reseller: $reseller)'} {
            service status transacting grantedAt relationship { id reseller { id name } }
          }
        }
        ${pageInfo}
      }
    }`,
    subscriptionPage: `query SubscriptionPage($first: Int!, $after: String, $filter: SubscriptionFilter) {
      subscriptions(first: $first, after: $after, filter: $filter, orderBy: { field: CREATED_AT, direction: DESC }) {
        nodes { id subscriptionId offerName service status quantity creationDate }
        ${pageInfo}
      }
    }`,
    totalCount: `query TotalCount${variable && '($reseller: ID)'} {
      customers(first: 1${arg('reseller')}) { totalCount }
    }`,
  };
}
