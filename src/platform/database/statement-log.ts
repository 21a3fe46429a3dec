import type { Logger, QueryRunner } from 'typeorm';

type StatementListener = (statement: string, parameters: readonly unknown[]) => void;

/** Sees every SQL statement that goes out, also those of the mapper: budgets are counted with it. */
export class StatementLog implements Logger {
  private readonly listeners = new Set<StatementListener>();

  /** Calls `listener` for each statement until the returned function is called. */
  listen(listener: StatementListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  logQuery(query: string, parameters: unknown[] = [], _runner?: QueryRunner): void {
    for (const listener of this.listeners) listener(query, parameters);
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
