import { DomainError } from '../../../src/kernel/domain-error';
import { DEMO_IDS } from '../../../src/modules/demo/demo-ids';
import type { Command, CommandContext, CommandScope } from '../../../src/platform/commands/command';
import { CommandRunner } from '../../../src/platform/commands/command-runner';
import type { CommandContract, WriteInput } from '../../../src/platform/commands/contract';
import type { Database } from '../../../src/platform/database/database';
import { openDatabase } from '../../../src/platform/database/open-database';
import { sql } from '../../../src/platform/database/sql';
import type { EventDraft, WrittenEvent } from '../../../src/platform/event-log/append-events';
import { newId } from '../../../src/platform/ids';
import { ADMIN_AGENT, partnerUser } from '../../support/rule-facts';
import { TestClock } from '../../support/test-clock';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';

const RESELLER = DEMO_IDS.resellers.resellerB;
const OTHER_RESELLER = DEMO_IDS.resellers.resellerA;

let clone: TestDatabase;
let database: Database;
let clock: TestClock;
let published: WrittenEvent[];
let runner: CommandRunner;

beforeAll(async () => {
  clone = await cloneDatabase('story');
  ({ database } = await openDatabase({
    url: clone.url,
    dataDir: '',
    entities: [],
    poolSize: 6,
  }));
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});
beforeEach(() => {
  clock = new TestClock();
  published = [];
  runner = new CommandRunner(database, (events) => published.push(...events));
});

const CONTRACT: CommandContract = {
  name: 'probe',
  action: 'REQUEST_RELATIONSHIP',
  features: [],
  rejects: [],
  emits: ['INVITATION_ROTATED'],
  leavesUnchanged: [],
  guardsSubscription: null,
  guardsPartnerOfRecord: false,
  operation: 'ROTATE_INVITATION',
  resourceType: 'INVITATION',
};

interface ProbeInput extends WriteInput {
  readonly value?: string | null;
}

type Work = (scope: CommandScope, input: ProbeInput) => Promise<{ readonly id: string }>;

/** A command that does whatever a test says. */
function probe(work: Work): Command<ProbeInput, { readonly id: string }> {
  return { contract: CONTRACT, operation: 'relationship', execute: work };
}

function contextOf(userId = 'somebody'): CommandContext {
  const actor = {
    ...ADMIN_AGENT,
    resellerId: RESELLER,
    tenantId: 'bbbbbbbb-0000-4000-8000-000000000002',
    userId,
  };
  return { actor, correlationId: newId(), clock };
}

function event(resellerId = RESELLER): EventDraft {
  return {
    name: 'INVITATION_ROTATED',
    customerId: null,
    resellerId,
    recipientResellerIds: [resellerId],
    isForCustomer: false,
    resourceId: newId(),
    data: { resellerId, oldInvitationId: newId(), newInvitationId: newId() },
  };
}

/** Renames a reseller, says so, and tells what it is about. */
const rename: Work = async (scope, { value }) => {
  const id = newId();
  await scope.tx.query(sql`UPDATE resellers SET name = ${value ?? id} WHERE id = ${RESELLER}`);
  scope.about({ resellerId: RESELLER, resourceId: id, newValue: { name: value ?? id } });
  scope.emit(event());
  return { id };
};

async function nameOf(resellerId = RESELLER): Promise<string | undefined> {
  const [row] = await database.query<{ name: string }>(
    sql`SELECT name FROM resellers WHERE id = ${resellerId}`,
  );
  return row?.name;
}

interface Audit {
  readonly status: string;
  readonly code: string | null;
  readonly resource_id: string | null;
  readonly new_value: Record<string, unknown> | null;
  readonly dry_run: boolean;
  readonly repeated: boolean;
  readonly client_request_id: string | null;
}

function auditsOf({ correlationId }: CommandContext): Promise<Audit[]> {
  return database.query<Audit>(
    sql`SELECT * FROM audit_records WHERE correlation_id = ${correlationId} ORDER BY id`,
  );
}

async function eventCountOf({ correlationId }: CommandContext): Promise<number> {
  const rows = await database.query(
    sql`SELECT 1 FROM events WHERE correlation_id = ${correlationId}`,
  );
  return rows.length;
}

async function refusalOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
    return 'allowed';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
}

describe('an accepted change', () => {
  test('is written with its audit record and its events in one transaction, and published after it', async () => {
    const context = contextOf();

    const outcome = await runner.run(probe(rename), context, { value: 'Renamed' });

    expect(outcome).toEqual({
      result: { id: expect.any(String) },
      isDryRun: false,
      isRepeated: false,
    });
    expect(await nameOf()).toBe('Renamed');
    expect(await auditsOf(context)).toEqual([
      expect.objectContaining({
        status: 'SUCCEEDED',
        code: null,
        resource_id: outcome.result.id,
        new_value: { name: 'Renamed' },
        dry_run: false,
      }),
    ]);
    expect(await eventCountOf(context)).toBe(1);
    expect(published.map(({ name }) => name)).toEqual(['INVITATION_ROTATED']);
  });

  test('counts its events per scope without a gap', async () => {
    const [first, second] = [contextOf(), contextOf()];
    await runner.run(probe(rename), first, {});
    await refusalOf(
      runner.run(
        probe(async (scope, input) => {
          await rename(scope, input);
          throw new DomainError('INVALID_INPUT');
        }),
        contextOf(),
        {},
      ),
    );
    await runner.run(probe(rename), second, {});

    const rows = await database.query<{ sequence: string }>(sql`
      SELECT sequence FROM events WHERE correlation_id IN (${first.correlationId}, ${second.correlationId})
      ORDER BY position`);
    const [one, two] = rows.map(({ sequence }) => Number(sequence));
    expect(two).toBe((one ?? 0) + 1);
  });
});

describe('a refusal', () => {
  const refused: Work = async (scope, input) => {
    await rename(scope, input);
    throw new DomainError('REQUEST_NOT_PENDING');
  };

  test('takes everything back, and is audited after that with what was known by then', async () => {
    const context = contextOf();
    const before = await nameOf();

    const code = await refusalOf(runner.run(probe(refused), context, { value: 'Refused' }));

    expect(code).toBe('REQUEST_NOT_PENDING');
    expect(await nameOf()).toBe(before);
    expect(await auditsOf(context)).toEqual([
      expect.objectContaining({ status: 'FAILED', code, resource_id: expect.any(String) }),
    ]);
    expect(await eventCountOf(context)).toBe(0);
    expect(published).toEqual([]);
  });

  test('of the database is the refusal of the rule behind it, and audited as such', async () => {
    const context = contextOf();
    const write: Work = async (scope) => {
      await scope.tx.query(sql`UPDATE subscriptions SET quantity = 1`);
      return { id: '' };
    };

    const code = await refusalOf(runner.run(probe(write), context, {}));

    expect(code).toBe('SUBSCRIPTION_CHANGE_NOT_ALLOWED');
    expect(await auditsOf(context)).toEqual([expect.objectContaining({ status: 'FAILED', code })]);
  });

  test.each<readonly [string, WriteInput, 'REQUEST_NOT_PENDING' | 'NOT_FOUND', number]>([
    ['tells whom it concerns', {}, 'REQUEST_NOT_PENDING', 1],
    ['tells nobody when it is a dry run', { validateOnly: true }, 'REQUEST_NOT_PENDING', 0],
    ['tells nobody when nothing was found', {}, 'NOT_FOUND', 0],
  ])('%s', async (_case, input, code, events) => {
    const context = contextOf();
    const work: Work = (scope) => {
      scope.emitIfRefused(() => event());
      return Promise.reject(new DomainError(code));
    };

    expect(await refusalOf(runner.run(probe(work), context, input))).toBe(code);
    expect(await eventCountOf(context)).toBe(events);
    expect(published).toHaveLength(events);
  });

  test('that a guard made before the command is audited the same way', async () => {
    const context = contextOf();
    const refusal = new DomainError('ROLE_NOT_ALLOWED');

    await runner.recordRefusal(CONTRACT, context, { clientRequestId: 'mine' }, refusal);

    expect(await auditsOf(context)).toEqual([
      expect.objectContaining({
        status: 'FAILED',
        code: 'ROLE_NOT_ALLOWED',
        client_request_id: 'mine',
      }),
    ]);
  });

  test('is not what a mistake of ours is: that is thrown on, without a record', async () => {
    const context = contextOf();
    const work: Work = async (scope, input) => {
      await rename(scope, input);
      throw new Error('a bug');
    };

    expect(await refusalOf(runner.run(probe(work), context, { value: 'Bug' }))).toContain('a bug');
    expect(await nameOf()).not.toBe('Bug');
    expect(await auditsOf(context)).toEqual([]);
  });
});

describe('a dry run', () => {
  test('asks every step, then takes everything back without a trace', async () => {
    const context = contextOf();
    const before = await nameOf();

    const outcome = await runner.run(probe(rename), context, {
      value: 'Dry',
      validateOnly: true,
      clientRequestId: newId(),
    });

    expect(outcome).toMatchObject({ isDryRun: true, result: { id: expect.any(String) } });
    expect(await nameOf()).toBe(before);
    expect(await auditsOf(context)).toEqual([]);
    expect(await eventCountOf(context)).toBe(0);
    expect(published).toEqual([]);
  });

  test('neither reads nor writes the memory of repeated calls (R41)', async () => {
    const clientRequestId = newId();
    await runner.run(probe(rename), contextOf(), { value: 'Kept', clientRequestId });

    const dry = await runner.run(probe(rename), contextOf(), {
      value: 'Other',
      clientRequestId,
      validateOnly: true,
    });

    expect(dry).toMatchObject({ isDryRun: true, isRepeated: false });
  });

  test('that is refused is audited as one', async () => {
    const context = contextOf();
    const work: Work = () => Promise.reject(new DomainError('INVALID_INPUT'));

    await refusalOf(runner.run(probe(work), context, { validateOnly: true }));

    expect(await auditsOf(context)).toEqual([
      expect.objectContaining({ status: 'FAILED', dry_run: true }),
    ]);
  });
});

describe('a repeated call (R41)', () => {
  const run = (userId: string, input: ProbeInput) =>
    runner.run(probe(rename), contextOf(userId), input);

  test('answers as the first did, without a second effect, and is audited as repeated', async () => {
    const context = contextOf();
    const input = { value: 'Once', clientRequestId: newId() };
    const first = await run('somebody', input);
    await run('somebody', { value: 'Meanwhile' });

    const second = await runner.run(probe(rename), context, input);

    expect(second).toEqual({ result: first.result, isDryRun: false, isRepeated: true });
    expect(await nameOf()).toBe('Meanwhile');
    expect(await auditsOf(context)).toEqual([
      expect.objectContaining({
        status: 'SUCCEEDED',
        repeated: true,
        resource_id: first.result.id,
        new_value: null,
      }),
    ]);
    expect(await eventCountOf(context)).toBe(0);
  });

  test.each<readonly [string, (id: string) => ProbeInput, string]>([
    ['another value', (id) => ({ value: 'B', clientRequestId: id }), 'IDEMPOTENCY_KEY_REUSED'],
    ['null for a value', (id) => ({ value: null, clientRequestId: id }), 'IDEMPOTENCY_KEY_REUSED'],
    ['a value left out', (id) => ({ clientRequestId: id }), 'IDEMPOTENCY_KEY_REUSED'],
    ['the same in another order', (id) => ({ clientRequestId: id, value: 'A' }), 'allowed'],
    [
      'validateOnly said and false',
      (id) => ({ value: 'A', validateOnly: false, clientRequestId: id }),
      'allowed',
    ],
  ])('with %s', async (_case, inputOf, expected) => {
    const id = newId();
    await run('somebody', { value: 'A', clientRequestId: id });

    expect(await refusalOf(run('somebody', inputOf(id)))).toBe(expected);
  });

  test('of another user, another mutation, or without an id is another call', async () => {
    const input = { value: 'Mine', clientRequestId: newId() };
    const first = await run('somebody', input);
    const other = { ...probe(rename), contract: { ...CONTRACT, name: 'otherProbe' } };

    const outcomes = [
      await run('somebody else', input),
      await runner.run(other, contextOf(), input),
      await run('somebody', { value: 'Mine' }),
    ];

    outcomes.forEach((outcome) => {
      expect(outcome.isRepeated).toBe(false);
      expect(outcome.result.id).not.toBe(first.result.id);
    });
  });

  test('after a refusal is a first call: a refusal is not remembered', async () => {
    const input = { clientRequestId: newId() };
    const refused: Work = () => Promise.reject(new DomainError('INVALID_INPUT'));
    await refusalOf(runner.run(probe(refused), contextOf(), input));

    expect(await run('somebody', input)).toMatchObject({ isRepeated: false });
  });

  test.each([
    ['a millisecond before 24 hours', -1, true],
    ['at 24 hours', 0, false],
    ['a millisecond after', 1, false],
  ])('%s is known: %s (D12)', async (_case, ms, isRepeated) => {
    const input = { clientRequestId: newId() };
    await run('somebody', input);
    clock.advance({ hours: 24, ms });

    expect(await run('somebody', input)).toMatchObject({ isRepeated });
  });

  test.each([
    ['', 'INVALID_INPUT'],
    ['x'.repeat(128), 'allowed'],
    ['x'.repeat(129), 'INVALID_INPUT'],
  ])('with an id of other lengths: %#', async (clientRequestId, expected) => {
    expect(await refusalOf(run(newId(), { clientRequestId }))).toBe(expected);
  });

  test('while the first still runs is refused, and the id is free once that one has failed', async () => {
    const input = { clientRequestId: newId() };
    let fail: (error: Error) => void = () => undefined;
    const started = new Promise<void>((begin) => {
      const hanging: Work = () =>
        new Promise((_resolve, reject) => {
          fail = reject;
          begin();
        });
      void refusalOf(runner.run(probe(hanging), contextOf(), input)).then(() => ended());
    });
    let ended: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (ended = resolve));
    await started;

    const during = await refusalOf(run('somebody', input));
    fail(new Error('the process died'));
    await finished;

    expect(during).toBe('IDEMPOTENCY_IN_PROGRESS');
    expect(await run('somebody', input)).toMatchObject({ isRepeated: false });
  });
});

describe('a deadlock', () => {
  test('runs the command again; the notes of the lost attempt are forgotten', async () => {
    const contexts = [contextOf('first'), contextOf('second')];
    let attempts = 0;
    let waiting = 0;
    let open: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => (open = resolve));
    const crossing =
      (order: readonly [string, string]): Work =>
      async (scope) => {
        attempts += 1;
        scope.about({ resourceId: newId(), newValue: { attempt: attempts } });
        scope.emit(event(order[0]));
        const lock = (id: string) =>
          scope.tx.query(sql`SELECT 1 FROM resellers WHERE id = ${id} FOR UPDATE`);
        await lock(order[0]);
        waiting += 1;
        if (waiting === 2) open();
        await bothHoldOne;
        await lock(order[1]);
        return { id: order[0] };
      };

    const outcomes = await Promise.all([
      runner.run(probe(crossing([RESELLER, OTHER_RESELLER])), contexts[0] as CommandContext, {}),
      runner.run(probe(crossing([OTHER_RESELLER, RESELLER])), contexts[1] as CommandContext, {}),
    ]);

    expect(outcomes).toHaveLength(2);
    // The one that goes on does so once it wakes; who begins again may take the row before, and lose once more.
    expect(attempts).toBeGreaterThanOrEqual(3);
    expect(published).toHaveLength(2);
    for (const context of contexts) {
      expect(await auditsOf(context)).toHaveLength(1);
      expect(await eventCountOf(context)).toBe(1);
    }
  });
});

test('a caller of a reseller declares itself to the database as that reseller', async () => {
  const actor = partnerUser(['ADMIN_AGENT'], { resellerId: RESELLER, tenantId: newId() });
  let declared: unknown;
  const work: Work = async (scope) => {
    [declared] = await scope.tx.query(sql`
      SELECT current_setting('app.actor') AS actor, current_setting('app.operation') AS operation`);
    return { id: '' };
  };

  await runner.run(probe(work), { actor, correlationId: newId(), clock }, {});

  expect(declared).toEqual({ actor: `reseller:${RESELLER}`, operation: 'relationship' });
});
