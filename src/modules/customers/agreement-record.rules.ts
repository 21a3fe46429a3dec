import { DomainError } from '../../kernel/domain-error';
import type { AgreementType, StoredContact } from './customer-profile';

/** An agreement as the operator records it: of a reseller or of a customer. */
export interface AgreementInput {
  /** The reseller that has signed the agreement of its instance; or left out. */
  readonly resellerId?: string | null;
  /** The customer that has accepted its agreement; or left out. */
  readonly customerId?: string | null;
  /** What a customer has agreed to; a reseller signs the one agreement of its instance. */
  readonly type?: AgreementType | null;
  readonly dateAgreed: Date;
  readonly primaryContact?: StoredContact | null;
  readonly templateId?: string | null;
  readonly agreementLink?: string | null;
  readonly userId?: string | null;
}

const OF_A_CUSTOMER = ['primaryContact', 'templateId', 'agreementLink', 'userId'] as const;

/** Domain section 2.9: no agreement dates from the future. INVALID_INPUT. */
export function refusalToRecordAgreement(
  input: Pick<AgreementInput, 'dateAgreed'>,
  now: Date,
): DomainError | null {
  if (input.dateAgreed.getTime() <= now.getTime()) return null;
  return new DomainError('INVALID_INPUT', {
    field: 'input.dateAgreed',
    args: { problem: 'IN_THE_FUTURE' },
  });
}

/** Whose agreement it is, and that nothing is said that does not belong to it. INVALID_INPUT. */
export function refusalOfParty(input: AgreementInput): DomainError | null {
  const { resellerId = null, customerId = null, type = null } = input;
  if ((resellerId === null) === (customerId === null)) {
    return new DomainError('INVALID_INPUT', {
      field: 'input',
      args: { exactlyOneOf: ['resellerId', 'customerId'] },
    });
  }
  if (customerId !== null) {
    return type === null ? invalid('input.type', 'Say what the customer has agreed to.') : null;
  }
  const misplaced = (['type', ...OF_A_CUSTOMER] as const).find(
    (field) => (input[field] ?? null) !== null,
  );
  return misplaced
    ? invalid(`input.${misplaced}`, 'It belongs to an agreement of a customer.')
    : null;
}

function invalid(field: string, detail: string): DomainError {
  return new DomainError('INVALID_INPUT', { field, detail });
}
