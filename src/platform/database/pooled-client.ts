import { Client, type ClientConfig } from 'pg';

import type { StatementNames } from './statement-names';

/**
 * Texts that a connection hears by a name, those included whose names were given up since: PostgreSQL keeps
 * about 0.3 MB for each long one in every connection's own memory.
 */
const MAX_NAMES = 120;

export interface PooledClientConfig extends ClientConfig {
  /** Of the process; left out: nothing is named. */
  readonly statementNames?: StatementNames;
}

/**
 * A connection of the pool, for the mapper's statements and our own.
 *
 * It may die at any moment. The pool and the mapper listen for that in turns, and between them nobody does:
 * the death of a connection in that moment would end the process. Whoever uses the connection then is told
 * by its next query.
 */
export class PooledClient extends Client {
  private readonly heard = new Set<string>();

  constructor(config: PooledClientConfig = {}) {
    super(config);
    this.on('error', () => undefined);
    const { statementNames } = config;
    if (statementNames) this.nameStatements(statementNames);
  }

  /** It has heard so many names that another connection should take its place. */
  get isSpent(): boolean {
    return this.heard.size >= MAX_NAMES;
  }

  /** From here on what comes with parameters is told by a name, where it has one. */
  private nameStatements(names: StatementNames): void {
    const ask = this.query.bind(this) as (...args: readonly unknown[]) => unknown;
    const query = (text: unknown, values: unknown, ...rest: readonly unknown[]): unknown => {
      const name =
        typeof text === 'string' && Array.isArray(values) && values.length > 0
          ? this.nameFor(names, text)
          : undefined;
      return name ? ask({ name, text, values }, ...rest) : ask(text, values, ...rest);
    };
    this.query = query as Client['query'];
  }

  private nameFor(names: StatementNames, text: string): string | undefined {
    const name = names.nameOf(text);
    if (name === undefined || this.heard.has(name)) return name;
    if (this.isSpent) return undefined;
    this.heard.add(name);
    return name;
  }
}
