import { Client, type ClientConfig, Query, types } from 'pg';

import { Incoming } from './incoming';
import { type Answered, ParameterizedQuery } from './parameterized-query';
import { readInstant } from './row-maker';
import { type StatementKind, statementKind } from './statement-kind';
import type { StatementNames } from './statement-names';

/**
 * Texts that a connection hears by a name, those included whose names were given up since: PostgreSQL keeps
 * about 0.3 MB for each long one in every connection's own memory.
 */
const MAX_NAMES = 120;

/** Told how long a statement took, also one that failed. */
export type OnStatement = (kind: StatementKind, seconds: number) => void;

export interface PooledClientConfig extends ClientConfig {
  /** Of the process; left out: nothing is named. */
  readonly statementNames?: StatementNames;
  readonly onStatement?: OnStatement;
}

/** The stream of a connection, as far as the driver listens to it. */
interface Listened {
  on(event: string, listener: (chunk: Buffer) => void): unknown;
}

type Ask = (text: unknown, values?: unknown, callback?: unknown) => unknown;

/**
 * A connection of the pool, for the mapper's statements and our own.
 *
 * It may die at any moment. The pool and the mapper listen for that in turns, and between them nobody does:
 * the death of a connection in that moment would end the process. Whoever uses the connection then is told
 * by its next query.
 */
export class PooledClient extends Client {
  private readonly heard = new Set<string>();
  private readonly incoming = new Incoming();

  constructor(config: PooledClientConfig = {}) {
    super(config);
    this.on('error', () => undefined);
    this.setTypeParser(types.builtins.TIMESTAMPTZ, 'text', readInstant);
    this.query = this.queryBy(config) as Client['query'];
    this.takeRows();
  }

  /** What the driver listens to is what is left of the stream. */
  private takeRows(): void {
    const connection = this.connection as unknown as { attachListeners(stream: Listened): void };
    const attach = connection.attachListeners.bind(connection);
    connection.attachListeners = (stream) => {
      attach({
        on: (event, listener) =>
          stream.on(
            event,
            event === 'data' ? (chunk) => this.incoming.take(chunk, listener) : listener,
          ),
      });
    };
  }

  /** It has heard so many names that another connection should take its place. */
  get isSpent(): boolean {
    return this.heard.size >= MAX_NAMES;
  }

  /** What comes with parameters is told by a name, where it has one. */
  private queryBy({ statementNames: names, onStatement }: PooledClientConfig): Ask {
    const ask = super.query.bind(this) as Ask;
    return (text, values, callback) => {
      // Other shapes are the driver's to understand.
      if (typeof text !== 'string' || typeof values === 'function' || callback !== undefined)
        return ask(text, values, callback);
      const given = values as unknown[] | undefined;
      // A promise of our own: with the driver's each answer, its rows included, keeps those after it in memory
      // until the next major collection, and that was a fifth of what a list cost.
      return new Promise((resolve, reject) => {
        const sentAtMs = performance.now();
        const answered: Answered = (error, answer) => {
          onStatement?.(statementKind(text), (performance.now() - sentAtMs) / 1_000);
          if (error) reject(error);
          else resolve(answer);
        };
        ask(
          given && given.length > 0
            ? new ParameterizedQuery(
                text,
                given,
                this.nameFor(names, text),
                this.incoming,
                answered,
              )
            : new Query(text, given, answered as never),
        );
      });
    };
  }

  private nameFor(names: StatementNames | undefined, text: string): string | undefined {
    const name = names?.nameOf(text);
    if (name === undefined || this.heard.has(name)) return name;
    if (this.isSpent) return undefined;
    this.heard.add(name);
    return name;
  }
}
