import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import {
  ACCEPT,
  type Accepted,
  activeRelationshipId,
  ADVENTURE_WORKS,
  eventNames,
  NORTHWIND,
  REQUEST,
  type Requested,
  WOODGROVE,
} from './documents';
import type { Scenario } from './scenario';
import type { Player, Stage } from './stage';

const HOLDINGS = /* GraphQL */ `
  query Holdings($tenantId: UUID!) {
    customer(tenantId: $tenantId) {
      id
      subscriptionsDigest
      subscriptions(first: 10) {
        nodes {
          subscriptionId
          partnerOfRecord {
            name
          }
        }
      }
    }
  }
`;

interface Holdings {
  readonly customer: {
    readonly id: string;
    readonly subscriptionsDigest: string;
    readonly subscriptions: {
      readonly nodes: readonly {
        readonly subscriptionId: string;
        readonly partnerOfRecord: { readonly name: string };
      }[];
    };
  };
}

async function ask(
  stage: Stage,
  player: Player,
  customerTenantId: string,
  services: readonly string[],
): Promise<string> {
  const input = { customerTenantId, services };
  const { requestRelationship } = await stage.get<Requested>(player, REQUEST, { input });
  return requestRelationship.relationshipRequest.id;
}

export const acceptanceChangesNothing: Scenario = {
  id: 'S1',
  title: 'C holds 3 subscriptions from A; B requests, the global admin of C accepts',
  expected: {
    relationship: 'ACTIVE',
    'rows unchanged': 3,
    'digest unchanged': true,
    proof: 'unchanged, 3 subscriptions, same digests',
    'partners of record': ['Contoso Cloud'],
    'events at B': [
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
      'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      'RESELLER_RELATIONSHIP_REQUESTED',
    ],
    'events at C': [
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
      'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      'RESELLER_RELATIONSHIP_REQUESTED',
    ],
  },
  async play(stage) {
    const rowsBefore = await stage.subscriptionRowHashes(WOODGROVE);
    const before = await stage.get<Holdings>('customer-global', HOLDINGS, { tenantId: WOODGROVE });

    const services = ['EXCHANGE_OFFICE', 'DYNAMICS'];
    const relationshipRequestId = await ask(stage, 'reseller-b-admin', WOODGROVE, services);
    const { acceptRelationshipRequest } = await stage.get<Accepted>('customer-global', ACCEPT, {
      input: { relationshipRequestId },
    });

    const { relationship, proof } = acceptRelationshipRequest;
    const after = await stage.get<Holdings>('customer-global', HOLDINGS, { tenantId: WOODGROVE });
    const rowsAfter = await stage.subscriptionRowHashes(WOODGROVE);
    const { id: customer, subscriptionsDigest, subscriptions } = after.customer;
    const isProofOfThis =
      proof.before === before.customer.subscriptionsDigest && proof.after === subscriptionsDigest;
    const partners = subscriptions.nodes.map(({ partnerOfRecord }) => partnerOfRecord.name);
    return {
      relationship: relationship.status,
      'rows unchanged': rowsAfter.filter((hash) => rowsBefore.includes(hash)).length,
      'digest unchanged': subscriptionsDigest === before.customer.subscriptionsDigest,
      proof: [
        proof.unchanged ? 'unchanged' : 'changed',
        `${proof.subscriptionCount} subscriptions`,
        isProofOfThis ? 'same digests' : 'other digests',
      ].join(', '),
      'partners of record': [...new Set(partners)],
      'events at B': await eventNames(stage, 'reseller-b-admin', { customer }),
      'events at C': await eventNames(stage, 'customer-global', { customer }),
    };
  },
};

const LINK = /* GraphQL */ `
  mutation Link {
    createInvitation(input: {}) {
      invitation {
        id
        url
      }
    }
  }
`;

const FOLLOW = /* GraphQL */ `
  mutation Follow($url: URL!) {
    acceptInvitation(input: { url: $url }) {
      relationship {
        id
        status
        customer {
          tenantId
        }
        reseller {
          name
        }
      }
    }
  }
`;

interface Followed {
  readonly acceptInvitation: {
    readonly relationship: {
      readonly id: string;
      readonly status: string;
      readonly customer: { readonly tenantId: string };
      readonly reseller: { readonly name: string };
    };
  };
}

/** Its tenant was never heard of before it follows the link. */
const NEWCOMER = {
  sub: '10000000-0000-4000-8000-000000000001',
  oid: '10000000-0000-4000-8000-000000000001',
  tid: 'cccccccc-0000-4000-8000-0000000000dd',
  name: 'Deng Wen',
  roles: ['CUSTOMER_GLOBAL_ADMIN'],
  tenant_name: 'Wingtip Toys',
  tenant_country: 'CN',
};

export const oneLinkManyCustomers: Scenario = {
  id: 'S5',
  title: 'Customers C and D, a tenant not held yet, accept the same link of a provider',
  expected: {
    relationships: 2,
    customers: [WOODGROVE, NEWCOMER.tid],
    resellers: ['Tailspin Distribution'],
    statuses: ['ACTIVE'],
    'link unchanged': true,
  },
  async play(stage) {
    interface Made {
      readonly createInvitation: { readonly invitation: { readonly url: string } };
    }
    const made = await stage.get<Made>('provider-global', LINK);
    const { url } = made.createInvitation.invitation;

    const followed = [
      await stage.get<Followed>('customer-global', FOLLOW, { url }),
      await stage.get<Followed>(NEWCOMER, FOLLOW, { url }),
    ];

    const again = await stage.get<Made>('provider-global', LINK);
    const relationships = followed.map(({ acceptInvitation }) => acceptInvitation.relationship);
    return {
      relationships: new Set(relationships.map(({ id }) => id)).size,
      customers: relationships.map(({ customer }) => customer.tenantId),
      resellers: [...new Set(relationships.map(({ reseller }) => reseller.name))],
      statuses: [...new Set(relationships.map(({ status }) => status))],
      'link unchanged': again.createInvitation.invitation.url === url,
    };
  },
};

const PRIVILEGES = /* GraphQL */ `
  query Privileges($tenantId: UUID!) {
    customer(tenantId: $tenantId) {
      partnersWithPrivileges {
        service
        relationship {
          reseller {
            name
          }
        }
      }
    }
  }
`;

const STATUS = /* GraphQL */ `
  query Status($id: ID!) {
    relationshipRequest(id: $id) {
      status
    }
  }
`;

async function privilegeHolders(stage: Stage, player: Player, tenantId: string): Promise<string[]> {
  const { customer } = await stage.get<{
    readonly customer: {
      readonly partnersWithPrivileges: readonly {
        readonly service: string;
        readonly relationship: { readonly reseller: { readonly name: string } };
      }[];
    };
  }>(player, PRIVILEGES, { tenantId });
  return customer.partnersWithPrivileges
    .map(({ service, relationship }) => `${relationship.reseller.name} ${service}`)
    .sort();
}

export const twoSellersOneAdministrator: Scenario = {
  id: 'S10',
  title:
    'A, with privileges, and B each sold EXCHANGE_OFFICE to C; C accepts the request of B for it',
  expected: {
    code: 'DAP_CONFLICT',
    rule: 'R21',
    blockers: ['Contoso Cloud EXCHANGE_OFFICE'],
    request: 'PENDING',
    'privileges after': ['Contoso Cloud EXCHANGE_OFFICE'],
  },
  async play(stage) {
    const services = ['EXCHANGE_OFFICE', 'DYNAMICS'];
    const relationshipRequestId = await ask(stage, 'reseller-b-admin', NORTHWIND, services);

    const refusal = await stage.refusalOf('customer3-global', ACCEPT, {
      input: { relationshipRequestId },
    });

    const { relationshipRequest } = await stage.get<{
      readonly relationshipRequest: { readonly status: string };
    }>('customer3-global', STATUS, { id: relationshipRequestId });
    return {
      code: refusal.code,
      rule: refusal.rule,
      blockers: refusal.blockers.map(({ name, service }) => `${name} ${service}`),
      request: relationshipRequest.status,
      'privileges after': await privilegeHolders(stage, 'customer3-global', NORTHWIND),
    };
  },
};

export const twoAcceptancesAtOnce: Scenario = {
  id: 'S15',
  title: 'The request of A to a customer without partner is accepted by two parallel calls',
  expected: {
    relationships: 1,
    'same one at A': true,
    'calls that repeated': 1,
    'events at A': [
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
      'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      'RESELLER_RELATIONSHIP_REQUESTED',
    ],
  },
  async play(stage) {
    const services = ['EXCHANGE_OFFICE'];
    const relationshipRequestId = await ask(stage, 'reseller-a-admin', ADVENTURE_WORKS, services);

    const accept = (): Promise<Accepted> =>
      stage.get<Accepted>('customer2-global', ACCEPT, { input: { relationshipRequestId } });
    const answers = await Promise.all([accept(), accept()]);

    const payloads = answers.map(({ acceptRelationshipRequest }) => acceptRelationshipRequest);
    const ids = [...new Set(payloads.map(({ relationship }) => relationship.id))];
    const seenByA = await activeRelationshipId(
      stage,
      'reseller-a-admin',
      ADVENTURE_WORKS,
      DEMO_TENANTS.resellerA.name,
    );
    const { customer } = await stage.get<Holdings>('customer2-global', HOLDINGS, {
      tenantId: ADVENTURE_WORKS,
    });
    return {
      relationships: ids.length,
      'same one at A': ids[0] === seenByA,
      'calls that repeated': payloads.filter(({ repeated }) => repeated).length,
      'events at A': await eventNames(stage, 'reseller-a-admin', { customer: customer.id }),
    };
  },
};
