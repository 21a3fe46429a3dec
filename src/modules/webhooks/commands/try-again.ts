import type { CommandScope } from '../../../platform/commands/command';
import { allOf, sql } from '../../../platform/database/sql';
import type { WebhookDeliveryStatus } from '../webhook-delivery.rules';

/** Deliveries of one endpoint; each condition that is given must hold. */
export interface DeliveryRange {
  readonly endpointId: string;
  readonly statuses: readonly WebhookDeliveryStatus[];
  readonly deliveryId?: string;
  /** Of the events, not of the attempts. */
  readonly since?: Date;
  readonly until?: Date | null | undefined;
}

/**
 * Makes deliveries due at once, with three days before them again; the attempts that were made stay in
 * the log. Answers how many. What is being sent at this moment stays with whoever sends it.
 */
export async function tryAgain(scope: CommandScope, range: DeliveryRange): Promise<number> {
  const { endpointId, statuses, deliveryId, since, until } = range;
  const conditions = [
    sql`endpoint_id = ${endpointId}::uuid`,
    sql`status = ANY(${[...statuses]}::text[])`,
    sql`lease IS NULL`,
    ...(deliveryId ? [sql`id = ${deliveryId}::uuid`] : []),
    ...(since ? [sql`event_occurred_at >= ${since}`] : []),
    ...(until ? [sql`event_occurred_at < ${until}`] : []),
  ];
  const [row] = await scope.tx.query<{ readonly count: number }>(sql`
    WITH again AS (
      UPDATE webhook_deliveries
      SET status = 'PENDING', next_attempt_at = ${scope.now}, ended_at = NULL, failing_since = NULL, failures_in_row = 0
      WHERE ${allOf(conditions)} RETURNING 1
    )
    SELECT count(*)::int AS count FROM again`);
  return row?.count ?? 0;
}
