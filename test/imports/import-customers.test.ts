import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { sql } from '../../src/platform/database/sql';
import { type ImportBench, openImportBench } from '../support/imports';
import { collection, customerBody, partnerBody, subscriptionBody, uuid } from './bodies';

const RESELLER_A = DEMO_TENANTS.resellerA.tenantId;
const RESELLER_B = DEMO_TENANTS.resellerB.tenantId;
const SERVICES = ['DYNAMICS', 'EXCHANGE_OFFICE', 'INTUNE', 'OTHER'];
const GRANTED = { allowDelegatedAccess: true };

describe('import of customers and partners', () => {
  let bench: ImportBench;
  beforeEach(async () => {
    bench = await openImportBench();
  });
  afterEach(() => bench.close());

  async function activeServices(customer: string, reseller: string): Promise<string[]> {
    const rows = await bench.database.query<{ service: string }>(sql`
      SELECT p.service FROM delegated_privileges p JOIN customers c ON c.id = p.customer_id
      JOIN resellers r ON r.id = p.reseller_id
      WHERE c.tenant_id = ${customer} AND r.tenant_id = ${reseller} AND p.status = 'ACTIVE' ORDER BY 1`);
    return rows.map(({ service }) => service);
  }

  async function relationship(customer: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await bench.database.query<Record<string, unknown>>(sql`
      SELECT r.status, r.origin, r.version, c.account_owner_id, c.country, c.cloud_instance, i.name AS indirect
      FROM relationships r JOIN customers c ON c.id = r.customer_id LEFT JOIN resellers i ON i.id = r.indirect_reseller_id
      WHERE c.tenant_id = ${customer} ORDER BY r.created_at DESC LIMIT 1`);
    return row;
  }

  it('makes an ACTIVE relationship of origin MIGRATED, owned by nobody, with privileges as told', async () => {
    const file = bench.file(
      'list.json',
      collection([
        customerBody(uuid(1), GRANTED),
        customerBody(uuid(2), { allowDelegatedAccess: false }),
        customerBody(uuid(3), { relationshipToPartner: 'none' }),
        customerBody(uuid(4), { relationshipToPartner: undefined }),
      ]),
    );

    const result = await bench.import([file]);

    expect(result.isClean).toBe(true);
    expect(await relationship(uuid(1))).toMatchObject({
      status: 'ACTIVE',
      origin: 'MIGRATED',
      account_owner_id: null,
      cloud_instance: 'CHINA_21VIANET',
    });
    expect(await activeServices(uuid(1), RESELLER_A)).toEqual(SERVICES);
    expect(await activeServices(uuid(2), RESELLER_A)).toEqual([]);
    expect(await relationship(uuid(3))).toBeUndefined();
    expect(await relationship(uuid(4))).toBeUndefined();
  });

  it('fills the country only where body and database have none', async () => {
    const profile = (country?: string) => ({
      companyProfile: { tenantId: uuid(1), companyName: 'Example', address: { country } },
    });
    const countryAfter = async (body: object, country?: string) => {
      await bench.import([bench.file('one.json', body)], country ? { country } : {});
      return (await relationship(uuid(1)))?.['country'];
    };

    expect(await countryAfter(customerBody(uuid(1)))).toBeNull();
    expect(await countryAfter(customerBody(uuid(1)), 'CN')).toBe('CN');
    expect(await countryAfter(customerBody(uuid(1)), 'DE')).toBe('CN');
    expect(await countryAfter(customerBody(uuid(1), profile('us')), 'DE')).toBe('US');
    expect(await countryAfter(customerBody(uuid(1)))).toBe('US');
  });

  it('leaves what a list does not say as it is', async () => {
    const full = customerBody(uuid(1), { customDomains: ['a.example'], commerceId: 'C-1' });
    await bench.import([bench.file('full.json', full)]);

    const result = await bench.import([
      bench.file('list.json', collection([customerBody(uuid(1))])),
    ]);

    expect(result.tally.toJSON()['Customer']).toMatchObject({ unchanged: 1 });
    const [row] = await bench.database.query(
      sql`SELECT custom_domains, commerce_id FROM customers WHERE tenant_id = ${uuid(1)}`,
    );
    expect(row).toEqual({ custom_domains: ['a.example'], commerce_id: 'C-1' });
  });

  it('leaves out the privilege that would make a second transacting holder, and keeps the sale', async () => {
    const sold = (id: number) => bench.file(`${id}.json`, subscriptionBody(uuid(id), uuid(1)));
    const customer = bench.file('customer.json', customerBody(uuid(1), GRANTED));
    await bench.import([customer, sold(10)]);

    const result = await bench.import([sold(11), customer], { account: RESELLER_B });

    expect(result.problems).toMatchObject([
      { path: '$.allowDelegatedAccess', code: 'DAP_CONFLICT', rule: 'R21' },
    ]);
    expect(await activeServices(uuid(1), RESELLER_A)).toEqual(SERVICES);
    expect(await activeServices(uuid(1), RESELLER_B)).toEqual(['DYNAMICS', 'INTUNE', 'OTHER']);
    expect(result.tally.toJSON()['Subscription']).toMatchObject({ created: 1 });
  });

  it('leaves out the sale that would make a holder of privileges a second transacting one', async () => {
    const customer = bench.file('customer.json', customerBody(uuid(1), GRANTED));
    await bench.import([customer, bench.file('a.json', subscriptionBody(uuid(10), uuid(1)))]);
    await bench.import([customer], { account: RESELLER_B });

    const result = await bench.import([bench.file('b.json', subscriptionBody(uuid(11), uuid(1)))], {
      account: RESELLER_B,
    });

    expect(result.problems).toMatchObject([{ path: '$', code: 'DAP_CONFLICT' }]);
    expect(result.tally.toJSON()['Subscription']).toMatchObject({ leftOut: 1 });
  });

  it('brings back neither privileges that ended here nor a relationship that was removed here', async () => {
    const file = bench.file('customer.json', customerBody(uuid(1), GRANTED));
    await bench.import([file]);
    await bench.database.query(sql`
      UPDATE delegated_privileges SET status = 'REMOVED_BY_CUSTOMER', ended_at = now()
      WHERE service = 'INTUNE' AND customer_id = (SELECT id FROM customers WHERE tenant_id = ${uuid(1)})`);

    const afterEnd = await bench.import([file]);

    expect(afterEnd.problems).toMatchObject([
      { code: 'DAP_GRANT_REQUIRES_CUSTOMER', rule: 'R29', path: '$.allowDelegatedAccess' },
    ]);
    expect(await activeServices(uuid(1), RESELLER_A)).not.toContain('INTUNE');

    await bench.database.query(sql`
      UPDATE relationships SET status = 'REMOVED', removed_at = now()
      WHERE customer_id = (SELECT id FROM customers WHERE tenant_id = ${uuid(1)})`);
    const afterRemoval = await bench.import([file]);

    expect(afterRemoval.problems.map(({ code }) => code)).toEqual([
      'INVALID_STATE_TRANSITION',
      'NO_RESELLER_RELATIONSHIP',
    ]);
    expect((await relationship(uuid(1)))?.['status']).toBe('REMOVED');
  });

  it('makes no customer of a partner’s tenant, and no partner of a customer’s', async () => {
    const result = await bench.import([
      bench.file('customer.json', customerBody(RESELLER_B)),
      bench.file('partner.json', partnerBody(DEMO_TENANTS.customer.tenantId)),
      bench.file('self.json', partnerBody(RESELLER_A)),
    ]);

    expect(result.problems.map(({ code }) => code)).toEqual([
      'RESELLER_CANNOT_BE_CUSTOMER',
      'RESELLER_CANNOT_BE_CUSTOMER',
      'OWNERSHIP_CHANGE_NOT_ALLOWED',
    ]);
  });

  it('refuses a company profile of another tenant than the customer’s', async () => {
    const body = customerBody(uuid(1), {
      companyProfile: { tenantId: uuid(2), companyName: 'Example' },
    });

    const result = await bench.import([bench.file('one.json', body)]);

    expect(result.problems).toMatchObject([{ path: '$.companyProfile.tenantId' }]);
    expect(result.tally.toJSON()['Customer']).toMatchObject({ created: 0, leftOut: 1 });
  });

  it('lists the account’s partners, ends a partnership that ended, and begins it again', async () => {
    const states = async () =>
      bench.database.query(sql`
        SELECT p.state, r.kind, p.ended_at IS NOT NULL AS "isEnded" FROM partner_relationships p
        JOIN resellers r ON r.id = p.indirect_reseller_id WHERE r.tenant_id = ${uuid(8)} ORDER BY p.created_at, p.id`);
    const kind = 'INDIRECT_RESELLER';
    const importWith = (state: string) =>
      bench.import([bench.file('partner.json', partnerBody(uuid(8), { state }))]);

    await importWith('Active');
    expect(await states()).toEqual([{ state: 'ACTIVE', kind, isEnded: false }]);
    await importWith('ended');
    expect(await states()).toEqual([{ state: 'ENDED', kind, isEnded: true }]);
    await importWith('Active');
    expect(await states()).toHaveLength(2);
  });

  it('names the partner that serves a customer when the body lists that customer’s partners', async () => {
    const partners = bench.file('partners.json', collection([partnerBody(uuid(8))]));
    await bench.import([bench.file('customer.json', customerBody(uuid(1)))]);

    const unrelated = await bench.import([partners], { customer: DEMO_TENANTS.customer2.tenantId });
    const served = await bench.import([partners], { customer: uuid(1) });
    const second = await bench.import(
      [bench.file('other.json', collection([partnerBody(uuid(9), { mpnId: '7000002' })]))],
      { customer: uuid(1) },
    );
    const repeated = await bench.import([partners], { customer: uuid(1) });

    expect(unrelated.problems).toMatchObject([{ code: 'NO_RESELLER_RELATIONSHIP' }]);
    expect(served.isClean).toBe(true);
    expect(second.problems).toMatchObject([{ code: 'RELATIONSHIP_ALREADY_EXISTS' }]);
    expect(await relationship(uuid(1))).toMatchObject({ indirect: 'Partner', version: 2 });
    expect(repeated.tally.toJSON()['PartnerRelationship']).toMatchObject({ unchanged: 1 });
  });

  it('never gives a partner another MPN id', async () => {
    await bench.import([bench.file('one.json', partnerBody(uuid(8)))]);

    const result = await bench.import([
      bench.file('changed.json', partnerBody(uuid(8), { mpnId: '7000002' })),
      bench.file('taken.json', partnerBody(uuid(9), { mpnId: DEMO_TENANTS.resellerB.mpnId })),
    ]);

    expect(result.problems.map(({ path }) => path)).toEqual(['$.mpnId', '$.mpnId']);
    expect(result.tally.toJSON()['PartnerRelationship']).toMatchObject({ leftOut: 2 });
  });
});
