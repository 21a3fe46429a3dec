import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { activeRelationshipId, NORTHWIND, subscriptionsSeen, WOODGROVE } from './documents';
import type { Scenario } from './scenario';

const TAKE_BACK = /* GraphQL */ `
  mutation TakeBack($input: RemoveDelegatedPrivilegesInput!) {
    removeDelegatedPrivileges(input: $input) {
      relationship {
        status
        privileges {
          service
          status
        }
      }
    }
  }
`;

interface TakenBack {
  readonly removeDelegatedPrivileges: {
    readonly relationship: {
      readonly status: string;
      readonly privileges: readonly { readonly service: string; readonly status: string }[];
    };
  };
}

const VERDICTS = /* GraphQL */ `
  query Verdicts($tenantId: UUID!) {
    customer(tenantId: $tenantId) {
      viewerActions {
        action
        service
        allowed
        code
      }
    }
  }
`;

interface Verdicts {
  readonly customer: {
    readonly viewerActions: readonly {
      readonly action: string;
      readonly service: string | null;
      readonly allowed: boolean;
      readonly code: string | null;
    }[];
  };
}

export const privilegeIsTakenBack: Scenario = {
  id: 'S8',
  title: 'C removes the DYNAMICS privilege of B',
  expected: {
    relationship: 'ACTIVE',
    privileges: ['DYNAMICS REMOVED_BY_CUSTOMER', 'EXCHANGE_OFFICE ACTIVE'],
    SELL: 'allowed',
    'ADMINISTER DYNAMICS': 'DAP_NOT_GRANTED',
    'ADMINISTER EXCHANGE_OFFICE': 'allowed',
    'rows unchanged': true,
  },
  async play(stage) {
    const rowsBefore = await stage.subscriptionRowHashes(WOODGROVE);
    const relationshipId = await activeRelationshipId(
      stage,
      'customer-global',
      WOODGROVE,
      DEMO_TENANTS.resellerB.name,
    );

    const { removeDelegatedPrivileges } = await stage.get<TakenBack>('customer-global', TAKE_BACK, {
      input: { relationshipId, services: ['DYNAMICS'] },
    });

    const { relationship } = removeDelegatedPrivileges;
    const { customer } = await stage.get<Verdicts>('reseller-b-admin', VERDICTS, {
      tenantId: WOODGROVE,
    });
    const verdictOn = (action: string, service: string | null): string | null => {
      const found = customer.viewerActions.find(
        (it) => it.action === action && it.service === service,
      );
      return found?.allowed ? 'allowed' : (found?.code ?? null);
    };
    const rowsAfter = await stage.subscriptionRowHashes(WOODGROVE);
    return {
      relationship: relationship.status,
      privileges: relationship.privileges.map((it) => `${it.service} ${it.status}`).sort(),
      SELL: verdictOn('SELL', null),
      'ADMINISTER DYNAMICS': verdictOn('ADMINISTER', 'DYNAMICS'),
      'ADMINISTER EXCHANGE_OFFICE': verdictOn('ADMINISTER', 'EXCHANGE_OFFICE'),
      'rows unchanged': rowsAfter.join() === rowsBefore.join(),
    };
  },
};

const REMOVE = /* GraphQL */ `
  mutation Remove($input: RemoveRelationshipInput!) {
    removeRelationship(input: $input) {
      relationship {
        status
      }
    }
  }
`;

export const sellerCannotLeave: Scenario = {
  id: 'S9',
  title: 'B removes its relationship while a subscription it sold is ACTIVE',
  expected: {
    code: 'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS',
    rule: 'R30',
    'blockers name the subscription of B': true,
    relationship: 'in force',
    'status of the subscription': 'ACTIVE',
    'rows unchanged': true,
  },
  async play(stage) {
    const player = 'reseller-b-global';
    const fabrikam = DEMO_TENANTS.resellerB.name;
    const rowsBefore = await stage.subscriptionRowHashes(NORTHWIND);
    const relationshipId = await activeRelationshipId(stage, player, NORTHWIND, fabrikam);
    const [sold, ...others] = await subscriptionsSeen(stage, player, NORTHWIND, 'EXCHANGE_OFFICE');

    const refusal = await stage.refusalOf(player, REMOVE, { input: { relationshipId } });

    const [after] = await subscriptionsSeen(stage, player, NORTHWIND, 'EXCHANGE_OFFICE');
    const stillThere = await activeRelationshipId(stage, player, NORTHWIND, fabrikam);
    const rowsAfter = await stage.subscriptionRowHashes(NORTHWIND);
    return {
      code: refusal.code,
      rule: refusal.rule,
      'blockers name the subscription of B':
        others.length === 0 && refusal.blockers.map(({ id }) => id).join() === sold.id,
      relationship: stillThere === relationshipId ? 'in force' : 'another one',
      'status of the subscription': after.status,
      'rows unchanged': rowsAfter.join() === rowsBefore.join(),
    };
  },
};
