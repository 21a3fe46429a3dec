/** How often a text must have come before it is given a name; PostgreSQL keeps the plan of a named one. */
const SEEN_BEFORE = 2;
/** Texts without a name of which it is known how often they came. */
const MAX_CANDIDATES = 500;
/** A longer one is a page of ids or an attack; it is not worth the memory. */
const MAX_TEXT_LENGTH = 16_384;
/** After so many uses all counts are halved: what was asked for long ago makes room. */
const COUNTED_USES = 20_000;

interface Named {
  readonly name: string;
  uses: number;
}

/**
 * Which statements are told to the database by a name, so that it parses and plans them once for each
 * connection. Callers choose selections, filters and orders, and with them the texts: there are never
 * more names than `limit`, and a text takes the place of another only once it came more often than that.
 * So whoever sends many texts pushes out what is seldom asked for, and nothing that is asked all day.
 */
export class StatementNames {
  private readonly named = new Map<string, Named>();
  private readonly candidates = new Map<string, number>();
  private made = 0;
  private uses = 0;

  constructor(private readonly limit: number) {}

  /** Counts one use of the text. A name never comes back for another text. */
  nameOf(text: string): string | undefined {
    this.age();
    const known = this.named.get(text);
    if (known) {
      known.uses += 1;
      return known.name;
    }
    if (text.length > MAX_TEXT_LENGTH) return undefined;
    const uses = (this.candidates.get(text) ?? 0) + 1;
    this.candidates.delete(text);
    if (uses > SEEN_BEFORE && this.makesRoomFor(uses)) {
      this.made += 1;
      const name = `statement_${this.made}`;
      this.named.set(text, { name, uses });
      return name;
    }
    // Put at the end, so that the first of the map came longest ago.
    this.candidates.set(text, uses);
    const [oldest] = this.candidates.keys();
    if (this.candidates.size > MAX_CANDIDATES && oldest !== undefined) {
      this.candidates.delete(oldest);
    }
    return undefined;
  }

  /** What connections hold under the names so far is of no use any more. */
  forgetAll(): void {
    this.named.clear();
    this.candidates.clear();
  }

  private makesRoomFor(uses: number): boolean {
    if (this.named.size < this.limit) return true;
    const [text, { uses: fewest }] = [...this.named].reduce((least, entry) =>
      entry[1].uses < least[1].uses ? entry : least,
    );
    return fewest < uses && this.named.delete(text);
  }

  private age(): void {
    this.uses += 1;
    if (this.uses % COUNTED_USES !== 0) return;
    for (const known of this.named.values()) known.uses /= 2;
    for (const [text, uses] of this.candidates) this.candidates.set(text, uses / 2);
  }
}
