/** How a source gets its next value; null where nothing comes any more. */
export interface Puller<Value> {
  pull(): Promise<Value | null>;
  /** The consumer has gone: a pull that waits must end. */
  stop(): void;
}

/**
 * A source of values that is read as fast as its consumer takes them, and no faster. Not an async generator:
 * one that waits for its next value would answer `return()` only after it, and a client that stops would
 * keep its source open until then.
 */
export function liveSource<Value>(puller: Puller<Value>): AsyncIterableIterator<Value> {
  let hasEnded = false;
  const end = (): IteratorReturnResult<undefined> => {
    if (!hasEnded) {
      hasEnded = true;
      puller.stop();
    }
    return { done: true, value: undefined };
  };
  return {
    async next() {
      if (hasEnded) return end();
      try {
        const value = await puller.pull();
        return hasEnded || value === null ? end() : { done: false, value };
      } catch (error) {
        end();
        throw error;
      }
    },
    return: () => Promise.resolve(end()),
    throw(error: unknown) {
      end();
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Lets one wait for what another has noticed; noticed before, the wait is over at once. */
export class Signal {
  private isGiven = false;
  private resolve: () => void = () => undefined;

  give(): void {
    this.isGiven = true;
    this.resolve();
  }

  async taken(): Promise<void> {
    if (!this.isGiven) await new Promise<void>((resolve) => (this.resolve = resolve));
    this.isGiven = false;
  }
}
