import type { Role } from '../../kernel/roles';
import { DEMO_TENANTS, type DemoTenant, type DemoTenantKey } from './tenants';

export type PersonaSide = 'partner' | 'customer' | 'operator';

/** Somebody a visitor of the demo can act as. */
export interface Persona {
  readonly name: string;
  readonly displayName: string;
  /** What this person is good for in the story, one sentence. */
  readonly description: string;
  readonly side: PersonaSide;
  readonly tenant: DemoTenant;
  readonly userId: string;
  readonly roles: readonly Role[];
  /** An application without a user. */
  readonly isApplication: boolean;
}

type Row = readonly [
  name: string,
  tenant: DemoTenantKey,
  person: string,
  role: Role | null,
  description: string,
];

const ROWS: readonly Row[] = [
  [
    'reseller-a-admin',
    'resellerA',
    'Wang Wei',
    'ADMIN_AGENT',
    'Sold everything first; manages its own subscriptions and delegated privileges.',
  ],
  ['reseller-a-sales', 'resellerA', 'Li Na', 'SALES_AGENT', 'Sells and requests relationships.'],
  [
    'reseller-a-helpdesk',
    'resellerA',
    'Zhang Min',
    'HELPDESK_AGENT',
    'Helps customers; may not request a relationship.',
  ],
  [
    'reseller-a-global',
    'resellerA',
    'Liu Yang',
    'GLOBAL_ADMIN',
    'Rotates invitation links and removes relationships; has no agent role.',
  ],
  [
    'reseller-a-billing',
    'resellerA',
    'Chen Jing',
    'BILLING_ADMIN',
    'Sees offers and agreements, not customers.',
  ],
  [
    'reseller-a-usermgmt',
    'resellerA',
    'Yang Fan',
    'USER_MGMT_ADMIN',
    'Manages users of the partner; sees no customers.',
  ],
  [
    'reseller-b-admin',
    'resellerB',
    'Zhao Lei',
    'ADMIN_AGENT',
    'The newcomer: asks for a relationship, and tries what it may not do.',
  ],
  [
    'reseller-b-sales',
    'resellerB',
    'Huang Mei',
    'SALES_AGENT',
    'Requests relationships and sells.',
  ],
  [
    'reseller-b-helpdesk',
    'resellerB',
    'Zhou Jie',
    'HELPDESK_AGENT',
    'Is refused when it requests a relationship.',
  ],
  [
    'reseller-b-global',
    'resellerB',
    'Wu Xia',
    'GLOBAL_ADMIN',
    'Removes relationships and relinquishes privileges.',
  ],
  ['reseller-b-billing', 'resellerB', 'Xu Qiang', 'BILLING_ADMIN', 'Sees offers and agreements.'],
  [
    'reseller-b-usermgmt',
    'resellerB',
    'Sun Li',
    'USER_MGMT_ADMIN',
    'Manages users of the partner; sees no customers.',
  ],
  [
    'reseller-b-app',
    'resellerB',
    'Fabrikam integration',
    null,
    'An application without a user: reads what its reseller sees and writes nothing.',
  ],
  [
    'provider-global',
    'provider',
    'Ma Chao',
    'GLOBAL_ADMIN',
    'Indirect provider with an active partnership with the indirect reseller.',
  ],
  [
    'indirect-reseller-admin',
    'indirectReseller',
    'Zhu Ling',
    'ADMIN_AGENT',
    'An indirect reseller; may not create an invitation of its own.',
  ],
  [
    'reseller-suspended-admin',
    'resellerSuspended',
    'Hu Bin',
    'ADMIN_AGENT',
    'Its account is suspended, so its requests are refused.',
  ],
  [
    'reseller-us-admin',
    'resellerUs',
    'Morgan Reyes',
    'ADMIN_AGENT',
    'Of the US Government cloud, where several partners per customer are not available.',
  ],
  [
    'customer-global',
    'customer',
    'Lin Tao',
    'CUSTOMER_GLOBAL_ADMIN',
    'Decides on requests and removes privileges.',
  ],
  [
    'customer-billing',
    'customer',
    'Guo Hui',
    'CUSTOMER_BILLING_ADMIN',
    'Reads everything of its company and decides nothing.',
  ],
  ['customer-user', 'customer', 'He Yan', 'CUSTOMER_USER', 'Reads the names of partners only.'],
  [
    'customer2-global',
    'customer2',
    'Gao Feng',
    'CUSTOMER_GLOBAL_ADMIN',
    'Global admin of a customer without a partner.',
  ],
  [
    'customer3-global',
    'customer3',
    'Luo Dan',
    'CUSTOMER_GLOBAL_ADMIN',
    'Global admin of a customer with two partners.',
  ],
  [
    'operator',
    'operator',
    'Platform operator',
    'OPERATOR',
    'Runs the instance; sees everything and still changes nothing of others.',
  ],
];

function sideOf(tenant: DemoTenantKey): PersonaSide {
  if (tenant === 'operator') return 'operator';
  return tenant.startsWith('customer') ? 'customer' : 'partner';
}

function persona(
  [name, tenantKey, displayName, role, description]: Row,
  position: number,
): Persona {
  return {
    name,
    displayName,
    description,
    side: sideOf(tenantKey),
    tenant: DEMO_TENANTS[tenantKey],
    userId: `dddddddd-0000-4000-8000-${String(position + 1).padStart(12, '0')}`,
    roles: role === null ? [] : [role],
    isApplication: role === null,
  };
}

export const PERSONAS: readonly Persona[] = ROWS.map(persona);

export function findPersona(name: string): Persona | null {
  return PERSONAS.find((candidate) => candidate.name === name) ?? null;
}

/** The claims of a persona's token (design of the tokens: `tid`, `oid`, `name`, `roles`, `idtyp`). */
export function personaClaims(persona: Persona): Record<string, unknown> {
  return {
    sub: persona.userId,
    oid: persona.userId,
    tid: persona.tenant.tenantId,
    name: persona.displayName,
    roles: [...persona.roles],
    tenant_name: persona.tenant.name,
    tenant_country: persona.tenant.country,
    ...(persona.isApplication && { idtyp: 'app' }),
  };
}
