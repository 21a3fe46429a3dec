import type { CustomerRole, PartnerRole } from '../../src/kernel/roles';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { schemaUnderTest } from '../support/app-schema';
import { doWhatIsDue } from '../support/platform-work';
import { PREPARED_WRITES } from '../support/prepared-writes';
import type { Input } from '../support/relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenPartnership,
  givenRelationship,
  givenRequestIn,
  givenReseller,
  newTenant,
  operatorUser,
  write,
} from '../support/relationship-situations';
import { givenSubscription } from '../support/subscription-situations';
import { type Claims, type SentQuery, TestApp } from '../support/test-app';
import { call, codesOf } from '../support/write-call';

/*
 * Which rows each mutation holds while it decides, and in which order. Two at once are not needed to see
 * that a lock is missing: the statements say it.
 */

const schema = schemaUnderTest();
const MUTATIONS = Object.keys(schema.getMutationType()?.getFields() ?? {});

/** The one order in which all transactions lock (style: customers first, events last). */
const ORDER = [
  'identity',
  'customers',
  'resellers',
  'invitations',
  'relationship_requests',
  'relationships',
  'subscriptions',
  'webhook_endpoints',
];

/** `!` = the row is the subject of the change; without it others may hold it too. */
const EXPECTED: Readonly<Record<string, string>> = {
  updateCustomer: 'customers!',
  recordAgreement: 'customers!',
  createCustomer: 'identity resellers',
  createInvitation: 'resellers!',
  rotateInvitation: 'resellers!',
  requestRelationship: 'customers! resellers!',
  requestRelationships: 'customers! resellers!',
  cancelRelationshipRequest: 'customers! resellers relationship_requests!',
  cancelRelationshipRequests: 'customers! resellers relationship_requests!',
  acceptRelationshipRequest: 'customers! resellers relationship_requests!',
  declineRelationshipRequest: 'customers! resellers relationship_requests!',
  acceptInvitation: 'customers! resellers invitations relationship_requests!',
  removeDelegatedPrivileges: 'customers! resellers relationships!',
  relinquishDelegatedPrivileges: 'customers! resellers relationships!',
  terminateDelegatedPrivileges: 'customers! resellers relationships!',
  removeRelationship: 'customers! resellers relationships!',
  createPartnerRelationship: 'resellers!',
  endPartnerRelationship: 'resellers!',
  registerReseller: 'identity',
  setResellerStatus: 'resellers!',
  createWebhookEndpoint: 'customers!',
  updateWebhookEndpoint: 'webhook_endpoints!',
  pauseWebhookEndpoint: 'webhook_endpoints!',
  resumeWebhookEndpoint: 'webhook_endpoints!',
  deleteWebhookEndpoint: 'webhook_endpoints!',
  rotateWebhookSecret: 'webhook_endpoints!',
  testWebhook: 'resellers! webhook_endpoints!',
  redeliverWebhookDelivery: 'webhook_endpoints!',
  redeliverWebhookDeliveries: 'webhook_endpoints!',
  createSubscription: 'customers! resellers',
  purchaseAddOn: 'customers! resellers subscriptions!',
  upgradeSubscription: 'customers! resellers subscriptions!',
  cancelSubscription: 'customers resellers subscriptions!',
  assignSupportContact: 'customers resellers subscriptions!',
  scheduleNextTermInstructions: 'customers resellers subscriptions!',
  updateSubscription: 'customers resellers subscriptions!',
  suspendSubscription: 'customers resellers subscriptions!',
  reactivateSubscription: 'customers resellers subscriptions!',
  changePartnerOfRecord: 'customers resellers subscriptions!',
  transferSubscription: 'customers resellers subscriptions!',
};

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

function locksIn(statements: readonly string[]): readonly string[] {
  return statements.flatMap((statement) => {
    if (statement.includes('pg_advisory_xact_lock(hashtextextended')) return ['identity'];
    const [, table, strength] =
      /^SELECT .* FROM (\w+) WHERE .* ORDER BY id FOR (SHARE|NO KEY UPDATE)$/s.exec(statement) ??
      [];
    return table ? [`${table}${strength === 'SHARE' ? '' : '!'}`] : [];
  });
}

/** What the transactions declare to the database, in their order. */
function operationsIn(queries: readonly SentQuery[]): readonly unknown[] {
  return queries
    .filter(({ text }) => text.includes(`set_config('app.operation'`))
    .map(({ values }) => values[1]);
}

async function locksOf(
  mutation: string,
  who: Claims,
  input: Input,
  expected = 'allowed',
): Promise<readonly string[]> {
  let code = '';
  const statements = await app.statementsOf(async () => {
    code = codesOf(await call(app, schema, who, mutation, input));
  });
  expect(code).toBe(expected);
  return locksIn(statements);
}

function expectOrder(locks: readonly string[]): void {
  const places = locks.map((lock) => ORDER.indexOf(lock.replace('!', '')));
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

test('every mutation says here what it locks', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual([...MUTATIONS].sort());
});

test.each(MUTATIONS)('%s locks its rows, in the common order', async (mutation) => {
  const { who, input, alwaysRefusedWith } = await PREPARED_WRITES[mutation]!(app);

  const locks = await locksOf(mutation, who, input, alwaysRefusedWith);

  expect(`${mutation}: ${locks.join(' ')}`).toBe(`${mutation}: ${EXPECTED[mutation] ?? ''}`);
  expectOrder(locks);
});

/** Calls of the same mutations that lock more, or something else. */
const OTHER_CALLS: readonly (readonly [
  title: string,
  mutation: string,
  prepare: () => Promise<{ readonly who: Claims; readonly input: Input }>,
  expected: string,
])[] = [
  [
    'the agreement of a reseller',
    'recordAgreement',
    async () => {
      const { id: resellerId } = await givenReseller(app, { agreementAccepted: false });
      const input = { resellerId, dateAgreed: app.clock.now().toISOString() };
      return { who: operatorUser(newId()), input };
    },
    'resellers!',
  ],
  [
    'the registration of a partner that is known by its MPN id',
    'registerReseller',
    async () => {
      const { input, who } = await PREPARED_WRITES.registerReseller!(app);
      const mpnId = '7654321';
      await write(
        app,
        sql`INSERT INTO resellers (id, mpn_id, name, cloud_instance, is_placeholder, created_at, updated_at)
          VALUES (${newId()}, ${mpnId}, 'MPN', 'CHINA_21VIANET', true, ${app.clock.now()}, ${app.clock.now()})`,
      );
      return { who, input: { ...input, mpnId } };
    },
    'identity identity resellers!',
  ],
  [
    'an indirect reseller that its provider attaches to an account: their partnership cannot end meanwhile',
    'updateCustomer',
    async () => {
      const mpnId = '7654322';
      const provider = await givenReseller(app, { kind: 'INDIRECT_PROVIDER' });
      const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER', mpnId });
      await givenPartnership(app, provider, partner, 'ACTIVE');
      const customer = await givenCustomer(app);
      await givenRelationship(app, { customer, reseller: provider });
      const input = { customerId: customer.id, associatedPartnerId: mpnId, ifMatch: '"1"' };
      return { who: provider.as('ADMIN_AGENT'), input };
    },
    'customers! resellers',
  ],
  [
    'the acceptance by a tenant that is not held yet',
    'acceptInvitation',
    async () => {
      const { url } = await givenInvitation(app, await givenReseller(app));
      return { who: newTenant().as('CUSTOMER_GLOBAL_ADMIN'), input: { url } };
    },
    'identity customers! resellers invitations',
  ],
];

/** What the transactions of all other mutations declare: relationships, where the database lets no subscription be written. */
const DECLARED: Readonly<Record<string, readonly string[]>> = {
  record: [
    ...['updateCustomer', 'recordAgreement', 'registerReseller', 'setResellerStatus'],
    ...MUTATIONS.filter((name) => /[wW]ebhook/.test(name)),
  ],
  subscription: MUTATIONS.filter((name) => / subscriptions/.test(EXPECTED[name] ?? '')).concat(
    'createSubscription',
  ),
};

test.each(MUTATIONS)('%s declares what it writes (R1)', async (mutation) => {
  const { who, input } = await PREPARED_WRITES[mutation]!(app);
  const queries = await app.queriesOf(() => call(app, schema, who, mutation, input));
  const [expected = 'relationship'] =
    Object.entries(DECLARED).find(([, names]) => names.includes(mutation)) ?? [];
  // A refusal is recorded in a transaction of its own, after the one of the command.
  expect(operationsIn(queries)[0]).toBe(expected);
});

/** What names nobody else's object, what strangers may do, and what asks its own account first. */
const NOT_OF_OTHERS = [
  'acceptInvitation',
  'createCustomer',
  'createInvitation',
  'createPartnerRelationship',
  'createWebhookEndpoint',
  'recordAgreement',
  'registerReseller',
  'requestRelationship',
  'requestRelationships',
  'rotateInvitation',
  'setResellerStatus',
  'terminateDelegatedPrivileges',
  // Counts what its own account has asked for.
  'testWebhook',
];

test.each(MUTATIONS.filter((name) => !NOT_OF_OTHERS.includes(name)))(
  '%s by a stranger is NOT_FOUND, and neither holds nor waits for a row (R36)',
  async (mutation) => {
    const { who, input } = await PREPARED_WRITES[mutation]!(app);
    const roles = who.roles as readonly (CustomerRole | PartnerRole)[];
    const isOfCustomer = roles.some((role) => role.startsWith('CUSTOMER_'));
    const stranger = isOfCustomer ? await givenCustomer(app) : await givenReseller(app);

    expect(await locksOf(mutation, stranger.as(roles), input, 'NOT_FOUND')).toEqual([]);
  },
);

test.each(OTHER_CALLS)('%s', async (_title, mutation, prepare, expected) => {
  const { who, input } = await prepare();

  const locks = await locksOf(mutation, who, input);

  expect(locks.join(' ')).toBe(expected);
  expectOrder(locks);
});

test('the platform that marks an overdue request holds what the parties would', async () => {
  const alone = await TestApp.start();
  await givenRequestIn(alone, 'PENDING');
  alone.clock.advance({ days: 90 });
  const server = await TestApp.start({ beside: alone, platformIntervalMs: 5 });

  const queries = await server.queriesOf(async () => {
    const pending = sql`SELECT 1 FROM relationship_requests WHERE status = 'PENDING'`;
    while ((await alone.database.query(pending)).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  await server.stop();
  await alone.stop();

  expect([...new Set(operationsIn(queries))]).toEqual(['relationship']);
  expect(locksIn(queries.map(({ text }) => text)).slice(0, 3)).toEqual([
    'customers!',
    'resellers',
    'relationship_requests!',
  ]);
});

test.each([
  ['provisions a sale', { status: 'PENDING' }, 'customers subscriptions!'],
  ['ends a term', { autoRenewEnabled: false }, 'customers subscriptions!'],
  // What it goes over to is decided by what the customer holds, as a sale is (R8).
  ['renews for another term', { autoRenewEnabled: true }, 'customers! subscriptions!'],
])('the platform that %s holds what its seller would', async (_, state, expected) => {
  const alone = await TestApp.start();
  const now = alone.clock.now();
  const cancellationAllowedUntilDate = new Date(now.getTime() - 358 * 86_400_000);
  await givenSubscription(alone, {
    commitmentEndDate: now,
    cancellationAllowedUntilDate,
    ...state,
  });
  alone.clock.advance({ hours: 1 });

  const statements = await alone.statementsOf(() => doWhatIsDue(alone));
  await alone.stop();

  expect(locksIn(statements).slice(0, 2).join(' ')).toBe(expected);
});
