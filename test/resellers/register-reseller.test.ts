import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, done, type Input, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenReseller,
  givenSale,
  keyOf,
  newTenant,
  observe,
  operatorUser,
  write,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'registerReseller';

function account(said: Input = {}): Record<string, unknown> {
  return {
    tenantId: newId(),
    name: 'Northwind Cloud',
    country: 'CN',
    cloudInstance: 'CHINA_21VIANET',
    kind: 'DIRECT_BILL',
    ...said,
  };
}

let lastMpnId = 7_000_000;
const newMpnId = (): string => String((lastMpnId += 1));

/** A partner of which an import knows the MPN id only. */
async function givenPlaceholder(mpnId: string): Promise<string> {
  const key = newId();
  await write(
    app,
    sql`INSERT INTO resellers (id, mpn_id, name, cloud_instance, is_placeholder, created_at, updated_at)
      VALUES (${key}, ${mpnId}, ${`MPN ${mpnId}`}, 'CHINA_21VIANET', true, ${app.clock.now()}, ${app.clock.now()})`,
  );
  return key;
}

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const input = account();
    return {
      who: operatorUser(newId()),
      colleague: operatorUser('another operator'),
      input,
      otherInput: { ...input, name: 'Another name' },
    };
  },
  audit: { operation: 'REGISTER_RESELLER', resource_type: 'RESELLER' },
  events: [],
  again: 'allowed',
  isProved: false,
};
describeHabits(() => app, HABITS);

describe('who may register a partner (section 6)', () => {
  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['operator', 'allowed'],
    ['reseller-a-admin', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-global', 'ROLE_NOT_ALLOWED'],
    ['provider-global', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const seen = await observe(app, () =>
      act(app, who, MUTATION, { ...account(), validateOnly: true }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const claims = newTenant().as('CUSTOMER_GLOBAL_ADMIN');

    expect(outcomeOf(await act(app, claims, MUTATION, account()))).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('what it does', () => {
  test('makes the account, in good standing, and says so in the audit', async () => {
    const mpnId = newMpnId();
    const input = account({ mpnId, agreementAccepted: true, specialties: ['INTUNE', 'INTUNE'] });

    const seen = await observe(app, () => done(app, 'operator', MUTATION, input));

    expect(seen.result).toMatchObject({
      created: true,
      reseller: {
        name: 'Northwind Cloud',
        tenantId: input['tenantId'],
        mpnId,
        kind: 'DIRECT_BILL',
        accountStatus: 'ACTIVE',
        agreementAccepted: true,
      },
    });
    const key = keyOf(seen.result.reseller?.id);
    expect(seen.changed).toEqual(['resellers']);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        reseller_id: key,
        resource_id: key,
        new_value: expect.objectContaining({ mpnId, specialties: ['INTUNE'] }),
      }),
    ]);
  });

  test('users of the tenant are partner users from then on', async () => {
    const tenantId = newId();
    await done(app, 'operator', MUTATION, account({ tenantId, agreementAccepted: true }));

    const claims = { tid: tenantId, sub: 'wang', name: 'Wang', roles: ['ADMIN_AGENT'] };

    expect(outcomeOf(await act(app, claims, 'createInvitation', {}))).toBe('allowed');
  });

  test('fills the row of a partner known by its MPN id, and moves no credit (section 13)', async () => {
    const mpnId = newMpnId();
    const key = await givenPlaceholder(mpnId);
    const [customer, seller] = [await givenCustomer(app), await givenReseller(app)];
    await givenSale(app, customer, { ...seller, key });

    const seen = await observe(app, () => done(app, 'operator', MUTATION, account({ mpnId })));

    expect(seen.result.created).toBe(false);
    expect(seen.result.repeated).toBe(false);
    expect(keyOf(seen.result.reseller?.id)).toBe(key);
    expect(seen.result.reseller?.name).toBe('Northwind Cloud');
    expect(seen.changed).toEqual(['resellers']);
  });

  test('registered again as it is, nothing changes, and the record names the account (R42)', async () => {
    const input = account({ mpnId: newMpnId() });
    const first = await done(app, 'operator', MUTATION, input);

    const seen = await observe(app, () => done(app, 'operator', MUTATION, input));

    const key = keyOf(first.reseller?.id);
    expect(seen.result).toMatchObject({ repeated: true, reseller: { id: first.reseller?.id } });
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({ repeated: true, reseller_id: key, resource_id: key }),
    ]);
  });

  test('two registrations of one MPN id at once make one account', async () => {
    const mpnId = newMpnId();

    const answers = await Promise.all(
      [1, 2].map(() => act(app, 'operator', MUTATION, account({ mpnId }))),
    );

    expect(answers.map(outcomeOf).sort()).toEqual(['INVALID_INPUT', 'allowed']);
  });
});

describe('what it refuses', () => {
  async function refusedWith(input: Input) {
    const seen = await observe(app, () => act(app, 'operator', MUTATION, input));
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([expect.objectContaining({ status: 'FAILED' })]);
    return [outcomeOf(seen.result), seen.result.error?.extensions.field];
  }

  test('R19: the tenant of a customer', async () => {
    const { tenantId } = await givenCustomer(app);

    expect(await refusedWith(account({ tenantId }))).toEqual([
      'RESELLER_CANNOT_BE_CUSTOMER (R19)',
      'input.tenantId',
    ]);
  });

  test('R17: an MPN id that is known in another cloud instance', async () => {
    const mpnId = newMpnId();
    await givenPlaceholder(mpnId);

    const [outcome] = await refusedWith(account({ mpnId, cloudInstance: 'GLOBAL' }));

    expect(outcome).toBe('CLOUD_MISMATCH (R17)');
  });

  test.each<readonly [field: string, Input]>([
    ['input.name', { name: '  ' }],
    ['input.name', { name: 'x'.repeat(257) }],
    ['input.mpnId', { mpnId: '12a' }],
    ['input.mpnId', { mpnId: '1'.repeat(21) }],
  ])('a malformed %s', async (field, said) => {
    expect(await refusedWith(account(said))).toEqual(['INVALID_INPUT', field]);
  });

  test.each<Input>([
    { name: 'Another name' },
    { country: 'DE' },
    { kind: 'INDIRECT_PROVIDER' },
    { mpnId: '42' },
    { agreementAccepted: true },
  ])('a tenant that is registered otherwise: %j', async (said) => {
    const input = account();
    await done(app, 'operator', MUTATION, input);

    expect(await refusedWith({ ...input, ...said })).toEqual(['INVALID_INPUT', 'input.tenantId']);
  });

  test('an MPN id that belongs to another account', async () => {
    const mpnId = newMpnId();
    await done(app, 'operator', MUTATION, account({ mpnId }));

    expect(await refusedWith(account({ mpnId }))).toEqual(['INVALID_INPUT', 'input.mpnId']);
  });

  test('a second account of kind OPERATOR in an instance', async () => {
    const own = { kind: 'OPERATOR', cloudInstance: 'GERMANY' };
    await done(app, 'operator', MUTATION, account(own));

    expect(await refusedWith(account(own))).toEqual(['INVALID_INPUT', 'input.kind']);
  });
});
