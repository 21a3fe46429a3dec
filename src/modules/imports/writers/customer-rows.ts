import type { CloudInstance } from '../../../kernel/cloud-instance';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import type { CompanyProfileRecord, CustomerRecord } from '../customer-body';
import { importRefusal } from '../import-refusal';
import { type ImportItem, type ImportScope, leaveOut } from '../import-scope';
import type { ImportKind } from '../import-tally';
import { assignments, columnList, type Columns, recordSet } from './record-set';

/** A customer's row after the import, as far as its relationships need it. */
export interface CustomerRow {
  readonly id: string;
  readonly tenantId: string;
  readonly cloudInstance: CloudInstance;
}

type CustomerItem = ImportItem<CompanyProfileRecord & Partial<CustomerRecord>>;

/** Columns that a body may leave open; what is held stays then. Lists of customers leave most open. */
const OPTIONAL_COLUMNS = {
  commerce_id: 'text',
  country: 'text',
  domain: 'text',
  organization_registration_number: 'text',
  email: 'text',
  company_address: 'jsonb',
  billing_profile: 'jsonb',
  custom_domains: 'text[]',
  associated_partner_id: 'text',
} as const satisfies Columns;

const COLUMNS = { id: 'uuid', tenant_id: 'uuid', company_name: 'text', ...OPTIONAL_COLUMNS };
const WRITTEN = ['company_name', ...Object.keys(OPTIONAL_COLUMNS)];

function columnsOf({ record }: CustomerItem): object {
  return {
    id: newId(),
    tenant_id: record.tenantId,
    company_name: record.companyName,
    commerce_id: record.commerceId,
    country: record.country,
    domain: record.domain,
    organization_registration_number: record.organizationRegistrationNumber,
    email: record.email,
    company_address: record.companyAddress,
    billing_profile: record.billingProfile,
    custom_domains: record.customDomains,
    associated_partner_id: record.associatedPartnerId,
  };
}

/**
 * Writes the customers of a batch, each tenant at most once in it, and returns their rows by tenant id.
 * The tenant of a partner is never a customer (R19).
 */
export async function writeCustomers(
  scope: ImportScope,
  kind: ImportKind,
  items: readonly CustomerItem[],
): Promise<ReadonlyMap<string, CustomerRow>> {
  const accepted = await withoutPartners(scope, kind, items);
  const tenants = accepted.map(({ record }) => record.tenantId);
  const rows = accepted.map(columnsOf);
  // As relationship operations do, and in one order, before the first write.
  await scope.tx.query(sql`
    SELECT id FROM customers WHERE tenant_id = ANY(${tenants}::uuid[]) ORDER BY id FOR NO KEY UPDATE`);
  const updated = await updateHeld(scope, rows);
  const created = await insertNew(scope, rows);
  scope.tally.add(kind, 'created', created);
  scope.tally.add(kind, 'updated', updated);
  scope.tally.add(kind, 'unchanged', accepted.length - created - updated);
  const held = await scope.tx.query<CustomerRow>(sql`
    SELECT id, tenant_id AS "tenantId", cloud_instance AS "cloudInstance" FROM customers
    WHERE tenant_id = ANY(${tenants}::uuid[])`);
  return new Map(held.map((row) => [row.tenantId, row]));
}

async function withoutPartners(
  scope: ImportScope,
  kind: ImportKind,
  items: readonly CustomerItem[],
): Promise<CustomerItem[]> {
  const tenants = items.map(({ record }) => record.tenantId);
  const partners = await scope.tx.query<{ tenantId: string }>(sql`
    SELECT tenant_id AS "tenantId" FROM resellers WHERE tenant_id = ANY(${tenants}::uuid[])`);
  const partnerTenants = new Set(partners.map(({ tenantId }) => tenantId));
  return items.filter((item) => {
    if (!partnerTenants.has(item.record.tenantId)) return true;
    const field = kind === 'Customer' ? 'id' : 'tenantId';
    const expected = 'a tenant of its own: this one is held as a partner’s';
    leaveOut(scope, kind, item, importRefusal('RESELLER_CANNOT_BE_CUSTOMER', field, expected));
    return false;
  });
}

async function updateHeld(scope: ImportScope, rows: readonly object[]): Promise<number> {
  const optional = Object.keys(OPTIONAL_COLUMNS).filter((name) => name !== 'country');
  const merged = optional.map((name) => `coalesce(i.${name}, c.${name}) AS ${name}`).join(', ');
  const changed = await scope.tx.query(sql`
    WITH merged AS (
      SELECT c.id, i.company_name, coalesce(i.country, c.country, ${scope.country}) AS country,
        ${columnList([merged])}
      FROM ${recordSet(rows, COLUMNS, 'i')} JOIN customers c ON c.tenant_id = i.tenant_id
    )
    UPDATE customers c
    SET ${assignments(WRITTEN, 'm')}, version = c.version + 1, updated_at = ${scope.now}
    FROM merged m
    WHERE c.id = m.id
      AND (${columnList(WRITTEN, 'c')}) IS DISTINCT FROM (${columnList(WRITTEN, 'm')})
    RETURNING c.id`);
  return changed.length;
}

async function insertNew(scope: ImportScope, rows: readonly object[]): Promise<number> {
  const copied = ['id', 'tenant_id', 'company_name', 'commerce_id', 'domain', 'email'];
  const plain = [
    ...copied,
    'organization_registration_number',
    'company_address',
    'billing_profile',
    'associated_partner_id',
  ];
  const inserted = await scope.tx.query(sql`
    INSERT INTO customers (${columnList(plain)}, custom_domains, country, cloud_instance, created_at, updated_at)
    SELECT ${columnList(plain, 'i')}, coalesce(i.custom_domains, '{}'), coalesce(i.country, ${scope.country}),
      ${scope.cloudInstance}, ${scope.now}, ${scope.now}
    FROM ${recordSet(rows, COLUMNS, 'i')}
    ON CONFLICT (tenant_id) DO NOTHING
    RETURNING id`);
  return inserted.length;
}
