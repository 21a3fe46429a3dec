import { DomainError } from '../../kernel/domain-error';
import { refusalBehind } from '../database/constraint-refusals';
import type { Database, Transaction } from '../database/database';
import {
  appendEvents,
  type EventDraft,
  type RecordedEvent,
  type WrittenEvent,
} from '../event-log/append-events';
import { attemptRecord, declarationOf, Notes, recordAll, scopeOf, writtenBy } from './attempt';
import { type BulkItem, type BulkItemOutcome, runEach } from './bulk-run';
import type { Act, BulkCommand, CommandContext, CommandOutcome } from './command';
import type { ActContract, WriteInput } from './contract';
import { claimKeys, type IdempotencyKey, keyOf, rememberOutcomes } from './idempotency';

/** Who delivers events once they are committed; they are in the log already. */
export type PublishEvents = (events: readonly WrittenEvent[]) => void;

/** Rolls back a dry run that passed every step. */
class DryRunPassed extends Error {
  constructor(readonly result: object) {
    super('dry run');
  }
}

/**
 * Runs commands: one transaction, audit and events with the change (R42), repeated calls answered
 * from memory (R41), dry runs rolled back, refusals audited after the rollback.
 */
export class CommandRunner {
  constructor(
    private readonly database: Database,
    private readonly publish: PublishEvents,
  ) {}

  async run<Input extends WriteInput, Result extends object>(
    act: Act<Input, Result>,
    context: CommandContext,
    input: Input,
  ): Promise<CommandOutcome<Result>> {
    const isDryRun = input.validateOnly ?? false;
    const now = context.clock.now();
    let notes = new Notes();
    let written: WrittenEvent[] = [];
    const declaration = declarationOf(act.operation, context.actor);
    try {
      const key = this.keyOf(act.contract, context, input);
      const result = await this.database.transaction(declaration, async (tx) => {
        notes = new Notes();
        const known = key && !isDryRun ? (await claimKeys(tx, [key], now)).get(key) : null;
        if (known instanceof DomainError) throw known;
        if (known) {
          notes.isRepeated = true;
          notes.about(known.subject);
          await record(tx, act.contract, context, input, now, notes, null, []);
          return known.result as Result;
        }
        const scope = scopeOf(tx, context, now, notes);
        const done = await act.execute(scope, input);
        if (isDryRun) throw new DryRunPassed(done);
        const { events } = notes;
        const told = await record(tx, act.contract, context, input, now, notes, null, events);
        if (key) {
          const outcome = { result: done, subject: notes.subject };
          await rememberOutcomes(tx, [{ key, outcome }], now);
        }
        written = await appendEvents(tx, told, writtenBy(context, now));
        return done;
      });
      this.publish(written);
      return { result, isDryRun: false, isRepeated: notes.isRepeated };
    } catch (error) {
      if (error instanceof DryRunPassed) {
        return { result: error.result as Result, isDryRun: true, isRepeated: notes.isRepeated };
      }
      const refusal = refusalBehind(error);
      if (refusal instanceof DomainError) {
        await this.recordRefusal(act.contract, context, input, refusal, notes);
      }
      throw refusal;
    }
  }

  /**
   * Runs a command for many items and answers for each, in their order; see `runEach`. What is refused
   * keeps nothing else from happening.
   */
  runEach<Input extends WriteInput, Result extends object>(
    command: BulkCommand<Input, Result>,
    context: CommandContext,
    items: readonly BulkItem<Input>[],
  ): Promise<readonly BulkItemOutcome<Result>[]> {
    return runEach(this.database, this.publish, command, context, items);
  }

  /**
   * Audits a refusal, in a transaction of its own: the attempt's was rolled back. The guards of the
   * schema call it too, for attempts that never reach a command.
   */
  async recordRefusal(
    contract: ActContract,
    context: CommandContext,
    input: WriteInput,
    refusal: DomainError,
    notes: Notes = new Notes(),
  ): Promise<void> {
    const now = context.clock.now();
    const isDryRun = input.validateOnly ?? false;
    const isSilent = isDryRun || refusal.code === 'NOT_FOUND';
    const drafts = isSilent ? [] : notes.refusalEvents.map((event) => event(refusal));
    const written = await this.database.transaction(
      declarationOf('record', context.actor),
      async (tx) => {
        const told = await record(tx, contract, context, input, now, notes, refusal, drafts);
        return appendEvents(tx, told, writtenBy(context, now));
      },
    );
    this.publish(written);
  }

  private keyOf(
    contract: ActContract,
    context: CommandContext,
    input: WriteInput,
  ): IdempotencyKey | null {
    return keyOf(context.actor, contract.name, input.clientRequestId, input);
  }
}

function record(
  tx: Transaction,
  contract: ActContract,
  context: CommandContext,
  input: WriteInput,
  occurredAt: Date,
  notes: Notes,
  refusal: DomainError | null,
  events: readonly EventDraft[],
): Promise<readonly RecordedEvent[]> {
  const attempt = attemptRecord(contract, context, input, occurredAt, notes, refusal);
  return recordAll(tx, [{ record: attempt, notes, events }], context, occurredAt);
}
