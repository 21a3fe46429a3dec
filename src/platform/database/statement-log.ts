import type { Logger, QueryRunner } from 'typeorm';

/** Sees every SQL statement that goes out, also those of the mapper: budgets are counted with it. */
export class StatementLog implements Logger {
  private readonly listeners = new Set<(statement: string) => void>();

  /** Calls `listener` for each statement until the returned function is called. */
  listen(listener: (statement: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  logQuery(query: string, _parameters?: unknown[], _runner?: QueryRunner): void {
    for (const listener of this.listeners) listener(query);
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
