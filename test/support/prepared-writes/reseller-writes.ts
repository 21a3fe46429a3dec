import { partnerRelationshipIdOf, resellerIdOf } from '../../../src/modules/visibility/object-ids';
import { newId } from '../../../src/platform/ids';
import { done } from '../relationship-api';
import { givenCustomer, givenReseller } from '../relationship-situations';
import type { TestApp } from '../test-app';
import { byOperator, type Prepare } from './prepared-write';

export const RESELLER_WRITES: Readonly<Record<string, Prepare>> = {
  registerReseller: async (app) => {
    const input = {
      tenantId: newId(),
      name: 'Northwind Cloud',
      country: 'CN',
      cloudInstance: 'CHINA_21VIANET',
      kind: 'DIRECT_BILL',
    };
    return {
      ...byOperator(),
      input,
      refused: async () => ({ ...input, tenantId: (await givenCustomer(app)).tenantId }),
    };
  },
  setResellerStatus: async (app) => {
    const { id: resellerId } = await givenReseller(app);
    return {
      ...byOperator(),
      input: { resellerId, accountStatus: 'SUSPENDED' },
      refused: async () => ({ resellerId: resellerIdOf(newId()), accountStatus: 'SUSPENDED' }),
    };
  },
  createPartnerRelationship: async (app) => {
    const { provider, partner, users } = await provided(app);
    return {
      ...users,
      input: { indirectResellerTenantId: partner.tenantId },
      // A provider is no indirect reseller.
      refused: async () => ({ indirectResellerTenantId: provider.tenantId }),
    };
  },
  endPartnerRelationship: async (app) => {
    const { partner, users } = await provided(app);
    const { partnerRelationship } = await done(app, users.who, 'createPartnerRelationship', {
      indirectResellerTenantId: partner.tenantId,
    });
    return {
      ...users,
      input: { partnerRelationshipId: partnerRelationship?.id ?? '' },
      refused: async () => ({ partnerRelationshipId: partnerRelationshipIdOf(newId()) }),
    };
  },
};

async function provided(app: TestApp) {
  const provider = await givenReseller(app, { kind: 'INDIRECT_PROVIDER' });
  const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
  const roles = ['GLOBAL_ADMIN', 'ADMIN_AGENT'] as const;
  const users = { who: provider.as(roles), colleague: provider.as(roles, 'other') };
  return { provider, partner, users };
}
