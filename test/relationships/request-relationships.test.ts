import { newId } from '../../src/platform/ids';
import { actOnMany, doneForMany, outcomesOf } from '../support/bulk-api';
import { done } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  keyOf,
  nowReseller,
  observe,
  type ResellerParty,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
let reseller: ResellerParty;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());
beforeEach(async () => {
  reseller = await givenReseller(app);
});

const MUTATION = 'requestRelationships';
const agent = () => reseller.as('ADMIN_AGENT');
const tenants = (count: number) =>
  Array.from({ length: count }, () => ({ customerTenantId: newId() }));

test('answers for each item in the order of the call, and refuses only what is to be refused', async () => {
  const customer = await givenCustomer(app);
  const related = await givenCustomer(app);
  await givenRelationship(app, { customer: related, reseller });
  const stranger = newId();

  const seen = await observe(app, () =>
    doneForMany(app, agent(), MUTATION, [
      { customerTenantId: customer.tenantId },
      { customerTenantId: related.tenantId },
      { services: ['DYNAMICS'] },
      { customerTenantId: stranger, services: ['DYNAMICS'] },
      { customerTenantId: newId(), withDelegatedAdmin: false },
      { customerDomainHint: 'contoso' },
    ]),
  );

  expect(outcomesOf(seen.result)).toEqual([
    'created',
    'RELATIONSHIP_ALREADY_EXISTS (R9)',
    'INVALID_INPUT',
    'created',
    'DAP_REQUIRED_IN_CLOUD (R14)',
    'created',
  ]);
  expect(seen.result).toMatchObject({
    totalCount: 6,
    succeededCount: 3,
    refusedCount: 3,
    createdCount: 3,
    dryRun: false,
    repeated: false,
    proof: null,
  });
  expect(seen.result.outcomes.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(seen.result.outcomes[3]?.relationshipRequest).toMatchObject({
    status: 'PENDING',
    customerTenantId: stranger,
  });
  expect(seen.result.outcomes[2]?.refusal).toMatchObject({
    kind: 'INVALID',
    httpStatus: 400,
    field: 'input.items[2].customerTenantId',
    refusals: [{ code: 'INVALID_INPUT', fields: ['input.items[2].customerTenantId'] }],
  });
});

test('records every item, and tells of every change once (R42)', async () => {
  const customer = await givenCustomer(app);

  const seen = await observe(app, () =>
    doneForMany(app, agent(), MUTATION, [
      { customerTenantId: customer.tenantId },
      { withDelegatedAdmin: false, customerTenantId: newId() },
      { customerTenantId: newId() },
    ]),
  );

  const ids = seen.result.outcomes.map((it) => keyOf(it.relationshipRequest?.id) || null);
  const of = { operation: 'REQUEST_RELATIONSHIP', resource_type: 'RELATIONSHIP_REQUEST' };
  expect(seen.audits).toEqual([
    expect.objectContaining({ ...of, status: 'SUCCEEDED', resource_id: ids[0] }),
    expect.objectContaining({ ...of, status: 'FAILED', code: 'DAP_REQUIRED_IN_CLOUD' }),
    expect.objectContaining({ ...of, status: 'SUCCEEDED', resource_id: ids[2] }),
  ]);
  expect(seen.audits[0]).toMatchObject({ customer_id: customer.key });
  expect(seen.events.map(({ name }) => name)).toEqual(
    Array(2).fill('RESELLER_RELATIONSHIP_REQUESTED'),
  );
  expect(seen.events.map((it) => it.resource_id).sort()).toEqual([ids[0], ids[2]].sort());
  expect(seen.events.map(({ scope_id: scope }) => scope).sort()).toEqual(
    [customer.key, reseller.key].sort(),
  );
});

test('numbers the events of one scope without a gap, over several calls and transactions', async () => {
  const first = await observe(app, () => doneForMany(app, agent(), MUTATION, tenants(120)));
  const second = await observe(app, () => doneForMany(app, agent(), MUTATION, tenants(3)));

  expect([...first.events, ...second.events].map(({ sequence }) => Number(sequence))).toEqual(
    Array.from({ length: 123 }, (_, index) => index + 1),
  );
});

test('the same item again in one call is answered as the second call would be', async () => {
  const [item] = tenants(1);

  const seen = await observe(app, () =>
    doneForMany(app, agent(), MUTATION, [item ?? {}, item ?? {}]),
  );

  const { outcomes } = seen.result;
  expect(outcomesOf(seen.result)).toEqual(['created', 'waiting']);
  expect(outcomes.map(({ repeated }) => repeated)).toEqual([false, true]);
  expect(outcomes[1]?.relationshipRequest).toEqual(outcomes[0]?.relationshipRequest);
  expect(seen.events).toHaveLength(1);
  expect(seen.audits.map(({ repeated }) => repeated)).toEqual([false, true]);
});

test('an overdue request makes room for the next one, which counts for the rest of the call (R25)', async () => {
  const items = tenants(2);
  await doneForMany(app, agent(), MUTATION, items);
  app.clock.advance({ days: 90 });

  const seen = await observe(app, () => doneForMany(app, agent(), MUTATION, [...items, ...items]));

  expect(outcomesOf(seen.result)).toEqual(['created', 'created', 'waiting', 'waiting']);
  expect(seen.events.map(({ name }) => name).sort()).toEqual([
    'RESELLER_RELATIONSHIP_REQUESTED',
    'RESELLER_RELATIONSHIP_REQUESTED',
    'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
    'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
  ]);
});

describe('repeated calls (R41)', () => {
  test('an id that comes again in one call answers as its first item did, or refuses another input', async () => {
    const [item, other] = tenants(2);

    const payload = await doneForMany(app, agent(), MUTATION, [
      { ...item, clientRequestId: 'one' },
      { ...item, clientRequestId: 'one' },
      { ...other, clientRequestId: 'one' },
    ]);

    expect(outcomesOf(payload)).toEqual(['created', 'created', 'IDEMPOTENCY_KEY_REUSED (R41)']);
    expect(payload.outcomes.map(({ repeated }) => repeated)).toEqual([false, true, false]);
  });

  test('an id of an item is the same for the single mutation', async () => {
    const [item] = tenants(1);
    const single = await done(app, agent(), 'requestRelationship', {
      ...item,
      clientRequestId: 'both',
    });

    const seen = await observe(app, () =>
      doneForMany(app, agent(), MUTATION, [{ ...item, clientRequestId: 'both' }]),
    );

    const { outcomes, repeated } = seen.result;
    expect(outcomes[0]).toMatchObject({ created: true, repeated: true });
    expect(outcomes[0]?.relationshipRequest?.id).toBe(single.relationshipRequest?.id);
    expect(repeated).toBe(true);
    // The record of the repetition is about what the first call was about (R42).
    expect(seen.audits).toEqual([
      expect.objectContaining({
        repeated: true,
        resource_id: keyOf(single.relationshipRequest?.id),
      }),
    ]);
  });

  test('the id of the call stands for the items that have none', async () => {
    const items = tenants(3);
    const call = { clientRequestId: 'call' };
    const first = await doneForMany(app, agent(), MUTATION, items, call);

    const seen = await observe(app, () => doneForMany(app, agent(), MUTATION, items, call));
    const [changed] = tenants(1);
    const other = await doneForMany(
      app,
      agent(),
      MUTATION,
      [...items.slice(0, 2), changed ?? {}],
      call,
    );

    expect(seen.changed).toEqual([]);
    expect(seen.result.outcomes).toEqual(
      first.outcomes.map((outcome) => ({ ...outcome, repeated: true })),
    );
    expect(outcomesOf(other)).toEqual(['created', 'created', 'IDEMPOTENCY_KEY_REUSED (R41)']);
  });

  test('what was refused is decided anew under its id', async () => {
    const items = [{ ...tenants(1)[0], clientRequestId: 'again' }];
    await nowReseller(app, reseller, 'account_status', 'SUSPENDED');
    const refused = await doneForMany(app, agent(), MUTATION, items);
    await nowReseller(app, reseller, 'account_status', 'ACTIVE');

    expect(outcomesOf(refused)).toEqual(['RESELLER_SUSPENDED (R18)']);
    expect(outcomesOf(await doneForMany(app, agent(), MUTATION, items))).toEqual(['created']);
  });

  test('two equal calls at once have one effect', async () => {
    const items = tenants(30);

    const seen = await observe(app, () =>
      Promise.all(
        ['one', 'other'].map((user) =>
          doneForMany(app, reseller.as('ADMIN_AGENT', user), MUTATION, items),
        ),
      ),
    );

    expect(seen.result.map(({ createdCount }) => createdCount).sort()).toEqual([0, 30]);
    expect(seen.result.map(({ refusedCount }) => refusedCount)).toEqual([0, 0]);
    expect(seen.events).toHaveLength(30);
    expect(seen.audits).toHaveLength(60);
  });
});

describe('a dry run', () => {
  test('has the outcomes of the real call, changes nothing, and records what it refuses', async () => {
    const [item] = tenants(1);
    const items = [
      item ?? {},
      item ?? {},
      { withDelegatedAdmin: false, customerTenantId: newId() },
    ];

    const seen = await observe(app, () =>
      doneForMany(app, agent(), MUTATION, items, { validateOnly: true, clientRequestId: 'dry' }),
    );

    expect(seen.result).toMatchObject({ dryRun: true, createdCount: 1, refusedCount: 1 });
    expect(seen.result.outcomes[0]?.relationshipRequest).toBeNull();
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({ status: 'FAILED', dry_run: true, client_request_id: 'dry' }),
    ]);
    const real = await doneForMany(app, agent(), MUTATION, items, { clientRequestId: 'dry' });
    expect(outcomesOf(real)).toEqual(outcomesOf(seen.result));
  });
});

describe('the call as a whole', () => {
  test.each<readonly [who: string | null, code: string]>([
    [null, 'UNAUTHENTICATED'],
    ['reseller-b-helpdesk', 'ROLE_NOT_ALLOWED'],
    ['reseller-b-app', 'ROLE_NOT_ALLOWED'],
    ['customer-global', 'ROLE_NOT_ALLOWED'],
    ['operator', 'ROLE_NOT_ALLOWED'],
    ['reseller-us-admin', 'FEATURE_NOT_AVAILABLE_IN_CLOUD'],
  ])('is refused to %s with %s and one record', async (who, code) => {
    const seen = await observe(app, () => actOnMany(app, who, MUTATION, tenants(3)));

    expect(seen.result.payload).toBeNull();
    expect(seen.result.error?.extensions.code).toBe(code);
    expect(seen.changed).toEqual([]);
    expect(seen.audits.map((record) => record.code)).toEqual(who === null ? [] : [code]);
  });

  test.each([0, 501])('is refused with %i items', async (count) => {
    const seen = await observe(app, () => actOnMany(app, agent(), MUTATION, tenants(count)));

    expect(seen.result.error?.extensions).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'input.items',
    });
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({ status: 'FAILED', code: 'INVALID_INPUT' }),
    ]);
  });

  test('an indirect reseller hears R22 for each item', async () => {
    const payload = await doneForMany(app, 'indirect-reseller-admin', MUTATION, tenants(2), {
      validateOnly: true,
    });

    expect(outcomesOf(payload)).toEqual(Array(2).fill('INDIRECT_RESELLER_CANNOT_INVITE (R22)'));
  });
});

test('500 items share their statements: as many for 20 as for 100, and five times that for 500', async () => {
  // The link of the account is made by whoever comes first.
  await doneForMany(app, agent(), MUTATION, tenants(1));
  const countOf = async (count: number): Promise<number> => {
    const items = tenants(count).map((item, index) => ({
      ...item,
      clientRequestId: `${count}/${index}`,
    }));
    const statements = await app.statementsOf(async () => {
      const { createdCount } = await doneForMany(app, agent(), MUTATION, items);
      expect(createdCount).toBe(count);
    });
    return statements.length;
  };

  const [few, hundred, all] = [await countOf(20), await countOf(100), await countOf(500)];

  expect(hundred).toBe(few);
  expect(all).toBeLessThanOrEqual(5 * few);
});
