import { type Actor, actorStamp } from '../../kernel/actor';
import type { Queryable } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../ids';

/** What one operation read of customers. */
export interface CustomerRead {
  readonly actor: Actor;
  /** Each once. */
  readonly customerIds: readonly string[];
  readonly occurredAt: Date;
  readonly correlationId: string;
  readonly customizedData: object;
}

/** A read that is to be recorded before its answer leaves. */
interface Waiting {
  readonly read: CustomerRead;
  readonly recorded: () => void;
  readonly failed: (error: unknown) => void;
}

/** Reads that one statement records; more wait for the next. */
const MAX_READS = 50;
/** Under way at once. With one alone, who comes just after it was sent waits for two. */
const MAX_STATEMENTS = 2;
/** How long a statement is waited for; one that takes longer may be held up by more than itself. */
const PATIENCE_MS = 1_000;

/** Sends one statement after the other, as long as there is something to write. */
interface Writer {
  sentAtMs: number;
}

/**
 * Records what was read of customers (domain section 6). Reads that come while two statements are
 * being answered share the next; who comes before waits for nobody. Of a statement that fails nobody is answered.
 */
export class ReadRecorder {
  private waiting: Waiting[] = [];
  private readonly writers = new Set<Writer>();

  constructor(private readonly db: Queryable) {}

  /** Committed when the promise resolves. */
  record(read: CustomerRead): Promise<void> {
    return new Promise((recorded, failed) => {
      this.waiting.push({ read, recorded, failed });
      if (this.writersInTime() < MAX_STATEMENTS) void this.writeAll();
    });
  }

  private writersInTime(): number {
    const now = performance.now();
    return [...this.writers].filter(({ sentAtMs }) => now - sentAtMs < PATIENCE_MS).length;
  }

  private async writeAll(): Promise<void> {
    const own: Writer = { sentAtMs: 0 };
    this.writers.add(own);
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, MAX_READS);
      own.sentAtMs = performance.now();
      try {
        await insertReads(
          this.db,
          group.map(({ read }) => read),
        );
        for (const { recorded } of group) recorded();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.writers.delete(own);
  }
}

/**
 * One record for each customer of each read, in one statement, which is a transaction by itself. What the records
 * of a read share is sent once, and columns that are not named have their defaults; the text is the same for
 * any number of reads, so it is planned once.
 */
async function insertReads(db: Queryable, reads: readonly CustomerRead[]): Promise<void> {
  await db.query(sql`
    INSERT INTO audit_records (id, occurred_at, customer_id, actor, operation, resource_type, resource_id,
      status, correlation_id, customized_data)
    SELECT record.id, read.occurred_at, record.customer_id, read.actor, 'OPERATOR_READ', 'CUSTOMER',
      record.customer_id, 'SUCCEEDED', read.correlation_id, read.customized_data
    FROM jsonb_to_recordset(${JSON.stringify(reads.map(readRow))}::jsonb) AS read (ids uuid[], customer_ids uuid[],
        occurred_at timestamptz, actor jsonb, correlation_id text, customized_data jsonb)
      CROSS JOIN LATERAL unnest(read.ids, read.customer_ids) AS record (id, customer_id)`);
}

function readRow(read: CustomerRead): object {
  return {
    ids: arrayOf(read.customerIds.map(newId)),
    customer_ids: arrayOf(read.customerIds),
    occurred_at: read.occurredAt,
    actor: actorStamp(read.actor),
    correlation_id: read.correlationId,
    customized_data: read.customizedData,
  };
}

/** Ids as PostgreSQL writes an array: a list of JSON would be taken apart id by id. */
function arrayOf(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}
