import { invitationIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf, type ReadInvitation } from '../support/relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenRequest,
  givenReseller,
  keyOf,
  newTenant,
  nowReseller,
  observe,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { describeHabits } from '../support/write-habits';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const MUTATION = 'rotateInvitation';

describeHabits(() => app, {
  mutation: MUTATION,
  given: async (given) => {
    const reseller = await givenReseller(given);
    const { id } = await givenInvitation(given, reseller);
    return {
      who: reseller.as('GLOBAL_ADMIN'),
      colleague: reseller.as('GLOBAL_ADMIN', 'colleague'),
      input: { invitationId: id },
      otherInput: { invitationId: invitationIdOf(newId()) },
    };
  },
  audit: { operation: 'ROTATE_INVITATION', resource_type: 'INVITATION' },
  events: ['INVITATION_ROTATED'],
  again: 'INVITATION_REVOKED (R12)',
  isProved: false,
});

describe('who may rotate (section 6, D5)', () => {
  let invitation: ReadInvitation | null | undefined;
  beforeAll(async () => {
    ({ invitation } = await done(app, 'reseller-b-admin', 'createInvitation', {}));
  });

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-global', 'allowed'],
    ['reseller-b-admin', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-sales', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-billing', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-usermgmt', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['reseller-a-global', 'NOT_FOUND (R36)'],
    ['provider-global', 'NOT_FOUND (R36)'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['customer-user', 'ROLE_NOT_ALLOWED'],
    ['operator', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const input = { invitationId: invitation?.id, validateOnly: true };

    const seen = await observe(app, () => act(app, who, MUTATION, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const answer = await act(app, newTenant().as('CUSTOMER_GLOBAL_ADMIN'), MUTATION, {
      invitationId: invitation?.id,
    });

    expect(outcomeOf(answer)).toBe('ROLE_NOT_ALLOWED');
  });

  test('a suspended reseller may still take its link back (R18)', async () => {
    const reseller = await givenReseller(app);
    const { id } = await givenInvitation(app, reseller);
    await nowReseller(app, reseller, 'account_status', 'SUSPENDED');

    const answer = await act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { invitationId: id });

    expect(outcomeOf(answer)).toBe('allowed');
  });

  test('a link of another reseller and none at all look the same', async () => {
    const { id } = await givenInvitation(app, await givenReseller(app));

    for (const invitationId of [id, invitationIdOf(newId())]) {
      const seen = await observe(app, () =>
        act(app, 'reseller-b-global', MUTATION, { invitationId }),
      );
      expect(outcomeOf(seen.result)).toBe('NOT_FOUND (R36)');
      expect(seen.audits).toEqual([expect.objectContaining({ resource_id: null })]);
    }
  });
});

describe('what a rotation does (R12, D5)', () => {
  test('there is a new link, and the reseller is told', async () => {
    const reseller = await givenReseller(app);
    const old = await givenInvitation(app, reseller);

    const seen = await observe(app, () =>
      done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { invitationId: old.id }),
    );

    const { invitation, revokedInvitation } = seen.result;
    expect(invitation).toMatchObject({ status: 'ACTIVE', includesDelegatedAdmin: true });
    expect(invitation?.url).not.toBe(old.url);
    expect(revokedInvitation).toEqual({ ...old, status: 'REVOKED' });
    expect(seen.events).toEqual([
      expect.objectContaining({
        customer_id: null,
        scope_id: reseller.key,
        recipient_reseller_ids: [reseller.key],
        to_customer: false,
        resource_id: keyOf(invitation?.id),
      }),
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        resource_id: keyOf(old.id),
        old_value: { status: 'ACTIVE' },
        new_value: { status: 'REVOKED' },
      }),
    ]);
    const again = await done(app, reseller.as('ADMIN_AGENT'), 'createInvitation', {});
    expect(again.invitation?.id).toBe(invitation?.id);
  });

  test('the old link is refused and the new one is taken', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const old = await givenInvitation(app, reseller);
    const { invitation } = await done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, {
      invitationId: old.id,
    });
    const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');

    const seen = await observe(app, () => act(app, admin, 'acceptInvitation', { url: old.url }));

    expect(outcomeOf(seen.result)).toBe('INVITATION_REVOKED (R12)');
    expect(seen.changed).toEqual([]);
    expect(outcomeOf(await act(app, admin, 'acceptInvitation', { url: invitation?.url }))).toBe(
      'allowed',
    );
    // Also where it would change nothing.
    expect(outcomeOf(await act(app, admin, 'acceptInvitation', { url: old.url }))).toBe(
      'INVITATION_REVOKED (R12)',
    );
  });

  test('a request made with the old link keeps working by its id', async () => {
    const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
    const request = await givenRequest(app, { customer, reseller });
    const { id } = await givenInvitation(app, reseller);
    await done(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { invitationId: id });

    const answer = await act(
      app,
      customer.as('CUSTOMER_GLOBAL_ADMIN'),
      'acceptRelationshipRequest',
      { relationshipRequestId: request.id },
    );

    expect(outcomeOf(answer)).toBe('allowed');
  });

  test('rotated and followed at once: the customer is in, or hears that the link is revoked', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
      const { id, url } = await givenInvitation(app, reseller);

      const [rotated, followed] = await Promise.all([
        act(app, reseller.as('GLOBAL_ADMIN'), MUTATION, { invitationId: id }),
        act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptInvitation', { url }),
      ]);

      expect(outcomeOf(rotated)).toBe('allowed');
      expect(['allowed', 'INVITATION_REVOKED (R12)']).toContain(outcomeOf(followed));
    }
  });
});
