import { ERROR_CATALOGUE, type ErrorCode, type ErrorKind } from './error-code';
import type { Role } from './roles';
import type { Rule } from './rule';
import type { Service } from './service';
import type { TextArguments } from './text-arguments';

/** Something that stands in the way, and what would clear it. Names only what the caller may see. */
export interface Blocker {
  readonly type: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly service: Service | null;
  /** Name of the mutation that would clear it. */
  readonly clearedBy: string | null;
}

/** One refused attempt inside a refusal that names several (domain section 5). */
export interface RefusedAttempt {
  readonly code: ErrorCode;
  readonly rule: Rule | null;
  /** Names of the input fields that made the attempt. */
  readonly fields: readonly string[];
  /** What its text may name. */
  readonly args: TextArguments;
}

export interface RefusalDetails {
  /**
   * Facts of the case. The most telling text of the code whose arguments are all here is what the
   * caller reads, in its own language; field, roles, blockers and seconds are added by themselves.
   */
  readonly args?: TextArguments;
  /** More about the case for developers, in English. */
  readonly detail?: string;
  readonly rule?: Rule;
  /** Path of the offending input field, `input.services` for instance. */
  readonly field?: string;
  readonly refusals?: readonly RefusedAttempt[];
  readonly allowedRoles?: readonly Role[];
  readonly blockers?: readonly Blocker[];
  readonly retryAfterSeconds?: number;
  /** The source's own number for this case, where the code stands for several. */
  readonly legacyCode?: string;
}

/** How long a client waits that is told UNAVAILABLE; long enough for a connection to come back. */
const RETRY_AFTER_SECONDS = 5;

/** Longest text a refusal may carry, as in the source service (domain section 9). */
export const MAX_TEXT_LENGTH = 1024;

/**
 * An expected refusal. Rules return it, commands throw it, one map turns it into a GraphQL error in the
 * language of the caller; its own `message` is for logs. Anything else that is thrown becomes INTERNAL.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly rule: Rule | null;
  readonly args: TextArguments;
  readonly detail: string | null;
  readonly field: string | null;
  readonly refusals: readonly RefusedAttempt[];
  readonly allowedRoles: readonly Role[];
  readonly blockers: readonly Blocker[];
  readonly retryAfterSeconds: number | null;
  readonly legacyCode: string | null;

  constructor(code: ErrorCode, details: RefusalDetails = {}) {
    const entry = ERROR_CATALOGUE[code];
    super(entry.message);
    this.name = 'DomainError';
    this.code = code;
    this.rule = details.rule ?? entry.rule;
    this.args = argumentsOf(details);
    this.detail = details.detail?.slice(0, MAX_TEXT_LENGTH) ?? null;
    this.field = details.field ?? null;
    this.refusals = details.refusals ?? [
      {
        code,
        rule: this.rule,
        fields: details.field ? [details.field] : [],
        args: this.args,
      },
    ];
    this.allowedRoles = details.allowedRoles ?? [];
    this.blockers = details.blockers ?? [];
    this.retryAfterSeconds =
      details.retryAfterSeconds ?? (code === 'UNAVAILABLE' ? RETRY_AFTER_SECONDS : null);
    this.legacyCode = details.legacyCode ?? entry.legacyCodes[0] ?? null;
  }

  get kind(): ErrorKind {
    return ERROR_CATALOGUE[this.code].kind;
  }
}

function argumentsOf(details: RefusalDetails): TextArguments {
  const { field, allowedRoles = [], blockers = [], retryAfterSeconds } = details;
  return {
    ...(field !== undefined && { field }),
    ...(allowedRoles.length > 0 && { roles: allowedRoles }),
    ...(blockers.length > 0 && { count: blockers.length }),
    ...(retryAfterSeconds !== undefined && { seconds: retryAfterSeconds }),
    ...details.args,
  };
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
