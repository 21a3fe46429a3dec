import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Old events may go, where the operator asks for it; their audit records stay for ever. The role of the
 * server still may not delete from the log: it may call a function of the owner's, which takes from the
 * beginning of the log only, and nothing of the last thirty days whatever it is asked.
 *
 * `event_log_cuts` says up to where events are gone, or will be within minutes: the place is published
 * first, and the rows go in a later call. Who has looked at it before it reads a page is done by then.
 */
export class CutOldEvents1763600000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_log_cuts (
        only_row boolean CONSTRAINT event_log_cuts_pkey PRIMARY KEY DEFAULT true
          CONSTRAINT event_log_cuts_only_row_check CHECK (only_row),
        position bigint NOT NULL DEFAULT 0,
        published_at timestamptz NOT NULL DEFAULT '-infinity'
      )`);
    await runner.query(`INSERT INTO event_log_cuts DEFAULT VALUES`);
    await runner.query(`GRANT SELECT ON event_log_cuts TO multipartner_app`);
    await runner.query(`DROP TRIGGER events_refuse_change ON events`);
    await runner.query(`
      CREATE TRIGGER events_refuse_change BEFORE UPDATE ON events
      FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log()`);
    await runner.query(`
      CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
      FOR EACH ROW WHEN (current_setting('app.cutting_events', true) IS DISTINCT FROM 'on')
      EXECUTE FUNCTION refuse_change_of_log()`);
    await runner.query(`
      CREATE FUNCTION cut_events(cutoff timestamptz, most integer) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER AS $$
      DECLARE
        kept_since timestamptz := least(cutoff, now() - interval '30 days');
        published event_log_cuts;
        next_position bigint;
        removed integer;
      BEGIN
        -- Of several servers one does it.
        SELECT * INTO published FROM event_log_cuts FOR UPDATE SKIP LOCKED;
        IF NOT FOUND OR published.published_at > clock_timestamp() - interval '2 minutes' THEN
          RETURN 0;
        END IF;
        PERFORM set_config('app.cutting_events', 'on', true);
        DELETE FROM events WHERE position <= published.position;
        GET DIAGNOSTICS removed = ROW_COUNT;
        PERFORM set_config('app.cutting_events', '', true);
        -- Without a hole: up to the first that is kept, also where a later place has an earlier time.
        IF (SELECT occurred_at FROM events ORDER BY position LIMIT 1) < kept_since THEN
          WITH oldest AS (SELECT position, occurred_at FROM events ORDER BY position LIMIT most)
          SELECT max(position) INTO next_position FROM oldest WHERE position < ALL (
            SELECT position FROM oldest WHERE occurred_at >= kept_since);
          UPDATE event_log_cuts SET position = next_position, published_at = clock_timestamp();
        END IF;
        RETURN removed;
      END $$`);
    await runner.query(`
      DO $$ BEGIN
        EXECUTE format('ALTER FUNCTION cut_events(timestamptz, integer) SET search_path = %I, pg_temp', current_schema());
      END $$`);
    await runner.query(`REVOKE ALL ON FUNCTION cut_events(timestamptz, integer) FROM PUBLIC`);
    await runner.query(
      `GRANT EXECUTE ON FUNCTION cut_events(timestamptz, integer) TO multipartner_app`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION cut_events(timestamptz, integer)`);
    await runner.query(`DROP TRIGGER events_refuse_delete ON events`);
    await runner.query(`DROP TRIGGER events_refuse_change ON events`);
    await runner.query(`
      CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE ON events
      FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log()`);
    await runner.query(`DROP TABLE event_log_cuts`);
  }
}
