import { DomainError } from '../../kernel/domain-error';

/** How a reseller account stands with the operator (R18). */
export const ResellerAccountStatus = {
  ACTIVE: 'ACTIVE',
  RESTRICTED: 'RESTRICTED',
  SUSPENDED: 'SUSPENDED',
} as const;
export type ResellerAccountStatus =
  (typeof ResellerAccountStatus)[keyof typeof ResellerAccountStatus];

/** What a reseller's standing may stand in the way of. */
export const STANDING_OPERATIONS = [
  'CREATE_INVITATION',
  'REQUEST_RELATIONSHIP',
  'BE_ACCEPTED',
  'CREATE_CUSTOMER',
  'SELL',
  'ADD_SEATS',
  'REMOVE_SEATS',
  'ORDER_ADD_ON',
  'UPGRADE',
] as const;
export type StandingOperation = (typeof STANDING_OPERATIONS)[number];

const REFUSED: Readonly<Record<ResellerAccountStatus, readonly StandingOperation[]>> = {
  ACTIVE: [],
  RESTRICTED: [
    'CREATE_INVITATION',
    'REQUEST_RELATIONSHIP',
    'BE_ACCEPTED',
    'CREATE_CUSTOMER',
    'SELL',
    'ADD_SEATS',
  ],
  SUSPENDED: STANDING_OPERATIONS,
};

export interface StandingFacts {
  /** `null` where nothing is known but the partner-network id. */
  readonly accountStatus: ResellerAccountStatus | null;
}

/**
 * Step 5 of the guards (R18): RESELLER_SUSPENDED or RESELLER_RESTRICTED when the standing of the reseller
 * concerned refuses the operation. It may always manage what exists otherwise.
 */
export function refusalOfStanding(
  operation: StandingOperation,
  reseller: StandingFacts,
): DomainError | null {
  const status = reseller.accountStatus;
  if (status === null || !REFUSED[status].includes(operation)) return null;
  return new DomainError(status === 'SUSPENDED' ? 'RESELLER_SUSPENDED' : 'RESELLER_RESTRICTED');
}

/**
 * Step 8 for what an account has, its standing and its agreement: a partner that is known by its MPN id only has no
 * account yet. INVALID_STATE_TRANSITION. Any standing may follow any other.
 */
export function refusalOfMissingAccount(reseller: {
  readonly isPlaceholder: boolean;
}): DomainError | null {
  if (!reseller.isPlaceholder) return null;
  return new DomainError('INVALID_STATE_TRANSITION', {
    detail: 'Only the MPN id of this partner is known; it has no account until it is registered.',
  });
}
