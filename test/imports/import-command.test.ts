import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runImportCommand } from '../../scripts/import-command';
import { openDatabase } from '../../src/platform/database/open-database';
import { sql } from '../../src/platform/database/sql';
import { CatalogueFiles, listedOffer } from '../support/catalogue-files';
import { cloneDatabase, type TestDatabase } from '../support/test-database';
import { collection, customerBody, subscriptionBody, uuid } from './bodies';

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

describe('npm run import', () => {
  const files = new CatalogueFiles();
  afterAll(() => files.remove());
  let database: TestDatabase;
  let folder: string;
  beforeEach(async () => {
    database = await cloneDatabase('story');
    folder = mkdtempSync(join(tmpdir(), 'multipartner-import-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  function file(name: string, body: unknown): string {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(body));
    return path;
  }

  async function serviceOf(subscriptionId: string): Promise<string | undefined> {
    const opened = await openDatabase({ url: database.url, dataDir: '', entities: [] });
    const [row] = await opened.database.query<{ service: string }>(
      sql`SELECT service FROM subscriptions WHERE subscription_id = ${subscriptionId}`,
    );
    await opened.database.close();
    return row?.service;
  }

  async function run(argv: readonly string[], variables: object = {}): Promise<Outcome> {
    let out = '';
    let error = '';
    const environment = {
      DATABASE_URL: database.url,
      SECRET_KEY: 'x'.repeat(32),
      DEMO: '1',
      ...variables,
    };
    const status = await runImportCommand(argv, environment, {
      out: (text) => (out += text),
      error: (text) => (error += text),
      isTerminal: false,
    });
    return { status, out, error };
  }

  it('answers 0 and a table when nothing was bad', async () => {
    const result = await run([file('customer.json', customerBody(uuid(1)))]);

    expect(result).toMatchObject({ status: 0, error: '' });
    expect(result.out).toMatch(/Customer +1 +1 +0 +0 +0 +0\n/);
  });

  it('answers 1 when anything was bad, with file, path, value and what was expected', async () => {
    const path = file('customers.json', collection([customerBody('<guid>')]));

    const result = await run([path]);

    expect(result.status).toBe(1);
    expect(result.out).toContain(`${path}: $.items[0].id is "<guid>", expected a UUID`);
  });

  it('asks the catalogue that it is given for the service of what is new, and of nothing else', async () => {
    const customer = file('customer.json', customerBody(uuid(1)));
    const [first, second] = [2, 3].map((number) =>
      file(`${number}.json`, subscriptionBody(uuid(number), uuid(1), { offerId: 'A-Plan' })),
    ) as [string, string];
    const dynamics = files.write([listedOffer({ service: 'DYNAMICS' })]);
    const intune = files.write([listedOffer({ service: 'INTUNE' })]);

    const runs = [
      await run([customer, first], { CATALOGUE_FILE: dynamics }),
      await run([first, second], { CATALOGUE_FILE: intune }),
      await run([first, second]),
    ];

    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(await serviceOf(uuid(2))).toBe('DYNAMICS');
    expect(await serviceOf(uuid(3))).toBe('INTUNE');
  });

  it.each([
    ['GLOBAL', 'AZURE'],
    ['CHINA_21VIANET', 'OTHER'],
  ])('in %s the offer MS-AZR-0145P belongs to %s', async (instance, service) => {
    const azure = subscriptionBody(uuid(2), uuid(1), { offerId: 'MS-AZR-0145P' });
    const paths = [file('customer.json', customerBody(uuid(1))), file('azure.json', azure)];
    const register = ['--account', uuid(50), '--register', 'A reseller of this instance'];

    const { status } = await run([...register, ...paths], { CLOUD_INSTANCE: instance });

    expect(status).toBe(0);
    expect(await serviceOf(uuid(2))).toBe(service);
  });

  it('answers 1 and imports nothing with a catalogue that is wrong', async () => {
    const catalogue = files.write([listedOffer({ maximumQuantity: 0 }), listedOffer({ name: '' })]);

    const result = await run([file('customer.json', customerBody(uuid(1)))], {
      CATALOGUE_FILE: catalogue,
    });

    expect(result).toMatchObject({ status: 1, out: '' });
    expect(result.error.trim().split('\n')).toEqual([
      `The catalogue ${catalogue}, offers[0] (a-plan of CHINA_21VIANET): maximumQuantity is 0. Allowed: a whole number from 1 to 2147483647.`,
      `The catalogue ${catalogue}, offers[1] (a-plan of CHINA_21VIANET): name is "". Allowed: a text of 1 to 256 characters.`,
    ]);
  });

  it('writes one JSON document for machines, with problems and without', async () => {
    const bad = file('bad.json', collection([customerBody(uuid(1), { id: '<guid>' })]));
    const good = file('good.json', customerBody(uuid(1)));

    const withProblem = JSON.parse((await run(['--json', bad, good])).out) as object;
    const without = JSON.parse((await run(['--json', good])).out) as object;

    expect(withProblem).toMatchObject({
      problems: [{ file: bad, path: '$.items[0].id', value: '"<guid>"', code: null }],
      counts: { Customer: { read: 2, created: 1, leftOut: 1 } },
      isClean: false,
    });
    expect(without).toMatchObject({ problems: [], problemCount: 0, isClean: true });
  });

  it('says how far it is in tenths, where no bar can be drawn', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => customerBody(uuid(index)));

    const { out } = await run([file('many.json', collection(items))]);

    expect(out).toContain('500 of 1000 items');
    expect(out).toContain('1000 of 1000 items');
  });

  it.each([
    ['no path', []],
    ['an unknown option', ['--accounts', '1', 'a.json']],
    ['an account that is no id', ['--account', 'contoso', 'a.json']],
    ['an account that is not held', ['--account', '99', 'a.json']],
    ['a customer that is no tenant id', ['--customer', '7', 'a.json']],
    ['a country that does not exist', ['--country', 'XX', 'a.json']],
  ])('answers 1 with a sentence and writes nothing: %s', async (_, argv) => {
    const result = await run(argv);

    expect(result).toMatchObject({ status: 1, out: '' });
    expect(result.error).not.toBe('');
  });

  it('needs an account without the demo, and registers one that is not held when told so', async () => {
    const path = file('customer.json', customerBody(uuid(1)));
    const off = { DEMO: '0' };

    expect((await run([path], off)).status).toBe(1);
    const registered = ['--account', uuid(50).toUpperCase(), '--register', 'Own Name', path];
    expect((await run(registered, off)).status).toBe(0);

    const opened = await openDatabase({ url: database.url, dataDir: '', entities: [] });
    const rows = await opened.database.query(sql`
      SELECT r.name, r.tenant_id FROM relationships l JOIN resellers r ON r.id = l.reseller_id
      JOIN customers c ON c.id = l.customer_id WHERE c.tenant_id = ${uuid(1)}`);
    await opened.database.close();
    expect(rows).toEqual([{ name: 'Own Name', tenant_id: uuid(50) }]);
  });

  it('tells how it is used, when asked', async () => {
    expect(await run(['--help'])).toMatchObject({ status: 0, error: '' });
  });
});
