import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import { loadDemoStory } from '../../../src/modules/demo/demo-story';
import { refusalBehind } from '../../../src/platform/database/constraint-refusals';
import {
  type Database,
  type Declaration,
  sqlStateOf,
} from '../../../src/platform/database/database';
import { openDatabase } from '../../../src/platform/database/open-database';
import { raw, type Sql, sql } from '../../../src/platform/database/sql';
import { newId } from '../../../src/platform/ids';
import { STORY_BEGIN } from '../../support/story-time';
import { cloneDatabase } from '../../support/test-database';

// The application is left out on purpose: these are the statements of a bug.

const MAIL = DEMO_IDS.subscriptions.woodgroveMail.id;
const seller: Declaration = {
  actor: `reseller:${DEMO_IDS.resellers.resellerA}`,
  operation: 'subscription',
};
const stranger: Declaration = {
  actor: `reseller:${DEMO_IDS.resellers.resellerB}`,
  operation: 'subscription',
};
const operator: Declaration = { actor: 'operator', operation: 'subscription' };
const platform: Declaration = { actor: 'platform', operation: 'import' };
const relationship: Declaration = { ...seller, operation: 'relationship' };
const nobody: Declaration = { actor: '', operation: 'subscription' };

const insertSubscription = sql`
  INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_of_record_id, service, status, created_at, updated_at)
  VALUES (${DEMO_IDS.customers.customer}, ${newId()}, ${newId()}, ${DEMO_IDS.resellers.resellerA},
    ${DEMO_IDS.resellers.resellerA}, 'OTHER', 'ACTIVE', now(), now())`;

const suspend = (by: string): Sql =>
  sql`UPDATE subscriptions SET status = 'SUSPENDED', suspended_by = ${by} WHERE id = ${MAIL}`;

/** What the operator may not do to a subscription that stands as the first statement leaves it. */
const REFUSED_TO_OPERATOR: readonly (readonly [title: string, given: Sql, statement: Sql])[] = [
  ['an insert', sql`SELECT 1`, insertSubscription],
  ['a delete', sql`SELECT 1`, sql`DELETE FROM subscriptions WHERE id = ${MAIL}`],
  ['a suspension in the seller’s name', sql`SELECT 1`, suspend('RESELLER')],
  ['a suspension of what the seller suspended', suspend('RESELLER'), suspend('OPERATOR')],
  [
    'a deletion that looks like a suspension',
    sql`SELECT 1`,
    sql`UPDATE subscriptions SET status = 'DELETED', suspended_by = 'OPERATOR' WHERE id = ${MAIL}`,
  ],
  [
    'the end of the seller’s suspension',
    suspend('RESELLER'),
    sql`UPDATE subscriptions SET status = 'ACTIVE', suspended_by = NULL WHERE id = ${MAIL}`,
  ],
  [
    'a deletion of what it suspended',
    suspend('OPERATOR'),
    sql`UPDATE subscriptions SET status = 'DELETED' WHERE id = ${MAIL}`,
  ],
  [
    'the revival of what was deleted while it was suspended',
    sql`UPDATE subscriptions SET status = 'DELETED', suspended_by = 'OPERATOR' WHERE id = ${MAIL}`,
    sql`UPDATE subscriptions SET status = 'ACTIVE', suspended_by = NULL WHERE id = ${MAIL}`,
  ],
];

const NEVER_EMPTIED = [
  'resellers',
  'customers',
  'agreements',
  'partner_relationships',
  'invitations',
  'relationship_requests',
  'relationships',
  'delegated_privileges',
  'subscriptions',
  'subscription_support_contacts',
  'audit_records',
  'events',
];

type Attempt = readonly [title: string, declaration: Declaration, statement: Sql, state: string];

const REFUSED: readonly Attempt[] = [
  [
    'a Partner-of-Record change by the seller (R4)',
    seller,
    sql`UPDATE subscriptions SET partner_of_record_id = ${DEMO_IDS.resellers.resellerB} WHERE id = ${MAIL}`,
    'MP001',
  ],
  [
    'a change of the partner id by the platform (R4)',
    platform,
    sql`UPDATE subscriptions SET partner_id = '1000002' WHERE id = ${MAIL}`,
    'MP001',
  ],
  [
    'a change of the transacting reseller (R2)',
    platform,
    sql`UPDATE subscriptions SET transacting_reseller_id = ${DEMO_IDS.resellers.resellerB} WHERE id = ${MAIL}`,
    'MP002',
  ],
  [
    'a move of a subscription to another customer (R2)',
    platform,
    sql`UPDATE subscriptions SET customer_id = ${DEMO_IDS.customers.customer2} WHERE id = ${MAIL}`,
    'MP002',
  ],
  ...(['id', 'subscription_id'] as const).map((column): Attempt => [
    `another ${column} of a subscription (R2)`,
    platform,
    sql`UPDATE subscriptions SET ${raw(column)} = ${newId()} WHERE id = ${MAIL}`,
    'MP002',
  ]),
  ...(['id', 'tenant_id'] as const).map((column): Attempt => [
    `another ${column} of a customer (R2)`,
    platform,
    sql`UPDATE customers SET ${raw(column)} = ${newId()} WHERE id = ${DEMO_IDS.customers.customer}`,
    'MP002',
  ]),
  ...(['id', 'tenant_id', 'mpn_id'] as const).flatMap((column): Attempt[] => [
    [
      `another ${column} of a partner`,
      platform,
      sql`UPDATE resellers SET ${raw(column)} = ${newId()} WHERE id = ${DEMO_IDS.resellers.resellerA}`,
      'MP002',
    ],
  ]),
  [
    'a change of the account owner (R2)',
    platform,
    sql`UPDATE customers SET account_owner_id = ${DEMO_IDS.resellers.resellerB} WHERE id = ${DEMO_IDS.customers.customer}`,
    'MP002',
  ],
  [
    'an update by another reseller (R5)',
    stranger,
    sql`UPDATE subscriptions SET quantity = 1 WHERE id = ${MAIL}`,
    'MP003',
  ],
  [
    'a delete by another reseller (R5)',
    stranger,
    sql`DELETE FROM subscriptions WHERE id = ${MAIL}`,
    'MP003',
  ],
  ['an insert in the name of another reseller (R7)', stranger, insertSubscription, 'MP003'],
  [
    'an update by a transaction that names no actor',
    nobody,
    sql`UPDATE subscriptions SET quantity = 1 WHERE id = ${MAIL}`,
    'MP003',
  ],
  [
    'a change of seats by the operator',
    operator,
    sql`UPDATE subscriptions SET quantity = 1, status = 'SUSPENDED', suspended_by = 'OPERATOR' WHERE id = ${MAIL}`,
    'MP003',
  ],
  [
    'an update inside a relationship operation (R1)',
    relationship,
    sql`UPDATE subscriptions SET friendly_name = 'x' WHERE id = ${MAIL}`,
    'MP004',
  ],
  ['an insert inside a relationship operation (R1)', relationship, insertSubscription, 'MP004'],
  [
    'a delete inside a relationship operation (R1)',
    relationship,
    sql`DELETE FROM subscriptions WHERE id = ${MAIL}`,
    'MP004',
  ],
  ...(
    [
      ['by another reseller (R5)', stranger, 'MP003'],
      ['by the operator (R1)', operator, 'MP003'],
      ['by nobody that is declared', nobody, 'MP003'],
      ['inside a relationship operation (R32)', relationship, 'MP004'],
    ] as const
  ).map(([by, declaration, state]): Attempt => [
    `a support contact ${by}`,
    declaration,
    sql`INSERT INTO subscription_support_contacts (customer_id, subscription_id, reseller_id)
        VALUES (${DEMO_IDS.customers.customer}, ${MAIL}, ${DEMO_IDS.resellers.resellerB})`,
    state,
  ]),
  [
    'a support contact by the seller under another customer',
    seller,
    sql`INSERT INTO subscription_support_contacts (customer_id, subscription_id, reseller_id)
        VALUES (${DEMO_IDS.customers.customer2}, ${MAIL}, ${DEMO_IDS.resellers.resellerB})`,
    'MP003',
  ],
  [
    'a second ACTIVE relationship of a pair (R9)',
    platform,
    sql`INSERT INTO relationships (customer_id, id, reseller_id, status, origin, created_at, updated_at)
        VALUES (${DEMO_IDS.customers.customer}, ${newId()}, ${DEMO_IDS.resellers.resellerA}, 'ACTIVE', 'INVITATION', now(), now())`,
    '23505',
  ],
  [
    'a second transacting holder of privileges for a service (R21)',
    platform,
    sql`INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status, transacting)
        VALUES (${DEMO_IDS.customers.customer3}, ${newId()}, ${DEMO_IDS.relationships.northwindFabrikam},
          ${DEMO_IDS.resellers.resellerB}, 'EXCHANGE_OFFICE', 'ACTIVE', true)`,
    '23505',
  ],
];

const PLACES = ['PostgreSQL', 'the embedded database'] as const;

describe.each(PLACES)('%s itself refuses', (place) => {
  let database: Database;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    if (place === 'PostgreSQL') {
      const clone = await cloneDatabase('story');
      ({ database } = await openDatabase({ url: clone.url, dataDir: '', entities: [] }));
      drop = () => clone.drop();
    } else {
      const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-test-'));
      ({ database } = await openDatabase({ url: null, dataDir, entities: [] }));
      await loadDemoStory(database, STORY_BEGIN, 'CHINA_21VIANET');
      drop = async () => rmSync(dataDir, { recursive: true, force: true });
    }
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await drop();
  });

  async function stateOf(work: () => Promise<unknown>): Promise<string | null> {
    try {
      await work();
      return null;
    } catch (error) {
      return sqlStateOf(error);
    }
  }

  test.each(REFUSED)('%s', async (_title, declaration, statement, state) => {
    expect(
      await stateOf(() => database.transaction(declaration, (tx) => tx.query(statement))),
    ).toBe(state);
  });

  test.each(['audit_records', 'events'])('an update or delete of %s', async (table) => {
    const rows = table === 'audit_records' ? insertAudit() : insertEvent();
    await database.transaction(platform, (tx) => tx.query(rows));

    // Without the right already; the triggers stand behind it for an owner.
    expect(
      await stateOf(() => database.query(sql`UPDATE ${raw(table)} SET correlation_id = 'x'`)),
    ).toBe('42501');
    expect(await stateOf(() => database.query(sql`DELETE FROM ${raw(table)}`))).toBe('42501');
    expect(await stateOf(() => asOwner(sql`UPDATE ${raw(table)} SET correlation_id = 'x'`))).toBe(
      'MP005',
    );
    expect(await stateOf(() => asOwner(sql`DELETE FROM ${raw(table)}`))).toBe('MP005');
  });

  test.each(NEVER_EMPTIED)('a TRUNCATE of %s', async (table) => {
    expect(await stateOf(() => database.query(sql`TRUNCATE ${raw(table)} CASCADE`))).toBe('42501');
    // What hangs on the table refuses as well; the table itself is asked first.
    await expect(asOwner(sql`TRUNCATE ${raw(table)} CASCADE`)).rejects.toMatchObject({
      driverError: { code: 'MP006', message: `${table} is never emptied` },
    });
  });

  test.each(REFUSED_TO_OPERATOR)('by the operator: %s', async (_title, given, statement) => {
    const attempt = database.transaction(platform, async (tx) => {
      await tx.query(given);
      await tx.query(sql`SELECT set_config('app.actor', 'operator', true)`);
      return tx.query(statement);
    });

    expect(await stateOf(() => attempt)).toBe('MP003');
  });

  test('nothing of what the seller and the platform may do', async () => {
    const done = await database.transaction(seller, (tx) =>
      tx.query(sql`UPDATE subscriptions SET quantity = 121 WHERE id = ${MAIL} RETURNING quantity`),
    );
    const suspended = await database.transaction(operator, (tx) =>
      tx.query(
        sql`UPDATE subscriptions SET status = 'SUSPENDED', suspended_by = 'OPERATOR', suspended_at = now(),
            suspension_reasons = '{abuse}', version = version + 1, updated_at = now()
          WHERE id = ${MAIL} RETURNING status`,
      ),
    );
    const lifted = await database.transaction(operator, (tx) =>
      tx.query(
        sql`UPDATE subscriptions SET status = 'ACTIVE', suspended_by = NULL WHERE id = ${MAIL} RETURNING status`,
      ),
    );

    expect([done, suspended, lifted]).toEqual([
      [{ quantity: 121 }],
      [{ status: 'SUSPENDED' }],
      [{ status: 'ACTIVE' }],
    ]);
  });

  test('that a support contact is changed or taken away by anybody but the seller (R44)', async () => {
    const named = sql`SELECT reseller_id FROM subscription_support_contacts WHERE subscription_id = ${MAIL}`;
    const change = sql`UPDATE subscription_support_contacts SET reseller_id = ${DEMO_IDS.resellers.provider}
      WHERE subscription_id = ${MAIL}`;
    const move = sql`UPDATE subscription_support_contacts SET subscription_id = ${DEMO_IDS.subscriptions.woodgroveSales.id}
      WHERE subscription_id = ${MAIL}`;
    const remove = sql`DELETE FROM subscription_support_contacts WHERE subscription_id = ${MAIL}`;
    await database.transaction(seller, (tx) =>
      tx.query(sql`INSERT INTO subscription_support_contacts (customer_id, subscription_id, reseller_id)
        VALUES (${DEMO_IDS.customers.customer}, ${MAIL}, ${DEMO_IDS.resellers.resellerB})`),
    );
    const attempt = (declaration: Declaration, statement: Sql) =>
      stateOf(() => database.transaction(declaration, (tx) => tx.query(statement)));

    const states = [
      await attempt(stranger, change),
      await attempt(operator, remove),
      await attempt(relationship, remove),
      await attempt(seller, move),
    ];

    expect(states).toEqual(['MP003', 'MP003', 'MP004', 'MP002']);
    expect(await database.query(named)).toEqual([{ reseller_id: DEMO_IDS.resellers.resellerB }]);
    expect([await attempt(seller, change), await attempt(seller, remove)]).toEqual([null, null]);
    expect(await database.query(named)).toEqual([]);
  });

  test('neither an id that a partner had not had yet, nor the end of a row by the platform', async () => {
    const done = await database.transaction(platform, async (tx) => {
      const [partner] = await tx.query<{ id: string }>(
        sql`INSERT INTO resellers (id, name, cloud_instance, kind, is_placeholder, mpn_id, created_at, updated_at)
          VALUES (${newId()}, 'MPN 1', 'GLOBAL', 'DIRECT_BILL', true, '1', now(), now()) RETURNING id`,
      );
      const [named] = await tx.query<{ id: string }>(
        sql`INSERT INTO resellers (id, name, cloud_instance, kind, tenant_id, created_at, updated_at)
          VALUES (${newId()}, 'Litware', 'GLOBAL', 'DIRECT_BILL', ${newId()}, now(), now()) RETURNING id`,
      );
      const [sold] = await tx.query<{ id: string }>(sql`${insertSubscription} RETURNING id`);
      return [
        await tx.query(
          sql`UPDATE resellers SET tenant_id = ${newId()}, is_placeholder = false WHERE id = ${partner?.id} RETURNING mpn_id`,
        ),
        await tx.query(
          sql`UPDATE resellers SET mpn_id = '2' WHERE id = ${named?.id} RETURNING mpn_id`,
        ),
        await tx.query(sql`DELETE FROM subscriptions WHERE id = ${sold?.id} RETURNING status`),
      ];
    });

    expect(done).toEqual([[{ mpn_id: '1' }], [{ mpn_id: '2' }], [{ status: 'ACTIVE' }]]);
  });

  test('a refused statement answers with the code of the rule', async () => {
    const attempt = database.transaction(stranger, (tx) =>
      tx.query(sql`UPDATE subscriptions SET partner_id = '1' WHERE id = ${MAIL}`),
    );
    const refusal = await attempt.catch(refusalBehind);
    expect(refusal).toMatchObject({ code: 'POR_CHANGE_NOT_ALLOWED', rule: 'R4' });
  });

  function asOwner(statement: Sql): Promise<unknown> {
    return database.transaction(platform, async (tx) => {
      await tx.query(sql`SET LOCAL ROLE NONE`);
      return tx.query(statement);
    });
  }
});

function insertAudit(): Sql {
  return sql`INSERT INTO audit_records (id, occurred_at, actor, operation, resource_type, status, correlation_id)
    VALUES (${newId()}, now(), '{}', 'IMPORT', 'UNKNOWN', 'SUCCEEDED', 'c')`;
}

function insertEvent(): Sql {
  return sql`INSERT INTO events (id, scope_id, sequence, to_customer, name, version, resource_type, resource_id, actor, correlation_id, occurred_at, data)
    VALUES (${newId()}, ${newId()}, 1, false, 'INVITATION_ROTATED', 1, 'INVITATION', ${newId()}, '{}', 'c', now(), '{}')`;
}
