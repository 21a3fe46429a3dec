/** Documents inside a customer's row, as the source service writes them; any part may be missing. */

export interface StoredAddress {
  readonly country?: string | null;
  readonly region?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly addressLine1?: string | null;
  readonly addressLine2?: string | null;
  readonly postalCode?: string | null;
  readonly phoneNumber?: string | null;
}

export interface StoredBillingProfile {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly culture?: string | null;
  readonly language?: string | null;
  readonly companyName?: string | null;
  readonly defaultAddress?: StoredAddress | null;
}

export interface StoredContact {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phoneNumber?: string | null;
}

/** What a customer has agreed to (domain section 2.9). */
export const AgreementType = {
  MICROSOFT_CLOUD_AGREEMENT: 'MICROSOFT_CLOUD_AGREEMENT',
  MICROSOFT_CUSTOMER_AGREEMENT: 'MICROSOFT_CUSTOMER_AGREEMENT',
} as const;
export type AgreementType = (typeof AgreementType)[keyof typeof AgreementType];
