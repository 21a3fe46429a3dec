import { setTimeout as delay } from 'node:timers/promises';

/**
 * What one HTTP answer has been given and its client has not taken yet. The library keeps all that it is
 * given in memory, as fast as it comes; whoever gives it something waits here until the last one has left.
 */
export class StreamWindow {
  /** Told that the client is too slow. */
  onLate: () => void = () => undefined;
  /** The cursors of answers that are on their way, in their order. */
  private readonly cursors: (string | null)[] = [];
  private onEmpty: (() => void)[] = [];

  constructor(private readonly slowReaderMs: number) {}

  /** Whether the client has taken everything; false when it did not in time. */
  async hasRoom(): Promise<boolean> {
    if (this.cursors.length === 0) return true;
    const waiting = new AbortController();
    const empty = new Promise<true>((resolve) => this.onEmpty.push(() => resolve(true)));
    const late = delay(this.slowReaderMs, false, { ref: false, signal: waiting.signal });
    const hasRoom = await Promise.race([empty, late.catch(() => true)]);
    waiting.abort();
    if (!hasRoom) this.onLate();
    return hasRoom;
  }

  given(cursor: string | null): void {
    this.cursors.push(cursor);
  }

  /** The cursor of the answer that leaves now. */
  leaving(): string | null {
    return this.cursors[0] ?? null;
  }

  taken(): void {
    this.cursors.shift();
    if (this.cursors.length > 0) return;
    for (const resolve of this.onEmpty.splice(0)) resolve();
  }
}

export type EventStreamBody = AsyncGenerator<string, void, undefined>;

const ANSWER = 'event: next';

/**
 * The text of a stream, with the cursor of each answer as its `id`, which the client names as `Last-Event-ID` when
 * it comes again. While the server goes away it ends without the word that the operation is complete, for the same
 * reason.
 */
export async function* withIds(
  body: EventStreamBody,
  window: StreamWindow,
  isGoingAway: () => boolean,
): EventStreamBody {
  for await (const text of body) {
    if (isGoingAway()) return;
    if (!text.startsWith(ANSWER)) {
      yield text;
      continue;
    }
    const cursor = window.leaving();
    yield cursor === null ? text : `id: ${cursor}\n${text}`;
    // The client, or the buffer in front of it, asks for the next.
    window.taken();
  }
}
