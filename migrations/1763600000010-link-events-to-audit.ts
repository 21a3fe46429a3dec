import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit record of the act that an event tells of: a history reads old and new value from it. Events
 * that were written before have none.
 */
export class LinkEventsToAudit1763600000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE events ADD COLUMN audit_record_id uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE events DROP COLUMN audit_record_id`);
  }
}
