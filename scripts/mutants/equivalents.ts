import type { Mutant } from './mutant';

/** A mutant that behaves as the original does, whatever is asked. */
export interface Equivalent {
  readonly file: RegExp;
  readonly operator: string;
  /** What stood there, as the report prints it. */
  readonly original: string;
  /** Left out: whatever stands there instead. */
  readonly replacement?: string;
  readonly because: string;
}

/** Kept short, and looked at again whenever one of these lines changes. */
export const EQUIVALENTS: readonly Equivalent[] = [];

/** Why a mutant cannot be told from the original, or `null`. */
export function equivalenceOf(mutant: Mutant): string | null {
  const found = EQUIVALENTS.find(
    ({ file, operator, original, replacement = mutant.replacement }) =>
      file.test(mutant.file) &&
      operator === mutant.operator &&
      original === mutant.original &&
      replacement === mutant.replacement,
  );
  return found?.because ?? null;
}
