import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who sells, who buys, and which partners work together in two tiers. */
export class CreateParties1763600000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE resellers (
        id uuid CONSTRAINT resellers_pkey PRIMARY KEY,
        tenant_id uuid CONSTRAINT resellers_tenant_id_key UNIQUE,
        mpn_id text CONSTRAINT resellers_mpn_id_key UNIQUE,
        name text NOT NULL,
        country text,
        cloud_instance text NOT NULL,
        kind text,
        account_status text NOT NULL DEFAULT 'ACTIVE',
        agreement_accepted boolean NOT NULL DEFAULT false,
        specialties text[] NOT NULL DEFAULT '{}',
        is_placeholder boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT resellers_cloud_instance_check CHECK (cloud_instance IN ('CHINA_21VIANET', 'GLOBAL', 'US_GOVERNMENT', 'GERMANY')),
        CONSTRAINT resellers_kind_check CHECK (kind IN ('DIRECT_BILL', 'INDIRECT_PROVIDER', 'INDIRECT_RESELLER', 'OPERATOR')),
        CONSTRAINT resellers_account_status_check CHECK (account_status IN ('ACTIVE', 'RESTRICTED', 'SUSPENDED')),
        -- A placeholder stands for a partner that is known by its MPN id only.
        CONSTRAINT resellers_identity_check CHECK (
          (is_placeholder AND mpn_id IS NOT NULL AND tenant_id IS NULL)
          OR (NOT is_placeholder AND tenant_id IS NOT NULL AND kind IS NOT NULL)
        )
      )`);
    await runner.query(`CREATE INDEX resellers_name_idx ON resellers (name, id)`);
    await runner.query(`CREATE INDEX resellers_created_at_idx ON resellers (created_at, id)`);

    await runner.query(`
      CREATE TABLE customers (
        id uuid CONSTRAINT customers_pkey PRIMARY KEY,
        tenant_id uuid NOT NULL CONSTRAINT customers_tenant_id_key UNIQUE,
        commerce_id text,
        cloud_instance text NOT NULL,
        country text,
        company_name text NOT NULL,
        domain text,
        organization_registration_number text,
        email text,
        company_address jsonb,
        billing_profile jsonb,
        custom_domains text[] NOT NULL DEFAULT '{}',
        associated_partner_id text,
        account_owner_id uuid CONSTRAINT customers_account_owner_fkey REFERENCES resellers (id),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT customers_cloud_instance_check CHECK (cloud_instance IN ('CHINA_21VIANET', 'GLOBAL', 'US_GOVERNMENT', 'GERMANY'))
      )`);
    await runner.query(`CREATE INDEX customers_company_name_idx ON customers (company_name, id)`);
    await runner.query(`CREATE INDEX customers_created_at_idx ON customers (created_at, id)`);
    await runner.query(`CREATE INDEX customers_updated_at_idx ON customers (updated_at, id)`);

    await runner.query(`
      CREATE TABLE agreements (
        customer_id uuid NOT NULL CONSTRAINT agreements_customer_fkey REFERENCES customers (id),
        id uuid NOT NULL,
        type text NOT NULL,
        date_agreed timestamptz NOT NULL,
        primary_contact jsonb,
        template_id text,
        agreement_link text,
        user_id text,
        CONSTRAINT agreements_pkey PRIMARY KEY (customer_id, id),
        CONSTRAINT agreements_type_check CHECK (type IN ('MICROSOFT_CLOUD_AGREEMENT', 'MICROSOFT_CUSTOMER_AGREEMENT'))
      )`);

    await runner.query(`
      CREATE TABLE partner_relationships (
        provider_id uuid NOT NULL CONSTRAINT partner_relationships_provider_fkey REFERENCES resellers (id),
        id uuid NOT NULL CONSTRAINT partner_relationships_id_key UNIQUE,
        indirect_reseller_id uuid NOT NULL CONSTRAINT partner_relationships_indirect_reseller_fkey REFERENCES resellers (id),
        state text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT partner_relationships_pkey PRIMARY KEY (provider_id, id),
        CONSTRAINT partner_relationships_state_check CHECK (state IN ('ACTIVE', 'ENDED')),
        CONSTRAINT partner_relationships_ended_check CHECK ((state = 'ENDED') = (ended_at IS NOT NULL)),
        CONSTRAINT partner_relationships_two_partners_check CHECK (provider_id <> indirect_reseller_id)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX partner_relationships_one_active ON partner_relationships (provider_id, indirect_reseller_id)
      WHERE state = 'ACTIVE'`);
    await runner.query(
      `CREATE INDEX partner_relationships_indirect_reseller_idx ON partner_relationships (indirect_reseller_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE partner_relationships, agreements, customers, resellers`);
  }
}
