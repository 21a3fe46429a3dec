import type { Queryable } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import type { WebhookAttemptOutcome, WebhookDeliveryStatus } from '../webhook-delivery.rules';
import type { ClaimedDelivery } from './claim-deliveries';

/** One attempt and what follows from it. */
export interface AttemptResult {
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: WebhookAttemptOutcome;
  readonly httpStatus: number | null;
  /** What becomes of the delivery. */
  readonly status: WebhookDeliveryStatus;
  /** Of a delivery that stays PENDING. */
  readonly nextAttemptAt: Date | null;
  /** Of a delivery that failed; null of one that did not. */
  readonly failingSince: Date | null;
  readonly failuresInRow: number;
  readonly endedAt: Date | null;
}

/**
 * The attempt stands in the log whatever became of the lease. The delivery moves only for the holder, or
 * when it was delivered: whoever sends it again by now then finds that it need not be tried once more.
 */
export async function recordAttempt(
  db: Queryable,
  { id, lease }: ClaimedDelivery,
  result: AttemptResult,
): Promise<void> {
  const { startedAt, durationMs, outcome, httpStatus, status, nextAttemptAt } = result;
  const { failingSince, failuresInRow, endedAt } = result;
  await db.query(sql`
    WITH attempt AS (
      INSERT INTO webhook_attempts (id, delivery_id, started_at, duration_ms, outcome, http_status, next_attempt_at)
      VALUES (${newId()}, ${id}, ${startedAt}, ${durationMs}, ${outcome}, ${httpStatus}, ${nextAttemptAt})
    )
    UPDATE webhook_deliveries
    SET status = ${status}, attempt_count = attempt_count + 1, next_attempt_at = ${nextAttemptAt},
      failing_since = ${failingSince}, failures_in_row = ${failuresInRow}, ended_at = ${endedAt},
      lease = NULL, leased_until = NULL
    WHERE id = ${id}::uuid AND status = 'PENDING' AND (lease = ${lease}::uuid OR ${status} = 'DELIVERED')`);
}

/** The owner may not read it any more, or filters it by now: it is not sent. */
export async function withhold(
  db: Queryable,
  claims: readonly ClaimedDelivery[],
  now: Date,
): Promise<void> {
  if (claims.length === 0) return;
  await db.query(sql`
    UPDATE webhook_deliveries
    SET status = 'WITHHELD', next_attempt_at = NULL, ended_at = ${now}, lease = NULL, leased_until = NULL
    WHERE id = ANY(${claims.map(({ id }) => id)}::uuid[]) AND status = 'PENDING'`);
}

/** Gives back what was not sent; somebody else may take it at once. All are of one lease. */
export async function release(db: Queryable, claims: readonly ClaimedDelivery[]): Promise<void> {
  const [first] = claims;
  if (!first) return;
  await db.query(sql`
    UPDATE webhook_deliveries SET lease = NULL, leased_until = NULL
    WHERE id = ANY(${claims.map(({ id }) => id)}::uuid[]) AND lease = ${first.lease}::uuid`);
}
