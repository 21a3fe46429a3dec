import { ERROR_CATALOGUE, type ErrorCode, type ErrorKind } from './error-code';
import type { Role } from './roles';
import type { Rule } from './rule';
import type { Service } from './service';

/** Something that stands in the way, and what would clear it. Names only what the caller may see. */
export interface Blocker {
  readonly type: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly service: Service | null;
  readonly clearedBy: string | null;
}

/** One refused attempt inside a refusal that names several (domain section 5). */
export interface RefusedAttempt {
  readonly code: ErrorCode;
  readonly rule: Rule | null;
  /** Names of the input fields that made the attempt. */
  readonly fields: readonly string[];
  readonly message: string;
}

export interface RefusalDetails {
  /** What was wrong, in one English sentence; defaults to the catalogue's text. */
  readonly message?: string;
  /** What is allowed instead, or more about the case. */
  readonly detail?: string;
  readonly rule?: Rule;
  /** Path of the offending input field, `input.services` for instance. */
  readonly field?: string;
  readonly refusals?: readonly RefusedAttempt[];
  readonly allowedRoles?: readonly Role[];
  readonly blockers?: readonly Blocker[];
  readonly retryAfterSeconds?: number;
}

/** Longest text a refusal may carry, as in the source service (domain section 9). */
export const MAX_TEXT_LENGTH = 1024;

/**
 * An expected refusal. Rules return it, commands throw it, one map turns it into a GraphQL error.
 * Anything else that is thrown becomes INTERNAL.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly rule: Rule | null;
  readonly detail: string | null;
  readonly field: string | null;
  readonly refusals: readonly RefusedAttempt[];
  readonly allowedRoles: readonly Role[];
  readonly blockers: readonly Blocker[];
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, details: RefusalDetails = {}) {
    const entry = ERROR_CATALOGUE[code];
    super((details.message ?? entry.message).slice(0, MAX_TEXT_LENGTH));
    this.name = 'DomainError';
    this.code = code;
    this.rule = details.rule ?? entry.rule;
    this.detail = details.detail?.slice(0, MAX_TEXT_LENGTH) ?? null;
    this.field = details.field ?? null;
    this.refusals = details.refusals ?? [
      {
        code,
        rule: this.rule,
        fields: details.field ? [details.field] : [],
        message: this.message,
      },
    ];
    this.allowedRoles = details.allowedRoles ?? [];
    this.blockers = details.blockers ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }

  get kind(): ErrorKind {
    return ERROR_CATALOGUE[this.code].kind;
  }
}

/** The first refusal of a list of checks, asked in order and only as far as needed. */
export function firstRefusal(...checks: readonly (() => DomainError | null)[]): DomainError | null {
  for (const check of checks) {
    const refusal = check();
    if (refusal) return refusal;
  }
  return null;
}

export function throwIfRefused(refusal: DomainError | null): void {
  if (refusal) throw refusal;
}
