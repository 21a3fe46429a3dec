import type { Caller, NewTenantActor } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { CustomerRole, PartnerRole } from '../../kernel/roles';
import type { VerifiedToken } from './token-verifier';

interface HeldObject {
  readonly id: string;
  readonly cloudInstance: CloudInstance;
}

/** What is held of a tenant. One that is both counts as a reseller. */
export interface HeldTenant {
  readonly reseller?: HeldObject | null;
  readonly customer?: HeldObject | null;
}

/** Finds a tenant by its id, in lower case. */
export type TenantLookup = (tenantId: string) => Promise<HeldTenant>;

const isPartnerRole = (role: string): role is PartnerRole => Object.hasOwn(PartnerRole, role);
const isCustomerRole = (role: string): role is CustomerRole => Object.hasOwn(CustomerRole, role);

/**
 * Who calls, from what the token says and what is held of its tenant. Roles of the other side are
 * ignored; an application has none. OPERATOR counts only from an issuer marked so, and only for a
 * user. A tenant that is not held becomes a caller that may accept an invitation and nothing else.
 */
export async function resolveCaller(token: VerifiedToken, lookup: TenantLookup): Promise<Caller> {
  const { tenantId, userId, displayName, isApplication } = token;
  const identity = { tenantId, userId, displayName };
  const roles = isApplication ? [] : [...new Set(token.roles)];
  if (token.mayNameOperators && roles.includes('OPERATOR')) {
    return { ...identity, side: 'operator', kind: 'OPERATOR' };
  }
  const { reseller, customer } = await lookup(tenantId);
  if (reseller) {
    return {
      ...identity,
      side: 'partner',
      kind: isApplication ? 'APPLICATION' : 'PARTNER_USER',
      resellerId: reseller.id,
      cloudInstance: reseller.cloudInstance,
      roles: roles.filter(isPartnerRole),
      claimsCustomerGlobalAdmin: roles.includes(CustomerRole.CUSTOMER_GLOBAL_ADMIN),
    };
  }
  const customerSide = {
    ...identity,
    kind: isApplication ? 'APPLICATION' : 'CUSTOMER_USER',
    roles: roles.filter(isCustomerRole),
  } satisfies Partial<NewTenantActor>;
  if (customer) {
    return {
      ...customerSide,
      side: 'customer',
      customerId: customer.id,
      cloudInstance: customer.cloudInstance,
    };
  }
  return {
    ...customerSide,
    side: 'newTenant',
    tenantName: token.tenantName,
    tenantCountry: token.tenantCountry,
  };
}
