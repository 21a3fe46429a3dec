import { DomainError } from '../../kernel/domain-error';
import { recordAttempts } from '../audit/record-audit';
import { refusalBehind } from '../database/constraint-refusals';
import type { Database, Transaction } from '../database/database';
import { appendEvents, type WrittenEvent } from '../event-log/append-events';
import {
  attemptRecord,
  declarationOf,
  Notes,
  recordAll,
  type RecordedAttempt,
  scopeOf,
  writtenBy,
} from './attempt';
import type { BulkCommand, CommandContext } from './command';
import type { WriteInput } from './contract';
import { claimKeys, type IdempotencyKey, keyOf, rememberOutcomes } from './idempotency';

/** One item of a call, as the graph handed it over. */
export interface BulkItem<Input extends WriteInput> {
  readonly input: Input;
  /** Why it cannot even be read; it is audited like any other refusal. */
  readonly refusal: DomainError | null;
  /** Under which mutation its `clientRequestId` is kept (R41). */
  readonly keyScope: string;
}

export type BulkItemOutcome<Result> =
  | { readonly result: Result; readonly refusal: null; readonly isRepeated: boolean }
  | { readonly result: null; readonly refusal: DomainError; readonly isRepeated: false };

/**
 * Items of one transaction. Enough to share its statements, few enough that the rows it locks, and the
 * only session of the embedded database, are free again soon.
 */
export const ITEMS_PER_TRANSACTION = 100;

/** An item on its way. `refusal` and `result` are both null as long as it is undecided. */
interface Attempt<Input extends WriteInput, Result> {
  readonly input: Input;
  readonly key: IdempotencyKey | null;
  readonly notes: Notes;
  refusal: DomainError | null;
  result: Result | null;
}

/** Takes a dry run back, with what it found. */
class DryRunDone extends Error {
  constructor(readonly attempts: readonly Attempt<WriteInput, object>[]) {
    super('dry run');
  }
}

/**
 * Runs a command for many items: each with its own verdict, audit record, events and idempotency key, as
 * if they had come one after the other. They share transactions; every one of them is committed before
 * the call is answered. A failure of the database ends the call; what was committed before stays, and
 * the same call repeated finds it by the ids of its items. A dry run takes everything in one transaction,
 * so that later items meet what earlier ones would have made.
 */
export async function runEach<Input extends WriteInput, Result extends object>(
  database: Database,
  publish: (events: readonly WrittenEvent[]) => void,
  command: BulkCommand<Input, Result>,
  context: CommandContext,
  items: readonly BulkItem<Input>[],
): Promise<readonly BulkItemOutcome<Result>[]> {
  const isDryRun = items.some(({ input }) => input.validateOnly ?? false);
  const outcomes: BulkItemOutcome<Result>[] = [];
  for (const chunk of isDryRun ? [items] : chunksOf(items)) {
    const attempts = isDryRun
      ? await dryRun(database, command, context, chunk)
      : await commit(database, publish, command, context, chunk);
    outcomes.push(...attempts.map(outcomeOf));
  }
  return outcomes;
}

/** A chunk also ends where an id comes again: its second call must find what the first has left. */
function chunksOf<Input extends WriteInput>(
  items: readonly BulkItem<Input>[],
): readonly (readonly BulkItem<Input>[])[] {
  const chunks: BulkItem<Input>[][] = [];
  let ids = new Set<string>();
  for (const item of items) {
    const { clientRequestId } = item.input;
    const id = clientRequestId == null ? null : JSON.stringify([item.keyScope, clientRequestId]);
    const last = chunks.at(-1);
    if (last && last.length < ITEMS_PER_TRANSACTION && !(id !== null && ids.has(id))) {
      last.push(item);
    } else {
      chunks.push([item]);
      ids = new Set();
    }
    if (id !== null) ids.add(id);
  }
  return chunks;
}

function outcomeOf<Input extends WriteInput, Result>(
  attempt: Attempt<Input, Result>,
): BulkItemOutcome<Result> {
  const { refusal, result, notes } = attempt;
  if (refusal) return { result: null, refusal, isRepeated: false };
  if (result === null) throw new Error('an item was not decided');
  return { result, refusal: null, isRepeated: notes.isRepeated };
}

async function commit<Input extends WriteInput, Result extends object>(
  database: Database,
  publish: (events: readonly WrittenEvent[]) => void,
  command: BulkCommand<Input, Result>,
  context: CommandContext,
  chunk: readonly BulkItem<Input>[],
): Promise<readonly Attempt<Input, Result>[]> {
  const now = context.clock.now();
  const declaration = declarationOf(command.operation, context.actor);
  try {
    const { attempts, written } = await database.transaction(declaration, async (tx) => {
      const begun = chunk.map((item) => attemptOf<Input, Result>(item, context));
      await answerRepeated(tx, begun, now);
      const fresh = begun.filter(isUndecided);
      await decide(tx, command, context, now, fresh);
      const told = await recordAll(
        tx,
        begun.map((it) => recordedOf(command, context, now, it)),
        context,
        now,
      );
      await rememberOutcomes(tx, fresh.flatMap(rememberedOf), now);
      return { attempts: begun, written: await appendEvents(tx, told, writtenBy(context, now)) };
    });
    publish(written);
    return attempts;
  } catch (error) {
    throw refusalBehind(error);
  }
}

/** The verdicts of the real call; only the refused items are recorded, as dry runs (R42). */
async function dryRun<Input extends WriteInput, Result extends object>(
  database: Database,
  command: BulkCommand<Input, Result>,
  context: CommandContext,
  chunk: readonly BulkItem<Input>[],
): Promise<readonly Attempt<Input, Result>[]> {
  const now = context.clock.now();
  let attempts: readonly Attempt<Input, Result>[];
  try {
    attempts = await database.transaction(
      declarationOf(command.operation, context.actor),
      async (tx) => {
        const begun = chunk.map((item) => attemptOf<Input, Result>(item, context));
        await decide(tx, command, context, now, begun.filter(isUndecided));
        throw new DryRunDone(begun);
      },
    );
  } catch (error) {
    if (!(error instanceof DryRunDone)) throw refusalBehind(error);
    attempts = error.attempts as readonly Attempt<Input, Result>[];
  }
  const refused = attempts.filter(({ refusal }) => refusal !== null);
  if (refused.length > 0) {
    await database.transaction(declarationOf('record', context.actor), (tx) =>
      recordAttempts(
        tx,
        refused.map((it) => recordedOf(command, context, now, it).record),
      ),
    );
  }
  return attempts;
}

/** Made anew for each attempt of a transaction. */
function attemptOf<Input extends WriteInput, Result>(
  { input, refusal, keyScope }: BulkItem<Input>,
  { actor }: CommandContext,
): Attempt<Input, Result> {
  const attempt = { input, notes: new Notes(), refusal, result: null };
  try {
    return {
      ...attempt,
      key: refusal ? null : keyOf(actor, keyScope, input.clientRequestId, input),
    };
  } catch (error) {
    if (error instanceof DomainError) return { ...attempt, key: null, refusal: error };
    throw error;
  }
}

function isUndecided<Input extends WriteInput, Result>(attempt: Attempt<Input, Result>): boolean {
  return attempt.refusal === null && attempt.result === null;
}

/** R41: what was done before under the same id is answered from memory, and audited as repeated. */
async function answerRepeated<Input extends WriteInput, Result>(
  tx: Transaction,
  attempts: readonly Attempt<Input, Result>[],
  now: Date,
): Promise<void> {
  const known = await claimKeys(
    tx,
    attempts.flatMap(({ key }) => key ?? []),
    now,
  );
  for (const attempt of attempts) {
    const found = attempt.key && known.get(attempt.key);
    if (found instanceof DomainError) attempt.refusal = found;
    else if (found) {
      attempt.result = found.result as Result;
      attempt.notes.isRepeated = true;
      attempt.notes.about(found.subject);
    }
  }
}

async function decide<Input extends WriteInput, Result extends object>(
  tx: Transaction,
  command: BulkCommand<Input, Result>,
  context: CommandContext,
  now: Date,
  attempts: readonly Attempt<Input, Result>[],
): Promise<void> {
  const outcomes = await command.executeEach(
    attempts.map(({ input, notes }) => ({ input, scope: scopeOf(tx, context, now, notes) })),
  );
  attempts.forEach((attempt, index) => {
    const outcome = outcomes[index];
    if (outcome instanceof DomainError) attempt.refusal = outcome;
    else attempt.result = outcome ?? null;
  });
}

function recordedOf<Input extends WriteInput, Result extends object>(
  { contract }: BulkCommand<Input, Result>,
  context: CommandContext,
  now: Date,
  attempt: Attempt<Input, Result>,
): RecordedAttempt {
  const { input, notes, refusal } = attempt;
  const record = attemptRecord(contract, context, input, now, notes, refusal);
  return { record, notes, events: draftsOf(attempt) };
}

function rememberedOf<Input extends WriteInput, Result extends object>({
  key,
  result,
  notes,
}: Attempt<Input, Result>): Parameters<typeof rememberOutcomes>[1] {
  return key && result ? [{ key, outcome: { result, subject: notes.subject } }] : [];
}

/** As for a single call: a change tells its events, a refusal those it has stated for that case. */
function draftsOf<Input extends WriteInput, Result>({
  refusal,
  notes,
}: Attempt<Input, Result>): Notes['events'] {
  if (refusal === null) return notes.events;
  return refusal.code === 'NOT_FOUND' ? [] : notes.refusalEvents.map((event) => event(refusal));
}
