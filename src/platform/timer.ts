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
  /** Begins the next round at once, or after the one that runs; several calls together ask for one round. */
  hurry(): void;
  /** Resolves when no round runs and none will come. */
  stop(): Promise<void>;
}

/** Repeats `work` in real time, never two rounds at once, and keeps no process alive. */
export function startTimer({ intervalMs, work, onFailure }: TimerOptions): Timer {
  const stopping = new AbortController();
  const { signal } = stopping;
  let hurrying = new AbortController();
  const pause = async (): Promise<void> => {
    await setTimeout(intervalMs, undefined, { ref: false, signal: hurrying.signal }).catch(
      () => undefined,
    );
    // From here on a call asks for another round: this one may already have looked.
    hurrying = new AbortController();
  };
  const finished = (async () => {
    for (await pause(); !signal.aborted; await pause()) {
      await work(signal).catch(onFailure);
    }
  })();
  return {
    hurry: () => hurrying.abort(),
    async stop() {
      stopping.abort();
      hurrying.abort();
      await finished;
    },
  };
}
