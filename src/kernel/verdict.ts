import type { Blocker, DomainError, RefusedAttempt } from './domain-error';
import { ERROR_CATALOGUE, type ErrorCode, type ErrorKind } from './error-code';
import type { Role } from './roles';
import type { Rule } from './rule';
import type { Service } from './service';
import type { TextArguments } from './text-arguments';

/** One refused attempt with all that an error would say of it (domain section 9). */
export interface RefusalFacts extends RefusedAttempt {
  readonly kind: ErrorKind;
  readonly httpStatus: number;
  readonly legacyCode: string | null;
  readonly args: TextArguments;
  readonly detail: string | null;
  readonly field: string | null;
  readonly refusals: readonly RefusedAttempt[];
  readonly allowedRoles: readonly Role[];
  readonly blockers: readonly Blocker[];
  readonly retryAfterSeconds: number | null;
}

/** What the caller may do to an object now and, if not, what the operation itself would answer. */
export interface ActionVerdict<Action extends string = string> {
  readonly action: Action;
  /** Only where the action is judged per service. */
  readonly service: Service | null;
  readonly allowed: boolean;
  readonly code: ErrorCode | null;
  readonly rule: Rule | null;
  readonly refusals: readonly RefusalFacts[];
}

/** The verdict that a rule's answer amounts to. */
export function verdictOf<Action extends string>(
  action: Action,
  refusal: DomainError | null,
  service: Service | null = null,
): ActionVerdict<Action> {
  return {
    action,
    service,
    allowed: refusal === null,
    code: refusal?.code ?? null,
    rule: refusal?.rule ?? null,
    refusals: refusal?.refusals.map((attempt) => refusalFacts(refusal, attempt)) ?? [],
  };
}

/** A whole refusal as data: what its error would say, all attempts included. */
export function refusalFactsOf(refusal: DomainError): RefusalFacts {
  const { code, rule, args, field, refusals } = refusal;
  const fields = refusals.find((it) => it.code === code)?.fields ?? (field === null ? [] : [field]);
  return { ...refusalFacts(refusal, { code, rule, args, fields }), refusals };
}

/** Roles, blockers and the like are those of the refusal that the attempt was part of. */
function refusalFacts(refusal: DomainError, attempt: RefusedAttempt): RefusalFacts {
  const { kind, httpStatus, legacyCodes } = ERROR_CATALOGUE[attempt.code];
  const { detail, field, allowedRoles, blockers, retryAfterSeconds } = refusal;
  return {
    ...attempt,
    kind,
    httpStatus,
    legacyCode: attempt.code === refusal.code ? refusal.legacyCode : (legacyCodes[0] ?? null),
    detail,
    field,
    refusals: [attempt],
    allowedRoles,
    blockers,
    retryAfterSeconds,
  };
}
