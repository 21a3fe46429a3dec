import { DomainError } from '../../kernel/domain-error';

/** How the number of an organization in the public register of its country has to look. */
interface NumberFormat {
  readonly pattern: RegExp;
  /** The pattern in words, for the refusal. */
  readonly allowed: string;
}

// The source checks the length only, and counts separators.
const ANY_NUMBER: NumberFormat = {
  pattern: /^(?=.*\d)[\p{L}\d][\p{L}\d ./-]{3,20}[\p{L}\d]$/u,
  allowed: '5 to 22 letters, digits and separators, with at least one digit',
};
const NINE_DIGITS: NumberFormat = { pattern: /^\d{9}$/, allowed: '9 digits' };

/**
 * Countries whose customers must have an organization registration number, and how it looks: the list
 * of the source's articles on creating a customer and on registration ids. In every other country the
 * number is optional and may look as it likes.
 */
export const NUMBERED_COUNTRIES: Readonly<Record<string, NumberFormat>> = {
  AE: ANY_NUMBER,
  AM: ANY_NUMBER,
  AZ: ANY_NUMBER,
  BR: ANY_NUMBER,
  // The payer's number of an organization.
  BY: NINE_DIGITS,
  HU: ANY_NUMBER,
  IN: ANY_NUMBER,
  IQ: ANY_NUMBER,
  KG: ANY_NUMBER,
  KZ: ANY_NUMBER,
  MD: ANY_NUMBER,
  MM: ANY_NUMBER,
  PL: ANY_NUMBER,
  RU: ANY_NUMBER,
  SA: ANY_NUMBER,
  SS: ANY_NUMBER,
  TH: ANY_NUMBER,
  TJ: ANY_NUMBER,
  TR: ANY_NUMBER,
  UA: ANY_NUMBER,
  UZ: ANY_NUMBER,
  VE: ANY_NUMBER,
  VN: ANY_NUMBER,
  ZA: ANY_NUMBER,
};

/** The source's numbers for the two cases; the code is INVALID_INPUT for both (domain section 2.1). */
const MISSING = '600049';
const MALFORMED = '600050';

/** Step 10: INVALID_INPUT for a number that a listed country asks for, missing (600049) or malformed (600050). */
export function refusalOfOrganizationNumber(
  number: string | null,
  country: string | null,
  field = 'input.companyProfile.organizationRegistrationNumber',
): DomainError | null {
  const format = country === null ? undefined : NUMBERED_COUNTRIES[country];
  if (!format) return null;
  if (number === null) {
    return new DomainError('INVALID_INPUT', {
      field,
      legacyCode: MISSING,
      detail: `A customer in ${country} has an organization registration number: ${format.allowed}.`,
    });
  }
  if (format.pattern.test(number)) return null;
  return new DomainError('INVALID_INPUT', {
    field,
    legacyCode: MALFORMED,
    detail: `An organization registration number in ${country} has ${format.allowed}.`,
  });
}
