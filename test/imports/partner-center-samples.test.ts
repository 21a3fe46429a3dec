import { join } from 'node:path';

import { expandPaths } from '../../src/modules/imports/import-paths';
import { sql } from '../../src/platform/database/sql';
import expected from '../fixtures/partner-center-import.json';
import { type ImportBench, openImportBench } from '../support/imports';

const SAMPLES = join(__dirname, '../fixtures/partner-center');

/** read, created, updated, unchanged, left out, skipped. */
function counts(
  read: number,
  created: number,
  updated: number,
  unchanged: number,
  leftOut: number,
  skipped: number,
) {
  return { read, created, updated, unchanged, leftOut, skipped };
}

// What `.ci/run` expects of `npm run import -- test/fixtures/partner-center` in a fresh demo.
const FIRST_IMPORT = expected.counts;

const REPEATED_IMPORT = {
  ...FIRST_IMPORT,
  Customer: counts(3, 0, 0, 1, 2, 0),
  CustomerCompanyProfile: counts(1, 0, 0, 1, 0, 0),
  PartnerRelationship: counts(3, 0, 0, 3, 0, 0),
  Subscription: counts(3, 0, 0, 1, 2, 0),
  Relationship: counts(1, 0, 0, 1, 0, 0),
  DelegatedPrivilege: counts(4, 0, 0, 4, 0, 0),
};

describe('import of the Partner Center samples', () => {
  let bench: ImportBench;
  let files: string[];

  beforeAll(async () => {
    bench = await openImportBench();
    files = await expandPaths([SAMPLES]);
  });
  afterAll(() => bench.close());

  it('takes over what is whole, reports what is not, and skips what it does not hold', async () => {
    const result = await bench.import(files);

    expect(result.isClean).toBe(false);
    expect(result.tally.toJSON()).toEqual(FIRST_IMPORT);
    expect(result.problemCount).toBe(expected.problemCount);
    expect(
      result.problems.map(({ file, path }) => [file.replace(`${SAMPLES}/`, ''), path]),
    ).toEqual([
      ['customers.json', '$.items[0].companyProfile.tenantId'],
      ['customers.json', '$.items[1].companyProfile.tenantId'],
      ['customer-subscriptions.json', '$.items[0].creationDate'],
      ['customer-subscriptions.json', '$.items[0].effectiveStartDate'],
      ['customer-subscriptions.json', '$.items[0].commitmentEndDate'],
      ['customer-subscriptions.json', '$.items[0].links.self.uri'],
      ['subscription-2.json', '$.parentSubscriptionId'],
    ]);
    expect(result.problems[0]).toMatchObject({ value: '"<guid>"', code: null, rule: null });
    expect(result.problems[2]).toMatchObject({ value: '"2015-11-25T06: 41: 12Z"' });
    expect(
      result.notices.map(({ file, isBad }) => [file.replace(`${SAMPLES}/`, ''), isBad]),
    ).toEqual([
      ['audit-records.json', false],
      ['mpn-profile.json', false],
      ['relationship-request.json', false],
    ]);
  });

  it('stores UUIDs and the ids of offers in lower case, and other ids as they are', async () => {
    const [subscription] = await bench.database.query(sql`
      SELECT subscription_id, order_id, offer_id, entitlement_id, status, billing_type, billing_cycle, unit_type
      FROM subscriptions WHERE offer_id = 'ms-azr-0145p'`);

    expect(subscription).toEqual({
      subscription_id: 'a356ac8c-e310-44f4-bf85-c7f29044af99',
      order_id: 'b23fdedd-d6bd-415a-8b71-3624c81c9644',
      offer_id: 'ms-azr-0145p',
      entitlement_id: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
      status: 'ACTIVE',
      billing_type: 'USAGE',
      billing_cycle: 'UNKNOWN',
      unit_type: 'Usage-based',
    });
  });

  it('changes nothing when it is repeated', async () => {
    const before = await snapshot(bench);

    const result = await bench.import(files, { now: new Date('2026-05-05T00:00:00Z') });

    expect(result.tally.toJSON()).toEqual(REPEATED_IMPORT);
    expect(await snapshot(bench)).toEqual(before);
  });

  it('writes no event', async () => {
    const [row] = await bench.database.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM events WHERE actor ->> 'userId' = 'import'`,
    );

    expect(row?.count).toBe(0);
  });
});

async function snapshot({ database }: ImportBench): Promise<unknown[]> {
  const tables = [
    sql`SELECT * FROM customers ORDER BY id`,
    sql`SELECT * FROM resellers ORDER BY id`,
    sql`SELECT * FROM partner_relationships ORDER BY id`,
    sql`SELECT * FROM relationships ORDER BY id`,
    sql`SELECT * FROM delegated_privileges ORDER BY id`,
    sql`SELECT * FROM subscriptions ORDER BY id`,
  ];
  return Promise.all(tables.map((statement) => database.query(statement)));
}
