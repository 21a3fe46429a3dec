import type { AuditOperation } from './kernel/audit-operation';
import type { Clock } from './kernel/clock';
import type { Catalogue } from './modules/catalogue/catalogue';
import { OverdueRequests } from './modules/relationships/overdue-requests';
import { DueSubscriptions } from './modules/subscriptions/due-subscriptions';
import type { CommandRunner } from './platform/commands/command-runner';
import type { Database } from './platform/database/database';
import type { WrittenEvent } from './platform/event-log/append-events';
import { cutEventsOlderThan } from './platform/event-log/event-retention';
import type { Logger } from './platform/logging';

export interface DueWorkParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly runner: CommandRunner;
  /** How long events are kept; null = without limit. */
  readonly eventRetentionDays: number | null;
}

/** Whether something is due as soon as this was committed: a sale waits for its provisioning. */
export function bringsDueWork({ name }: Pick<WrittenEvent, 'name'>): boolean {
  return name === 'SUBSCRIPTION_CREATED';
}

/** Everything that falls due by itself: what the timer does, and the sandbox when it moves the clock. */
export class DueWork {
  private readonly requests: OverdueRequests;
  private readonly subscriptions: DueSubscriptions;
  private readonly cutEvents: () => Promise<void>;
  private latest: Promise<unknown> = Promise.resolve();

  constructor(work: DueWorkParts) {
    const { clock, logger, database, catalogue, runner, eventRetentionDays } = work;
    const parts = { db: database, runner, clock };
    this.requests = new OverdueRequests({
      ...parts,
      onFailure: (err, requestId) => logger.error({ err, requestId }, 'a request did not expire'),
    });
    this.subscriptions = new DueSubscriptions({
      ...parts,
      catalogue,
      onFailure: (err, subscriptionId) =>
        logger.error({ err, subscriptionId }, 'a subscription did not move'),
    });
    this.cutEvents = async () => {
      if (eventRetentionDays === null) return;
      await cutEventsOlderThan(database, eventRetentionDays, clock.now());
    };
  }

  /**
   * One round, after one that runs already; ends early when told to. A single act that fails is logged,
   * and the next round tries again. Answers how often each act was done.
   */
  run(signal?: AbortSignal): Promise<ReadonlyMap<AuditOperation, number>> {
    const round = this.latest.catch(() => undefined).then(() => this.round(signal));
    this.latest = round;
    return round;
  }

  private async round(signal?: AbortSignal): Promise<ReadonlyMap<AuditOperation, number>> {
    const expired = await this.requests.expireAll(signal);
    const settled = await this.subscriptions.settleAll(signal);
    if (!signal?.aborted) await this.cutEvents();
    return new Map([['EXPIRE_RELATIONSHIP_REQUEST', expired], ...settled]);
  }
}
