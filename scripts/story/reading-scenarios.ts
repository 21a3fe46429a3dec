import { atLeast, atMost, type Scenario } from './scenario';

const PORTFOLIO = /* GraphQL */ `
  query Portfolio($first: Int!) {
    customers(first: $first) {
      nodes {
        id
        companyProfile {
          companyName
        }
        allowDelegatedAccess
        partnersWithPrivileges {
          service
          relationship {
            reseller {
              name
            }
          }
        }
        relationships(first: 10) {
          nodes {
            status
            reseller {
              name
            }
            privileges {
              service
              status
            }
          }
        }
        subscriptions(first: 10) {
          nodes {
            offerName
            partnerOfRecord {
              name
            }
          }
        }
      }
    }
  }
`;

interface Portfolio {
  readonly customers: {
    readonly nodes: readonly {
      readonly partnersWithPrivileges: readonly { readonly service: string }[];
      readonly relationships: { readonly nodes: readonly { readonly status: string }[] };
      readonly subscriptions: {
        readonly nodes: readonly { readonly partnerOfRecord: { readonly name: string } }[];
      };
    }[];
  };
}

export const portfolioCostsTheSame: Scenario = {
  id: 'S14',
  title:
    'A lists 1, 10, 100 customers with relationships, privileges, subscriptions and their credit',
  expected: {
    'customers read': ['1', '10', '100'],
    'relationships in the last': atLeast(100),
    'privileges in the last': atLeast(100),
    'subscriptions in the last': atLeast(250),
    'of these without partner of record': 0,
    'different statement counts': 1,
    statements: atMost(7),
  },
  async play(stage) {
    await stage.importCustomers(100);
    const portfolios: Portfolio['customers']['nodes'][] = [];
    const counts: number[] = [];
    for (const first of [1, 10, 100]) {
      let nodes: Portfolio['customers']['nodes'] = [];
      const count = await stage.countStatements(async () => {
        const { customers } = await stage.get<Portfolio>('reseller-a-admin', PORTFOLIO, { first });
        nodes = customers.nodes;
      });
      portfolios.push(nodes);
      counts.push(count);
    }
    const last = portfolios.at(-1) ?? [];
    const subscriptions = last.flatMap((customer) => customer.subscriptions.nodes);
    return {
      'customers read': portfolios.map(({ length }) => String(length)),
      'relationships in the last': last.flatMap(({ relationships }) => relationships.nodes).length,
      'privileges in the last': last.flatMap((it) => it.partnersWithPrivileges).length,
      'subscriptions in the last': subscriptions.length,
      'of these without partner of record': subscriptions.filter((it) => !it.partnerOfRecord.name)
        .length,
      'different statement counts': new Set(counts).size,
      statements: Math.max(...counts),
    };
  },
};
