import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each index with the condition on the rows that are looked for by it. */
const INDEXES: Readonly<Record<string, { readonly of: string; readonly where: string }>> = {
  audit_records_reseller_idx: {
    of: '(reseller_id, occurred_at, id)',
    where: 'reseller_id IS NOT NULL',
  },
  audit_records_concerned_idx: {
    of: 'USING gin (concerned_reseller_ids)',
    where: `concerned_reseller_ids <> '{}'`,
  },
  audit_records_resource_idx: {
    of: '(resource_id, occurred_at, id)',
    where: `new_value ? 'partnerId'`,
  },
};

/**
 * An operator's read of a page writes a record for each customer, which no reseller did and which changes
 * nothing: three of six indexes were written for rows that nobody looks for by them. By its object a record is
 * only looked for among the attempts at the Partner of Record.
 */
export class NarrowAuditIndexes1763600000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${Object.keys(INDEXES).join(', ')}`);
    for (const [name, { of, where }] of Object.entries(INDEXES)) {
      await runner.query(`CREATE INDEX ${name} ON audit_records ${of} WHERE ${where}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${Object.keys(INDEXES).join(', ')}`);
    for (const [name, { of }] of Object.entries(INDEXES)) {
      await runner.query(`CREATE INDEX ${name} ON audit_records ${of}`);
    }
  }
}
