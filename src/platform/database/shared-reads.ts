import type { Queryable } from './database';
import type { Sql } from './sql';

/**
 * Reads that are under way, shared by all who ask word for word the same with the same values: one statement for as
 * many as ask while it is answered. What decides about who may see what stands in the statement, so readers of
 * different rights never share one; what is answered was true after the first of them asked, not after the last.
 *
 * Rows are shared too: nobody may change them. Only for statements that read.
 */
export class SharedReads {
  private readonly underWay = new Map<string, Promise<readonly unknown[]>>();

  /** @param db where a statement is sent that nobody waits for yet; all that share must mean the same database */
  over(db: Queryable): Queryable {
    return {
      query: async <Row>(statement: Sql) => [...(await this.read(db, statement))] as Row[],
    };
  }

  private read(db: Queryable, statement: Sql): Promise<readonly unknown[]> {
    const key = JSON.stringify([statement.text, statement.values], exact);
    const known = this.underWay.get(key);
    if (known) return known;
    const reading = db.query(statement).finally(() => this.underWay.delete(key));
    this.underWay.set(key, reading);
    return reading;
  }
}

function exact(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { bigint: String(value) } : value;
}
