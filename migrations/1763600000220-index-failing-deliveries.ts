import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which deliveries of an endpoint fail is asked before each look for new ones; few do. */
export class IndexFailingDeliveries1763600000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX webhook_deliveries_failing_idx ON webhook_deliveries (endpoint_id, lane)
      WHERE status = 'PENDING' AND failing_since IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX webhook_deliveries_failing_idx`);
  }
}
