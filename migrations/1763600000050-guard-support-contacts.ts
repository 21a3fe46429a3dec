import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A support contact lies beside its subscription, and is written by the same hands: the seller and the
 * platform, and never inside a relationship operation, which hides a contact and forgets none (R32, R44).
 * The SQLSTATEs are those of migration 5.
 */
export class GuardSupportContacts1763600000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_support_contact_write() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        actor text := declared('actor');
        written subscription_support_contacts := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        seller uuid := (
          SELECT s.transacting_reseller_id FROM subscriptions s
          WHERE s.customer_id = written.customer_id AND s.id = written.subscription_id
        );
      BEGIN
        IF declared('operation') = 'relationship' THEN
          RAISE EXCEPTION 'a relationship operation never writes a support contact' USING ERRCODE = 'MP004';
        END IF;
        IF TG_OP = 'UPDATE' AND (NEW.customer_id, NEW.subscription_id) <> (OLD.customer_id, OLD.subscription_id) THEN
          RAISE EXCEPTION 'a support contact never moves to another subscription' USING ERRCODE = 'MP002';
        END IF;
        IF actor IS DISTINCT FROM 'platform' AND actor IS DISTINCT FROM 'reseller:' || seller THEN
          RAISE EXCEPTION 'only the transacting reseller names a support contact' USING ERRCODE = 'MP003';
        END IF;
        RETURN written;
      END $$`);
    await runner.query(`
      CREATE TRIGGER subscription_support_contacts_refuse_write
      BEFORE INSERT OR UPDATE OR DELETE ON subscription_support_contacts
      FOR EACH ROW EXECUTE FUNCTION refuse_support_contact_write()`);
    await runner.query(`
      CREATE TRIGGER subscription_support_contacts_refuse_truncate BEFORE TRUNCATE ON subscription_support_contacts
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TRIGGER subscription_support_contacts_refuse_truncate ON subscription_support_contacts`,
    );
    await runner.query(
      `DROP TRIGGER subscription_support_contacts_refuse_write ON subscription_support_contacts`,
    );
    await runner.query(`DROP FUNCTION refuse_support_contact_write()`);
  }
}
