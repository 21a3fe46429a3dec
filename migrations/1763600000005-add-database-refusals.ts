import type { MigrationInterface, QueryRunner } from 'typeorm';

const APPEND_ONLY = ['audit_records', 'events'];
const NEVER_TRUNCATED = [
  ...APPEND_ONLY,
  'resellers',
  'customers',
  'agreements',
  'partner_relationships',
  'invitations',
  'relationship_requests',
  'relationships',
  'delegated_privileges',
  'subscriptions',
];

/**
 * The last line of defence: what the application's own rules refuse, the database refuses too. Each
 * refusal has an SQLSTATE of its own, which the application maps to the same code:
 * MP001 Partner of Record (R4), MP002 ownership (R2), MP003 a subscription written by somebody else
 * (R5), MP004 a subscription written inside a relationship operation (R1), MP005 a change of what only
 * grows, MP006 TRUNCATE.
 */
export class AddDatabaseRefusals1763600000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A setting used once in a session reads '' afterwards, not NULL.
    await runner.query(`
      CREATE FUNCTION declared(setting text) RETURNS text LANGUAGE sql STABLE AS
      $$ SELECT nullif(current_setting('app.' || setting, true), '') $$`);

    await runner.query(`
      CREATE FUNCTION refuse_subscription_write() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        actor text := declared('actor');
        seller uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.transacting_reseller_id ELSE OLD.transacting_reseller_id END;
        operator_may text[] := ARRAY['status', 'suspended_by', 'suspended_at', 'suspension_reasons', 'version', 'updated_at'];
      BEGIN
        IF declared('operation') = 'relationship' THEN
          RAISE EXCEPTION 'a relationship operation never writes a subscription' USING ERRCODE = 'MP004';
        END IF;
        IF TG_OP = 'UPDATE' THEN
          IF NEW.partner_id IS DISTINCT FROM OLD.partner_id
             OR NEW.partner_of_record_id IS DISTINCT FROM OLD.partner_of_record_id THEN
            RAISE EXCEPTION 'the Partner of Record never changes' USING ERRCODE = 'MP001';
          END IF;
          IF NEW.customer_id IS DISTINCT FROM OLD.customer_id
             OR NEW.transacting_reseller_id IS DISTINCT FROM OLD.transacting_reseller_id
             OR NEW.id IS DISTINCT FROM OLD.id
             OR NEW.subscription_id IS DISTINCT FROM OLD.subscription_id THEN
            RAISE EXCEPTION 'the ownership of a subscription never changes' USING ERRCODE = 'MP002';
          END IF;
        END IF;
        IF actor IS NULL THEN
          RAISE EXCEPTION 'a write to subscriptions needs the transaction''s declared actor' USING ERRCODE = 'MP003';
        END IF;
        IF actor = 'operator' THEN
          IF TG_OP <> 'UPDATE'
             OR to_jsonb(NEW) - operator_may <> to_jsonb(OLD) - operator_may
             OR NOT (
               OLD.status = 'ACTIVE' AND NEW.status = 'SUSPENDED' AND NEW.suspended_by = 'OPERATOR'
               OR OLD.status = 'SUSPENDED' AND OLD.suspended_by = 'OPERATOR' AND NEW.status = 'ACTIVE'
             ) THEN
            RAISE EXCEPTION 'the operator may only suspend and lift its own suspension' USING ERRCODE = 'MP003';
          END IF;
        ELSIF actor <> 'platform' AND actor <> 'reseller:' || seller THEN
          RAISE EXCEPTION 'only the transacting reseller writes its subscription' USING ERRCODE = 'MP003';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER subscriptions_refuse_write BEFORE INSERT OR UPDATE OR DELETE ON subscriptions
      FOR EACH ROW EXECUTE FUNCTION refuse_subscription_write()`);

    await runner.query(`
      CREATE FUNCTION refuse_account_owner_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.account_owner_id IS DISTINCT FROM OLD.account_owner_id
           OR NEW.tenant_id IS DISTINCT FROM OLD.tenant_id OR NEW.id IS DISTINCT FROM OLD.id THEN
          RAISE EXCEPTION 'the ownership of a customer account never changes' USING ERRCODE = 'MP002';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER customers_refuse_owner_change BEFORE UPDATE ON customers
      FOR EACH ROW EXECUTE FUNCTION refuse_account_owner_change()`);

    await runner.query(`
      CREATE FUNCTION refuse_partner_identity_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.mpn_id IS NOT NULL AND NEW.mpn_id IS DISTINCT FROM OLD.mpn_id
           OR OLD.tenant_id IS NOT NULL AND NEW.tenant_id IS DISTINCT FROM OLD.tenant_id
           OR NEW.id IS DISTINCT FROM OLD.id THEN
          RAISE EXCEPTION 'the identity of a partner never changes' USING ERRCODE = 'MP002';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER resellers_refuse_identity_change BEFORE UPDATE ON resellers
      FOR EACH ROW EXECUTE FUNCTION refuse_partner_identity_change()`);

    await runner.query(`
      CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'MP005';
      END $$`);
    for (const table of APPEND_ONLY) {
      await runner.query(`
        CREATE TRIGGER ${table}_refuse_change BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log()`);
    }
    await runner.query(`
      CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'MP006';
      END $$`);
    for (const table of NEVER_TRUNCATED) {
      await runner.query(`
        CREATE TRIGGER ${table}_refuse_truncate BEFORE TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()`);
    }
    await this.keepTransactingCurrent(runner);
  }

  /**
   * `delegated_privileges.transacting` says whether the holder also sells the service to the customer
   * (domain section 2.7). Statement triggers keep it current with every write to subscriptions; the
   * partial unique index on it then refuses a second transacting holder (R21).
   */
  private async keepTransactingCurrent(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION is_transacting(customer uuid, reseller uuid, of_service text) RETURNS boolean
      LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
          SELECT 1 FROM subscriptions s
          WHERE s.customer_id = customer AND s.service = of_service AND s.transacting_reseller_id = reseller
            AND s.status IN ('PENDING', 'ACTIVE', 'SUSPENDED')
        )
      $$`);
    await runner.query(`
      CREATE FUNCTION refresh_transacting() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE delegated_privileges p
        SET transacting = is_transacting(p.customer_id, p.reseller_id, p.service)
        FROM (SELECT DISTINCT customer_id, transacting_reseller_id, service FROM written) w
        WHERE p.customer_id = w.customer_id AND p.reseller_id = w.transacting_reseller_id AND p.service = w.service
          AND p.transacting <> is_transacting(p.customer_id, p.reseller_id, p.service);
        RETURN NULL;
      END $$`);
    for (const [event, table] of [
      ['INSERT', 'NEW'],
      ['UPDATE', 'NEW'],
      ['DELETE', 'OLD'],
    ]) {
      await runner.query(`
        CREATE TRIGGER subscriptions_refresh_transacting_${event?.toLowerCase()} AFTER ${event} ON subscriptions
        REFERENCING ${table} TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION refresh_transacting()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update', 'delete']) {
      await runner.query(
        `DROP TRIGGER subscriptions_refresh_transacting_${event} ON subscriptions`,
      );
    }
    for (const table of NEVER_TRUNCATED) {
      await runner.query(`DROP TRIGGER ${table}_refuse_truncate ON ${table}`);
    }
    for (const table of APPEND_ONLY) {
      await runner.query(`DROP TRIGGER ${table}_refuse_change ON ${table}`);
    }
    await runner.query(`DROP TRIGGER subscriptions_refuse_write ON subscriptions`);
    await runner.query(`DROP TRIGGER customers_refuse_owner_change ON customers`);
    await runner.query(`DROP TRIGGER resellers_refuse_identity_change ON resellers`);
    await runner.query(`
      DROP FUNCTION refresh_transacting(), is_transacting(uuid, uuid, text), refuse_truncate(), refuse_change_of_log(),
        refuse_partner_identity_change(), refuse_account_owner_change(), refuse_subscription_write(), declared(text)`);
  }
}
