import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { givenSubscription } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'digest', 'digest.mjs');

/** What a careless recipe would write otherwise. */
const ODD_NAME = '云 "quoted" \\ \u2028';

interface Held {
  readonly viewer: { readonly customer: { readonly subscriptionsDigest: string } };
}

describe('the digest computed outside the server', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** What the example prints for a customer's administrator, and what the server says. */
  async function compared(persona: string): Promise<{ printed: string; served: string }> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [EXAMPLE, `${app.address}/graphql`],
      { env: { PATH: process.env.PATH, TOKEN: await app.token(persona) } },
    );
    const { data } = await app.as<Held>(persona, '{ viewer { customer { subscriptionsDigest } } }');
    return { printed: stdout.trim(), served: data.viewer.customer.subscriptionsDigest };
  }

  test.each(['customer-global', 'customer-billing', 'customer2-global', 'customer3-global'])(
    'equals the server’s for what %s holds in the story',
    async (persona) => {
      const { printed, served } = await compared(persona);

      expect(printed).toBe(`equal ${served}`);
    },
  );

  test('equals it for every field that a subscription may have, and over more than one page', async () => {
    await Promise.all(Array.from({ length: 100 }, () => givenSubscription(app)));
    const odd = await givenSubscription(app, { partnerId: '1000002' });
    await app.database.transaction({ actor: 'platform', operation: 'import' }, (tx) =>
      tx.query(sql`UPDATE subscriptions SET order_id = 'A1', friendly_name = ${ODD_NAME},
          migrated_from_subscription_id = ${odd.subscriptionId}, unit_type = 'none',
          creation_date = '2026-01-31T10:00:00.5Z', effective_start_date = '2026-02-01T00:00:00Z',
          commitment_end_date = '9999-12-14T00:00:00Z', cancellation_allowed_until_date = '2026-02-08T00:00:00Z',
          billing_cycle_end_date = '2026-02-28T23:59:59.999Z', auto_renew_enabled = false,
          renewal_term_duration = 'P1M', contract_type = 'SUBSCRIPTION', is_trial = true, promotion_id = 'promo',
          consumption_type = 'overage', next_term_product = 'product', next_term_quantity = 0,
          next_term_end_date = '2027-02-01T00:00:00Z', refund_options = ${JSON.stringify([
            { type: 'PARTIAL', expiresAfter: '2026-03-01T00:00:00Z' },
            { type: 'FULL', expiresAfter: null },
          ])}::jsonb
        WHERE id = ${odd.rowId}`),
    );
    const before = await compared('customer-global');
    await app.succeed('reseller-a-admin', RENAME, { id: subscriptionIdOf(odd.rowId) });
    const after = await compared('customer-global');

    expect(before.printed).toBe(`equal ${before.served}`);
    expect(after.printed).toBe(`equal ${after.served}`);
    expect(after.served).not.toBe(before.served);
  });
});

const RENAME = `mutation ($id: ID!) {
  updateSubscription(input: { subscriptionId: $id, friendlyName: "renamed", ifMatch: "\\"1\\"" }) { subscription { etag } }
}`;
