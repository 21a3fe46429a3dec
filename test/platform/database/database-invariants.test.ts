import { Client } from 'pg';

import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import { newId } from '../../../src/platform/ids';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';

/*
 * Every check and every unique index of the tables refuses what it stands for, whoever writes. Each row
 * of the tables below is a copy of a row that is held, with the values that make it forbidden.
 */

type Values = Readonly<Record<string, unknown>>;
interface Forbidden {
  readonly constraint: string;
  readonly table: string;
  readonly values: Values;
  /** Which row is copied; any, unless said. */
  readonly of: string;
}

type Row = readonly [constraint: string, table: string, values: Values, of?: string];

function forbidden([constraint, table, values, of = 'true']: Row): Forbidden {
  return { constraint, table, values, of };
}

const LONG_AGO = '2024-01-01T00:00:00Z';

const CHECKS = (
  [
    ['agreements_type_check', 'agreements', { type: 'X' }],
    ['audit_records_status_check', 'audit_records', { status: 'X' }],
    ['customers_cloud_instance_check', 'customers', { cloud_instance: 'X' }],
    ['event_log_cuts_only_row_check', 'event_log_cuts', { only_row: false }],
    ['delegated_privileges_ended_check', 'delegated_privileges', { ended_at: LONG_AGO }],
    ['delegated_privileges_ended_check', 'delegated_privileges', { status: 'REMOVED_BY_CUSTOMER' }],
    ['delegated_privileges_service_check', 'delegated_privileges', { service: 'X' }],
    [
      'delegated_privileges_status_check',
      'delegated_privileges',
      { status: 'X', ended_at: LONG_AGO },
    ],
    ['invitations_revoked_check', 'invitations', { revoked_at: LONG_AGO }],
    ['invitations_revoked_check', 'invitations', { status: 'REVOKED' }],
    ['invitations_status_check', 'invitations', { status: 'X' }],
    ['partner_relationships_ended_check', 'partner_relationships', { ended_at: LONG_AGO }],
    ['partner_relationships_ended_check', 'partner_relationships', { state: 'ENDED' }],
    [
      'partner_relationships_two_partners_check',
      'partner_relationships',
      {
        provider_id: DEMO_IDS.resellers.provider,
        indirect_reseller_id: DEMO_IDS.resellers.provider,
      },
    ],
    ['partner_relationships_state_check', 'partner_relationships', { state: 'X' }],
    [
      'relationship_requests_accepted_check',
      'relationship_requests',
      { status: 'ACCEPTED', decided_at: LONG_AGO },
    ],
    ['relationship_requests_decided_check', 'relationship_requests', { decided_at: LONG_AGO }],
    ['relationship_requests_decided_check', 'relationship_requests', { status: 'DECLINED' }],
    ['relationship_requests_services_check', 'relationship_requests', { services: ['X'] }],
    [
      'relationship_requests_status_check',
      'relationship_requests',
      { status: 'X', decided_at: LONG_AGO },
    ],
    ['relationships_origin_check', 'relationships', { origin: 'X' }],
    ['relationships_removed_check', 'relationships', { removed_at: LONG_AGO }],
    ['relationships_removed_check', 'relationships', { status: 'REMOVED' }],
    ['relationships_status_check', 'relationships', { status: 'X' }],
    ['resellers_account_status_check', 'resellers', { account_status: 'X' }],
    ['resellers_cloud_instance_check', 'resellers', { cloud_instance: 'X' }],
    ['resellers_identity_check', 'resellers', { tenant_id: null }, 'NOT is_placeholder'],
    ['resellers_identity_check', 'resellers', { kind: null }],
    ['resellers_identity_check', 'resellers', { is_placeholder: true }],
    [
      'resellers_identity_check',
      'resellers',
      { is_placeholder: true, tenant_id: null, mpn_id: null },
    ],
    ['resellers_kind_check', 'resellers', { kind: 'X' }],
    ['subscriptions_billing_cycle_check', 'subscriptions', { billing_cycle: 'X' }],
    ['subscriptions_billing_type_check', 'subscriptions', { billing_type: 'X' }],
    ['subscriptions_contract_type_check', 'subscriptions', { contract_type: 'X' }],
    ['subscriptions_quantity_check', 'subscriptions', { quantity: -1 }],
    ['subscriptions_renewal_term_check', 'subscriptions', { renewal_term_duration: 'X' }],
    ['subscriptions_service_check', 'subscriptions', { service: 'X' }],
    ['subscriptions_status_check', 'subscriptions', { status: 'X' }],
    [
      'subscriptions_suspended_by_check',
      'subscriptions',
      { status: 'SUSPENDED', suspended_by: 'CUSTOMER' },
    ],
    [
      'subscriptions_suspended_by_check',
      'subscriptions',
      { status: 'ACTIVE', suspended_by: 'RESELLER' },
    ],
    ['subscriptions_term_check', 'subscriptions', { term_duration: 'X' }],
    ['webhook_deliveries_lease_check', 'webhook_deliveries', { lease: newId() }],
    ['webhook_deliveries_lease_check', 'webhook_deliveries', { leased_until: LONG_AGO }],
    ['webhook_deliveries_pending_check', 'webhook_deliveries', { ended_at: LONG_AGO }],
    ['webhook_deliveries_pending_check', 'webhook_deliveries', { next_attempt_at: null }],
    ['webhook_deliveries_pending_check', 'webhook_deliveries', { status: 'DELIVERED' }],
    [
      'webhook_deliveries_status_check',
      'webhook_deliveries',
      { status: 'X', next_attempt_at: null, ended_at: LONG_AGO },
    ],
    ['webhook_endpoints_owner_check', 'webhook_endpoints', { customer_id: newId() }],
    ['webhook_endpoints_owner_check', 'webhook_endpoints', { reseller_id: null }],
    ['webhook_endpoints_pause_check', 'webhook_endpoints', { status: 'PAUSED' }],
    [
      'webhook_endpoints_pause_check',
      'webhook_endpoints',
      { pause_reason: 'OWNER', paused_at: LONG_AGO },
    ],
    ['webhook_endpoints_previous_check', 'webhook_endpoints', { previous_secret: 's' }],
    [
      'webhook_endpoints_previous_check',
      'webhook_endpoints',
      { previous_secret_ends_at: LONG_AGO },
    ],
    ['webhook_endpoints_secret_check', 'webhook_endpoints', { status: 'DELETED' }],
    ['webhook_endpoints_secret_check', 'webhook_endpoints', { secret: null }],
    ['webhook_endpoints_status_check', 'webhook_endpoints', { status: 'X' }],
  ] as readonly Row[]
).map(forbidden);

const another = (): Values => ({ id: newId() });

const UNIQUE = (
  [
    ['customers_tenant_id_key', 'customers', another()],
    [
      'delegated_privileges_one_active',
      'delegated_privileges',
      { ...another(), transacting: false },
    ],
    [
      'delegated_privileges_one_transacting_holder',
      'delegated_privileges',
      { ...another(), relationship_id: newId(), transacting: true },
      'transacting',
    ],
    ['event_counters_pkey', 'event_counters', {}],
    ['event_log_cuts_pkey', 'event_log_cuts', {}],
    ['events_position_key', 'events', { ...another(), scope_id: newId() }],
    ['events_sequence_key', 'events', { ...another(), position: 1_000_000 }],
    ['idempotency_keys_pkey', 'idempotency_keys', {}],
    ['invitations_one_active', 'invitations', { ...another(), token_hash: '\\x02' }],
    [
      'invitations_token_hash_key',
      'invitations',
      { ...another(), status: 'REVOKED', revoked_at: LONG_AGO },
    ],
    ['partner_relationships_one_active', 'partner_relationships', another()],
    ['rate_limit_buckets_pkey', 'rate_limit_buckets', {}],
    ['relationship_requests_one_pending', 'relationship_requests', another()],
    ['relationships_one_active', 'relationships', another()],
    ['resellers_mpn_id_key', 'resellers', { ...another(), tenant_id: newId() }],
    ['resellers_tenant_id_key', 'resellers', { ...another(), mpn_id: 'another' }],
    ['subscription_support_contacts_pkey', 'subscription_support_contacts', {}],
    ['subscriptions_subscription_id_key', 'subscriptions', another()],
    ['webhook_deliveries_event_key', 'webhook_deliveries', another()],
  ] as readonly Row[]
).map(forbidden);

/** Rows of the tables that the demo story leaves empty. */
const HELD = `
  INSERT INTO agreements (customer_id, id, type, date_agreed)
    SELECT id, gen_random_uuid(), 'MICROSOFT_CUSTOMER_AGREEMENT', now() FROM customers LIMIT 1;
  INSERT INTO audit_records (id, occurred_at, actor, operation, resource_type, status, correlation_id)
    VALUES (gen_random_uuid(), now(), '{}', 'IMPORT', 'UNKNOWN', 'SUCCEEDED', 'c');
  INSERT INTO events (id, scope_id, sequence, to_customer, name, version, resource_type, resource_id, actor, correlation_id, occurred_at, data)
    VALUES (gen_random_uuid(), gen_random_uuid(), 1, false, 'INVITATION_ROTATED', 1, 'INVITATION', gen_random_uuid(), '{}', 'c', now(), '{}');
  INSERT INTO event_counters (scope_id, last_sequence) VALUES (gen_random_uuid(), 1);
  INSERT INTO idempotency_keys (tenant_id, caller_id, mutation, key, input_hash, result, created_at)
    VALUES (gen_random_uuid(), 'c', 'm', 'k', 'h', '{}', now());
  INSERT INTO invitations (reseller_id, id, includes_delegated_admin, status, token_hash, created_by, created_at)
    SELECT id, gen_random_uuid(), true, 'ACTIVE', '\\x01', '{}', now() FROM resellers WHERE NOT is_placeholder LIMIT 1;
  INSERT INTO relationship_requests (reseller_id, id, invitation_id, customer_tenant_id, services, with_delegated_admin,
      status, requested_by, requested_at, expires_at, updated_at)
    SELECT reseller_id, gen_random_uuid(), id, gen_random_uuid(), '{OTHER}', true, 'PENDING', '{}', now(), now(), now() FROM invitations LIMIT 1;
  INSERT INTO subscription_support_contacts (customer_id, subscription_id, reseller_id)
    SELECT customer_id, id, transacting_reseller_id FROM subscriptions LIMIT 1;
  INSERT INTO webhook_endpoints (id, reseller_id, url, event_names, customer_ids, status, secret, secret_created_at,
      position, tested_at, version, created_at, updated_at)
    SELECT gen_random_uuid(), id, 'https://example.com/', '{}', '{}', 'ACTIVE', 's', now(), 0, '{}', 1, now(), now()
    FROM resellers WHERE NOT is_placeholder LIMIT 1;
  INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_name, event_position, event_occurred_at, lane, status,
      next_attempt_at, created_at)
    SELECT gen_random_uuid(), id, gen_random_uuid(), 'TEST_CREATED', 1, now(), id, 'PENDING', now(), now() FROM webhook_endpoints;`;

/** A key that the server makes itself keeps no two writes apart. */
const EVERY_INVARIANT = `
  SELECT conname AS name FROM pg_constraint
  WHERE contype IN ('c', 'u', 'p') AND connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'migrations'
    AND pg_get_constraintdef(oid) !~ '^(PRIMARY KEY|UNIQUE) \\(([a-z]+_id, )?id\\)$'
  UNION
  SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = c.oid)
  ORDER BY 1`;

interface Violation {
  readonly code: string;
  readonly constraint: string;
}

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await cloneDatabase('story');
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`SET app.actor = 'platform'; SET app.operation = 'import'`);
  await client.query(HELD);
  await client.query(await heldBucket());
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** A row of whatever columns the buckets have. */
async function heldBucket(): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = 'rate_limit_buckets'`,
  );
  const values = rows.map(({ type }) => (/time/.test(type) ? 'now()' : `'1'`));
  return `INSERT INTO rate_limit_buckets (${rows.map(({ name }) => name).join()}) VALUES (${values.join()})`;
}

async function violationOf({ table, values, of }: Forbidden): Promise<Violation | null> {
  try {
    await client.query(
      `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
       SELECT (jsonb_populate_record(held, $1)).* FROM ${table} held WHERE ${of} LIMIT 1`,
      [JSON.stringify(values)],
    );
    return null;
  } catch (error) {
    return error as Violation;
  }
}

test.each(CHECKS)('$constraint refuses $values', async (row) => {
  const { constraint } = row;

  expect(await violationOf(row)).toMatchObject({ code: '23514', constraint });
});

test.each(UNIQUE)('$constraint refuses a second row', async (row) => {
  const { constraint } = row;

  expect(await violationOf(row)).toMatchObject({ code: '23505', constraint });
});

test('every check and every unique index that means something is tried here', async () => {
  const { rows } = await client.query<{ name: string }>(EVERY_INVARIANT);

  const tried = new Set([...CHECKS, ...UNIQUE].map(({ constraint }) => constraint));
  expect([...tried].sort()).toEqual(rows.map(({ name }) => name).sort());
});
