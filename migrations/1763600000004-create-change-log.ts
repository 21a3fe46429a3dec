import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Audit, events with their counters, and the memory of repeated writes. */
export class CreateChangeLog1763600000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_records (
        id uuid CONSTRAINT audit_records_pkey PRIMARY KEY,
        occurred_at timestamptz NOT NULL,
        customer_id uuid,
        -- The reseller whose user or application acted, or whose account was acted on.
        reseller_id uuid,
        concerned_reseller_ids uuid[] NOT NULL DEFAULT '{}',
        actor jsonb NOT NULL,
        operation text NOT NULL,
        resource_type text NOT NULL,
        resource_id uuid,
        status text NOT NULL,
        rule text,
        code text,
        old_value jsonb,
        new_value jsonb,
        correlation_id text NOT NULL,
        client_request_id text,
        dry_run boolean NOT NULL DEFAULT false,
        repeated boolean NOT NULL DEFAULT false,
        customized_data jsonb,
        CONSTRAINT audit_records_status_check CHECK (status IN ('SUCCEEDED', 'FAILED', 'PROGRESS', 'DECLINE'))
      )`);
    await runner.query(
      `CREATE INDEX audit_records_customer_idx ON audit_records (customer_id, occurred_at, id)`,
    );
    await runner.query(
      `CREATE INDEX audit_records_reseller_idx ON audit_records (reseller_id, occurred_at, id)`,
    );
    await runner.query(
      `CREATE INDEX audit_records_concerned_idx ON audit_records USING gin (concerned_reseller_ids)`,
    );
    await runner.query(
      `CREATE INDEX audit_records_occurred_at_idx ON audit_records (occurred_at, id)`,
    );

    await runner.query(`
      CREATE TABLE events (
        id uuid CONSTRAINT events_pkey PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT events_position_key UNIQUE,
        -- Customer of the event, or its reseller where it has no customer.
        scope_id uuid NOT NULL,
        sequence bigint NOT NULL,
        customer_id uuid,
        recipient_reseller_ids uuid[] NOT NULL DEFAULT '{}',
        to_customer boolean NOT NULL,
        name text NOT NULL,
        version integer NOT NULL,
        resource_type text NOT NULL,
        resource_id uuid NOT NULL,
        actor jsonb NOT NULL,
        correlation_id text NOT NULL,
        occurred_at timestamptz NOT NULL,
        data jsonb NOT NULL,
        CONSTRAINT events_sequence_key UNIQUE (scope_id, sequence)
      )`);
    await runner.query(`CREATE INDEX events_customer_idx ON events (customer_id, position)`);
    await runner.query(`CREATE INDEX events_resource_idx ON events (resource_id, position)`);
    await runner.query(
      `CREATE INDEX events_recipients_idx ON events USING gin (recipient_reseller_ids)`,
    );
    await runner.query(`
      CREATE TABLE event_counters (
        scope_id uuid CONSTRAINT event_counters_pkey PRIMARY KEY,
        last_sequence bigint NOT NULL
      )`);

    await runner.query(`
      CREATE TABLE idempotency_keys (
        tenant_id uuid NOT NULL,
        caller_id text NOT NULL,
        mutation text NOT NULL,
        key text NOT NULL,
        input_hash text NOT NULL,
        result jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, caller_id, mutation, key)
      )`);
    await runner.query(
      `CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_keys, event_counters, events, audit_records`);
  }
}
