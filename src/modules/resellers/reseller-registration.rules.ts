import type { CloudInstance } from '../../kernel/cloud-instance';
import { refusalOfInstances } from '../../kernel/cloud-policy.rules';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import type { Service } from '../../kernel/service';
import type { ResellerKind } from './reseller-facts';

/** What the operator says of a partner account. */
export interface Registration {
  /** Directory tenant, in lower case. */
  readonly tenantId: string;
  readonly mpnId?: string | null;
  readonly name: string;
  readonly country: string;
  readonly cloudInstance: CloudInstance;
  readonly kind: ResellerKind;
  /** Left out: not signed yet, or as it is. */
  readonly agreementAccepted?: boolean | null;
  /** Left out: none, or as they are. */
  readonly specialties?: readonly Service[] | null;
}

/** A row that carries the tenant id or the MPN id of a registration. */
export interface HeldReseller {
  readonly id: string;
  readonly tenantId: string | null;
  readonly mpnId: string | null;
  readonly name: string;
  readonly country: string | null;
  readonly cloudInstance: CloudInstance;
  readonly kind: ResellerKind | null;
  readonly agreementAccepted: boolean;
  readonly specialties: readonly Service[];
  readonly isPlaceholder: boolean;
}

export interface RegistrationFacts {
  readonly held: readonly HeldReseller[];
  /** The tenant is held as a customer's (R19). */
  readonly isCustomerTenant: boolean;
  /** The instance has its one row of kind OPERATOR, under another tenant (domain section 2.2). */
  readonly hasOtherOperator: boolean;
}

/** What a registration writes: a new row, the row of a partner known by its MPN id only, or nothing. */
export type RegistrationStep =
  | { readonly kind: 'CREATE' }
  | { readonly kind: 'FILL'; readonly resellerId: string }
  | { readonly kind: 'NONE'; readonly resellerId: string };

const MAX_NAME_LENGTH = 256;
// Partner-network ids are decimal strings (domain section 1).
const MPN_ID = /^\d{1,20}$/;

/**
 * Whether the account may be registered: R19, then R17 against what is known of its MPN id, then the
 * input. The same registration once more is no refusal.
 */
export function refusalToRegister(
  input: Registration,
  facts: RegistrationFacts,
): DomainError | null {
  const { held } = facts;
  return firstRefusal(
    () => refusalOfCustomerTenant(facts),
    () => {
      const placeholder = held.find((row) => row.isPlaceholder);
      return placeholder
        ? refusalOfInstances(placeholder.cloudInstance, input.cloudInstance)
        : null;
    },
    () => refusalOfName(input.name),
    () => refusalOfMpnId(input.mpnId),
    () => refusalOfHeld(input, held),
    () =>
      input.kind === 'OPERATOR' && facts.hasOtherOperator
        ? invalid('input.kind', `${input.cloudInstance} has its row of kind OPERATOR already.`)
        : null,
  );
}

function refusalOfCustomerTenant(facts: RegistrationFacts): DomainError | null {
  if (!facts.isCustomerTenant) return null;
  return new DomainError('RESELLER_CANNOT_BE_CUSTOMER', {
    field: 'input.tenantId',
    detail: 'This tenant is held as a customer’s. A partner uses a separate tenant.',
  });
}

function refusalOfName(name: string): DomainError | null {
  const { length } = name.trim();
  const field = 'input.name';
  if (length === 0) return new DomainError('INVALID_INPUT', { field, args: { problem: 'BLANK' } });
  if (length <= MAX_NAME_LENGTH) return null;
  return new DomainError('INVALID_INPUT', { field, args: { maximumLength: MAX_NAME_LENGTH } });
}

function refusalOfMpnId(mpnId: string | null | undefined): DomainError | null {
  if (mpnId === null || mpnId === undefined || MPN_ID.test(mpnId)) return null;
  return invalid('input.mpnId', 'An MPN id has 1 to 20 decimal digits.');
}

function refusalOfHeld(input: Registration, held: readonly HeldReseller[]): DomainError | null {
  const ofTenant = held.find(({ tenantId }) => tenantId === input.tenantId);
  if (ofTenant) {
    return isSameRegistration(input, ofTenant)
      ? null
      : invalid('input.tenantId', `It is registered already, as ${ofTenant.name}.`);
  }
  const ofMpnId = held.find(({ isPlaceholder }) => !isPlaceholder);
  return ofMpnId ? invalid('input.mpnId', `It belongs to ${ofMpnId.name}.`) : null;
}

/** Everything that is sent is so already. */
function isSameRegistration(input: Registration, held: HeldReseller): boolean {
  const { mpnId, agreementAccepted, specialties } = input;
  return (
    input.name.trim() === held.name &&
    input.country === held.country &&
    input.cloudInstance === held.cloudInstance &&
    input.kind === held.kind &&
    (mpnId ?? held.mpnId) === held.mpnId &&
    (agreementAccepted ?? held.agreementAccepted) === held.agreementAccepted &&
    [...new Set(specialties ?? held.specialties)].sort().join() ===
      [...held.specialties].sort().join()
  );
}

function invalid(field: string, detail: string): DomainError {
  return new DomainError('INVALID_INPUT', { field, detail });
}

/** What an accepted registration does. */
export function registrationStep(
  input: Pick<Registration, 'tenantId'>,
  held: readonly HeldReseller[],
): RegistrationStep {
  const ofTenant = held.find(({ tenantId }) => tenantId === input.tenantId);
  if (ofTenant) return { kind: 'NONE', resellerId: ofTenant.id };
  const placeholder = held.find(({ isPlaceholder }) => isPlaceholder);
  return placeholder ? { kind: 'FILL', resellerId: placeholder.id } : { kind: 'CREATE' };
}
