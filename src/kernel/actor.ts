import type { CloudInstance } from './cloud-instance';
import type { CustomerRole, PartnerRole } from './roles';

/** What kind of caller acted, as audit records, events and `Actor` objects show it (domain section 2). */
export const ActorKind = {
  PARTNER_USER: 'PARTNER_USER',
  CUSTOMER_USER: 'CUSTOMER_USER',
  OPERATOR: 'OPERATOR',
  APPLICATION: 'APPLICATION',
  PLATFORM: 'PLATFORM',
} as const;
export type ActorKind = (typeof ActorKind)[keyof typeof ActorKind];

interface CallerIdentity {
  readonly kind: ActorKind;
  readonly tenantId: string;
  /** `oid` or `sub` of the token; for an application its own id. */
  readonly userId: string;
  readonly displayName: string | null;
}

/** A user or an application of a tenant that is held as a reseller. */
export interface PartnerActor extends CallerIdentity {
  readonly side: 'partner';
  readonly kind: 'PARTNER_USER' | 'APPLICATION';
  readonly resellerId: string;
  readonly cloudInstance: CloudInstance;
  /** Empty for an application. */
  readonly roles: readonly PartnerRole[];
  /** The token also names CUSTOMER_GLOBAL_ADMIN; only R15 and R19 ask for it. */
  readonly claimsCustomerGlobalAdmin: boolean;
}

/** A user or an application of a tenant that is held as a customer. */
export interface CustomerActor extends CallerIdentity {
  readonly side: 'customer';
  readonly kind: 'CUSTOMER_USER' | 'APPLICATION';
  readonly customerId: string;
  readonly cloudInstance: CloudInstance;
  /** Empty for an application. */
  readonly roles: readonly CustomerRole[];
}

/** A tenant that is not held yet: it may accept an invitation and nothing else. */
export interface NewTenantActor extends CallerIdentity {
  readonly side: 'newTenant';
  readonly kind: 'CUSTOMER_USER' | 'APPLICATION';
  readonly roles: readonly CustomerRole[];
  readonly tenantName: string | null;
  readonly tenantCountry: string | null;
}

/** The same caller once its tenant is held: accepting an invitation makes a customer of it. */
export function asCustomer(
  { tenantName: _name, tenantCountry: _country, ...caller }: NewTenantActor,
  held: { readonly id: string; readonly cloudInstance: CloudInstance },
): CustomerActor {
  return { ...caller, side: 'customer', customerId: held.id, cloudInstance: held.cloudInstance };
}

/** The company that runs the instance; only an issuer marked so may name one. */
export interface OperatorActor extends CallerIdentity {
  readonly side: 'operator';
  readonly kind: 'OPERATOR';
}

/** Timers and the importer. Never built from a token. */
export interface PlatformActor {
  readonly side: 'platform';
  readonly kind: 'PLATFORM';
  readonly tenantId: null;
  readonly userId: string;
  readonly displayName: string | null;
}

/** A caller with a valid token. */
export type Caller = PartnerActor | CustomerActor | NewTenantActor | OperatorActor;

/** Whoever acts: a caller or the platform itself. */
export type Actor = Caller | PlatformActor;

/** The stored form of an actor, in audit records, events and `…By` columns. */
export interface ActorStamp {
  readonly kind: ActorKind;
  readonly displayName: string | null;
  readonly tenantId: string | null;
  readonly userId: string;
}

export function actorStamp(actor: Actor): ActorStamp {
  const { kind, displayName, tenantId, userId } = actor;
  return { kind, displayName, tenantId, userId };
}

export function platformActor(component: string): PlatformActor {
  return {
    side: 'platform',
    kind: 'PLATFORM',
    tenantId: null,
    userId: component,
    displayName: null,
  };
}
