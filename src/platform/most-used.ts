/** Keys that are not held of which it is known how often they came. */
const MAX_CANDIDATES = 500;
/** After so many uses all counts are halved: what was asked for long ago makes room. */
const COUNTED_USES = 20_000;

export interface MostUsedOptions<Value> {
  /** Never more are held. */
  readonly limit: number;
  /** How often a key must have come before it is held. */
  readonly seenBefore: number;
  /** What is held for a key. */
  readonly make: (key: string) => Value;
  /** Another key takes its place. */
  readonly onDropped?: (value: Value) => void;
}

interface Held<Value> {
  readonly value: Value;
  uses: number;
}

/**
 * Of keys that anybody may send, those that come most often. A key takes the place of another only once it
 * came more often than that: whoever sends many keys pushes out what is seldom used, and nothing that is
 * used all day.
 */
export class MostUsed<Value> {
  private readonly held = new Map<string, Held<Value>>();
  private readonly candidates = new Map<string, number>();
  private uses = 0;

  constructor(private readonly options: MostUsedOptions<Value>) {}

  /** Counts one use; answers with what is held for the key. */
  use(key: string): Value | undefined {
    this.age();
    const known = this.held.get(key);
    if (known) {
      known.uses += 1;
      return known.value;
    }
    const uses = (this.candidates.get(key) ?? 0) + 1;
    this.candidates.delete(key);
    if (uses > this.options.seenBefore && this.makesRoomFor(uses)) {
      const value = this.options.make(key);
      this.held.set(key, { value, uses });
      return value;
    }
    // Put at the end, so that the first of the map came longest ago.
    this.candidates.set(key, uses);
    const [oldest] = this.candidates.keys();
    if (this.candidates.size > MAX_CANDIDATES && oldest !== undefined) {
      this.candidates.delete(oldest);
    }
    return undefined;
  }

  /** The same without counting. */
  find(key: string): Value | undefined {
    return this.held.get(key)?.value;
  }

  clear(): void {
    this.held.clear();
    this.candidates.clear();
  }

  private makesRoomFor(uses: number): boolean {
    if (this.held.size < this.options.limit) return true;
    const [key, least] = [...this.held].reduce((fewest, entry) =>
      entry[1].uses < fewest[1].uses ? entry : fewest,
    );
    if (least.uses >= uses) return false;
    this.held.delete(key);
    this.options.onDropped?.(least.value);
    return true;
  }

  private age(): void {
    this.uses += 1;
    if (this.uses % COUNTED_USES !== 0) return;
    for (const known of this.held.values()) known.uses /= 2;
    for (const [key, uses] of this.candidates) this.candidates.set(key, uses / 2);
  }
}
