import type { Caller } from '../../kernel/actor';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { etagOf, refusalOfEtag } from '../../kernel/etag';
import { refusalToAct } from '../../kernel/role-matrix';
import {
  associatedPartnerOf,
  type AttachmentFacts,
  refusalOfAttachingKind,
  refusalToAttach,
} from './associated-partner.rules';
import type { StoredBillingProfile } from './customer-profile';
import {
  billingAfter,
  type BillingProfileSent,
  companyAfter,
  type CompanyProfileSent,
  type CompanyProfileValues,
  refusalOfBilling,
  refusalOfCompany,
} from './customer-profile.rules';

export interface CustomerEdit {
  /** Left out or null: the company stays as it is. */
  readonly companyProfile?: CompanyProfileSent | null;
  /** Left out or null: the billing profile stays as it is. */
  readonly billingProfile?: BillingProfileSent | null;
  /** MPN id. Left out: the attached reseller stays; null: nobody is attached any more. */
  readonly associatedPartnerId?: string | null;
  /** Needed (R40). */
  readonly ifMatch?: string | null;
}

/** What the rules ask about a customer that is to be edited. */
export interface EditedCustomer {
  readonly country: string | null;
  readonly version: number;
  readonly company: CompanyProfileValues;
  readonly billing: StoredBillingProfile | null;
  /** The caller's reseller sells to it, or made its account and wrote the first billing profile. */
  readonly mayWriteBilling: boolean;
  readonly associatedPartnerId: string | null;
  /** `null` where nothing of it is sent. */
  readonly attachment: AttachmentFacts | null;
}

/** Step 3: the row "Edit customer details", and that of the billing profile where one is sent. */
export function refusalToEnterEdit(actor: Caller | null, input: CustomerEdit): DomainError | null {
  return firstRefusal(
    () => refusalToAct('EDIT_CUSTOMER', actor),
    () => (input.billingProfile ? refusalToAct('EDIT_CUSTOMER_BILLING_PROFILE', actor) : null),
  );
}

/**
 * updateCustomer from step 4 on, for a customer that the caller sees. A billing profile is between the
 * customer and who bills it (domain section 2.1): for other partners there is none to edit.
 */
export function refusalToEdit(customer: EditedCustomer, input: CustomerEdit): DomainError | null {
  const { companyProfile, billingProfile, associatedPartnerId } = input;
  const { attachment } = customer;
  return firstRefusal(
    () =>
      billingProfile && !customer.mayWriteBilling
        ? new DomainError('NOT_FOUND', {
            field: 'input.billingProfile',
            detail: 'A billing profile is edited by partners that sell to the customer.',
          })
        : null,
    () => attachment && refusalToAttach(associatedPartnerOf(associatedPartnerId), attachment),
    () => refusalOfEtag('REQUIRED', input.ifMatch, etagOf(customer.version)),
    () =>
      companyProfile
        ? refusalOfCompany(companyAfter(customer.company, companyProfile), customer.country)
        : null,
    () => (billingProfile ? refusalOfBilling(billingProfile) : null),
    () => attachment && refusalOfAttachingKind(attachment),
  );
}

/** What of a customer an edit may change. */
export type EditedParts = Pick<EditedCustomer, 'company' | 'billing' | 'associatedPartnerId'>;

/** Everything as an accepted edit leaves it. */
export function afterEdit(
  customer: EditedCustomer,
  { companyProfile, billingProfile, associatedPartnerId: sent }: CustomerEdit,
): EditedParts {
  return {
    company: companyProfile ? companyAfter(customer.company, companyProfile) : customer.company,
    billing: billingProfile ? billingAfter(customer.billing, billingProfile) : customer.billing,
    associatedPartnerId:
      sent === undefined ? customer.associatedPartnerId : associatedPartnerOf(sent),
  };
}
