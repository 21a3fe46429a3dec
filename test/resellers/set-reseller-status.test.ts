import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { resellerIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, done, outcomeOf } from '../support/relationship-api';
import {
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

const MUTATION = 'setResellerStatus';

const HABITS: Habits = {
  mutation: MUTATION,
  given: async () => {
    const { id: resellerId } = await givenReseller(app);
    const input = { resellerId, accountStatus: 'SUSPENDED' };
    const otherInput = { resellerId, accountStatus: 'RESTRICTED' };
    return {
      who: operatorUser(newId()),
      colleague: operatorUser('another operator'),
      input,
      otherInput,
    };
  },
  audit: { operation: 'SET_RESELLER_STATUS', resource_type: 'RESELLER' },
  events: ['RESELLER_STATUS_CHANGED'],
  again: 'allowed',
  isProved: false,
};
describeHabits(() => app, HABITS);

describe('who may set the standing (section 6)', () => {
  const input = {
    resellerId: resellerIdOf(DEMO_IDS.resellers.resellerA),
    accountStatus: 'RESTRICTED',
  };

  test.each<readonly [who: string | null, outcome: string]>([
    [null, 'UNAUTHENTICATED'],
    ['operator', 'allowed'],
    ['reseller-a-global', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['provider-global', 'ROLE_NOT_ALLOWED'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
  ])('%s: %s', async (who, outcome) => {
    const seen = await observe(app, () =>
      act(app, who, MUTATION, { ...input, validateOnly: true }),
    );

    expect(outcomeOf(seen.result)).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });

  test('a tenant that is not held: ROLE_NOT_ALLOWED', async () => {
    const claims = newTenant().as('CUSTOMER_GLOBAL_ADMIN');

    expect(outcomeOf(await act(app, claims, MUTATION, input))).toBe('ROLE_NOT_ALLOWED');
  });

  test('an unknown reseller: NOT_FOUND', async () => {
    const unknown = { ...input, resellerId: resellerIdOf(newId()) };

    expect(outcomeOf(await act(app, 'operator', MUTATION, unknown))).toBe('NOT_FOUND (R36)');
  });
});

describe('what it does (R18)', () => {
  test.each([
    ['ACTIVE', 'RESTRICTED', 'RESELLER_RESTRICTED (R18)'],
    ['ACTIVE', 'SUSPENDED', 'RESELLER_SUSPENDED (R18)'],
    ['SUSPENDED', 'ACTIVE', 'allowed'],
  ] as const)('from %s to %s: a new link is %s', async (standing, accountStatus, outcome) => {
    const reseller = await givenReseller(app, { standing });

    const seen = await observe(app, () =>
      done(app, 'operator', MUTATION, { resellerId: reseller.id, accountStatus }),
    );

    expect(seen.result.reseller?.accountStatus).toBe(accountStatus);
    expect(seen.changed).toEqual(['resellers', 'events', 'event_counters']);
    expect(outcomeOf(await act(app, reseller.as('ADMIN_AGENT'), 'createInvitation', {}))).toBe(
      outcome,
    );
  });

  test('tells that reseller, and no other, which standing it had and has', async () => {
    const reseller = await givenReseller(app);

    const seen = await observe(app, () =>
      done(app, 'operator', MUTATION, { resellerId: reseller.id, accountStatus: 'RESTRICTED' }),
    );

    expect(seen.events).toEqual([
      expect.objectContaining({
        scope_id: reseller.key,
        customer_id: null,
        recipient_reseller_ids: [reseller.key],
        to_customer: false,
        resource_id: reseller.key,
        data: { resellerId: reseller.key, oldStatus: 'ACTIVE', newStatus: 'RESTRICTED' },
      }),
    ]);
    const { events } = await app.succeed<{ events: { nodes: object[] } }>(
      reseller.as('GLOBAL_ADMIN'),
      `{ events(first: 5) { nodes { name resourceId ... on ResellerStatusChangedEvent { oldStatus newStatus } } } }`,
    );
    expect(events.nodes).toEqual([
      {
        name: 'RESELLER_STATUS_CHANGED',
        resourceId: reseller.id,
        oldStatus: 'ACTIVE',
        newStatus: 'RESTRICTED',
      },
    ]);
  });

  test('the reseller reads in its audit what the operator did', async () => {
    const reseller = await givenReseller(app);
    const input = { resellerId: reseller.id, accountStatus: 'SUSPENDED' };
    await done(app, 'operator', MUTATION, input);

    const { auditRecords } = await app.succeed<{ auditRecords: { nodes: object[] } }>(
      reseller.as('GLOBAL_ADMIN'),
      `{ auditRecords(first: 5) { nodes { operationType resourceId actorKind resourceOldValue resourceNewValue } } }`,
    );

    expect(auditRecords.nodes).toEqual([
      {
        operationType: 'SET_RESELLER_STATUS',
        resourceId: reseller.id,
        actorKind: 'OPERATOR',
        resourceOldValue: '{"accountStatus":"ACTIVE"}',
        resourceNewValue: '{"accountStatus":"SUSPENDED"}',
      },
    ]);
  });

  test('a partner known by its MPN id only has no standing: INVALID_STATE_TRANSITION', async () => {
    const key = newId();
    await write(
      app,
      sql`INSERT INTO resellers (id, mpn_id, name, cloud_instance, is_placeholder, created_at, updated_at)
        VALUES (${key}, '6000001', 'MPN 6000001', 'CHINA_21VIANET', true, ${app.clock.now()}, ${app.clock.now()})`,
    );

    const seen = await observe(app, () =>
      act(app, 'operator', MUTATION, {
        resellerId: resellerIdOf(key),
        accountStatus: 'SUSPENDED',
      }),
    );

    expect(outcomeOf(seen.result)).toBe('INVALID_STATE_TRANSITION');
    expect(seen.changed).toEqual([]);
  });
});
