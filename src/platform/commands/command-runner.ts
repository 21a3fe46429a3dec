import { type Actor, actorStamp } from '../../kernel/actor';
import { DomainError } from '../../kernel/domain-error';
import { type AuditSubject, recordAudit } from '../audit/record-audit';
import { refusalBehind } from '../database/constraint-refusals';
import type { Database, Declaration, Transaction } from '../database/database';
import { appendEvents, type EventDraft, type WrittenEvent } from '../event-log/append-events';
import type { Act, CommandContext, CommandOutcome, CommandScope, PlatformAct } from './command';
import type { ActContract, WriteInput } from './contract';
import { IdempotencyKey } from './idempotency';

/** Who delivers events once they are committed; they are in the log already. */
export type PublishEvents = (events: readonly WrittenEvent[]) => void;

/** Rolls back a dry run that passed every step. */
class DryRunPassed extends Error {
  constructor(readonly result: object) {
    super('dry run');
  }
}

/** What one run gathers beside its writes. Made anew for each attempt of a transaction. */
class Notes {
  subject: AuditSubject = {};
  readonly events: EventDraft[] = [];
  readonly platformActs: PlatformAct[] = [];
  readonly refusalEvents: ((refusal: DomainError) => EventDraft)[] = [];
  isRepeated = false;

  about(subject: AuditSubject): void {
    this.subject = { ...this.subject, ...subject };
  }
}

function declaredActor(actor: Actor): string {
  switch (actor.side) {
    case 'partner':
      return `reseller:${actor.resellerId}`;
    case 'customer':
      return `customer:${actor.customerId}`;
    case 'newTenant':
      return `customer:${actor.tenantId}`;
    case 'operator':
    case 'platform':
      return actor.side;
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
    const declaration = this.declarationOf(act.operation, context.actor);
    try {
      const key = this.keyOf(act.contract, context, input);
      const result = await this.database.transaction(declaration, async (tx) => {
        notes = new Notes();
        const known = isDryRun ? null : ((await key?.claim(tx, now)) ?? null);
        if (known) {
          notes.isRepeated = true;
          notes.about(known.subject);
          await this.audit(tx, act.contract, context, input, now, notes, null);
          return known.result as Result;
        }
        const scope = scopeOf(tx, context, now, notes);
        const done = await act.execute(scope, input);
        if (isDryRun) throw new DryRunPassed(done);
        const record = await this.audit(tx, act.contract, context, input, now, notes, null);
        const first = await this.auditPlatformActs(tx, notes.platformActs, context, now);
        await key?.remember(tx, { result: done, subject: notes.subject }, now);
        written = await this.append(tx, [...first, ...notes.events], context, now, record);
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
      this.declarationOf('record', context.actor),
      async (tx) => {
        const record = await this.audit(tx, contract, context, input, now, notes, refusal);
        return this.append(tx, drafts, context, now, record);
      },
    );
    this.publish(written);
  }

  private declarationOf(operation: Declaration['operation'], actor: Actor): Declaration {
    return { actor: declaredActor(actor), operation };
  }

  private keyOf(
    contract: ActContract,
    context: CommandContext,
    input: WriteInput,
  ): IdempotencyKey | null {
    const { clientRequestId, validateOnly: _validateOnly, ...rest } = input;
    if (clientRequestId === undefined || clientRequestId === null) return null;
    return new IdempotencyKey(context.actor, contract.name, clientRequestId, rest);
  }

  private async audit(
    tx: Transaction,
    contract: ActContract,
    context: CommandContext,
    input: WriteInput,
    occurredAt: Date,
    notes: Notes,
    refusal: DomainError | null,
  ): Promise<string> {
    return recordAudit(
      tx,
      {
        actor: context.actor,
        operation: contract.operation,
        resourceType: contract.resourceType,
        occurredAt,
        correlationId: context.correlationId,
        clientRequestId: input.clientRequestId ?? null,
        isDryRun: input.validateOnly ?? false,
        isRepeated: notes.isRepeated,
        refusal,
      },
      // Where the act had been done before, nothing was to change.
      notes.isRepeated ? { ...notes.subject, oldValue: null, newValue: null } : notes.subject,
    );
  }

  private async auditPlatformActs(
    tx: Transaction,
    acts: readonly PlatformAct[],
    { correlationId }: CommandContext,
    occurredAt: Date,
  ): Promise<EventDraft[]> {
    const events: EventDraft[] = [];
    for (const { subject, event, ...act } of acts) {
      const auditRecordId = await recordAudit(tx, { ...act, occurredAt, correlationId }, subject);
      events.push({ ...event, auditRecordId });
    }
    return events;
  }

  private append(
    tx: Transaction,
    drafts: readonly EventDraft[],
    context: CommandContext,
    occurredAt: Date,
    auditRecordId: string,
  ): Promise<WrittenEvent[]> {
    return appendEvents(tx, drafts, {
      actor: actorStamp(context.actor),
      correlationId: context.correlationId,
      occurredAt,
      auditRecordId,
    });
  }
}

function scopeOf(tx: Transaction, context: CommandContext, now: Date, notes: Notes): CommandScope {
  return {
    tx,
    actor: context.actor,
    correlationId: context.correlationId,
    now,
    about: (subject) => notes.about(subject),
    emit: (event) => notes.events.push(event),
    recordPlatformAct: (act) => notes.platformActs.push(act),
    emitIfRefused: (event) => notes.refusalEvents.push(event),
    markRepeated: () => {
      notes.isRepeated = true;
    },
  };
}
