import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { sql } from '../../src/platform/database/sql';
import { type ImportBench, openImportBench } from '../support/imports';
import { collection, customerBody, partnerBody, subscriptionBody, uuid } from './bodies';

const WOODGROVE = DEMO_TENANTS.customer.tenantId;
const RESELLER_B = DEMO_TENANTS.resellerB.tenantId;

describe('import of subscriptions', () => {
  let bench: ImportBench;
  beforeEach(async () => {
    bench = await openImportBench();
  });
  afterEach(() => bench.close());

  async function subscription(id: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await bench.database.query<Record<string, unknown>>(sql`
      SELECT s.*, r.name AS por_name, r.is_placeholder, c.tenant_id AS customer_tenant FROM subscriptions s
      JOIN resellers r ON r.id = s.partner_of_record_id JOIN customers c ON c.id = s.customer_id
      WHERE subscription_id = ${id}`);
    return row;
  }

  it('keeps the other items of a file with bad ones', async () => {
    const file = bench.file(
      'list.json',
      collection([
        subscriptionBody(uuid(1), WOODGROVE, { quantity: 'ten', status: 'hibernating' }),
        null,
        customerBody(uuid(9)),
        subscriptionBody(uuid(2), WOODGROVE),
      ]),
    );

    const result = await bench.import([file]);

    expect(result.problems.map(({ path }) => path)).toEqual([
      '$.items[0].quantity',
      '$.items[0].status',
      '$.items[1]',
      '$.items[2]',
    ]);
    expect(result.tally.toJSON()['Subscription']).toMatchObject({
      read: 4,
      created: 1,
      leftOut: 3,
    });
    expect(await subscription(uuid(2))).toMatchObject({ status: 'ACTIVE', version: 1 });
  });

  it('leaves the terms of what it imports to the source, also of what was sold here', async () => {
    const past = { commitmentEndDate: '2018-02-10T00:00:00Z', autoRenewEnabled: true };
    const file = bench.file('one.json', subscriptionBody(uuid(1), WOODGROVE, past));
    await bench.import([file]);
    const imported = await subscription(uuid(1));
    await bench.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`UPDATE subscriptions SET runs_here = true WHERE subscription_id = ${uuid(1)}`),
    );

    const result = await bench.import([file]);

    expect(imported).toMatchObject({ runs_here: false, status: 'ACTIVE' });
    expect(result.tally.toJSON()['Subscription']).toMatchObject({ updated: 1 });
    expect(await subscription(uuid(1))).toMatchObject({ runs_here: false, version: 2 });
  });

  it('takes the customer from the command line, the item, or the collection, in this order', async () => {
    const other = DEMO_TENANTS.customer2.tenantId;
    const links = {
      links: { self: { uri: `/v1/customers/${other.toUpperCase()}/subscriptions` } },
    };
    const file = bench.file(
      'list.json',
      collection([subscriptionBody(uuid(1), WOODGROVE), subscriptionBody(uuid(2), null)], links),
    );
    const asked = bench.file('asked.json', subscriptionBody(uuid(3), WOODGROVE));

    await bench.import([file]);
    await bench.import([asked], { customer: other });

    expect((await subscription(uuid(1)))?.['customer_tenant']).toBe(WOODGROVE);
    expect((await subscription(uuid(2)))?.['customer_tenant']).toBe(other);
    expect((await subscription(uuid(3)))?.['customer_tenant']).toBe(other);
  });

  it.each([
    ['an unknown customer', subscriptionBody(uuid(1), uuid(404)), 'NOT_FOUND'],
    ['no customer at all', subscriptionBody(uuid(1), null), 'INVALID_INPUT'],
    [
      'a base that is not held',
      subscriptionBody(uuid(1), WOODGROVE, { parentSubscriptionId: uuid(404) }),
      'ADDON_PARENT_MISMATCH',
    ],
  ])('reports and leaves out a subscription of %s', async (_, body, code) => {
    const result = await bench.import([bench.file('one.json', body)]);

    expect(result.problems).toMatchObject([{ code }]);
    expect(await subscription(uuid(1))).toBeUndefined();
  });

  it('takes bases before add-ons, inside a file, across files, and across files in a circle', async () => {
    const addOn = (id: number, base: number) =>
      subscriptionBody(uuid(id), WOODGROVE, { parentSubscriptionId: uuid(base).toUpperCase() });
    const base = (id: number) => subscriptionBody(uuid(id), WOODGROVE);
    const files = [
      bench.file('1-add-on-first.json', collection([addOn(11, 10), base(10)])),
      bench.file('2-add-on.json', addOn(21, 20)),
      bench.file('3-circle.json', collection([addOn(31, 40), base(30)])),
      bench.file('4-circle.json', collection([addOn(41, 30), base(40)])),
      bench.file('5-base.json', base(20)),
    ];

    const result = await bench.import(files);

    expect(result.problems).toEqual([]);
    expect(result.tally.toJSON()['Subscription']).toMatchObject({ read: 8, created: 8 });
    const [audit] = await bench.database.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM audit_records WHERE operation = 'IMPORT'`,
    );
    expect(audit?.count).toBe(files.length);
  });

  it('reads customers, partners and subscriptions in the right order, whatever the order of files', async () => {
    const result = await bench.import([
      bench.file('1.json', subscriptionBody(uuid(1), uuid(7), { partnerId: '7000001' })),
      bench.file('2.json', partnerBody(uuid(8))),
      bench.file('3.json', customerBody(uuid(7))),
    ]);

    expect(result.isClean).toBe(true);
    expect(await subscription(uuid(1))).toMatchObject({
      por_name: 'Partner',
      is_placeholder: false,
      partner_id: '7000001',
    });
  });

  it('credits the account without an MPN id, and a placeholder for an unknown one', async () => {
    const own = bench.file('own.json', subscriptionBody(uuid(1), WOODGROVE, { partnerId: '' }));
    const foreign = { partnerId: '7000001' };
    const unknown = bench.file('unknown.json', subscriptionBody(uuid(2), WOODGROVE, foreign));

    const result = await bench.import([own, unknown]);

    expect((await subscription(uuid(1)))?.['por_name']).toBe('Contoso Cloud');
    const before = await subscription(uuid(2));
    expect(before).toMatchObject({ por_name: 'MPN 7000001', is_placeholder: true });
    expect(result.tally.toJSON()['Reseller']).toMatchObject({ created: 1 });

    await bench.import([bench.file('partner.json', partnerBody(uuid(8)))]);

    const after = await subscription(uuid(2));
    expect(after).toMatchObject({ por_name: 'Partner', is_placeholder: false });
    expect(after?.['partner_of_record_id']).toBe(before?.['partner_of_record_id']);
  });

  it('updates what the source changed, once', async () => {
    const file = (quantity: number) =>
      bench.file('one.json', subscriptionBody(uuid(1), WOODGROVE, { quantity }));
    await bench.import([file(10)]);

    const later = new Date('2026-06-01T00:00:00Z');
    const result = await bench.import([file(12)], { now: later });

    expect(result.tally.toJSON()['Subscription']).toMatchObject({ updated: 1 });
    expect(await subscription(uuid(1))).toMatchObject({
      quantity: 12,
      version: 2,
      updated_at: later,
    });
  });

  it('never changes the Partner of Record or the seller, and tells who asked for it', async () => {
    await bench.import([bench.file('one.json', subscriptionBody(uuid(1), WOODGROVE))]);
    const before = await subscription(uuid(1));
    const credited = { partnerId: '7000001', quantity: 99 };

    const byPartner = await bench.import([
      bench.file('por.json', subscriptionBody(uuid(1), WOODGROVE, credited)),
    ]);
    const bySeller = await bench.import(
      [bench.file('seller.json', subscriptionBody(uuid(1), WOODGROVE, { quantity: 99 }))],
      { account: RESELLER_B },
    );
    const byCustomer = await bench.import(
      [bench.file('customer.json', subscriptionBody(uuid(1), WOODGROVE))],
      { customer: DEMO_TENANTS.customer2.tenantId },
    );

    expect(byPartner.problems).toMatchObject([
      { path: '$.partnerId', value: '"7000001"', code: 'POR_CHANGE_NOT_ALLOWED', rule: 'R4' },
    ]);
    expect(bySeller.problems).toMatchObject([{ code: 'OWNERSHIP_CHANGE_NOT_ALLOWED', rule: 'R2' }]);
    expect(byCustomer.problems).toMatchObject([{ code: 'OWNERSHIP_CHANGE_NOT_ALLOWED' }]);
    expect(await subscription(uuid(1))).toEqual(before);
    expect(bySeller.tally.toJSON()['Reseller']).toBeUndefined();
  });

  it('takes the offer from its link, and a missing enum value for NONE or UNKNOWN', async () => {
    const body = subscriptionBody(uuid(1), null, {
      offerId: undefined,
      status: undefined,
      billingType: undefined,
      billingCycle: undefined,
      contractType: undefined,
      links: {
        offer: { uri: '/v1/offers/51E95709-DC35-4780-9040-22278CB7C0E1?country=CN' },
        self: { uri: `/customers/${WOODGROVE}/subscriptions/${uuid(1)}` },
      },
    });

    await bench.import([bench.file('one.json', body)]);

    expect(await subscription(uuid(1))).toMatchObject({
      offer_id: '51e95709-dc35-4780-9040-22278cb7c0e1',
      service: 'INTUNE',
      status: 'NONE',
      billing_type: 'NONE',
      billing_cycle: 'UNKNOWN',
      contract_type: null,
    });
  });

  it('keeps nothing of a file that fails in the database, tells it, and goes on', async () => {
    await bench.database.query(sql`SELECT 1`);
    const broken = bench.file('broken.json', subscriptionBody(uuid(1), WOODGROVE));
    const fine = bench.file('fine.json', customerBody(uuid(7)));
    const query = jest.spyOn(bench.database, 'transaction');
    query.mockImplementationOnce(() => Promise.reject(new Error('connection lost')));

    const result = await bench.import([broken, fine]);

    expect(result).toMatchObject({ badFileCount: 1, isClean: false });
    const records = await bench.database.query<{ status: string }>(
      sql`SELECT status FROM audit_records WHERE operation = 'IMPORT' ORDER BY id`,
    );
    expect(records.map(({ status }) => status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('says in one audit record per file what became of it, acting as the platform', async () => {
    const file = bench.file('one.json', subscriptionBody(uuid(1), WOODGROVE));
    await bench.import([file]);
    await bench.import([file]);

    const records = await bench.database.query(sql`
      SELECT a.actor ->> 'kind' AS actor, a.resource_type, a.status, a.repeated, r.name,
        a.new_value -> 'counts' -> 'Subscription' -> 'created' AS created
      FROM audit_records a JOIN resellers r ON r.id = a.reseller_id WHERE a.operation = 'IMPORT' ORDER BY a.id`);

    const common = {
      actor: 'PLATFORM',
      resource_type: 'SUBSCRIPTION',
      status: 'SUCCEEDED',
      name: 'Contoso Cloud',
    };
    expect(records).toEqual([
      { ...common, repeated: false, created: 1 },
      { ...common, repeated: true, created: 0 },
    ]);
  });
});
