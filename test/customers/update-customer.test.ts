import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { customerIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, done, type Input, outcomeOf, type ReadCustomer } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  givenSale,
  newTenant,
  observe,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits, type Habits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'updateCustomer';

/** A customer with two partners, of which the first sells to it. */
async function given(country = 'CN') {
  const customer = await givenCustomer(app);
  const [seller, other] = [await givenReseller(app), await givenReseller(app)];
  for (const reseller of [seller, other]) await givenRelationship(app, { customer, reseller });
  await givenSale(app, customer, seller);
  const etag = '"1"';
  return { customer, seller, other, country, input: { customerId: customer.id, ifMatch: etag } };
}

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const { seller, input } = await given();
    return {
      who: seller.as('ADMIN_AGENT'),
      colleague: seller.as('HELPDESK_AGENT', 'colleague'),
      input: { ...input, companyProfile: { companyName: 'Renamed' } },
      otherInput: { ...input, companyProfile: { companyName: 'Renamed otherwise' } },
    };
  },
  audit: { operation: 'UPDATE_CUSTOMER', resource_type: 'CUSTOMER' },
  events: ['CUSTOMER_UPDATED'],
  again: 'ETAG_MISMATCH (R40)',
  isProved: false,
};
describeHabits(() => app, HABITS);

test('a customer with another name takes its new place in the lists of all its partners', async () => {
  const { seller, other, customer, input } = await given();
  const second = await givenCustomer(app);
  for (const reseller of [seller, other]) {
    await givenRelationship(app, { customer: second, reseller });
  }
  const listed = async (who: typeof seller) => {
    const { customers } = await app.succeed<{ customers: { nodes: readonly { id: string }[] } }>(
      who.as('ADMIN_AGENT'),
      '{ customers { nodes { id } } }',
    );
    return customers.nodes.map(({ id }) => id);
  };
  const name = (companyName: string, ifMatch: string): Input => ({
    ...input,
    ifMatch,
    companyProfile: { companyName },
  });

  await done(app, seller.as('ADMIN_AGENT'), MUTATION, name('0 comes first', '"1"'));
  expect(await listed(seller)).toEqual([customer.id, second.id]);
  expect(await listed(other)).toEqual([customer.id, second.id]);

  await done(app, seller.as('ADMIN_AGENT'), MUTATION, name('zz comes last', '"2"'));
  expect(await listed(seller)).toEqual([second.id, customer.id]);
  expect(await listed(other)).toEqual([second.id, customer.id]);
});

describe('who may edit (section 6, R36)', () => {
  const customerId = customerIdOf(DEMO_IDS.customers.customer);
  const company = { companyProfile: { domain: 'woodgrove.example' } };
  const billing = { billingProfile: { language: 'zh' } };

  // Answered at the ETag, the first step behind all rights.
  const PASSED = 'ETAG_REQUIRED (R40)';
  test.each<readonly [who: string | null, company: string, billing: string]>([
    [null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    ['reseller-a-admin', PASSED, PASSED],
    ['reseller-a-sales', PASSED, PASSED],
    ['reseller-a-global', PASSED, PASSED],
    ['reseller-a-helpdesk', PASSED, 'ROLE_NOT_ALLOWED'],
    ['reseller-a-billing', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-usermgmt', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-admin', 'NOT_FOUND (R36)', 'NOT_FOUND (R36)'],
    ['customer-global', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
    ['operator', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
  ])('%s: the company %s, the billing profile %s', async (who, ofCompany, ofBilling) => {
    const seen = await observe(app, () =>
      Promise.all(
        [company, billing].map((said) => act(app, who, MUTATION, { customerId, ...said })),
      ),
    );

    expect(seen.result.map(outcomeOf)).toEqual([ofCompany, ofBilling]);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const claims = newTenant().as('CUSTOMER_GLOBAL_ADMIN');

    expect(outcomeOf(await act(app, claims, MUTATION, { customerId, ...company }))).toBe(
      'ROLE_NOT_ALLOWED',
    );
  });

  test('an unknown customer answers as a foreign one does', async () => {
    const unknown = { customerId: customerIdOf(newId()), ...company };

    expect(outcomeOf(await act(app, 'reseller-a-admin', MUTATION, unknown))).toBe(
      'NOT_FOUND (R36)',
    );
  });

  test('a partner that sells nothing to the customer edits the company, not the billing profile', async () => {
    const { other, input } = await given();
    const edit = (said: Input) =>
      act(app, other.as('GLOBAL_ADMIN'), MUTATION, { ...input, ...said });

    expect(outcomeOf(await edit({ billingProfile: { firstName: 'Li' } }))).toBe('NOT_FOUND (R36)');
    expect(outcomeOf(await edit({ companyProfile: { companyName: 'New' } }))).toBe('allowed');
  });

  test('who made the account corrects its billing profile before it has sold anything', async () => {
    const reseller = await givenReseller(app);
    const { customer } = await done(app, reseller.as('GLOBAL_ADMIN'), 'createCustomer', {
      tenantId: newId(),
      country: 'CN',
      companyProfile: { companyName: 'Litware' },
    });

    const answer = await act(app, reseller.as('SALES_AGENT'), MUTATION, {
      customerId: customer?.id,
      ifMatch: customer?.etag,
      billingProfile: { firstName: 'Li' },
    });

    expect(outcomeOf(answer)).toBe('allowed');
  });

  test('after the relationship has ended: NOT_FOUND', async () => {
    const { customer, input } = await given();
    const reseller = await givenReseller(app);
    const { relationshipId } = await givenRelationship(app, { customer, reseller });
    await done(app, reseller.as('GLOBAL_ADMIN'), 'removeRelationship', { relationshipId });

    expect(
      outcomeOf(await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { ...input, ...company })),
    ).toBe('NOT_FOUND (R36)');
  });

  test('R18: a suspended reseller still manages what it has', async () => {
    const { customer, input } = await given();
    const reseller = await givenReseller(app);
    await givenRelationship(app, { customer, reseller });
    await done(app, 'operator', 'setResellerStatus', {
      resellerId: reseller.id,
      accountStatus: 'SUSPENDED',
    });

    expect(
      outcomeOf(await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { ...input, ...company })),
    ).toBe('allowed');
  });
});

describe('what it does', () => {
  test('changes what is sent, keeps what is left out, clears what is null', async () => {
    const { seller, input } = await given();
    const edit = async (said: Input, etag: string): Promise<ReadCustomer | null | undefined> =>
      (await done(app, seller.as('ADMIN_AGENT'), MUTATION, { ...input, ...said, ifMatch: etag }))
        .customer;

    const first = await edit(
      {
        companyProfile: { companyName: ' Litware ', domain: 'Litware.example' },
        billingProfile: {
          firstName: 'Li',
          email: 'li@litware.example',
          defaultAddress: { city: 'Shanghai', country: 'cn' },
        },
      },
      '"1"',
    );
    const second = await edit(
      { companyProfile: { domain: null }, billingProfile: { firstName: null, culture: 'zh-CN' } },
      first?.etag ?? '',
    );

    expect(first?.companyProfile).toMatchObject({
      companyName: 'Litware',
      domain: 'litware.example',
    });
    expect(second?.companyProfile).toMatchObject({ companyName: 'Litware', domain: null });
    expect(second?.billingProfile).toEqual({
      firstName: null,
      email: 'li@litware.example',
      culture: 'zh-CN',
      defaultAddress: { city: 'Shanghai', country: 'CN' },
    });
    expect(second?.etag).toBe('"3"');
  });

  test('tells the customer and every partner that works with it which part changed, and changes its row and the name on its relationships', async () => {
    const { customer, seller, other, input } = await given();

    const seen = await observe(app, () =>
      done(app, seller.as('ADMIN_AGENT'), MUTATION, {
        ...input,
        companyProfile: { companyName: 'Litware' },
        billingProfile: { firstName: 'Li' },
      }),
    );

    expect(seen.changed).toEqual(['customers', 'relationships', 'events', 'event_counters']);
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        recipient_reseller_ids: [seller.key, other.key].sort(),
        to_customer: true,
        data: { customerId: customer.key, changedFields: ['companyProfile', 'billingProfile'] },
      }),
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        customer_id: customer.key,
        old_value: expect.objectContaining({ billingProfile: null }),
        new_value: expect.objectContaining({
          companyProfile: expect.objectContaining({ companyName: 'Litware' }),
        }),
      }),
    ]);
  });

  test('R38: another partner reads that something changed, not who changed it', async () => {
    const { customer, seller, other, input } = await given();
    const edit = { ...input, companyProfile: { companyName: 'Litware' } };
    await done(app, seller.as('ADMIN_AGENT'), MUTATION, edit);
    const actorsFor = async (who: Parameters<TestApp['as']>[0]): Promise<unknown> => {
      const { events } = await app.succeed<{ events: { nodes: object[] } }>(
        who,
        `{ events(first: 5, filter: { name: [CUSTOMER_UPDATED] }) {
          nodes { actor { kind tenantId } ... on CustomerUpdatedEvent { changedFields } }
        } }`,
      );
      return events.nodes;
    };
    const told = (tenantId: string | null) => [
      { actor: { kind: 'PARTNER_USER', tenantId }, changedFields: ['companyProfile'] },
    ];

    expect(await actorsFor(other.as('ADMIN_AGENT'))).toEqual(told(null));
    expect(await actorsFor(seller.as('SALES_AGENT'))).toEqual(told(seller.tenantId));
    expect(await actorsFor(customer.as('CUSTOMER_GLOBAL_ADMIN'))).toEqual(told(seller.tenantId));
  });

  test.each<Input>([{}, { companyProfile: null, billingProfile: null }, { companyProfile: {} }])(
    'what changes nothing is repeated, with no event and the same etag: %j',
    async (said) => {
      const { seller, input } = await given();

      const seen = await observe(app, () =>
        done(app, seller.as('ADMIN_AGENT'), MUTATION, { ...input, ...said }),
      );

      expect(seen.result).toMatchObject({ repeated: true, customer: { etag: '"1"' } });
      expect(seen.changed).toEqual([]);
    },
  );
});

describe('what it refuses', () => {
  async function refusedWith(said: Input) {
    const { seller, input } = await given();
    const seen = await observe(app, () =>
      act(app, seller.as('ADMIN_AGENT'), MUTATION, { ...input, ...said }),
    );
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([expect.objectContaining({ status: 'FAILED' })]);
    return [outcomeOf(seen.result), seen.result.error?.extensions.field];
  }

  test.each([
    [null, 'ETAG_REQUIRED (R40)'],
    ['"0"', 'ETAG_MISMATCH (R40)'],
    ['*', 'ETAG_MISMATCH (R40)'],
  ])('the etag %s: %s', async (ifMatch, outcome) => {
    const said = { ifMatch, companyProfile: { companyName: '' } };

    expect(await refusedWith(said)).toEqual([outcome, 'input.ifMatch']);
  });

  test.each<readonly [field: string, Input]>([
    ['companyProfile.companyName', { companyProfile: { companyName: null } }],
    ['companyProfile.domain', { companyProfile: { domain: 'no domain' } }],
    ['billingProfile.email', { billingProfile: { email: 'li@' } }],
    ['billingProfile.language', { billingProfile: { language: '!' } }],
    ['billingProfile.lastName', { billingProfile: { lastName: 'x'.repeat(51) } }],
  ])('a malformed %s', async (field, said) => {
    expect(await refusedWith(said)).toEqual(['INVALID_INPUT', `input.${field}`]);
  });

  test('a number that the country asks for is not cleared: 600049', async () => {
    const reseller = await givenReseller(app, { instance: 'GLOBAL', country: 'PL' });
    const { customer } = await done(app, reseller.as('GLOBAL_ADMIN'), 'createCustomer', {
      tenantId: newId(),
      country: 'PL',
      companyProfile: { companyName: 'Litware', organizationRegistrationNumber: '5252344078' },
    });

    const { error } = await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, {
      customerId: customer?.id,
      ifMatch: customer?.etag,
      companyProfile: { organizationRegistrationNumber: null },
    });

    expect(error?.extensions).toMatchObject({ code: 'INVALID_INPUT', legacyCode: '600049' });
  });
});
