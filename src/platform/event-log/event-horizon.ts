import type { Queryable } from '../database/database';
import { sql } from '../database/sql';

/** Place of an event in the log, unique in it and rising. */
export type Position = bigint;

export interface EventHorizon {
  /** No event at or below this place will appear any more: it can be read in order, and gone on from. */
  readonly readable: Position;
  /** The newest place that was taken. Above `readable`, somebody is still writing. */
  readonly newest: Position;
  /** Up to here events were taken away, or will be soon; 0 where none was. */
  readonly cut: Position;
}

/**
 * Up to where the log can be read now (migration 110). Whoever pages over events of several scopes reads
 * no others: a transaction still open may hold a lower place than one that is already seen. The rows
 * come by a later statement, which sees everything that had ended when this one looked.
 */
export async function eventHorizon(db: Queryable): Promise<EventHorizon> {
  const rows = await db.query<Record<keyof EventHorizon, string>>(sql`
    SELECT readable, newest, coalesce((SELECT position FROM event_log_cuts), 0) AS cut
    FROM event_horizon()`);
  const [row] = rows;
  if (!row) throw new Error('the log has no horizon');
  return {
    readable: BigInt(row.readable),
    newest: BigInt(row.newest),
    cut: BigInt(row.cut),
  };
}
