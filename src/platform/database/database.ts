import type { ClientBase, Pool } from 'pg';
import {
  type DataSource,
  type EntityManager,
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
} from 'typeorm';

import { PooledClient } from './pooled-client';
import { type Sql, sql } from './sql';
import type { StatementNames } from './statement-names';

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

/** What becomes of the connections of this process. */
export interface PoolUse {
  readonly inUse: number;
  readonly idle: number;
  /** Who waits for one. */
  readonly waiting: number;
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

/** A migration changed what a named statement answers with; the database refuses before it does anything. */
function isOutdatedPlan(error: unknown): boolean {
  if (sqlStateOf(error) !== '0A000') return false;
  const { routine } = (error as QueryFailedError).driverError as { routine?: unknown };
  return routine === 'RevalidateCachedQuery';
}

/** The server may be gone, full, closed to us or not know us any more: none of it is the caller's mistake. */
async function connected<Connection>(connecting: () => Promise<Connection>): Promise<Connection> {
  try {
    return await connecting();
  } catch (error) {
    throw new DatabaseUnavailableError(error);
  }
}

/** The only place that opens connections and transactions. */
export class Database implements Queryable {
  constructor(
    readonly dataSource: DataSource,
    /** What its connections name their statements by; null where they name none. */
    private readonly names: StatementNames | null,
    private readonly onClose: () => Promise<void> = async () => undefined,
  ) {}

  async query<Row>(statement: Sql): Promise<Row[]> {
    // Of the pool itself: what the mapper does around a statement costs as much as a short one.
    const connection = await connected(() => this.pool.connect());
    try {
      return await this.ask<Row>(connection, statement);
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error;
      this.names?.forgetAll();
      return await this.ask<Row>(connection, statement);
    } finally {
      connection.release(connection instanceof PooledClient && connection.isSpent);
    }
  }

  get poolUse(): PoolUse {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
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
        const isOutdated = isOutdatedPlan(error);
        if (isOutdated) this.names?.forgetAll();
        const isRetried = isOutdated || RETRIED_STATES.has(sqlStateOf(error) ?? '');
        if (attempt >= MAX_ATTEMPTS || !isRetried) throw error;
      }
    }
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { readonly master: Pool }).master;
  }

  private async attempt<T>(
    declaration: Declaration,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const connection = await connected<ClientBase>(() => runner.connect());
      await runner.startTransaction();
      const query = <Row>(statement: Sql): Promise<Row[]> => {
        // The mapper takes a dead connection away from a transaction that still uses it.
        if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
        return this.ask<Row>(connection, statement);
      };
      await query(declare(declaration));
      const result = await work({ manager: runner.manager, query });
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // A connection that died cannot roll back; the database has done it, and the first error matters.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error instanceof QueryRunnerAlreadyReleasedError
        ? new DatabaseUnavailableError(error)
        : error;
    } finally {
      await runner.release();
    }
  }

  private async ask<Row>(connection: ClientBase, { text, values }: Sql): Promise<Row[]> {
    this.dataSource.logger.logQuery(text, values);
    try {
      const { rows } = await connection.query(text, values);
      return (rows as Row[] | undefined) ?? [];
    } catch (error) {
      throw new QueryFailedError(text, values, error as Error);
    }
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.onClose();
  }
}

function declare({ actor, operation }: Declaration): Sql {
  return sql`SELECT set_config('app.actor', ${actor}, true), set_config('app.operation', ${operation}, true)`;
}
