import type { EventNameKey } from '../../kernel/event-name';
import { retryDelayMs } from '../backoff';
import type { Queryable } from '../database/database';
import { sql } from '../database/sql';
import type { EventDraft } from './append-events';
import { eventHorizon, type Position } from './event-horizon';

/** A committed event, as far as those who deliver it need to know. */
export interface LoggedEvent {
  readonly position: Position;
  readonly id: string;
  readonly name: EventNameKey;
  readonly customerId: string | null;
  readonly isForCustomer: boolean;
  readonly recipientResellerIds: readonly string[];
  readonly resourceId: string;
  readonly data: EventDraft['data'];
  readonly occurredAt: Date;
}

/** Whoever is told of what comes. Neither may throw or take long. */
export interface TailListener {
  /**
   * The next events of the log, in its order, each once; with them it has been told of everything up
   * to `readable`. That place comes also where nothing was written.
   */
  offer(events: readonly LoggedEvent[], readable: Position): void;
  /** Nothing comes any more: the server stops. */
  end(): void;
}

export interface Following {
  /** What is told begins after this place of the log, which can be read up to here already. */
  readonly from: Position;
  stop(): void;
}

/** How far listeners are behind the log. */
export interface TailLag {
  /** Places that were taken when it was last read, and of which nobody was told yet. */
  readonly backlog: number;
  /** Since it was last read. */
  readonly readAgeMs: number;
}

export interface EventTailOptions {
  readonly db: Queryable;
  /** Told of a round that failed; the tail tries again and misses nothing. */
  readonly onFailure: (error: unknown) => void;
  /** Listeners were told of this event. */
  readonly onTold?: (event: LoggedEvent) => void;
  /** The longest that an event can go unseen that nobody woke the tail for. */
  readonly pollMs?: number;
}

const POLL_MS = 1_000;
const BATCH_SIZE = 500;
/** While somebody writes below an event that is there already. */
const SHORTEST_WAIT_MS = 4;

interface Joining {
  readonly listener: TailListener;
  resolve(following: Following): void;
  reject(error: unknown): void;
}

/**
 * Follows the log from its end and tells this process of every event, whichever process wrote it. The
 * table is the truth: the tail reads it when it is woken (after a commit of this process, or by the
 * message of another), and from time to time by itself; a lost message or a lost database costs time
 * and no event. Nobody listens: nothing is read.
 */
export class EventTail {
  private readonly db: Queryable;
  private readonly onFailure: (error: unknown) => void;
  private readonly onTold: (event: LoggedEvent) => void;
  private readonly pollMs: number;
  private readonly listeners = new Set<TailListener>();
  private joining: Joining[] = [];
  /** Everything up to here was told, or was there before anybody listened. */
  private position: Position = 0n;
  private newest: Position = 0n;
  private readAtMs = 0;
  private isWoken = false;
  private wakeUp: () => void = () => undefined;
  private hasStopped = false;
  private running: Promise<void> | null = null;

  constructor({ db, onFailure, onTold, pollMs = POLL_MS }: EventTailOptions) {
    this.db = db;
    this.onFailure = onFailure;
    this.onTold = onTold ?? (() => undefined);
    this.pollMs = pollMs;
  }

  /** Tells the listener of everything that is committed from now on. */
  follow(listener: TailListener): Promise<Following> {
    if (this.hasStopped) {
      listener.end();
      return Promise.resolve({ from: this.position, stop: () => undefined });
    }
    return new Promise((resolve, reject) => {
      this.joining.push({ listener, resolve, reject });
      this.running ??= this.run();
      this.wake();
    });
  }

  /** Something may have been committed. */
  wake(): void {
    this.isWoken = true;
    this.wakeUp();
  }

  /** For tests and metrics: a connection that went away must leave nobody behind. */
  get listenerCount(): number {
    return this.listeners.size;
  }

  /** Nothing where nobody listens: then the log is not read. */
  get lag(): TailLag {
    if (this.listeners.size === 0) return { backlog: 0, readAgeMs: 0 };
    const behind = this.newest - this.position;
    return {
      backlog: behind > 0n ? Number(behind) : 0,
      readAgeMs: performance.now() - this.readAtMs,
    };
  }

  /** Ends every listener; resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.hasStopped = true;
    this.wake();
    await this.running;
    const joined = this.joining.splice(0);
    for (const listener of [...this.listeners, ...joined.map((it) => it.listener)]) listener.end();
    this.listeners.clear();
    for (const { resolve } of joined) resolve({ from: this.position, stop: () => undefined });
  }

  private async run(): Promise<void> {
    let failures = 0;
    let waitMs = 0;
    while (!this.hasStopped) {
      const wasWoken = await this.pause(waitMs);
      if (this.hasStopped) return;
      try {
        // After a commit the writer that everybody waits for is likely to end soon as well.
        waitMs = await this.round(wasWoken ? 0 : waitMs);
        failures = 0;
      } catch (error) {
        this.onFailure(error);
        failures += 1;
        waitMs = retryDelayMs(failures);
      }
    }
  }

  /** Tells what can be read now; answers how long to wait for more. */
  private async round(waitedMs: number): Promise<number> {
    const joining = this.joining.splice(0);
    if (this.listeners.size + joining.length === 0) return this.pollMs;
    try {
      const { readable, newest } = await eventHorizon(this.db);
      this.newest = newest;
      const hasMoved = readable > this.position;
      if (this.listeners.size === 0) this.moveTo(readable);
      while (this.position < readable) await this.tellBatch(readable);
      for (const { listener, resolve } of joining) resolve(this.admit(listener));
      this.readAtMs = performance.now();
      if (newest <= this.position) return this.pollMs;
      const longerMs = Math.max(waitedMs * 2, SHORTEST_WAIT_MS);
      return hasMoved ? SHORTEST_WAIT_MS : Math.min(longerMs, this.pollMs);
    } catch (error) {
      for (const { reject } of joining) reject(error);
      throw error;
    }
  }

  private admit(listener: TailListener): Following {
    this.listeners.add(listener);
    return { from: this.position, stop: () => void this.listeners.delete(listener) };
  }

  private async tellBatch(readable: Position): Promise<void> {
    const rows = await this.db.query<LoggedRow>(sql`
      SELECT position, id, name, customer_id AS "customerId", to_customer AS "isForCustomer",
        recipient_reseller_ids AS "recipientResellerIds", resource_id AS "resourceId", data,
        occurred_at AS "occurredAt"
      FROM events WHERE position > ${this.position} AND position <= ${readable}
      ORDER BY position LIMIT ${BATCH_SIZE}`);
    const events = rows.map((row) => ({ ...row, position: BigInt(row.position) }));
    const last = rows.length < BATCH_SIZE ? undefined : events.at(-1);
    this.moveTo(last?.position ?? readable);
    for (const listener of this.listeners) listener.offer(events, this.position);
    events.forEach(this.onTold);
  }

  /** Never back: a writer that began since has its lock lower, and its events higher, than what was told. */
  private moveTo(position: Position): void {
    if (position > this.position) this.position = position;
  }

  /** Answers whether it was ended by somebody who woke the tail. */
  private async pause(ms: number): Promise<boolean> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        timer.unref();
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const wasWoken = this.isWoken;
    this.isWoken = false;
    return wasWoken;
  }
}

type LoggedRow = Omit<LoggedEvent, 'position'> & { readonly position: string };
