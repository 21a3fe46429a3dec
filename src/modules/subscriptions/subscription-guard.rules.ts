import type { Caller } from '../../kernel/actor';
import { DomainError, type RefusedAttempt } from '../../kernel/domain-error';
import type { ErrorCode } from '../../kernel/error-code';
import { allowedRolesOf, refusalToAct, ROLE_MATRIX } from '../../kernel/role-matrix';
import type { Rule } from '../../kernel/rule';
import { SubscriptionChange } from '../../kernel/subscription-change';
import type { ResellerAccountStatus } from '../resellers/reseller-standing.rules';

/** What a caller is to one subscription: the rows of the table in domain section 5. */
export const SubscriptionCallerKind = {
  /** Placed the order and is billed for it. */
  TRANSACTING_RESELLER: 'TRANSACTING_RESELLER',
  /** Sees it through a delegated administrative privilege and may not touch it. */
  RESELLER_THAT_SEES: 'RESELLER_THAT_SEES',
  /** Global or billing administrator of the customer that holds it. */
  CUSTOMER_ADMIN: 'CUSTOMER_ADMIN',
  OPERATOR: 'OPERATOR',
  /** Has a suitable role and does not see it. */
  BLIND: 'BLIND',
  /** A partner role without "manage own", an application, a plain customer user, a tenant not held yet. */
  NO_ROLE: 'NO_ROLE',
} as const;
export type SubscriptionCallerKind =
  (typeof SubscriptionCallerKind)[keyof typeof SubscriptionCallerKind];

/** What the rules need to know about whoever tries to write a subscription. */
export interface SubscriptionCaller {
  readonly kind: SubscriptionCallerKind;
  /** It signed in without a user. */
  readonly isApplication: boolean;
  /** R18: standing of the caller's own reseller; `null` for the customer's side and the operator. */
  readonly accountStatus: ResellerAccountStatus | null;
  /** R32: the caller's reseller has an ACTIVE relationship with the customer. Asked of resellers only. */
  readonly hasActiveRelationship: boolean;
}

/** Whose subscription it is; `null` in its place when the caller does not see it or it does not exist. */
export interface SubscriptionParties {
  readonly customerId: string;
  readonly transactingResellerId: string;
}

/**
 * The row of the table in domain section 5 that a caller stands in. `seen` must come from a read that is
 * scoped to the caller: a reseller that gets a foreign subscription there sees it through a privilege.
 */
export function subscriptionCallerKind(
  caller: Caller,
  seen: SubscriptionParties | null,
): SubscriptionCallerKind {
  if (refusalToAct('MANAGE_OWN_SUBSCRIPTIONS', caller)) return 'NO_ROLE';
  if (seen === null) return 'BLIND';
  switch (caller.side) {
    case 'partner':
      return seen.transactingResellerId === caller.resellerId
        ? 'TRANSACTING_RESELLER'
        : 'RESELLER_THAT_SEES';
    case 'customer':
      return seen.customerId === caller.customerId ? 'CUSTOMER_ADMIN' : 'BLIND';
    case 'operator':
      return 'OPERATOR';
    case 'newTenant':
      return 'NO_ROLE';
  }
}

/** Kinds of change, most severe first: the order in which one refusal lists several (domain section 5). */
export const CHANGES_BY_SEVERITY: readonly SubscriptionChange[] = [
  SubscriptionChange.PARTNER_OF_RECORD,
  SubscriptionChange.OWNERSHIP,
  SubscriptionChange.OFFER,
  SubscriptionChange.TERMS,
  SubscriptionChange.OTHER,
];

/** The rules that protect a kind of change: the column heads of the table in domain section 5. */
export const RULES_OF_CHANGE: Readonly<Record<SubscriptionChange, readonly Rule[]>> = {
  PARTNER_OF_RECORD: ['R4'],
  OWNERSHIP: ['R2'],
  OFFER: ['R2', 'R5'],
  TERMS: ['R3'],
  OTHER: ['R1', 'R5'],
};

/** Which kind of change an input field attempts by being sent ("Kinds of field", domain section 5). */
export const FIELD_CHANGES = {
  partnerId: 'PARTNER_OF_RECORD',
  partnerOfRecord: 'PARTNER_OF_RECORD',
  transactingReseller: 'OWNERSHIP',
  customer: 'OWNERSHIP',
  customerTenantId: 'OWNERSHIP',
  orderId: 'OWNERSHIP',
  offerId: 'OFFER',
  targetOfferId: 'OFFER',
  conversionTargetOfferId: 'OFFER',
  migratedFromSubscriptionId: 'OFFER',
  termDuration: 'TERMS',
  renewalTermDuration: 'TERMS',
  creationDate: 'TERMS',
  effectiveStartDate: 'TERMS',
  commitmentEndDate: 'TERMS',
  cancellationAllowedUntilDate: 'TERMS',
  billingCycleEndDate: 'TERMS',
  billingCycle: 'TERMS',
  billingType: 'TERMS',
  autoRenewEnabled: 'TERMS',
  scheduledNextTermInstructions: 'TERMS',
  nextChargeInstructions: 'TERMS',
  promotionId: 'TERMS',
  contractType: 'TERMS',
  quantity: 'OTHER',
  status: 'OTHER',
  parentSubscriptionId: 'OTHER',
  addOns: 'OTHER',
  friendlyName: 'OTHER',
  supportContact: 'OTHER',
} as const satisfies Record<string, SubscriptionChange>;

export type SubscriptionInputField = keyof typeof FIELD_CHANGES;

/** The rules that protect an input field, for `@protectedBy` on it. */
export function rulesProtecting(field: SubscriptionInputField): readonly Rule[] {
  return RULES_OF_CHANGE[FIELD_CHANGES[field]];
}

/** One kind of change that an input attempts, and by which of its fields; an act of its own names none. */
export interface ChangeAttempt {
  readonly change: SubscriptionChange;
  readonly fields: readonly string[];
}

type Cell = readonly [code: ErrorCode, rule: Rule];
type Row = Readonly<Record<SubscriptionChange, Cell | null>>;

const POR: Cell = ['POR_CHANGE_NOT_ALLOWED', 'R4'];
const OWNERSHIP: Cell = ['OWNERSHIP_CHANGE_NOT_ALLOWED', 'R2'];
const OFFER: Cell = ['SUBSCRIPTION_TRANSITION_NOT_ALLOWED', 'R2'];
const TERMS: Cell = ['TERMS_CHANGE_NOT_ALLOWED', 'R3'];
const NOT_BY_CUSTOMER: Cell = ['CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION', 'R39'];

/** The table of domain section 5 for callers that see the subscription; `null` leaves it to the other rules. */
const CELLS: Readonly<Record<Exclude<SubscriptionCallerKind, 'BLIND' | 'NO_ROLE'>, Row>> = {
  RESELLER_THAT_SEES: {
    PARTNER_OF_RECORD: POR,
    OWNERSHIP,
    OFFER,
    TERMS,
    OTHER: ['SUBSCRIPTION_CHANGE_NOT_ALLOWED', 'R5'],
  },
  CUSTOMER_ADMIN: {
    PARTNER_OF_RECORD: POR,
    OWNERSHIP,
    OFFER: NOT_BY_CUSTOMER,
    TERMS: NOT_BY_CUSTOMER,
    OTHER: NOT_BY_CUSTOMER,
  },
  OPERATOR: {
    PARTNER_OF_RECORD: POR,
    OWNERSHIP,
    OFFER,
    TERMS,
    OTHER: ['SUBSCRIPTION_CHANGE_NOT_ALLOWED', 'R1'],
  },
  // D21: not even the seller changes the Partner of Record in this version.
  TRANSACTING_RESELLER: {
    PARTNER_OF_RECORD: POR,
    OWNERSHIP,
    OFFER: null,
    TERMS: null,
    OTHER: null,
  },
};

/**
 * Steps 3 and 4 of the guards for one subscription: ROLE_NOT_ALLOWED, then NOT_FOUND. Neither names
 * what was attempted, so that an absent subscription and a hidden one answer alike.
 */
export function refusalToApproach(caller: SubscriptionCaller): DomainError | null {
  if (caller.kind === 'NO_ROLE') {
    const allowedRoles = allowedRolesOf(ROLE_MATRIX.MANAGE_OWN_SUBSCRIPTIONS);
    return new DomainError('ROLE_NOT_ALLOWED', {
      allowedRoles,
      detail: `Allowed: ${allowedRoles.join(', ')}.`,
    });
  }
  return caller.kind === 'BLIND' ? new DomainError('NOT_FOUND') : null;
}

/**
 * The fields of an input that attempt something, grouped by kind and most severe first. Presence is the
 * attempt: `null` and the present value count as much as any other, otherwise equal values would tell
 * hidden ones.
 */
export function attemptsOf(
  input: Readonly<Partial<Record<SubscriptionInputField, unknown>>>,
): readonly ChangeAttempt[] {
  const sent = Object.entries(input)
    .filter(([field, value]) => value !== undefined && Object.hasOwn(FIELD_CHANGES, field))
    .map(([field]) => field as SubscriptionInputField);
  return attemptsByFields(sent);
}

function attemptsByFields(fields: readonly SubscriptionInputField[]): readonly ChangeAttempt[] {
  return CHANGES_BY_SEVERITY.map((change) => ({
    change,
    fields: fields.filter((field) => FIELD_CHANGES[field] === change),
  })).filter((attempt) => attempt.fields.length > 0);
}

/**
 * The table of domain section 5 (steps 3, 4 and 7) for the fields that an input sends: `null` when the
 * caller may go on to the other rules, otherwise one refusal that lists every forbidden kind of change,
 * most severe first. ROLE_NOT_ALLOWED, NOT_FOUND, POR_CHANGE_NOT_ALLOWED, OWNERSHIP_CHANGE_NOT_ALLOWED,
 * SUBSCRIPTION_TRANSITION_NOT_ALLOWED, TERMS_CHANGE_NOT_ALLOWED, SUBSCRIPTION_CHANGE_NOT_ALLOWED,
 * CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION.
 */
export function refusalToChange(
  caller: SubscriptionCaller,
  attemptedFields: readonly SubscriptionInputField[],
): DomainError | null {
  return refusalToApproach(caller) ?? refusalOfAttempts(caller, attemptsByFields(attemptedFields));
}

/**
 * Step 7 alone. A call that attempts nothing counts as an attempt at OTHER: whoever may not write a
 * subscription must not learn by an empty input what the later steps would say of it.
 */
export function refusalOfAttempts(
  caller: SubscriptionCaller,
  attempts: readonly ChangeAttempt[],
): DomainError | null {
  if (caller.kind === 'BLIND' || caller.kind === 'NO_ROLE') return refusalToApproach(caller);
  const row = CELLS[caller.kind];
  const asked = attempts.length > 0 ? attempts : [{ change: 'OTHER' as const, fields: [] }];
  const refused = CHANGES_BY_SEVERITY.flatMap((change) =>
    asked.filter((attempt) => attempt.change === change),
  ).flatMap((attempt) => {
    const cell = row[attempt.change];
    return cell ? [refusedAttempt(cell, attempt.fields)] : [];
  });
  const first = refused[0];
  if (!first) return null;
  const field = first.fields[0];
  return new DomainError(first.code, {
    ...(first.rule ? { rule: first.rule } : {}),
    ...(field ? { field: `input.${field}` } : {}),
    refusals: refused,
  });
}

function refusedAttempt([code, rule]: Cell, fields: readonly string[]): RefusedAttempt {
  return { code, rule, fields, args: {} };
}
