import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildSchema, isInputObjectType } from 'graphql';

import { PERSONAS } from '../../src/modules/demo/personas';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { findAccount } from '../../src/modules/imports/import-account';
import { ImportRun } from '../../src/modules/imports/import-run';
import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { TEST_CATALOGUE } from '../support/catalogue';
import { done } from '../support/relationship-api';
import { type Claims, TestApp } from '../support/test-app';

/*
 * Subscriptions as the source has recorded them, imported, and then attacked by everybody on everything.
 * What is expected is the table of domain section 5, written down here and nowhere taken from the server.
 */

jest.setTimeout(300_000);

type Kind = 'POR' | 'OWNERSHIP' | 'OFFER' | 'TERMS' | 'OTHER';
type Row = 'NOBODY' | 'NO_ROLE' | 'BLIND' | 'SEES' | 'CUSTOMER' | 'OPERATOR' | 'SELLER';

const MINE = 'the rules';
const R39 = 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39';
// prettier-ignore
const TABLE: Readonly<Record<Row, Readonly<Record<Kind, string>>>> = {
  NOBODY: { POR: 'UNAUTHENTICATED', OWNERSHIP: 'UNAUTHENTICATED', OFFER: 'UNAUTHENTICATED', TERMS: 'UNAUTHENTICATED', OTHER: 'UNAUTHENTICATED' },
  NO_ROLE: { POR: 'ROLE_NOT_ALLOWED', OWNERSHIP: 'ROLE_NOT_ALLOWED', OFFER: 'ROLE_NOT_ALLOWED', TERMS: 'ROLE_NOT_ALLOWED', OTHER: 'ROLE_NOT_ALLOWED' },
  BLIND: { POR: 'NOT_FOUND R36', OWNERSHIP: 'NOT_FOUND R36', OFFER: 'NOT_FOUND R36', TERMS: 'NOT_FOUND R36', OTHER: 'NOT_FOUND R36' },
  SEES: { POR: 'POR_CHANGE_NOT_ALLOWED R4', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2', OFFER: 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2', TERMS: 'TERMS_CHANGE_NOT_ALLOWED R3', OTHER: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5' },
  CUSTOMER: { POR: 'POR_CHANGE_NOT_ALLOWED R4', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2', OFFER: R39, TERMS: R39, OTHER: R39 },
  OPERATOR: { POR: 'POR_CHANGE_NOT_ALLOWED R4', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2', OFFER: 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2', TERMS: 'TERMS_CHANGE_NOT_ALLOWED R3', OTHER: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1' },
  SELLER: { POR: 'POR_CHANGE_NOT_ALLOWED R4', OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2', OFFER: MINE, TERMS: MINE, OTHER: MINE },
};

/** Domain sections 5 and 6: what each persona is to a subscription that reseller A sold to Woodgrove. */
const ROW_OF_PERSONA: Readonly<Record<string, Row>> = {
  'reseller-a-admin': 'SELLER',
  'reseller-a-sales': 'SELLER',
  'reseller-a-global': 'SELLER',
  'reseller-a-helpdesk': 'NO_ROLE',
  'reseller-a-billing': 'NO_ROLE',
  'reseller-a-usermgmt': 'NO_ROLE',
  // It has been granted privileges for every service.
  'reseller-b-admin': 'SEES',
  'reseller-b-sales': 'SEES',
  'reseller-b-global': 'SEES',
  'reseller-b-helpdesk': 'NO_ROLE',
  'reseller-b-billing': 'NO_ROLE',
  'reseller-b-usermgmt': 'NO_ROLE',
  'reseller-b-app': 'NO_ROLE',
  'provider-global': 'BLIND',
  'indirect-reseller-admin': 'BLIND',
  'reseller-suspended-admin': 'BLIND',
  'reseller-us-admin': 'BLIND',
  'customer-global': 'CUSTOMER',
  'customer-billing': 'CUSTOMER',
  'customer-user': 'NO_ROLE',
  'customer2-global': 'BLIND',
  'customer3-global': 'BLIND',
  operator: 'OPERATOR',
};
/** A tenant that nobody holds may accept an invitation and do nothing else. */
const STRANGER: Claims = {
  tid: '5eedf00d-0000-4000-8000-000000000001',
  sub: 'x',
  roles: ['CUSTOMER_GLOBAL_ADMIN'],
};

interface Attempt {
  readonly kind: Kind;
  /** What must be sent besides. */
  readonly needed?: Readonly<Record<string, unknown>>;
  /** Fields of the input that attempt something, each with a value. */
  readonly fields?: Readonly<Record<string, readonly [kind: Kind, value: unknown]>>;
  /** The one change of others' that is open to the operator (section 5). */
  readonly isOperators?: boolean;
}

const E3 = '796b6b5f-613c-4e24-a17c-eba730d49c02';
/** Section 5, "kinds of field", for every mutation that names a subscription. */
const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  updateSubscription: {
    kind: 'OTHER',
    fields: {
      quantity: ['OTHER', 5],
      friendlyName: ['OTHER', 'Renamed'],
      autoRenewEnabled: ['TERMS', true],
      renewalTermDuration: ['TERMS', 'P1M'],
      billingCycle: ['TERMS', 'MONTHLY'],
      termDuration: ['TERMS', 'P1M'],
      partnerId: ['POR', '4847383'],
    },
  },
  suspendSubscription: {
    kind: 'OTHER',
    isOperators: true,
    fields: { reasons: ['OTHER', ['Because']] },
  },
  reactivateSubscription: { kind: 'OTHER', isOperators: true },
  cancelSubscription: { kind: 'OTHER' },
  assignSupportContact: {
    kind: 'OTHER',
    fields: { supportTenantId: ['OTHER', DEMO_TENANTS.resellerB.tenantId] },
  },
  purchaseAddOn: {
    kind: 'OTHER',
    needed: { offerId: '2828be95-46ba-4f91-b2fd-0bef192ecf60', quantity: 1 },
    fields: {
      offerId: ['OTHER', E3],
      quantity: ['OTHER', 2],
      termDuration: ['OTHER', 'P1M'],
      billingCycle: ['OTHER', 'MONTHLY'],
      friendlyName: ['OTHER', 'Added'],
    },
  },
  upgradeSubscription: {
    kind: 'OFFER',
    needed: { targetOfferId: E3 },
    fields: {
      targetOfferId: ['OFFER', E3],
      termDuration: ['OFFER', 'P1M'],
      billingCycle: ['OFFER', 'MONTHLY'],
    },
  },
  scheduleNextTermInstructions: {
    kind: 'TERMS',
    fields: { scheduledNextTermInstructions: ['TERMS', { quantity: 3 }] },
  },
  changePartnerOfRecord: { kind: 'POR', fields: { partnerId: ['POR', '4847383'] } },
  transferSubscription: {
    kind: 'OWNERSHIP',
    fields: { toResellerTenantId: ['OWNERSHIP', DEMO_TENANTS.resellerB.tenantId] },
  },
};
/** Parts of an input that ask for nothing. */
const ENVELOPE = ['subscriptionId', 'ifMatch', 'clientRequestId', 'validateOnly'];

const RECORDED = join(__dirname, '..', 'fixtures', 'partner-center');
const recorded = (name: string): string => readFileSync(join(RECORDED, name), 'utf8');

let app: TestApp;
let subscriptions: readonly { readonly id: string; readonly name: string }[];

/** The bodies as they were recorded: without the blanks in the times of one, and with the base that another names. */
async function importRecorded(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'multipartner-recorded-'));
  const addOn = JSON.parse(recorded('subscription-2.json')) as Record<string, unknown>;
  const base = {
    ...addOn,
    id: addOn.parentSubscriptionId,
    offerId: '91FD106F-4B2C-4938-95AC-F54F74E9A239',
    parentSubscriptionId: undefined,
    links: {},
  };
  const bodies = {
    'azure.json': recorded('subscription.json'),
    'add-on.json': recorded('subscription-2.json'),
    'base.json': JSON.stringify(base),
    'list.json': recorded('customer-subscriptions.json').replace(
      /(\d\d): (\d\d): (\d\d)Z/g,
      '$1:$2:$3Z',
    ),
  };
  const files = Object.entries(bodies).map(([name, body]) => {
    writeFileSync(join(folder, name), body);
    return join(folder, name);
  });
  const account = await findAccount(app.database, DEMO_TENANTS.resellerA.tenantId);
  if (!account) throw new Error('the demo has no reseller A');
  const customer = DEMO_TENANTS.customer.tenantId;
  const problems: unknown[] = [];
  const request = { files, account, customer, country: null };
  const { tally } = await new ImportRun(
    app.database,
    app.clock,
    'CHINA_21VIANET',
    TEST_CATALOGUE,
    request,
    { onProblem: (problem) => problems.push(problem), onNotice: (notice) => problems.push(notice) },
  ).run();
  rmSync(folder, { recursive: true, force: true });
  expect(problems).toEqual([]);
  expect(tally.toJSON().Subscription).toMatchObject({ read: 4, created: 4 });
}

beforeAll(async () => {
  app = await TestApp.start();
  await importRecorded();
  const { relationshipRequest } = await done(app, 'reseller-b-admin', 'requestRelationship', {
    customerTenantId: DEMO_TENANTS.customer.tenantId,
  });
  await done(app, 'customer-global', 'acceptRelationshipRequest', {
    relationshipRequestId: relationshipRequest?.id,
  });
  const rows = await app.database.query<{ id: string; name: string }>(sql`
    SELECT id, coalesce(offer_name, friendly_name) AS name FROM subscriptions
    WHERE creation_date < '2018-01-01' ORDER BY creation_date, id`);
  expect(rows).toHaveLength(4);
  subscriptions = rows.map(({ id, name }) => ({ id: subscriptionIdOf(id), name }));
});
afterAll(() => app.stop());

/** Every column of every subscription and support contact: more than a digest. */
async function everything(): Promise<string> {
  const [row] = await app.database.query<{ all: string }>(sql`
    SELECT md5((SELECT string_agg(s::text, ';' ORDER BY s.id) FROM subscriptions s)
      || coalesce((SELECT string_agg(c::text, ';' ORDER BY c.subscription_id) FROM subscription_support_contacts c), '')
    ) AS all`);
  return row?.all ?? '';
}

async function answerTo(
  who: string | Claims | null,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { dryRun } }`;
  const refusal = await app.refusal(who, document, { input });
  return refusal ? [refusal.code, refusal.rule].filter(Boolean).join(' ') : 'accepted';
}

/** What the table never answers: the caller has passed it. */
const REFUSED_BY_TABLE = new Set(
  Object.entries(TABLE)
    .flatMap(([row, cells]) => (row === 'NOBODY' ? [] : Object.values(cells)))
    .filter((cell) => cell !== MINE),
);

function expectedOf(row: Row, kind: Kind, { isOperators = false }: Attempt): string {
  return row === 'OPERATOR' && isOperators ? MINE : TABLE[row][kind];
}

const CALLERS: readonly (readonly [string, string | Claims | null, Row])[] = [
  ...Object.entries(ROW_OF_PERSONA).map(([name, row]) => [name, name, row] as const),
  ['nobody', null, 'NOBODY'],
  ['a tenant that is not held', STRANGER, 'NO_ROLE'],
];

describe('the list of attempts', () => {
  test('has every persona of the demo', () => {
    expect(Object.keys(ROW_OF_PERSONA).sort()).toEqual(PERSONAS.map(({ name }) => name).sort());
  });

  test('has every mutation that names a subscription, and every field of it', () => {
    const path = join(__dirname, '..', '..', 'schema', 'schema.graphql');
    const schema = buildSchema(readFileSync(path, 'utf8'));
    const held = Object.keys(schema.getMutationType()?.getFields() ?? {}).flatMap((mutation) => {
      const type = schema.getType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`);
      const fields = isInputObjectType(type) ? Object.keys(type.getFields()) : [];
      if (!fields.includes('subscriptionId')) return [];
      return [[mutation, fields.filter((field) => !ENVELOPE.includes(field)).sort()] as const];
    });

    const listed = Object.entries(ATTEMPTS).map(
      ([mutation, { fields = {} }]) => [mutation, Object.keys(fields).sort()] as const,
    );
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(held));
  });
});

describe.each(CALLERS)('%s', (_name, who, row) => {
  // Who may do something does it dry, so that everybody meets the subscriptions as they were recorded.
  const isDry = row === 'SELLER' || row === 'OPERATOR';

  test.each(Object.keys(ATTEMPTS))(
    '%s answers as domain section 5 says, and changes nothing',
    async (mutation) => {
      const attempt = ATTEMPTS[mutation] as Attempt;
      const { kind, needed = {}, fields = {} } = attempt;
      const before = await everything();
      const wrong: string[] = [];

      for (const { id, name } of subscriptions) {
        const sends = [
          { sent: {}, kind },
          ...Object.entries(fields).map(([field, [its, value]]) => ({
            sent: { [field]: value },
            kind: its,
          })),
        ];
        for (const { sent, kind: tried } of sends) {
          const expected = expectedOf(row, tried, attempt);
          const input = {
            subscriptionId: id,
            ...needed,
            ...sent,
            ...(isDry && { validateOnly: true }),
          };
          const answer = await answerTo(who, mutation, input);
          const isRight = expected === MINE ? !REFUSED_BY_TABLE.has(answer) : answer === expected;
          if (!isRight) wrong.push(`${name} ${JSON.stringify(sent)}: ${answer}, not ${expected}`);
        }
      }

      expect(wrong).toEqual([]);
      expect(await everything()).toBe(before);
    },
  );
});

test('several fields at once: one refusal that lists every kind, the most severe first', async () => {
  const [subscription] = subscriptions;
  const all = Object.entries(ATTEMPTS.updateSubscription?.fields ?? {});
  const input = {
    subscriptionId: subscription?.id,
    ...Object.fromEntries(all.map(([field, [, value]]) => [field, value])),
  };
  const document = `mutation ($input: UpdateSubscriptionInput!) { updateSubscription(input: $input) { dryRun } }`;

  const { errors } = await app.as('reseller-b-admin', document, { input });

  expect(errors[0]?.extensions.refusals.map(({ code, rule }) => `${code} ${rule}`)).toEqual([
    TABLE.SEES.POR,
    TABLE.SEES.TERMS,
    TABLE.SEES.OTHER,
  ]);
});
