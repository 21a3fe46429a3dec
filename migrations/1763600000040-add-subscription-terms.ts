import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose platform runs a subscription: what was sold here is provisioned, renewed and ended here; what was
 * imported, at the source, which the next import follows. Nothing has been sold here before.
 * The indexes are for the looks of the timer at what is due.
 */
export class AddSubscriptionTerms1763600000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE subscriptions ADD COLUMN runs_here boolean NOT NULL DEFAULT false`,
    );
    await runner.query(`ALTER TABLE subscriptions ALTER COLUMN runs_here SET DEFAULT true`);
    await runner.query(`
      CREATE INDEX subscriptions_unprovisioned_idx ON subscriptions (created_at, id)
      WHERE status IN ('NONE', 'PENDING') AND runs_here`);
    await runner.query(`
      CREATE INDEX subscriptions_term_end_idx ON subscriptions (status, commitment_end_date, id)
      WHERE status IN ('ACTIVE', 'EXPIRED', 'DISABLED') AND runs_here`);
    await runner.query(`
      CREATE INDEX subscriptions_retention_idx ON subscriptions (suspended_at, id)
      WHERE status = 'SUSPENDED' AND suspended_by IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX subscriptions_unprovisioned_idx, subscriptions_term_end_idx, subscriptions_retention_idx`,
    );
    await runner.query(`ALTER TABLE subscriptions DROP COLUMN runs_here`);
  }
}
