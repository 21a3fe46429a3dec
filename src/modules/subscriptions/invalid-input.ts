import { DomainError } from '../../kernel/domain-error';
import type { TextArguments } from '../../kernel/text-arguments';

/** INVALID_INPUT about one field of an input; the path begins with `input`. */
export function invalidInput(field: string, detail: string, args: TextArguments = {}): DomainError {
  return new DomainError('INVALID_INPUT', { field, detail, args });
}
