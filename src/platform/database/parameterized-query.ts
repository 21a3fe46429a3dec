import * as pg from 'pg';
import { serialize } from 'pg-protocol';

import type { Incoming, RowReader } from './incoming';
import { type Column, compiledRowMaker, plainRowMaker, type RowMaker } from './row-maker';

/** A value as it is sent. */
export const { prepareValue } = (
  pg as unknown as { readonly utils: { prepareValue(value: unknown): Buffer | string | null } }
).utils;

/** What the driver's own queries answer with, as far as anybody asks. */
export interface Answer {
  readonly command: string | null;
  readonly rowCount: number | null;
  readonly rows: readonly object[];
}

export type Answered = (error: Error | null, answer?: Answer) => void;

/** A connection of the driver; what it has parsed it notes for every query with a name. */
type Connection = pg.Connection & { readonly parsedStatements: Readonly<Record<string, string>> };

/**
 * One statement with parameters on its way to the database and back; the connection calls it with each message.
 *
 * Of a statement that it hears by a name, a connection is told once what rows look like. That may be
 * remembered: where it would be something else now, PostgreSQL refuses the statement before it does anything
 * (`cached plan must not change result type`), and it gets another name.
 */
export class ParameterizedQuery implements pg.Submittable, RowReader {
  private readonly rows: object[] = [];
  private command: string | null = null;
  private rowCount: number | null = null;
  private makeRow: RowMaker | null = null;
  private unreadable: Error | null = null;

  constructor(
    readonly text: string,
    private readonly values: readonly unknown[],
    /** Left out: the database forgets it afterwards. */
    readonly name: string | undefined,
    private readonly incoming: Incoming,
    /** Called once; under this name the driver looks for it. */
    readonly callback: Answered,
  ) {}

  /** An error that is returned ends the query; nothing was sent then. */
  submit(connection: pg.Connection): Error | null {
    const values: (Buffer | string | null)[] = [];
    try {
      for (const value of this.values) values.push(prepareValue(value));
    } catch (error) {
      return error as Error;
    }
    this.incoming.reader = this;
    const messages = this.messages(connection as Connection, values);
    // As one piece: the socket makes an object of each that it is given.
    if (connection.stream.writable) connection.stream.write(Buffer.concat(messages));
    return null;
  }

  private messages(connection: Connection, values: (Buffer | string | null)[]): readonly Buffer[] {
    const { text, name = '' } = this;
    const isParsed = name !== '' && connection.parsedStatements[name] !== undefined;
    const maker = this.incoming.rowMakers.get(name);
    this.makeRow = maker ?? null;
    return [
      ...(isParsed ? [] : [serialize.parse({ name, text, types: [] })]),
      serialize.bind({ statement: name, values }),
      ...(maker === undefined ? [serialize.describe({ type: 'P' })] : []),
      serialize.execute(),
      serialize.sync(),
    ];
  }

  handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    this.makeRow = this.name === undefined ? plainRowMaker(fields) : compiledRowMaker(fields);
  }

  readRow(bytes: Buffer, from: number, end: number): void {
    if (this.unreadable || !this.makeRow) return;
    try {
      this.rows.push(this.makeRow(bytes, from, end));
    } catch (error) {
      this.unreadable = error as Error;
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    // `SELECT 20`, `INSERT 0 1`, `CALL`
    const blank = text.indexOf(' ');
    this.command = blank < 0 ? text : text.slice(0, blank);
    this.rowCount = blank < 0 ? null : Number(text.slice(text.lastIndexOf(' ')));
    if (this.name !== undefined) this.incoming.rowMakers.set(this.name, this.makeRow);
  }

  handleReadyForQuery(): void {
    this.incoming.reader = null;
    if (this.unreadable) this.callback(this.unreadable);
    else this.callback(null, { command: this.command, rowCount: this.rowCount, rows: this.rows });
  }

  handleError(error: Error): void {
    this.incoming.reader = null;
    this.callback(error);
  }
}
