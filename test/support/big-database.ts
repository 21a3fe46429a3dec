import type { TestApp } from './test-app';

/*
 * Enough rows that the planner of PostgreSQL has a choice, written with a statement for each table. They
 * are shaped as the mutations leave them, as far as a read looks at them; no rule is asked.
 */

const id = (kind: string, number: string): string =>
  `('${kind}-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

const RESELLER = 'b1600001';
const CUSTOMER = 'b1600002';
const RELATIONSHIP = 'b1600003';

/** The number of the reseller behind relationship `k` of customer `n`; 0 is the one that the tests look at. */
const RESELLER_OF = `CASE WHEN k = 0 AND n % 80 = 1 THEN 0 ELSE 1 + (n * 3 + k * 101) % 499 END`;

const ACTOR = `'{"kind": "PARTNER_USER", "displayName": "Zhao Lei", "tenantId": "b16000f1-0000-7000-8000-000000000001", "userId": "zhao"}'::jsonb`;

const STATUS_OF = `CASE WHEN (n + k) % 10 = 9 THEN 'REMOVED' ELSE 'ACTIVE' END`;

const STATEMENTS: readonly string[] = [
  // No trigger and no foreign key is asked while a table is filled.
  `SET session_replication_role = replica`,
  `INSERT INTO resellers (id, tenant_id, mpn_id, name, country, cloud_instance, kind, agreement_accepted, created_at, updated_at)
    SELECT ${id(RESELLER, 'n')}, ${id('b16000f1', 'n')}, 'mpn' || n, 'Big reseller ' || md5(n::text), 'CN', 'CHINA_21VIANET',
      'INDIRECT_PROVIDER', true, timestamptz '2026-01-01' + n * interval '1 minute', timestamptz '2026-02-01' + n * interval '1 minute'
    FROM generate_series(0, 499) n`,
  `INSERT INTO partner_relationships (provider_id, id, indirect_reseller_id, state, created_at)
    SELECT ${id(RESELLER, 'n % 10')}, ${id('b16000f3', 'n')}, ${id(RESELLER, 'n')}, 'ACTIVE', '2026-01-01'
    FROM generate_series(10, 499) n`,
  `INSERT INTO customers (id, tenant_id, cloud_instance, country, company_name, domain, created_at, updated_at)
    SELECT ${id(CUSTOMER, 'n')}, ${id('b16000f2', 'n')}, 'CHINA_21VIANET', 'CN', 'Big customer ' || md5(n::text),
      md5(n::text) || '.example', timestamptz '2026-01-01' + n * interval '1 minute',
      timestamptz '2026-02-01' + (n * 7919 % 8000) * interval '1 minute'
    FROM generate_series(1, 8000) n`,
  `INSERT INTO relationships (customer_id, customer_name, id, reseller_id, status, origin, accepted_at, removed_at, created_at, updated_at)
    SELECT ${id(CUSTOMER, 'n')}, 'Big customer ' || md5(n::text), ${id(RELATIONSHIP, 'n * 10 + k')}, ${id(RESELLER, RESELLER_OF)}, ${STATUS_OF}, 'INVITATION',
      timestamptz '2026-03-01' + n * interval '1 minute', CASE WHEN (n + k) % 10 = 9 THEN timestamptz '2026-06-01' END,
      timestamptz '2026-03-01' + n * interval '1 minute', timestamptz '2026-04-01' + (n * 7919 % 8000) * interval '1 minute'
    FROM generate_series(1, 8000) n, generate_series(0, 2) k`,
  `INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status, transacting, granted_at, ended_at)
    SELECT ${id(CUSTOMER, 'n')}, ${id('b1600004', 'n * 100 + k * 10 + v')}, ${id(RELATIONSHIP, 'n * 10 + k')},
      ${id(RESELLER, RESELLER_OF)}, (ARRAY['EXCHANGE_OFFICE', 'INTUNE'])[v],
      CASE WHEN (n + k) % 10 = 9 THEN 'ENDED_WITH_RELATIONSHIP' ELSE 'ACTIVE' END, false, timestamptz '2026-03-01',
      CASE WHEN (n + k) % 10 = 9 THEN timestamptz '2026-06-01' END
    FROM generate_series(1, 8000) n, generate_series(0, 2) k, generate_series(1, 2) v WHERE v = 1 OR n % 2 = 0`,
  `INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_of_record_id, service,
      offer_id, offer_name, creation_date, status, created_at, updated_at)
    SELECT ${id(CUSTOMER, 'n')}, ${id('b1600005', '(n * 10 + j)')}, ${id('b16000f5', 'n * 10 + j')}, ${id(RESELLER, RESELLER_OF)},
      ${id(RESELLER, `CASE WHEN n % 3 = 0 THEN n % 500 ELSE ${RESELLER_OF} END`)},
      (ARRAY['EXCHANGE_OFFICE', 'INTUNE', 'DYNAMICS', 'AZURE'])[1 + (n / 80 + j) % 4], 'offer', 'Offer ' || (n * 7919 % 60),
      CASE WHEN n % 50 > 0 THEN timestamptz '2026-03-01' + (n * 104729 % 8000) * interval '1 minute' END,
      (ARRAY['ACTIVE', 'ACTIVE', 'SUSPENDED', 'DELETED'])[1 + (n / 80 + j) % 4],
      timestamptz '2026-03-01' + n * interval '1 minute', timestamptz '2026-04-01' + (n * 7919 % 8000) * interval '1 minute'
    FROM generate_series(1, 8000) n, generate_series(0, 3) j, LATERAL (SELECT j % 3 AS k) of`,
  `INSERT INTO invitations (reseller_id, id, includes_delegated_admin, status, token_hash, created_by, created_at)
    SELECT ${id(RESELLER, 'n')}, ${id('b1600006', 'n')}, true, 'ACTIVE', decode(md5(n::text), 'hex'), '{}', '2026-01-01'
    FROM generate_series(0, 499) n`,
  `INSERT INTO relationship_requests (reseller_id, id, invitation_id, customer_id, customer_tenant_id, services, with_delegated_admin,
      status, requested_by, requested_at, expires_at, decided_at, updated_at)
    SELECT ${id(RESELLER, RESELLER_OF)}, ${id('b1600007', 'n * 10 + k')}, ${id('b1600006', RESELLER_OF)},
      CASE WHEN n % 4 > 0 THEN ${id(CUSTOMER, 'n')} END, ${id('b16000f2', 'n')}, '{EXCHANGE_OFFICE}', true,
      CASE WHEN n % 4 = 0 THEN 'PENDING' ELSE 'DECLINED' END, ${ACTOR}, timestamptz '2026-03-01' + n * interval '1 minute',
      '2027-01-01', CASE WHEN n % 4 > 0 THEN timestamptz '2026-05-01' END, timestamptz '2026-04-01' + (n * 7919 % 8000) * interval '1 minute'
    FROM generate_series(1, 8000) n, generate_series(0, 1) k`,
  `INSERT INTO audit_records (id, occurred_at, customer_id, reseller_id, concerned_reseller_ids, actor, operation, resource_type,
      resource_id, status, new_value, correlation_id)
    SELECT ${id('b1600008', 'n * 10 + k')}, timestamptz '2026-03-01' + (n * 3 + k) * interval '1 second', ${id(CUSTOMER, 'n')},
      ${id(RESELLER, RESELLER_OF)}, CASE WHEN k = 2 THEN ARRAY[${id(RESELLER, 'n % 500')}] ELSE '{}' END, ${ACTOR},
      (ARRAY['ACCEPT_RELATIONSHIP_REQUEST', 'CHANGE_PARTNER_OF_RECORD', 'UPDATE_SUBSCRIPTION'])[1 + k],
      CASE WHEN k = 0 THEN 'PARTNER_CUSTOMER_RELATIONSHIP' ELSE 'SUBSCRIPTION' END,
      CASE WHEN k = 0 THEN ${id(RELATIONSHIP, 'n * 10')} ELSE ${id('b1600005', 'n * 10 + k')} END,
      CASE WHEN k = 1 THEN 'FAILED' ELSE 'SUCCEEDED' END, '{"partnerId": "4847383"}', 'correlation'
    FROM generate_series(1, 8000) n, generate_series(0, 2) k`,
  `INSERT INTO events (id, scope_id, sequence, customer_id, recipient_reseller_ids, to_customer, name, version, resource_type,
      resource_id, actor, correlation_id, occurred_at, data, audit_record_id)
    SELECT ${id('b1600009', 'n * 10 + k')}, ${id(CUSTOMER, 'n')}, k + 1, ${id(CUSTOMER, 'n')}, ARRAY[${id(RESELLER, RESELLER_OF)}], true,
      'RESELLER_RELATIONSHIP_REMOVED', 1, 'PARTNER_CUSTOMER_RELATIONSHIP', ${id(RELATIONSHIP, 'n * 10 + k')}, ${ACTOR}, 'correlation',
      timestamptz '2026-03-01' + (n * 3 + k) * interval '1 second',
      jsonb_build_object('relationshipId', ${id(RELATIONSHIP, 'n * 10 + k')}, 'resellerId', ${id(RESELLER, RESELLER_OF)}, 'removedBy', 'CUSTOMER'),
      ${id('b1600008', 'n * 10 + k')}
    FROM generate_series(1, 8000) n, generate_series(0, 2) k ORDER BY n, k`,
  `INSERT INTO webhook_endpoints (id, reseller_id, customer_id, url, event_names, customer_ids, status, secret, secret_created_at,
      position, tested_at, version, created_at, updated_at)
    SELECT ${id('b160000a', 'n')}, CASE WHEN n < 100 THEN ${id(RESELLER, 'n')} END, CASE WHEN n >= 100 THEN ${id(CUSTOMER, 'n - 19')} END,
      'https://receiver.example', '{}', '{}', 'ACTIVE', 'sealed', '2026-03-01', 0, '{}', 1, '2026-03-01', '2026-03-01'
    FROM generate_series(0, 199) n`,
  `INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_name, event_position, event_occurred_at, lane, status,
      attempt_count, created_at, ended_at)
    SELECT ${id('b160000b', 'n')}, ${id('b160000a', 'n % 200')}, ${id('b1600009', 'n')}, 'RESELLER_RELATIONSHIP_REMOVED', n,
      '2026-03-01', ${id(CUSTOMER, 'n % 8000')}, CASE WHEN n / 200 % 20 = 0 THEN 'GIVEN_UP' ELSE 'DELIVERED' END, 2,
      '2026-03-01', '2026-03-01'
    FROM generate_series(0, 23999) n`,
  `INSERT INTO webhook_attempts (id, delivery_id, started_at, duration_ms, outcome, http_status)
    SELECT ${id('b160000c', 'n * 2 + k')}, ${id('b160000b', 'n')}, timestamptz '2026-03-01' + k * interval '1 minute', 12, 'HTTP_ERROR', 500
    FROM generate_series(0, 23999) n, generate_series(0, 1) k`,
  `RESET session_replication_role`,
  `ANALYZE`,
];

const uuid = (kind: string, number: number): string =>
  `${kind}-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Row ids and tenants in the filled database. */
export const BIG = {
  /** Has 100 of the 8,000 customers. */
  reseller: { id: uuid(RESELLER, 0), tenantId: uuid('b16000f1', 0) },
  otherReseller: { id: uuid(RESELLER, 7) },
  /** One of its customers. */
  customer: { id: uuid(CUSTOMER, 81), tenantId: uuid('b16000f2', 81) },
  relationship: { id: uuid(RELATIONSHIP, 810) },
} as const;

/** Fills a database as its owner and tells the planner what is in it. */
export async function fillBigDatabase(app: TestApp): Promise<void> {
  await app.asOwner(STATEMENTS.join(';\n'));
}
