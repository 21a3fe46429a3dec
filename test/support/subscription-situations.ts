import type { Service } from '../../src/kernel/service';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import type { Declaration } from '../../src/platform/database/database';
import { join, raw, type Sql, sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { offerOf } from './catalogue';
import type { TestApp } from './test-app';

/*
 * Situations that a test starts from, put into the database as an importer would. Every test makes the
 * subscription it works on, so that none depends on what another left behind.
 */

export type CustomerKey = keyof typeof DEMO_IDS.customers;
export type ResellerKey = keyof typeof DEMO_IDS.resellers;

const IMPORT: Declaration = { actor: 'platform', operation: 'import' };

async function write(app: TestApp, statement: Sql): Promise<void> {
  await app.database.transaction(IMPORT, (tx) => tx.query(statement));
}

/** A subscription that a test holds in its hands. */
export interface HeldSubscription {
  readonly rowId: string;
  readonly customerId: string;
  /** Opaque id, for mutations. */
  readonly id: string;
  /** As at the source service. */
  readonly subscriptionId: string;
}

export interface SubscriptionState {
  readonly customer: CustomerKey;
  readonly seller: ResellerKey;
  readonly offerId: string;
  readonly quantity: number;
  readonly status: string;
  readonly suspendedBy: 'RESELLER' | 'OPERATOR' | null;
  readonly suspendedAt: Date | null;
  readonly cancellationAllowedUntilDate: Date | null;
  readonly commitmentEndDate: Date | null;
  readonly autoRenewEnabled: boolean;
  /** Sold here; false: imported. */
  readonly runsHere: boolean;
  readonly partnerId: string | null;
  readonly base: HeldSubscription | null;
}

/** Ten active seats that reseller A sold to Woodgrove, and whatever the test says otherwise. */
export async function givenSubscription(
  app: TestApp,
  said: Partial<SubscriptionState> = {},
): Promise<HeldSubscription> {
  const state: SubscriptionState = {
    customer: 'customer',
    seller: 'resellerA',
    offerId: OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS,
    quantity: 10,
    status: 'ACTIVE',
    suspendedBy: null,
    suspendedAt: null,
    cancellationAllowedUntilDate: null,
    commitmentEndDate: null,
    autoRenewEnabled: true,
    runsHere: true,
    partnerId: null,
    base: null,
    ...said,
  };
  const offer = offerOf(state.offerId);
  const rowId = newId();
  const subscriptionId = newId();
  const customerId = DEMO_IDS.customers[state.customer];
  const seller = DEMO_IDS.resellers[state.seller];
  const now = app.clock.now();
  await write(
    app,
    sql`INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_id,
        partner_of_record_id, service, offer_id, offer_name, friendly_name, quantity, parent_subscription_id,
        cancellation_allowed_until_date, commitment_end_date, status, suspended_by, suspended_at, auto_renew_enabled,
        runs_here, term_duration, billing_type, billing_cycle, created_at, updated_at)
      VALUES (${customerId}, ${rowId}, ${subscriptionId}, ${seller}, ${state.partnerId}, ${seller}, ${offer.service},
        ${offer.id}, ${offer.name}, 'Branch office', ${state.quantity}, ${state.base?.subscriptionId ?? null},
        ${state.cancellationAllowedUntilDate}, ${state.commitmentEndDate}, ${state.status}, ${state.suspendedBy},
        ${state.suspendedAt}, ${state.autoRenewEnabled}, ${state.runsHere}, 'P1Y', 'LICENSE', 'ANNUAL', ${now}, ${now})`,
  );
  return { rowId, customerId, subscriptionId, id: subscriptionIdOf(rowId) };
}

/** An ACTIVE relationship with ACTIVE privileges on these services. */
export async function givenPrivileges(
  app: TestApp,
  customer: CustomerKey,
  reseller: ResellerKey,
  services: readonly Service[],
): Promise<void> {
  const customerId = DEMO_IDS.customers[customer];
  const resellerId = DEMO_IDS.resellers[reseller];
  const relationshipId = newId();
  const now = app.clock.now();
  const actor = JSON.stringify({
    kind: 'PLATFORM',
    displayName: null,
    tenantId: null,
    userId: 'test',
  });
  await write(
    app,
    sql`INSERT INTO relationships (customer_id, id, reseller_id, status, origin, created_at, updated_at)
      VALUES (${customerId}, ${relationshipId}, ${resellerId}, 'ACTIVE', 'MIGRATED', ${now}, ${now})`,
  );
  for (const service of services) {
    await write(
      app,
      sql`INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status, transacting,
          granted_at, granted_by)
        VALUES (${customerId}, ${newId()}, ${relationshipId}, ${resellerId}, ${service}, 'ACTIVE',
          is_transacting(${customerId}, ${resellerId}, ${service}), ${now}, ${actor})`,
    );
  }
}

/** The relationship is over, and with it the privileges (R32). */
export async function givenRemovedRelationship(
  app: TestApp,
  customer: CustomerKey,
  reseller: ResellerKey,
): Promise<void> {
  const pair = sql`customer_id = ${DEMO_IDS.customers[customer]} AND reseller_id = ${DEMO_IDS.resellers[reseller]}`;
  await write(
    app,
    sql`UPDATE delegated_privileges SET status = 'ENDED_WITH_RELATIONSHIP', ended_at = ${app.clock.now()} WHERE ${pair}`,
  );
  await write(
    app,
    sql`UPDATE relationships SET status = 'REMOVED', removed_at = ${app.clock.now()} WHERE ${pair}`,
  );
}

export async function givenStanding(
  app: TestApp,
  reseller: ResellerKey,
  status: 'ACTIVE' | 'RESTRICTED' | 'SUSPENDED',
): Promise<void> {
  await write(
    app,
    sql`UPDATE resellers SET account_status = ${status} WHERE id = ${DEMO_IDS.resellers[reseller]}`,
  );
}

/** Columns of a row as they are, for "nothing was written". */
export async function rowOf(
  app: TestApp,
  { rowId }: HeldSubscription,
): Promise<Record<string, unknown>> {
  const [row] = await app.database.query<Record<string, unknown>>(
    sql`SELECT * FROM subscriptions WHERE id = ${rowId}`,
  );
  if (!row) throw new Error(`no subscription ${rowId}`);
  return row;
}

export interface WrittenAudit {
  readonly operation: string;
  readonly status: string;
  readonly code: string | null;
  readonly rule: string | null;
  readonly dry_run: boolean;
  readonly repeated: boolean;
  readonly reseller_id: string | null;
  readonly concerned_reseller_ids: readonly string[];
  readonly customer_id: string | null;
  readonly old_value: Record<string, unknown> | null;
  readonly new_value: Record<string, unknown> | null;
  readonly customized_data: Record<string, unknown> | null;
}

/** Audit records about one object, oldest first. */
export function auditOf(
  app: TestApp,
  { rowId }: HeldSubscription,
): Promise<readonly WrittenAudit[]> {
  return app.database.query<WrittenAudit>(
    sql`SELECT * FROM audit_records WHERE resource_id = ${rowId} ORDER BY occurred_at, id`,
  );
}

export interface WrittenEvent {
  readonly name: string;
  readonly customer_id: string | null;
  readonly recipient_reseller_ids: readonly string[];
  readonly to_customer: boolean;
  readonly data: Record<string, unknown>;
}

/** Events about one object, oldest first. */
export function eventsOf(
  app: TestApp,
  { rowId }: HeldSubscription,
): Promise<readonly WrittenEvent[]> {
  return app.database.query<WrittenEvent>(
    sql`SELECT * FROM events WHERE resource_id = ${rowId} ORDER BY position`,
  );
}

/** How many rows these tables hold now. */
export async function countsOf(
  app: TestApp,
  ...tables: readonly ('audit_records' | 'events' | 'idempotency_keys')[]
): Promise<readonly number[]> {
  const counts = tables.map(
    (table) => sql`(SELECT count(*)::int FROM ${raw(table)}) AS ${raw(table)}`,
  );
  const [row] = await app.database.query<Record<string, number>>(sql`SELECT ${join(counts)}`);
  return tables.map((table) => row?.[table] ?? 0);
}
