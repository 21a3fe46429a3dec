import { randomInt } from 'node:crypto';

import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { act, type Input, outcomeOf } from '../support/relationship-api';
import {
  givenCustomer,
  givenPartnership,
  givenRelationship,
  givenReseller,
  keyOf,
  observe,
  type ResellerParty,
  write,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

/* `associatedPartnerId` (domain section 2.1), in createCustomer and in updateCustomer. */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const newMpnId = (): string => String(randomInt(1_000_000, 2 ** 40));

interface Tiers {
  readonly provider: ResellerParty;
  readonly partner: ResellerParty;
  readonly mpnId: string;
}

async function givenTiers(state = 'ACTIVE'): Promise<Tiers> {
  const mpnId = newMpnId();
  const provider = await givenReseller(app, { kind: 'INDIRECT_PROVIDER' });
  const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER', mpnId });
  await givenPartnership(app, provider, partner, state);
  return { provider, partner, mpnId };
}

const createBy = (reseller: ResellerParty, associatedPartnerId: string | null) =>
  act(app, reseller.as('SALES_AGENT'), 'createCustomer', {
    tenantId: newId(),
    country: 'CN',
    companyProfile: { companyName: 'Litware' },
    associatedPartnerId,
  });

/** A customer that works with the provider, which did not make its account. */
async function givenRelatedCustomer({ provider }: Pick<Tiers, 'provider'>) {
  const customer = await givenCustomer(app);
  await givenRelationship(app, { customer, reseller: provider });
  return customer;
}

const updateBy = (reseller: ResellerParty, customerId: string | undefined, said: Input) =>
  act(app, reseller.as('ADMIN_AGENT'), 'updateCustomer', { customerId, ifMatch: '"1"', ...said });

describe('createCustomer', () => {
  test('a provider attaches one of its resellers when it makes the account', async () => {
    const { provider, mpnId } = await givenTiers();

    const seen = await observe(app, () => createBy(provider, ` ${mpnId} `));

    expect(seen.result.payload?.customer).toMatchObject({
      associatedPartnerId: mpnId,
      accountOwner: { id: provider.id },
    });
    expect(seen.audits[0]?.new_value).toMatchObject({ associatedPartnerId: mpnId });
  });

  test.each([null, ''])('%j attaches nobody, whatever the kind of reseller', async (sent) => {
    const answer = await createBy(await givenReseller(app), sent);

    expect(answer.payload?.customer?.associatedPartnerId).toBeNull();
  });

  test('a reseller of others, an unknown one and a former one: NO_INDIRECT_PARTNERSHIP', async () => {
    const { provider } = await givenTiers();
    const [others, former] = [await givenTiers(), await givenTiers('ENDED')];

    for (const [by, mpnId] of [
      [provider, others.mpnId],
      [provider, newMpnId()],
      [former.provider, former.mpnId],
    ] as const) {
      const seen = await observe(app, () => createBy(by, mpnId));
      expect(outcomeOf(seen.result)).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
      expect(seen.result.error?.extensions.field).toBe('input.associatedPartnerId');
      expect(seen.changed).toEqual([]);
    }
  });

  test('another kind of reseller: INVALID_INPUT, in the words of the reader', async () => {
    const { partner, mpnId } = await givenTiers();

    for (const reseller of [await givenReseller(app), partner]) {
      const { error } = await createBy(reseller, mpnId);
      expect(error?.extensions).toMatchObject({
        code: 'INVALID_INPUT',
        field: 'input.associatedPartnerId',
        message: 'Only an indirect provider attaches an indirect reseller to an account.',
      });
    }
  });
});

describe('updateCustomer', () => {
  test('a related provider attaches and takes away; the customer and its partners hear that it changed', async () => {
    const tiers = await givenTiers();
    const { provider, mpnId } = tiers;
    const customer = await givenRelatedCustomer(tiers);
    const other = await givenReseller(app);
    await givenRelationship(app, { customer, reseller: other });

    const seen = await observe(app, () =>
      updateBy(provider, customer.id, { associatedPartnerId: mpnId }),
    );
    const again = await updateBy(provider, customer.id, {
      associatedPartnerId: mpnId,
      ifMatch: '"2"',
    });
    const away = await observe(app, () =>
      updateBy(provider, customer.id, { associatedPartnerId: null, ifMatch: '"2"' }),
    );

    expect(seen.result.payload?.customer).toMatchObject({
      associatedPartnerId: mpnId,
      etag: '"2"',
    });
    expect(seen.changed).toEqual(['customers', 'events', 'event_counters']);
    expect(seen.events).toEqual([
      expect.objectContaining({
        name: 'CUSTOMER_UPDATED',
        recipient_reseller_ids: [provider.key, other.key].sort(),
        data: { customerId: customer.key, changedFields: ['associatedPartnerId'] },
      }),
    ]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        old_value: { associatedPartnerId: null },
        new_value: { associatedPartnerId: mpnId },
      }),
    ]);
    expect(again.payload?.repeated).toBe(true);
    expect(away.audits[0]).toMatchObject({
      old_value: { associatedPartnerId: mpnId },
      new_value: { associatedPartnerId: null },
    });
    expect(away.result.payload?.customer).toMatchObject({ associatedPartnerId: null });
  });

  test('left out it stays, beside other changes', async () => {
    const { provider, mpnId } = await givenTiers();
    const made = await createBy(provider, mpnId);

    const { payload } = await updateBy(provider, made.payload?.customer?.id, {
      companyProfile: { companyName: 'Renamed' },
    });

    expect(payload?.customer?.associatedPartnerId).toBe(mpnId);
  });

  test('what another provider attached is neither replaced nor taken away, and stands in no record of the attempt', async () => {
    const [first, second] = [await givenTiers(), await givenTiers()];
    const customer = await givenRelatedCustomer(first);
    await givenRelationship(app, { customer, reseller: second.provider });
    await updateBy(first.provider, customer.id, { associatedPartnerId: first.mpnId });

    for (const associatedPartnerId of [second.mpnId, null]) {
      const seen = await observe(app, () =>
        updateBy(second.provider, customer.id, { associatedPartnerId, ifMatch: '"2"' }),
      );
      expect(outcomeOf(seen.result)).toBe('NOT_FOUND (R36)');
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([
        expect.objectContaining({
          status: 'FAILED',
          old_value: {},
          new_value: { associatedPartnerId },
        }),
      ]);
    }
  });

  test('a provider replaces its own former reseller; who made the account replaces anybody’s', async () => {
    const tiers = await givenTiers();
    const { provider, mpnId } = tiers;
    const customer = await givenRelatedCustomer(tiers);
    await updateBy(provider, customer.id, { associatedPartnerId: mpnId });
    await write(
      app,
      sql`UPDATE partner_relationships SET state = 'ENDED', ended_at = ${app.clock.now()}
        WHERE provider_id = ${provider.key}`,
    );
    const next = await givenReseller(app, { kind: 'INDIRECT_RESELLER', mpnId: newMpnId() });
    await givenPartnership(app, provider, next, 'ACTIVE');
    const owner = await givenTiers();
    const made = await createBy(owner.provider, null);
    const id = made.payload?.customer?.id;
    await write(
      app,
      sql`UPDATE customers SET associated_partner_id = ${newMpnId()} WHERE id = ${keyOf(id)}`,
    );

    const replaced = await updateBy(provider, customer.id, {
      associatedPartnerId: mpnId,
      ifMatch: '"2"',
    });
    const cleared = await updateBy(provider, customer.id, {
      associatedPartnerId: null,
      ifMatch: '"2"',
    });
    const byOwner = await updateBy(owner.provider, id, { associatedPartnerId: owner.mpnId });

    expect(outcomeOf(replaced)).toBe('NO_INDIRECT_PARTNERSHIP (R23)');
    expect(outcomeOf(cleared)).toBe('allowed');
    expect(byOwner.payload?.customer?.associatedPartnerId).toBe(owner.mpnId);
  });

  test('another kind of reseller: INVALID_INPUT behind the ETag, also for null and whatever is attached', async () => {
    const { partner, provider, mpnId } = await givenTiers();
    const customer = await givenRelatedCustomer({ provider });
    await updateBy(provider, customer.id, { associatedPartnerId: mpnId });
    const direct = await givenReseller(app);
    await givenRelationship(app, { customer, reseller: direct });

    for (const associatedPartnerId of [mpnId, null]) {
      const stale = await updateBy(direct, customer.id, { associatedPartnerId });
      const seen = await observe(app, () =>
        updateBy(direct, customer.id, { associatedPartnerId, ifMatch: '"2"' }),
      );
      expect(outcomeOf(stale)).toBe('ETAG_MISMATCH (R40)');
      expect(outcomeOf(seen.result)).toBe('INVALID_INPUT');
      expect(seen.audits).toEqual([expect.objectContaining({ old_value: {} })]);
    }
    expect(outcomeOf(await updateBy(partner, customer.id, { associatedPartnerId: null }))).toBe(
      'NOT_FOUND (R36)',
    );
  });

  test('who reads it: the customer and the provider; neither another partner nor a reseller without a relationship', async () => {
    const tiers = await givenTiers();
    const { provider, partner, mpnId } = tiers;
    const customer = await givenRelatedCustomer(tiers);
    const other = await givenReseller(app);
    await givenRelationship(app, { customer, reseller: other });
    await updateBy(provider, customer.id, { associatedPartnerId: mpnId });
    const readBy = async (who: Parameters<TestApp['as']>[0]): Promise<unknown> => {
      const data = await app.succeed<{ customer: { associatedPartnerId: string | null } | null }>(
        who,
        'query ($id: ID!) { customer(id: $id) { associatedPartnerId } }',
        { id: customer.id },
      );
      return data.customer?.associatedPartnerId;
    };

    expect(await readBy(customer.as('CUSTOMER_GLOBAL_ADMIN'))).toBe(mpnId);
    expect(await readBy(provider.as('HELPDESK_AGENT'))).toBe(mpnId);
    expect(await readBy(other.as('ADMIN_AGENT'))).toBeNull();
    expect(await readBy(partner.as('ADMIN_AGENT'))).toBeUndefined();
  });
});
