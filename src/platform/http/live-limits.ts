import { DomainError } from '../../kernel/domain-error';
import { keyOfPayer, type Payer } from '../rate-limit/rate-limiter';

/** How much of a server live operations may hold. They are counted in each process. */
export interface LiveLimits {
  /** WebSockets and streams of server-sent events that one caller has open. */
  readonly connectionsPerCaller: number;
  readonly operationsPerCaller: number;
  readonly operationsPerConnection: number;
  /** A client that does not take what it is sent for so long is sent away. Shorter than the time between pings. */
  readonly slowReaderMs: number;
  /** How long a stream that was reserved waits for the client to open it. */
  readonly reservationMs: number;
}

export const LIVE_LIMITS: LiveLimits = {
  connectionsPerCaller: 50,
  operationsPerCaller: 500,
  operationsPerConnection: 100,
  slowReaderMs: 10_000,
  reservationMs: 30_000,
};

/** What one caller has open of one kind. */
export class OpenCount {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly limit: number,
    /** As the refusal names it: `live operations of one caller`. */
    private readonly what: string,
    private readonly onRefused: () => void = () => undefined,
  ) {}

  /**
   * Counts one more; the answer takes it off again, once.
   *
   * @throws RATE_LIMITED naming the limit.
   */
  take(payer: Payer): () => void {
    const key = keyOfPayer(payer);
    const count = this.counts.get(key) ?? 0;
    if (count >= this.limit) {
      this.onRefused();
      throw new DomainError('RATE_LIMITED', { detail: `At most ${this.limit} ${this.what}.` });
    }
    this.counts.set(key, count + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.counts.get(key) ?? 1) - 1;
      if (left === 0) this.counts.delete(key);
      else this.counts.set(key, left);
    };
  }
}
