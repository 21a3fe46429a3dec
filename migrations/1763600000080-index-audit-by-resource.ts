import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was tried on one object: the audit that hangs on a subscription reads by it. */
export class IndexAuditByResource1763600000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX audit_records_resource_idx ON audit_records (resource_id, occurred_at, id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX audit_records_resource_idx`);
  }
}
