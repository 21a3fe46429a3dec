import { type FieldReader, type JsonObject, sourceEnum } from './field-reader';

/** What a customer's body, or its company profile alone, says. Null = the source did not say. */
export interface CompanyProfileRecord {
  readonly tenantId: string;
  readonly companyName: string;
  readonly domain: string | null;
  readonly organizationRegistrationNumber: string | null;
  readonly email: string | null;
  readonly country: string | null;
  readonly companyAddress: JsonObject | null;
}

export interface CustomerRecord extends CompanyProfileRecord {
  readonly commerceId: string | null;
  readonly billingProfile: JsonObject | null;
  readonly customDomains: readonly string[] | null;
  readonly associatedPartnerId: string | null;
  readonly relationshipToPartner: RelationshipToPartner;
  /** Null where the body does not say: lists of customers never do. */
  readonly allowDelegatedAccess: boolean | null;
}

const RELATIONSHIPS_TO_PARTNER = [
  'UNKNOWN',
  'RESELLER',
  'ADVISOR',
  'SYNDICATION',
  'MICROSOFT_SUPPORT',
  'NONE',
] as const;
export type RelationshipToPartner = (typeof RELATIONSHIPS_TO_PARTNER)[number];
const RELATIONSHIP_TO_PARTNER = sourceEnum(RELATIONSHIPS_TO_PARTNER);

const ADDRESS_FIELDS = [
  'addressLine1',
  'addressLine2',
  'addressLine3',
  'city',
  'state',
  'region',
  'postalCode',
  'firstName',
  'lastName',
  'phoneNumber',
] as const;

/** Kept under the names of the source; what the source did not say is left out. */
function readAddress(address: FieldReader | null): JsonObject | null {
  if (!address) return null;
  return withoutNulls({
    country: address.country('country'),
    ...Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, address.text(name)])),
  });
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

export function readCompanyProfile(profile: FieldReader): CompanyProfileRecord {
  const companyAddress = readAddress(profile.object('address'));
  return {
    tenantId: profile.requiredUuid('tenantId'),
    companyName: profile.requiredText('companyName'),
    domain: profile.text('domain'),
    organizationRegistrationNumber: profile.text('organizationRegistrationNumber'),
    email: profile.text('email'),
    country: (companyAddress?.['country'] ?? null) as string | null,
    companyAddress,
  };
}

function readBillingProfile(profile: FieldReader | null): JsonObject | null {
  if (!profile) return null;
  const texts = ['firstName', 'lastName', 'email', 'culture', 'language', 'companyName'];
  return withoutNulls({
    ...Object.fromEntries(texts.map((name) => [name, profile.text(name)])),
    defaultAddress: readAddress(profile.object('defaultAddress')),
  });
}

/** Reads a Customer body. Its `id` is the tenant id, and its company profile must name the same tenant. */
export function readCustomer(body: FieldReader): CustomerRecord {
  const tenantId = body.requiredUuid('id');
  const profile = body.object('companyProfile');
  if (!profile && !body.has('companyProfile')) body.report('companyProfile', 'a company profile');
  const company = profile ? readCompanyProfile(profile) : null;
  if (profile && tenantId && company?.tenantId && company.tenantId !== tenantId)
    profile.report('tenantId', `the customer's own id, ${tenantId}`);
  return {
    ...(company as CompanyProfileRecord),
    tenantId,
    commerceId: body.id('commerceId'),
    billingProfile: readBillingProfile(body.object('billingProfile')),
    customDomains: body.texts('customDomains'),
    associatedPartnerId: body.id('associatedPartnerId'),
    relationshipToPartner:
      body.enumValue('relationshipToPartner', RELATIONSHIP_TO_PARTNER) ?? 'UNKNOWN',
    allowDelegatedAccess: body.boolean('allowDelegatedAccess'),
  };
}
