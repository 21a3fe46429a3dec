import type { RowMaker } from './row-maker';

const DATA_ROW = 'D'.charCodeAt(0);
/** A letter and the length of what follows, itself included. */
const HEADER_LENGTH = 5;

/** Who gets the rows that come in. */
export interface RowReader {
  /** The message without its header. */
  readRow(bytes: Buffer, from: number, end: number): void;
}

/**
 * What comes in on a connection. Rows go from its bytes to the query that they answer; the driver, which makes an
 * object and an event of every message, gets all others, and always whole ones.
 */
export class Incoming {
  /** How rows of named statements are made, by name; null for those without rows. */
  readonly rowMakers = new Map<string, RowMaker | null>();
  /** The query that is being answered, if it reads rows by itself. */
  reader: RowReader | null = null;

  /** The beginning of a message whose end has not come. */
  private held: Buffer[] = [];
  private heldLength = 0;
  private awaitedLength = 0;

  take(chunk: Buffer, pass: (messages: Buffer) => void): void {
    const bytes = this.withHeld(chunk);
    if (!bytes) return;
    let passed = 0;
    let at = 0;
    while (at + HEADER_LENGTH <= bytes.length) {
      const end = endOf(bytes, at);
      if (end > bytes.length) break;
      if (bytes[at] === DATA_ROW) {
        // In their order: what came before decides who reads, and by which description.
        if (passed < at) pass(bytes.subarray(passed, at));
        this.reader?.readRow(bytes, at + HEADER_LENGTH, end);
        passed = this.reader ? end : at;
      }
      at = end;
    }
    if (passed < at) pass(bytes.subarray(passed, at));
    if (at < bytes.length) this.hold(bytes.subarray(at));
  }

  /** Null while a message is not complete: it is put together once, however many chunks it comes in. */
  private withHeld(chunk: Buffer): Buffer | null {
    if (this.heldLength === 0) return chunk;
    this.held.push(chunk);
    this.heldLength += chunk.length;
    if (this.heldLength < this.awaitedLength) return null;
    const bytes = Buffer.concat(this.held);
    this.held = [];
    this.heldLength = 0;
    return bytes;
  }

  private hold(rest: Buffer): void {
    this.held = [rest];
    this.heldLength = rest.length;
    this.awaitedLength = rest.length < HEADER_LENGTH ? HEADER_LENGTH : endOf(rest, 0);
  }
}

function endOf(bytes: Buffer, at: number): number {
  return at + 1 + bytes.readUInt32BE(at + 1);
}
