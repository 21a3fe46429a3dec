import { DomainError, firstRefusal } from '../../kernel/domain-error';
import type { StoredAddress, StoredBillingProfile } from './customer-profile';
import { refusalOfOrganizationNumber } from './organization-number.rules';

/** The company behind a customer. */
export interface CompanyProfileValues {
  readonly companyName: string;
  readonly domain: string | null;
  readonly organizationRegistrationNumber: string | null;
}

type Sent<Values> = { readonly [Key in keyof Values]?: Values[Key] | null };

/** What is sent of the company: left out = as it is, null = cleared. */
export type CompanyProfileSent = Sent<CompanyProfileValues>;

/** What is sent of the billing profile: left out = as it is, null = cleared; an address is one value. */
export type BillingProfileSent = StoredBillingProfile;

const BILLING_TEXTS = [
  'firstName',
  'lastName',
  'email',
  'culture',
  'language',
  'companyName',
] as const;
const ADDRESS_TEXTS = [
  'country',
  'region',
  'city',
  'state',
  'addressLine1',
  'addressLine2',
  'postalCode',
] as const satisfies readonly (keyof StoredAddress)[];

/** Blanks around a text say nothing, and a blank text says as much as none. */
function cleaned(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** The company after an edit of it, or as it is created (`before` empty then). */
export function companyAfter(
  before: CompanyProfileValues,
  sent: CompanyProfileSent,
): CompanyProfileValues {
  const { companyName, domain, organizationRegistrationNumber } = { ...before, ...defined(sent) };
  return {
    companyName: cleaned(companyName) ?? '',
    domain: cleaned(domain)?.toLowerCase() ?? null,
    organizationRegistrationNumber: cleaned(organizationRegistrationNumber),
  };
}

/** The billing profile after an edit of it. Null when nothing is left. */
export function billingAfter(
  before: StoredBillingProfile | null,
  sent: BillingProfileSent,
): StoredBillingProfile | null {
  const merged: StoredBillingProfile = { ...before, ...defined(sent) };
  const texts = BILLING_TEXTS.map((key) => [key, cleaned(merged[key])] as const);
  const defaultAddress = addressAfter(merged.defaultAddress);
  const isEmpty = defaultAddress === null && texts.every(([, text]) => text === null);
  return isEmpty ? null : { ...Object.fromEntries(texts), defaultAddress };
}

function addressAfter(address: StoredAddress | null | undefined): StoredAddress | null {
  if (!address) return null;
  const texts = ADDRESS_TEXTS.map((key) => [key, cleaned(address[key])] as const);
  if (texts.every(([, text]) => text === null)) return null;
  // What the graph does not name, a telephone number of an import for instance, goes with the old address.
  return Object.fromEntries(texts);
}

function defined<Values extends object>(sent: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(sent).filter(([, value]) => value !== undefined),
  ) as Partial<Values>;
}

/** Whether two billing profiles say the same, in whatever order they say it. */
export function isSameBilling(
  one: StoredBillingProfile | null,
  other: StoredBillingProfile | null,
): boolean {
  const text = (profile: StoredBillingProfile | null) =>
    JSON.stringify([
      ...BILLING_TEXTS.map((key) => profile?.[key] ?? null),
      ...ADDRESS_TEXTS.map((key) => profile?.defaultAddress?.[key] ?? null),
    ]);
  return text(one) === text(other);
}

const MAX_NAME_LENGTH = 256;
const HOST_NAME =
  /^(?=.{1,253}$)(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])$/u;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/;

/** Step 10 for the company as it would be: its name, its domain, and what its country asks for. */
export function refusalOfCompany(
  company: CompanyProfileValues,
  country: string | null,
): DomainError | null {
  const { companyName, domain, organizationRegistrationNumber } = company;
  return firstRefusal(
    () => refusalOfName(companyName),
    () =>
      domain === null || HOST_NAME.test(domain)
        ? null
        : invalid('companyProfile.domain', 'A domain looks like contoso.example.'),
    () => refusalOfOrganizationNumber(organizationRegistrationNumber, country),
  );
}

function refusalOfName(name: string): DomainError | null {
  const field = 'input.companyProfile.companyName';
  if (name === '') return new DomainError('INVALID_INPUT', { field, args: { problem: 'BLANK' } });
  if (name.length <= MAX_NAME_LENGTH) return null;
  return new DomainError('INVALID_INPUT', { field, args: { maximumLength: MAX_NAME_LENGTH } });
}

// Lengths of the source's own address resource.
const MAX_LENGTHS = { firstName: 50, lastName: 50, companyName: MAX_NAME_LENGTH } as const;
const MAX_LINE_LENGTH = 200;

/** Step 10 for what is sent of a billing profile. */
export function refusalOfBilling(sent: BillingProfileSent): DomainError | null {
  const { email, culture, language, defaultAddress } = sent;
  return firstRefusal(
    () => refusalOfLength('firstName', sent.firstName, MAX_LENGTHS.firstName),
    () => refusalOfLength('lastName', sent.lastName, MAX_LENGTHS.lastName),
    () => refusalOfLength('companyName', sent.companyName, MAX_LENGTHS.companyName),
    () => refusalOfPattern('email', email, EMAIL, 'An address looks like name@contoso.example.'),
    () => refusalOfPattern('culture', culture, LANGUAGE, 'A culture looks like zh-CN.'),
    () => refusalOfPattern('language', language, LANGUAGE, 'A language looks like zh.'),
    ...ADDRESS_TEXTS.map(
      (key) => () =>
        refusalOfLength(`defaultAddress.${key}`, defaultAddress?.[key], MAX_LINE_LENGTH),
    ),
  );
}

function refusalOfLength(
  field: string,
  text: string | null | undefined,
  max: number,
): DomainError | null {
  if ((cleaned(text) ?? '').length <= max) return null;
  return new DomainError('INVALID_INPUT', {
    field: `input.billingProfile.${field}`,
    args: { maximumLength: max },
  });
}

function refusalOfPattern(
  field: string,
  text: string | null | undefined,
  pattern: RegExp,
  detail: string,
): DomainError | null {
  const value = cleaned(text);
  return value === null || pattern.test(value) ? null : invalid(`billingProfile.${field}`, detail);
}

function invalid(field: string, detail: string): DomainError {
  return new DomainError('INVALID_INPUT', { field: `input.${field}`, detail });
}
