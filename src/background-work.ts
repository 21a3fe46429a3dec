import { type Config, secretKeyOf } from './config';
import { bringsDueWork, DueWork, type DueWorkParts } from './due-work';
import { systemClock } from './kernel/clock';
import { findEvents } from './modules/event-log/event.queries';
import { DeliveryWorker } from './modules/webhooks/delivery/delivery-worker';
import { WebhookSender } from './modules/webhooks/delivery/webhook-sender';
import type { WebhookHosts } from './modules/webhooks/webhook-hosts';
import { WebhookSecrets } from './modules/webhooks/webhook-secrets';
import type { WrittenEvent } from './platform/event-log/append-events';
import type { Metrics } from './platform/http/metrics';
import type { Logger } from './platform/logging';
import { startTimer, type Timer } from './platform/timer';

export interface BackgroundWorkParts extends Omit<DueWorkParts, 'eventRetentionDays'> {
  readonly config: Config;
  readonly webhookHosts: WebhookHosts;
  readonly webhookTimeoutMs?: number | undefined;
  readonly metrics: Pick<Metrics, 'webhookAttempted'>;
}

/** What a server does beside answering: what falls due by itself, and webhooks. */
export class BackgroundWork {
  readonly due: DueWork;
  readonly webhooks: DeliveryWorker;
  private readonly logger: Logger;
  private timer: Timer | null = null;

  constructor({ config, webhookHosts, webhookTimeoutMs, metrics, ...parts }: BackgroundWorkParts) {
    const { clock, logger, database, runner } = parts;
    this.logger = logger;
    this.due = new DueWork({ ...parts, eventRetentionDays: config.eventRetentionDays });
    this.webhooks = new DeliveryWorker({
      db: database,
      runner,
      clock,
      realClock: systemClock,
      logger,
      secrets: new WebhookSecrets(secretKeyOf(config)),
      sender: new WebhookSender(webhookHosts, webhookTimeoutMs),
      onAttempt: (outcome, delayMs) =>
        metrics.webhookAttempted(outcome, delayMs === null ? null : delayMs / 1_000),
      readEvents: (actor, ids, condition) => findEvents(database, actor, ids, condition),
    });
  }

  /** These were committed by this process; nothing waits for the next round. */
  committed(events: readonly WrittenEvent[]): void {
    if (events.length > 0) this.webhooks.committed();
    if (events.some(bringsDueWork)) this.timer?.hurry();
  }

  /** Does what is due from time to time; a round that fails is logged, and the next one tries again. */
  start(intervalMs: number): void {
    this.timer ??= startTimer({
      intervalMs,
      work: async (signal) => void (await this.due.run(signal)),
      onFailure: (err) => this.logger.error({ err }, 'what is due could not be looked up'),
    });
    this.webhooks.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.timer?.stop(), this.webhooks.stop()]);
  }
}
