import {
  type DataSource,
  type EntityManager,
  QueryFailedError,
  type QueryRunner,
  QueryRunnerAlreadyReleasedError,
} from 'typeorm';

import type { Sql } from './sql';

/** Anything that answers one SQL statement: the pool or an open transaction. */
export interface Queryable {
  query<Row>(statement: Sql): Promise<Row[]>;
}

/** One open transaction. Whoever holds it passes it on; nobody opens a second one inside. */
export interface Transaction extends Queryable {
  /** For inserts and updates through entities. */
  readonly manager: EntityManager;
}

/**
 * What a transaction says about itself to the database's own refusals. `actor` is `reseller:<id>`,
 * `customer:<id>`, `operator` or `platform`; in a `relationship` transaction every write to
 * subscriptions fails.
 */
export interface Declaration {
  readonly actor: string;
  readonly operation: 'relationship' | 'subscription' | 'import' | 'record';
}

// serialization_failure and deadlock_detected: the database asks to try again, nothing was done.
const RETRIED_STATES = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 3;

/** There is no connection, or it died in the middle, whatever the driver calls it. The cause is in `cause`. */
export class DatabaseUnavailableError extends Error {
  constructor(cause: unknown) {
    super('the database cannot be reached', { cause });
    this.name = 'DatabaseUnavailableError';
  }
}

export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const { code } = error.driverError as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

/** The server may be gone, full, closed to us or not know us any more: none of it is the caller's mistake. */
async function connect(runner: QueryRunner): Promise<void> {
  try {
    await runner.connect();
  } catch (error) {
    throw new DatabaseUnavailableError(error);
  }
}

async function queryWith<Row>(runner: QueryRunner, statement: Sql): Promise<Row[]> {
  const result = await runner.query(statement.text, statement.values, true);
  return (result.records ?? []) as Row[];
}

/** The only place that opens connections and transactions. */
export class Database implements Queryable {
  constructor(
    readonly dataSource: DataSource,
    private readonly onClose: () => Promise<void> = async () => undefined,
  ) {}

  async query<Row>(statement: Sql): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await connect(runner);
      return await queryWith<Row>(runner, statement);
    } finally {
      await runner.release();
    }
  }

  /**
   * Runs `work` in one transaction that has declared itself, and commits. Any throw rolls back; after
   * a deadlock or a serialization failure the whole of `work` runs again.
   */
  async transaction<T>(
    declaration: Declaration,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(declaration, work);
      } catch (error) {
        const state = sqlStateOf(error);
        if (attempt >= MAX_ATTEMPTS || state === null || !RETRIED_STATES.has(state)) throw error;
      }
    }
  }

  private async attempt<T>(
    declaration: Declaration,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await connect(runner);
      await runner.startTransaction();
      await runner.query(
        `SELECT set_config('app.actor', $1, true), set_config('app.operation', $2, true)`,
        [declaration.actor, declaration.operation],
      );
      const result = await work({
        manager: runner.manager,
        query: (statement) => queryWith(runner, statement),
      });
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // A connection that died cannot roll back; the database has done it, and the first error matters.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      // The mapper takes a dead connection away from a transaction that still uses it.
      throw error instanceof QueryRunnerAlreadyReleasedError
        ? new DatabaseUnavailableError(error)
        : error;
    } finally {
      await runner.release();
    }
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.onClose();
  }
}
