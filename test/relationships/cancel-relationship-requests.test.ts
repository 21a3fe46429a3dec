import { relationshipRequestIdOf } from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { actOnMany, doneForMany, outcomesOf } from '../support/bulk-api';
import { done } from '../support/relationship-api';
import {
  givenRequestIn,
  givenReseller,
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

const MUTATION = 'cancelRelationshipRequests';
const agent = () => reseller.as('ADMIN_AGENT');

/** Requests that wait, as items of the call. */
async function waiting(count: number): Promise<{ relationshipRequestId: string }[]> {
  const items = Array.from({ length: count }, () => ({ customerTenantId: newId() }));
  const { outcomes } = await doneForMany(app, agent(), 'requestRelationships', items);
  return outcomes.map((it) => ({ relationshipRequestId: it.relationshipRequest?.id ?? '' }));
}

test('answers for each item in the order of the call, and refuses only what is to be refused', async () => {
  const [mine, stale] = await waiting(2);
  const { request: foreign } = await givenRequestIn(app, 'PENDING');

  const seen = await observe(app, () =>
    doneForMany(app, agent(), MUTATION, [
      { relationshipRequestId: foreign.id },
      mine ?? {},
      { relationshipRequestId: 'what' },
      { ...stale, ifMatch: '"9"' },
      mine ?? {},
      { relationshipRequestId: relationshipRequestIdOf(newId()) },
    ]),
  );

  expect(outcomesOf(seen.result)).toEqual([
    'NOT_FOUND (R36)',
    'done',
    'INVALID_INPUT',
    'ETAG_MISMATCH (R40)',
    'REQUEST_NOT_PENDING (R24)',
    'NOT_FOUND (R36)',
  ]);
  expect(seen.result).toMatchObject({ totalCount: 6, succeededCount: 1, refusedCount: 5 });
  expect(seen.result.outcomes[1]?.relationshipRequest?.status).toBe('CANCELED');
  expect(seen.result.outcomes[2]?.refusal?.field).toBe('input.items[2].relationshipRequestId');
  expect(seen.audits.map(({ code }) => code)).toEqual([
    'NOT_FOUND',
    null,
    'INVALID_INPUT',
    'ETAG_MISMATCH',
    'REQUEST_NOT_PENDING',
    'NOT_FOUND',
  ]);
  expect(seen.audits[0]).toMatchObject({ customer_id: null, resource_id: null });
  expect(seen.events.map(({ name }) => name)).toEqual(['RESELLER_RELATIONSHIP_REQUEST_CANCELED']);
});

test('an overdue request is not taken back (R25)', async () => {
  const items = await waiting(2);
  app.clock.advance({ days: 90 });

  expect(outcomesOf(await doneForMany(app, agent(), MUTATION, items))).toEqual(
    Array(2).fill('REQUEST_EXPIRED (R25)'),
  );
});

test('repeated with the id of the call it answers as the first did (R41)', async () => {
  const items = await waiting(3);
  const call = { clientRequestId: 'back' };
  const first = await doneForMany(app, agent(), MUTATION, items, call);

  const seen = await observe(app, () => doneForMany(app, agent(), MUTATION, items, call));

  expect(outcomesOf(first)).toEqual(['done', 'done', 'done']);
  expect(seen.changed).toEqual([]);
  expect(seen.result.repeated).toBe(true);
  expect(outcomesOf(seen.result)).toEqual(['done', 'done', 'done']);
});

test('an id of an item is the same for the single mutation (R41)', async () => {
  const [item] = await waiting(1);
  const named = { ...item, clientRequestId: 'both' };
  await done(app, agent(), 'cancelRelationshipRequest', named);

  const { outcomes } = await doneForMany(app, agent(), MUTATION, [named]);

  expect(outcomes[0]).toMatchObject({ repeated: true, refusal: null });
});

test('a dry run has the outcomes of the real call and changes nothing', async () => {
  const [item] = await waiting(1);
  const items = [item ?? {}, item ?? {}];

  const seen = await observe(app, () =>
    doneForMany(app, agent(), MUTATION, items, { validateOnly: true }),
  );

  expect(outcomesOf(seen.result)).toEqual(['done', 'REQUEST_NOT_PENDING (R24)']);
  expect(seen.result.outcomes[0]?.relationshipRequest?.status).toBe('PENDING');
  expect(seen.changed).toEqual([]);
  expect(seen.audits.map(({ dry_run: isDryRun, code }) => [isDryRun, code])).toEqual([
    [true, 'REQUEST_NOT_PENDING'],
  ]);
});

test('two equal calls at once cancel each request once', async () => {
  const items = await waiting(30);

  const seen = await observe(app, () =>
    Promise.all(
      ['one', 'other'].map((user) =>
        doneForMany(app, reseller.as('SALES_AGENT', user), MUTATION, items),
      ),
    ),
  );

  const [some, rest] = seen.result;
  expect((some?.succeededCount ?? 0) + (rest?.succeededCount ?? 0)).toBe(30);
  expect(seen.events).toHaveLength(30);
  expect(seen.audits).toHaveLength(60);
});

test.each(['reseller-b-helpdesk', 'customer-global', 'reseller-b-app'])(
  'the whole call is refused to %s',
  async (who) => {
    const seen = await observe(app, () =>
      actOnMany(app, who, MUTATION, [{ relationshipRequestId: relationshipRequestIdOf(newId()) }]),
    );

    expect(seen.result.payload).toBeNull();
    expect(seen.result.error?.extensions.code).toBe('ROLE_NOT_ALLOWED');
    expect(seen.audits).toHaveLength(1);
  },
);

test('500 items share their statements: as many for 20 as for 100, and five times that for 500', async () => {
  const countOf = async (count: number): Promise<number> => {
    const items = await waiting(count);
    const statements = await app.statementsOf(async () => {
      const { succeededCount } = await doneForMany(app, agent(), MUTATION, items);
      expect(succeededCount).toBe(count);
    });
    return statements.length;
  };

  const [few, hundred, all] = [await countOf(20), await countOf(100), await countOf(500)];

  expect(hundred).toBe(few);
  expect(all).toBeLessThanOrEqual(5 * few);
});
