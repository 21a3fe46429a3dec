import type { Caller } from './actor';
import type { CloudFeature, CloudPolicy } from './cloud-instance';
import { refusalOfFeatures } from './cloud-policy.rules';
import { DomainError, firstRefusal } from './domain-error';
import { type Action, refusalToAct, type RoleFacts } from './role-matrix';

/**
 * Steps 1 to 3 of the guards (domain section 5): token, switches of the cloud instance, role. `policy`
 * is the row of the caller's tenant; for the operator and for a tenant not held yet it is that of the
 * object, and `null` as long as the object is not known.
 */
export function refusalToEnter(
  operation: { readonly action: Action; readonly features: readonly CloudFeature[] },
  actor: Caller | null,
  policy: CloudPolicy | null,
  facts?: RoleFacts,
): DomainError | null {
  return firstRefusal(
    () => (actor === null ? new DomainError('UNAUTHENTICATED') : null),
    () => (policy === null ? null : refusalOfFeatures(operation.features, policy)),
    () => refusalToAct(operation.action, actor, facts),
  );
}
