import type { MigrationInterface, QueryRunner } from 'typeorm';

const SERVICES = `ARRAY['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'AZURE', 'OTHER']`;

/** Invitations, requests, reseller relationships and delegated administrative privileges. */
export class CreateRelationships1763600000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitations (
        reseller_id uuid NOT NULL CONSTRAINT invitations_reseller_fkey REFERENCES resellers (id),
        id uuid NOT NULL CONSTRAINT invitations_id_key UNIQUE,
        includes_delegated_admin boolean NOT NULL,
        indirect_provider_id uuid CONSTRAINT invitations_indirect_provider_fkey REFERENCES resellers (id),
        indirect_reseller_id uuid CONSTRAINT invitations_indirect_reseller_fkey REFERENCES resellers (id),
        status text NOT NULL,
        -- SHA-256 of the token: a copy of the database cannot be used as a link.
        token_hash bytea NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE,
        created_by jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT invitations_pkey PRIMARY KEY (reseller_id, id),
        CONSTRAINT invitations_status_check CHECK (status IN ('ACTIVE', 'REVOKED')),
        CONSTRAINT invitations_revoked_check CHECK ((status = 'REVOKED') = (revoked_at IS NOT NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX invitations_one_active ON invitations (
        reseller_id, includes_delegated_admin,
        coalesce(indirect_provider_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(indirect_reseller_id, '00000000-0000-0000-0000-000000000000')
      ) WHERE status = 'ACTIVE'`);

    await runner.query(`
      CREATE TABLE relationships (
        customer_id uuid NOT NULL CONSTRAINT relationships_customer_fkey REFERENCES customers (id),
        id uuid NOT NULL CONSTRAINT relationships_id_key UNIQUE,
        reseller_id uuid NOT NULL CONSTRAINT relationships_reseller_fkey REFERENCES resellers (id),
        status text NOT NULL,
        origin text NOT NULL,
        accepted_at timestamptz,
        accepted_by jsonb,
        removed_at timestamptz,
        removed_by jsonb,
        removal_reason text,
        indirect_provider_id uuid CONSTRAINT relationships_indirect_provider_fkey REFERENCES resellers (id),
        indirect_reseller_id uuid CONSTRAINT relationships_indirect_reseller_fkey REFERENCES resellers (id),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT relationships_pkey PRIMARY KEY (customer_id, id),
        CONSTRAINT relationships_status_check CHECK (status IN ('ACTIVE', 'REMOVED')),
        CONSTRAINT relationships_origin_check CHECK (origin IN ('INVITATION', 'CUSTOMER_CREATED_BY_RESELLER', 'MIGRATED')),
        CONSTRAINT relationships_removed_check CHECK ((status = 'REMOVED') = (removed_at IS NOT NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX relationships_one_active ON relationships (customer_id, reseller_id)
      WHERE status = 'ACTIVE'`);
    await runner.query(
      `CREATE INDEX relationships_reseller_idx ON relationships (reseller_id, status, customer_id)`,
    );
    await runner.query(
      `CREATE INDEX relationships_created_at_idx ON relationships (created_at, id)`,
    );

    await runner.query(`
      CREATE TABLE relationship_requests (
        reseller_id uuid NOT NULL CONSTRAINT relationship_requests_reseller_fkey REFERENCES resellers (id),
        id uuid NOT NULL CONSTRAINT relationship_requests_id_key UNIQUE,
        invitation_id uuid NOT NULL,
        customer_id uuid CONSTRAINT relationship_requests_customer_fkey REFERENCES customers (id),
        customer_tenant_id uuid,
        customer_domain_hint text,
        services text[] NOT NULL,
        with_delegated_admin boolean NOT NULL,
        status text NOT NULL,
        requested_by jsonb NOT NULL,
        requested_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        decided_by jsonb,
        decided_at timestamptz,
        decline_reason text,
        relationship_id uuid,
        -- What the acceptance granted; tells a repeated acceptance from another one (S15).
        accepted_services text[],
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL,
        CONSTRAINT relationship_requests_pkey PRIMARY KEY (reseller_id, id),
        CONSTRAINT relationship_requests_invitation_fkey FOREIGN KEY (reseller_id, invitation_id) REFERENCES invitations (reseller_id, id),
        CONSTRAINT relationship_requests_relationship_fkey FOREIGN KEY (customer_id, relationship_id) REFERENCES relationships (customer_id, id),
        CONSTRAINT relationship_requests_status_check CHECK (status IN ('PENDING', 'ACCEPTED', 'DECLINED', 'CANCELED', 'EXPIRED')),
        CONSTRAINT relationship_requests_services_check CHECK (services <@ ${SERVICES}),
        CONSTRAINT relationship_requests_accepted_check CHECK (
          status <> 'ACCEPTED' OR (customer_id IS NOT NULL AND relationship_id IS NOT NULL)
        ),
        CONSTRAINT relationship_requests_decided_check CHECK ((status = 'PENDING') = (decided_at IS NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX relationship_requests_one_pending ON relationship_requests (reseller_id, customer_tenant_id)
      WHERE status = 'PENDING' AND customer_tenant_id IS NOT NULL`);
    await runner.query(
      `CREATE INDEX relationship_requests_customer_tenant_idx ON relationship_requests (customer_tenant_id, status)`,
    );
    await runner.query(
      `CREATE INDEX relationship_requests_customer_idx ON relationship_requests (customer_id)`,
    );
    await runner.query(
      `CREATE INDEX relationship_requests_requested_at_idx ON relationship_requests (reseller_id, requested_at, id)`,
    );
    await runner.query(
      `CREATE INDEX relationship_requests_expiry_idx ON relationship_requests (expires_at) WHERE status = 'PENDING'`,
    );

    await runner.query(`
      CREATE TABLE delegated_privileges (
        customer_id uuid NOT NULL,
        id uuid NOT NULL CONSTRAINT delegated_privileges_id_key UNIQUE,
        relationship_id uuid NOT NULL,
        reseller_id uuid NOT NULL CONSTRAINT delegated_privileges_reseller_fkey REFERENCES resellers (id),
        service text NOT NULL,
        status text NOT NULL,
        -- The reseller holds a subscription of this service with this customer; kept by a trigger on subscriptions.
        transacting boolean NOT NULL,
        granted_at timestamptz,
        granted_by jsonb,
        ended_at timestamptz,
        ended_by jsonb,
        CONSTRAINT delegated_privileges_pkey PRIMARY KEY (customer_id, id),
        CONSTRAINT delegated_privileges_relationship_fkey FOREIGN KEY (customer_id, relationship_id) REFERENCES relationships (customer_id, id),
        CONSTRAINT delegated_privileges_service_check CHECK (ARRAY[service] <@ ${SERVICES}),
        CONSTRAINT delegated_privileges_status_check CHECK (status IN (
          'ACTIVE', 'REMOVED_BY_CUSTOMER', 'RELINQUISHED_BY_PARTNER', 'TERMINATED_BY_OPERATOR', 'ENDED_WITH_RELATIONSHIP'
        )),
        CONSTRAINT delegated_privileges_ended_check CHECK ((status = 'ACTIVE') = (ended_at IS NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX delegated_privileges_one_active ON delegated_privileges (customer_id, relationship_id, service)
      WHERE status = 'ACTIVE'`);
    await runner.query(`
      CREATE UNIQUE INDEX delegated_privileges_one_transacting_holder ON delegated_privileges (customer_id, service)
      WHERE status = 'ACTIVE' AND transacting`);
    await runner.query(
      `CREATE INDEX delegated_privileges_reseller_idx ON delegated_privileges (reseller_id, status, customer_id, service)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE delegated_privileges, relationship_requests, relationships, invitations`,
    );
  }
}
