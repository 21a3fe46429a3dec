import type { DomainError, RefusedAttempt } from './domain-error';
import type { ErrorCode } from './error-code';
import type { Rule } from './rule';
import type { Service } from './service';

/** What the caller may do to an object now and, if not, what the operation itself would answer. */
export interface ActionVerdict<Action extends string = string> {
  readonly action: Action;
  /** Only where the action is judged per service. */
  readonly service: Service | null;
  readonly allowed: boolean;
  readonly code: ErrorCode | null;
  readonly rule: Rule | null;
  readonly refusals: readonly RefusedAttempt[];
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
    refusals: refusal?.refusals ?? [],
  };
}
