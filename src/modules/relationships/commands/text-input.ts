import { DomainError } from '../../../kernel/domain-error';

/** As long as any text of the source service. */
const MAX_TEXT_LENGTH = 1024;

/** Step 10: INVALID_INPUT for a free text that is too long; nothing of it is cut silently. */
export function refusalOfLongText(
  text: string | null | undefined,
  field: string,
): DomainError | null {
  if (!text || text.length <= MAX_TEXT_LENGTH) return null;
  return new DomainError('INVALID_INPUT', {
    field,
    detail: `It has ${text.length} characters; allowed are ${MAX_TEXT_LENGTH}.`,
  });
}
