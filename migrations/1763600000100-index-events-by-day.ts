import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first event of every day (UTC). Events are listed in the order in which they were written, which is
 * not quite that of their times; from this index a list since some time learns where it can begin.
 */
export class IndexEventsByDay1763600000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX events_day_idx ON events (((occurred_at AT TIME ZONE 'UTC')::date), position)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX events_day_idx`);
  }
}
