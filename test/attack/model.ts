/*
 * What the attack knows of the world: plain rows, no database. Ids are those of the rows; every name is
 * one of the domain document.
 */

export type Service = 'EXCHANGE_OFFICE' | 'DYNAMICS' | 'INTUNE' | 'AZURE' | 'OTHER';
export type Instance = 'CHINA_21VIANET' | 'GLOBAL' | 'US_GOVERNMENT';
export type Standing = 'ACTIVE' | 'RESTRICTED' | 'SUSPENDED';

export interface Reseller {
  readonly id: string;
  /** `null`: only its MPN id is known. */
  tenant: string | null;
  readonly mpnId: string | null;
  kind: string | null;
  readonly instance: Instance;
  country: string | null;
  standing: Standing;
  signed: boolean;
}

export interface Customer {
  readonly id: string;
  readonly tenant: string;
  readonly instance: Instance;
  readonly country: string | null;
  /** The account owner: written once, never changed (R2). */
  readonly owner: string | null;
  /** What it has agreed to: `type@instant`. */
  agreements: readonly string[];
  version: number;
  company: string;
  /** MPN id of the indirect reseller that is attached to the account. */
  associated: string | null;
  billingEmail: string | null;
}

export interface Partnership {
  readonly id: string;
  readonly provider: string;
  readonly reseller: string;
  state: 'ACTIVE' | 'ENDED';
  version: number;
}

export interface Invitation {
  readonly id: string;
  readonly reseller: string;
  /** Who is asked for jointly (R23). */
  readonly provider: string | null;
  /** Who serves the provider's customers (R22). */
  readonly served: string | null;
  readonly dap: boolean;
  status: 'ACTIVE' | 'REVOKED';
}

export interface Request {
  readonly id: string;
  readonly reseller: string;
  readonly invitation: string;
  customer: string | null;
  readonly tenant: string | null;
  readonly services: readonly Service[];
  readonly dap: boolean;
  status: 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'CANCELED' | 'EXPIRED';
  readonly expiresAt: number;
  granted: readonly Service[] | null;
  relationship: string | null;
  version: number;
}

export interface Privilege {
  status: string;
  readonly grantedAt: number | null;
}

export interface Relationship {
  readonly id: string;
  readonly customer: string;
  readonly reseller: string;
  status: 'ACTIVE' | 'REMOVED';
  /** Who serves the customer of a provider (2.6). */
  readonly served: string | null;
  /** The latest of each service. */
  readonly privileges: Partial<Record<Service, Privilege>>;
  version: number;
}

export interface Subscription {
  readonly id: string;
  /** The id at the source. */
  readonly subscriptionId: string;
  readonly customer: string;
  readonly seller: string;
  readonly partnerOfRecord: string;
  readonly partnerId: string | null;
  readonly service: Service;
  offer: string;
  /** `subscriptionId` of its base. */
  readonly parent: string | null;
  status: string;
  suspendedBy: 'RESELLER' | 'OPERATOR' | null;
  suspendedAt: number | null;
  quantity: number;
  name: string | null;
  autoRenew: boolean | null;
  cycle: string;
  term: string | null;
  cancelUntil: number | null;
  renewalTerm: string | null;
  /** What the next term begins with (2.8); `null` = as it is. */
  nextProduct: string | null;
  nextQuantity: number | null;
  /** When its first term began, when the present one ends, and its first billing cycle. */
  start: number | null;
  end: number | null;
  cycleEnd: number | null;
  /** Sold here: the platform of this server runs it; what was imported runs at the source. */
  runsHere: boolean;
  /** Who supports the customer, where it is not the seller (R44). */
  contact: string | null;
  /** All columns that no rule asks about are as the imported bodies have them. */
  isOfTheSource: boolean;
  version: number;
}

export interface State {
  now: number;
  readonly resellers: Record<string, Reseller>;
  readonly customers: Record<string, Customer>;
  readonly partnerships: Record<string, Partnership>;
  readonly invitations: Record<string, Invitation>;
  readonly requests: Record<string, Request>;
  readonly relationships: Record<string, Relationship>;
  readonly subscriptions: Record<string, Subscription>;
}

export type Table = Exclude<keyof State, 'now'>;

/** A token: users of a tenant, an application, the operator; `null` in its place sends none. */
export interface Caller {
  readonly tenant: string | 'operator';
  readonly roles: readonly string[];
  readonly isApplication?: boolean;
  /** Of a tenant that may not be held yet. */
  readonly country?: string;
}

/** What an act is asked for, with row ids; each act reads its own. */
export interface Input {
  readonly relationship?: string;
  readonly request?: string;
  readonly requests?: readonly string[];
  readonly invitation?: string;
  /** What was done to the link before it is followed. */
  readonly tampered?: 'ADDED_TO' | 'CUT';
  readonly subscription?: string;
  readonly reseller?: string;
  readonly customer?: string;
  readonly partnership?: string;
  readonly tenant?: string | null;
  readonly tenants?: readonly string[];
  readonly services?: readonly Service[] | null;
  readonly dap?: boolean;
  readonly provider?: string;
  readonly served?: string;
  readonly accepts?: boolean;
  /** Version that the caller has read. */
  readonly ifMatch?: number;
  readonly standing?: Standing;
  /** Since when privileges were not used; when something was agreed. */
  readonly since?: number;
  readonly country?: string;
  readonly company?: string;
  readonly billingEmail?: string;
  readonly associated?: string | null;
  readonly kind?: string;
  readonly instance?: Instance;
  readonly mpnId?: string | null;
  /** Fields of a subscription that are sent, by their names in the graph. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly offer?: string;
  /** What is scheduled for the next term. */
  readonly next?: { readonly product?: string; readonly quantity?: number } | null;
  readonly bodies?: readonly Body[];
  readonly days?: number;
}

/** A Subscription body that is imported. */
export interface Body {
  readonly subscriptionId: string;
  readonly customer: string;
  readonly offer: string;
  readonly service: Service;
  readonly partnerId: string | null;
  readonly status: string;
  readonly quantity: number;
  readonly parent: string | null;
}

export interface Call {
  readonly act: string;
  readonly caller: Caller | null;
  readonly input: Input;
  readonly isDryRun?: boolean;
}

/** Hands out the id of a row that an act makes. */
export interface Fresh {
  /** `like`: by which of its fields the row is told from others that are made. */
  <Made extends Table>(table: Made, like: Partial<State[Made][string]>): string;
  /** The id at the source of a subscription that is sold here. */
  readonly source?: (id: string) => string;
}
/** What an accepted act does to the world; it may write only what it is given. */
export type Change = (next: State, fresh: Fresh) => void;
/** A refusal, or what is done. */
export type Verdict = string | Change;

/** Accepted, and done before: nothing changes. */
export const DONE_BEFORE: Change = () => undefined;

/** The first that objects. */
export function first(
  ...objections: readonly (() => string | null | undefined | false)[]
): string | null {
  for (const objection of objections) {
    const code = objection();
    if (code) return code;
  }
  return null;
}
