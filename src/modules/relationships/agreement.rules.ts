import type { CloudPolicy } from '../../kernel/cloud-instance';
import { DomainError } from '../../kernel/domain-error';
import type { ResellerFacts } from '../resellers/reseller-facts';

/** R20, the reseller's part: where the instance asks for it, the reseller has signed its agreement. */
export function refusalOfResellerAgreement(
  reseller: Pick<ResellerFacts, 'agreementAccepted'>,
  policy: Pick<CloudPolicy, 'agreementCheck'>,
): DomainError | null {
  if (policy.agreementCheck !== 'RESELLER_AGREEMENT' || reseller.agreementAccepted) return null;
  return new DomainError('AGREEMENT_NOT_ACCEPTED', {
    args: { agreement: 'RESELLER' },
    detail: 'The reseller has not signed the reseller agreement of its cloud instance.',
  });
}

/**
 * R20, the customer's part: where the instance asks for it, the customer accepts its agreement with the
 * acceptance or has accepted it before.
 */
export function refusalOfCustomerAgreement(
  customer: { readonly hasAcceptedAgreement: boolean },
  acceptsNow: boolean,
  policy: Pick<CloudPolicy, 'agreementCheck'>,
): DomainError | null {
  if (policy.agreementCheck !== 'CUSTOMER_AGREEMENT') return null;
  if (customer.hasAcceptedAgreement || acceptsNow) return null;
  return new DomainError('AGREEMENT_NOT_ACCEPTED', {
    field: 'input.acceptsCustomerAgreement',
    args: { agreement: 'CUSTOMER' },
    detail: 'The customer accepts the customer agreement before or with this step.',
  });
}
