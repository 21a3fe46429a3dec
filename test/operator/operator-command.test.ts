import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runOperatorCommand } from '../../scripts/operator-command';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { openDatabase } from '../../src/platform/database/open-database';
import { type Sql, sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { cloneDatabase, type TestDatabase } from '../support/test-database';

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function run(argv: readonly string[], environment: Record<string, string>): Promise<Outcome> {
  let out = '';
  let error = '';
  const status = await runOperatorCommand(argv, environment, {
    out: (text) => (out += text),
    error: (text) => (error += text),
  });
  return { status, out, error };
}

const addReseller = (tenant: string, ...rest: readonly string[]): string[] => [
  ...['add-reseller', '--tenant', tenant, '--name', 'Northwind Cloud', '--country', 'cn'],
  ...['--kind', 'direct-bill', '--agreement-accepted', ...rest],
];

describe('npm run operator', () => {
  let clone: TestDatabase;
  beforeEach(async () => {
    clone = await cloneDatabase('story');
  });
  afterEach(() => clone.drop());

  const environment = () => ({
    DATABASE_URL: clone.url,
    SECRET_KEY: 'x'.repeat(32),
    CLOUD_INSTANCE: 'CHINA_21VIANET',
  });

  async function read<Row>(statement: Sql): Promise<Row[]> {
    const { database } = await openDatabase({ url: clone.url, dataDir: '', entities: [] });
    try {
      return await database.query<Row>(statement);
    } finally {
      await database.close();
    }
  }

  test('registers a partner, as the operator, with an audit record', async () => {
    const tenant = newId();

    const result = await run(addReseller(tenant.toUpperCase(), '--mpn', '7654321'), environment());

    expect(result).toMatchObject({ status: 0, error: '' });
    expect(await read(sql`SELECT * FROM resellers WHERE tenant_id = ${tenant}`)).toEqual([
      expect.objectContaining({
        name: 'Northwind Cloud',
        mpn_id: '7654321',
        country: 'CN',
        cloud_instance: 'CHINA_21VIANET',
        kind: 'DIRECT_BILL',
        account_status: 'ACTIVE',
        agreement_accepted: true,
      }),
    ]);
    expect(
      await read(sql`SELECT actor ->> 'kind' AS kind, status FROM audit_records
        WHERE operation = 'REGISTER_RESELLER'`),
    ).toEqual([{ kind: 'OPERATOR', status: 'SUCCEEDED' }]);
  });

  test('done again it changes nothing and ends well', async () => {
    const tenant = newId();
    await run(addReseller(tenant), environment());

    const result = await run(addReseller(tenant), environment());

    expect(result).toMatchObject({ status: 0, error: '' });
    expect(await read(sql`SELECT 1 FROM resellers WHERE tenant_id = ${tenant}`)).toHaveLength(1);
  });

  test('a refusal is told with its code and audited', async () => {
    const result = await run(addReseller(DEMO_TENANTS.customer.tenantId), environment());

    expect(result).toMatchObject({ status: 1, out: '' });
    expect(result.error).toContain('RESELLER_CANNOT_BE_CUSTOMER');
    expect(await read(sql`SELECT code FROM audit_records WHERE status = 'FAILED'`)).toContainEqual({
      code: 'RESELLER_CANNOT_BE_CUSTOMER',
    });
  });

  test.each<readonly [option: string, argv: readonly string[]]>([
    ['--tenant', addReseller('no-uuid')],
    ['--kind', addReseller(newId(), '--kind', 'friend')],
    ['--country', addReseller(newId(), '--country', 'C')],
    ['--mpn', addReseller(newId(), '--mpn', 'abc')],
    ['--cloud-instance', addReseller(newId(), '--cloud-instance', 'moon')],
    ['--tenant', ['add-reseller', '--name', 'Northwind Cloud']],
    ['--unknown', addReseller(newId(), '--unknown')],
    ['add-reseller', ['remove-reseller']],
    ['add-reseller', []],
  ])('a wrong %s is named', async (option, argv) => {
    const result = await run(argv, environment());

    expect(result).toMatchObject({ status: 1, out: '' });
    expect(result.error).toContain(option);
  });

  test('--help tells how', async () => {
    const result = await run(['--help'], environment());

    expect(result).toMatchObject({ status: 0, error: '' });
    expect(result.out).toContain('add-reseller');
  });
});

test('works on the embedded folder, a new one too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'multipartner-operator-'));
  const environment = { DATA_DIR: join(folder, 'data'), DEMO: '0' };
  try {
    const tenant = newId();

    const first = await run(addReseller(tenant), environment);
    const second = await run(addReseller(tenant), environment);

    expect(first).toMatchObject({ status: 0, error: '' });
    expect(second).toMatchObject({ status: 0, error: '' });
    expect(second.out).not.toBe(first.out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
