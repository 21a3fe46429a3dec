import { CLOUD_POLICIES, type CloudInstance } from '../../kernel/cloud-instance';
import { ALL_SERVICES, type Service } from '../../kernel/service';

const SERVICE_NAMES: Readonly<Record<Service, string>> = {
  EXCHANGE_OFFICE: 'Exchange and Office 365',
  DYNAMICS: 'Dynamics',
  INTUNE: 'Intune',
  AZURE: 'Azure',
  OTHER: 'Other services',
};

export interface ServiceRow {
  readonly service: Service;
  readonly name: string;
  readonly instances: readonly CloudInstance[];
}

/** Every service with the cloud instances whose policy row names it. */
export function listServices(): readonly ServiceRow[] {
  return ALL_SERVICES.map((service) => ({
    service,
    name: SERVICE_NAMES[service],
    instances: Object.values(CLOUD_POLICIES)
      .filter((policy) => policy.services.includes(service))
      .map((policy) => policy.instance),
  }));
}
