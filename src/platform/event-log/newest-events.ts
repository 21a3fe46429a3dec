import type { EventTail, LoggedEvent, TailListener } from './event-tail';

/** Which events a listener wants to hear of. */
export type EventTest = (event: LoggedEvent) => boolean;

/**
 * The events that are wanted, from the moment this resolves. It carries no object: who listens reads
 * afresh, under its viewer's rights at that moment. Therefore a slow listener needs only the newest of
 * the events it has not taken yet, and nothing piles up.
 */
export async function newestEvents(
  tail: EventTail,
  isWanted: EventTest,
): Promise<AsyncIterableIterator<LoggedEvent>> {
  const listener = new NewestEvents(isWanted);
  const { stop } = await tail.follow(listener);
  listener.onEnd(stop);
  return listener;
}

type Result = IteratorResult<LoggedEvent, undefined>;
const DONE: Result = { done: true, value: undefined };

class NewestEvents implements AsyncIterableIterator<LoggedEvent>, TailListener {
  private newest: LoggedEvent | null = null;
  private waiting: ((result: Result) => void)[] = [];
  private hasEnded = false;
  private stop: () => void = () => undefined;

  constructor(private readonly isWanted: EventTest) {}

  onEnd(stop: () => void): void {
    this.stop = stop;
  }

  offer(events: readonly LoggedEvent[]): void {
    for (const event of events.filter(this.isWanted)) {
      const taker = this.waiting.shift();
      if (taker) taker({ done: false, value: event });
      else this.newest = event;
    }
  }

  next(): Promise<Result> {
    if (this.newest) {
      const value = this.newest;
      this.newest = null;
      return Promise.resolve({ done: false, value });
    }
    if (this.hasEnded) return Promise.resolve(DONE);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  return(): Promise<Result> {
    this.end();
    return Promise.resolve(DONE);
  }

  throw(error: unknown): Promise<Result> {
    this.end();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.stop();
    for (const taker of this.waiting.splice(0)) taker(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
