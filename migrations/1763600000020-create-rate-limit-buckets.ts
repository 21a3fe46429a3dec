import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What callers have left of their budgets, for several server processes. Unlogged: after a crash
 * everybody starts with a full bucket, which is not worth the writing.
 */
export class CreateRateLimitBuckets1763600000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE rate_limit_buckets (
        key text NOT NULL,
        points double precision NOT NULL,
        given double precision NOT NULL,
        filled_at timestamptz NOT NULL,
        CONSTRAINT rate_limit_buckets_pkey PRIMARY KEY (key)
      )`);
    await runner.query(
      `CREATE INDEX rate_limit_buckets_filled_at_idx ON rate_limit_buckets (filled_at)`,
    );
    await runner.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limit_buckets TO multipartner_app`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rate_limit_buckets`);
  }
}
