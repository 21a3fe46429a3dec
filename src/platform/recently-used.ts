/** How far an entry may fall behind the newest before its use brings it to the front again, as a share of all. */
const SLACK = 1 / 4;

interface Entry<Value> {
  readonly value: Value;
  /** Which one it was of all that were put at the end. */
  place: number;
}

/**
 * The entries that were used last, at most so many: memory stays bounded, whatever clients send. Three quarters of
 * them are certain to be those that were used last.
 */
export class RecentlyUsed<Key, Value> {
  private readonly entries = new Map<Key, Entry<Value>>();
  private readonly slack: number;
  private places = 0;

  constructor(private readonly limit: number) {
    this.slack = limit * SLACK;
  }

  get(key: Key): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    // Not at each use: taking an entry out of a map and putting it in again costs more than looking it up.
    if (this.places - entry.place > this.slack) this.putAtEnd(key, entry);
    return entry.value;
  }

  set(key: Key, value: Value): void {
    this.putAtEnd(key, { value, place: 0 });
    if (this.entries.size <= this.limit) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }

  /** A map keeps the order in which its keys came. */
  private putAtEnd(key: Key, entry: Entry<Value>): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    this.places += 1;
    entry.place = this.places;
  }
}
