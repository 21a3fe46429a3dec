import { performance } from 'node:perf_hooks';

import type { Clock } from '../../../kernel/clock';
import { EventName, type EventNameKey } from '../../../kernel/event-name';
import type { CommandRunner } from '../../../platform/commands/command-runner';
import type { Database } from '../../../platform/database/database';
import { newId } from '../../../platform/ids';
import type { Logger } from '../../../platform/logging';
import { UnreadableSecretError } from '../../../platform/secret-box';
import { startTimer, type Timer } from '../../../platform/timer';
import { DELIVERY_ACTOR, GiveUpDelivery, NothingToPause } from '../commands/give-up-delivery';
import type { WebhookAttemptOutcome } from '../webhook-delivery.rules';
import type { WebhookSecrets } from '../webhook-secrets';
import { claimDeliveries, type ClaimedDelivery } from './claim-deliveries';
import { eventsFor, ownerOfEndpoint } from './endpoint-owner';
import { findDeliveries } from './find-deliveries';
import { forgetDeliveries } from './forget-deliveries';
import { type AttemptResult, recordAttempt, release, withhold } from './record-attempt';
import { askedForMs, nextAttempt } from './retry.rules';
import { signedHeaders } from './sign';
import { SendingInterrupted, type SentWebhook, type WebhookSender } from './webhook-sender';

/** An event as the graph answers it, by row id. */
export interface SentEvent {
  readonly key: string;
  readonly event: { readonly id: string; readonly name: EventNameKey; readonly occurredAt: Date };
}

/** Reads events of which a condition holds, as a caller reads them. */
export type ReadEvents = (
  actor: ReturnType<typeof ownerOfEndpoint>,
  ids: readonly string[],
  condition: ReturnType<typeof eventsFor>,
) => Promise<readonly SentEvent[]>;

export interface DeliveryWorkerParts {
  readonly db: Database;
  readonly runner: CommandRunner;
  /** Of the business: when something is due. */
  readonly clock: Clock;
  /** Of the world: receivers refuse what was signed minutes before or after their own time. */
  readonly realClock: Clock;
  readonly logger: Logger;
  readonly secrets: WebhookSecrets;
  readonly sender: WebhookSender;
  readonly readEvents: ReadEvents;
  /** Told of every attempt, before it is recorded; of the first one, how long after its event it began. */
  readonly onAttempt: (outcome: WebhookAttemptOutcome, delayMs: number | null) => void;
}

/** A delivery on its way, and what is sent. */
interface Outgoing {
  readonly claim: ClaimedDelivery;
  readonly event: SentEvent;
}

/** Requests of this process at a time. */
const PLACES = 50;
/** The longest that something due goes unseen that nobody woke the worker for. */
const INTERVAL_MS = 1_000;
/** What is committed within this time is looked for in one round: under load a round for each commit would be most statements. */
const GATHERING_MS = 25;
/** How old what was read for a lane may be when its next event is sent: rights and pauses count from then on. */
const LANE_MS = 1_000;
/** What is being sent when the server stops has this long to end. */
const STOP_GRACE_MS = 3_000;
const FORGETTING_INTERVAL_MS = 3_600_000;

/**
 * Delivers events to webhook endpoints. All it knows is in the tables: what is to be sent, since when it
 * fails, who sends it at this moment; several processes share the work, and one that dies leaves it to
 * the others once its leases end.
 */
export class DeliveryWorker {
  private readonly giveUp = new GiveUpDelivery();
  private readonly sending = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private timer: Timer | null = null;
  private gathering: NodeJS.Timeout | null = null;
  private forgottenAt = 0;
  private hasStopped = false;

  constructor(private readonly parts: DeliveryWorkerParts) {}

  start(): void {
    const { logger } = this.parts;
    this.timer ??= startTimer({
      intervalMs: INTERVAL_MS,
      work: async (signal) => void (await this.round(signal)),
      onFailure: (err) => logger.warn({ err }, 'webhooks could not be looked up'),
    });
  }

  /** Something was committed; what else is in the same moment is looked at together with it. */
  committed(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = null;
      this.hurry();
    }, GATHERING_MS).unref();
  }

  private hurry(): void {
    this.timer?.hurry();
  }

  /** Everything that is due now, for whoever moves the clock: resolves when it was tried. */
  async deliverDue(): Promise<void> {
    do {
      // A round beside what is being sent would not see what follows from it.
      while (this.sending.size > 0) await Promise.all(this.sending);
    } while (await this.round());
  }

  /** Resolves when nothing is being sent; what was cut off is sent again by whoever looks next. */
  async stop(): Promise<void> {
    this.hasStopped = true;
    if (this.gathering) clearTimeout(this.gathering);
    await this.timer?.stop();
    const cutOff = setTimeout(() => this.stopping.abort(), STOP_GRACE_MS);
    while (this.sending.size > 0) await Promise.all(this.sending);
    clearTimeout(cutOff);
  }

  /** Finds what is new and begins to send what is due. Answers whether it did anything. */
  private async round(signal?: AbortSignal): Promise<boolean> {
    const { db, clock } = this.parts;
    const isOver = (): boolean => this.hasStopped || (signal?.aborted ?? false);
    if (isOver()) return false;
    const now = clock.now();
    await this.forget(now);
    while (!isOver() && (await findDeliveries(db, now)));
    if (isOver()) return false;
    const claims = await claimDeliveries(db, now, PLACES - this.sending.size);
    for (const group of groupsBy(claims, ({ endpoint }) => endpoint.id)) {
      this.track(this.deliverAll(group));
    }
    return claims.length > 0;
  }

  private track(work: Promise<void>): void {
    const tracked = work
      .catch((err: unknown) => this.parts.logger.error({ err }, 'webhooks were not delivered'))
      .finally(() => {
        this.sending.delete(tracked);
        this.hurry();
      });
    this.sending.add(tracked);
  }

  /** All of one endpoint, read as its owner reads them at this moment. */
  private async deliverAll(claims: readonly ClaimedDelivery[]): Promise<void> {
    const { db, clock, readEvents } = this.parts;
    const [first] = claims;
    if (!first) return;
    const { endpoint } = first;
    const ids = claims.map(({ eventId }) => eventId);
    const read = await readEvents(ownerOfEndpoint(endpoint), ids, eventsFor(endpoint));
    const events = new Map(read.map((it) => [it.key, it]));
    await withhold(
      db,
      claims.filter(({ eventId }) => !events.has(eventId)),
      clock.now(),
    );
    const sent = claims.flatMap((claim) => {
      const event = events.get(claim.eventId);
      return event ? [{ claim, event }] : [];
    });
    const isOfTime = within(LANE_MS);
    for (const lane of groupsBy(sent, ({ claim }) => claim.lane)) {
      this.track(this.deliverLane(lane, isOfTime));
    }
  }

  /** One after the other, until one fails, or what was read is too old to be sent. */
  private async deliverLane(lane: readonly Outgoing[], isOfTime: () => boolean): Promise<void> {
    for (const [index, { claim, event }] of lane.entries()) {
      if ((index === 0 || isOfTime()) && (await this.deliver(claim, event))) continue;
      const rest = lane.slice(index).map((it) => it.claim);
      return release(this.parts.db, rest);
    }
  }

  /** Answers whether it was delivered, so that the next of its lane may follow. */
  private async deliver(claim: ClaimedDelivery, event: SentEvent): Promise<boolean> {
    const startedAt = this.parts.clock.now();
    let sent: SentWebhook;
    try {
      sent = await this.send(claim, event);
    } catch (error) {
      if (!(error instanceof SendingInterrupted)) throw error;
      return false;
    }
    const isFirst = claim.attemptCount === 0;
    const delayMs = startedAt.getTime() - event.event.occurredAt.getTime();
    this.parts.onAttempt(sent.outcome, isFirst ? delayMs : null);
    await this.record(claim, { ...sent, startedAt });
    return sent.outcome === 'DELIVERED';
  }

  private send({ endpoint }: ClaimedDelivery, { event }: SentEvent): Promise<SentWebhook> {
    const { sender, realClock } = this.parts;
    const secrets = this.secretsOf(endpoint);
    if (secrets.length === 0) return Promise.resolve(unsent('SECRET_UNREADABLE'));
    const type = EventName[event.name];
    const body = JSON.stringify({ type, timestamp: event.occurredAt, data: event });
    const headers = signedHeaders(event.id, realClock.now(), body, secrets);
    return sender.send({ url: endpoint.url, headers, body }, this.stopping.signal);
  }

  /** Those that sign now; none where the server cannot read them. */
  private secretsOf(endpoint: ClaimedDelivery['endpoint']): readonly string[] {
    const { clock, secrets, logger } = this.parts;
    const { id, secret, previousSecret, previousSecretEndsAt } = endpoint;
    const overlaps = previousSecretEndsAt !== null && previousSecretEndsAt > clock.now();
    try {
      const stored = [secret, ...(previousSecret !== null && overlaps ? [previousSecret] : [])];
      return stored.map((text) => secrets.read(text, id));
    } catch (err) {
      if (!(err instanceof UnreadableSecretError)) throw err;
      logger.error(
        { err, webhookEndpointId: id },
        'the secret of a webhook endpoint is unreadable',
      );
      return [];
    }
  }

  private async record(
    claim: ClaimedDelivery,
    sent: SentWebhook & { readonly startedAt: Date },
  ): Promise<void> {
    const { db, clock, realClock, runner } = this.parts;
    const asked = askedForMs(sent.retryAfter, realClock.now());
    const result = resultOf(claim, { ...sent, askedForMs: asked }, clock.now());
    if (result.status !== 'GIVEN_UP') return recordAttempt(db, claim, result);
    const pauseReason = sent.outcome === 'GONE' ? 'GONE' : 'DELIVERY_FAILED';
    const context = { actor: DELIVERY_ACTOR, correlationId: newId(), clock };
    try {
      await runner.run(this.giveUp, context, { claim, result, pauseReason });
    } catch (error) {
      if (!(error instanceof NothingToPause)) throw error;
      await recordAttempt(db, claim, result);
    }
  }

  private async forget(now: Date): Promise<void> {
    if (now.getTime() - this.forgottenAt < FORGETTING_INTERVAL_MS) return;
    if (!(await forgetDeliveries(this.parts.db, now))) this.forgottenAt = now.getTime();
  }
}

/** In the order of their first items, each in the order of its own. */
function groupsBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** Whether so much time has not passed yet, of the world and not of the business. */
function within(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() < end;
}

function unsent(outcome: WebhookAttemptOutcome): SentWebhook {
  return { outcome, httpStatus: null, durationMs: 0, retryAfter: null };
}

/** What an attempt makes of its delivery. */
function resultOf(
  claim: Pick<ClaimedDelivery, 'failingSince' | 'failuresInRow'>,
  sent: SentWebhook & { readonly startedAt: Date; readonly askedForMs: number | null },
  now: Date,
): AttemptResult {
  const { startedAt, durationMs, outcome, httpStatus, askedForMs } = sent;
  const attempt = { startedAt, durationMs, outcome, httpStatus };
  if (outcome === 'DELIVERED') {
    return {
      ...attempt,
      status: 'DELIVERED',
      nextAttemptAt: null,
      failingSince: null,
      failuresInRow: 0,
      endedAt: now,
    };
  }
  const failingSince = claim.failingSince ?? now;
  const failuresInRow = claim.failuresInRow + 1;
  const failed = { ...attempt, failingSince, failuresInRow };
  const nextAttemptAt =
    outcome === 'GONE' ? null : nextAttempt({ failingSince, failuresInRow, askedForMs }, now);
  return nextAttemptAt
    ? { ...failed, status: 'PENDING', nextAttemptAt, endedAt: null }
    : { ...failed, status: 'GIVEN_UP', nextAttemptAt: null, endedAt: now };
}
