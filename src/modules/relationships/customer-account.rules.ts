import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import { refusalOfRegions } from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { refusalToEnter } from '../../kernel/guard-steps';
import {
  type AttachmentFacts,
  refusalOfAttachingKind,
  refusalToAttach,
} from '../customers/associated-partner.rules';
import type { StoredBillingProfile } from '../customers/customer-profile';
import {
  type CompanyProfileValues,
  refusalOfBilling,
  refusalOfCompany,
} from '../customers/customer-profile.rules';
import type { ResellerFacts } from '../resellers/reseller-facts';
import { refusalOfStanding } from '../resellers/reseller-standing.rules';
import { refusalOfResellerAgreement } from './agreement.rules';
import { RELATIONSHIP_OPERATIONS } from './relationship-operations';

export interface CustomerAccountFacts {
  readonly policy: CloudPolicy;
  /** The caller's own reseller. */
  readonly reseller: ResellerFacts;
  /** The tenant is that of a partner (R19). */
  readonly isPartnerTenant: boolean;
  /** The tenant is held as a customer already, whoever works with it. */
  readonly isHeldTenant: boolean;
  /** `null` where nobody is attached. */
  readonly attachment: AttachmentFacts | null;
}

/** The account as it would be. Its cloud instance is that of the reseller, so R17 holds by itself. */
export interface CustomerAccount {
  readonly country: string;
  readonly company: CompanyProfileValues;
  readonly billing: StoredBillingProfile | null;
  /** MPN id of the indirect reseller attached to it. */
  readonly associatedPartnerId: string | null;
}

/**
 * createCustomer (domain section 4.3): the row "Create customer", an instance that takes new customers,
 * R18, R16, R19 and the reseller's part of R20. The customer's part is asked when something is sold.
 */
export function refusalToCreateCustomer(
  actor: Caller | null,
  facts: CustomerAccountFacts,
  account: CustomerAccount,
): DomainError | null {
  const { policy, reseller, attachment } = facts;
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.createCustomer, actor, policy),
    () => refusalOfStanding('CREATE_CUSTOMER', reseller),
    () => attachment && refusalToAttach(account.associatedPartnerId, attachment),
    () => refusalOfRegions(reseller.country, account.country, policy),
    () => (facts.isPartnerTenant ? new DomainError('RESELLER_CANNOT_BE_CUSTOMER') : null),
    () => refusalOfResellerAgreement(reseller, policy),
    () => refusalOfCompany(account.company, account.country),
    () => (account.billing ? refusalOfBilling(account.billing) : null),
    () => attachment && refusalOfAttachingKind(attachment),
    () => (facts.isHeldTenant ? refusalOfHeldTenant() : null),
  );
}

/** One answer for every tenant that is held, so that nobody learns who works with it (R36). */
function refusalOfHeldTenant(): DomainError {
  return new DomainError('INVALID_INPUT', {
    field: 'input.tenantId',
    args: { problem: 'NO_ACCOUNT_FOR_TENANT' },
    detail:
      'No account can be made for this tenant. Send it a relationship request or an invitation instead.',
  });
}
