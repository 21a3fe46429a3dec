import type { CloudInstance } from '../../kernel/cloud-instance';

/** The fixed tenants of the demo story. Persona tokens and demo data are made from these constants. */
export interface DemoTenant {
  /** Stable across resets, so that links and saved requests keep working. */
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
  /** Only partners have one. */
  readonly mpnId: string | null;
  readonly country: string;
  /** null = the instance the server was started with. */
  readonly cloudInstance: CloudInstance | null;
}

export const DEMO_TENANTS = {
  resellerA: {
    tenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
    name: 'Contoso Cloud',
    domain: 'contoso-cloud.example',
    mpnId: '1000001',
    country: 'CN',
    cloudInstance: null,
  },
  resellerB: {
    tenantId: 'bbbbbbbb-0000-4000-8000-000000000002',
    name: 'Fabrikam Services',
    domain: 'fabrikam-services.example',
    mpnId: '1000002',
    country: 'CN',
    cloudInstance: null,
  },
  provider: {
    tenantId: 'aaaaaaaa-0000-4000-8000-000000000003',
    name: 'Tailspin Distribution',
    domain: 'tailspin-distribution.example',
    mpnId: '1000003',
    country: 'CN',
    cloudInstance: null,
  },
  indirectReseller: {
    tenantId: 'aaaaaaaa-0000-4000-8000-000000000004',
    name: 'Proseware Consulting',
    domain: 'proseware-consulting.example',
    mpnId: '1000004',
    country: 'CN',
    cloudInstance: null,
  },
  resellerSuspended: {
    tenantId: 'aaaaaaaa-0000-4000-8000-000000000005',
    name: 'Litware Hosting',
    domain: 'litware-hosting.example',
    mpnId: '1000005',
    country: 'CN',
    cloudInstance: null,
  },
  resellerUs: {
    tenantId: 'aaaaaaaa-0000-4000-8000-000000000006',
    name: 'Trey Research Federal',
    domain: 'trey-research-federal.example',
    mpnId: '1000006',
    country: 'US',
    cloudInstance: 'US_GOVERNMENT',
  },
  customer: {
    tenantId: 'cccccccc-0000-4000-8000-000000000001',
    name: 'Woodgrove',
    domain: 'woodgrove.example',
    mpnId: null,
    country: 'CN',
    cloudInstance: null,
  },
  customer2: {
    tenantId: 'cccccccc-0000-4000-8000-000000000002',
    name: 'Adventure Works',
    domain: 'adventure-works.example',
    mpnId: null,
    country: 'CN',
    cloudInstance: null,
  },
  customer3: {
    tenantId: 'cccccccc-0000-4000-8000-000000000003',
    name: 'Northwind Traders',
    domain: 'northwind-traders.example',
    mpnId: null,
    country: 'CN',
    cloudInstance: null,
  },
  operator: {
    tenantId: 'eeeeeeee-0000-4000-8000-000000000001',
    name: 'Platform operator',
    domain: 'operator.example',
    mpnId: null,
    country: 'CN',
    cloudInstance: null,
  },
} as const satisfies Record<string, DemoTenant>;

export type DemoTenantKey = keyof typeof DEMO_TENANTS;
