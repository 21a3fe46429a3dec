import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { RESELLER_A, RESELLER_B, write } from '../support/subscription-api';
import {
  givenPrivileges,
  givenSubscription,
  type HeldSubscription,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

const VIEW = `query ($id: ID!) { subscription(id: $id) {
  partnerOfRecord { name } partnerId partnerOfRecordSource redactedFields
  partnerOfRecordAttempts(first: 10) { totalCount nodes { operationType operationStatus code actorKind dryRun resourceNewValue } }
} }`;

interface View {
  readonly subscription: {
    readonly partnerOfRecord: { readonly name: string };
    readonly partnerId: string | null;
    readonly partnerOfRecordSource: string | null;
    readonly redactedFields: readonly string[];
    readonly partnerOfRecordAttempts: {
      readonly totalCount: number;
      readonly nodes: readonly {
        readonly operationType: string;
        readonly operationStatus: string;
        readonly code: string;
        readonly actorKind: string;
        readonly dryRun: boolean;
        readonly resourceNewValue: string | null;
      }[];
    };
  };
}

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE']);
});
afterAll(() => app.stop());

async function viewOf(who: string, held: HeldSubscription): Promise<View['subscription']> {
  return (await app.succeed<View>(who, VIEW, { id: held.id })).subscription;
}

/** A subscription that credits somebody else than its seller, as only an import makes it. */
async function crediting(partnerId: string, resellerId: string): Promise<HeldSubscription> {
  const held = await givenSubscription(app, { partnerId });
  await app.asOwner(
    `ALTER TABLE subscriptions DISABLE TRIGGER subscriptions_refuse_write;
     UPDATE subscriptions SET partner_of_record_id = '${resellerId}' WHERE id = '${held.rowId}';
     ALTER TABLE subscriptions ENABLE TRIGGER subscriptions_refuse_write`,
  );
  return held;
}

describe('the source of the Partner of Record', () => {
  test('own id, and the seller where the order named nobody', async () => {
    const own = await givenSubscription(app, { partnerId: '1000001' });
    const none = await givenSubscription(app);

    expect(await viewOf('reseller-a-admin', own)).toMatchObject({
      partnerOfRecord: { name: 'Contoso Cloud' },
      partnerOfRecordSource: 'OWN_ID',
    });
    expect(await viewOf('customer-billing', none)).toMatchObject({
      partnerOfRecord: { name: 'Contoso Cloud' },
      partnerId: null,
      partnerOfRecordSource: 'TRANSACTING_RESELLER',
    });
  });

  test('another reseller that the order named', async () => {
    const held = await crediting('1000002', RESELLER_B);

    expect(await viewOf('operator', held)).toMatchObject({
      partnerOfRecord: { name: 'Fabrikam Services' },
      partnerOfRecordSource: 'NAMED_RESELLER',
    });
  });

  test('a placeholder, which keeps the credit', async () => {
    const unknown = newId();
    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`
        INSERT INTO resellers (id, mpn_id, name, cloud_instance, is_placeholder, created_at, updated_at)
        SELECT ${unknown}::uuid, '777', 'MPN 777', cloud_instance, true, created_at, updated_at
        FROM resellers WHERE id = ${RESELLER_A}::uuid`),
    );
    const held = await crediting('777', unknown);

    expect(await viewOf('reseller-a-admin', held)).toMatchObject({
      partnerOfRecord: { name: 'MPN 777' },
      partnerOfRecordSource: 'PLACEHOLDER',
    });
  });

  test('is withheld in the reduced form', async () => {
    const held = await givenSubscription(app);

    const { partnerOfRecordSource, redactedFields } = await viewOf('reseller-b-admin', held);

    expect(partnerOfRecordSource).toBeNull();
    expect(redactedFields).toContain('PARTNER_OF_RECORD_SOURCE');
  });

  test('is right in a list that selects nothing else of the partner', async () => {
    await crediting('1000002', RESELLER_B);

    const { subscriptions } = await app.succeed<{
      subscriptions: { nodes: readonly { partnerId: string; partnerOfRecordSource: string }[] };
    }>('operator', '{ subscriptions(first: 100) { nodes { partnerId partnerOfRecordSource } } }');

    const sources = new Map(
      subscriptions.nodes.map((it) => [it.partnerId, it.partnerOfRecordSource]),
    );
    expect(sources.get('1000002')).toBe('NAMED_RESELLER');
    expect(sources.get('777')).toBe('PLACEHOLDER');
  });
});

describe('the attempts to change it', () => {
  let held: HeldSubscription;
  beforeAll(async () => {
    held = await givenSubscription(app);
    const target = { subscriptionId: held.id };
    const por = { ...target, partnerId: '1000002' };
    await write(app, 'reseller-b-admin', 'changePartnerOfRecord', por);
    app.clock.advance({ ms: 1_000 });
    await write(app, 'reseller-a-admin', 'updateSubscription', { ...por, quantity: 5 });
    app.clock.advance({ ms: 1_000 });
    await write(app, 'operator', 'changePartnerOfRecord', { ...por, validateOnly: true });
    // None of these is an attempt at the Partner of Record, or at this subscription.
    await write(app, 'reseller-a-admin', 'updateSubscription', { ...target, quantity: 5 });
    await write(app, 'reseller-b-admin', 'transferSubscription', {
      ...target,
      toResellerTenantId: 'bbbbbbbb-0000-4000-8000-000000000002',
    });
    const other = await givenSubscription(app);
    await write(app, 'reseller-b-admin', 'changePartnerOfRecord', {
      subscriptionId: other.id,
      partnerId: '1',
    });
  });

  const ATTEMPTS = [
    ['CHANGE_PARTNER_OF_RECORD', 'OPERATOR', true],
    ['UPDATE_SUBSCRIPTION', 'PARTNER_USER', false],
    ['CHANGE_PARTNER_OF_RECORD', 'PARTNER_USER', false],
  ] as const;

  test.each([
    ['the customer', 'customer-global', ATTEMPTS],
    ['its billing administrator', 'customer-billing', ATTEMPTS],
    ['the seller', 'reseller-a-sales', ATTEMPTS],
    ['the operator', 'operator', ATTEMPTS],
    ['whoever tried reads its own only', 'reseller-b-helpdesk', ATTEMPTS.slice(2)],
  ])('%s reads who tried what, the newest first', async (_, who, expected) => {
    const { partnerOfRecordAttempts: attempts } = await viewOf(who, held);

    expect(attempts.nodes.map((it) => [it.operationType, it.actorKind, it.dryRun])).toEqual(
      expected,
    );
    expect(attempts.totalCount).toBe(expected.length);
    for (const attempt of attempts.nodes) {
      expect(attempt).toMatchObject({ operationStatus: 'FAILED', code: 'POR_CHANGE_NOT_ALLOWED' });
    }
  });

  test('are read for a whole list with one statement more', async () => {
    const list = (field: string): string =>
      `{ subscriptions(first: 100) { nodes { id ${field} } } }`;
    const without = await app.statementsOf(() => app.succeed('customer-global', list('')));
    const with_ = await app.statementsOf(() =>
      app.succeed('customer-global', list('partnerOfRecordAttempts(first: 5) { nodes { code } }')),
    );

    expect(with_.length).toBe(without.length + 1);
  });
});
