import type {
  Caller,
  CustomerActor,
  NewTenantActor,
  OperatorActor,
  PartnerActor,
} from '../../src/kernel/actor';
import { policyOf } from '../../src/kernel/cloud-policy.rules';
import type { DomainError } from '../../src/kernel/domain-error';
import type { CustomerRole, PartnerRole } from '../../src/kernel/roles';
import type { RequestAcceptanceFacts } from '../../src/modules/relationships/acceptance.rules';
import type { RelationshipFacts } from '../../src/modules/relationships/relationship.rules';
import type { RequestFacts } from '../../src/modules/relationships/relationship-request.rules';
import type { ResellerFacts } from '../../src/modules/resellers/reseller-facts';

/** Callers and facts for tests of pure rules: whatever a test does not name stands in nobody's way. */

export const CUSTOMER_TENANT = 'c0000000-0000-4000-8000-000000000001';
export const OTHER_TENANT = 'c0000000-0000-4000-8000-000000000002';
export const CHINA = policyOf('CHINA_21VIANET');
export const GLOBAL = policyOf('GLOBAL');
export const GERMANY = policyOf('GERMANY');
export const US_GOVERNMENT = policyOf('US_GOVERNMENT');

export function partnerUser(
  roles: readonly PartnerRole[],
  overrides: Partial<PartnerActor> = {},
): PartnerActor {
  return {
    side: 'partner',
    kind: 'PARTNER_USER',
    tenantId: 'tenant-of-reseller',
    userId: 'user',
    displayName: null,
    resellerId: 'reseller',
    cloudInstance: 'CHINA_21VIANET',
    roles,
    claimsCustomerGlobalAdmin: false,
    ...overrides,
  };
}

export function partnerApplication(): PartnerActor {
  return partnerUser([], { kind: 'APPLICATION' });
}

export function customerUser(
  roles: readonly CustomerRole[],
  overrides: Partial<CustomerActor> = {},
): CustomerActor {
  return {
    side: 'customer',
    kind: 'CUSTOMER_USER',
    tenantId: CUSTOMER_TENANT,
    userId: 'user',
    displayName: null,
    customerId: 'customer',
    cloudInstance: 'CHINA_21VIANET',
    roles,
    ...overrides,
  };
}

export function newTenantUser(roles: readonly CustomerRole[]): NewTenantActor {
  return {
    side: 'newTenant',
    kind: 'CUSTOMER_USER',
    tenantId: OTHER_TENANT,
    userId: 'user',
    displayName: null,
    roles,
    tenantName: 'New',
    tenantCountry: 'CN',
  };
}

export const OPERATOR: OperatorActor = {
  side: 'operator',
  kind: 'OPERATOR',
  tenantId: 'operator',
  userId: 'user',
  displayName: null,
};
export const CUSTOMER_ADMIN = customerUser(['CUSTOMER_GLOBAL_ADMIN']);
export const ADMIN_AGENT = partnerUser(['ADMIN_AGENT']);
export const PARTNER_GLOBAL_ADMIN = partnerUser(['GLOBAL_ADMIN']);

export function reseller(overrides: Partial<ResellerFacts> = {}): ResellerFacts {
  return {
    id: 'reseller',
    name: 'Fabrikam Services',
    kind: 'DIRECT_BILL',
    accountStatus: 'ACTIVE',
    agreementAccepted: true,
    country: 'CN',
    cloudInstance: 'CHINA_21VIANET',
    ...overrides,
  };
}

export const NOW = new Date('2026-03-01T12:00:00.000Z');

export function instant(offsetMs: number): Date {
  return new Date(NOW.getTime() + offsetMs);
}

export function request(overrides: Partial<RequestFacts> = {}): RequestFacts {
  return {
    resellerId: 'reseller',
    status: 'PENDING',
    expiresAt: instant(1000),
    services: ['EXCHANGE_OFFICE', 'DYNAMICS'],
    withDelegatedAdmin: true,
    customerTenantId: CUSTOMER_TENANT,
    customerId: null,
    version: 3,
    ...overrides,
  };
}

export function relationship(overrides: Partial<RelationshipFacts> = {}): RelationshipFacts {
  return {
    customerId: 'customer',
    resellerId: 'reseller',
    status: 'ACTIVE',
    version: 5,
    ...overrides,
  };
}

export function acceptance(
  overrides: Partial<RequestAcceptanceFacts> = {},
): RequestAcceptanceFacts {
  return {
    policy: CHINA,
    reseller: reseller(),
    customer: {
      country: 'CN',
      cloudInstance: 'CHINA_21VIANET',
      isPartnerTenant: false,
      hasAcceptedAgreement: false,
      isNew: false,
    },
    otherHolders: [],
    soldServices: [],
    isPartnershipOver: false,
    request: request(),
    acceptedServices: [],
    ...overrides,
  };
}

/** What a client sees first of a refusal, or null. */
export function answer(refusal: DomainError | null): string | null {
  return refusal === null ? null : `${refusal.code} ${refusal.rule ?? '-'}`;
}

/** One caller of every kind, with the name a test title shows. */
export const CALLERS: readonly (readonly [string, Caller | null])[] = [
  ['nobody', null],
  ['ADMIN_AGENT', ADMIN_AGENT],
  ['SALES_AGENT', partnerUser(['SALES_AGENT'])],
  ['HELPDESK_AGENT', partnerUser(['HELPDESK_AGENT'])],
  ['GLOBAL_ADMIN', PARTNER_GLOBAL_ADMIN],
  ['BILLING_ADMIN', partnerUser(['BILLING_ADMIN'])],
  ['USER_MGMT_ADMIN', partnerUser(['USER_MGMT_ADMIN'])],
  ['partner application', partnerApplication()],
  ['partner user without a role', partnerUser([])],
  ['CUSTOMER_GLOBAL_ADMIN', CUSTOMER_ADMIN],
  ['CUSTOMER_BILLING_ADMIN', customerUser(['CUSTOMER_BILLING_ADMIN'])],
  ['CUSTOMER_USER', customerUser(['CUSTOMER_USER'])],
  ['customer application', customerUser([], { kind: 'APPLICATION' })],
  ['OPERATOR', OPERATOR],
  ['new tenant', newTenantUser(['CUSTOMER_GLOBAL_ADMIN'])],
] as const;
