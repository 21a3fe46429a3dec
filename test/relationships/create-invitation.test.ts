import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenPartnership,
  givenRequest,
  givenReseller,
  keyOf,
  newTenant,
  observe,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'createInvitation';

describeHabits(() => app, {
  mutation: MUTATION,
  given: async (given) => {
    const reseller = await givenReseller(given);
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'colleague'),
      input: {},
      otherInput: { includesDelegatedAdmin: true },
    };
  },
  audit: { operation: 'CREATE_INVITATION', resource_type: 'INVITATION' },
  events: [],
  again: 'allowed',
  isProved: false,
});

describe('who may make a link (section 6, S6, R18, R22)', () => {
  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-admin', 'allowed'],
    ['reseller-b-sales', 'allowed'],
    ['reseller-b-global', 'allowed'],
    ['reseller-b-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-billing', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['provider-global', 'allowed'],
    ['indirect-reseller-admin', 'INDIRECT_RESELLER_CANNOT_INVITE (R22)'],
    ['reseller-suspended-admin', 'RESELLER_SUSPENDED (R18)'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['customer-billing', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const seen = await observe(app, () => act(app, who, MUTATION, { validateOnly: true }));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const answer = await act(app, newTenant().as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {});

    expect(outcomeOf(answer)).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('what stands in the way of a link', () => {
  type Said = Parameters<typeof givenReseller>[1];
  test.each<readonly [string, Said, boolean | null, string]>([
    ['nothing', {}, null, 'allowed'],
    ['CHINA_21VIANET: without privileges', {}, false, 'DAP_REQUIRED_IN_CLOUD (R14)'],
    ['GLOBAL: without privileges', { instance: 'GLOBAL', country: 'FR' }, false, 'allowed'],
    [
      'GERMANY: without privileges',
      { instance: 'GERMANY', country: 'DE' },
      false,
      'DAP_REQUIRED_IN_CLOUD (R14)',
    ],
    ['a restricted account', { standing: 'RESTRICTED' }, null, 'RESELLER_RESTRICTED (R18)'],
    ['no agreement', { agreementAccepted: false }, null, 'AGREEMENT_NOT_ACCEPTED (R20)'],
    [
      'GLOBAL: an indirect reseller alone',
      { instance: 'GLOBAL', country: 'FR', kind: 'INDIRECT_RESELLER' },
      null,
      'NO_INDIRECT_PARTNERSHIP (R23)',
    ],
    [
      'GERMANY: an indirect reseller',
      { instance: 'GERMANY', country: 'DE', kind: 'INDIRECT_RESELLER' },
      null,
      'INDIRECT_RESELLER_CANNOT_INVITE (R22)',
    ],
  ])('%s', async (_title, said, includesDelegatedAdmin, outcome) => {
    const reseller = await givenReseller(app, said);

    const seen = await observe(app, () =>
      act(app, reseller.as('ADMIN_AGENT'), MUTATION, { includesDelegatedAdmin }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') {
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([
        expect.objectContaining({ status: 'FAILED', reseller_id: reseller.key }),
      ]);
    }
  });

  test('a refused link is recorded as what it would have been (R42)', async () => {
    const reseller = await givenReseller(app, { agreementAccepted: false });

    const { audits } = await observe(app, () => act(app, reseller.as('ADMIN_AGENT'), MUTATION, {}));

    const link = { status: 'ACTIVE', includesDelegatedAdmin: true, indirectResellerId: null };
    expect(audits).toEqual([expect.objectContaining({ old_value: null, new_value: link })]);
  });
});

describe('a link of two tiers (R22)', () => {
  type Said = NonNullable<Parameters<typeof givenReseller>[1]>;

  async function givenTiers(provider: Said = {}, partner: Said = {}, state = 'ACTIVE') {
    const one = await givenReseller(app, { kind: 'INDIRECT_PROVIDER', ...provider });
    const other = await givenReseller(app, { kind: 'INDIRECT_RESELLER', ...partner });
    await givenPartnership(app, one, other, state);
    return { provider: one, partner: other };
  }

  test('is the provider’s, and the relationship it makes names who serves the customer', async () => {
    const { provider, partner } = await givenTiers();
    const plain = await givenInvitation(app, provider);
    const input = { indirectResellerId: partner.id };

    const made = await done(app, provider.as('ADMIN_AGENT'), MUTATION, input);
    const again = await done(app, provider.as('ADMIN_AGENT'), MUTATION, input);

    expect(made).toMatchObject({ created: true });
    expect(again).toMatchObject({ created: false, invitation: made.invitation });
    expect(made.invitation?.url).not.toBe(plain.url);
    const customer = await givenCustomer(app);
    const data = await app.succeed<{
      acceptInvitation: { relationship: { reseller: unknown; indirectReseller: unknown } };
    }>(
      customer.as('CUSTOMER_GLOBAL_ADMIN'),
      `mutation ($url: URL!) { acceptInvitation(input: { url: $url }) {
        relationship { reseller { id } indirectReseller { id } }
      } }`,
      { url: made.invitation?.url },
    );
    expect(data.acceptInvitation.relationship).toEqual({
      reseller: { id: provider.id },
      indirectReseller: { id: partner.id },
    });
    expect((await givenInvitation(app, provider)).url).toBe(plain.url);
  });

  test.each<readonly [string, Said, Said, string, string]>([
    ['an ended partnership', {}, {}, 'ENDED', 'NO_INDIRECT_PARTNERSHIP (R23)'],
    ['another country', {}, { country: 'FR' }, 'ACTIVE', 'REGION_NOT_ALLOWED (R16)'],
    ['another cloud', {}, { instance: 'GERMANY' }, 'ACTIVE', 'CLOUD_MISMATCH (R17)'],
    [
      'GLOBAL, where both invite jointly',
      { instance: 'GLOBAL', country: 'FR' },
      { instance: 'GLOBAL', country: 'FR' },
      'ACTIVE',
      'FEATURE_NOT_AVAILABLE_IN_CLOUD (R23)',
    ],
  ])('%s: $4', async (_case, said, other, state, outcome) => {
    const { provider, partner } = await givenTiers(said, other, state);

    const seen = await observe(app, () =>
      act(app, provider.as('ADMIN_AGENT'), MUTATION, { indirectResellerId: partner.id }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test.each([
    ['a partner of somebody else', resellerIdOf(DEMO_IDS.resellers.indirectReseller)],
    ['nobody', resellerIdOf(newId())],
  ])('%s: NO_INDIRECT_PARTNERSHIP, so that nothing is told', async (_case, indirectResellerId) => {
    const { provider } = await givenTiers();

    const answer = await act(app, provider.as('ADMIN_AGENT'), MUTATION, { indirectResellerId });

    expect(outcomeOf(answer)).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
  });

  test('what is no id of a reseller: INVALID_INPUT', async () => {
    for (const indirectResellerId of ['', 'x', (await givenCustomer(app)).id]) {
      const { error } = await act(app, 'provider-global', MUTATION, { indirectResellerId });
      expect(error?.extensions).toMatchObject({
        code: 'INVALID_INPUT',
        field: 'input.indirectResellerId',
      });
    }
  });
});

describe('what a link is (R11, R12, E8)', () => {
  test('one per account, the same for every call, with nothing but a token in it', async () => {
    const reseller = await givenReseller(app);

    const seen = await observe(app, () => done(app, reseller.as('ADMIN_AGENT'), MUTATION, {}));
    const again = await done(app, reseller.as('GLOBAL_ADMIN', 'chief'), MUTATION, {});

    const { invitation } = seen.result;
    expect(seen.result.created).toBe(true);
    expect(invitation).toMatchObject({ status: 'ACTIVE', includesDelegatedAdmin: true });
    expect(invitation?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/accept\?inv=[A-Za-z0-9_-]{43}$/);
    expect(again).toMatchObject({ created: false, repeated: true });
    expect(again.invitation).toEqual(invitation);
    expect(seen.changed).toEqual(['invitations']);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        resource_id: keyOf(invitation?.id),
        reseller_id: reseller.key,
        customer_id: null,
      }),
    ]);
  });

  test('the token itself is stored nowhere', async () => {
    const { url } = await givenInvitation(app, await givenReseller(app));
    const token = url.split('inv=')[1] ?? '';

    const rows = await app.database.query(sql`
      SELECT to_jsonb(i) FROM invitations i UNION ALL SELECT to_jsonb(a) FROM audit_records a
      UNION ALL SELECT to_jsonb(e) FROM events e UNION ALL SELECT to_jsonb(k) FROM idempotency_keys k`);
    const dump = JSON.stringify(rows);

    expect(token).toHaveLength(43);
    expect(dump).not.toContain(token);
    expect(dump).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  test('a request made before has made the link already', async () => {
    const reseller = await givenReseller(app);
    await givenRequest(app, { customer: null, reseller });

    expect(await done(app, reseller.as('ADMIN_AGENT'), MUTATION, {})).toMatchObject({
      created: false,
    });
  });

  test('GLOBAL: the link with privileges and the one without are two', async () => {
    const reseller = await givenReseller(app, { instance: 'GLOBAL', country: 'FR' });
    const make = async (includesDelegatedAdmin: boolean) =>
      (await done(app, reseller.as('ADMIN_AGENT'), MUTATION, { includesDelegatedAdmin })).invitation
        ?.url;

    expect(await make(true)).not.toBe(await make(false));
  });
});
