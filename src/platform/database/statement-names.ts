import { MostUsed } from '../most-used';

/** How often a text must have come before it is given a name; PostgreSQL keeps the plan of a named one. */
const SEEN_BEFORE = 2;
/** A longer one is a page of ids or an attack; it is not worth the memory. */
const MAX_TEXT_LENGTH = 16_384;

/**
 * Which statements are told to the database by a name, so that it parses and plans them once for each
 * connection. Callers choose selections, filters and orders, and with them the texts, so only those
 * have one that come most often.
 */
export class StatementNames {
  private readonly names: MostUsed<string>;
  private made = 0;

  constructor(limit: number) {
    const make = (): string => {
      this.made += 1;
      return `statement_${this.made}`;
    };
    this.names = new MostUsed({ limit, seenBefore: SEEN_BEFORE, make });
  }

  /** Counts one use of the text. A name never comes back for another text. */
  nameOf(text: string): string | undefined {
    return text.length > MAX_TEXT_LENGTH ? undefined : this.names.use(text);
  }

  /** What connections hold under the names so far is of no use any more. */
  forgetAll(): void {
    this.names.clear();
  }
}
