import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = 'multipartner_app';
const WRITABLE = [
  'resellers',
  'customers',
  'agreements',
  'partner_relationships',
  'invitations',
  'relationship_requests',
  'relationships',
  'delegated_privileges',
  'subscriptions',
  'subscription_support_contacts',
  'event_counters',
  'idempotency_keys',
];
const APPEND_ONLY = ['audit_records', 'events'];

/**
 * The server works as a role that owns no table: it can neither drop a trigger nor change what only
 * grows. Roles belong to the whole cluster, so `down` takes the rights and leaves the role, which
 * another database of the cluster may use.
 */
export class GrantApplicationRole1763600000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${ROLE}') THEN
          CREATE ROLE ${ROLE} NOLOGIN;
        END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- made by a migration of another database at this moment
      END $$`);
    // An owner that also runs the server needs the role. From PostgreSQL 16 on, who makes a role is its
    // member without the right to SET it. An owner that may not grant it only migrates; somebody else
    // grants it to the login of the server.
    await runner.query(`
      DO $$ DECLARE may_set boolean; BEGIN
        IF current_setting('server_version_num')::integer >= 160000 THEN
          may_set := pg_has_role(current_user, '${ROLE}', 'SET');
        ELSE
          may_set := pg_has_role(current_user, '${ROLE}', 'MEMBER');
        END IF;
        IF NOT may_set THEN EXECUTE format('GRANT ${ROLE} TO %I', current_user); END IF;
      EXCEPTION WHEN insufficient_privilege THEN
        NULL; -- as said above
      END $$`);
    await runner.query(`
      DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${ROLE}', current_schema()); END $$`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${WRITABLE.join(', ')} TO ${ROLE}`);
    // A server that runs as this role must be able to see that nothing is left to migrate.
    await runner.query(`GRANT SELECT ON schema_migrations TO ${ROLE}`);
    await runner.query(`GRANT SELECT, INSERT ON ${APPEND_ONLY.join(', ')} TO ${ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [...WRITABLE, ...APPEND_ONLY, 'schema_migrations'];
    await runner.query(`REVOKE ALL ON ${tables.join(', ')} FROM ${ROLE}`);
  }
}
