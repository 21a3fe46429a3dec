import type { JWTPayload } from 'jose';
import { type Client } from 'pg';

import { newId } from '../../src/platform/ids';

/** What the clients fight over: one reseller and one customer. */
export interface Lane {
  readonly seller: JWTPayload;
  readonly chief: JWTPayload;
  readonly buyer: JWTPayload;
  readonly customerTenantId: string;
  requestId: string | null;
  relationshipId: string | null;
}

interface Party {
  readonly key: string;
  readonly tenantId: string;
}

const CUSTOMERS = 2;
const RESELLERS = 2;

const newParty = (): Party => ({ key: newId(), tenantId: newId() });

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

/**
 * Every reseller with every customer, so that acts meet on rows of either side. The first pair has a sale
 * that lasts: its relationship can never be removed (R30).
 */
export async function layTrack(client: Client): Promise<readonly Lane[]> {
  const customers = Array.from({ length: CUSTOMERS }, newParty);
  const resellers = Array.from({ length: RESELLERS }, newParty);
  for (const { key, tenantId } of customers) {
    await asImport(
      client,
      `INSERT INTO customers (id, tenant_id, cloud_instance, country, company_name, created_at, updated_at)
        VALUES ($1, $2, 'CHINA_21VIANET', 'CN', $3, now(), now())`,
      [key, tenantId, `Customer ${key}`],
    );
  }
  for (const { key, tenantId } of resellers) {
    await asImport(
      client,
      `INSERT INTO resellers (id, tenant_id, name, country, cloud_instance, kind, account_status, agreement_accepted,
          created_at, updated_at)
        VALUES ($1, $2, $3, 'CN', 'CHINA_21VIANET', 'DIRECT_BILL', 'ACTIVE', true, now(), now())`,
      [key, tenantId, `Reseller ${key}`],
    );
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
  return resellers.flatMap((reseller) =>
    customers.map((customer) => ({
      seller: user(reseller, 'ADMIN_AGENT'),
      chief: user(reseller, 'GLOBAL_ADMIN'),
      buyer: user(customer, 'CUSTOMER_GLOBAL_ADMIN'),
      customerTenantId: customer.tenantId,
      requestId: null,
      relationshipId: null,
    })),
  );
}
