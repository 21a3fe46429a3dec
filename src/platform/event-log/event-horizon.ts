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
 *
 * Never above the newest event that is there: places of what was rolled back can be given out again after a
 * crash of the database, which writes the state of its sequences ahead only from time to time.
 */
export async function eventHorizon(db: Queryable): Promise<EventHorizon> {
  const rows = await db.query<Record<keyof EventHorizon | 'seen', string>>(sql`
    SELECT readable, newest, coalesce((SELECT position FROM event_log_cuts), 0) AS cut,
      coalesce((SELECT max(position) FROM events), 0) AS seen
    FROM event_horizon()`);
  const [row] = rows;
  if (!row) throw new Error('the log has no horizon');
  const [cut, seen] = [BigInt(row.cut), BigInt(row.seen)];
  const last = seen > cut ? seen : cut;
  const [settled, newest] = [BigInt(row.readable), BigInt(row.newest)];
  const readable = settled < last ? settled : last;
  const isWriting = settled < newest;
  return { readable, newest: isWriting ? newest : readable, cut };
}
