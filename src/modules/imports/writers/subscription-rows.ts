import type { Service } from '../../../kernel/service';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import type { ImportScope } from '../import-scope';
import type { SubscriptionRecord } from '../subscription-body';
import { assignments, columnList, type Columns, recordSet } from './record-set';

/** A subscription that passed every rule, with all that its body leaves to the server. */
export interface SubscriptionRow {
  readonly record: SubscriptionRecord;
  readonly customerId: string;
  readonly service: Service;
  /** Resolved once, at insert; ignored where the subscription is held. */
  readonly partnerOfRecordId: string;
}

/** Columns that never change after the insert. */
const FIXED_COLUMNS = {
  customer_id: 'uuid',
  id: 'uuid',
  subscription_id: 'uuid',
  partner_id: 'text',
  partner_of_record_id: 'uuid',
  service: 'text',
} as const satisfies Columns;

/** Columns that follow the source at every import. */
const FOLLOWING_COLUMNS = {
  offer_id: 'text',
  offer_name: 'text',
  publisher_name: 'text',
  is_microsoft_product: 'boolean',
  product_type: 'text',
  entitlement_id: 'text',
  friendly_name: 'text',
  quantity: 'integer',
  unit_type: 'text',
  refundable_quantity: 'integer',
  parent_subscription_id: 'uuid',
  has_purchasable_addons: 'boolean',
  creation_date: 'timestamptz',
  effective_start_date: 'timestamptz',
  commitment_end_date: 'timestamptz',
  cancellation_allowed_until_date: 'timestamptz',
  billing_cycle_end_date: 'timestamptz',
  status: 'text',
  suspension_reasons: 'text[]',
  auto_renew_enabled: 'boolean',
  renewal_term_duration: 'text',
  term_duration: 'text',
  billing_type: 'text',
  billing_cycle: 'text',
  contract_type: 'text',
  is_trial: 'boolean',
  promotion_id: 'text',
  consumption_type: 'text',
  refund_options: 'jsonb',
  next_term_product: 'text',
  next_term_quantity: 'integer',
  next_term_end_date: 'timestamptz',
  next_charge_instructions: 'jsonb',
  order_id: 'text',
  migrated_from_subscription_id: 'uuid',
} as const satisfies Columns;

const COLUMNS: Columns = { ...FIXED_COLUMNS, ...FOLLOWING_COLUMNS };
const FOLLOWING = Object.keys(FOLLOWING_COLUMNS);

function columnsOf({ record, customerId, service, partnerOfRecordId }: SubscriptionRow): object {
  const following = Object.keys(record).map((name) => [
    snakeCase(name),
    record[name as keyof SubscriptionRecord],
  ]);
  return {
    ...Object.fromEntries(following),
    customer_id: customerId,
    id: newId(),
    partner_of_record_id: partnerOfRecordId,
    service,
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Inserts subscriptions that are not held, sold by the account. */
export async function insertSubscriptions(
  scope: ImportScope,
  rows: readonly SubscriptionRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const copied = Object.keys(COLUMNS);
  // How long it has been suspended the source does not say; counted from now nobody loses it too early (R47).
  await scope.tx.query(sql`
    INSERT INTO subscriptions (${columnList(copied)}, transacting_reseller_id, suspended_at,
      runs_here, created_at, updated_at)
    SELECT ${columnList(copied, 'i')}, ${scope.account.id}::uuid,
      CASE WHEN i.status = 'SUSPENDED' THEN ${scope.now}::timestamptz END, false, ${scope.now}, ${scope.now}
    FROM ${recordSet(rows.map(columnsOf), COLUMNS, 'i')}`);
  scope.tally.add('Subscription', 'created', rows.length);
}

/** Brings held subscriptions up to what the source says; where nothing differs nothing is written. */
export async function updateSubscriptions(
  scope: ImportScope,
  rows: readonly SubscriptionRow[],
): Promise<void> {
  if (rows.length === 0) return;
  // Whatever the source has, runs there from then on.
  const changed = await scope.tx.query(sql`
    UPDATE subscriptions s
    SET ${assignments(FOLLOWING, 'i')}, version = s.version + 1, updated_at = ${scope.now}, runs_here = false,
      suspended_by = CASE WHEN i.status = 'SUSPENDED' THEN s.suspended_by END,
      suspended_at = CASE WHEN i.status = 'SUSPENDED' THEN coalesce(s.suspended_at, ${scope.now}) END
    FROM ${recordSet(rows.map(columnsOf), COLUMNS, 'i')}
    WHERE s.subscription_id = i.subscription_id
      AND (s.runs_here OR (${columnList(FOLLOWING, 's')}) IS DISTINCT FROM (${columnList(FOLLOWING, 'i')}))
    RETURNING s.id`);
  scope.tally.add('Subscription', 'updated', changed.length);
  scope.tally.add('Subscription', 'unchanged', rows.length - changed.length);
}
