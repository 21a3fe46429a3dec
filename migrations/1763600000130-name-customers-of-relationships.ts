import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The name of the customer stands on its relationships too, so that an index has the customers of a reseller in
 * the order in which they are listed. Triggers write it, nobody else does: from the customer's row, held
 * against changes until the relationship is committed, and again when the customer is given another name.
 */
export class NameCustomersOfRelationships1763600000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE relationships ADD COLUMN customer_name text`);
    await runner.query(`
      UPDATE relationships rel SET customer_name = c.company_name FROM customers c WHERE c.id = rel.customer_id`);
    await runner.query(`ALTER TABLE relationships ALTER COLUMN customer_name SET NOT NULL`);
    // Of a customer that is not held nothing is written: the foreign key refuses it a moment later.
    await runner.query(`
      CREATE FUNCTION take_customer_name() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.customer_name := coalesce(
          (SELECT c.company_name FROM customers c WHERE c.id = NEW.customer_id FOR SHARE), ''
        );
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER relationships_take_customer_name BEFORE INSERT OR UPDATE OF customer_id, customer_name ON relationships
      FOR EACH ROW EXECUTE FUNCTION take_customer_name()`);
    await runner.query(`
      CREATE FUNCTION give_customer_name() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE relationships SET customer_name = NEW.company_name WHERE customer_id = NEW.id;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER customers_give_name AFTER UPDATE OF company_name ON customers
      FOR EACH ROW WHEN (OLD.company_name <> NEW.company_name) EXECUTE FUNCTION give_customer_name()`);
    await runner.query(`
      CREATE INDEX relationships_customer_name_idx ON relationships (reseller_id, customer_name, customer_id)
      WHERE status = 'ACTIVE'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER customers_give_name ON customers`);
    await runner.query(`DROP TRIGGER relationships_take_customer_name ON relationships`);
    await runner.query(`DROP FUNCTION give_customer_name(), take_customer_name()`);
    await runner.query(`ALTER TABLE relationships DROP COLUMN customer_name`);
  }
}
