import type { ErrorCode } from '../../../kernel/error-code';
import type { Role } from '../../../kernel/roles';

/**
 * What refusals say in one language, as ICU messages. A code has one text without arguments, and
 * behind it, where a case has facts worth naming, texts that name them: the last one whose arguments
 * are all known is read. Apostrophes are typographic, because the straight one quotes in ICU messages.
 */
export interface LocaleTexts {
  readonly refusals: Readonly<Record<ErrorCode, string | readonly [bare: string, ...string[]]>>;
  readonly roles: Readonly<Record<Role, string>>;
}
