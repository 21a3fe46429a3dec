import type { JWTPayload } from 'jose';
import { type Client } from 'pg';

import { resellerIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';

/** The provider of an indirect reseller, and what was heard last of their partnership. */
export interface Tiers {
  readonly seller: JWTPayload;
  readonly chief: JWTPayload;
  readonly tenantId: string;
  readonly providerId: string;
  readonly resellerTenantId: string;
  partnershipId: string | null;
}

/** What the clients fight over: one reseller and one customer. */
export interface Lane {
  readonly seller: JWTPayload;
  readonly chief: JWTPayload;
  readonly buyer: JWTPayload;
  readonly customerTenantId: string;
  /** With whom the reseller asks jointly (R23); `null`: it asks alone. */
  readonly tiers: Tiers | null;
  requestId: string | null;
  relationshipId: string | null;
  /** That of the provider. */
  providerRelationshipId: string | null;
  /** The joint link. */
  url: string | null;
}

interface Party {
  readonly key: string;
  readonly tenantId: string;
}

interface Place {
  readonly instance: string;
  readonly country: string;
}

const CUSTOMERS = 2;
const RESELLERS = 2;
const CHINA: Place = { instance: 'CHINA_21VIANET', country: 'CN' };
/** Where two tiers invite jointly. */
const GLOBAL: Place = { instance: 'GLOBAL', country: 'FR' };

function user({ tenantId }: Party, role: string): JWTPayload {
  return { tid: tenantId, sub: `${role} of ${tenantId}`, name: role, roles: [role] };
}

/** Runs statements as an import, which the triggers of the database let pass. */
export async function asImport(
  client: Client,
  text: string,
  values: unknown[] = [],
): Promise<number> {
  await client.query('BEGIN');
  try {
    await client.query(
      `SELECT set_config('app.actor', 'platform', true), set_config('app.operation', 'import', true)`,
    );
    const { rowCount } = await client.query(text, values);
    await client.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function layCustomers(client: Client, { instance, country }: Place): Promise<Party[]> {
  const customers: Party[] = [];
  for (let laid = 0; laid < CUSTOMERS; laid += 1) {
    const [key, tenantId] = [newId(), newId()];
    await asImport(
      client,
      `INSERT INTO customers (id, tenant_id, cloud_instance, country, company_name, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, now(), now())`,
      [key, tenantId, instance, country, `Customer ${key}`],
    );
    customers.push({ key, tenantId });
  }
  return customers;
}

async function layReseller(
  client: Client,
  { instance, country }: Place,
  kind: string,
): Promise<Party> {
  const [key, tenantId] = [newId(), newId()];
  await asImport(
    client,
    `INSERT INTO resellers (id, tenant_id, name, country, cloud_instance, kind, account_status, agreement_accepted,
        created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, 'ACTIVE', true, now(), now())`,
    [key, tenantId, `Reseller ${key}`, country, instance, kind],
  );
  return { key, tenantId };
}

function lanesOf(reseller: Party, customers: readonly Party[], tiers: Tiers | null): Lane[] {
  return customers.map((customer) => ({
    seller: user(reseller, 'ADMIN_AGENT'),
    chief: user(reseller, 'GLOBAL_ADMIN'),
    buyer: user(customer, 'CUSTOMER_GLOBAL_ADMIN'),
    customerTenantId: customer.tenantId,
    tiers,
    requestId: null,
    relationshipId: null,
    providerRelationshipId: null,
    url: null,
  }));
}

/**
 * Every reseller with every customer, so that acts meet on rows of either side, and an indirect reseller
 * that asks jointly with its provider. The first pair has a sale that lasts: its relationship can never be
 * removed (R30).
 */
export async function layTrack(client: Client): Promise<readonly Lane[]> {
  const customers = await layCustomers(client, CHINA);
  const resellers: Party[] = [];
  for (let laid = 0; laid < RESELLERS; laid += 1) {
    resellers.push(await layReseller(client, CHINA, 'DIRECT_BILL'));
  }
  await asImport(
    client,
    `INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_of_record_id,
        service, offer_id, offer_name, friendly_name, quantity, status, term_duration, billing_type, billing_cycle,
        order_id, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $4, 'EXCHANGE_OFFICE', $5, 'Mail', 'Head office', 10, 'ACTIVE', 'P1Y', 'LICENSE',
        'ANNUAL', $6, now(), now())`,
    [customers[0]?.key, newId(), newId(), resellers[0]?.key, newId(), newId()],
  );
  const provider = await layReseller(client, GLOBAL, 'INDIRECT_PROVIDER');
  const reseller = await layReseller(client, GLOBAL, 'INDIRECT_RESELLER');
  const tiers: Tiers = {
    seller: user(provider, 'ADMIN_AGENT'),
    chief: user(provider, 'GLOBAL_ADMIN'),
    tenantId: provider.tenantId,
    providerId: resellerIdOf(provider.key),
    resellerTenantId: reseller.tenantId,
    partnershipId: null,
  };
  return [
    ...resellers.flatMap((it) => lanesOf(it, customers, null)),
    ...lanesOf(reseller, await layCustomers(client, GLOBAL), tiers),
  ];
}
