import { customerIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, done, type Input, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenReseller,
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

const MUTATION = 'recordAgreement';
const TYPE = 'MICROSOFT_CUSTOMER_AGREEMENT';

async function ofCustomer(said: Input = {}): Promise<Record<string, unknown>> {
  const { id: customerId } = await givenCustomer(app);
  return { customerId, type: TYPE, dateAgreed: app.clock.now().toISOString(), ...said };
}

async function ofReseller(said: Input = {}): Promise<Record<string, unknown>> {
  const { id: resellerId } = await givenReseller(app, { agreementAccepted: false });
  return { resellerId, dateAgreed: app.clock.now().toISOString(), ...said };
}

function habitsOf(given: () => Promise<Record<string, unknown>>): Habits {
  return {
    mutation: MUTATION,
    given: async () => {
      const input = await given();
      return {
        who: operatorUser(newId()),
        colleague: operatorUser('another operator'),
        input,
        otherInput: { ...input, dateAgreed: '2020-01-01T00:00:00Z' },
      };
    },
    audit: { operation: 'RECORD_AGREEMENT', resource_type: 'AGREEMENT' },
    events: [],
    again: 'allowed',
    isProved: false,
  };
}
describe('of a customer', () => describeHabits(() => app, habitsOf(ofCustomer)));
describe('of a reseller', () => describeHabits(() => app, habitsOf(ofReseller)));

describe('who may record one (section 6)', () => {
  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['operator', 'allowed'],
    ['reseller-a-global', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const inputs = [await ofCustomer(), await ofReseller()];

    const seen = await observe(app, () =>
      Promise.all(inputs.map((it) => act(app, who, MUTATION, { ...it, validateOnly: true }))),
    );

    expect(seen.result.map(outcomeOf)).toEqual([outcome, outcome]);
    expect(seen.changed).toEqual([]);
  });

  test('a reseller’s own agreement, and a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const reseller = await givenReseller(app, { agreementAccepted: false });
    const input = await ofReseller({ resellerId: reseller.id });

    for (const who of [reseller.as('GLOBAL_ADMIN'), newTenant().as('CUSTOMER_GLOBAL_ADMIN')]) {
      expect(outcomeOf(await act(app, who, MUTATION, input))).toBe('ROLE_NOT_ALLOWED');
    }
  });
});

describe('what it does (R20)', () => {
  test('a reseller that has signed may invite', async () => {
    const reseller = await givenReseller(app, { agreementAccepted: false });
    const invite = () => act(app, reseller.as('ADMIN_AGENT'), 'createInvitation', {});
    expect(outcomeOf(await invite())).toBe('AGREEMENT_NOT_ACCEPTED (R20)');

    const seen = await observe(app, async () =>
      done(app, 'operator', MUTATION, await ofReseller({ resellerId: reseller.id })),
    );

    expect(seen.result).toMatchObject({ customer: null, reseller: { agreementAccepted: true } });
    expect(seen.changed).toContain('resellers');
    expect(seen.changed).not.toContain('agreements');
    expect(seen.audits[0]).toMatchObject({
      reseller_id: reseller.key,
      old_value: { agreementAccepted: false },
      new_value: { agreementAccepted: true },
    });
    expect(outcomeOf(await invite())).toBe('allowed');
  });

  test('a customer that has agreed needs not do so with the acceptance', async () => {
    const instance = 'GLOBAL';
    const reseller = await givenReseller(app, { instance, country: 'DE' });
    const customer = await givenCustomer(app, { instance, country: 'DE' });
    const { invitation } = await done(app, reseller.as('ADMIN_AGENT'), 'createInvitation', {});
    const accept = () =>
      act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptInvitation', { url: invitation?.url });
    expect(outcomeOf(await accept())).toBe('AGREEMENT_NOT_ACCEPTED (R20)');
    const contact = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@litware.example' };

    const said = { customerId: customer.id, primaryContact: contact, templateId: 't-1' };
    const record = async () => done(app, 'operator', MUTATION, await ofCustomer(said));

    const seen = await observe(app, record);
    const again = await observe(app, record);

    expect(seen.result.customer?.agreements).toEqual([
      { type: TYPE, dateAgreed: app.clock.now().toISOString() },
    ]);
    const [agreement] = await app.database.query<{ readonly id: string }>(
      sql`SELECT id FROM agreements WHERE customer_id = ${customer.key}`,
    );
    expect(seen.audits[0]).toMatchObject({
      customer_id: customer.key,
      resource_id: agreement?.id,
      new_value: { type: TYPE, primaryContact: contact, templateId: 't-1' },
    });
    expect(again.audits).toEqual([
      expect.objectContaining({ repeated: true, resource_id: agreement?.id }),
    ]);
    expect(outcomeOf(await accept())).toBe('allowed');
  });
});

describe('what it refuses', () => {
  async function refusedWith(input: Input) {
    const seen = await observe(app, () => act(app, 'operator', MUTATION, input));
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([expect.objectContaining({ status: 'FAILED' })]);
    return [outcomeOf(seen.result), seen.result.error?.extensions.field];
  }

  test('an agreement of nobody, and of two', async () => {
    const { customerId: _customerId, ...ofNobody } = await ofCustomer();
    const ofTwo = { ...(await ofCustomer()), ...(await ofReseller()) };

    expect(await refusedWith(ofNobody)).toEqual(['INVALID_INPUT', 'input']);
    expect(await refusedWith(ofTwo)).toEqual(['INVALID_INPUT', 'input']);
  });

  test.each([
    ['now', 0, 'allowed'],
    ['a millisecond from now', 1, 'INVALID_INPUT'],
  ])('a date in the future (section 2.9), %s: %s', async (_, ms, outcome) => {
    const dateAgreed = new Date(app.clock.now().getTime() + ms).toISOString();

    for (const input of [await ofCustomer({ dateAgreed }), await ofReseller({ dateAgreed })]) {
      const answer = await act(app, 'operator', MUTATION, input);
      expect(outcomeOf(answer)).toBe(outcome);
      expect(answer.error?.extensions.message ?? outcome).toMatch(
        /^allowed$|input\.dateAgreed must not lie in the future/,
      );
    }
  });

  test('a customer’s without a type, and a reseller’s with one', async () => {
    expect(await refusedWith(await ofCustomer({ type: null }))).toEqual([
      'INVALID_INPUT',
      'input.type',
    ]);
    expect(await refusedWith(await ofReseller({ type: TYPE }))).toEqual([
      'INVALID_INPUT',
      'input.type',
    ]);
  });

  test('who is unknown: NOT_FOUND', async () => {
    const unknown = [
      await ofCustomer({ customerId: customerIdOf(newId()) }),
      await ofReseller({ resellerId: resellerIdOf(newId()) }),
    ];

    for (const input of unknown) expect((await refusedWith(input))[0]).toBe('NOT_FOUND (R36)');
  });

  test('a partner that is known by its MPN id only has no account: INVALID_STATE_TRANSITION', async () => {
    const key = newId();
    await write(
      app,
      sql`INSERT INTO resellers (id, mpn_id, name, cloud_instance, is_placeholder, created_at, updated_at)
        VALUES (${key}, '6000002', 'MPN 6000002', 'CHINA_21VIANET', true, ${app.clock.now()}, ${app.clock.now()})`,
    );

    const [outcome] = await refusedWith(await ofReseller({ resellerId: resellerIdOf(key) }));

    expect(outcome).toBe('INVALID_STATE_TRANSITION');
  });
});
