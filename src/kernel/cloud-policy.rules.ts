import {
  CLOUD_POLICIES,
  type CloudFeature,
  type CloudInstance,
  type CloudPolicy,
} from './cloud-instance';
import { DomainError } from './domain-error';
import type { Service } from './service';

/** The policy row of an instance. */
export function policyOf(instance: CloudInstance): CloudPolicy {
  return CLOUD_POLICIES[instance];
}

/** Step 2 of the guards: FEATURE_NOT_AVAILABLE_IN_CLOUD for the first switch that is off. */
export function refusalOfFeatures(
  features: readonly CloudFeature[],
  policy: Pick<CloudPolicy, 'instance' | 'features'>,
): DomainError | null {
  const missing = features.find((feature) => !policy.features[feature]);
  if (missing === undefined) return null;
  return new DomainError('FEATURE_NOT_AVAILABLE_IN_CLOUD', {
    args: { feature: missing },
    detail: `${missing} is switched off in ${policy.instance}.`,
  });
}

/**
 * R14, asked right after the switches: where every request includes delegated administrative
 * privileges, one without is refused with DAP_REQUIRED_IN_CLOUD.
 */
export function refusalToAskWithoutDap(
  withDelegatedAdmin: boolean,
  policy: Pick<CloudPolicy, 'instance' | 'delegatedAdminInRequests'>,
  field = 'input.withDelegatedAdmin',
): DomainError | null {
  if (policy.delegatedAdminInRequests === 'NOT_APPLICABLE') {
    return new DomainError('FEATURE_NOT_AVAILABLE_IN_CLOUD', {
      rule: 'R14',
      args: { feature: 'MULTI_PARTNER' },
      detail: `There are no relationship requests in ${policy.instance}.`,
    });
  }
  if (withDelegatedAdmin || policy.delegatedAdminInRequests === 'OPTIONAL') return null;
  return new DomainError('DAP_REQUIRED_IN_CLOUD', { field });
}

/** R39: a service that the instance does not have, Azure in 21Vianet for instance. */
export function refusalOfMissingServices(
  services: readonly Service[],
  policy: Pick<CloudPolicy, 'instance' | 'services'>,
  field = 'input.services',
): DomainError | null {
  const missing = services.filter((service) => !policy.services.includes(service));
  if (missing.length === 0) return null;
  return new DomainError('FEATURE_NOT_AVAILABLE_IN_CLOUD', {
    rule: 'R39',
    field,
    args: { services: missing, availableServices: policy.services },
    detail: `${missing.join(', ')} does not exist in ${policy.instance}. It has ${policy.services.join(', ')}.`,
  });
}

/**
 * The services for which privileges are asked: an empty list means all services of the instance,
 * in the instance's order and each once. Without delegated administration there are none.
 */
export function expandServices(
  named: readonly Service[] | null | undefined,
  withDelegatedAdmin: boolean,
  policy: Pick<CloudPolicy, 'services'>,
): readonly Service[] {
  if (!withDelegatedAdmin) return [];
  if (!named || named.length === 0) return policy.services;
  return policy.services.filter((service) => named.includes(service));
}

/**
 * Step 10: where privileges are granted and ended for the whole tenant, a list of services names all
 * of them or none. INVALID_INPUT.
 */
export function refusalOfPrivilegeUnit(
  services: readonly Service[],
  policy: Pick<CloudPolicy, 'instance' | 'privilegeUnit' | 'services'>,
  field = 'input.services',
): DomainError | null {
  if (policy.privilegeUnit !== 'WHOLE_TENANT' || services.length === 0) return null;
  if (policy.services.every((service) => services.includes(service))) return null;
  return new DomainError('INVALID_INPUT', {
    field,
    args: { problem: 'WHOLE_TENANT_ONLY' },
    detail: `In ${policy.instance} privileges are granted and ended for the whole tenant: name every service or leave the list out.`,
  });
}

/** R16: same country, or two countries of one authorised region. An unknown country matches nothing. */
export function mayWorkTogether(
  one: string | null,
  other: string | null,
  policy: Pick<CloudPolicy, 'regions'>,
): boolean {
  if (one === null || other === null) return false;
  if (one === other) return true;
  return policy.regions.some((region) => region.includes(one) && region.includes(other));
}

/** R16: REGION_NOT_ALLOWED. Holds between customer and reseller, and between provider and indirect reseller. */
export function refusalOfRegions(
  one: string | null,
  other: string | null,
  policy: Pick<CloudPolicy, 'regions'>,
): DomainError | null {
  return mayWorkTogether(one, other, policy) ? null : new DomainError('REGION_NOT_ALLOWED');
}

/** R17: CLOUD_MISMATCH. */
export function refusalOfInstances(one: CloudInstance, other: CloudInstance): DomainError | null {
  return one === other ? null : new DomainError('CLOUD_MISMATCH');
}
