import type { Caller, CustomerActor, OperatorActor, PartnerActor } from '../../src/kernel/actor';
import type { CustomerRole, PartnerRole } from '../../src/kernel/roles';
import type { NextTermFacts } from '../../src/modules/subscriptions/next-term.rules';
import type { SubscriptionFacts } from '../../src/modules/subscriptions/subscription.rules';
import type {
  SubscriptionCaller,
  SubscriptionCallerKind,
} from '../../src/modules/subscriptions/subscription-guard.rules';
import type { UpdatedSubscription } from '../../src/modules/subscriptions/subscription-update.rules';

/** Reseller A sold the subscription to customer C; reseller B came later (domain section 15). */
export const RESELLER_A = 'reseller-a';
export const RESELLER_B = 'reseller-b';
export const CUSTOMER_C = 'customer-c';

/** The instant at which these tests take place. */
export const NOW = new Date('2025-06-15T12:00:00.000Z');
export const DAY_MS = 24 * 60 * 60 * 1000;

export function daysAfter(days: number, from: Date = NOW): Date {
  return new Date(from.getTime() + days * DAY_MS);
}

const IDENTITY = { tenantId: 'tenant', userId: 'user', displayName: null };

export function partnerUser(resellerId: string, ...roles: PartnerRole[]): PartnerActor {
  return {
    ...IDENTITY,
    side: 'partner',
    kind: 'PARTNER_USER',
    resellerId,
    cloudInstance: 'CHINA_21VIANET',
    roles,
    claimsCustomerGlobalAdmin: false,
  };
}

export function partnerApplication(resellerId: string): PartnerActor {
  return { ...partnerUser(resellerId), kind: 'APPLICATION' };
}

export function customerUser(customerId: string, ...roles: CustomerRole[]): CustomerActor {
  return {
    ...IDENTITY,
    side: 'customer',
    kind: 'CUSTOMER_USER',
    customerId,
    cloudInstance: 'CHINA_21VIANET',
    roles,
  };
}

export function operator(): OperatorActor {
  return { ...IDENTITY, side: 'operator', kind: 'OPERATOR' };
}

export function newTenant(): Caller {
  return {
    ...IDENTITY,
    side: 'newTenant',
    kind: 'CUSTOMER_USER',
    roles: ['CUSTOMER_GLOBAL_ADMIN'],
    tenantName: null,
    tenantCountry: null,
  };
}

/** A caller in good standing, related to the customer as its kind says. */
export function caller(
  kind: SubscriptionCallerKind,
  change: Partial<SubscriptionCaller> = {},
): SubscriptionCaller {
  const isReseller = kind === 'TRANSACTING_RESELLER' || kind === 'RESELLER_THAT_SEES';
  return {
    kind,
    isApplication: false,
    accountStatus: isReseller ? 'ACTIVE' : null,
    hasActiveRelationship: isReseller,
    ...change,
  };
}

/** With the offer too, as an edit needs it. */
export type EditedFacts = SubscriptionFacts & UpdatedSubscription;

/** An ACTIVE subscription of ten seats of an unknown offer, with nothing unusual about it. */
export function subscription(change: Partial<EditedFacts> = {}): EditedFacts {
  return {
    status: 'ACTIVE',
    suspendedBy: null,
    suspendedAt: null,
    suspendedRetentionDays: 60,
    quantity: 10,
    cancellationAllowedUntilDate: null,
    autoRenewEnabled: true,
    baseStatus: null,
    offer: null,
    etag: '"7"',
    ...change,
  };
}

/** A subscription that its reseller, or the operator, suspended a day ago. */
export function suspendedSubscription(
  suspendedBy: 'RESELLER' | 'OPERATOR' | null,
  change: Partial<EditedFacts> = {},
): EditedFacts {
  return subscription({
    status: 'SUSPENDED',
    suspendedBy,
    suspendedAt: daysAfter(-1),
    ...change,
  });
}

/** A yearly term of ten seats that ends in 30 days and renews, of a customer that holds nothing else. */
export function nextTerm(change: Partial<NextTermFacts> = {}): NextTermFacts {
  return {
    offerId: null,
    offer: null,
    findOffer: () => null,
    quantity: 10,
    autoRenewEnabled: true,
    effectiveStartDate: null,
    commitmentEndDate: daysAfter(30),
    cancellationAllowedUntilDate: null,
    termDuration: 'P1Y',
    renewalTermDuration: null,
    billingCycle: 'ANNUAL',
    heldBeside: [],
    ...change,
  };
}
