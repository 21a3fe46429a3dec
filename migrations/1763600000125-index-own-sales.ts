import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES: Readonly<Record<string, string>> = {
  subscriptions_seller_id_idx: 'subscriptions (transacting_reseller_id, id)',
  subscriptions_seller_offer_name_idx: 'subscriptions (transacting_reseller_id, offer_name, id)',
  subscriptions_seller_creation_date_idx:
    'subscriptions (transacting_reseller_id, creation_date, id)',
  subscriptions_seller_updated_at_idx: 'subscriptions (transacting_reseller_id, updated_at, id)',
};

/** For what one reseller sold, in every order that a list of subscriptions offers. */
export class IndexOwnSales1763600000125 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(INDEXES)) {
      await runner.query(`CREATE INDEX ${name} ON ${columns}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${Object.keys(INDEXES).join(', ')}`);
  }
}
