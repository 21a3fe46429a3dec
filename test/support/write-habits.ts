import {
  act,
  done,
  type Input,
  outcomeOf,
  type RelationshipMutation,
  type Who,
} from './relationship-api';
import { observe } from './relationship-situations';
import type { TestApp } from './test-app';

/** One act that may be done once, by somebody who may do it. */
export interface PossibleAct {
  readonly who: Who;
  /** Another user of the same tenant who may do it as well. */
  readonly colleague: Who;
  readonly input: Input;
  /** The same act with another input. */
  readonly otherInput: Input;
  /** Present etag of what is moved; left out where there is none. */
  readonly etag?: string;
}

export interface Habits {
  readonly mutation: RelationshipMutation;
  readonly given: (app: TestApp) => Promise<PossibleAct>;
  readonly audit: { readonly operation: string; readonly resource_type: string };
  /** Names of the events of the act, in their order. */
  readonly events: readonly string[];
  /** What the act answers once it has been done: `allowed` where it is repeated without effect. */
  readonly again: string;
  readonly isProved: boolean;
}

/** What holds for every write of this module alike: R40, R41, R42, dry runs, two calls at once. */
export function describeHabits(appOf: () => TestApp, habits: Habits): void {
  describe('as every write', () => {
    describeRecord(appOf, habits);
    describeDryRun(appOf, habits);
    describeRepetition(appOf, habits);
    describeConcurrency(appOf, habits);
  });
}

function describeRecord(appOf: () => TestApp, habits: Habits): void {
  const { mutation, given, audit, events, again, isProved } = habits;

  test('writes one audit record, its events once, and a proof where there is something to prove', async () => {
    const app = appOf();
    const { who, input } = await given(app);

    const seen = await observe(app, () => done(app, who, mutation, input));

    expect(seen.audits).toEqual([
      expect.objectContaining({ ...audit, status: 'SUCCEEDED', code: null, dry_run: false }),
    ]);
    expect(seen.events.map(({ name }) => name)).toEqual(events);
    expect(seen.changed).not.toContain('subscriptions');
    expect(seen.result.dryRun).toBe(false);
    expect(seen.result.repeated).toBe(false);
    if (isProved) expect(seen.result.proof).toMatchObject({ unchanged: true });
    else expect(seen.result.proof ?? null).toBeNull();
  });

  test('done again it has no second effect', async () => {
    const app = appOf();
    const { who, input } = await given(app);
    await done(app, who, mutation, input);

    const seen = await observe(app, () => act(app, who, mutation, input));

    const isAllowed = again === 'allowed';
    expect(outcomeOf(seen.result)).toBe(again);
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        operation: audit.operation,
        status: isAllowed ? 'SUCCEEDED' : 'FAILED',
        repeated: isAllowed,
        code: isAllowed ? null : seen.result.error?.extensions.code,
        // What was tried (R42); where it had been done before, nothing was to change.
        new_value: isAllowed ? null : expect.any(Object),
        old_value: isAllowed ? null : expect.any(Object),
      }),
    ]);
    if (isAllowed) expect(seen.result.payload?.repeated).toBe(true);
  });
}

function describeDryRun(appOf: () => TestApp, { mutation, given, audit, again }: Habits): void {
  test('a dry run that passes changes nothing, records nothing and proves nothing', async () => {
    const app = appOf();
    const { who, input } = await given(app);

    const seen = await observe(app, () =>
      done(app, who, mutation, { ...input, validateOnly: true, clientRequestId: 'dry' }),
    );

    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([]);
    expect(seen.result).toMatchObject({ dryRun: true, clientRequestId: 'dry' });
    expect(seen.result.proof ?? null).toBeNull();
    expect(outcomeOf(await act(app, who, mutation, input))).toBe('allowed');
  });

  test('a dry run has the verdict of the real call, and a refused one is audited as a dry run', async () => {
    const app = appOf();
    const { who, input } = await given(app);
    await done(app, who, mutation, input);

    const seen = await observe(app, () =>
      act(app, who, mutation, { ...input, validateOnly: true }),
    );

    expect(outcomeOf(seen.result)).toBe(again);
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual(
      again === 'allowed'
        ? []
        : [
            expect.objectContaining({
              operation: audit.operation,
              status: 'FAILED',
              dry_run: true,
            }),
          ],
    );
  });
}

function describeRepetition(appOf: () => TestApp, { mutation, given, again }: Habits): void {
  test('the same clientRequestId and input answers as the first call did (R41)', async () => {
    const app = appOf();
    const { who, input } = await given(app);
    const named = { ...input, clientRequestId: 'mine' };
    const first = await done(app, who, mutation, named);

    const seen = await observe(app, () => done(app, who, mutation, named));

    expect(seen.changed).toEqual([]);
    expect(seen.result).toEqual({ ...first, repeated: true });
    expect(seen.audits).toEqual([
      expect.objectContaining({
        status: 'SUCCEEDED',
        repeated: true,
        client_request_id: 'mine',
      }),
    ]);
  });

  test('the same clientRequestId with another input is refused (R41)', async () => {
    const app = appOf();
    const { who, input, otherInput } = await given(app);
    await done(app, who, mutation, { ...input, clientRequestId: 'mine' });

    const seen = await observe(app, () =>
      act(app, who, mutation, { ...otherInput, clientRequestId: 'mine' }),
    );

    expect(outcomeOf(seen.result)).toBe('IDEMPOTENCY_KEY_REUSED (R41)');
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([expect.objectContaining({ status: 'FAILED' })]);
  });

  test('the clientRequestId of another caller is another one (R41)', async () => {
    const app = appOf();
    const { who, colleague, input, otherInput } = await given(app);
    await done(app, who, mutation, { ...input, clientRequestId: 'ours' });

    expect(
      outcomeOf(await act(app, colleague, mutation, { ...otherInput, clientRequestId: 'ours' })),
    ).not.toMatch(/^IDEMPOTENCY/);
  });

  test('after 24 hours a clientRequestId is free again (D12)', async () => {
    const app = appOf();
    const { who, input } = await given(app);
    const named = { ...input, clientRequestId: 'mine' };
    await done(app, who, mutation, named);
    app.clock.advance({ hours: 24 });

    expect(outcomeOf(await act(app, who, mutation, named))).toBe(again);
  });
}

function describeConcurrency(appOf: () => TestApp, habits: Habits): void {
  const { mutation, given, events, again } = habits;

  test('two calls at once have one effect, with each event once', async () => {
    const app = appOf();
    const { who, colleague, input } = await given(app);

    const seen = await observe(app, () =>
      Promise.all([who, colleague].map((caller) => act(app, caller, mutation, input))),
    );

    expect(seen.result.map(outcomeOf).sort()).toEqual(['allowed', again].sort());
    expect(seen.events.map(({ name }) => name)).toEqual(events);
    expect(seen.audits).toHaveLength(2);
  });

  test('two calls at once with one clientRequestId have one effect (R41)', async () => {
    const app = appOf();
    const { who, input } = await given(app);
    const named = { ...input, clientRequestId: 'mine' };

    const seen = await observe(app, () =>
      Promise.all([1, 2].map(() => act(app, who, mutation, named))),
    );

    const outcomes = seen.result.map(outcomeOf);
    expect(outcomes).toContain('allowed');
    // The second either waits for nobody, or comes when the first has finished.
    outcomes.forEach((it) => expect(['allowed', 'IDEMPOTENCY_IN_PROGRESS (R41)']).toContain(it));
    expect(seen.events.map(({ name }) => name)).toEqual(events);
  });
}

/** R40 for a move: the etag is compared only when it is sent. */
export function describeEtag(
  appOf: () => TestApp,
  { mutation, given }: Pick<Habits, 'mutation' | 'given'>,
): void {
  test.each(['"0"', '"99"', '*', '1', ''])('refuses the stale etag %s (R40)', async (ifMatch) => {
    const app = appOf();
    const { who, input } = await given(app);

    const seen = await observe(app, () => act(app, who, mutation, { ...input, ifMatch }));

    expect(outcomeOf(seen.result)).toBe('ETAG_MISMATCH (R40)');
    expect(seen.changed).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        status: 'FAILED',
        code: 'ETAG_MISMATCH',
        rule: 'R40',
        old_value: expect.any(Object),
        new_value: expect.any(Object),
      }),
    ]);
  });

  test.each(['present', null])('takes the etag %s (R40)', async (ifMatch) => {
    const app = appOf();
    const { who, input, etag } = await given(app);
    const sent = ifMatch === null ? null : etag;

    expect(outcomeOf(await act(app, who, mutation, { ...input, ifMatch: sent }))).toBe('allowed');
  });
}
