import { type DomainError, firstRefusal } from '../../kernel/domain-error';
import { invalidInput } from './invalid-input';

const MAX_REASONS = 10;
const MAX_REASON_LENGTH = 256;

/**
 * Step 10 of a suspension: at most 10 reasons, each of 1 to 256 characters that are not all blank;
 * null and an empty list are none. INVALID_INPUT.
 */
export function refusalOfReasons(
  reasons: readonly string[] | null | undefined,
): DomainError | null {
  const given = reasons ?? [];
  if (given.length > MAX_REASONS) {
    return invalidInput('input.reasons', `At most ${MAX_REASONS} reasons.`, {
      maximumCount: MAX_REASONS,
    });
  }
  return firstRefusal(
    ...given.map((reason, index) => () => refusalOfReason(reason, `input.reasons[${index}]`)),
  );
}

/** What is kept of them; `null` when none was given. */
export function keptReasons(reasons: readonly string[] | null | undefined): string[] | null {
  const kept = (reasons ?? []).map((reason) => reason.trim());
  return kept.length === 0 ? null : kept;
}

function refusalOfReason(reason: string, field: string): DomainError | null {
  if (reason.trim() === '') return invalidInput(field, 'It is blank.', { problem: 'BLANK' });
  if (reason.length <= MAX_REASON_LENGTH) return null;
  return invalidInput(field, `A reason has at most ${MAX_REASON_LENGTH} characters.`, {
    maximumLength: MAX_REASON_LENGTH,
  });
}
