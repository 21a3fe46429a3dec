import type { WrittenEvent } from './append-events';

/** Which written events a listener wants to hear of. */
export type EventTest = (event: WrittenEvent) => boolean;

/**
 * Hands committed events to the live operations of this process. It carries no object: a listener reads
 * afresh, under its viewer's rights at that moment. Therefore a slow listener needs only the newest of
 * the events it has not taken yet, and nothing piles up.
 */
export class LiveHub {
  private readonly listeners = new Set<Listener>();
  private isClosed = false;

  /** Called after the commit, never inside a transaction. */
  publish(events: readonly WrittenEvent[]): void {
    for (const event of events) {
      for (const listener of this.listeners) listener.offer(event);
    }
  }

  /** Ends when the consumer returns or the hub closes. Listening begins with the call, not with the first pull. */
  subscribe(isWanted: EventTest): AsyncIterableIterator<WrittenEvent> {
    const listener = new Listener(isWanted, () => this.listeners.delete(listener));
    if (this.isClosed) listener.end();
    else this.listeners.add(listener);
    return listener;
  }

  /** For tests and metrics: a connection that went away must leave nobody behind. */
  get listenerCount(): number {
    return this.listeners.size;
  }

  close(): void {
    this.isClosed = true;
    for (const listener of [...this.listeners]) listener.end();
  }
}

type Result = IteratorResult<WrittenEvent, undefined>;
const DONE: Result = { done: true, value: undefined };

class Listener implements AsyncIterableIterator<WrittenEvent> {
  private newest: WrittenEvent | null = null;
  private waiting: ((result: Result) => void)[] = [];
  private hasEnded = false;

  constructor(
    private readonly isWanted: EventTest,
    private readonly onEnd: () => void,
  ) {}

  offer(event: WrittenEvent): void {
    if (this.hasEnded || !this.isWanted(event)) return;
    const taker = this.waiting.shift();
    if (taker) taker({ done: false, value: event });
    else this.newest = event;
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
    this.onEnd();
    for (const taker of this.waiting.splice(0)) taker(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
