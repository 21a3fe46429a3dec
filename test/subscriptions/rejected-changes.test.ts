import { setTimeout as delay } from 'node:timers/promises';

import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { outcomeOf, RESELLER_A, RESELLER_B, write } from '../support/subscription-api';
import {
  auditOf,
  eventsOf,
  givenPrivileges,
  givenRemovedRelationship,
  givenStanding,
  givenSubscription,
  type HeldSubscription,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE']);
});
afterAll(() => app.stop());

const INTRUDER = 'reseller-b-admin';
const SELLER = 'reseller-a-admin';

const attempt = (held: HeldSubscription, fields: object, who = INTRUDER) =>
  write(app, who, 'updateSubscription', { subscriptionId: held.id, ...fields });
const namesOf = async (held: HeldSubscription) =>
  (await eventsOf(app, held)).map(({ name, data }) => `${name} ${String(data.code)}`);

async function waitingSessions(): Promise<number> {
  const [row] = await app.database.query<{ count: number }>(sql`
    SELECT count(DISTINCT lock.pid)::int AS count FROM pg_locks lock
    JOIN pg_stat_activity session ON session.pid = lock.pid
    WHERE NOT lock.granted AND session.datname = current_database()`);
  return row?.count ?? 0;
}

describe('an attempt that is refused is told', () => {
  test('with mutation, code, rule and the names of the fields, never their values', async () => {
    const held = await givenSubscription(app);

    await attempt(held, { quantity: 77, billingCycle: 'MONTHLY' });

    const [event] = await eventsOf(app, held);
    expect(event).toMatchObject({ name: 'SUBSCRIPTION_CHANGE_REJECTED', to_customer: true });
    expect([...(event?.recipient_reseller_ids ?? [])].sort()).toEqual([RESELLER_A, RESELLER_B]);
    expect(event?.data).toEqual({
      subscriptionId: held.rowId,
      mutation: 'updateSubscription',
      code: 'TERMS_CHANGE_NOT_ALLOWED',
      rule: 'R3',
      fields: ['billingCycle', 'quantity'],
    });
  });

  test('as one of the Partner of Record when that is among the fields (S2)', async () => {
    const held = await givenSubscription(app);

    await attempt(held, { quantity: 1, partnerId: '1000002' });

    expect(await eventsOf(app, held)).toMatchObject([
      {
        name: 'PARTNER_OF_RECORD_CHANGE_REJECTED',
        data: { code: 'POR_CHANGE_NOT_ALLOWED', fields: ['partnerId', 'quantity'] },
      },
    ]);
  });

  test.each([
    ['customer-global', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION'],
    ['operator', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED'],
  ])('also of %s, who belongs to no reseller', async (who, code) => {
    const held = await givenSubscription(app);

    await attempt(held, { friendlyName: 'Ours' }, who);

    expect(await eventsOf(app, held)).toMatchObject([
      { recipient_reseller_ids: [RESELLER_A], to_customer: true, data: { code } },
    ]);
  });

  test.each([SELLER, INTRUDER, 'customer-global', 'operator'])(
    'to %s, as the graph shows it',
    async (who) => {
      const held = await givenSubscription(app);
      await attempt(held, { partnerId: '1000002' });

      const { events } = await app.succeed<{ events: { nodes: object[] } }>(
        who,
        `{ events(last: 1, filter: { name: [PARTNER_OF_RECORD_CHANGE_REJECTED] }) { nodes {
        name resourceId actor { kind displayName }
        ... on PartnerOfRecordChangeRejectedEvent { subscriptionId mutation code rule fields }
      } } }`,
      );

      expect(events.nodes).toMatchObject([
        {
          name: 'PARTNER_OF_RECORD_CHANGE_REJECTED',
          resourceId: subscriptionIdOf(held.rowId),
          subscriptionId: subscriptionIdOf(held.rowId),
          code: 'POR_CHANGE_NOT_ALLOWED',
          rule: 'R4',
          fields: ['partnerId'],
        },
      ]);
    },
  );

  test.each(['reseller-suspended-admin', 'customer2-global'])('and not to %s', async (who) => {
    const held = await givenSubscription(app);
    await attempt(held, { partnerId: '1000002' });

    const { events } = await app.succeed<{ events: { nodes: object[] } }>(
      who,
      '{ events(last: 100) { nodes { resourceId } } }',
    );

    expect(events.nodes).not.toContainEqual({ resourceId: subscriptionIdOf(held.rowId) });
  });
});

describe('it is told once an hour', () => {
  test('also when the same caller tries twice at once', async () => {
    // Makes the counter of the customer's events, which the next transaction holds.
    await attempt(await givenSubscription(app), { quantity: 5 });
    const held = await givenSubscription(app);
    const tries: ReturnType<typeof attempt>[] = [];

    await app.database.transaction({ actor: 'platform', operation: 'import' }, async (tx) => {
      await tx.query(sql`
        SELECT 1 FROM event_counters WHERE scope_id = ${DEMO_IDS.customers.customer} FOR UPDATE`);
      tries.push(attempt(held, { quantity: 5 }), attempt(held, { quantity: 6 }));
      while ((await waitingSessions()) < 2) await delay(20);
    });
    await Promise.all(tries);

    expect(await namesOf(held)).toEqual([
      'SUBSCRIPTION_CHANGE_REJECTED SUBSCRIPTION_CHANGE_NOT_ALLOWED',
    ]);
  });

  test('for the same caller, object and code', async () => {
    const held = await givenSubscription(app);
    const begin = app.clock.now();
    const count = async () => (await eventsOf(app, held)).length;

    await attempt(held, { quantity: 1 });
    await attempt(held, { quantity: 2 });
    const atOnce = await count();
    app.clock.set(new Date(begin.getTime() + 3_600_000 - 1));
    await attempt(held, { quantity: 3 });
    const within = await count();
    app.clock.set(new Date(begin.getTime() + 3_600_000));
    await attempt(held, { quantity: 4 });

    expect([atOnce, within, await count()]).toEqual([1, 1, 2]);
    // Every attempt is audited, told or not.
    expect(await auditOf(app, held)).toHaveLength(4);
  });

  test('and again for another code, caller or subscription', async () => {
    const held = await givenSubscription(app);
    const other = await givenSubscription(app);

    await attempt(held, { quantity: 1 });
    await attempt(held, { billingCycle: 'MONTHLY' });
    await attempt(held, { quantity: 1 }, 'reseller-b-sales');
    await attempt(other, { quantity: 1 });

    expect(await namesOf(held)).toEqual([
      'SUBSCRIPTION_CHANGE_REJECTED SUBSCRIPTION_CHANGE_NOT_ALLOWED',
      'SUBSCRIPTION_CHANGE_REJECTED TERMS_CHANGE_NOT_ALLOWED',
      'SUBSCRIPTION_CHANGE_REJECTED SUBSCRIPTION_CHANGE_NOT_ALLOWED',
    ]);
    expect(await eventsOf(app, other)).toHaveLength(1);
  });
});

describe('nobody is told', () => {
  test.each<readonly [string, string | null, object, string]>([
    [
      'of a dry run',
      INTRUDER,
      { quantity: 1, validateOnly: true },
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)',
    ],
    ['of what was not found', 'provider-global', { quantity: 1 }, 'NOT_FOUND (R36)'],
    ['of a role that may not', 'reseller-b-helpdesk', { quantity: 1 }, 'ROLE_NOT_ALLOWED'],
    [
      'of a seller with an old etag',
      SELLER,
      { quantity: 1, ifMatch: '"0"' },
      'ETAG_MISMATCH (R40)',
    ],
    [
      'of a seller with a wrong value',
      SELLER,
      { quantity: 0, ifMatch: '"1"' },
      'QUANTITY_OUT_OF_RANGE (R43)',
    ],
    ['of a caller without a token', null, { quantity: 1 }, 'UNAUTHENTICATED'],
  ])('%s', async (_, who, fields, expected) => {
    const held = await givenSubscription(app);

    const answer = await write(app, who, 'updateSubscription', {
      subscriptionId: held.id,
      ...fields,
    });

    expect(outcomeOf(answer)).toBe(expected);
    expect(await eventsOf(app, held)).toEqual([]);
  });
});

describe('the standing of a reseller (R18) is its own affair', () => {
  afterEach(async () => {
    await givenStanding(app, 'resellerA', 'ACTIVE');
    await givenStanding(app, 'resellerB', 'ACTIVE');
  });

  test('the seller hears nothing of the standing of another reseller that tried', async () => {
    const held = await givenSubscription(app);
    await givenStanding(app, 'resellerB', 'SUSPENDED');

    const answer = await attempt(held, { quantity: 1 });

    expect(outcomeOf(answer)).toBe('RESELLER_SUSPENDED (R18)');
    expect(await eventsOf(app, held)).toMatchObject([
      { recipient_reseller_ids: [RESELLER_B], to_customer: true },
    ]);
    expect(await auditOf(app, held)).toMatchObject([
      { reseller_id: RESELLER_B, concerned_reseller_ids: [] },
    ]);
  });

  test('a seller hears of its own', async () => {
    const held = await givenSubscription(app);
    await givenStanding(app, 'resellerA', 'SUSPENDED');

    await attempt(held, { quantity: 1 }, SELLER);

    expect(await eventsOf(app, held)).toMatchObject([
      { recipient_reseller_ids: [RESELLER_A], data: { code: 'RESELLER_SUSPENDED', rule: 'R18' } },
    ]);
    expect(await auditOf(app, held)).toMatchObject([{ reseller_id: RESELLER_A }]);
  });
});

test('a write after the end of the relationship is told (R32)', async () => {
  await givenRemovedRelationship(app, 'customer3', 'resellerA');
  const held = await givenSubscription(app, { customer: 'customer3', status: 'SUSPENDED' });

  await write(app, SELLER, 'reactivateSubscription', { subscriptionId: held.id });

  expect(await namesOf(held)).toEqual(['SUBSCRIPTION_CHANGE_REJECTED NO_RESELLER_RELATIONSHIP']);
});

describe('the audit of a refused attempt (R42), as the graph shows it', () => {
  interface Record {
    readonly code: string;
    readonly rule: string | null;
    readonly operationStatus: string;
    readonly resourceId: string | null;
    readonly resourceOldValue: string | null;
    readonly resourceNewValue: string | null;
  }
  const recordOf = async (who: string, held: HeldSubscription): Promise<Record | undefined> => {
    const { auditRecords } = await app.succeed<{ auditRecords: { nodes: Record[] } }>(
      who,
      `{ auditRecords(first: 100) { nodes {
        code rule operationStatus resourceId resourceOldValue resourceNewValue } } }`,
    );
    return auditRecords.nodes.find(({ resourceId }) => resourceId === held.id);
  };

  test.each([
    [SELLER, '{"billingCycle":"ANNUAL"}'],
    ['customer-global', '{"billingCycle":"ANNUAL"}'],
    ['operator', '{"billingCycle":"ANNUAL"}'],
    // It sees the subscription in the reduced form, and so not what the cycle was.
    [INTRUDER, null],
  ])('%s reads it with the old value %s', async (who, oldValue) => {
    const held = await givenSubscription(app);
    await attempt(held, { billingCycle: 'MONTHLY' });

    expect(await recordOf(who, held)).toMatchObject({
      code: 'TERMS_CHANGE_NOT_ALLOWED',
      rule: 'R3',
      operationStatus: 'FAILED',
      resourceOldValue: oldValue,
      resourceNewValue: '{"billingCycle":"MONTHLY"}',
    });
  });

  test('nobody else reads it', async () => {
    const held = await givenSubscription(app);
    await attempt(held, { billingCycle: 'MONTHLY' });

    expect(await recordOf('customer2-global', held)).toBeUndefined();
    expect(await recordOf('provider-global', held)).toBeUndefined();
  });
});
