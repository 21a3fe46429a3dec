import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What customers bought, from whom, and who is credited for it. */
export class CreateSubscriptions1763600000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE subscriptions (
        customer_id uuid NOT NULL CONSTRAINT subscriptions_customer_fkey REFERENCES customers (id),
        id uuid NOT NULL CONSTRAINT subscriptions_id_key UNIQUE,
        subscription_id uuid NOT NULL CONSTRAINT subscriptions_subscription_id_key UNIQUE,
        transacting_reseller_id uuid NOT NULL CONSTRAINT subscriptions_transacting_reseller_fkey REFERENCES resellers (id),
        partner_id text,
        partner_of_record_id uuid NOT NULL CONSTRAINT subscriptions_partner_of_record_fkey REFERENCES resellers (id),
        service text NOT NULL,
        offer_id text,
        offer_name text,
        publisher_name text,
        is_microsoft_product boolean,
        product_type text,
        entitlement_id text,
        friendly_name text,
        quantity integer,
        unit_type text,
        refundable_quantity integer,
        parent_subscription_id uuid,
        has_purchasable_addons boolean,
        creation_date timestamptz,
        effective_start_date timestamptz,
        commitment_end_date timestamptz,
        cancellation_allowed_until_date timestamptz,
        billing_cycle_end_date timestamptz,
        status text NOT NULL,
        suspended_by text,
        suspended_at timestamptz,
        suspension_reasons text[],
        auto_renew_enabled boolean,
        renewal_term_duration text,
        term_duration text,
        billing_type text NOT NULL DEFAULT 'NONE',
        billing_cycle text NOT NULL DEFAULT 'UNKNOWN',
        contract_type text,
        is_trial boolean,
        promotion_id text,
        consumption_type text,
        refund_options jsonb,
        next_term_product text,
        next_term_quantity integer,
        next_term_end_date timestamptz,
        next_charge_instructions jsonb,
        order_id text,
        migrated_from_subscription_id uuid,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT subscriptions_pkey PRIMARY KEY (customer_id, id),
        CONSTRAINT subscriptions_parent_fkey FOREIGN KEY (parent_subscription_id) REFERENCES subscriptions (subscription_id),
        CONSTRAINT subscriptions_service_check CHECK (service IN ('EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'AZURE', 'OTHER')),
        CONSTRAINT subscriptions_status_check CHECK (status IN ('NONE', 'PENDING', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'DISABLED', 'DELETED')),
        CONSTRAINT subscriptions_suspended_by_check CHECK (
          suspended_by IN ('RESELLER', 'OPERATOR') AND (suspended_by IS NULL OR status IN ('SUSPENDED', 'DELETED'))
          OR suspended_by IS NULL
        ),
        CONSTRAINT subscriptions_quantity_check CHECK (quantity >= 0),
        CONSTRAINT subscriptions_term_check CHECK (term_duration IN ('P1M', 'P1Y', 'P3Y')),
        CONSTRAINT subscriptions_renewal_term_check CHECK (renewal_term_duration IN ('P1M', 'P1Y', 'P3Y')),
        CONSTRAINT subscriptions_billing_type_check CHECK (billing_type IN ('NONE', 'USAGE', 'LICENSE')),
        CONSTRAINT subscriptions_billing_cycle_check CHECK (billing_cycle IN ('UNKNOWN', 'MONTHLY', 'ANNUAL', 'NONE', 'ONE_TIME', 'TRIENNIAL', 'BIENNIAL')),
        CONSTRAINT subscriptions_contract_type_check CHECK (contract_type IN ('SUBSCRIPTION', 'PRODUCT_KEY', 'REDEMPTION_CODE'))
      )`);
    await runner.query(
      `CREATE INDEX subscriptions_service_idx ON subscriptions (customer_id, service, transacting_reseller_id)`,
    );
    await runner.query(
      `CREATE INDEX subscriptions_transacting_reseller_idx ON subscriptions (transacting_reseller_id, customer_id)`,
    );
    await runner.query(
      `CREATE INDEX subscriptions_partner_of_record_idx ON subscriptions (partner_of_record_id, customer_id)`,
    );
    await runner.query(
      `CREATE INDEX subscriptions_parent_idx ON subscriptions (parent_subscription_id)`,
    );
    await runner.query(
      `CREATE INDEX subscriptions_created_at_idx ON subscriptions (created_at, id)`,
    );

    // Outside the subscription's row, so that the end of a relationship touches no subscription (R32).
    await runner.query(`
      CREATE TABLE subscription_support_contacts (
        customer_id uuid NOT NULL,
        subscription_id uuid NOT NULL,
        reseller_id uuid NOT NULL CONSTRAINT subscription_support_contacts_reseller_fkey REFERENCES resellers (id),
        CONSTRAINT subscription_support_contacts_pkey PRIMARY KEY (customer_id, subscription_id),
        CONSTRAINT subscription_support_contacts_subscription_fkey FOREIGN KEY (customer_id, subscription_id)
          REFERENCES subscriptions (customer_id, id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE subscription_support_contacts, subscriptions`);
  }
}
