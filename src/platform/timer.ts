import { setTimeout } from 'node:timers/promises';

export interface TimerOptions {
  /** Between the end of one round and the begin of the next. */
  readonly intervalMs: number;
  /** One round; should end soon after the signal. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Told of a round that failed; the next one comes all the same. */
  readonly onFailure: (error: unknown) => void;
}

export interface Timer {
  /** Resolves when no round runs and none will come. */
  stop(): Promise<void>;
}

/** Repeats `work` in real time, never two rounds at once, and keeps no process alive. */
export function startTimer({ intervalMs, work, onFailure }: TimerOptions): Timer {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (): Promise<void> =>
    setTimeout(intervalMs, undefined, { ref: false, signal }).catch(() => undefined);
  const finished = (async () => {
    for (await pause(); !signal.aborted; await pause()) {
      await work(signal).catch(onFailure);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}
