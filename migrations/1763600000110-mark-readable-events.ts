import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of the advisory locks that writers of events hold; the second number of each is a position. */
const WRITERS = 0x4d504556;

/**
 * Up to where the log can be read in the order of its positions. A position is drawn before the commit, so
 * a higher one may be seen earlier, and a reader who goes on after it would never see the lower one.
 *
 * Every writer therefore holds a shared lock until its transaction ends, whose number is the newest
 * position before it draws any. Of it the lower 32 bits are kept; the reader knows the others, because no
 * transaction is open for 2^31 events. The reader takes the newest position first and the locks second:
 * who took its lock later draws higher ones, who has none any more has ended. Rows are read by a later
 * statement, so that it sees what has ended.
 */
export class MarkReadableEvents1763600000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION newest_event_position() RETURNS bigint LANGUAGE sql VOLATILE AS
        $$ SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM events_position_seq $$`);
    await runner.query(`
      CREATE FUNCTION announce_writer_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(${WRITERS}, newest_event_position()::bit(32)::integer);
        RETURN NULL;
      END $$`);
    // Before the statement: its first row has no position yet.
    await runner.query(`
      CREATE TRIGGER events_announce_writer BEFORE INSERT ON events
      FOR EACH STATEMENT EXECUTE FUNCTION announce_writer_of_events()`);
    await runner.query(`
      CREATE FUNCTION event_horizon(OUT readable bigint, OUT newest bigint) LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        newest := newest_event_position();
        SELECT least(newest, min(newest + ((objid::bigint - newest + 2147483648) & 4294967295) - 2147483648))
          INTO readable
          FROM pg_locks
          WHERE locktype = 'advisory' AND classid = ${WRITERS} AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
      END $$`);
    await runner.query(`GRANT SELECT ON SEQUENCE events_position_seq TO multipartner_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE SELECT ON SEQUENCE events_position_seq FROM multipartner_app`);
    await runner.query(`DROP TRIGGER events_announce_writer ON events`);
    await runner.query(
      `DROP FUNCTION event_horizon(), announce_writer_of_events(), newest_event_position()`,
    );
  }
}
