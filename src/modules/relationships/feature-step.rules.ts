import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import {
  policyOf,
  refusalOfMissingServices,
  refusalToAskWithoutDap,
} from '../../kernel/cloud-policy.rules';
import { type DomainError, firstRefusal } from '../../kernel/domain-error';
import type { Service } from '../../kernel/service';

/** The row that step 2 reads: that of the caller's tenant. A caller without one hears its role first. */
function policyOfCaller(actor: Caller): CloudPolicy | null {
  return actor.side === 'partner' || actor.side === 'customer'
    ? policyOf(actor.cloudInstance)
    : null;
}

/** R14 before the role: createInvitation asks for privileges or does not. */
export function featureRefusalOfInvitation(
  input: { readonly includesDelegatedAdmin?: boolean | null },
  actor: Caller,
): DomainError | null {
  const policy = policyOfCaller(actor);
  if (policy === null) return null;
  return refusalToAskWithoutDap(
    input.includesDelegatedAdmin ?? true,
    policy,
    'input.includesDelegatedAdmin',
  );
}

/** R14 and R39 before the role: what requestRelationship asks for exists in the caller's instance. */
export function featureRefusalOfRequest(
  input: {
    readonly services?: readonly Service[] | null;
    readonly withDelegatedAdmin?: boolean | null;
  },
  actor: Caller,
): DomainError | null {
  const policy = policyOfCaller(actor);
  if (policy === null) return null;
  return firstRefusal(
    () => refusalToAskWithoutDap(input.withDelegatedAdmin ?? true, policy),
    () => refusalOfMissingServices(input.services ?? [], policy),
  );
}
