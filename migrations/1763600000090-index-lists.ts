import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES: Readonly<Record<string, string>> = {
  // What `starts_with(lower(...), lower(...))` looks for.
  customers_company_name_start_idx: 'customers (lower(company_name) text_pattern_ops)',
  customers_domain_start_idx: 'customers (lower(domain) text_pattern_ops)',
  subscriptions_offer_name_idx: 'subscriptions (offer_name, id)',
  subscriptions_creation_date_idx: 'subscriptions (creation_date, id)',
  subscriptions_updated_at_idx: 'subscriptions (updated_at, id)',
  relationships_updated_at_idx: 'relationships (updated_at, id)',
  relationships_accepted_at_idx: 'relationships (accepted_at, id)',
  relationship_requests_all_requested_at_idx: 'relationship_requests (requested_at, id)',
  relationship_requests_updated_at_idx: 'relationship_requests (updated_at, id)',
};

/** For every order that a list offers over a large table, and for customers by the beginning of a name. */
export class IndexLists1763600000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(INDEXES)) {
      await runner.query(`CREATE INDEX ${name} ON ${columns}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${Object.keys(INDEXES).join(', ')}`);
  }
}
