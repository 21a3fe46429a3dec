import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhook endpoints, what is to be delivered to them, and every attempt. */
export class CreateWebhooks1763600000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook_endpoints (
        id uuid CONSTRAINT webhook_endpoints_pkey PRIMARY KEY,
        reseller_id uuid CONSTRAINT webhook_endpoints_reseller_fkey REFERENCES resellers (id),
        customer_id uuid CONSTRAINT webhook_endpoints_customer_fkey REFERENCES customers (id),
        url text NOT NULL,
        description text,
        -- Empty: all.
        event_names text[] NOT NULL,
        customer_ids uuid[] NOT NULL,
        status text NOT NULL,
        pause_reason text,
        paused_at timestamptz,
        -- Encrypted with a key that is made from the server's; null once the endpoint is deleted.
        secret text,
        secret_created_at timestamptz NOT NULL,
        previous_secret text,
        previous_secret_ends_at timestamptz,
        -- Events up to this position were looked at: what is to be delivered of them is in webhook_deliveries.
        position bigint NOT NULL,
        -- When the last tests were asked for.
        tested_at timestamptz[] NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT webhook_endpoints_owner_check CHECK (num_nonnulls(reseller_id, customer_id) = 1),
        CONSTRAINT webhook_endpoints_status_check CHECK (status IN ('ACTIVE', 'PAUSED', 'DELETED')),
        CONSTRAINT webhook_endpoints_pause_check CHECK ((status = 'PAUSED') = (pause_reason IS NOT NULL AND paused_at IS NOT NULL)),
        CONSTRAINT webhook_endpoints_secret_check CHECK ((status = 'DELETED') = (secret IS NULL)),
        CONSTRAINT webhook_endpoints_previous_check CHECK ((previous_secret IS NULL) = (previous_secret_ends_at IS NULL))
      )`);
    await runner.query(`
      CREATE INDEX webhook_endpoints_reseller_idx ON webhook_endpoints (reseller_id, created_at, id)
      WHERE reseller_id IS NOT NULL`);
    await runner.query(`
      CREATE INDEX webhook_endpoints_customer_idx ON webhook_endpoints (customer_id, created_at, id)
      WHERE customer_id IS NOT NULL`);

    await runner.query(`
      CREATE TABLE webhook_deliveries (
        id uuid CONSTRAINT webhook_deliveries_pkey PRIMARY KEY,
        endpoint_id uuid NOT NULL CONSTRAINT webhook_deliveries_endpoint_fkey
          REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
        event_id uuid NOT NULL,
        event_name text NOT NULL,
        event_position bigint NOT NULL,
        event_occurred_at timestamptz NOT NULL,
        -- Deliveries of one lane go out one after the other: those of one customer, or without one of the owner.
        lane uuid NOT NULL,
        status text NOT NULL,
        attempt_count integer NOT NULL DEFAULT 0,
        -- The first failure since it became PENDING; from then on the three days count.
        failing_since timestamptz,
        failures_in_row integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        -- Who sends it at this moment, and until when nobody else does. In real time, whatever the clock of the business says.
        lease uuid,
        leased_until timestamptz,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT webhook_deliveries_event_key UNIQUE (endpoint_id, event_id),
        CONSTRAINT webhook_deliveries_status_check
          CHECK (status IN ('PENDING', 'DELIVERED', 'GIVEN_UP', 'WITHHELD', 'CANCELED')),
        CONSTRAINT webhook_deliveries_pending_check
          CHECK ((status = 'PENDING') = (next_attempt_at IS NOT NULL) AND (status = 'PENDING') = (ended_at IS NULL)),
        CONSTRAINT webhook_deliveries_lease_check CHECK ((lease IS NULL) = (leased_until IS NULL))
      )`);
    await runner.query(
      `CREATE INDEX webhook_deliveries_list_idx ON webhook_deliveries (endpoint_id, event_position, id)`,
    );
    await runner.query(`
      CREATE INDEX webhook_deliveries_status_idx ON webhook_deliveries (endpoint_id, status, event_position, id)`);
    await runner.query(`
      CREATE INDEX webhook_deliveries_lane_idx ON webhook_deliveries (endpoint_id, lane, event_position)
      WHERE status = 'PENDING'`);
    await runner.query(`
      CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (endpoint_id, next_attempt_at, event_position)
      WHERE status = 'PENDING'`);
    await runner.query(`
      CREATE INDEX webhook_deliveries_ended_idx ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL`);

    await runner.query(`
      CREATE TABLE webhook_attempts (
        id uuid CONSTRAINT webhook_attempts_pkey PRIMARY KEY,
        delivery_id uuid NOT NULL CONSTRAINT webhook_attempts_delivery_fkey
          REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
        started_at timestamptz NOT NULL,
        duration_ms integer NOT NULL,
        outcome text NOT NULL,
        http_status integer,
        next_attempt_at timestamptz
      )`);
    await runner.query(
      `CREATE INDEX webhook_attempts_delivery_idx ON webhook_attempts (delivery_id, started_at, id)`,
    );
    await runner.query(`
      GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoints, webhook_deliveries, webhook_attempts
      TO multipartner_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webhook_attempts, webhook_deliveries, webhook_endpoints`);
  }
}
