import type { AuditOperation } from '../../kernel/audit-operation';
import type { Clock } from '../../kernel/clock';
import { CLOUD_POLICIES } from '../../kernel/cloud-instance';
import type { CommandRunner } from '../../platform/commands/command-runner';
import type { Queryable } from '../../platform/database/database';
import { allOf, join, type Sql, sql } from '../../platform/database/sql';
import { type DueRow, forEachDue } from '../../platform/due-rows';
import { newId } from '../../platform/ids';
import type { Catalogue } from '../catalogue/catalogue';
import { LIFECYCLE_ACTOR, NothingDue, SettleSubscription } from './commands/settle-subscription';
import type { DueEvent, RetentionPolicy } from './subscription-platform.rules';
import type { SubscriptionStatus } from './subscription-vocabulary';

export interface DueSubscriptionsParts {
  readonly db: Queryable;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  /** Told of a subscription that could not be moved; the next round tries again. */
  readonly onFailure: (error: unknown, subscriptionId: string) => void;
}

interface DueSubscription extends DueRow {
  readonly customerId: string;
}

/** One look for subscriptions that may be due: what the rules then decide under the lock. */
interface Look {
  readonly event: DueEvent;
  /** The instant by which they are looked up. */
  readonly since: Sql;
  readonly condition: (now: Date) => Sql;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** So many days ago, by the policy of the customer's instance. */
function isPast(since: Sql, daysOf: (policy: RetentionPolicy) => number, now: Date): Sql {
  const policies = Object.values(CLOUD_POLICIES);
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  const byInstance = policies.map(
    (policy) =>
      sql`(c.cloud_instance = ${policy.instance} AND ${since} < ${before(daysOf(policy))}::timestamptz)`,
  );
  // The first condition is what the index is read by.
  return sql`${since} < ${before(Math.min(...policies.map(daysOf)))}::timestamptz AND (${join(byInstance, ' OR ')})`;
}

const TERM_END = sql`s.commitment_end_date`;
const isEnded = (now: Date): Sql => sql`s.runs_here AND ${TERM_END} <= ${now}::timestamptz`;

const IS_WAITING = sql`s.runs_here AND s.status IN ('NONE', 'PENDING')`;
const hasBase = (status: SubscriptionStatus): Sql => sql`EXISTS (
  SELECT 1 FROM subscriptions base
  WHERE base.subscription_id = s.parent_subscription_id AND base.status = ${status})`;

/*
 * In this order a round goes through whatever a long pause has left behind, and an add-on is not renewed
 * at the instant at which its base ends.
 */
const LOOKS: readonly Look[] = [
  {
    event: 'provisioned',
    since: sql`s.created_at`,
    condition: () =>
      sql`${IS_WAITING} AND (s.parent_subscription_id IS NULL OR ${hasBase('ACTIVE')})`,
  },
  {
    event: 'termEnded',
    since: TERM_END,
    condition: (now) => sql`s.status = 'ACTIVE' AND ${isEnded(now)}
      AND s.auto_renew_enabled IS NOT TRUE AND s.cancellation_allowed_until_date IS NOT NULL`,
  },
  {
    event: 'renewed',
    since: TERM_END,
    condition: (now) => sql`s.status = 'ACTIVE' AND ${isEnded(now)} AND s.auto_renew_enabled`,
  },
  {
    event: 'graceOver',
    since: TERM_END,
    condition: (now) => sql`s.runs_here AND s.status = 'EXPIRED'
      AND ${isPast(TERM_END, ({ expiredGraceDays }) => expiredGraceDays, now)}`,
  },
  {
    event: 'retentionOver',
    since: TERM_END,
    condition: (now) =>
      sql`s.runs_here AND s.status = 'DISABLED' AND ${isPast(
        TERM_END,
        ({ expiredGraceDays, disabledRetentionDays }) => expiredGraceDays + disabledRetentionDays,
        now,
      )}`,
  },
  {
    event: 'retentionOver',
    since: sql`s.suspended_at`,
    condition: (now) => sql`s.status = 'SUSPENDED' AND s.suspended_by IS NOT NULL
      AND ${isPast(sql`s.suspended_at`, ({ suspendedRetentionDays }) => suspendedRetentionDays, now)}`,
  },
  {
    event: 'baseDeleted',
    since: sql`s.created_at`,
    condition: () => sql`${IS_WAITING} AND ${hasBase('DELETED')}`,
  },
];

/**
 * The platform's part in the life of subscriptions: provisioning, renewal, the end of terms and of
 * retention. Each has a transaction of its own, so that one that cannot be moved holds up no other. Several
 * servers may do it at once: whoever comes second finds it done and leaves no trace.
 */
export class DueSubscriptions {
  private readonly work: readonly (Look & { readonly act: SettleSubscription })[];

  constructor(private readonly parts: DueSubscriptionsParts) {
    const { catalogue } = parts;
    this.work = LOOKS.map((look) => ({
      ...look,
      act: new SettleSubscription(look.event, catalogue),
    }));
  }

  /** One round over everything that is due now; ends early when told to. Answers how often each act was done. */
  async settleAll(signal?: AbortSignal): Promise<ReadonlyMap<AuditOperation, number>> {
    const counts = new Map<AuditOperation, number>();
    for (const { act, ...look } of this.work) {
      const { operation } = act.contract;
      const done = await forEachDue<DueSubscription>({
        find: (last, limit) => this.findBatch(look, last, limit),
        work: (row) => this.settleOne(act, row),
        signal,
      });
      counts.set(operation, (counts.get(operation) ?? 0) + done);
    }
    return counts;
  }

  private findBatch(
    { since, condition }: Look,
    last: DueSubscription | null,
    limit: number,
  ): Promise<DueSubscription[]> {
    const { db, clock } = this.parts;
    const conditions = [condition(clock.now())];
    if (last) {
      conditions.push(sql`(${since}, s.id) > (${last.since}::timestamptz, ${last.id}::uuid)`);
    }
    return db.query<DueSubscription>(sql`
      SELECT s.id, s.customer_id AS "customerId", ${since}::text AS since
      FROM subscriptions s JOIN customers c ON c.id = s.customer_id
      WHERE ${allOf(conditions)} ORDER BY ${since}, s.id LIMIT ${limit}`);
  }

  private async settleOne(
    act: SettleSubscription,
    { id, customerId }: DueSubscription,
  ): Promise<boolean> {
    const { runner, clock, onFailure } = this.parts;
    const context = { actor: LIFECYCLE_ACTOR, correlationId: newId(), clock };
    try {
      await runner.run(act, context, { customerId, subscriptionId: id });
      return true;
    } catch (error) {
      if (!(error instanceof NothingDue)) onFailure(error, id);
      return false;
    }
  }
}
