import { QueryFailedError } from 'typeorm';

import { DomainError } from '../../kernel/domain-error';
import type { ErrorCode } from '../../kernel/error-code';
import type { Rule } from '../../kernel/rule';
import { sqlStateOf } from './database';

type Refusal = readonly [code: ErrorCode, rule: Rule];

/** SQLSTATEs of our own triggers (migration 5) and the refusal each stands for. */
const REFUSAL_BY_STATE: Readonly<Record<string, Refusal>> = {
  MP001: ['POR_CHANGE_NOT_ALLOWED', 'R4'],
  MP002: ['OWNERSHIP_CHANGE_NOT_ALLOWED', 'R2'],
  MP003: ['SUBSCRIPTION_CHANGE_NOT_ALLOWED', 'R5'],
  MP004: ['SUBSCRIPTION_CHANGE_NOT_ALLOWED', 'R1'],
};

/** Constraints that two calls at once can still run into, and what the rule would have answered. */
const REFUSAL_BY_CONSTRAINT: Readonly<Record<string, Refusal>> = {
  relationships_one_active: ['RELATIONSHIP_ALREADY_EXISTS', 'R9'],
  delegated_privileges_one_transacting_holder: ['DAP_CONFLICT', 'R21'],
  subscriptions_quantity_check: ['QUANTITY_OUT_OF_RANGE', 'R43'],
};

// lock_not_available and query_canceled (a time-out), too_many_connections, and the class of lost connections.
const UNAVAILABLE_STATES = new Set(['55P03', '57014', '53300', '57P01', '57P02', '57P03']);

/**
 * The refusal behind a database error, or the error itself when none is known: an unknown constraint
 * is a mistake of ours, not of the caller.
 */
export function refusalBehind(error: unknown): unknown {
  const state = sqlStateOf(error);
  if (state === null || !(error instanceof QueryFailedError)) return error;
  const { constraint } = error.driverError as { constraint?: string };
  const refusal =
    REFUSAL_BY_STATE[state] ?? (constraint ? REFUSAL_BY_CONSTRAINT[constraint] : undefined);
  if (refusal) return new DomainError(refusal[0], { rule: refusal[1] });
  if (UNAVAILABLE_STATES.has(state) || state.startsWith('08')) {
    return new DomainError('UNAVAILABLE');
  }
  return error;
}
